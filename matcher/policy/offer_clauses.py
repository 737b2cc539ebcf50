"""The time each side has to answer an offer, and who then reads the card: choices of this service."""

from functools import partial

from matcher.policy.clauses import Clause, Force, ours

_hard = partial(ours, force=Force.HARD)


EXECUTIVE_ANSWER_DAYS = _hard(
    "executive_answer_days",
    10,
    "business days for the executive to answer an offer",
    "time to ask at home before deciding",
)
SCRAMBLE_ANSWER_DAYS = _hard(
    "scramble_answer_days",
    3,
    "business days for the executive to answer an offer of the scramble",
    "offers of the scramble follow one another, and whoever kept the sheet has thought of it",
)
HOME_ANSWER_DAYS = _hard(
    "home_answer_days",
    5,
    "business days for the home agency to answer an accepted offer",
    "the release was decided before the freeze",
)
HOST_ANSWER_DAYS = _hard(
    "host_answer_days",
    5,
    "business days for the host to confirm an offer the home agency agreed to",
    "the host ranked everybody before the freeze",
)
ANSWER_REMINDER = ours(
    "answer_reminder",
    2,
    "business days before an answer is late its side is reminded once",
    "an offer lapses without another word, and its seat goes to somebody else",
)
OFFER_CARD = _hard(
    "offer_card",
    None,
    "",
    "whoever accepts a seat opens their card to the host contacts of that post, and to nobody else, until "
    "the offer ends or the round is archived",
)

CLAUSES = tuple(value for value in list(vars().values()) if isinstance(value, Clause))
