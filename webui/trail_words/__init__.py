"""Every act of the audit trail, as a past of which the actor is the subject."""

from webui.trail_words import mentoring, office, returning, rotation, seeking

SAID: dict[str, str] = rotation.SAID | seeking.SAID | mentoring.SAID | returning.SAID | office.SAID
"""By the action's name; what a list shows beside it is whom or what the act was done to."""
