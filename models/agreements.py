"""Agreements about a rotation: their terms, the texts that were signed, and the signatures.

A text that was put to signature never changes: an amendment, an extension or an early end is a new one.
"""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from models.actors import Actor
from models.agencies import Agency
from models.base import Base, Digest, Edited, Id, Name, Words, arguments, by_value, check
from models.executives import Executive
from models.opportunities import FundingBasis, Kind
from models.positions import Position

if TYPE_CHECKING:
    from models.returns import ReturnRight


class AgreementState(enum.StrEnum):
    DRAFT = "draft"
    IN_SIGNATURE = "in_signature"
    IN_FORCE = "in_force"
    ENDED = "ended"
    ENDED_EARLY = "ended_early"
    CANCELLED = "cancelled"


BEGUN = (AgreementState.IN_FORCE, AgreementState.ENDED, AgreementState.ENDED_EARLY)
"""States of an assignment that is or was."""


class EventKind(enum.StrEnum):
    ORIGINAL = "original"
    AMENDMENT = "amendment"
    EXTENSION = "extension"
    EARLY_END = "early_end"


LATER_FOR_GOOD = (EventKind.AMENDMENT,)
LATER_WITHOUT_EXTENSION = (EventKind.EARLY_END, *LATER_FOR_GOOD)
LATER_ALL = (EventKind.EXTENSION, *LATER_WITHOUT_EXTENSION)
"""What can be agreed on later."""


class Party(enum.StrEnum):
    EXECUTIVE = "executive"
    HOME_SUPERVISOR = "home_supervisor"
    HOST_SUPERVISOR = "host_supervisor"
    HOME_AGENCY = "home_agency"
    HOST_AGENCY = "host_agency"


class EarlyReason(enum.StrEnum):
    MISSION = "mission"
    PERFORMANCE = "performance"
    MEDICAL = "medical"
    COMPASSIONATE = "compassionate"
    CLEARANCE = "clearance"
    HOST_BUDGET = "host_budget"
    HOME_RECALL = "home_recall"
    OTHER = "other"


class Agreement(Edited, Base):
    __tablename__ = "agreements"
    __table_args__ = arguments(
        check("dates_are_ordered", "starts_on <= ends_on AND ends_on <= latest_end"),
        check("notice_days_are_not_negative", "notice_days >= 0"),
        check(
            "no_return_is_acknowledged_before_it_is_in_force",
            "return_basis <> 'none' OR none_acknowledged_at IS NOT NULL "
            "OR state IN ('draft', 'in_signature', 'cancelled')",
        ),
        check(
            "signed_agreements_name_both_supervisors",
            "state IN ('draft', 'cancelled') "
            "OR (home_supervisor_id IS NOT NULL AND host_supervisor_id IS NOT NULL)",
        ),
        check("a_named_position_says_which", "length(return_position) > 0"),
        check(
            "a_position_is_named_where_the_return_leads_to_one",
            "return_position IS NULL OR (return_target = 'named_position' AND return_basis <> 'none')",
        ),
        check("it_says_how_success_is_seen", "length(objectives) > 0 AND length(indicators) > 0"),
    )

    id: Mapped[Id]
    proposal_id: Mapped[int | None] = mapped_column(
        ForeignKey("proposals.id"), unique=True, comment="what it was drafted from; empty: entered by hand"
    )
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    home_agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    host_agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    position_id: Mapped[int | None] = mapped_column(
        ForeignKey("positions.id"), index=True, comment="position of record, kept while away"
    )
    home_supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"), index=True)
    host_supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"), index=True)
    state: Mapped[AgreementState] = mapped_column(by_value(AgreementState, "state_is_known"), index=True)
    kind: Mapped[Kind] = mapped_column(by_value(Kind, "kind_is_known"))
    funding: Mapped[FundingBasis] = mapped_column(by_value(FundingBasis, "funding_is_known"))
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(comment="the last day away; moved by a signed event alone")
    latest_end: Mapped[date] = mapped_column(comment="the ceiling of every extension")
    zone: Mapped[str] = mapped_column(String(60), comment="on whose clocks its days begin and end")
    authority: Mapped[Words]
    purpose: Mapped[Words]
    host_position: Mapped[Words]
    duties: Mapped[Words]
    place: Mapped[str] = mapped_column(String(160))
    commuting: Mapped[bool | None] = mapped_column(
        comment="within the commuting area of the position of record; empty: not stated yet"
    )
    appraisal: Mapped[Words]
    awards: Mapped[Words]
    leave: Mapped[Words]
    clearance: Mapped[Words]
    ethics: Mapped[Words]
    early_end: Mapped[Words]
    notice_days: Mapped[int] = mapped_column(comment="days of written notice of an early end")
    service_obligation: Mapped[Words]
    objectives: Mapped[Words] = mapped_column(comment="one in each line")
    indicators: Mapped[Words] = mapped_column(comment="of success, one in each line")
    reentry: Mapped[Words]
    return_basis: Mapped[ReturnBasis] = mapped_column(by_value(ReturnBasis, "return_basis_is_known"))
    return_target: Mapped[ReturnTarget] = mapped_column(by_value(ReturnTarget, "return_target_is_known"))
    return_position: Mapped[Name | None] = mapped_column(
        comment="where a way back to a named position leads; empty: not named yet, or another target"
    )
    return_clause: Mapped[Words]
    none_acknowledged_at: Mapped[datetime | None] = mapped_column(
        comment="when the executive wrote that there is no way back"
    )
    left_on: Mapped[date | None] = mapped_column(
        comment="the first day not served because the executive left the service; a return right has its own"
    )
    created_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    created_at: Mapped[datetime]

    executive: Mapped[Executive] = relationship()
    home_agency: Mapped[Agency] = relationship(foreign_keys=[home_agency_id])
    host_agency: Mapped[Agency] = relationship(foreign_keys=[host_agency_id])
    position: Mapped[Position | None] = relationship()
    home_supervisor: Mapped[Actor | None] = relationship(foreign_keys=[home_supervisor_id])
    host_supervisor: Mapped[Actor | None] = relationship(foreign_keys=[host_supervisor_id])
    events: Mapped[list["AgreementEvent"]] = relationship(order_by="AgreementEvent.number")
    right: Mapped["ReturnRight | None"] = relationship(back_populates="agreement")

    @property
    def later_kinds(self) -> tuple[EventKind, ...]:
        """What may be agreed on later: a move for good has no end, and the ceiling bounds every extension."""
        if self.kind.is_permanent:
            return LATER_FOR_GOOD
        return LATER_ALL if self.ends_on < self.latest_end else LATER_WITHOUT_EXTENSION


class AgreementEvent(Base):
    """One text put to signature: the agreement itself, or what was agreed on later."""

    __tablename__ = "agreement_events"
    __table_args__ = arguments(
        UniqueConstraint("agreement_id", "number"),
        check("number_begins_at_one", "number >= 1"),
        check("the_first_is_the_original", "number > 1 OR kind = 'original'"),
        check("early_ends_have_their_reason", "(kind = 'early_end') = (early_reason IS NOT NULL)"),
        check("sha256_has_64_digits", "length(sha256) = 64"),
        check("in_force_or_dropped_not_both", "in_force_at IS NULL OR dropped_at IS NULL"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    number: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(by_value(EventKind, "kind_is_known"))
    ends_on: Mapped[date] = mapped_column(comment="the last day away once this is in force")
    early_reason: Mapped[EarlyReason | None] = mapped_column(by_value(EarlyReason, "early_reason_is_known"))
    text: Mapped[Words] = mapped_column(comment="the canonical text, to the letter")
    sha256: Mapped[Digest] = mapped_column(comment="of the text in UTF-8")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    drafted_at: Mapped[datetime]
    in_force_at: Mapped[datetime | None] = mapped_column(comment="when the last of the five signed")
    dropped_at: Mapped[datetime | None] = mapped_column(comment="taken back before all had signed")

    signatures: Mapped[list["AgreementSignature"]] = relationship(order_by="AgreementSignature.id")

    @property
    def is_open(self) -> bool:
        """Whether it waits for signatures."""
        return self.in_force_at is None and self.dropped_at is None


class AgreementSignature(Base):
    """One person's signature for one party; `sha256` is of the text that was before the signer."""

    __tablename__ = "agreement_signatures"
    __table_args__ = arguments(
        UniqueConstraint("event_id", "party"),
        UniqueConstraint("event_id", "actor_id"),
        check("sha256_has_64_digits", "length(sha256) = 64"),
    )

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("agreement_events.id"))
    party: Mapped[Party] = mapped_column(by_value(Party, "party_is_known"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), index=True)
    sha256: Mapped[Digest]
    signed_at: Mapped[datetime]

    actor: Mapped[Actor] = relationship()
