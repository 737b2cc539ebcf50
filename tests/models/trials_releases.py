"""What the verbs of releases are tried with, and by whom."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.releases import Advice, Backfill, Release
from models.services.releases import Decision, Verdict, decide, recommend
from tests.models.world import NOW, actor, the_round

Given = Callable[[Session], dict[str, Any]]


def release_of(session: Session, slug: str = "E-05") -> Release:
    """The release of that executive."""
    query = select(Release).join(Executive, Executive.id == Release.executive_id)
    return session.scalars(query.where(Executive.slug == slug)).one()


def asked(session: Session) -> dict[str, Any]:
    release = release_of(session)
    return {"release": release, "version": release.version, "advice": Advice.RELEASE}


def recommended(session: Session) -> dict[str, Any]:
    by = actor(session, "supervisor-EN")
    recommend(session, actor=by, now=NOW, **asked(session))
    release = find_again(session)
    return {"release": release, "version": release.version, "decision": Decision(Verdict.GRANT)}


def granted(session: Session) -> dict[str, Any]:
    decide(session, actor=actor(session, "coord-EN"), now=NOW, **recommended(session))
    release = find_again(session)
    return {"release": release, "version": release.version, "backfill": Backfill.SPLIT_DUTIES}


def find_again(session: Session) -> Release:
    session.flush()
    return release_of(session)


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "to_filed": {
        "releases.recommend": ({"supervisor-EN"}, asked),
        "releases.decide": ({"coord-EN"}, recommended),
        "releases.look_after": ({"coord-EN"}, granted),
        "release_clock.chase": (
            {"exchange", "exchange-2", "system"},
            lambda session: {"round_": the_round(session)},
        ),
    },
}
