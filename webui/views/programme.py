"""The programme: five numbers with their goal and trend, each opening its table and its definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, abort, g, render_template
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from matcher.policy.annual_report import law_of
from matcher.policy.assignment_clauses import GOAL_PERCENT
from matcher.policy.clause import Clause
from matcher.policy.clauses import ROTATION_DAYS
from matcher.policy.mentoring_clauses import LEAST_SHOWN
from matcher.policy.periods import fiscal_year
from matcher.policy.programme import check_programme, check_recurrence, longest_ago
from matcher.policy.programme_clauses import (
    ANSWERED_GOAL,
    FIRST_CHOICE_GOAL,
    LOOK_BACK_FIRST,
    ON_TIME_GOAL,
    SATISFACTION_GOAL,
)
from matcher.policy.reasons import Reason
from models.queries.evaluations import said
from models.queries.programme import Part, Series, foreseen, last_rotations, numbers
from webui.forms.evaluations import WORDS
from webui.guards import guard
from webui.report_words import percent
from webui.trends import Trend, trend

blueprint = Blueprint("programme", __name__, url_prefix="/programme")
YEARS, FEWEST = 5, 2
"""So many fiscal years are looked at; earlier ones with nothing to count are left out, down to the fewest."""

TWO_YEARS = timedelta(days=731)


@dataclass(frozen=True)
class Number:
    """One of the five: what it is called, its goal, what it means, and what to do where it falls short."""

    slug: str
    name: str
    goal: Clause
    of: str
    means: str
    leads: str


FIVE = {
    one.slug: one
    for one in (
        Number(
            "rotating",
            f"Rotating at least {ROTATION_DAYS.figure} days this year",
            GOAL_PERCENT,
            "career SES on 1 October",
            f"Career appointees of the Service with a run of at least {ROTATION_DAYS.figure} days within the "
            "fiscal year, both ends counted, of all on record on the 1 October that opened it; of this year "
            "up to today.",
            "Look at the agencies below: where nobody is away, ask their coordinators for releases.",
        ),
        Number(
            "answered",
            "Mentoring requests answered in time",
            ANSWERED_GOAL,
            "first offers that ended",
            "Of the requests whose first offer was answered or ran out in the year, those that the first "
            "mentor answered, yes or no, before it ran out.",
            "Look at mentors who stay silent: two offers in a row that had their whole time pause a mentor.",
        ),
        Number(
            "first_choice",
            "First choices",
            FIRST_CHOICE_GOAL,
            "people placed",
            "Of the people placed in rounds published in the year, those placed with the first choice that "
            "was open to them.",
            "Look at where wishes crowd: ask hosts of wanted posts for another seat.",
        ),
        Number(
            "on_time",
            "Returns on time",
            ON_TIME_GOAL,
            "returns that were due",
            "Of the returns whose last day away fell in the year and has passed, those entered by the first "
            "business day after it. Left out are rights given up by that day, and of people who left the "
            "service by then; whoever gave it up or left later counts as late.",
            "Open Returns: whoever is overdue stands first there.",
        ),
        Number(
            "satisfied",
            "Satisfied with the conversation",
            SATISFACTION_GOAL,
            "answers",
            "Of the answers of both sides in the year, those that give four or five of five to “the advice "
            f"answered the question”. Fewer than {LEAST_SHOWN.figure} answers are not shown.",
            "Open Quality: it shows which parts of the points foretell a good conversation.",
        ),
    )
}


@dataclass(frozen=True)
class Shown:
    """A number with its years, the newest last."""

    number: Number
    years: list[tuple[int, Part]]
    chart: Trend

    @property
    def now(self) -> Part:
        """Of the year that is open."""
        return self.years[-1][1]


def written(part: Part) -> str:
    """A share as it stands beside its bar."""
    if part.hidden:
        return f"fewer than {part.least}"
    return percent(part.share) if part.under else "nothing to count"


def shown(number: Number, series: Series) -> Shown:
    """The number with its picture."""
    years = sorted(series.items())
    while len(years) > FEWEST and not years[0][1].under:
        years = years[1:]
    bars = {f"FY {year}": (part.share, written(part)) for year, part in years}
    return Shown(number, years, trend(bars, number.goal.figure))


def last_years() -> list[int]:
    """The fiscal years shown, the open one last."""
    this = fiscal_year(local_day(g.now))
    return list(range(this - YEARS + 1, this + 1))


@blueprint.get("")
@guard("programme.see")
def page() -> ResponseReturnValue:
    """The five numbers."""
    found, ledger = numbers(g.db, last_years(), g.now)
    year = last_years()[-1]
    five = [shown(number, found[slug]) for slug, number in FIVE.items()]
    return render_template(
        "programme/page.html",
        five=five,
        said=check_programme(law_of(year)),
        year=year,
        foreseen=foreseen(ledger, year),
        written=written,
    )


def _recurrence() -> list[Reason]:
    """How many rotated longer ago than recommended."""
    today = local_day(g.now)
    law = law_of(fiscal_year(today))
    before = longest_ago(today, law)
    return [] if before is None else check_recurrence(*last_rotations(g.db, before), law)


@blueprint.get("/evaluations")
@guard("programme.see")
def looked_back() -> ResponseReturnValue:
    """What people say 3, 6 and 12 months after a return, of the last two years."""
    return render_template(
        "programme/evaluations.html",
        rows=said(g.db, g.now - TWO_YEARS, g.now),
        measures=WORDS,
        least=LEAST_SHOWN.figure,
        citation=LOOK_BACK_FIRST.citation,
    )


@blueprint.get("/<slug>")
@guard("programme.see")
def number(slug: str) -> ResponseReturnValue:
    """One number: its definition, its table, and of rotations the agencies."""
    if slug not in FIVE:
        abort(404)
    found, ledger = numbers(g.db, last_years(), g.now)
    year = last_years()[-1]
    known = (ledger.standing(one, year) for one in ledger.telling(year)) if slug == "rotating" else ()
    agencies = sorted(known, key=lambda one: -len(one.runs))  # those by name who send as many
    return render_template(
        "programme/number.html",
        one=shown(FIVE[slug], found[slug]),
        agencies=agencies,
        year=year,
        foreseen=foreseen(ledger, year) if agencies else None,
        said=_recurrence() if slug == "rotating" else [],
        written=written,
        percent=percent,
    )
