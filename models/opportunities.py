"""Opportunities: the developmental assignments that host agencies offer."""

import enum
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.policy.return_basis import ReturnBasis, ReturnTarget, ReturnTerms, return_terms, stated_terms
from models.agencies import Agency, Organization
from models.base import Base, Edited, Id, Name, Slug, Words, arguments, by_value, check
from models.competencies import Ecq
from models.executives import Clearance
from models.positions import Position


class Kind(enum.StrEnum):
    DETAIL = "detail"
    ACTING_DETAIL = "acting_detail"
    REASSIGNMENT = "reassignment"
    TRANSFER = "transfer"
    JOINT_TEAM = "joint_team"
    IPA = "ipa"
    SABBATICAL = "sabbatical"
    VIRTUAL = "virtual"
    PART_TIME = "part_time"

    @property
    def is_permanent(self) -> bool:
        """Whether it moves somebody for good: then its days bound nothing."""
        return self in PERMANENT


PERMANENT = frozenset({Kind.REASSIGNMENT, Kind.TRANSFER})
"""Moves that have no end."""

PLACE_NOT_STATED = "Place not stated"
"""What stands for the place of an opportunity where its source names none."""


class FundingBasis(enum.StrEnum):
    """31 U.S.C. 1535(a), or a ground of 64 Comp. Gen. 370 (1985)."""

    REIMBURSABLE_1535 = "reimbursable_1535"
    NONREIMB_STATUTE = "nonreimb_statute"
    NONREIMB_RELATED_MISSION = "nonreimb_related_mission"
    NONREIMB_DE_MINIMIS = "nonreimb_de_minimis"
    TWO_WAY_EXCHANGE = "two_way_exchange"


class Remote(enum.StrEnum):
    NONE = "none"
    HYBRID = "hybrid"
    FULL = "full"


class OpportunityState(enum.StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    FILLED = "filled"


LISTED = (OpportunityState.APPROVED, OpportunityState.FILLED)
"""The host has approved it for listing, and has not taken it back."""


class Opportunity(Edited, Base):
    __tablename__ = "opportunities"
    __table_args__ = arguments(
        check("slug_is_not_empty", "length(slug) > 0"),
        check("duration_is_at_least_one_day", "duration_days >= 1"),
        check("start_window_is_ordered", "starts_from <= starts_until"),
        check("seats_are_at_least_one", "seats >= 1"),
        check("least_seats_are_not_negative", "min_seats >= 0"),
        check("least_seats_do_not_exceed_seats", "min_seats <= seats"),
        check("approver_is_not_the_author", "approved_by_id <> created_by_id"),
    )

    id: Mapped[Id]
    slug: Mapped[Slug] = mapped_column(comment="named in sealed lists, so it never changes")
    host_agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    position_id: Mapped[int | None] = mapped_column(ForeignKey("positions.id"), index=True)
    title: Mapped[Name]
    purpose: Mapped[Words]
    kind: Mapped[Kind] = mapped_column(by_value(Kind, "kind_is_known"))
    duration_days: Mapped[int] = mapped_column(comment="consecutive calendar days, both ends counted")
    starts_from: Mapped[date]
    starts_until: Mapped[date]
    seats: Mapped[int] = mapped_column(default=1)
    min_seats: Mapped[int] = mapped_column(default=0)
    clearance: Mapped[Clearance] = mapped_column(by_value(Clearance, "clearance_is_known"))
    remote: Mapped[Remote] = mapped_column(by_value(Remote, "remote_is_known"))
    place: Mapped[str] = mapped_column(String(160), comment="'City, ST'")
    supervisor: Mapped[Name] = mapped_column(comment="title of the supervisor at the host")
    funding: Mapped[FundingBasis] = mapped_column(by_value(FundingBasis, "funding_is_known"))
    state: Mapped[OpportunityState] = mapped_column(by_value(OpportunityState, "state_is_known"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))

    host_agency: Mapped[Agency] = relationship()
    organization: Mapped[Organization | None] = relationship()
    position: Mapped[Position | None] = relationship()
    objectives: Mapped[list["Objective"]] = relationship(
        cascade="all, delete-orphan", order_by="Objective.ordinal"
    )
    indicators: Mapped[list["Indicator"]] = relationship(
        cascade="all, delete-orphan", order_by="Indicator.ordinal"
    )
    results: Mapped[list["ExpectedResult"]] = relationship(
        cascade="all, delete-orphan", order_by="ExpectedResult.ordinal"
    )
    ecqs: Mapped[list[Ecq]] = relationship(secondary="opportunity_ecqs", order_by=Ecq.ordinal)

    way_back: Mapped["StatedReturn | None"] = relationship(cascade="all, delete-orphan")

    @property
    def return_terms(self) -> ReturnTerms:
        """The way back it offers: what it states itself, else what its kind has."""
        if self.way_back is None:
            return return_terms(self.kind.value)
        return stated_terms(self.way_back.basis, self.way_back.target)


class Objective(Base):
    """What the executive is to learn or achieve."""

    __tablename__ = "opportunity_objectives"
    __table_args__ = arguments(check("ordinal_begins_at_one", "ordinal >= 1"))

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[Words]


class ExpectedResult(Base):
    """What the host is to have in hand at the end."""

    __tablename__ = "opportunity_results"
    __table_args__ = arguments(check("ordinal_begins_at_one", "ordinal >= 1"))

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[Words]


class Indicator(Base):
    """How both sides will see that it succeeded."""

    __tablename__ = "opportunity_indicators"
    __table_args__ = arguments(check("ordinal_begins_at_one", "ordinal >= 1"))

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[Words]


class StatedReturn(Base):
    """The way back that an opportunity states itself; without a row it is that of its kind."""

    __tablename__ = "opportunity_returns"
    __table_args__ = arguments(check("it_leads_somewhere", "(basis = 'none') = (target IS NULL)"))

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True)
    basis: Mapped[ReturnBasis] = mapped_column(by_value(ReturnBasis, "basis_is_known"))
    target: Mapped[ReturnTarget | None] = mapped_column(by_value(ReturnTarget, "target_is_known"))


class OpportunityEcq(Base):
    """An ECQ that the opportunity develops."""

    __tablename__ = "opportunity_ecqs"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True)
    ecq_id: Mapped[int] = mapped_column(ForeignKey("ecqs.id"), primary_key=True)
