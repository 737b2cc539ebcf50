"""Invented developmental assignments in real posts that were vacant as of 2016."""

import re
from datetime import date, timedelta
from functools import cache

from seed import reference
from seed.chance import Chance
from seed.families import family_of, general, phrases
from seed.records import AS_OF, Opportunity
from seed.reference import Post
from seed.wording import Wording, spoken_organization

NOT_DEVELOPMENTAL = re.compile(
    r"White House|Confidential|Speechwriter|Scheduling|^Counselor|^Special Assistant"
)
"""Titles of personal staff: such posts are left vacant rather than offered."""

SUBORDINATE = re.compile(
    r"^(Principal |Senior |Associate |Deputy |Assistant |Special |Chief of Staff|Counselor)+"
)
"""Beginnings of titles that stand below the head of an organization."""

KINDS = ("detail", "acting_detail", "joint_team", "virtual", "part_time")
KIND_SHARES = (0.62, 0.22, 0.08, 0.05, 0.03)

FUNDING = (
    "reimbursable_1535",
    "nonreimb_statute",
    "nonreimb_related_mission",
    "nonreimb_de_minimis",
    "two_way_exchange",
)
FUNDING_SHARES = (0.44, 0.06, 0.28, 0.08, 0.14)

DURATIONS = (120, 150, 180, 240, 270, 300, 365)
"""Calendar days; 120 consecutive ones make a rotation."""
DURATION_SHARES = (0.2, 0.12, 0.3, 0.14, 0.08, 0.04, 0.12)

SEATS = (1, 2, 3)
SEAT_SHARES = (0.91, 0.07, 0.02)

LASTING, LASTING_SHARE = "transfer", 0.03
"""A few posts are to be filled for good: nothing brings back whoever takes one."""

WAYS_BACK = (None, ("policy", "same_position"), ("agreement", "named_position"))
"""None leaves the way back to what the kind of assignment has by law."""
WAY_BACK_SHARES = (0.8, 0.12, 0.08)

CLEARANCES = ("none", "secret", "top_secret")
CLEARANCE_SHARES = {"guarded": (0.45, 0.35, 0.2), "mixed": (0.7, 0.22, 0.08), "open": (0.96, 0.03, 0.01)}
REMOTES = ("none", "hybrid", "full")
REMOTE_SHARES = (0.5, 0.4, 0.1)

DAYS_TO_START = (120, 240)
"""From the day of description to the first day of a start window, between these."""

WINDOWS = (28, 42, 60, 91)
"""Lengths of start windows in days."""


def invent_opportunities(number: int, as_of: date = AS_OF) -> tuple[Opportunity, ...]:
    """An opportunity O-0001 … for each vacant post that suits, in the order of the source."""
    vacant = [post for post in reference.posts().values() if post.status == "vacant"]
    offered = [post for post in vacant if not NOT_DEVELOPMENTAL.search(post.title)]
    return tuple(_opportunity(number, as_of, f"O-{place:04}", post) for place, post in enumerate(offered, 1))


def _opportunity(number: int, as_of: date, slug: str, post: Post) -> Opportunity:
    """Terms and text have streams of their own, so that a change to one leaves the other as it is."""
    terms = Chance(number, "terms", slug)
    text = Chance(number, "text", slug)
    family = family_of(post)
    place = reference.places()[post.place_code]
    kind = terms.pick_weighted(KINDS, KIND_SHARES)
    lasts = Chance(number, "lasts", slug).happens(LASTING_SHARE)
    starts_from = as_of + timedelta(terms.between(*DAYS_TO_START))
    purpose, objectives, indicators = _words(text, post, family)
    return Opportunity(
        slug=slug,
        title=post.title,
        host_agency=post.agency_code,
        organization_id=post.organization_id,
        post_id=post.source_id,
        family=family,
        purpose=purpose,
        objectives=objectives,
        results=tuple(Chance(number, "results", slug).sample(general()["results"], 2)),
        indicators=indicators,
        kind=LASTING if lasts else kind,
        duration_days=terms.pick_weighted(DURATIONS, DURATION_SHARES),
        starts_from=starts_from,
        starts_until=starts_from + timedelta(terms.pick(WINDOWS)),
        ecqs=_ecqs(terms, family),
        seats=terms.pick_weighted(SEATS, SEAT_SHARES),
        clearance=_clearance(terms, post),
        remote="full" if kind == "virtual" else terms.pick_weighted(REMOTES, REMOTE_SHARES),
        place=place.label,
        area=place.area,
        supervisor=_supervisor(post),
        funding=terms.pick_weighted(FUNDING, FUNDING_SHARES),
        way_back=None if lasts else _way_back(number, slug),
    )


def _way_back(number: int, slug: str) -> tuple[str, str] | None:
    return Chance(number, "way back", slug).pick_weighted(WAYS_BACK, WAY_BACK_SHARES)


def _words(chance: Chance, post: Post, family: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The purpose, two or three objectives, one or two indicators of success."""
    wording = Wording(post, chance)
    own = phrases(family)
    objectives = chance.sample(own.objectives, 2)
    if chance.happens(0.5):
        objectives.append(chance.pick(general()["objectives"]))
    indicators = [chance.pick(own.indicators)]
    if chance.happens(0.6):
        indicators.append(chance.pick(general()["indicators"]))
    return (
        wording.fill(chance.pick(own.purpose)),
        tuple(wording.fill(text) for text in objectives),
        tuple(wording.fill(text) for text in indicators),
    )


def _ecqs(chance: Chance, family: str) -> tuple[int, ...]:
    """One to three ordinals of ECQ-2025, mostly those of the family."""
    own = chance.sample(phrases(family).ecqs, chance.between(1, 2))
    if chance.happens(0.4):
        own.append(chance.between(1, len(reference.core_qualifications())))
    return tuple(sorted(set(own)))


def _clearance(chance: Chance, post: Post) -> str:
    clusters = reference.agencies()[post.agency_code].clusters
    kind = "open" if "NATSEC" not in clusters else "guarded" if clusters == ("NATSEC",) else "mixed"
    return chance.pick_weighted(CLEARANCES, CLEARANCE_SHARES[kind])


def _supervisor(post: Post) -> str:
    """The post that a deputy deputizes for, if the organization has it; otherwise the head, by its name."""
    principal = SUBORDINATE.sub("", post.title)
    if principal != post.title and (post.organization_id, principal) in _titles():
        return principal
    own = reference.organizations()[post.organization_id]
    office = own.source_id if SUBORDINATE.match(post.title) else own.parent_id
    return f"Head of {spoken_organization(office, post.agency_code)}"


@cache
def _titles() -> set[tuple[str, str]]:
    """Organization and title of every post."""
    return {(post.organization_id, post.title) for post in reference.posts().values()}
