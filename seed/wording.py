"""Sentences about a real post: the blanks of the phrases filled with its own words and drawn figures."""

import re
from functools import cache

from seed import reference
from seed.chance import Chance
from seed.families import family_of, phrases
from seed.reference import Post

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEAM_SIZES = (25, 30, 40, 45, 60, 75, 90, 110, 120, 150, 180, 220, 260, 300, 350, 420, 500, 650, 800)
SUMS = (2, 3, 4, 5, 6, 8, 9, 11, 14, 18, 22, 27, 35, 40, 55, 70, 90, 120, 160)
LONGEST_TOPIC = 48
LONGEST_OFFICE = 70

_OFFICES = (
    "Office",
    "Bureau",
    "Division",
    "Directorate",
    "Administration",
    "Service",
    "Services",
    "Agency",
    "Center",
    "Command",
)
_NO_OFFICE = re.compile(
    r"(Directors|Offices|Counsels|Members|Commissioners|Divisions)$|^(Region|Secretary|Under|Assistant) "
)
_TOPIC = re.compile(r"\b(?:for|of) (?:the )?(?:Office of (?:the )?)?([A-Z][^()/]*)$")
_IN_BRACKETS = re.compile(r"\(([A-Z][^()]*)\)$")
_NO_TOPIC = re.compile(
    r"^(Staff|Chair|Defense|State|Treasury|Chief|Under|Board|Counsel|Region|Office|President|Human |"
    r"Air Force|Army|Navy|Information Tech|Public Affairs|External Affairs|Congressional)|^\S+$|"
    r"Director|Secretary|Administrator|Officer|Commissioner|^U\.?S\b|^[IVX]+$"
)


class Wording:
    """Fills blanks for one post, all from one stream of chance."""

    def __init__(self, post: Post, chance: Chance) -> None:
        self._chance = chance
        self._words = {
            "office": spoken_organization(post.organization_id, post.agency_code),
            "agency": reference.spoken_agency(post.agency_code),
            "topic": topic_of(post),
        }

    def fill(self, phrase: str) -> str:
        """The phrase with every blank filled; figures are drawn anew for each sentence."""
        count = self._chance.between(4, 12)
        figures = {
            "count": in_words(count),
            "count_more": in_words(count + self._chance.between(1, 3)),
            "weeks": in_words(self._chance.between(2, 10)),
            "months": in_words(self._chance.between(8, 24)),
            "percent": str(self._chance.between(8, 45)),
            "share": str(self._chance.between(70, 95)),
            "few": str(self._chance.between(2, 6)),
            "staff": str(self._chance.pick(TEAM_SIZES)),
            "money": f"${self._chance.pick(SUMS)} million",
        }
        text = phrase.format(**self._words, **figures)
        return text[0].upper() + text[1:]


def in_words(number: int) -> str:
    """Numbers below ten as words, others in digits."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def spoken_organization(source_id: str, agency_code: str) -> str:
    """An organization inside a sentence, or its agency where there is none or its name does not speak."""
    organization = reference.organizations().get(source_id)
    if organization is None or not _speaks(organization.name):
        return reference.spoken_agency(agency_code)
    name = organization.name.removeprefix("The ")
    if any(word in name.split() for word in _OFFICES) or name in _agency_names():
        return f"the {name}"
    return f"the {name} office"


def _speaks(name: str) -> bool:
    return len(name) <= LONGEST_OFFICE and not _NO_OFFICE.search(name)


@cache
def _agency_names() -> set[str]:
    return {agency.name for agency in reference.agencies().values()}


def topic_of(post: Post) -> str:
    """The subject that the title names in two words or more, "Regulatory Affairs", or that of its family."""
    title = post.title
    found = _IN_BRACKETS.search(title) or _TOPIC.search(title)
    topic = found.group(1).rpartition(" for ")[2].strip() if found else ""
    if not topic or len(topic) > LONGEST_TOPIC or _NO_TOPIC.search(topic):
        return phrases(family_of(post)).topic
    return topic
