"""What takes a round forward: one act, with what it will do in numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import url_for

from models.queries.board import Board
from models.queries.calendar import moves_at, moves_to, releases_end_at
from models.queries.frozen import OBJECTIONS
from models.queries.solves import RUNNING, is_lost
from models.rounds import RoundState
from models.services.solves import USUAL_TIME_LIMIT
from models.solves import SolveState
from webui.act import Act
from webui.ending_act import archive, end
from webui.filters import day, deadline, last_day, plural
from webui.words import UNDECIDED

_S = RoundState
RUN_ENDS = "The run ends by itself; what it found then waits for a person."


def _opening(board: Board, now: datetime) -> str:
    """Leads to the day on which the dream sheets open, or should have."""
    late = board.lists_open_at <= now
    return "This is overdue: dream sheets were to open on" if late else "Dream sheets open on"


def _offered(board: Board) -> str:
    return plural(board.offered, "opportunity", "opportunities")


def _entrants(board: Board) -> str:
    return plural(board.entrants, "person", "people")


def next_act(board: Board, now: datetime, unfit: int = 0) -> Act | None:
    """The one thing that takes the round forward, or None where nothing does; `unfit` pins have to go before
    the freeze."""
    tell = _ACTS.get(board.state)
    if tell is None:
        return None
    act = tell(board, now)
    if act.action == "chasing.remind":  # the calendar waits for the new dates as well
        return act
    if act.due == board.results_at:
        act = replace(act, clock="Results are due" if now < board.results_at else "Results were due")
    by_itself, held = moves_at(board.state, board), _held(board, unfit)
    return replace(act, by_itself=by_itself, left_alone=moves_to(board.state), held=held)


def _held(board: Board, unfit: int) -> str:
    """What keeps the calendar from moving the round on."""
    if board.state is _S.POSTING and not board.offered:
        return "it offers no opportunity"
    if board.state is not _S.RANKING:
        return ""
    if not board.to_seal:
        return "no seat is left in it"
    if unfit:
        return plural(unfit, "pin cannot hold", "pins cannot hold")
    if board.waiting_rules:
        wait = plural(board.waiting_rules, "pin or forbidden pair waits", "pins and forbidden pairs wait")
        return f"{wait} for a second person"
    return f"{plural(board.waivers, 'waiver waits', 'waivers wait')} for the host" if board.waivers else ""


def _step(board: Board, now: datetime, step: str, label: str, says: str, due: datetime) -> Act:
    early = now < due
    address = url_for(f"rounds.{step}", slug=board.slug)
    return Act(label, says, due, address, f"rounds.{step}", early=early)


def _open_posting(board: Board, now: datetime) -> Act:
    says = f"Opportunities can then be put into the round; {board.available:,} approved ones wait."
    act = _step(board, now, "open_posting", "Open for opportunities", says, board.lists_open_at)
    return Act(act.label, act.says, act.due, act.address, act.action, clock=_opening(board, now))


def _fill(board: Board, now: datetime) -> Act:
    if board.offered == 0:
        says = f"The round offers nothing yet; {board.available:,} approved opportunities wait to be put in."
        address = url_for("rounds.catalogue", slug=board.slug)
        action = "rounds.offer_opportunities"
        due = board.lists_open_at
        return Act("Choose opportunities", says, due, address, action, post=False, clock=_opening(board, now))
    if board.lists_close_at <= now:
        says = (
            f"The dream sheets were to close on {day(last_day(board.lists_close_at))}, so nobody could file "
            "one: give the round later days first."
        )
        address = url_for("chase.page", slug=board.slug)
        return Act("Move the dates", says, None, address, "chasing.remind", post=False)
    says = (
        f"Shows {_offered(board)} with {plural(board.seats, 'seat')} to "
        f"{plural(board.executives, 'executive')}, who can file dream sheets until "
        f"{day(last_day(board.lists_close_at))}. No opportunity can be added afterwards."
    )
    act = _step(board, now, "open_preferences", "Open for dream sheets", says, board.lists_open_at)
    return replace(act, cost="doing it now leaves nobody time to put in further opportunities.")


def _close(board: Board, now: datetime) -> Act:
    open_ = board.sheets - board.certified
    says = f"{_entrants(board)} would take part now; {plural(open_, 'sheet')} not certified will not count."
    if board.unconsented:
        lacks = plural(board.unconsented, "certified sheet lacks", "certified sheets lack")
        says = f"{says} {lacks} consent, which can be given until the host rankings open."
    after = "Nobody files a sheet of their own afterwards; a coordinator can enter one late, with a reason."
    then = (
        f"Releases are decided by {deadline(releases_end_at(board))}, then hosts rank until "
        f"{deadline(board.rankings_close_at)}; the calendar keeps these days."
    )
    return Act(
        "Close the lists",
        f"{says} {after}",
        board.lists_close_at,
        url_for("rounds.close_preferences_page", slug=board.slug),
        "rounds.close_preferences",
        post=False,
        early=now < board.lists_close_at,
        then=then,
    )


def _open_ranking(board: Board, now: datetime) -> Act:
    says = (
        f"Hosts then see who asked for their opportunities: of the {_entrants(board)} with a certified sheet "
        "and consent, those who named theirs."
    )
    if board.undecided:
        waits = plural(board.undecided, "release nobody decided counts", "releases nobody decided count")
        says = f"{says} {waits} as {UNDECIDED[board.undecided_as]}."
    due, until = releases_end_at(board), deadline(board.rankings_close_at)
    return Act(
        "Open for host rankings",
        says,
        due,
        url_for("rounds.open_ranking_page", slug=board.slug),
        "rounds.open_ranking",
        post=False,
        early=now < due,
        clock="Releases are decided by",
        then=f"The contacts of each host are asked to rank them until {until}. {_left_out(board)}",
    )


def _left_out(board: Board) -> str:
    """Who filed a sheet and cannot come into the round any more once the rankings are open."""
    drafts, kept = board.sheets - board.certified, board.kept_certified
    counts = {
        plural(drafts, "sheet that is not certified", "sheets that are not certified"): drafts,
        plural(board.unconsented, "certified sheet without consent", "certified sheets without consent"): (
            board.unconsented
        ),
        plural(kept, "person not released", "people not released"): kept,
        plural(board.entered, "entered sheet", "entered sheets") + " not confirmed": board.entered,
    }
    out = [words for words, count in counts.items() if count]
    if not out:
        return "Nobody who filed a sheet is left out."
    return f"Left out for good: {'; '.join(out)}."


def _freeze(board: Board, now: datetime) -> Act:
    missing = board.asked_for - board.ranked
    says = f"{_entrants(board)}, {plural(board.to_seal, 'opportunity', 'opportunities')}"
    if missing:
        says += f"; {plural(missing, 'ranking is', 'rankings are')} not certified yet"
    if board.overtaken:
        lacks = plural(board.overtaken, "ranking lacks", "rankings lack")
        says += f"; {lacks} an applicant who came later"
    address = url_for("rounds.freeze_page", slug=board.slug)
    due = board.rankings_close_at
    return Act("Prepare the freeze", f"{says}.", due, address, "rounds.freeze", post=False, early=now < due)


def _solve(board: Board, now: datetime) -> Act:
    if board.outside is None:
        says = f"The lottery waits for it: {board.outside_source}."
        address = url_for("rounds.outside_page", slug=board.slug)
        action = "rounds.enter_outside"
        return Act("Enter the outside value", says, board.results_at, address, action, post=False)
    runs = url_for("solves.index", slug=board.slug)
    if board.solve_state in RUNNING and not is_lost(board.solve_state, board.solve_sign, now):
        says, action = "The solver is at work.", "solves.start"
        return Act("Watch the run", says, board.results_at, runs, action, post=False, waits=RUN_ENDS)
    if board.run_status == "infeasible":
        says = "The limits and pins of this round cannot hold together; the page says which of them."
        return Act("Read why it cannot hold", says, board.results_at, runs, "solves.start", post=False)
    failed = board.solve_state is not None and board.solve_state is not SolveState.CANCELLED
    says = f"Places {_entrants(board)} on {plural(board.seats, 'seat')} as well as can be."
    if failed:
        says = f"The last run failed; its page says why. {says}"
    elif board.solve_state is SolveState.CANCELLED:
        says = f"The last run was cancelled and left nothing behind. {says}"
    start = url_for("solves.start", slug=board.slug)
    label, usual = "Solve again" if board.solve_state else "Solve", {"minutes": USUAL_TIME_LIMIT // 60}
    return Act(label, says, board.results_at, start, "solves.start", fields=usual)


def _outcome(board: Board, label: str, says: str) -> Act:
    address = url_for("outcomes.page", slug=board.slug, number=board.run)
    return Act(label, says, board.results_at, address, "outcomes.see", post=False)


def _confer(board: Board, now: datetime) -> Act:
    if board.outdated:
        return _solve_anew(board, now)
    if board.unchosen:
        says = "Scenarios were run; one run is chosen, with the reason, before the agencies look at it."
        address = url_for("scenarios.compare", slug=board.slug)
        return Act("Choose a run", says, board.results_at, address, "scenarios.choose", post=False)
    if board.results_at <= now:
        says = (
            f"Agencies approve by that day, and it is over: set a later one, then run {board.run} can go on."
        )
        due, address = board.results_at, url_for("chase.page", slug=board.slug)
        late = "Results were due"
        return Act("Give more time", says, due, address, "chasing.remind", post=False, clock=late)
    if board.chosen:
        says = f"Run {board.run} is chosen: look at its result once more, then put it before the agencies."
        address = url_for("publication.page", slug=board.slug)
        return Act("Put it before the agencies", says, board.results_at, address, "rounds.see", post=False)
    placed = plural(board.placed or 0, "person", "people")
    return _outcome(board, "Look at the outcome", f"Run {board.run} placed {placed}; decide on it.")


def _solve_anew(board: Board, now: datetime) -> Act:
    """The newest run is of an earlier freeze; what it found says nothing of this one."""
    state = None if board.solve_state is SolveState.DONE else board.solve_state
    act = _solve(replace(board, run_status=None, solve_state=state), now)
    if not act.post:
        return act
    pair = " (the pair and why: “Pins and forbidden pairs”)" if board.outdated in OBJECTIONS else ""
    why = (
        f"{(board.outdated or '').capitalize()}{pair}, so the round was frozen anew: no earlier "
        "run can be published. "
        "Solving again changes nothing else; a scenario begun before is begun again on its own page."
    )
    return replace(act, label="Solve again", says=f"{why} {act.says}")


def _decision(board: Board, label: str, says: str) -> Act:
    address = url_for("publication.page", slug=board.slug)
    return Act(label, says, board.results_at, address, "rounds.see", post=False)


def _approve(board: Board, _now: datetime) -> Act:
    if board.agencies_waiting:
        waits = plural(board.agencies_waiting, "agency has", "agencies have")
        says = (
            f"{waits} not approved the moves of run {board.run} yet; each has them on its desk "
            "and may object. Then the outcome is approved and published by two people."
        )
        return _decision(board, "See who is waited for", says)
    return _decision(
        board, "Decide on the outcome", f"Run {board.run} is before the agencies; it waits for approval."
    )


def _publish(board: Board, _now: datetime) -> Act:
    says = "The programme office publishes it: another person than the one who approved it."
    return _decision(board, "Look at the decision", says)


_ACTS = {
    _S.DRAFT: _open_posting,
    _S.POSTING: _fill,
    _S.PREFERENCES: _close,
    _S.RELEASE_REVIEW: _open_ranking,
    _S.RANKING: _freeze,
    _S.FROZEN: _solve,
    _S.SOLVED: _confer,
    _S.CONFERENCE: _approve,
    _S.APPROVED: _publish,
    _S.PUBLISHED: end,
    _S.SCRAMBLE: end,
    _S.CLOSED: archive,
}
