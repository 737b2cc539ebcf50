"""How well mentoring works: each figure with its definition, and the act it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from matcher.policy.meeting_clauses import LATE_CANCEL_HOURS
from matcher.policy.mentoring_clauses import LEAST_SHOWN
from models.access import can
from models.queries.mentoring_quality import Figure, Quality, qualities
from webui.charts import bar_chart
from webui.guards import guard

blueprint = Blueprint("mentoring_quality", __name__, url_prefix="/mentoring/quality")
YEAR, RECENT = timedelta(days=365), timedelta(days=91)


def hours(value: float) -> str:
    return f"{value:,.1f} hours"


def share(value: float) -> str:
    return f"{100 * value:.0f} %"


def of_five(value: float) -> str:
    return f"{value:.1f} of 5"


def fit(value: float) -> str:
    return f"{value:+.2f}"


@dataclass(frozen=True)
class Line:
    """One figure: what it is called, how it is written, what it means, and what to do about it; and where,
    with the permission it takes to go there."""

    name: str
    write: Callable[[float], str]
    figure: Callable[[Quality], Figure]
    means: str
    leads: str
    room: tuple[str, str, str] | None = None
    asks: dict[str, str] = field(default_factory=dict)


LINES = (
    Line(
        "Time to the first answer",
        hours,
        lambda found: found.first_answer,
        "The median from the submission to the first yes or no of a mentor.",
        "If it grows, look at the offers without an answer: silent mentors are the usual cause.",
    ),
    Line(
        "Time to the first meeting",
        hours,
        lambda found: found.first_meeting,
        "The median from the submission to the beginning of the first held session.",
        "If it grows while answers are quick, ask mentors for more bookable times.",
    ),
    Line(
        "Served by the day needed",
        share,
        lambda found: found.served_in_time,
        "Of the requests whose day has passed, those with a session held by its end.",
        "If it falls, prepare a sweep more often, and win mentors for what stands at the desk.",
        ("sweeps.see", "sweeps.index", "Sweeps"),
    ),
    Line(
        "First choices",
        share,
        lambda found: found.first_choice,
        "Of the accepted offers of people who chose, those of the mentor named first.",
        "If it falls, the same few mentors are wanted: ask them for a higher limit, or win more like them.",
    ),
    Line(
        "Offers without an answer",
        share,
        lambda found: found.expiry,
        "Of the offers answered or run out, those that ran out of time.",
        "If it grows, speak with the agencies of the silent; two in a row that had their whole time pause a "
        "mentor.",
    ),
    Line(
        "Offers declined",
        share,
        lambda found: found.decline,
        "Of the offers answered or run out, those with a no.",
        "A no is an answer. If it grows, ask mentors to bring their profiles up to date.",
    ),
    Line(
        "Nobody came",
        share,
        lambda found: found.no_show,
        "Of the sessions whose time has passed, those that one side missed.",
        "If it grows, check that invitations reach calendars.",
        ("mail.see", "mail.index", "Mail and jobs"),
    ),
    Line(
        "Cancelled late",
        share,
        lambda found: found.late_cancel,
        "Of the sessions that are over or were cancelled, those cancelled less than "
        f"{LATE_CANCEL_HOURS.figure} hours before.",
        "If it grows, ask mentors for a longer notice.",
    ),
    Line(
        "The advice answered the question",
        of_five,
        lambda found: found.satisfaction["advice"],
        "The mean answer of both sides, one to five; after coaching they are asked whether the conversations "
        "helped with it.",
        "If it falls, read with the agencies what their mentors say they can do.",
    ),
    Line(
        "Predicted points against reported fit",
        fit,
        lambda found: found.fit["points"],
        "The correlation of the points at the offer with what mentees say of the advice; 0 is chance.",
        "Near 0 or below with many answers, the weights of the points need another look.",
        ("reference.see", "reference.policy", "Where the weights stand"),
        {"q": "weight"},
    ),
)


@blueprint.get("")
@guard("mentoring_quality.see")
def page() -> ResponseReturnValue:
    """The requests of the last twelve months, and the loads of today."""
    found, lately = qualities(g.db, (g.now - YEAR, g.now - RECENT), g.now)
    rows = [(line, line.figure(found), line.figure(lately)) for line in LINES]
    loads = sorted(found.loads.items())
    return render_template(
        "mentoring_quality/page.html",
        found=found,
        since=g.now - YEAR,
        lately=g.now - RECENT,
        rows=rows,
        may=lambda action: can(g.actor, action, None, now=g.now),
        least=LEAST_SHOWN.figure,
        loads=loads,
        criteria=[(name, one) for name, one in found.fit.items() if name != "points"],
        chart=bar_chart([(_carries(load), mentors) for load, mentors in loads]),
    )


def _carries(load: int) -> str:
    return {0: "free", 1: "one conversation or offer"}.get(load, f"{load} conversations or offers")
