"""What each role reads of what comes next, in every state of a round; `test_round_states` looks for it."""

from models.actors import Role
from models.rounds import RoundState
from webui.round_next import RECORD

S = RoundState
STAGES: dict[RoundState, str] = {
    S.DRAFT: "drafted",
    S.POSTING: "posted",
    S.PREFERENCES: "filed",
    S.RELEASE_REVIEW: "review",
    S.RANKING: "ranking",
    S.FROZEN: "frozen",
    S.SOLVED: "solved",
    S.CONFERENCE: "conference",
    S.APPROVED: "approved",
    S.PUBLISHED: "published",
    S.SCRAMBLE: "scramble",
    S.CLOSED: "closed",
    S.ARCHIVED: "archived",
    S.CANCELLED: "cancelled",
}
"""A stage of the small world in which its round is in that state."""
PEOPLE: dict[Role, tuple[str, str]] = {
    Role.EXCHANGE_COORDINATOR: ("exchange", "/rounds/R-1"),
    Role.PROGRAMME_OFFICE: ("office", "/rounds/R-1"),
    Role.AUDITOR: ("auditor", "/record/rounds/R-1"),
    Role.AGENCY_COORDINATOR: ("coord-EN", "/conference/R-1"),
    Role.EXECUTIVE_RESOURCES_BOARD: ("board-EN", "/conference/R-1"),
    Role.HOST_CONTACT: ("host-TR", "/our-opportunities?round=R-1"),
    Role.EXECUTIVE: ("e-05", "/dream-sheet/R-1"),
}
"""Somebody of the role, and where that role reads of the round. A supervisor reads of releases alone."""
UNSEEN: dict[Role, frozenset[RoundState]] = {
    Role.AGENCY_COORDINATOR: frozenset({S.DRAFT}),
    Role.EXECUTIVE_RESOURCES_BOARD: frozenset({S.DRAFT}),
    Role.EXECUTIVE: frozenset({S.DRAFT, S.POSTING}),
}
"""States in which the role does not know of the round."""
_BOARD = {
    S.DRAFT: "Next: Open for opportunities",
    S.POSTING: "Next: Open for dream sheets",
    S.PREFERENCES: "Next: Close the lists",
    S.RELEASE_REVIEW: "Next: Open for host rankings",
    S.RANKING: "Next: Prepare the freeze",
    S.FROZEN: "Next: Enter the outside value",
    S.SOLVED: "Next: Look at the outcome",
    S.CONFERENCE: "Next: See who is waited for",
    S.APPROVED: "Next: Look at the decision",
    S.PUBLISHED: "Next: See the answers",
    S.SCRAMBLE: "Next: Look for next offers",
    S.CLOSED: "Next: Archive the round",
    S.ARCHIVED: RECORD[S.ARCHIVED],
    S.CANCELLED: RECORD[S.CANCELLED],
}
_CONFERENCE = {
    S.POSTING: "approve your own. Next, executives file their lists.",
    S.PREFERENCES: "Next, your agency decides the release of each of its own who consents.",
    S.RELEASE_REVIEW: "Next, hosts rank.",
    S.RANKING: "Next, the round is frozen.",
    S.FROZEN: "Next, it is solved, and your desk says when moves wait for you.",
    S.SOLVED: "Approvals of before count no longer then; your desk says when a run is before you.",
    S.CONFERENCE: "moves have your agency at one end. Results are due on 23 December 2026",
    S.APPROVED: "Next, it is published and offers are answered.",
    S.PUBLISHED: "Next, your agency answers each offer that one of its own accepted.",
    S.SCRAMBLE: "Next, your agency answers each offer that one of its own accepted.",
    S.CLOSED: "What was confirmed goes on as an agreement.",
    S.ARCHIVED: "What was confirmed goes on as an agreement.",
    S.CANCELLED: "The round was cancelled; nobody is placed by it, and nothing waits for you.",
}
_HOST = {
    S.DRAFT: "The exchange coordinators put approved ones into a round while it collects opportunities.",
    S.POSTING: "Dream sheets open on 23 November 2026",
    S.PREFERENCES: "The lists close on 3 December 2026",
    S.RELEASE_REVIEW: "The rankings close on 13 December 2026",
    S.RANKING: "The rankings close on 13 December 2026",
    S.FROZEN: "Results come on 23 December 2026",
    S.SOLVED: "Results come on 23 December 2026",
    S.CONFERENCE: "Results come on 23 December 2026",
    S.APPROVED: "Results come on 23 December 2026",
    S.PUBLISHED: "Next, you confirm the offers that executives and their homes said yes to.",
    S.SCRAMBLE: "Next, you confirm those that are accepted and agreed to.",
    S.CLOSED: "The round is over; nothing in it waits for you.",
    S.ARCHIVED: "The round is over and put away; nothing in it waits for you.",
    S.CANCELLED: "The round was cancelled; nobody is placed by it.",
}
_FROZEN = "Your list is frozen. Next: the result comes on 23 December 2026"
_EXECUTIVE = {
    S.PREFERENCES: "You may change and certify it again until the lists close on 3 December 2026",
    S.RELEASE_REVIEW: "Next: your release is decided by 8 December 2026, then hosts rank",
    S.RANKING: "Next: hosts rank until 13 December 2026; the result comes on 23 December 2026",
    S.FROZEN: _FROZEN,
    S.SOLVED: _FROZEN,
    S.CONFERENCE: _FROZEN,
    S.APPROVED: _FROZEN,
    S.PUBLISHED: "The result is published: read yours",
    S.SCRAMBLE: "The result is published: read yours",
    S.CLOSED: "The result is published: read yours",
    S.ARCHIVED: "The result is published: read yours",
    S.CANCELLED: "The round was cancelled. Nothing of your list was used.",
}
SAID: dict[Role, dict[RoundState, str]] = {
    Role.EXCHANGE_COORDINATOR: _BOARD,
    Role.PROGRAMME_OFFICE: _BOARD,
    Role.AUDITOR: RECORD,
    Role.AGENCY_COORDINATOR: _CONFERENCE,
    Role.EXECUTIVE_RESOURCES_BOARD: _CONFERENCE,
    Role.HOST_CONTACT: _HOST,
    Role.EXECUTIVE: _EXECUTIVE,
}
"""A sentence of that page in that state."""
