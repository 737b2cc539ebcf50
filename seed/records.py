"""What the generators make: invented people and preferences around real posts, as frozen records."""

from dataclasses import dataclass, field
from datetime import date, timedelta

AS_OF = date(2026, 10, 1)
"""The day on which the invented people are described, unless another is given."""

Group = tuple[str, ...]
"""One step of a list: the slugs of a tie, or one slug."""


@dataclass(frozen=True, slots=True)
class Executive:
    """An invented career executive who holds a real position of record.

    `evidence` holds one sentence for each qualification of ECQ-2025, in their order. There is no year in
    `education`, because it would tell the age.
    """

    slug: str
    name: str
    home_agency: str
    post_id: str
    family: str
    career_stage: str
    ses_since: date
    current_position_since: date
    clearance: str
    moves: int
    skills: tuple[str, ...]
    education: tuple[str, ...]
    evidence: tuple[str, ...]
    target_jobs: tuple[str, ...]
    relocation: str
    places: tuple[str, ...]
    open_to_remote: bool
    mobility: str
    appointment: str = field(default="career", init=False)
    invented: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An invented developmental assignment in a real vacant post as of 2016.

    `ecqs` are ordinals in ECQ-2025, from 1; `duration_days` are consecutive calendar days; `way_back` is
    (basis, target) where the opportunity states it itself.
    """

    slug: str
    title: str
    host_agency: str
    organization_id: str
    post_id: str
    family: str
    purpose: str
    objectives: tuple[str, ...]
    results: tuple[str, ...]
    indicators: tuple[str, ...]
    kind: str
    duration_days: int
    starts_from: date
    starts_until: date
    ecqs: tuple[int, ...]
    seats: int
    clearance: str
    remote: str
    place: str
    area: str
    supervisor: str
    funding: str
    way_back: tuple[str, str] | None = None
    invented: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One executive's dream sheet, most wanted first; without consent it takes no part in the round."""

    executive: str
    choices: tuple[Group, ...]
    consents: bool
    invented: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class Ranking:
    """One host's ranking of its applicants; `refused` are those not acceptable, each with the reason."""

    opportunity: str
    groups: tuple[Group, ...]
    refused: tuple[tuple[str, str], ...]
    invented: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class AgencyLimits:
    """The figures of one agency's subtree; None means no limit."""

    agency: str
    max_out: int | None = None
    max_in: int | None = None
    net_min: int | None = None
    net_max: int | None = None


@dataclass(frozen=True, slots=True)
class PairRule:
    """A pinned or forbidden pair, with the reason that a coordinator writes beside it."""

    executive: str
    opportunity: str
    reason: str
    invented: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything of the demonstration round, made from `number`; dates are counted from `as_of`."""

    number: int
    as_of: date
    executives: tuple[Executive, ...]
    opportunities: tuple[Opportunity, ...]
    sheets: tuple[Sheet, ...]
    rankings: tuple[Ranking, ...]
    limits: tuple[AgencyLimits, ...]
    alliance_pairs: tuple[tuple[str, str], ...]
    pinned: tuple[PairRule, ...]
    forbidden: tuple[PairRule, ...]


@dataclass(frozen=True, slots=True)
class Mentor:
    """An invented executive as mentor or coach. `situations` are (code, last year, year before),
    `competencies` (name, level), `windows` (weekday, begin, end) in hours on the clock of `zone`."""

    executive: str
    kind: str
    capacity: int
    about: str
    site: str
    size_band: str
    situations: tuple[tuple[str, int, int | None], ...]
    competencies: tuple[tuple[str, int], ...]
    functions: tuple[str, ...]
    missions: tuple[str, ...]
    agencies: tuple[str, ...]
    zone: str
    windows: tuple[tuple[int, int, int], ...]
    standing: str
    invented: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class Request:
    """An invented request and its `fate`; it began `days_ago`. `figures` are what both say afterwards;
    `week` is when it suits, as weekday and minutes."""

    executive: str
    kind: str
    fate: str
    days_ago: int
    situations: tuple[tuple[str, bool], ...]
    story: str
    competencies: tuple[tuple[str, int | None, bool], ...]
    site: str
    size_band: str
    urgent: bool
    need_within: timedelta | None
    chooses: int
    figures: tuple[int, ...]
    answers_after: timedelta
    week: tuple[tuple[int, int, int], ...]
    invented: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """`other` is the invented supervisor (or rating official, …) of `executive` since that day."""

    executive: str
    other: str
    kind: str
    starts_on: date
    invented: bool = field(default=True, init=False)
