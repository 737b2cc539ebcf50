"""Invented executives: one for every post with a career incumbent as of 2016, each with a baseball card."""

from datetime import date, timedelta

from seed import reference
from seed.chance import Chance
from seed.cleaning.places import WASHINGTON_AREA
from seed.families import NAMES, family_of, general, phrases
from seed.names import invent_names
from seed.records import AS_OF, Executive
from seed.reference import Place, Post
from seed.wording import Wording

CAREER_STAGES = ("stage_1", "stage_2", "stage_3")
STAGE_SHARES = (0.34, 0.42, 0.24)
YEARS_IN_SES = {"stage_1": (0, 3), "stage_2": (4, 10), "stage_3": (11, 24)}
DAYS_IN_YEAR = 365

MOVES = (0, 1, 2, 3)
MOVE_SHARES = {
    "stage_1": (0.85, 0.15, 0.0, 0.0),
    "stage_2": (0.48, 0.37, 0.12, 0.03),
    "stage_3": (0.25, 0.4, 0.25, 0.1),
}
"""Nearly half of all career executives never changed position in their SES career (2012)."""

CLEARANCES = ("none", "secret", "top_secret")
CLEARANCE_SHARES = {"guarded": (0.05, 0.3, 0.65), "mixed": (0.35, 0.4, 0.25), "open": (0.72, 0.22, 0.06)}
RELOCATIONS = ("no", "local", "region", "any")
RELOCATION_SHARES = (0.18, 0.42, 0.22, 0.18)
PLACES_NAMED = {"no": (0, 0), "local": (1, 2), "region": (2, 4), "any": (2, 5)}
SHARE_OPEN_TO_REMOTE = 0.55
SHARE_OF_FAMILY_EVIDENCE = 0.75


def invent_executives(number: int, as_of: date = AS_OF) -> tuple[Executive, ...]:
    """An executive E-0001 … for each career-incumbent post, in the order of the source."""
    posts = [post for post in reference.posts().values() if post.appointment == "career"]
    names = invent_names(Chance(number, "names"), len(posts))
    return tuple(
        _executive(number, as_of, f"E-{place:04}", name, post)
        for place, (name, post) in enumerate(zip(names, posts, strict=True), 1)
    )


def _executive(number: int, as_of: date, slug: str, name: str, post: Post) -> Executive:
    """Each part has a stream of its own, so that a change to one leaves the others as they are."""
    family = family_of(post)
    career = Chance(number, "career", slug)
    stage = career.pick_weighted(CAREER_STAGES, STAGE_SHARES)
    ses_since, position_since, moves = _service(career, stage, as_of)
    relocation, places, remote, mobility = _mobility(Chance(number, "mobility", slug), post)
    return Executive(
        slug=slug,
        name=name,
        home_agency=post.agency_code,
        post_id=post.source_id,
        family=family,
        career_stage=stage,
        ses_since=ses_since,
        current_position_since=position_since,
        clearance=_clearance(Chance(number, "clearance", slug), post),
        moves=moves,
        skills=_skills(Chance(number, "skills", slug), family),
        education=_education(Chance(number, "education", slug), family),
        evidence=_evidence(Chance(number, "evidence", slug), post, family),
        target_jobs=_target_jobs(Chance(number, "target jobs", slug), post, family),
        relocation=relocation,
        places=places,
        open_to_remote=remote,
        mobility=mobility,
    )


def _service(chance: Chance, stage: str, as_of: date) -> tuple[date, date, int]:
    """In the SES since, in the present position since, rotations made so far."""
    least, most = YEARS_IN_SES[stage]
    days = chance.between(least * DAYS_IN_YEAR + 30, (most + 1) * DAYS_IN_YEAR)
    moves = chance.pick_weighted(MOVES, MOVE_SHARES[stage])
    held = days if moves == 0 else chance.between(min(30, days), max(30, days // (moves + 1)))
    return as_of - timedelta(days), as_of - timedelta(min(held, days)), moves


def _clearance(chance: Chance, post: Post) -> str:
    clusters = reference.agencies()[post.agency_code].clusters
    kind = "open" if "NATSEC" not in clusters else "guarded" if clusters == ("NATSEC",) else "mixed"
    return chance.pick_weighted(CLEARANCES, CLEARANCE_SHARES[kind])


def _skills(chance: Chance, family: str) -> tuple[str, ...]:
    own = chance.sample(phrases(family).skills, chance.between(3, 5))
    other = chance.pick([name for name in NAMES if name != family])
    return tuple(dict.fromkeys([*own, chance.pick(phrases(other).skills)]))


def _education(chance: Chance, family: str) -> tuple[str, ...]:
    """A first degree, mostly a further one, sometimes a certificate; the highest first."""
    table = general()
    fields = phrases(family).fields
    found = [f"{chance.pick(table['first_degrees'])}, {chance.pick(fields)}, {chance.pick(table['schools'])}"]
    if family == "legal":
        found.insert(0, f"J.D., {chance.pick(table['schools'])}")
    elif chance.happens(0.5):
        found.insert(0, f"{chance.pick(table['professional_degrees'])}, {chance.pick(table['schools'])}")
    elif chance.happens(0.7):
        degree = chance.pick(table["further_degrees"])
        found.insert(0, f"{degree}, {chance.pick(fields)}, {chance.pick(table['schools'])}")
    if chance.happens(0.3):
        found.append(chance.pick(table["certificates"]))
    return tuple(found)


def _evidence(chance: Chance, post: Post, family: str) -> tuple[str, ...]:
    wording = Wording(post, chance)
    shared = general()["evidence"].values()
    sentences = []
    for own, common in zip(phrases(family).evidence, shared, strict=True):
        phrase = chance.pick(own if chance.happens(SHARE_OF_FAMILY_EVIDENCE) else common)
        sentences.append(wording.fill(phrase))
    return tuple(sentences)


def _target_jobs(chance: Chance, post: Post, family: str) -> tuple[str, ...]:
    jobs = [job for job in phrases(family).jobs if job != post.title]
    if chance.happens(0.4):
        jobs = [*chance.sample(jobs, 2), chance.pick(phrases("leadership").jobs)]
    return tuple(dict.fromkeys(chance.sample(jobs, chance.between(1, 3))))


def _mobility(chance: Chance, post: Post) -> tuple[str, tuple[str, ...], bool, str]:
    """Relocation, the places named (home's own first), open to remote work, the statement."""
    home = reference.places()[post.place_code]
    relocation = chance.pick_weighted(RELOCATIONS, RELOCATION_SHARES)
    count = chance.between(*PLACES_NAMED[relocation])
    places = tuple(_places(chance, home, relocation, count))
    statement: str = chance.pick(general()["mobility"][relocation])
    words = statement.format(home=home.label, places=" or ".join(places) or home.label)
    return relocation, places, chance.happens(SHARE_OPEN_TO_REMOTE), words


def _places(chance: Chance, home: Place, relocation: str, count: int) -> list[str]:
    """`count` places at most, home's own first."""
    near = [place for place in reference.places().values() if place.city and _within(relocation, home, place)]
    start = [home.label] if home.city and count else []
    return list(dict.fromkeys([*start, *(place.label for place in chance.sample(near, count))]))[:count]


def _within(relocation: str, home: Place, place: Place) -> bool:
    """Outside the Washington area every other city is beyond commuting."""
    if relocation == "any":
        return bool(place.state)
    if relocation == "local":
        return place.area == home.area == WASHINGTON_AREA
    return place.area == home.area
