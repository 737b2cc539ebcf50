"""Pools of small agencies: in one round they are balanced together, under one unit above them all."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency
from models.base import Base, Edited, Id, Name, arguments, check

CODE = "pool-"
"""How the id of a pool's unit begins; agencies' codes are letters and digits, so it is never one of them."""


class RoundPool(Edited, Base):
    """A pool of a round; in the round file a unit without people of its own, the parent of its members."""

    __tablename__ = "round_pools"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("round_id", "name"),
        check("number_begins_at_one", "number >= 1"),
        check("name_is_not_empty", "length(name) > 0"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int]
    name: Mapped[Name]
    net_min: Mapped[int | None] = mapped_column(comment="least of received minus sent, all members together")
    net_max: Mapped[int | None] = mapped_column(comment="greatest of received minus sent")

    members: Mapped[list[Agency]] = relationship(
        secondary="round_pool_members", order_by=Agency.name, viewonly=True
    )

    @property
    def code(self) -> str:
        """The id of its unit in the round file."""
        return code_of(self.number)


class RoundPoolMember(Base):
    """An agency at the top of its tree; in a round it is in one pool at most."""

    __tablename__ = "round_pool_members"
    __table_args__ = arguments(UniqueConstraint("round_id", "agency_id"))

    pool_id: Mapped[int] = mapped_column(ForeignKey("round_pools.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))


def code_of(number: int) -> str:
    """The id of a pool's unit."""
    return f"{CODE}{number}"
