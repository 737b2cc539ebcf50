"""What an executive wrote down of service and earlier assignments, for the gates of opportunities alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Edited
from models.secrets import Sealed


@dataclass(frozen=True)
class Service:
    """`civil_since` begins the service that counts for a sabbatical, `last_sabbatical` is the first day of
    the last one, `last_away` the last day of the last assignment that was not arranged here; None where
    nothing was written. `attested`: by slug of a sabbatical, the day on which its executive stated that no
    immediate annuity is open at its start; no age is stored."""

    civil_since: date | None = None
    last_sabbatical: date | None = None
    last_away: date | None = None
    attested: Mapping[str, date] | None = None

    @property
    def sabbaticals(self) -> frozenset[str]:
        """The slugs of those attested."""
        return frozenset(self.attested or ())


DAYS = ("civil_since", "last_sabbatical", "last_away")


class ServiceRecord(Edited, Base):
    """One for an executive; sealed, because it tells what somebody thinks of, and how long they served."""

    __tablename__ = "service_records"

    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), primary_key=True)
    content: Mapped[Any] = mapped_column(
        Sealed("service_records.content"), comment="sealed: the days and the attestations of Service"
    )

    @property
    def service(self) -> Service:
        days = {name: date.fromisoformat(self.content[name]) for name in DAYS if name in self.content}
        told = {slug: date.fromisoformat(day) for slug, day in self.content["attested"].items()}
        return Service(**days, attested=told)

    def write(self, service: Service) -> None:
        """Put this in the place of what it holds."""
        days = {name: day.isoformat() for name in DAYS if (day := getattr(service, name)) is not None}
        told = {slug: day.isoformat() for slug, day in (service.attested or {}).items()}
        self.content = {**days, "attested": told}
