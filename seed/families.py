"""Function families: what kind of work a post is, told from the words of its title and organization."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from seed import reference
from seed.reference import Post

PHRASES = Path(__file__).parent / "phrases"

DEFAULT = "leadership"

WORDS = {
    "finance": "financ|budget|comptroller|account(?!ab)|actuar|treasurer|loan|credit|cost analysis",
    "people": "human capital|human resource|personnel|workforce|learning|employee|manpower|staffing",
    "technology": "information (officer|tech)|cyber|technology officer|data officer|digital|software|systems",
    "legal": "counsel(?!or)|solicitor|legal|attorney|litigation|judge|adjudicat|appeals|hearings",
    "acquisition": "acquisition|procurement|contract|logistics|supply|facilit|property|construction",
    "communications": "public affairs|communications|congression|legislati|external|media|outreach|intergov",
    "oversight": r"inspector|audit|consumer|investigat|enforcement|compliance|integrity|\brisk|rights|ethics",
    "regional": "regional|region |field|district|area director|site office|state director",
    "health": r"health|medical|food|medicare|medicaid|disease|clinical|nursing|\bdrug|biomedic",
    "international": r"international|foreign|global|europe|\basia|africa|near east|\btrade|\bnato\b",
    "security": r"(?<!social )(?<!benefits )security|intelligence|defense|homeland|terror|emergency|prepared|"
    "threat|nuclear|customs|border",
    "policy": "policy|planning|strateg|analysis|economi|evaluation|regulat",
    "science": "scien|research|laborator|engineer|technolog|space|geolog|climate|statistic|energy|ocean|"
    "weather|physics|biolog|chemis|mathemat",
    "programs": "program|grant|benefit|education|housing|services|operations|assistance|lending|conservation|"
    "land|forest|wildlife|transit|highway|veteran",
}
"""Family -> words that tell it, in the order in which they are tried: title first, then organization."""

_PATTERNS = tuple((family, re.compile(words, re.IGNORECASE)) for family, words in WORDS.items())

NAMES = (*WORDS, DEFAULT)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said in one family; `evidence` holds one list for each of the five ECQs, in their order."""

    label: str
    topic: str
    skills: tuple[str, ...]
    fields: tuple[str, ...]
    jobs: tuple[str, ...]
    ecqs: tuple[int, ...]
    purpose: tuple[str, ...]
    objectives: tuple[str, ...]
    indicators: tuple[str, ...]
    evidence: tuple[tuple[str, ...], ...]


EVIDENCE_KEYS = ("rule_of_law", "efficiency", "merit", "people", "results")
"""The keys of the phrase files for the five qualifications of ECQ-2025, in their order."""


def family_of(post: Post) -> str:
    """The family of a post, by the first words that fit."""
    organization = reference.organizations()[post.organization_id].name
    return _told_by(post.title) or _told_by(organization) or DEFAULT


def _told_by(text: str) -> str | None:
    return next((family for family, pattern in _PATTERNS if pattern.search(text)), None)


@cache
def phrases(family: str) -> Phrases:
    """The phrases of one family."""
    table = read_phrases(family)
    evidence = table.pop("evidence")
    lists: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    return Phrases(**lists, evidence=tuple(tuple(evidence[key]) for key in EVIDENCE_KEYS))


@cache
def general() -> dict[str, Any]:
    """What every family shares: schools, certificates, mobility statements, evidence."""
    return read_phrases("general")


def read_phrases(name: str) -> dict[str, Any]:
    """One phrase file as a table."""
    return tomllib.loads((PHRASES / f"{name}.toml").read_text(encoding="utf-8"))
