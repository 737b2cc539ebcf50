"""Rotation rounds: calendar, mechanism, lottery, and the rules a round puts on agencies and pairs."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency
from models.base import Base, Digest, Edited, Id, Name, Slug, Words, arguments, by_value, check
from models.executives import Executive
from models.opportunities import Opportunity
from models.secrets import Sealed


class RoundState(enum.StrEnum):
    DRAFT = "draft"
    POSTING = "posting"
    PREFERENCES = "preferences"
    RELEASE_REVIEW = "release_review"
    RANKING = "ranking"
    FROZEN = "frozen"
    SOLVED = "solved"
    CONFERENCE = "conference"
    APPROVED = "approved"
    PUBLISHED = "published"
    SCRAMBLE = "scramble"
    CLOSED = "closed"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class Stage(enum.StrEnum):
    """What a round optimises, one stage after the other; docs/round-file.md defines each."""

    MATCHED = "matched"
    PRIORITY = "priority"
    CHOICE_TOTAL = "choice_total"
    CHOICE_PROFILE = "choice_profile"
    CHOICE_FAIR = "choice_fair"
    HOST_TOTAL = "host_total"
    HOST_PROFILE = "host_profile"


class Unranked(enum.StrEnum):
    """What a certified ranking says of applicants it does not name."""

    NOT_ACCEPTABLE = "not_acceptable"
    TIED_LAST = "tied_last"


class Undecided(enum.StrEnum):
    """What a release that nobody decided counts as when the host rankings open."""

    RELEASED = "released"
    REFUSED = "refused"


class Rule(enum.StrEnum):
    PIN = "pin"
    FORBID = "forbid"


class Round(Edited, Base):
    __tablename__ = "rounds"
    __table_args__ = arguments(
        check("slug_is_not_empty", "length(slug) > 0"),
        check("calendar_is_ordered", "lists_close_at < rankings_close_at AND rankings_close_at < results_at"),
        check("lists_open_before_they_close", "lists_open_at < lists_close_at"),
        check("hops_are_at_least_one", "alliance_hops >= 1"),
        check("outside_value_comes_after_the_freeze", "outside IS NULL OR frozen_sha256 IS NOT NULL"),
        check("commitment_has_64_digits", "length(commitment) = 64"),
        check("frozen_sha256_has_64_digits", "length(frozen_sha256) = 64"),
    )

    id: Mapped[Id]
    slug: Mapped[Slug]
    name: Mapped[Name]
    state: Mapped[RoundState] = mapped_column(by_value(RoundState, "state_is_known"), index=True)
    lists_open_at: Mapped[datetime]
    lists_close_at: Mapped[datetime]
    rankings_close_at: Mapped[datetime]
    results_at: Mapped[datetime]
    unranked: Mapped[Unranked] = mapped_column(by_value(Unranked, "unranked_is_known"))
    undecided: Mapped[Undecided] = mapped_column(
        by_value(Undecided, "undecided_is_known"), default=Undecided.RELEASED, server_default="released"
    )
    enough_moves: Mapped[int | None] = mapped_column(
        comment="moves from which on another is flagged; empty: as the clause says, 0: none ever is"
    )
    alliance_hops: Mapped[int | None] = mapped_column(comment="empty: anyone may exchange with anyone")
    secret: Mapped[str] = mapped_column(Sealed("rounds.secret"), comment="lottery secret, sealed")
    commitment: Mapped[Digest] = mapped_column(comment="published before the lists close")
    outside_source: Mapped[Name] = mapped_column(comment="the public value that exists only after the freeze")
    outside: Mapped[str | None] = mapped_column(String(300), comment="that value; written once")
    frozen_sha256: Mapped[Digest | None] = mapped_column(comment="hash of the frozen file; written once")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))

    stages: Mapped[list["RoundStage"]] = relationship(
        cascade="all, delete-orphan", order_by="RoundStage.ordinal"
    )


class RoundStage(Base):
    __tablename__ = "round_stages"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "stage"), check("ordinal_begins_at_one", "ordinal >= 1")
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[Stage] = mapped_column(by_value(Stage, "stage_is_known"))


class RoundLimit(Edited, Base):
    """How many executives an agency (with everything below it) may send, receive, and be out of balance."""

    __tablename__ = "round_limits"
    __table_args__ = arguments(
        check("most_out_is_not_negative", "max_out >= 0"),
        check("most_in_is_not_negative", "max_in >= 0"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)
    max_out: Mapped[int | None]
    max_in: Mapped[int | None]
    # net_min > net_max is a well-formed round that cannot hold; the solver names it, so no CHECK here.
    net_min: Mapped[int | None] = mapped_column(comment="least of received minus sent")
    net_max: Mapped[int | None] = mapped_column(comment="greatest of received minus sent")
    internal: Mapped[bool] = mapped_column(default=True, comment="false: no placement inside this subtree")

    agency: Mapped[Agency] = relationship()


class RoundAlliancePair(Base):
    """Two agencies that may exchange in this round; stored once, the smaller id first."""

    __tablename__ = "round_alliance_pairs"
    __table_args__ = arguments(check("smaller_agency_comes_first", "first_id <= second_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)


class RoundOpportunity(Base):
    """An opportunity offered in a round."""

    __tablename__ = "round_opportunities"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True, index=True)
    seats: Mapped[int | None] = mapped_column(comment="as the frozen file has them; empty: it is in none")


class PairRule(Base):
    """A pair that must be, or must not be, in the outcome; in force once a second person approved it."""

    __tablename__ = "pair_rules"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "executive_id", "opportunity_id"),
        check("reason_is_written", "length(reason) > 0"),
        check("approver_is_not_the_author", "approver_id <> author_id"),
        check("approval_has_its_moment", "(approver_id IS NULL) = (approved_at IS NULL)"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    rule: Mapped[Rule] = mapped_column(by_value(Rule, "rule_is_known"))
    reason: Mapped[Words]
    author_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    approved_at: Mapped[datetime | None]
    objected_at: Mapped[datetime | None] = mapped_column(
        comment="an agency's objection in the conference, in force at once"
    )

    executive: Mapped[Executive] = relationship()
    opportunity: Mapped[Opportunity] = relationship()
