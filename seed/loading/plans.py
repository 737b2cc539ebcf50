"""Invented development plans into the database, by the verbs of their life and each on its own day.

The supervisors and the board of the departments that take part are added with grants that reach back as far
as the plans do: a plan that was reviewed last year was reviewed by somebody who sat on the board then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.actors import Actor, Role
from models.agencies import Agency
from models.competencies import Competency, Ecq, EcqFramework
from models.db import unit_of_work
from models.executives import Executive
from models.plans import ActivityKind, DevelopmentPlan, ReviewOutcome, Term
from models.services import assessments, people, plan_items, plans, roles
from models.services.people import NewActor
from models.services.plans import Verdict
from seed.demonstration import NUMBER, demonstration
from seed.loading.people import OFFICER, ecq_ids, find_people, get_actor
from seed.plans import BOARD, MEMBERS, SUPERVISORS, Aim, Plan, Step, invent_plans

BATCH = 50
YEAR = timedelta(days=360)
PERIODS = (-2, -1, 0)
Progress = Callable[[str, int, int], object]
REASON = "staff of the demonstration's development plans (invented)"


@dataclass(frozen=True)
class Strengths:
    """What an aim can strengthen: ECQs in force by ordinal, competencies of the old framework by name."""

    ecqs: dict[int, Ecq]
    competencies: dict[str, Competency]


def load_plans(
    engine: Engine, *, now: datetime, number: int = NUMBER, progress: Progress | None = None
) -> int:
    """Add the plans that are missing; how many. The demonstration's people must be loaded.

    `progress` is called with what is being done, how many of it are done, and how many there are.
    """
    tell = progress or (lambda _what, _done, _total: None)
    with unit_of_work(engine) as session:
        source = find_people(session, number)
        if source is None:
            raise LookupError(f"demonstration {number}")
        made = demonstration(number, source.as_of)
        _appoint(session, now)
        known = set(session.scalars(_planned()))
    missing = [one for one in invent_plans(number, made.executives, made.as_of) if one.executive not in known]
    for start in range(0, len(missing), BATCH):
        tell("Development plans", start, len(missing))
        with unit_of_work(engine) as session:
            _load(session, now, missing[start : start + BATCH])
    if missing:
        tell("Development plans", len(missing), len(missing))
    return len(missing)


def _planned() -> Select[str]:
    return select(Executive.slug).join(DevelopmentPlan, DevelopmentPlan.executive_id == Executive.id)


def _appoint(session: Session, now: datetime) -> None:
    """Those who sign plans, and the members of the boards."""
    officer = get_actor(session, OFFICER.slug)
    known = set(session.scalars(select(Actor.slug)))
    kinds = (
        ("supervisor", "Supervisor", Role.SUPERVISOR, SUPERVISORS),
        ("board", "Board member", Role.EXECUTIVE_RESOURCES_BOARD, MEMBERS),
    )
    for start, what, role, counts in kinds:
        for code, count in counts.items():
            agency = session.scalars(select(Agency).where(Agency.code == code)).one()
            for number in range(1, count + 1):
                slug = f"{start}-{code.lower()}-{number}"
                if slug not in known:
                    name = f"{what} {number} at {agency.name} (invented)"
                    _grant(session, now, officer, NewActor(slug, name), role, agency)


def _grant(
    session: Session, now: datetime, officer: Actor, person: NewActor, role: Role, agency: Agency
) -> None:
    (added,) = people.add_actors(session, actor=officer, now=now, people=[person])
    for period in PERIODS:
        roles.grant(
            session,
            actor=officer,
            now=now,
            person=added,
            role=role,
            starts_at=now + period * YEAR,
            ends_at=now + (period + 1) * YEAR,
            reason=REASON,
            agency=agency,
        )


def _load(session: Session, now: datetime, batch: Sequence[Plan]) -> None:
    strengths = _strengths(session)
    wanted = [one.executive for one in batch]
    persons = {one.slug: one for one in session.scalars(select(Executive).where(Executive.slug.in_(wanted)))}
    ids = [one.id for one in persons.values()]
    owners = {
        one.executive_id: one for one in session.scalars(select(Actor).where(Actor.executive_id.in_(ids)))
    }
    staff = {one.slug: one for one in session.scalars(select(Actor).where(Actor.executive_id.is_(None)))}
    for number, one in enumerate(batch):
        executive = persons[one.executive]
        _Way(session, now, one, executive, owners[executive.id], staff, number).go(strengths)


def _strengths(session: Session) -> Strengths:
    ecqs = {ordinal: session.get_one(Ecq, row) for ordinal, row in ecq_ids(session).items()}
    query = select(Competency).join(Ecq).join(EcqFramework).where(EcqFramework.code == "ECQ-2012")
    return Strengths(ecqs, {one.name: one for one in session.scalars(query)})


@dataclass
class _Way:
    """One plan on its way, each act by who may do it and on its own day."""

    session: Session
    now: datetime
    plan: Plan
    executive: Executive
    owner: Actor
    staff: dict[str, Actor]
    number: int

    def at(self, act: int) -> datetime:
        """The instant of the plan's act of that number."""
        return self.now - timedelta(days=self.plan.days[act])

    @property
    def supervisor(self) -> Actor:
        return self.staff[
            f"supervisor-{self.plan.department.lower()}-{self.number % SUPERVISORS[self.plan.department] + 1}"
        ]

    @property
    def member(self) -> Actor:
        return self.staff[f"board-{BOARD.lower()}-{self.number % MEMBERS[BOARD] + 1}"]

    def go(self, strengths: Strengths) -> None:
        begun = self.at(0)
        row = plans.begin(self.session, actor=self.owner, now=begun, executive=self.executive)
        for aim in self.plan.aims:
            self._write(row, begun, plan_items.write_objective, aim=_aim(aim, begun, strengths))
        for step in self.plan.steps:
            if step.days_ago is None:
                self._write(row, begun, plan_items.write_activity, step=_step(step, begun, row))
        if self.plan.step != "draft":
            self._send(row)
        for step in self.plan.steps:
            if step.days_ago is not None:
                done = self.now - timedelta(days=step.days_ago)
                self._write(row, self.now, plan_items.write_activity, step=_done(step, done))
        if self.plan.assessed is not None:
            day = local_day(self.now - timedelta(days=self.plan.assessed))
            assessments.enter(
                self.session, actor=self.owner, now=self.now, executive=self.executive, done_on=day
            )

    def _write(
        self, row: DevelopmentPlan, at: datetime, verb: Callable[..., object], **facts: object
    ) -> None:
        verb(self.session, actor=self.owner, now=at, plan=row, version=row.version, **facts)

    def _send(self, row: DevelopmentPlan) -> None:
        by, words, step = self.supervisor, self.plan.words, self.plan.step
        plans.submit(self.session, actor=self.owner, now=self.at(1), plan=row, supervisor=by)
        if step == "submitted":
            return
        if step == "sent_back":
            why = words["sent_back"]
            plans.send_back(self.session, actor=by, now=self.at(2), plan=row, version=row.version, reason=why)
            return
        note = words["notes"]
        plans.sign(self.session, actor=by, now=self.at(2), plan=row, version=row.version, note=note)
        if step != "signed":
            self._review(row, returned=step == "returned")
        if step == "revised":
            plans.revise(self.session, actor=self.owner, now=self.at(4), plan=row)

    def _review(self, row: DevelopmentPlan, *, returned: bool) -> None:
        outcome = ReviewOutcome.REVISE if returned else ReviewOutcome.ACCEPTED
        remark = self.plan.words["returned" if returned else "remarks"]
        verdict = Verdict(local_day(self.at(3)), outcome, remark)
        version = row.version
        plans.review(
            self.session, actor=self.member, now=self.at(3), plan=row, version=version, verdict=verdict
        )


def _aim(aim: Aim, written: datetime, strengths: Strengths) -> plan_items.Aim:
    known = strengths.competencies.get(aim.competency or "")
    day = local_day(written + timedelta(days=aim.days_ahead))
    return plan_items.Aim(Term(aim.term), aim.text, known or strengths.ecqs[aim.ordinal], day)


def _step(step: Step, written: datetime, row: DevelopmentPlan) -> plan_items.Step:
    objective = None if step.aim is None else row.objectives[step.aim]
    day = local_day(written + timedelta(days=step.days_ahead or 0))
    return plan_items.Step(ActivityKind(step.kind), step.title, objective, planned_for=day)


def _done(step: Step, done: datetime) -> plan_items.Step:
    return plan_items.Step(ActivityKind(step.kind), step.title, done_on=local_day(done))
