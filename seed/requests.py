"""Invented requests for a mentor, each with what becomes of it."""

from datetime import timedelta

from seed.chance import Chance
from seed.mentors import competencies, situations, words
from seed.records import Demonstration, Mentor, Request

FATES = {
    "closed": 34,
    "unrated": 6,
    "ended": 8,
    "handed_on": 10,
    "no_match": 8,
    "waitlisted": 8,
    "withdrawn": 8,
    "cancelled": 4,
    "feedback": 8,
    "meeting": 18,
    "arranging": 14,
    "questioned": 6,
    "expired": 8,
    "offered": 18,
    "manual": 10,
    "submitted": 16,
    "draft": 12,
    "lasting": 2,
    "lasted": 1,
    "reported": 1,
    "looked_into": 1,
}
"""What becomes of how many, in the order in which they are loaded: what is over first. New fates come
at the end, so that everybody keeps theirs."""
AGES = {
    "closed": (50, 95),
    "unrated": (60, 90),
    "ended": (20, 60),
    "lasting": (112, 116),
    "lasted": (112, 116),
    "looked_into": (10, 14),
}
"""How many days ago they began; the others within the last days."""
RECENT = {
    "expired": (4, 6),
    "feedback": (14, 18),
    "meeting": (1, 12),
    "arranging": (1, 2),
    "no_match": (10, 40),
    "withdrawn": (5, 50),
    "cancelled": (5, 50),
}
WEEKS = (
    ((0, 13 * 60, 17 * 60), (2, 13 * 60, 17 * 60)),
    tuple((day, 8 * 60, 12 * 60) for day in range(5)),
    ((1, 9 * 60, 15 * 60), (3, 9 * 60, 15 * 60)),
)
"""Times that suit for one request, as weekday and minutes."""


def invent_requests(made: Demonstration, mentors: tuple[Mentor, ...]) -> tuple[Request, ...]:
    """201 requests by as many executives who do not mentor, new ones among them more often."""
    chance = Chance(made.number, "requests")
    busy = {one.executive for one in mentors}
    free = [one for one in chance.shuffled(made.executives) if one.slug not in busy]
    new = [one for one in free if one.career_stage == "stage_1"]
    others = [one for one in free if one.career_stage != "stage_1"]
    people = iter([*new[:150], *others])
    fates = [fate for fate, count in FATES.items() for _ in range(count)]
    return tuple(_request(made, next(people).slug, fate) for fate in fates)


def _request(made: Demonstration, slug: str, fate: str) -> Request:
    chance = Chance(made.number, "request", slug)
    wanted = chance.sample(situations(), chance.pick_weighted((1, 2, 3), (0.55, 0.35, 0.1)))
    stories: dict[str, list[str]] = words()["stories"]  # type: ignore[assignment]
    days = chance.between(*(AGES | RECENT).get(fate, (0, 1)))
    within = chance.between(12, 30) if chance.happens(0.6) else None
    return Request(
        executive=slug,
        kind="coach" if chance.happens(0.05) else "mentor",
        fate=fate,
        days_ago=days,
        situations=tuple((code, place == 0 and chance.happens(0.25)) for place, code in enumerate(wanted)),
        story=chance.pick(stories[wanted[0]]),
        competencies=tuple(
            (name, chance.between(1, 4) if chance.happens(0.85) else None, False)
            for name in chance.sample(competencies(), chance.between(1, 3))
        ),
        site=chance.pick(("headquarters", "field", "")),
        size_band=chance.pick(("under_100", "under_1000", "from_1000", "")),
        urgent=chance.happens(0.15),
        need_within=None if within is None else timedelta(days=within),
        chooses=chance.between(1, 3),
        figures=tuple(chance.pick_weighted((2, 3, 4, 5), (0.05, 0.15, 0.4, 0.4)) for _ in range(8)),
        answers_after=timedelta(hours=chance.between(1, 30)),
        week=chance.pick(WEEKS) if fate in ("submitted", "draft") and chance.happens(0.3) else (),
    )
