"""Invented mentors and coaches: some of the invented executives, with what they have handled and know."""

from collections.abc import Sequence
from functools import cache

from seed import reference
from seed.chance import Chance
from seed.cleaning.places import WASHINGTON_AREA
from seed.families import NAMES, read_phrases
from seed.records import Demonstration, Executive, Mentor
from seed.reference import read_table

MENTORS, COACHES = 360, 26
STAGES = {"stage_2": 0.35, "stage_3": 0.8}
"""How many of each career stage would mentor; nobody in the first one does."""
ZONES = {
    "CA": "America/Los_Angeles",
    "WA": "America/Los_Angeles",
    "CO": "America/Denver",
    "IL": "America/Chicago",
}
STATES = ("active", "paused", "submitted", "draft", "retired")
STATE_SHARES = (0.88, 0.05, 0.03, 0.02, 0.02)
HOURS = ((9, 12), (10, 12), (13, 16), (14, 17), (8, 10))


def invent_mentors(made: Demonstration) -> tuple[Mentor, ...]:
    """360 mentors and 26 coaches, nobody twice, in the order of their slugs."""
    chance = Chance(made.number, "mentors")
    willing = [one for one in made.executives if chance.happens(STAGES.get(one.career_stage, 0.0))]
    drawn = chance.shuffled(willing)[: MENTORS + COACHES]
    coaches = {one.slug for one in drawn[MENTORS:]}
    kind = {one.slug: "coach" if one.slug in coaches else "mentor" for one in drawn}
    chosen = sorted(drawn, key=lambda one: one.slug)
    return tuple(_mentor(made, one, kind[one.slug]) for one in chosen)


def _mentor(made: Demonstration, one: Executive, kind: str) -> Mentor:
    chance = Chance(made.number, "mentor", one.slug)
    year = made.as_of.year
    post = reference.posts()[one.post_id]
    place = reference.places()[post.place_code]
    return Mentor(
        executive=one.slug,
        kind=kind,
        capacity=chance.pick_weighted((1, 2, 3), (0.6, 0.3, 0.1)),
        about=chance.pick(words()["about"]),
        site="headquarters" if place.area == WASHINGTON_AREA else "field",
        size_band=chance.pick(("under_100", "under_1000", "from_1000", "")),
        situations=tuple(
            _years(chance, year, code) for code in chance.sample(situations(), chance.between(2, 6))
        ),
        competencies=tuple(
            (name, chance.pick_weighted((2, 3, 4, 5), (0.1, 0.3, 0.35, 0.25)))
            for name in chance.sample(competencies(), chance.between(4, 10))
        ),
        functions=tuple(dict.fromkeys([one.family, *chance.sample(NAMES, chance.between(0, 2))])),
        missions=reference.agencies()[one.home_agency].clusters,
        agencies=tuple(dict.fromkeys([one.home_agency])),
        zone=ZONES.get(place.state, "America/New_York"),
        windows=_windows(chance),
        standing=chance.pick_weighted(STATES, STATE_SHARES),
    )


def _years(chance: Chance, year: int, code: str) -> tuple[str, int, int | None]:
    last = year - chance.pick_weighted((0, 1, 2, 3, 5, 8), (0.2, 0.25, 0.2, 0.15, 0.1, 0.1))
    return code, last, last - chance.between(0, 4) if chance.happens(0.5) else None


def _windows(chance: Chance) -> tuple[tuple[int, int, int], ...]:
    """Weekday, begin and end in hours."""
    days = sorted(chance.sample(range(5), chance.between(2, 4)))
    return tuple((day, *chance.pick(HOURS)) for day in days)


@cache
def situations() -> tuple[str, ...]:
    return tuple(row["code"] for row in read_table("situations.csv"))


@cache
def competencies() -> tuple[str, ...]:
    """The competencies of the framework of 2012: the one of 2025 has none yet."""
    return tuple(row["name"] for row in read_table("ecq_competencies.csv"))


@cache
def words() -> dict[str, Sequence[str]]:
    return read_phrases("mentoring")
