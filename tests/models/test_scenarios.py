"""Scenarios on a frozen round: what each changes, who may, which run counts."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from matcher.files import canonical, sha256
from models.agencies import Agency
from models.errors import Conflict, Denied, Invalid, NotPublishable
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Decision, Outcome, Snapshot
from models.proposals import Proposal, ProposalState
from models.queries import runs
from models.queries.comparison import columns
from models.queries.limits import Figures
from models.rounds import RoundState, Stage
from models.scenario_files import content_of, scenario_content
from models.scenarios import Mechanism, Scenario, ScenarioLimit, ScenarioPin
from models.services import results, scenarios, solves
from models.services.scenario_copies import begin_again
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round


def begin(session: Session, name: str = "More out of Energy") -> Scenario:
    return scenarios.begin(
        session, actor=actor(session, "exchange"), now=NOW, round_=the_round(session), name=name
    )


def change(session: Session, verb: Any, *, by: str = "exchange", **more: Any) -> Any:
    return verb(session, actor=actor(session, by), now=NOW, **more)


def limit(session: Session, scenario: Scenario, code: str, figures: Figures | None) -> None:
    change(
        session,
        scenarios.set_limits,
        scenario=scenario,
        agency=find(session, Agency, code),
        figures=figures,
    )


def pin(session: Session, scenario: Scenario, who: str, where: str, reason: str = "Agreed.") -> ScenarioPin:
    pair = {"executive": find(session, Executive, who), "opportunity": find(session, Opportunity, where)}
    written: ScenarioPin = change(session, scenarios.pin, scenario=scenario, reason=reason, **pair)
    return written


def run(session: Session, scenario: Scenario) -> Outcome:
    """Run it as its process does."""
    from matcher import parse, solve

    asked = change(session, solves.start, round_=the_round(session), scenario=scenario)
    file = solves.begin(session, now=NOW, solve=asked)
    return solves.finish(session, now=NOW, solve=asked, answer=solve(parse(canonical(file))))


def choose(session: Session, outcome: Outcome, reason: str = "It places more people.") -> None:
    change(session, scenarios.choose, outcome=outcome, reason=reason)


def frozen(session: Session) -> dict[str, Any]:
    found: dict[str, Any] = session.scalars(select(Snapshot)).one().content
    return found


def freeze_again(session: Session, **now: Any) -> None:
    """A second snapshot, as an objection or a withdrawal leaves one; `now` are parts of it that changed."""
    old = session.scalars(select(Snapshot)).one()
    session.add(
        Snapshot(
            round_id=old.round_id,
            number=2,
            content={**old.content, **now},
            sha256="0" * 64,
            frozen_at=NOW,
            frozen_by_id=old.frozen_by_id,
        )
    )
    session.flush()


def test_scenario_that_changes_nothing_is_the_frozen_file(session: Session) -> None:
    Walk(session).to_solved()
    assert scenario_content(session, begin(session)) == frozen(session)


def test_scenario_changes_limits_objective_mechanism_and_alliances_of_the_file_alone(
    session: Session,
) -> None:
    Walk(session).to_solved()
    before = sha256(frozen(session))
    scenario = begin(session)
    limit(session, scenario, "EN", Figures(max_out=1, net_min=-2))
    rules: dict[str, Any] = {
        "mechanism": Mechanism.STABLE,
        "stages": [Stage.CHOICE_PROFILE, Stage.MATCHED],
        "hops": 0,
    }
    change(session, scenarios.set_rules, scenario=scenario, **rules)
    changed = scenario_content(session, scenario)
    energy = next(unit for unit in changed["units"] if unit["id"] == "EN")
    assert {key: energy[key] for key in energy if key not in ("id", "parent", "internal")} == {
        "max_out": 1,
        "net_min": -2,
    }
    assert (changed["mechanism"], changed["objective"]) == ("stable", ["choice_profile", "matched"])
    assert "alliances" not in changed
    assert sha256(frozen(session)) == before


def test_limits_of_an_agency_are_taken_as_frozen_again(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    limit(session, scenario, "EN", Figures(max_out=1))
    limit(session, scenario, "EN", None)
    assert scenario_content(session, scenario) == frozen(session)


def test_pin_counts_once_another_person_approved_it(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    written = pin(session, scenario, "E-05", "O-1")
    assert scenario_content(session, scenario)["pinned"] == frozen(session)["pinned"]
    with pytest.raises(Conflict, match=r"^A pin of the scenario waits for a second person\.$"):
        run(session, scenario)
    with pytest.raises(Denied, match=r"^Another person than the author approves a pin\.$"):
        change(session, scenarios.approve_pin, pin=written)
    change(session, scenarios.approve_pin, by="exchange-2", pin=written)
    assert ["E-05", "O-1"] in scenario_content(session, scenario)["pinned"]
    with pytest.raises(Conflict, match=r"^The pin is in force already\.$"):
        change(session, scenarios.approve_pin, by="exchange-2", pin=written)
    outcome = run(session, scenario)
    assert ("E-05", "O-1") in [(m["executive"], m["opportunity"]) for m in outcome.content["matches"]]


def test_pin_of_a_pair_that_is_not_open_is_refused(session: Session) -> None:
    Walk(session).to_solved()
    with pytest.raises(Invalid, match=r"^Invented Person 5 did not name Acting director, O-4\. "):
        pin(session, begin(session), "E-05", "O-4")
    freeze_again(session, executives=frozen(session)["executives"][1:], opportunities=[])
    with pytest.raises(Invalid, match=r"^Invented Person 1 is not in the frozen round\.$"):
        pin(session, begin(session), "E-01", "O-1")
    with pytest.raises(Invalid, match=r"^Acting director, O-1 is not in the frozen round\.$"):
        pin(session, begin(session), "E-05", "O-1")


def test_pin_is_dropped_and_one_person_is_pinned_once(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    written = pin(session, scenario, "E-05", "O-1")
    with pytest.raises(Invalid, match=r"^This person is pinned in the scenario already\.$"):
        pin(session, scenario, "E-05", "O-5")
    change(session, scenarios.drop_pin, pin=written)
    assert session.scalars(select(ScenarioPin)).all() == []
    with pytest.raises(Invalid, match=r"^A pin needs a written reason\.$"):
        pin(session, scenario, "E-05", "O-1", " ")


def test_scenario_that_was_run_stays_as_it_is(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    limit(session, scenario, "EN", Figures(max_out=1))
    outcome = run(session, scenario)
    assert (outcome.number, outcome.scenario_id, outcome.verified) == (2, scenario.id, True)
    assert content_of(session, outcome) == scenario_content(session, scenario)
    with pytest.raises(Conflict, match=r"^The scenario was run: it stays as it is\. Begin another one\.$"):
        limit(session, scenario, "EN", None)


def test_people_put_first_are_counted_of_hosts_that_ranked(session: Session) -> None:
    Walk(session).to_solved()
    (column,) = columns(session, the_round(session))
    assert column.run.content["metrics"]["host_profile"][0] == 7
    assert column.first_hosts == 3


def test_scenario_is_begun_on_a_frozen_round_only(session: Session) -> None:
    Walk(session).to_ranked()
    with pytest.raises(Exception, match="round"):
        begin(session)


def test_no_run_counts_after_a_scenario_until_one_is_chosen(session: Session) -> None:
    walk = Walk(session).to_solved()
    baseline, other = walk.outcome(), run(session, begin(session))
    for one in (baseline, other):
        assert runs.publication_faults(session, one) == ["no run was chosen among the scenarios yet"]
    with pytest.raises(NotPublishable):
        walk.step(results.confer, outcome=other)
    choose(session, baseline)
    assert runs.publication_faults(session, baseline) == []
    assert runs.publication_faults(session, other) == ["another run was chosen"]
    assert runs.counting_run(session, the_round(session)) == baseline


def test_chosen_baseline_is_proposed_again_at_the_conference(session: Session) -> None:
    walk = Walk(session).to_solved()
    baseline, other = walk.outcome(), run(session, begin(session))
    choose(session, baseline)
    walk.step(results.confer, outcome=baseline)
    states = {
        (one.outcome_id, one.state) for one in session.scalars(select(Proposal)) if one.round_id is not None
    }
    assert states == {(baseline.id, ProposalState.PROPOSED), (other.id, ProposalState.SUPERSEDED)}
    assert session.scalars(select(Decision.outcome_id)).one() == baseline.id


def test_latest_choice_counts_and_none_is_changed_or_deleted(session: Session) -> None:
    walk = Walk(session).to_solved()
    baseline, other = walk.outcome(), run(session, begin(session))
    choose(session, baseline)
    choose(session, other, "The agencies asked for it.")
    assert runs.counting_run(session, the_round(session)) == other
    for statement in ("UPDATE run_choices SET reason = 'other'", "DELETE FROM run_choices"):
        with pytest.raises(DBAPIError, match="run_choices is append-only"), session.begin_nested():
            session.execute(text(statement))


def test_choice_needs_a_reason_and_a_solved_round(session: Session) -> None:
    walk = Walk(session).to_solved()
    with pytest.raises(Invalid, match=r"^Write why this run is chosen\.$"):
        choose(session, walk.outcome(), " ")
    walk.step(results.confer, outcome=walk.outcome())
    with pytest.raises(
        Conflict, match=r"^A run is chosen after the round is solved and before its conference\.$"
    ):
        choose(session, walk.outcome())


def test_scenario_on_an_earlier_snapshot_is_stale(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    freeze_again(session)
    assert scenarios.is_stale(session, scenario)
    stale = r"^The scenario stands on a snapshot that is no longer the round's; begin a new one\.$"
    with pytest.raises(Conflict, match=stale):
        run(session, scenario)


def test_stale_scenario_is_begun_again_with_all_it_changes_and_its_pins_wait_anew(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    change(session, scenarios.set_rules, scenario=scenario, mechanism=Mechanism.OPTIMAL, hops=2)
    limit(session, scenario, "EN", Figures(max_out=3))
    pinned = pin(session, scenario, "E-05", "O-1")
    change(session, scenarios.approve_pin, by="exchange-2", pin=pinned)
    early = r"^The round was not frozen anew since this scenario was begun\.$"
    with pytest.raises(Conflict, match=early):
        change(session, begin_again, scenario=scenario)
    freeze_again(session)
    begun, left = change(session, begin_again, scenario=scenario)
    assert (begun.number, begun.name, begun.mechanism, begun.hops) == (2, scenario.name, "optimal", 2)
    assert not scenarios.is_stale(session, begun)
    assert session.get_one(ScenarioLimit, (begun.id, find(session, Agency, "EN").id)).max_out == 3
    copy = session.scalars(select(ScenarioPin).where(ScenarioPin.scenario_id == begun.id)).one()
    assert (copy.reason, copy.approver_id, left) == (pinned.reason, None, [])


def test_pin_and_limit_that_fit_no_longer_are_named_and_the_others_begun_again(session: Session) -> None:
    Walk(session).to_solved()
    scenario, before = begin(session), frozen(session)
    limit(session, scenario, "EN", Figures(max_out=3))
    limit(session, scenario, "AG", Figures(max_out=1))
    for who, where in (("E-05", "O-1"), ("E-02", "O-3")):
        pin(session, scenario, who, where)
    units = [{"id": one["id"]} for one in before["units"] if one["id"] != "AG"]
    freeze_again(session, units=units, declined=[["E-05", "O-1"]])
    begun, left = change(session, begin_again, scenario=scenario)
    assert left == [
        "Agriculture is not in the frozen round.",
        "Invented Person 5 cannot be pinned at Acting director, O-1: the executive withdrew or left.",
    ]
    rows = session.scalars(select(ScenarioLimit).where(ScenarioLimit.scenario_id == begun.id)).all()
    assert [row.agency.code for row in rows] == ["EN"]
    pins = session.scalars(select(ScenarioPin).where(ScenarioPin.scenario_id == begun.id)).all()
    assert [one.executive.slug for one in pins] == ["E-02"]


def test_stable_run_that_breaks_limits_cannot_be_published(session: Session) -> None:
    walk = Walk(session).to_solved()
    scenario = begin(session)
    limit(session, scenario, "EN", Figures(max_out=0))
    change(session, scenarios.set_rules, scenario=scenario, mechanism=Mechanism.STABLE)
    outcome = run(session, scenario)
    fault = "it is stable and breaks limits or pins"
    with pytest.raises(Conflict, match=rf"^Run 2 could not be published: {fault}\. Choose another\.$"):
        choose(session, outcome)
    assert (outcome.status, bool(outcome.content["broken_limits"])) == ("stable", True)
    unchosen = "no run was chosen among the scenarios yet"
    assert runs.publication_faults(session, outcome) == [unchosen, fault]
    assert walk.outcome() == outcome
    assert the_round(session).state is RoundState.SOLVED
