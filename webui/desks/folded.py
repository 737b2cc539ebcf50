"""Like lines of a desk that become one from the third on, which leads to the list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import cast

from flask import url_for

from models.access import can
from models.actors import Actor
from models.queries.desk_lines import Waiting
from models.queries.interviews import AHEAD
from models.queries.our_offers import IN_NO_ROUND
from webui.desk import News, Task
from webui.desks import keeping
from webui.desks.agreements import is_missed, sign_by
from webui.filters import moment

MANY = 3


def _agreements(many: list[Waiting]) -> Task:
    return _listed(many, "agreements wait for your signature", "Read and sign")


def _drafts(many: list[Waiting]) -> Task:
    return _listed(many, "agreements are drafts: make them ready, then put them to signature", "See them")


def _interviews(many: list[Waiting]) -> News:
    first = min(many, key=attrgetter("at"))
    when = f"the next with {first.name} on {moment(cast(datetime, first.at))}"
    return News(
        f"{len(many)} interviews are agreed with applicants, {when}", address=url_for("applicants.index")
    )


def _in_no_round(many: list[Waiting]) -> News:
    sentence = f"{len(many)} opportunities are approved; next an exchange coordinator puts them into a round"
    return News(sentence, address=url_for("offers.index", round="none"))


def _listed(many: list[Waiting], words: str, act: str) -> Task:
    """The line is due when the first of them is, and says so where others have more time."""
    days = {sign_by(one) for one in many}
    due = min((day for day in days if day is not None), default=None)
    first = ", the first of them" if len(days) > 1 else ""
    return Task(f"{len(many)} {words}{first}", due, act, url_for("agreements.index", state="mine"))


FOLDS: dict[str, tuple[str, Callable[[list[Waiting]], Task | News]]] = {
    AHEAD: ("rankings.list", _interviews),
    IN_NO_ROUND: ("offers.list", _in_no_round),
    "agreement": ("agreements.list", _agreements),
    "draft_agreement": ("agreements.list", _drafts),
    **dict.fromkeys(keeping.REVIEWS, ("returns.board", keeping.reviews)),
}
"""By kind: which list shows them, and how many of them are said."""


def folded(found: list[Waiting], actor: Actor, now: datetime) -> Iterator[Task | News | list[Waiting]]:
    """By kind, either the one line of many or those that stand each alone."""
    for kind, some in groupby(sorted(found, key=_folds_as), key=_folds_as):
        many = list(some)
        sees, words = FOLDS.get(kind, ("", None))
        if words is not None and len(many) >= MANY and can(actor, sees, None, now=now):
            yield words(many)
        else:
            yield many


def _folds_as(one: Waiting) -> str:
    """Its kind; a draft whose first day has come stands alone, as it is put to signature no more."""
    return "" if one.kind == "draft_agreement" and is_missed(one) else one.kind
