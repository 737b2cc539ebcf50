"""Nominations by an agency: somebody with an open card is invited to one opportunity of a round."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Edited, Id, Words, arguments, by_value, check
from models.executives import Executive
from models.opportunities import Opportunity
from models.rounds import Round


class NominationState(enum.StrEnum):
    INVITED = "invited"
    TAKEN_UP = "taken_up"
    WITHDRAWN = "withdrawn"


class Nomination(Edited, Base):
    """One invitation, with the five selection factors of the rotation guidance, each in the agency's words.

    Whoever declines puts it away: that is nobody's business, so no state says it, and for the agency it is
    the same as no answer. Nothing of it is read by a later round.
    """

    __tablename__ = "nominations"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "opportunity_id", "executive_id"),
        check("it_says_what_it_serves", "length(serves) > 0"),
        check("what_is_put_away_is_not_taken_up", "put_away_at IS NULL OR state <> 'taken_up'"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    serves: Mapped[Words] = mapped_column(comment="the objective of development that the post serves")
    agency_priorities: Mapped[Words] = mapped_column(comment="selection factor; empty where not relied on")
    succession: Mapped[Words] = mapped_column(comment="selection factor: succession and hiring plans")
    talent_review: Mapped[Words] = mapped_column(comment="selection factor: the annual talent review")
    generalists: Mapped[Words] = mapped_column(comment="selection factor: interest in generalists")
    development: Mapped[Words] = mapped_column(comment="selection factor: the individual's development")
    state: Mapped[NominationState] = mapped_column(by_value(NominationState, "state_is_known"), index=True)
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    put_away_at: Mapped[datetime | None] = mapped_column(comment="for the executive's own pages alone")

    round: Mapped[Round] = relationship()
    opportunity: Mapped[Opportunity] = relationship()
    executive: Mapped[Executive] = relationship()
    invited_by: Mapped[Actor] = relationship()


PERSON_LEFT = "It was entered that the person has left."
PERSON_CAME = "The person has come to the agency itself."
"""Why an invitation ends that no agency took back, as it stands on record."""
FACTORS: dict[str, str] = {
    "agency_priorities": "Priorities of the agency",
    "succession": "Succession and hiring plans",
    "talent_review": "Annual talent review",
    "generalists": "Interest in generalist executives",
    "development": "The individual’s development plan",
}
"""The five factors of selection for rotations (EO 13714 guidance, question 8), by column."""
