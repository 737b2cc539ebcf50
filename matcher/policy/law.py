"""The law on a day: of each clause the version in force then."""

from dataclasses import dataclass
from datetime import date

from matcher.policy.clause import Clause


@dataclass(frozen=True)
class Law:
    """The clauses of `book`, read as they are on `day`. Two versions of one clause share its code and never
    their days, so a new figure is a new row and the day selects it."""

    day: date
    book: tuple[Clause, ...]

    def version(self, clause: Clause) -> Clause | None:
        """The version of this clause in force on the day, None where none is."""
        found = [one for one in self.book if one.code == clause.code and one.is_in_force(self.day)]
        if len(found) > 1:
            raise ValueError(f"{clause.code} has {len(found)} versions in force on {self.day}")
        return found[0] if found else None

    def days(self, clause: Clause) -> tuple[date, ...]:
        """The civil days that the clause names on the day; none where no version is in force."""
        version = self.version(clause)
        return () if version is None else version.days

    def figure(self, clause: Clause) -> int | None:
        """The figure in force on the day, None where no version is."""
        version = self.version(clause)
        return None if version is None else version.figure
