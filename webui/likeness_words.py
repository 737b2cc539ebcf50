"""What two opportunities have in common, in one line."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.policy.likeness import In
from models.agreement_words import KINDS
from models.opportunities import Kind
from webui.states import NAMES


def shared(found: Iterable[tuple[In, str]]) -> str:
    """The end of the sentence "Like your second choice, …"; it reads "the same kind (detail), …"."""
    common = [*found]
    ecqs = [name for what, name in common if what is In.ECQ]
    said = [f"the same qualification{'s' if len(ecqs) > 1 else ''} ({'; '.join(ecqs)})"] if ecqs else []
    return ", ".join([*said, *(_said(what, name) for what, name in common if what is not In.ECQ)])


def _said(what: In, name: str) -> str:
    if what is In.AGENCY:
        return "the same agency"
    if what is In.KIND:
        return f"the same kind ({KINDS[Kind(name)]})"
    if what is In.MISSION:
        return f"the same mission ({name})"
    return f"the same {'state' if name in NAMES else 'place'} ({NAMES.get(name, name)})"
