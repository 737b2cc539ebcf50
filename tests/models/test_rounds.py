"""Creating, moving, freezing and cancelling a round."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from matcher.files import sha256
from matcher.lottery import commitment
from models.actors import Actor
from models.audit import AuditEvent
from models.db import unit_of_work
from models.errors import Conflict, Invalid, WrongState
from models.opportunities import Opportunity, OpportunityState
from models.outbox import Notice
from models.outcomes import Snapshot
from models.queries.our_offers import TO_FINISH
from models.queries.waiting import waiting
from models.round_plan import Calendar
from models.rounds import Round, RoundState, Stage
from models.services import opportunities, rounds
from models.services.dreamsheets import is_filing
from tests.models.walk import SHEETS, Walk, consent, file
from tests.models.world import DAY, NOW, actor, calendar, find, opportunity, the_round


def create(session: Session, **more: Any) -> Round:
    usual: dict[str, Any] = {
        "slug": "R-2",
        "name": "Second round",
        "calendar": calendar(),
        "outside_source": "an invented index",
    }
    return rounds.create_round(session, actor=actor(session, "exchange"), now=NOW, **(usual | more))


def test_new_round_publishes_the_commitment_of_a_secret_nobody_chose(session: Session) -> None:
    first, second = create(session), create(session, slug="R-3", name="Third round")
    assert first.state is RoundState.DRAFT
    assert first.commitment == commitment(first.secret)
    assert len(first.secret) == 64
    assert first.secret != second.secret


def test_usual_stages_are_those_of_the_file(session: Session) -> None:
    assert [one.stage.value for one in create(session).stages] == [
        "matched",
        "priority",
        "choice_total",
        "host_total",
    ]


FIRST = (
    "The first stage must be one of matched, priority, choice_profile, host_profile: "
    "'choice_total' is best served by nobody."
)


@pytest.mark.parametrize(("stages", "sentence"), [
    ([], "A round names one or more stages, each once."),
    ([Stage.MATCHED, Stage.MATCHED], "A round names one or more stages, each once."),
    ([Stage.CHOICE_TOTAL], FIRST),
])  # fmt: skip
def test_stages_that_make_no_objective_are_refused(
    session: Session, stages: list[Stage], sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        create(session, stages=stages)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("late", ["lists_close_at", "rankings_close_at", "results_at"])
def test_calendar_out_of_order_is_refused(session: Session, late: str) -> None:
    days = vars(calendar()) | {late: NOW - timedelta(days=1)}
    with pytest.raises(Invalid, match=r"^The dates of a round follow one another: "):
        create(session, calendar=Calendar(**days))


def test_round_opens_today_or_later_and_takes_lists_after_today(session: Session) -> None:
    rest = NOW + 20 * DAY, NOW + 30 * DAY
    with pytest.raises(Invalid, match=r"^The dream sheets open today at the earliest: choose another day\.$"):
        create(session, calendar=Calendar(NOW - DAY, NOW + 10 * DAY, *rest))
    early, late = NOW.replace(hour=14), NOW.replace(hour=22)  # of the same day in Washington
    with pytest.raises(Invalid, match=r"^The dream sheets close after today: choose a later day\.$"):
        create(session, calendar=Calendar(early, late, *rest))
    create(session, calendar=Calendar(early, late + DAY, *rest))


def test_round_whose_lists_should_have_closed_does_not_open(session: Session) -> None:
    walk = Walk(session).to_posted()
    walk.now = the_round(session).lists_close_at
    with pytest.raises(Invalid) as refused:
        walk.step(rounds.open_preferences)
    assert str(refused.value) == (
        "The day on which the dream sheets close has passed: move it first under “Reminders and dates”."
    )


def test_repeated_slug_is_a_conflict(engine: Engine) -> None:
    with pytest.raises(Conflict), unit_of_work(engine) as session:
        create(session, slug="R-1")


def test_round_without_opportunities_does_not_open(session: Session) -> None:
    Walk(session).to_posting()
    with pytest.raises(Invalid, match=r"^The round offers no opportunity yet\.$"):
        Walk(session).step(rounds.open_preferences)


def test_round_of_which_everything_was_withdrawn_does_not_open(session: Session) -> None:
    walk = Walk(session).to_posted()
    session.execute(update(Opportunity).values(state=OpportunityState.WITHDRAWN))
    with pytest.raises(Invalid, match=r"^The round offers no opportunity yet\.$"):
        walk.step(rounds.open_preferences)


def test_round_opened_before_its_day_takes_sheets_at_once(session: Session) -> None:
    Walk(session).to_posted()
    round_ = the_round(session)
    round_.lists_open_at = NOW + DAY
    Walk(session).step(rounds.open_preferences)
    assert round_.lists_open_at == NOW
    assert is_filing(round_, NOW)


def test_opportunity_that_is_not_approved_is_not_offered(session: Session) -> None:
    Walk(session).to_posting()
    host = actor(session, "host-EN")
    made = opportunities.add(session, actor=host, now=NOW, opportunity=opportunity(session, "O-new", "EN"))
    with pytest.raises(Invalid, match=r"^O-new is not approved\.$"):
        Walk(session).step(rounds.offer_opportunities, opportunities=[made])


def test_draft_waits_until_the_lists_of_the_next_round_open(session: Session) -> None:
    host = actor(session, "host-EN")
    opportunities.add(session, actor=host, now=NOW, opportunity=opportunity(session, "O-new", "EN"))
    assert _draft_due(session) is None
    opens = NOW + 5 * DAY
    create(session, calendar=Calendar(opens, opens + 10 * DAY, opens + 20 * DAY, opens + 30 * DAY))
    assert _draft_due(session) == opens


def _draft_due(session: Session) -> datetime | None:
    found = waiting(session, actor(session, "host-EN"), NOW)
    return next(one.due for one in found if one.kind == TO_FINISH and one.slug == "O-new")


def test_opportunity_without_measures_is_not_submitted(session: Session) -> None:
    host = actor(session, "host-EN")
    bare = opportunity(session, "O-new", "EN", objectives=[], indicators=[])
    opportunities.add(session, actor=host, now=NOW, opportunity=bare)
    with pytest.raises(Exception, match=r"names no objective; .* names no indicator of success") as unmet:
        opportunities.submit(session, actor=host, now=NOW, opportunity=bare)
    assert str(unmet.value) == (
        "O-new names no objective; at least 1 is needed. "
        "O-new names no indicator of success; at least 1 is needed."
    )
    assert bare.state is OpportunityState.DRAFT


def test_step_out_of_order_is_refused_and_says_what_is_possible(session: Session) -> None:
    with pytest.raises(WrongState) as refused:
        Walk(session).step(rounds.freeze)
    expected = (
        "The round cannot be frozen now: its state is “in preparation”. "
        "It can be opened for opportunities or cancelled."
    )
    assert str(refused.value) == expected


def test_every_step_leaves_its_audit_row(session: Session) -> None:
    Walk(session).to_drawn()
    query = select(AuditEvent.action).where(AuditEvent.object_type == "rounds").order_by(AuditEvent.id)
    assert [action for action in session.scalars(query) if action != "rounds.limit"] == [
        "rounds.create",
        "rounds.open_posting",
        "rounds.offer_opportunities",
        "rounds.open_preferences",
        "rounds.close_preferences",
        "rounds.open_ranking",
        "releases.grant_by_default",
        "rounds.freeze",
        "rounds.enter_outside",
    ]


def test_same_rows_make_the_same_snapshot_on_both_engines(session: Session) -> None:
    Walk(session).to_frozen()
    assert the_round(session).frozen_sha256 == (
        "2dfa1645bbaa3d4cabb13dd1c91655fff0385c409f3d85663f77d6f00d9f7e14"
    )


def test_frozen_hash_is_on_the_audit_trail(session: Session) -> None:
    Walk(session).to_frozen()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "rounds.freeze")).one()
    assert event.facts == {
        "before": "ranking",
        "after": "frozen",
        "snapshot_sha256": sha256(session.scalars(select(Snapshot)).one().content),
        "counts": {"executives": len(SHEETS), "left_out": {}},
    }


def test_those_left_out_of_the_snapshot_are_told_and_counted_by_reason(session: Session) -> None:
    walk = Walk(session).to_lists()
    file(session, "E-01", ["O-3"])
    consent(session, "E-01")
    file(session, "E-02", ["O-3"])
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    walk.step(rounds.freeze)
    notices = session.scalars(select(Notice).where(Notice.template != "rankings_open")).all()
    told = actor(session, "e-02").id
    assert [(notice.recipient_id, notice.template, notice.payload) for notice in notices] == [
        (told, "left_out", {"round": "First invented round"})
    ]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "rounds.freeze")).one()
    assert event.facts["counts"] == {
        "executives": 1,
        "left_out": {"Consent is not given, or was taken back.": 1},
    }
    assert [one["id"] for one in session.scalars(select(Snapshot)).one().content["executives"]] == ["E-01"]


def test_withdrawn_opportunity_drops_out_of_the_snapshot(session: Session) -> None:
    Walk(session).to_ranked()
    gone = find(session, Opportunity, "O-5")
    host = actor(session, "host-TR")
    opportunities.withdraw(session, actor=host, now=NOW, opportunity=gone, reason="reorganized")
    Walk(session).step(rounds.freeze)
    content = session.scalars(select(Snapshot)).one().content
    assert [one["id"] for one in content["opportunities"]] == ["O-1", "O-2", "O-3", "O-4", "O-6"]
    choices = {one["id"]: one["choices"] for one in content["executives"]}
    assert (choices["E-01"], choices["E-03"]) == (["O-3", "O-6"], [])


def test_round_holds_its_opportunities_while_it_is_frozen_or_offers_them(session: Session) -> None:
    walk = Walk(session).to_approved()
    place, host = find(session, Opportunity, "O-5"), actor(session, "host-TR")
    facts: dict[str, Any] = {"actor": host, "now": NOW, "opportunity": place, "reason": "reorganized"}
    with pytest.raises(Conflict, match=r"^First .* holds this opportunity in its snapshot until its results"):
        opportunities.withdraw(session, **facts)
    walk.to_published()
    with pytest.raises(Conflict, match=r"^An offer of it in First invented round waits for an answer\.$"):
        opportunities.withdraw(session, **facts)
    walk.to_answered()
    opportunities.withdraw(session, **facts)
    assert place.state is OpportunityState.WITHDRAWN


def test_outside_value_waits_for_the_freeze_and_is_entered_once(session: Session) -> None:
    walk = Walk(session).to_ranked()
    with pytest.raises(Conflict, match=r"^The outside value is entered after the freeze"):
        walk.step(rounds.enter_outside, outside="4711")
    walk.step(rounds.freeze)
    with pytest.raises(Invalid, match=r"^The outside value is empty\.$"):
        walk.step(rounds.enter_outside, outside=" ")
    walk.step(rounds.enter_outside, outside="4711")
    with pytest.raises(Conflict, match=r"^The outside value is entered already: 4711\.$"):
        walk.step(rounds.enter_outside, outside="4712")


def test_cancelled_round_tells_everyone_who_had_a_part(session: Session) -> None:
    walk = Walk(session).to_filed()
    with pytest.raises(WrongState, match=r"^This round can be cancelled only with a written reason\.$"):
        walk.step(rounds.cancel, by="office", reason=" ")
    walk.step(rounds.cancel, by="office", reason="no money")
    assert the_round(session).state is RoundState.CANCELLED
    assert {notice.template for notice in session.scalars(select(Notice))} == {"round_cancelled"}
    told = set(session.scalars(select(Actor.slug).join(Notice, Notice.recipient_id == Actor.id)))
    assert {one for one in told if one.startswith("e-")} == {slug.lower() for slug in SHEETS}
    assert {"exchange", "coord-EN", "host-TR"} <= told
    assert not told & {"office", "auditor", "supervisor-EN"}


def test_published_round_is_not_cancelled(session: Session) -> None:
    Walk(session).to_published()
    with pytest.raises(WrongState, match=r"^The round cannot be cancelled now: "):
        Walk(session).step(rounds.cancel, by="office", reason="too late")


def test_notice_names_no_place_rank_or_list(session: Session) -> None:
    Walk(session).to_published()
    payloads = {repr({**notice.payload, "by": "a day"}) for notice in session.scalars(select(Notice))}
    assert payloads == {"{'round': 'First invented round', 'by': 'a day'}"}


def test_deadline_is_an_instant_of_the_calendar(session: Session) -> None:
    assert the_round(session).results_at == NOW + 30 * DAY


def test_last_first_day_of_an_opportunity_ends_in_washington() -> None:
    offered = Opportunity(starts_until=date(2026, 11, 23))
    midnight = datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert not opportunities.is_over(offered, midnight - timedelta(seconds=1))
    assert opportunities.is_over(offered, midnight)
