"""Every verb, tried by a holder of every role: those allowed do it, all others are denied."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import services
from models.access import RULES, can
from models.actors import Role, RoleGrant
from models.agencies import Agency
from models.consents import Consent
from models.db import session_factory, unit_of_work
from models.dreamsheets import DreamSheet
from models.errors import Denied
from models.executives import Executive
from models.opportunities import Opportunity
from models.proposals import Proposal
from models.rankings import HostRanking
from models.rounds import PairRule, Rule
from models.services import dreamsheets, opportunities, rankings, roles, rules
from models.services.people import NewActor
from models.sources import ReferenceSource
from tests.models.world import (
    DAY,
    NOW,
    Walk,
    actor,
    calendar,
    find,
    give,
    opportunity,
    the_round,
)

# Who tries: one holder of each role, most of them for the agency EN, and neighbours of the allowed ones.
WHO = (
    "e-05",
    "e-01",
    "host-EN",
    "host-TR",
    "coord-EN",
    "coord-TR",
    "exchange",
    "exchange-2",
    "office",
    "office-2",
    "auditor",
    "supervisor-EN",
    "board-EN",
    "system",
)
OFFICES, EXCHANGES = {"office", "office-2"}, {"exchange", "exchange-2"}
CLOCK = EXCHANGES | {"system"}
OWNER, HOST, HOST_SIDE = {"e-05"}, {"host-EN"}, {"host-EN", "coord-EN"}
Given = Callable[[Session], dict[str, Any]]


def in_round(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session)}


def of_owner(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "executive": find(session, Executive, "E-05")}


def of_host(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "opportunity": find(session, Opportunity, "O-3")}


def of_owners(table: Any, name: str) -> Given:
    def given(session: Session) -> dict[str, Any]:
        owner = find(session, Executive, "E-05")
        return {name: session.scalars(select(table).where(table.executive_id == owner.id)).one()}

    return given


def of_hosts_ranking(session: Session) -> dict[str, Any]:
    place = find(session, Opportunity, "O-3")
    query = select(HostRanking).where(HostRanking.opportunity_id == place.id)
    return {"ranking": session.scalars(query).one()}


def changed_sheet(session: Session) -> dict[str, Any]:
    facts = of_owner(session) | {"choices": ["O-5"]}
    filed = dreamsheets.file_sheet(session, actor=actor(session, "e-05"), now=NOW, **facts)
    return {"sheet": filed.sheet}


def changed_ranking(session: Session) -> dict[str, Any]:
    facts = of_host(session) | {"ranking": ["E-01"]}
    return {"ranking": rankings.rank(session, actor=actor(session, "host-EN"), now=NOW, **facts)}


def new_opportunity(session: Session) -> dict[str, Any]:
    with session.no_autoflush:
        return {"opportunity": opportunity(session, "O-new", "EN")}


def waiting(state: str) -> Given:
    """An opportunity of the host in a state, made by the other people of the agency."""

    def given(session: Session) -> dict[str, Any]:
        host = actor(session, "host-EN")
        made = opportunities.add(
            session, actor=host, now=NOW, opportunity=opportunity(session, "O-new", "EN")
        )
        if state == "submitted":
            opportunities.submit(session, actor=host, now=NOW, opportunity=made)
        return {"opportunity": made}

    return given


def pair(session: Session) -> dict[str, Any]:
    return {
        "round_": the_round(session),
        "executive": find(session, Executive, "E-12"),
        "opportunity": find(session, Opportunity, "O-3"),
        "rule": Rule.FORBID,
        "reason": "worked there last year",
    }


def written_rule(session: Session) -> dict[str, Any]:
    found = session.scalars(select(PairRule)).first()
    if found is None:
        found = rules.set_pair_rule(session, actor=actor(session, "exchange"), now=NOW, **pair(session))
        found.author_id = actor(session, "coord-TR").id  # so that both coordinators may approve it
        session.flush()
    return {"rule": found}


def new_grant(session: Session) -> dict[str, Any]:
    person = actor(session, "e-12")
    return {
        "person": person,
        "role": Role.AUDITOR,
        "starts_at": NOW,
        "ends_at": NOW + DAY,
        "reason": "stands in",
    }


def some_grant(session: Session) -> dict[str, Any]:
    auditor = actor(session, "auditor")
    return {"given": auditor.grants[0], "reason": "left"}


def new_round(_session: Session) -> dict[str, Any]:
    return {"slug": "R-2", "name": "Second", "calendar": calendar(), "outside_source": "an invented index"}


def new_source(_session: Session) -> dict[str, Any]:
    source = ReferenceSource(
        file="more.csv", source="invented", licence="CC0-1.0", as_of=date(2026, 11, 1), sha256="1" * 64
    )
    return {"source": source, "rows": {}}


def with_more(given: Given, **more: Any) -> Given:
    return lambda session: given(session) | more


def answer(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "answer": Walk(session).outcome().content}


def a_run(session: Session) -> dict[str, Any]:
    return {"outcome": Walk(session).outcome()}


def chosen(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "outcome": Walk(session).outcome()}


def agency_limits(session: Session) -> dict[str, Any]:
    return in_round(session) | {"agency": find(session, Agency, "EN"), "max_out": 2}


def everyone(session: Session) -> dict[str, Any]:
    return in_round(session) | {"opportunities": session.scalars(select(Opportunity)).all()}


def someone(session: Session) -> dict[str, Any]:
    return {"person": actor(session, "e-12"), "reason": "retired"}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "start": {
        "people.add_actors": (OFFICES | {"system"}, lambda _: {"people": [NewActor("new", "New")]}),
        "people.deactivate": (OFFICES, someone),
        "reference.load": (OFFICES | {"system"}, new_source),
        "roles.grant": (OFFICES, new_grant),
        "roles.revoke": (OFFICES, some_grant),
        "opportunities.add": (HOST_SIDE, new_opportunity),
        "opportunities.submit": (HOST_SIDE, waiting("draft")),
        "opportunities.approve": ({"coord-EN", "board-EN"}, waiting("submitted")),
        "opportunities.send_back": (
            {"coord-EN", "board-EN"},
            with_more(waiting("submitted"), reason="no dates"),
        ),
        "opportunities.withdraw": (HOST_SIDE, with_more(waiting("draft"), reason="reorganized")),
        "rounds.create_round": (EXCHANGES, new_round),
        "rounds.open_posting": (CLOCK, in_round),
        "rounds.cancel": (OFFICES, with_more(in_round, reason="no money")),
        "rules.set_limits": (EXCHANGES, agency_limits),
        "rules.set_alliances": (EXCHANGES, with_more(in_round, pairs=[])),
        "rules.set_pair_rule": (EXCHANGES, pair),
        "rules.approve_pair_rule": (EXCHANGES, written_rule),
        "rules.drop_pair_rule": (EXCHANGES, with_more(written_rule, reason="mistaken")),
    },
    "to_posting": {
        "rounds.offer_opportunities": (EXCHANGES, everyone),
    },
    "to_posted": {
        "rounds.open_preferences": (CLOCK, in_round),
    },
    "to_lists": {
        "dreamsheets.file_sheet": (OWNER, with_more(of_owner, choices=["O-1"])),
        "consents.give": (OWNER, with_more(of_owner, voluntary=True)),
        "rounds.close_preferences": (CLOCK, in_round),
    },
    "to_filed": {
        "dreamsheets.see": (OWNER, of_owners(DreamSheet, "sheet")),
        "dreamsheets.certify_sheet": (OWNER, changed_sheet),
        "dreamsheets.withdraw": (OWNER, of_owners(DreamSheet, "sheet")),
        "consents.withdraw": (OWNER, of_owners(Consent, "consent")),
    },
    "to_review": {
        "rounds.open_ranking": (CLOCK, in_round),
    },
    "to_ranked": {
        "rankings.see_applicants": (HOST, of_host),
        "rankings.rank": (HOST, with_more(of_host, ranking=["E-01"])),
        "rankings.certify": (HOST, changed_ranking),
        "rankings.withdraw": (HOST, of_hosts_ranking),
        "rounds.freeze": (EXCHANGES, in_round),
    },
    "to_frozen": {"rounds.enter_outside": (EXCHANGES, with_more(in_round, outside="4711"))},
    "to_drawn": {"results.solve": (EXCHANGES, in_round)},
    "to_solved": {
        "results.store_outcome": (EXCHANGES, answer),
        "results.export": (EXCHANGES | OFFICES | {"auditor"}, a_run),
        "results.confer": (EXCHANGES, chosen),
    },
    "to_conference": {"results.approve": (EXCHANGES | OFFICES, in_round)},
    "to_approved": {"results.publish": (OFFICES, in_round)},
    "to_published": {
        "proposals.accept": (OWNER, of_owners(Proposal, "proposal")),
        "proposals.decline": (OWNER, of_owners(Proposal, "proposal")),
        "rounds.open_scramble": (EXCHANGES, in_round),
        "results.close": (EXCHANGES, in_round),
    },
    "to_closed": {"rounds.archive": (OFFICES, in_round)},
}


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
    assert tried == set(RULES)


@pytest.mark.parametrize("stage", TRIALS)
def test_verb_is_done_by_those_allowed_and_denied_to_all_others(engine: Engine, stage: str) -> None:
    if stage != "start":
        with unit_of_work(engine) as session:
            getattr(Walk(session), stage)()
    found = {
        action: {who for who in WHO if _may(engine, action, given, who)}
        for action, (_, given) in TRIALS[stage].items()
    }
    assert found == {action: allowed for action, (allowed, _) in TRIALS[stage].items()}


def _may(engine: Engine, action: str, given: Given, who: str) -> bool:
    """Whether the verb does its work for `who`; what it did is rolled back."""
    with session_factory(engine)() as session:
        facts, by = given(session), actor(session, who)
        try:
            verbs()[action](session, actor=by, now=NOW, **facts)
        except Denied:
            assert not session.new
            assert not session.deleted
            return False
        return True


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
