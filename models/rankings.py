"""Host rankings: the confidential order in which a host would take its applicants, sealed."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Digest, Edited, Id, arguments, by_value, check
from models.opportunities import Opportunity
from models.rounds import Round
from models.secrets import Sealed


class RankingState(enum.StrEnum):
    DRAFT = "draft"
    CERTIFIED = "certified"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class ApplicantList(Base):
    """Who named an opportunity on a certified sheet and consented, as found when the rankings opened."""

    __tablename__ = "applicant_lists"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True)
    executives: Mapped[Any] = mapped_column(Sealed("applicant_lists.executives"), comment="sealed: slugs")


class HostRanking(Edited, Base):
    __tablename__ = "host_rankings"
    __table_args__ = arguments(UniqueConstraint("round_id", "opportunity_id"))

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    state: Mapped[RankingState] = mapped_column(by_value(RankingState, "state_is_known"))
    draft: Mapped[Any] = mapped_column(
        Sealed("host_rankings.draft"),
        comment="sealed: {ranking: lists of executive slugs, refused: {slug: why}}",
    )

    round: Mapped[Round] = relationship()
    opportunity: Mapped[Opportunity] = relationship()


class HostRankingVersion(Base):
    __tablename__ = "host_ranking_versions"
    __table_args__ = arguments(
        check("number_begins_at_one", "number >= 1"),
        check("superseded_list_is_erased", "(superseded_at IS NULL) = (ranking IS NOT NULL)"),
        check("superseded_nonce_is_erased", "(superseded_at IS NULL) = (nonce IS NOT NULL)"),
        check("commitment_has_64_digits", "length(commitment) = 64"),
    )

    ranking_id: Mapped[int] = mapped_column(ForeignKey("host_rankings.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    ranking: Mapped[Any | None] = mapped_column(Sealed("host_ranking_versions.ranking"), comment="sealed")
    nonce: Mapped[str | None] = mapped_column(String(64), comment="salt of the commitment")
    commitment: Mapped[Digest] = mapped_column(comment="SHA-256 of canonical [nonce, opportunity, ranking]")
    certified_at: Mapped[datetime]
    certified_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    superseded_at: Mapped[datetime | None]
