"""Proposals: the stored pairs of an outcome, offered to the people when the round is published.

An offer is answered by the executive, then by the home agency, then by the host; only an offer that all three
said yes to is confirmed, and an agreement is drafted from it.
"""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Digest, Edited, Id, arguments, by_value, check
from models.executives import Executive
from models.opportunities import Opportunity
from models.rounds import Round


class ProposalState(enum.StrEnum):
    PROPOSED = "proposed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    HOME_AGREED = "home_agreed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"


class Party(enum.StrEnum):
    """The three sides that answer, in this order."""

    EXECUTIVE = "executive"
    HOME = "home"
    HOST = "host"


PENDING = (ProposalState.OFFERED, ProposalState.ACCEPTED, ProposalState.HOME_AGREED)
"""Somebody still has to answer."""
LIVE = (*PENDING, ProposalState.CONFIRMED)
"""Nobody said no: the seat is held."""
ENDED = (ProposalState.DECLINED, ProposalState.LAPSED)
"""The seat is free again."""
TURN = dict(zip(PENDING, Party, strict=True))
"""Whose answer is waited for, by state."""


class Proposal(Edited, Base):
    __tablename__ = "proposals"
    __table_args__ = arguments(
        UniqueConstraint("outcome_id", "executive_id"),
        Index(None, "round_id", "opportunity_id"),
        check("choice_rank_begins_at_one", "choice_rank >= 1"),
        check("host_rank_begins_at_one", "host_rank >= 1"),
        check("acknowledgement_is_whole", "(acknowledged_at IS NULL) = (acknowledged IS NULL)"),
        check("acknowledgement_has_its_hash", "(acknowledged IS NULL) = (acknowledged_sha256 IS NULL)"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    choice_rank: Mapped[int]
    host_rank: Mapped[int]
    state: Mapped[ProposalState] = mapped_column(by_value(ProposalState, "state_is_known"))
    due_at: Mapped[datetime | None] = mapped_column(
        index=True, comment="when the answer that is waited for is late; empty once nobody is waited for"
    )
    ended_by: Mapped[Party | None] = mapped_column(
        by_value(Party, "ended_by_is_known"), comment="the side that said no, or let the offer lapse"
    )
    acknowledged: Mapped[str | None] = mapped_column(
        Text, comment="what the executive signed who accepted without a right to return"
    )
    acknowledged_sha256: Mapped[Digest | None] = mapped_column(comment="of that text, in UTF-8")
    acknowledged_at: Mapped[datetime | None]
    card_opened_at: Mapped[datetime | None] = mapped_column(
        comment="when its acceptance opened the executive's card to the host of the post"
    )

    round: Mapped[Round] = relationship()
    executive: Mapped[Executive] = relationship()
    opportunity: Mapped[Opportunity] = relationship()


REFUSED: dict[str, str] = {Party.HOME: "refused_home", Party.HOST: "refused_host"}


def answer_of(state: str, ended_by: str | None) -> str:
    """The state of an offer, and whose no it was where home or host refused what the executive accepted."""
    return REFUSED.get(ended_by or "", state) if state == ProposalState.DECLINED else state
