"""What policy needs to know of an agreement: civil days, names of the enumerations, and what was signed when.

A date that is None was not recorded; a part that is None does not apply.
"""

import enum
from dataclasses import dataclass
from datetime import UTC, date, datetime

from matcher.policy.periods import Span

FOREVER = date.max
LONG_AGO = datetime.min.replace(tzinfo=UTC)
FOR_GOOD = ("reassignment", "transfer")


class Host(enum.StrEnum):
    """The hosts of an IPA assignment, 5 U.S.C. 3371."""

    STATE = "state"
    LOCAL = "local"
    TRIBAL = "tribal"
    INSTRUMENTALITY = "instrumentality"
    UNIVERSITY = "university"
    FFRDC = "ffrdc"
    OTHER_ORGANIZATION = "other_organization"


class Ground(enum.StrEnum):
    """Why the 120 days of 5 U.S.C. 3395(e)(1) do not bar a reassignment: paragraph (2)(A) or (B)."""

    UNSATISFACTORY_RATING = "unsatisfactory_rating"
    DISCIPLINARY_ACTION = "disciplinary_action"


@dataclass(frozen=True)
class Exempt:
    """A ground with its day: of the rating, or on which the disciplinary action was begun."""

    ground: Ground
    on: date


@dataclass(frozen=True)
class Order:
    """A written order of a detail."""

    number: str
    signed: date
    span: Span


@dataclass(frozen=True)
class Consents:
    """The day of each written consent; `gaining` is the agency that a transfer goes to."""

    executive: date | None = None
    gaining: date | None = None


@dataclass(frozen=True)
class Detail:
    """`orders` are those of a detail inside one department; `lower` is a post at GS-15 or below."""

    same_department: bool = False
    orders: tuple[Order, ...] = ()
    position_kept: bool = True
    home_pays: bool = True
    unclassified: bool = False
    lower: bool = False
    opm_approval: str | None = None


@dataclass(frozen=True)
class Move:
    """A reassignment or a transfer. `away` are the days on detail away from the regular position."""

    involuntary: bool = False
    far: bool = False
    notice: date | None = None
    consulted: date | None = None
    waived: date | None = None
    away: tuple[Span, ...] = ()
    exception: Exempt | None = None
    to_noncareer: bool = False
    appraised: date | None = None


@dataclass(frozen=True)
class Sabbatical:
    """`civil_since` begins the service that counts, `ipa` are IPA assignments in it, which do not;
    `last` is the first day of the sabbatical before. `not_retirable` is the attestation: no age is stored."""

    civil_since: date
    ses_since: date
    ipa: tuple[Span, ...] = ()
    last: date | None = None
    not_retirable: bool = False
    compensated: bool = False
    agreed: date | None = None


@dataclass(frozen=True)
class Ipa:
    """`prior` are earlier assignments; `ended_early` is the day of an early end and `told` of its notice."""

    host: str
    certified: bool = False
    inbound: bool = False
    employed_since: date | None = None
    concern: str = ""
    extended: bool = False
    prior: tuple[Span, ...] = ()
    opm_waiver: str | None = None
    obligation: date | None = None
    status: str = "detail"
    above_federal_pay: bool = False
    relocation: bool = False
    relocation_agreed: date | None = None
    agreed: date | None = None
    ended_early: date | None = None
    told: date | None = None
    left_employer: date | None = None


@dataclass(frozen=True)
class Appraisal:
    """`plan` is the day of the host's goals, `due` the day an appraisal is to be made, and `administrations`
    the days on which a new Presidential administration began or will begin."""

    plan: date | None = None
    host_appraises: bool = False
    due: date | None = None
    administrations: tuple[date, ...] = ()


@dataclass(frozen=True, order=True)
class Pledge:
    """A place of a round that the executive said yes to, and that no agreement in force stands for yet; it
    can begin as much as `later` days after its span. Of two, the one accepted `since` before the other
    keeps its days."""

    span: Span
    round: str
    later: int = 0
    since: datetime = LONG_AGO


@dataclass(frozen=True, order=True)
class Agreed:
    """An agreement that is written, signed or in force with the agency named `host`; one for good counts
    as time away for the days of its span, and is told without a last day."""

    span: Span
    host: str
    for_good: bool = False


@dataclass(frozen=True)
class Facts:
    """An agreement as policy sees it. `start` and `end` are its first and last day; `run_start` the first day
    of the rotation that it extends without a gap; `others` are the executive's other assignments, `pledges`
    the places accepted elsewhere; `heads` the days on which a new agency head or a new noncareer supervisor
    was appointed; `separated` the last day at an employer from whom a statute brings back; a permanent move
    has no end.
    """

    kind: str
    scope: str
    start: date
    end: date = FOREVER
    today: date | None = None
    others: tuple[Span, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    run_start: date | None = None
    function_changes: bool = False
    appointment: str = "career"
    position_type: str | None = None
    member: bool = True
    last_rotation: date | None = None
    qualified: date | None = None
    limited_service: tuple[Span, ...] = ()
    career_since: date | None = None
    nonpay_days: int = 0
    heads: tuple[date, ...] = ()
    separated: date | None = None
    consents: Consents = Consents()
    detail: Detail | None = None
    move: Move | None = None
    sabbatical: Sabbatical | None = None
    ipa: Ipa | None = None
    appraisal: Appraisal | None = None

    def __post_init__(self) -> None:
        if self.end == FOREVER and not self.permanent:
            raise ValueError(f"a {self.kind} needs a last day")

    @property
    def permanent(self) -> bool:
        return self.kind in FOR_GOOD

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
