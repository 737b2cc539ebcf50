"""What may come free, as executives read and follow it."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.errors import Invalid
from models.queries.saved_searches import followed
from models.queries.vacancies import Record, projected, records
from models.saved_searches import Question
from models.services import saved_searches
from models.vacancies import ProjectedVacancy, VacancyState
from webui.guards import guard
from webui.mine import me
from webui.paging import cut
from webui.words import CONFIDENCES

blueprint = Blueprint("vacancies", __name__, url_prefix="/may-come-free")
blueprint.add_app_template_filter(CONFIDENCES.__getitem__, "confidence")


@blueprint.app_template_filter()
def turned_out(record: Record | None) -> str:
    """How far an agency's word was right so far."""
    if record is None:
        return "Nothing this agency projected has come due yet."
    return f"Of {record.projected:,} projected by this agency whose time has come, {record.came:,} came free."


def find_vacancy(session: Session, number: int) -> ProjectedVacancy | None:
    """The projected vacancy of that number."""
    return session.get(ProjectedVacancy, number)


@blueprint.get("")
@guard("vacancies.see", load=me)
def page() -> ResponseReturnValue:
    """The months to come, with how each agency's projections have turned out."""
    today, words = local_day(g.now), request.args.get("words", "")[:200]
    return render_template(
        "vacancies/page.html",
        page=cut(projected(g.db, today, words)),
        records=records(g.db, today),
        mine=followed(g.db, g.obj),
        words=words,
    )


@blueprint.post("/<int:number>/follow")
@guard("saved_searches.save", load=me)
def follow(number: int) -> ResponseReturnValue:
    """Be told once it is in a catalogue: a saved search of its own."""
    vacancy = find_vacancy(g.db, number)
    if vacancy is None or vacancy.state is not VacancyState.PROJECTED:
        flash("This post is not projected any more.", "error")
        return redirect(url_for("vacancies.page"), 303)
    if number not in followed(g.db, g.obj):
        facts = {"executive": g.obj, "name": vacancy.title[:100], "question": Question(vacancy=number)}
        try:
            saved_searches.save(g.db, actor=g.actor, now=g.now, **facts)
        except Invalid as fault:
            flash(str(fault), "error")
            return redirect(url_for("vacancies.page"), 303)
    flash("You are told when it can be put on a dream sheet. Nobody else sees that you follow it.", "success")
    return redirect(url_for("vacancies.page", _anchor=f"vacancy-{number}"), 303)
