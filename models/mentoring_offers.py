"""Offers: one mentor is asked about one request, the place held meanwhile, until an instant."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Edited, Id, arguments, by_value, check
from models.mentors import MentorProfile
from models.requests import MOST_POINTS, MentoringRequest
from models.secrets import Sealed


class OfferState(enum.StrEnum):
    OFFERED = "offered"
    NEEDS_INFO = "needs_info"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


LIVE = (OfferState.OFFERED, OfferState.NEEDS_INFO)
"""The states in which an offer waits for its answer and holds a place."""
IS_LIVE = text(f"state IN ('{LIVE[0]}', '{LIVE[1]}')")


class Origin(enum.StrEnum):
    """How this mentor came to be asked."""

    CHOICE = "choice"
    SERVICE = "service"
    SWEEP = "sweep"
    DESK = "desk"


class DeclineReason(enum.StrEnum):
    NO_TIME = "no_time"
    NOT_MY_FIELD = "not_my_field"
    CONFLICT = "conflict"
    NO_GOOD_FIT = "no_good_fit"
    OTHER = "other"


class MentoringOffer(Edited, Base):
    __tablename__ = "mentoring_offers"
    __table_args__ = arguments(
        UniqueConstraint("request_id", "number"),
        UniqueConstraint("request_id", "profile_id"),
        Index(
            "uq_mentoring_offers_one_live_offer",
            "request_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
        check("number_begins_at_one", "number >= 1"),
        check("points_are_within_the_scale", f"points BETWEEN 0 AND {MOST_POINTS}"),
        check("an_answer_follows_its_question", "told_at IS NULL OR told_at >= asked_at"),
        check("answered_or_waiting", f"(state IN ('{LIVE[0]}', '{LIVE[1]}')) = (ended_at IS NULL)"),
        check(
            "who_declines_says_why",
            f"(state = '{OfferState.DECLINED}') = (decline_reason IS NOT NULL)",
        ),
    )

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"))
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"), index=True)
    number: Mapped[int] = mapped_column(comment="first, second, … offer of the request")
    state: Mapped[OfferState] = mapped_column(by_value(OfferState, "state_is_known"), index=True)
    origin: Mapped[Origin] = mapped_column(by_value(Origin, "origin_is_known"))
    points: Mapped[int] = mapped_column(comment="predicted fit, of 1,000")
    coverage: Mapped[int] = mapped_column(comment="percent of the weight that is backed by data")
    ledger: Mapped[Any] = mapped_column(
        Sealed("mentoring_offers.ledger"), comment="sealed, as on the shortlist"
    )
    offered_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True, comment="when the present wait ends")
    remind_at: Mapped[datetime | None] = mapped_column(
        comment="half time; empty once reminded, or never again"
    )
    question: Mapped[Any | None] = mapped_column(Sealed("mentoring_offers.question"), comment="sealed")
    asked_at: Mapped[datetime | None] = mapped_column(comment="the clock stops once; it has stopped then")
    seconds_left: Mapped[int | None] = mapped_column(comment="business time left when the clock stopped")
    answer: Mapped[Any | None] = mapped_column(Sealed("mentoring_offers.answer"), comment="sealed")
    told_at: Mapped[datetime | None] = mapped_column(comment="when the clock went on")
    ended_at: Mapped[datetime | None]
    decline_reason: Mapped[DeclineReason | None] = mapped_column(
        by_value(DeclineReason, "decline_reason_is_known")
    )

    request: Mapped[MentoringRequest] = relationship()
    profile: Mapped[MentorProfile] = relationship()

    @property
    def is_unanswered(self) -> bool:
        """Whether the mentor asked for more, has none yet, and still decides: also once the clock went on."""
        return self.asked_at is not None and self.answer is None and self.state in LIVE
