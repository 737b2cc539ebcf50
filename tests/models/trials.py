"""What every verb is tried with, at a stage where it can be done, and by whom it is allowed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.consents import Consent
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.opportunity_texts import describe
from models.proposals import Proposal
from models.queries.limits import Figures
from models.rankings import HostRanking
from models.rounds import PairRule, Rule
from models.services import dreamsheets, opportunities, rankings, rules, solves
from models.services.cards import NextJobs
from models.services.limits import Alliances
from models.services.people import NewActor
from tests.models import (
    trials_answers,
    trials_ledger,
    trials_life,
    trials_mentoring,
    trials_office,
    trials_plans,
    trials_releases,
    trials_reports,
    trials_requirements,
    trials_returns,
    trials_scenarios,
    trials_seeking,
    trials_tables,
    trials_times,
)
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, calendar, find, opportunity, the_round

# Who tries: one holder of each role, most of them for the agency EN, and neighbours of the allowed ones.
WHO = (
    "e-05", "e-01", "host-EN", "host-TR", "coord-EN", "coord-TR", "exchange", "exchange-2", "office",
    "office-2", "auditor", "supervisor-EN", "board-EN", "system",
)  # fmt: skip
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


def rewritten(session: Session) -> dict[str, Any]:
    draft = waiting("draft")(session)["opportunity"]
    text = replace(describe(draft), title="Another title")
    return {"opportunity": draft, "version": draft.version, "text": text}


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


def new_round(_session: Session) -> dict[str, Any]:
    return {"slug": "R-2", "name": "Second", "calendar": calendar(), "outside_source": "an invented index"}


def with_more(given: Given, **more: Any) -> Given:
    return lambda session: given(session) | more


def answer(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "answer": Walk(session).outcome().content}


def a_run(session: Session) -> dict[str, Any]:
    return {"outcome": Walk(session).outcome()}


def an_account(session: Session) -> dict[str, Any]:
    return a_run(session) | {"executive": find(session, Executive, "E-05")}


def chosen(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "outcome": Walk(session).outcome()}


def agency_limits(session: Session) -> dict[str, Any]:
    return in_round(session) | {"agency": find(session, Agency, "EN"), "max_out": 2}


def whole_table(session: Session) -> dict[str, Any]:
    return in_round(session) | {"limits": {3: Figures(max_out=2)}, "alliances": Alliances([(2, 3)], 1)}


def going(session: Session) -> dict[str, Any]:
    by = actor(session, "exchange")
    return {"solve": solves.start(session, actor=by, now=NOW, round_=the_round(session))}


def lost(session: Session) -> dict[str, Any]:
    going(session)["solve"].asked_at = NOW - DAY
    session.flush()
    return {}


def everyone(session: Session) -> dict[str, Any]:
    return in_round(session) | {"opportunities": session.scalars(select(Opportunity)).all()}


def card_section(session: Session) -> dict[str, Any]:
    owner = find(session, Executive, "E-05")
    return {"executive": owner, "version": owner.version, "section": NextJobs(["Chief of Staff"])}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "start": {
        "cards.edit": (OWNER, card_section),
        "accounts.invite": (OFFICES, lambda session: {"person": actor(session, "e-12")}),
        "people.add_actors": (OFFICES | {"system"}, lambda _: {"people": [NewActor("new", "New")]}),
        "people.deactivate": (OFFICES, trials_office.someone),
        "reference.load": (OFFICES | {"system"}, trials_office.new_source),
        "roles.grant": (OFFICES, trials_office.new_grant),
        "roles.prolong": (OFFICES, trials_office.longer_grant),
        "roles.revoke": (OFFICES, trials_office.some_grant),
        "opportunities.add": (HOST_SIDE, new_opportunity),
        "opportunities.edit": (HOST_SIDE, rewritten),
        "opportunities.submit": (HOST_SIDE, waiting("draft")),
        "opportunities.approve": ({"coord-EN", "board-EN"}, waiting("submitted")),
        "opportunities.send_back": (
            {"coord-EN", "board-EN"},
            with_more(waiting("submitted"), reason="no dates"),
        ),
        "opportunities.take_back": (HOST_SIDE, waiting("submitted")),
        "opportunities.withdraw": (HOST_SIDE, with_more(waiting("draft"), reason="reorganized")),
        "rounds.create_round": (EXCHANGES, new_round),
        "round_settings.change": (EXCHANGES, trials_life.of_settings),
        "rounds.open_posting": (CLOCK, in_round),
        "rounds.cancel": (OFFICES, with_more(in_round, reason="no money")),
        "limits.save": (EXCHANGES, whole_table),
        "limits.copy": (EXCHANGES, trials_ledger.same_round),
        "rules.set_limits": (EXCHANGES, agency_limits),
        "rules.set_alliances": (EXCHANGES, with_more(in_round, pairs=[])),
        "rules.set_pair_rule": (EXCHANGES, pair),
        "rules.approve_pair_rule": (EXCHANGES, written_rule),
        "rules.drop_pair_rule": (EXCHANGES, with_more(written_rule, reason="mistaken")),
    },
    "to_posting": {
        "rounds.offer_opportunities": (EXCHANGES, everyone),
        "round_settings.correct_outside": (
            EXCHANGES,
            with_more(in_round, outside_source="another figure", reason="known too soon"),
        ),
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
        "dreamsheets.put_back": (OWNER, changed_sheet),
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
        "rounds.freeze": (CLOCK, in_round),
    },
    "to_frozen": {"rounds.enter_outside": (EXCHANGES, with_more(in_round, outside="4711"))},
    "to_drawn": {
        "results.solve": (EXCHANGES, in_round),
        "solves.start": (EXCHANGES, in_round),
        "solves.cancel": (EXCHANGES, going),
        "solves.reap": (CLOCK, lost),
    },
    "to_solved": {
        "results.store_outcome": (EXCHANGES, answer),
        "disclosures.open_account": (EXCHANGES, an_account),
        "files.take_outcome": (EXCHANGES | OFFICES | {"auditor"}, a_run),
        "files.take_round": (EXCHANGES | OFFICES | {"auditor"}, a_run),
        "results.confer": (EXCHANGES, chosen),
    },
    "to_approved": {"results.publish": (OFFICES, in_round)},
    "to_published": {
        "proposals.accept": (OWNER, of_owners(Proposal, "proposal")),
        "proposals.decline": (OWNER, of_owners(Proposal, "proposal")),
    },
}
for _more in (
    trials_answers, trials_ledger, trials_life, trials_mentoring, trials_office, trials_plans,
    trials_releases, trials_reports, trials_requirements, trials_returns, trials_scenarios, trials_seeking,
    trials_tables, trials_times,
):  # fmt: skip
    for _stage, _trials in _more.TRIALS.items():
        TRIALS.setdefault(_stage, {}).update(_trials)
