"""Who does what about a finding that stops an agreement, each in one sentence."""

from collections.abc import Mapping
from types import MappingProxyType

_TERMS = "change the terms"
_FACTS = "record it under “Record what policy has to know”"
_SHORTER = f"A coordinator of either agency gives it an earlier last day: {_TERMS}."
_LATER = f"A coordinator of either agency gives it a later first day: {_TERMS}."
_NEVER = "Nobody can lift this: a coordinator of either agency cancels the agreement, or changes its kind."
_DETERMINED = f"The host agency determines it in writing; then a coordinator of either agency can {_FACTS}."
_OBLIGED = f"The executive signs that agreement; then a coordinator of either agency can {_FACTS}."
_NOTICE = f"The home agency gives written notice earlier, or begins later; a coordinator can {_FACTS}."
_ORDER = (
    "The home agency signs a written order for these days; a coordinator enters it under “Written orders”."
)

REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "away_twice": f"The other agreement ends first, or a coordinator moves these days: {_TERMS}.",
        "accepted_elsewhere": "The executive withdraws from that place, or a coordinator cancels this one.",
        "order_missing": _ORDER,
        "order_too_long": f"{_ORDER} Two shorter orders take the place of this one.",
        "order_late": f"{_ORDER} It is signed by its first day.",
        "not_a_member": _SHORTER,
        "general_only": _NEVER,
        "notice_short": _NOTICE,
        "far_notice_short": _NOTICE,
        "not_consulted": f"The home agency consults the executive; then a coordinator can {_FACTS}.",
        "in_moratorium": _LATER,
        "consent_missing": "The executive consents by signing; until then the text is not put to signature.",
        "transfer_unconsented": "Each of them consents by signing; until then nothing is transferred.",
        "career_given_up": f"The executive consents in writing; then a coordinator can {_FACTS}.",
        "term_too_long": _SHORTER,
        "emergency_too_long": _SHORTER,
        "limited_too_long": _SHORTER,
        "unqualified": _DETERMINED,
        "sabbatical_not_career": _NEVER,
        "sabbatical_too_long": _SHORTER,
        "sabbatical_compensated": f"The executive gives up the pay for it; then a coordinator can {_FACTS}.",
        "sabbatical_service_short": _LATER,
        "sabbatical_ses_short": _LATER,
        "sabbatical_again": _LATER,
        "sabbatical_retirement": f"The executive attests it; then a coordinator can {_FACTS}.",
        "sabbatical_unagreed": _OBLIGED,
        "ipa_host": f"A coordinator names the kind of host: {_FACTS}; fits none, it is cancelled.",
        "ipa_uncertified": f"The assigning agency certifies the host; then a coordinator can {_FACTS}.",
        "ipa_not_career": _NEVER,
        "ipa_inbound_short": _LATER,
        "ipa_unconsented": "The employee consents by signing; until then nobody is assigned.",
        "ipa_no_concern": f"A coordinator writes what both sides gain from it: {_FACTS}.",
        "ipa_too_long": _SHORTER,
        "ipa_extension_too_long": _SHORTER,
        "ipa_career_total": _SHORTER,
        "ipa_continuous": _SHORTER,
        "ipa_not_back": _LATER,
        "ipa_unobliged": _OBLIGED,
        "ipa_status": f"A coordinator says whether it is a detail or leave without pay: {_FACTS}.",
        "ipa_relocation": f"The executive agrees to it in writing; then a coordinator can {_FACTS}.",
        "ipa_unagreed": _LATER,
        "ipa_separated": "A coordinator of the home agency cancels the agreement, or ends it early.",
        "host_appraisal_missing": (
            "The supervisor at the host promises to set goals and to appraise in writing; then a coordinator"
            f" can {_FACTS}."
        ),
    }
)
"""By code of a finding that stops: the remedy. What may be waived says beside it who waives it."""
