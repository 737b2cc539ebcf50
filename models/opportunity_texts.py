"""What an opportunity says, as a person writes it: the template, apart from its state and its author."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from matcher.policy.return_clauses import FOR_GOOD_DAYS
from models.agencies import Agency
from models.competencies import Ecq
from models.errors import Invalid, must_be_none
from models.executives import Clearance
from models.opportunities import (
    ExpectedResult,
    FundingBasis,
    Indicator,
    Kind,
    Objective,
    Opportunity,
    Remote,
    StatedReturn,
)

MOST_LINES, LONGEST_LINE = 12, 300
LONGEST_PURPOSE, LONGEST_TITLE, LONGEST_PLACE = 4000, 300, 140
"""The place leaves room for ", partly remote", which stands after it in the agreement."""
MOST_SEATS, MOST_DAYS = 50, 1500
OUT_OF_ORDER = "The latest first day must not be before the earliest."
NO_LENGTH = "Enter how many days it lasts."
LISTS = {"objectives": Objective, "results": ExpectedResult, "indicators": Indicator}
PLAIN = (
    "title", "purpose", "kind", "duration_days", "starts_from", "starts_until", "seats", "min_seats",
    "clearance", "remote", "place", "supervisor", "funding",
)  # fmt: skip


@dataclass(frozen=True)
class Description:
    """The template filled in. A move for good names no length in days. `way_back` is the basis and the
    target it states itself, the target empty for the basis none; without it the kind decides."""

    title: str
    purpose: str
    kind: Kind
    duration_days: int | None
    starts_from: date
    starts_until: date
    seats: int
    min_seats: int
    clearance: Clearance
    remote: Remote
    place: str
    supervisor: str
    funding: FundingBasis
    objectives: Sequence[str]
    results: Sequence[str]
    indicators: Sequence[str]
    ecqs: Sequence[Ecq]
    way_back: tuple[ReturnBasis, ReturnTarget | None] | None = None


def describe(opportunity: Opportunity) -> Description:
    """What an opportunity says now."""
    stated = opportunity.way_back
    plain = {name: getattr(opportunity, name) for name in PLAIN}
    if opportunity.kind.is_permanent:
        plain["duration_days"] = None
    listed = {name: tuple(line.text for line in getattr(opportunity, name)) for name in LISTS}
    said: dict[str, Any] = plain | listed
    return Description(
        **said,
        ecqs=tuple(opportunity.ecqs),
        way_back=None if stated is None else (stated.basis, stated.target),
    )


def write(opportunity: Opportunity, text: Description) -> None:
    """Make an opportunity say this; Invalid, naming the field, where a rule of form is broken."""
    _check(text)
    for name in PLAIN:
        setattr(opportunity, name, getattr(text, name))
    if text.kind.is_permanent:
        opportunity.duration_days = FOR_GOOD_DAYS.figure  # no page shows it
    for name, line in LISTS.items():
        _rewrite(getattr(opportunity, name), getattr(text, name), line)
    opportunity.ecqs = list(text.ecqs)
    if text.way_back is None:
        opportunity.way_back = None
    elif opportunity.way_back is None:
        opportunity.way_back = StatedReturn(basis=text.way_back[0], target=text.way_back[1])
    else:
        opportunity.way_back.basis, opportunity.way_back.target = text.way_back


def draft(host: Agency, text: Description) -> Opportunity:
    """A new opportunity of the host that says this, not on record yet; Invalid as `write` raises it."""
    opportunity = Opportunity(slug=_new_slug(), host_agency=host)
    write(opportunity, text)
    return opportunity


def _new_slug() -> str:
    """A number of its own."""
    return f"O-{secrets.token_hex(4).upper()}"


def _rewrite(lines: list[Any], texts: Sequence[str], line: Callable[..., Any]) -> None:
    """The same rows with other words, so that no number stands twice while they are saved."""
    for one, text in zip(lines, texts, strict=False):
        one.text = text
    del lines[len(texts) :]
    more = enumerate(texts[len(lines) :], len(lines) + 1)
    lines.extend([line(ordinal=place, text=text) for place, text in more])


def _check(text: Description) -> None:
    must_be_none([Invalid(sentence, about=name) for name, sentence in _faults(text)])


def _faults(text: Description) -> Iterator[tuple[str, str]]:
    """Each field that breaks a rule of form, with the sentence."""
    if text.duration_days is None and not text.kind.is_permanent:
        yield "duration_days", NO_LENGTH
    if text.starts_until < text.starts_from:
        yield "starts_until", OUT_OF_ORDER
    if text.min_seats > text.seats:
        yield "min_seats", "The least number of seats is no more than the seats."
    for name in LISTS:
        lines = getattr(text, name)
        if len(lines) > MOST_LINES:
            yield name, f"Write at most {MOST_LINES} lines."
        elif any(len(line) > LONGEST_LINE for line in lines):
            yield name, f"Use at most {LONGEST_LINE} characters in a line."
    if text.kind.is_permanent and text.way_back is not None and text.way_back[0] is not ReturnBasis.NONE:
        yield "return_basis", "A move of this kind is for good: nothing brings back from it."
    elif text.way_back is not None and (text.way_back[0] is ReturnBasis.NONE) != (text.way_back[1] is None):
        yield "return_target", "Say where the way back leads; where it rests on nothing it leads nowhere."
