"""What comes next in a round for those who do not move it: whoever reads the record, and a home agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from models.access import can
from models.actors import Actor
from models.rounds import RoundState

_S = RoundState
RECORD: dict[RoundState, str] = {
    _S.DRAFT: "Next, the round collects opportunities.",
    _S.POSTING: "Next, executives file their dream sheets.",
    _S.PREFERENCES: "Next, the lists close and agencies decide the releases that are left.",
    _S.RELEASE_REVIEW: "Next, hosts see who asked for them, and rank.",
    _S.RANKING: "Next, the round is frozen: everything the solver reads gets its hash here.",
    _S.FROZEN: "Next, the outside value is entered and the round is solved.",
    _S.SOLVED: "Next, one run is put before the agencies; if frozen anew, the round is solved again first.",
    _S.CONFERENCE: "Next, every agency with a move approves its own or objects; then a person approves.",
    _S.APPROVED: "Next, another person than the one who approved it publishes the outcome.",
    _S.PUBLISHED: "Next, offers are answered; freed seats are offered again, then the round is closed.",
    _S.SCRAMBLE: "Next, offers are answered; free seats are offered again, then the round is closed.",
    _S.CLOSED: "The round is over. Next, it is archived: drafts and notes are erased, the record stays.",
    _S.ARCHIVED: "The round is over and put away. Nothing comes next; its record stays as it is.",
    _S.CANCELLED: "The round was cancelled. Nothing comes next; its record stays as it is.",
}
"""For whoever answers for the round or checks it."""
SETTLED = (
    "No offer waits for an answer. Next, free seats are offered to who kept a sheet, or the round is closed."
)


def on_record(state: RoundState, waiting: int) -> str:
    """What comes next in a round of which so many offers wait for an answer."""
    settled = state in (_S.PUBLISHED, _S.SCRAMBLE) and not waiting
    return SETTLED if settled else RECORD[state]


@dataclass(frozen=True)
class Coming:
    """What a home agency waits for, and the page where it does its part."""

    sentence: str
    label: str
    address: str


_OFFERS = ("Our opportunities", "offers.index", "offers.list")
_RELEASES = ("Releases", "releases.index", "releases.list")
_WAIVERS = ("Waivers", "waivers.index", "waivers.list")
_ANSWERS = ("Offers to answer", "answers.index", "answers.list")
_AGREEMENTS = ("Agreements", "agreements.index", "agreements.list")
_DESK = ("My desk", "desk.page", "")
_AGENCY: dict[RoundState, tuple[str, tuple[str, str, str]]] = {
    _S.POSTING: (
        "The round collects opportunities: approve your own. Next, executives file their lists.",
        _OFFERS,
    ),
    _S.PREFERENCES: (
        "Executives file their lists. Next, your agency decides the release of each of its own who consents.",
        _RELEASES,
    ),
    _S.RELEASE_REVIEW: (
        "The lists are closed: the releases that are left are decided now. Next, hosts rank.",
        _RELEASES,
    ),
    _S.RANKING: ("Hosts rank; waivers are decided now. Next, the round is frozen.", _WAIVERS),
    _S.FROZEN: (
        "The round is frozen. Next, it is solved, and your desk says when moves wait for you.",
        _DESK,
    ),
    _S.SOLVED: (
        (
            "One run is chosen, or it is solved again where an agency objected or somebody withdrew."
            " Approvals of before count no longer then; your desk says when a run is before you."
        ),
        _DESK,
    ),
    _S.APPROVED: ("The outcome is approved. Next, it is published and offers are answered.", _DESK),
    _S.PUBLISHED: (
        "The outcome is published. Next, your agency answers each offer that one of its own accepted.",
        _ANSWERS,
    ),
    _S.SCRAMBLE: (
        "Freed seats are offered again. Next, your agency answers each offer that one of its own accepted.",
        _ANSWERS,
    ),
    _S.CLOSED: ("The round is over. What was confirmed goes on as an agreement.", _AGREEMENTS),
    _S.ARCHIVED: ("The round is over and put away. What was confirmed goes on as an agreement.", _AGREEMENTS),
    _S.CANCELLED: ("The round was cancelled; nobody is placed by it, and nothing waits for you.", _DESK),
}
"""Before it collects opportunities no agency knows of the round; in the conference the moves say it."""


def coming(state: RoundState, actor: Actor, now: datetime) -> Coming:
    """What comes next for a home agency, and where; the desk, where this person has no part in that."""
    sentence, room = _AGENCY[state]
    label, endpoint, _action = room if not room[2] or can(actor, room[2], None, now=now) else _DESK
    return Coming(sentence, label, url_for(endpoint))
