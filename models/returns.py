"""Return rights: the obligation behind an agreement, what endangers it, and the notices of its days."""

import enum
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, case
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.policy.periods import DAY
from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from matcher.policy.return_clauses import COOLING_OFF, RISK_OPEN
from matcher.policy.return_dates import Due, Mark, first_day_back, marks, review_begins, told_on
from models.actors import SYSTEM, Actor
from models.agreements import Agreement
from models.base import Base, Edited, Id, Name, Words, arguments, by_value, check
from models.executives import Executive
from models.opportunities import Kind
from models.positions import Position

RENEWED = frozenset({Kind.DETAIL, Kind.ACTING_DETAIL})
"""Kinds that rest on written orders of 120 days (5 U.S.C. 3341)."""


class ReturnState(enum.StrEnum):
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    NOTICE_WINDOW = "notice_window"
    PLACEMENT_PROPOSED = "placement_proposed"
    PLACEMENT_ACCEPTED = "placement_accepted"
    DISPUTED = "disputed"
    EXTENDED = "extended"
    CURTAILING = "curtailing"
    AT_RISK = "at_risk"
    COOLING_OFF = "cooling_off"
    OVERDUE = "overdue"
    BREACHED = "breached"
    WAIVED = "waived"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    CLOSED = "closed"


class RiskKind(enum.StrEnum):
    POSITION_ABOLISHED = "position_abolished"
    POSITION_FILLED = "position_filled"
    POSITION_MOVED = "position_moved"
    SPONSOR_GONE = "sponsor_gone"
    AGENCY_CLOSED = "agency_closed"
    UNIT_CHANGED = "unit_changed"


class Standing(enum.StrEnum):
    """What became of the position that home named: a fact of its own, beside a state that is more urgent."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DISPUTED = "disputed"


OPEN = (
    ReturnState.SCHEDULED,
    ReturnState.ACTIVE,
    ReturnState.NOTICE_WINDOW,
    ReturnState.PLACEMENT_PROPOSED,
    ReturnState.PLACEMENT_ACCEPTED,
    ReturnState.DISPUTED,
    ReturnState.EXTENDED,
    ReturnState.CURTAILING,
    ReturnState.AT_RISK,
    ReturnState.COOLING_OFF,
    ReturnState.OVERDUE,
)
"""While the executive is away or about to go, and the right is neither used, given up nor broken."""

LOOKED_AT = (ReturnState.RETURNED, ReturnState.REVIEWED)
"""Who is back, while home still looks at the re-entry."""
LATE = (ReturnState.OVERDUE, ReturnState.BREACHED)
"""Who should be back."""
ASKED = tuple({*OPEN, ReturnState.BREACHED} - {ReturnState.COOLING_OFF})
"""While the notices of a return ask for something: not once it is given up, or the executive is back."""

AFTER_RETURN = "('returned', 'reviewed', 'closed')"


class ReturnRight(Edited, Base):
    __tablename__ = "return_rights"
    __table_args__ = arguments(
        check("dates_are_ordered", "starts_on <= ends_on"),
        check(
            "a_return_has_its_day",
            f"state NOT IN {AFTER_RETURN} OR returned_on IS NOT NULL OR waived_at IS NOT NULL",
        ),
        check("a_right_says_what_it_rests_on", "basis <> 'none'"),
        check(
            "a_proposed_placement_is_named",
            "state NOT IN ('placement_proposed', 'placement_accepted', 'disputed') OR placement IS NOT NULL",
        ),
        check("a_standing_placement_is_named", "standing IS NULL OR placement IS NOT NULL"),
        check("a_dispute_says_why", "state <> 'disputed' OR dispute IS NOT NULL"),
        check("a_waiver_is_dated", "state NOT IN ('cooling_off', 'waived') OR waiver_signed_at IS NOT NULL"),
        Index("ix_return_rights_due", "next_due_at"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), unique=True)
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    state: Mapped[ReturnState] = mapped_column(by_value(ReturnState, "state_is_known"), index=True)
    basis: Mapped[ReturnBasis] = mapped_column(by_value(ReturnBasis, "basis_is_known"))
    target: Mapped[ReturnTarget] = mapped_column(by_value(ReturnTarget, "target_is_known"))
    sponsor_id: Mapped[int | None] = mapped_column(
        ForeignKey("actors.id"), index=True, comment="at home, for the way back"
    )
    equivalent_id: Mapped[int | None] = mapped_column(
        ForeignKey("positions.id"), index=True, comment="held at home instead of the position of record"
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True, comment="the last day away")
    counted_from: Mapped[date] = mapped_column(comment="marks of days before this one are not told any more")
    next_due_at: Mapped[datetime | None] = mapped_column(comment="when the clock looks again; empty: never")
    placement: Mapped[Name | None] = mapped_column(comment="the position that the home agency proposes")
    standing: Mapped[Standing | None] = mapped_column(
        by_value(Standing, "standing_is_known"), comment="empty: none is named for the last day as it stands"
    )
    dispute: Mapped[Words | None] = mapped_column(comment="why the executive objects to it")
    waiver_signed_at: Mapped[datetime | None]
    waived_at: Mapped[datetime | None]
    said_back_on: Mapped[date | None] = mapped_column(
        comment="the first day back in the executive's own words; home enters the return"
    )
    returned_on: Mapped[date | None]
    escalated_at: Mapped[datetime | None] = mapped_column(comment="when the programme office was told")

    agreement: Mapped[Agreement] = relationship(back_populates="right")
    executive: Mapped[Executive] = relationship()
    sponsor: Mapped[Actor | None] = relationship()
    equivalent: Mapped[Position | None] = relationship()
    risks: Mapped[list["ReturnRisk"]] = relationship(order_by="ReturnRisk.id")
    reviews: Mapped[list["ReentryReview"]] = relationship(order_by="ReentryReview.number")
    notices: Mapped[list["ReturnNotice"]] = relationship(order_by="ReturnNotice.id")

    @property
    def kept_until(self) -> datetime | None:
        """Until when the executive can take back that the right is given up; None where it is not."""
        return None if self.waiver_signed_at is None else waiver_ends(self.waiver_signed_at)

    @property
    def asked_from(self) -> date:
        """From when anything is asked for: the last day is agreed on, and the time away has begun."""
        return max(self.starts_on, self.counted_from)

    def is_due_back(self, today: date) -> bool:
        """Whether the first day back has come, or the executive says to be back after the last day away."""
        said = self.said_back_on is not None and today > self.ends_on
        return said or today >= first_day_back(self.ends_on)

    @property
    def given_up(self) -> bool:
        """Whether nobody comes back because the executive gave the right up for good."""
        return self.waived_at is not None and self.returned_on is None

    @property
    def fell_away(self) -> bool:
        """Whether it ended as its holder left the service, and not by a return."""
        return self.waived_at is not None and self.returned_on is not None

    @property
    def review_from(self) -> date | None:
        """The first day on which the next look at the re-entry is held, the second not before the first;
        None where nobody came back."""
        if self.returned_on is None:
            return None
        held = [one.held_on for one in self.reviews]
        return max([review_begins(self.returned_on, 2 if held else 1), *held])


def asked_from() -> ColumnElement[date]:
    """`ReturnRight.asked_from` in a statement."""
    begun_later = ReturnRight.starts_on > ReturnRight.counted_from
    return case((begun_later, ReturnRight.starts_on), else_=ReturnRight.counted_from)


def has_given_up() -> ColumnElement[bool]:
    """`ReturnRight.given_up` in a statement."""
    return and_(ReturnRight.waived_at.is_not(None), ReturnRight.returned_on.is_(None))


def has_fallen_away() -> ColumnElement[bool]:
    """`ReturnRight.fell_away` in a statement."""
    return and_(ReturnRight.waived_at.is_not(None), ReturnRight.returned_on.is_not(None))


def schedule(right: ReturnRight) -> tuple[Due, ...]:
    """All marks of the right as its agreement stands."""
    return marks(right.starts_on, right.ends_on, renews=right.agreement.kind in RENEWED)


def waiver_ends(signed: datetime) -> datetime:
    """When a right that was given up at that moment is gone for good."""
    return signed + COOLING_OFF.figure * DAY


def passes_on(raised: datetime) -> datetime:
    """When a risk that was written down at that moment, and not settled, goes to the programme office."""
    return raised + RISK_OPEN.figure * DAY


class ReturnRisk(Base):
    """Something that happened at home; settled once it is written how the way back is kept open."""

    __tablename__ = "return_risks"
    __table_args__ = arguments(
        check("settled_risks_say_how", "(settled_at IS NULL) = (settlement IS NULL)"),
        check("detail_is_not_empty", "length(detail) > 0"),
    )

    id: Mapped[Id]
    right_id: Mapped[int] = mapped_column(ForeignKey("return_rights.id"), index=True)
    kind: Mapped[RiskKind] = mapped_column(by_value(RiskKind, "kind_is_known"))
    detail: Mapped[Words]
    raised_at: Mapped[datetime]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    settlement: Mapped[Words | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))


class ReentryReview(Base):
    """One of the two looks at how the executive is back: 30 and 90 days after the return."""

    __tablename__ = "reentry_reviews"
    __table_args__ = arguments(check("there_are_two_reviews", "number IN (1, 2)"))

    right_id: Mapped[int] = mapped_column(ForeignKey("return_rights.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    held_on: Mapped[date]
    findings: Mapped[Words] = mapped_column(
        comment="no notes of a conversation: what is in place, what lacks"
    )
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    entered_at: Mapped[datetime]


class ReturnNotice(Base):
    """One mark of one right, told once, with whose it is to see to it."""

    __tablename__ = "return_notices"
    __table_args__ = arguments(
        check("put_off_with_a_reason", "(snoozed_until IS NULL) = (snooze_reason IS NULL)"),
        check("whoever_saw_to_it_is_named", "(done_at IS NULL) = (done_by_id IS NULL)"),
        Index("ix_return_notices_open", "done_at", "escalated_at"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True, comment="right, mark and day: told once")
    right_id: Mapped[int] = mapped_column(ForeignKey("return_rights.id"), index=True)
    mark: Mapped[Mark] = mapped_column(by_value(Mark, "mark_is_known"))
    nominal_on: Mapped[date] = mapped_column(comment="the civil day that the rule names")
    told_at: Mapped[datetime]
    owner_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), index=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    snoozed_until: Mapped[date | None]
    snooze_reason: Mapped[Words | None]
    escalated_at: Mapped[datetime | None] = mapped_column(comment="nobody saw to it, or it never went out")

    right: Mapped[ReturnRight] = relationship(back_populates="notices")
    owner: Mapped[Actor] = relationship(foreign_keys=[owner_id])
    done_by: Mapped[Actor | None] = relationship(foreign_keys=[done_by_id])

    @property
    def is_lapsed(self) -> bool:
        """Whether nobody saw to it before its day was over."""
        return self.done_by is not None and self.done_by.slug == SYSTEM

    @property
    def shown_on(self) -> date:
        """The day that people read, here as on the return's own page."""
        return Due(told_on(self.mark, self.nominal_on), self.mark, self.nominal_on).shown
