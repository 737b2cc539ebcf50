"""Every verb, tried by a holder of every role: those allowed do it, all others are denied."""

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import services
from models.access import RULES, can
from models.actors import Actor, Role, RoleGrant
from models.audit import AuditEvent
from models.db import open_session, unit_of_work
from models.errors import Denied
from models.opportunities import Opportunity
from models.services import roles
from tests.models.trials import TRIALS, WHO, Given
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, find, give, the_round

UNRECORDED = {"dreamsheets.see"}  # the owner reads the own list
READS = {
    "agencies.see",
    "agreements.list",
    "agreements.new",
    "agreements.see",
    "answers.list",
    "answers.see",
    "audit.see",
    "availability.see",
    "away_checks.see",
    "calendar_feeds.see",
    "cards.see",
    "catalogue.see",
    "coaches.see",
    "conference.list",
    "delegations.see",
    "development.see_due",
    "engagements.see",
    "entered_sheets.list",
    "entered_sheets.see",
    "evaluations.see",
    "headcounts.see",
    "interviews.list_mine",
    "jobs.see",
    "ledger.list",
    "ledger.see",
    "mail.see",
    "meetings.see",
    "mentoring_desk.see",
    "mentoring_desk.see_report",
    "mentoring_desk.see_reports",
    "mentoring_offers.see",
    "mentoring_quality.see",
    "mentors.list",
    "mentors.review",
    "mentors.see",
    "my_record.see",
    "my_result.see",
    "nominations.list_mine",
    "nominations.read",
    "nominations.see",
    "offers.list",
    "offers.new",
    "offers.see",
    "outcomes.see",
    "people.see",
    "positions.list",
    "programme.see",
    "rankings.list",
    "reference.see",
    "releases.list",
    "releases.see",
    "requests.see",
    "return_feeds.see",
    "return_notices.see",
    "returns.board",
    "returns.see",
    "returns.see_day",
    "reviewing.list",
    "reviewing.see",
    "rotation_reports.list",
    "rotation_reports.see",
    "rounds.see",
    "saved_searches.see",
    "saved_searches.see_one",
    "scenarios.see",
    "scramble.see",
    "service_records.see",
    "signing.list",
    "signing.see",
    "sweeps.see",
    "uploads.list",
    "uploads.see",
    "vacancies.list",
    "vacancies.see",
    "waivers.list",
    "waivers.see_own",
    "way_back.see",
}  # rules of pages that only show


@functools.cache
def verbs() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that takes an actor, by the name of its permission."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(services.__path__):
        loaded = importlib.import_module(f"models.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and "actor" in inspect.signature(function).parameters:
                found[f"{module.name}.{name}"] = function
    return found


def test_every_verb_is_tried_and_every_rule_has_its_verb() -> None:
    tried = {action for trials in TRIALS.values() for action in trials}
    assert tried == set(verbs())
    assert tried == set(RULES) - READS


@pytest.mark.parametrize("stage", TRIALS)
def test_verb_is_done_by_those_allowed_and_denied_to_all_others(engine: Engine, stage: str) -> None:
    if stage != "start":
        with unit_of_work(engine) as session:
            getattr(Walk(session), stage)()
    found = {action: _allowed(engine, action, given) for action, (_, given) in TRIALS[stage].items()}
    assert found == {action: allowed for action, (allowed, _) in TRIALS[stage].items()}


def _allowed(engine: Engine, action: str, given: Given) -> set[str]:
    """Those for whom the verb does its work, with a row on the trail; what it did is rolled back and the next
    is tried on fresh facts. A no leaves them as they were."""
    allowed, untried = set(), list(WHO)
    while untried:
        with open_session(engine) as session:
            facts, before = given(session), events(session)
            people = {one.slug: one for one in session.scalars(select(Actor))}
            while untried:
                who = untried.pop()
                try:
                    verbs()[action](session, actor=people[who], now=NOW, **facts)
                except Denied:
                    assert not session.new
                    assert not session.deleted
                    assert events(session) == before, action
                    continue
                assert (events(session) > before) is (action not in UNRECORDED), action
                allowed.add(who)
                break
    return allowed


def events(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(AuditEvent)).one()


def test_action_that_is_not_listed_is_denied(session: Session) -> None:
    assert not can(actor(session, "office"), "rounds.rewrite", the_round(session), now=NOW)


def test_grant_ends_at_its_instant(session: Session) -> None:
    give(session, "auditor", Role.EXCHANGE_COORDINATOR, None, until=NOW + DAY)
    auditor, round_ = actor(session, "auditor"), the_round(session)
    moments = [NOW - DAY, NOW, NOW + DAY - DAY / 86400, NOW + DAY]
    allowed = [can(auditor, "rounds.freeze", round_, now=moment) for moment in moments]
    assert allowed == [False, True, True, False]


def test_revoked_grant_is_denied_at_once(session: Session) -> None:
    exchange, round_ = actor(session, "exchange"), the_round(session)
    assert can(exchange, "rounds.freeze", round_, now=NOW)
    given: RoleGrant = exchange.grants[0]
    roles.revoke(session, actor=actor(session, "office"), now=NOW, given=given, reason="moved")
    assert not can(exchange, "rounds.freeze", round_, now=NOW)


def test_statement_finds_the_grants_that_a_grant_says_are_in_force(session: Session) -> None:
    give(session, "auditor", Role.EXCHANGE_COORDINATOR, None, until=NOW + 3 * DAY)
    given = next(one for one in actor(session, "auditor").grants if one.role is Role.EXCHANGE_COORDINATOR)
    given.revoked_at = NOW + 2 * DAY
    session.flush()
    moments = [NOW + days * DAY for days in (-1, 0, 1, 2, 3)]
    found = [
        session.scalar(select(RoleGrant.id).where(RoleGrant.id == given.id, RoleGrant.in_force(moment)))
        for moment in moments
    ]
    assert [one is not None for one in found] == [given.is_in_force(moment) for moment in moments]
    assert [given.is_in_force(moment) for moment in moments] == [False, True, True, False, False]


def test_inactive_actor_is_denied(session: Session) -> None:
    office = actor(session, "office")
    office.active = False
    assert not can(office, "rounds.cancel", the_round(session), now=NOW)


def test_agency_role_reaches_what_lies_below_and_nothing_beside(session: Session) -> None:
    give(session, "auditor", Role.HOST_CONTACT, "AG")
    auditor = actor(session, "auditor")
    places = [find(session, Opportunity, slug) for slug in ("O-1", "O-3")]
    assert [can(auditor, "rankings.rank", place, now=NOW) for place in places] == [True, False]


def test_denial_says_who_may_not_do_what(session: Session) -> None:
    with pytest.raises(Denied) as denied:
        Walk(session, by="auditor").step(verbs()["rounds.freeze"])
    assert str(denied.value) == "auditor may not do this (rounds.freeze)."
