"""What may be done with a thing, in words: each act as it follows “can be” and “cannot be”."""

from collections.abc import Mapping

from models.machine import Machine

ACTS: Mapping[str, str] = {
    "accept": "accepted",
    "activate": "put in force",
    "agree": "agreed to",
    "agree_home": "agreed to by the home agency",
    "approve": "approved",
    "archive": "archived",
    "ask": "sent back with a question",
    "ask_again": "asked for again",
    "attest": "attested",
    "become": "made an opportunity",
    "begin": "begun",
    "book": "given a first meeting",
    "breach": "marked as broken",
    "cancel": "cancelled",
    "certify": "certified",
    "check": "checked",
    "circulate": "sent round for signatures",
    "close": "closed",
    "close_preferences": "closed for dream sheets",
    "confer": "taken to the conference",
    "confirm": "confirmed",
    "confirm_waiver": "given up for good",
    "curtail": "cut short",
    "decline": "declined",
    "discard": "thrown away",
    "dispute": "disputed",
    "drop": "dropped",
    "end": "ended",
    "end_early": "ended early",
    "expire": "ended without an answer",
    "extend": "extended",
    "fail": "marked as failed",
    "file": "changed",
    "fill": "filled",
    "finish": "finished",
    "freeze": "frozen",
    "give_up": "given up",
    "go_on": "taken up again",
    "grant": "granted",
    "grant_by_default": "granted without an answer",
    "grant_with_conditions": "granted with conditions",
    "hold": "recorded as held",
    "lapse": "lapsed without an answer",
    "make_ready": "declared ready",
    "miss": "recorded as not held",
    "move": "moved to another time",
    "object": "objected to",
    "offer": "offered",
    "open_posting": "opened for opportunities",
    "open_preferences": "opened for dream sheets",
    "open_ranking": "opened for host rankings",
    "open_scramble": "taken into the scramble",
    "open_window": "taken into its last days",
    "pass_on": "passed on to the agency",
    "pause": "paused",
    "propose": "answered with a position",
    "publish": "published",
    "put_back": "put back as certified",
    "raise": "put at risk",
    "rank": "changed",
    "recommend": "recommended on",
    "refuse": "refused",
    "refuse_by_default": "refused without an answer",
    "refuse_home": "refused by the home agency",
    "refuse_host": "refused by the host",
    "reopen": "opened again",
    "repair": "repaired",
    "restore": "restored",
    "resume": "resumed",
    "retire": "retired",
    "retry": "sent again",
    "return": "sent back by the board",
    "review": "reviewed",
    "revise": "revised",
    "send": "sent",
    "send_back": "sent back",
    "settle": "settled",
    "settle_before": "settled",
    "sign": "signed",
    "solve": "solved",
    "start": "started",
    "store": "stored",
    "submit": "sent in",
    "supersede": "superseded",
    "take_back": "taken back",
    "take_up": "taken up",
    "tell": "answered with what was asked",
    "to_desk": "put on the coordinator's desk",
    "unbook": "left without its first meeting",
    "undo": "taken back",
    "wait": "put on the waiting list",
    "waive": "given up",
    "withdraw": "withdrawn",
}

OWN: Mapping[tuple[str, str], str] = {
    ("agreement", "activate"): "brought into force by its last signature",
    ("answer to a requirement", "ask"): "put to the host for a waiver",
    ("return right", "miss"): "marked as overdue",
    ("return right", "return"): "ended by the first day back",
    ("round", "withdraw"): "taken back from review",
}
"""Where a machine means something else by an action: (noun, action) to its words."""

BY_ITSELF = frozenset(
    {
        ("engagement", "unbook"),
        ("host ranking", "put_back"),
        ("notice", "give_up"),
        ("notice", "send"),
        ("offer", "expire"),
        ("proposal", "lapse"),
        ("proposal", "restore"),
        ("proposal", "supersede"),
        ("release", "grant_by_default"),
        ("release", "refuse_by_default"),
        ("return right", "begin"),
        ("return right", "breach"),
        ("return right", "confirm_waiver"),
        ("return right", "miss"),
        ("return right", "open_window"),
        ("run of the solver", "fail"),
        ("run of the solver", "finish"),
        ("run of the solver", "start"),
    }
)
"""What the clock and the program do, so that nobody is told to do it: (noun, action)."""


def act_words(machine: Machine, action: str) -> str:
    """Certified; taken into the scramble: what follows “can be”."""
    return OWN.get((machine.noun, action)) or ACTS[action]


def why_not(machine: Machine, state: str, action: str) -> str:
    """Why `action` is not possible, in two sentences: how the thing stands, and what it can be instead."""
    cannot = f"The {machine.noun} cannot be {act_words(machine, action)} now"
    label = machine.labels[state]  # type: ignore[index]
    if state in machine.ends:
        return f"{cannot}: its state is “{label}”, and that is final."
    acts = machine.actions(state)  # type: ignore[arg-type]
    asked = [one for one in acts if (machine.noun, one) not in BY_ITSELF]
    instead = list(dict.fromkeys(act_words(machine, one) for one in asked))
    return f"{cannot}: its state is “{label}”.{_can_be(instead)}"


def _can_be(acts: list[str]) -> str:
    if not acts:
        return ""
    *most, last = acts
    return f" It can be {', '.join(most)} or {last}." if most else f" It can be {last}."
