"""Proposals: the stored pairs of an outcome, offered to the people when the round is published."""

import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Edited, Id, arguments, by_value, check
from models.executives import Executive
from models.opportunities import Opportunity


class ProposalState(enum.StrEnum):
    PROPOSED = "proposed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"


class Proposal(Edited, Base):
    __tablename__ = "proposals"
    __table_args__ = arguments(
        UniqueConstraint("outcome_id", "executive_id"),
        check("choice_rank_begins_at_one", "choice_rank >= 1"),
        check("host_rank_begins_at_one", "host_rank >= 1"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    choice_rank: Mapped[int]
    host_rank: Mapped[int]
    state: Mapped[ProposalState] = mapped_column(by_value(ProposalState, "state_is_known"))

    executive: Mapped[Executive] = relationship()
    opportunity: Mapped[Opportunity] = relationship()
