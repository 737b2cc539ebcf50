"""What waits for host contacts: applicants to rank, rankings to certify, each by its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models.actors import Actor
from models.queries.our_offers import RANKERS, Line, agencies_of, our_rounds
from models.rankings import RankingState
from models.rounds import Round, RoundState
from webui.desk import News, Task
from webui.filters import plural
from webui.hosting import ANSWERED, OVER, Stage, stage, to_rank

MOST = 5
"""Rankings of one round that stand on the desk one by one; more of them stand together."""

ACTS: dict[RankingState | None, tuple[str, str]] = {
    None: ("{count} for “{title}” in {round}: read the cards and rank them", "Rank them"),
    RankingState.WITHDRAWN: ("{count} for “{title}” in {round}: you withdrew the ranking", "Rank them"),
    RankingState.DRAFT: (
        "Your ranking for “{title}” in {round} is a draft and does not count yet",
        "Certify it",
    ),
    RankingState.CHANGED: (
        "Your ranking for “{title}” in {round} changed; the list you certified still counts",
        "Look it over",
    ),
}
OVERTAKEN = (
    "A new applicant came for “{title}” in {round} after you certified your ranking: rank again",
    "Rank again",
)


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """Rankings that wait, by round; and what comes next in rounds with opportunities of ours."""
    agencies = agencies_of(session, actor, now, RANKERS)
    if not agencies:
        return
    due: dict[int, list[Line]] = {}
    for line in to_rank(session, agencies, now):
        if line.round is not None:
            due.setdefault(line.round.id, []).append(line)
    for lines in due.values():
        yield from (_one(line) for line in lines if line.overtaken)
        waiting = [line for line in lines if not line.overtaken]
        yield from [_together(waiting)] if len(waiting) > MOST else map(_one, waiting)
    for round_, count, awaited in our_rounds(session, agencies, gone=False):
        if round_.id not in due and round_.state not in OVER:
            yield _news(round_, count, stage(round_, now, awaited))


def _one(line: Line) -> Task:
    assert line.round is not None  # noqa: S101 - only lines of rounds wait
    sentence, act = OVERTAKEN if line.overtaken else ACTS[line.ranking]
    words = {"title": line.opportunity.title, "round": line.round.name}
    address = url_for("applicants.page", round_slug=line.round.slug, slug=line.opportunity.slug)
    count = plural(line.applicants or 0, "applicant")
    return Task(sentence.format(count=count, **words), line.round.rankings_close_at, act, address)


def _together(lines: list[Line]) -> Task:
    round_ = lines[0].round
    assert round_ is not None  # noqa: S101 - only lines of rounds wait
    sentence = (
        f"{len(lines)} opportunities in {round_.name} have applicants and no certified ranking of theirs"
    )
    return Task(sentence, round_.rankings_close_at, "Rank them", url_for("applicants.index"))


def _news(round_: Round, count: int, at: Stage) -> News:
    ours = plural(count, "opportunity", "opportunities")
    done = round_.state is RoundState.RANKING and at.day is not None
    now_there = "Nothing is left for you to rank." if done else at.now
    sentence = f"{round_.name} ({ours} of yours): {now_there} {at.coming}".strip()
    after = round_.state in ANSWERED
    address = url_for("answers.index") if after else url_for("offers.index", round=round_.slug)
    return News(sentence, at.day, at.begins, address)
