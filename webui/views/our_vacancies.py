"""The posts that my agencies expect to fall free."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from models.agencies import Agency
from models.errors import Conflict, Invalid
from models.queries.held_positions import find_position
from models.queries.our_offers import agencies_of
from models.queries.vacancies import of_agencies, positions_of, records
from models.queries.written_offers import hosts, own_of
from models.services import vacancies
from models.services.vacancies import Projection
from models.vacancies import ProjectedVacancy
from webui.forms.fields import refuse
from webui.forms.vacancies import VacancyForm
from webui.forms.versions import versions
from webui.guards import guard
from webui.paging import cut
from webui.views.vacancies import find_vacancy

blueprint = Blueprint("our_vacancies", __name__, url_prefix="/our-vacancies")


@blueprint.get("")
@guard("vacancies.list")
def index() -> ResponseReturnValue:
    """Everything listed, what is still open first."""
    today = local_day(g.now)
    return render_template(
        "vacancies/ours.html",
        page=cut(of_agencies(g.db, agencies_of(g.db, g.actor, g.now))),
        records=records(g.db, today),
        this_month=today.replace(day=1),
    )


def _form(agencies: list[Agency], **how: Any) -> VacancyForm:
    form = VacancyForm(**how)
    form.offer(agencies, positions_of(g.db, [one.id for one in agencies]), local_day(g.now))
    return form


def _page(
    form: VacancyForm, status: int = 200, *, vacancy: ProjectedVacancy | None = None, clash: Any = None
) -> ResponseReturnValue:
    return render_template("vacancies/text.html", form=form, vacancy=vacancy, clash=clash), status


@blueprint.get("/new")
@guard("vacancies.list")
def new() -> ResponseReturnValue:
    """An empty form."""
    agencies = hosts(g.db, g.actor, g.now)
    return _page(_form(agencies, formdata=None, data={"agency": own_of(agencies, g.actor, g.now)}))


@blueprint.post("/new")
@guard("vacancies.list")
def project() -> ResponseReturnValue:
    """List it."""
    agencies = hosts(g.db, g.actor, g.now)
    form = _form(agencies)
    if not form.validate():
        return _page(form, 422)
    agency = next(one for one in agencies if one.code == form.agency.data)
    facts: dict[str, Any] = {"agency": agency, "projection": _projection(form)}
    try:
        vacancies.project(g.db, actor=g.actor, now=g.now, **facts)
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, 422)
    flash("Listed. Executives see it under “May come free”.", "success")
    return redirect(url_for("our_vacancies.index"), 303)


def _projection(form: VacancyForm) -> Projection:
    return form.projection(find_position(g.db, form.position.data or ""))


@blueprint.get("/<int:number>")
@guard("vacancies.correct", load=find_vacancy)
def text(number: int) -> ResponseReturnValue:
    """What was expected, to be corrected."""
    return _page(_stored(), vacancy=g.obj)


def _stored() -> VacancyForm:
    """The form as it was listed."""
    vacancy = g.obj
    known = {
        "version": vacancy.version,
        "agency": vacancy.agency.code,
        "position": "" if vacancy.position is None else vacancy.position.slug,
        "title": vacancy.title,
        "place": vacancy.place,
        "month": f"{vacancy.month:%Y-%m}",
        "confidence": vacancy.confidence.value,
    }
    return _form([vacancy.agency], formdata=None, data=known)


@blueprint.post("/<int:number>")
@guard("vacancies.correct", load=find_vacancy)
def correct(number: int) -> ResponseReturnValue:
    """Keep the correction."""
    form = _form([g.obj.agency])
    if not form.validate():
        return _page(form, 422, vacancy=g.obj)
    facts = {"vacancy": g.obj, "version": form.version.data, "projection": _projection(form)}
    try:
        vacancies.correct(g.db, actor=g.actor, now=g.now, **facts)
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, 422, vacancy=g.obj)
    except Conflict:
        clash = versions(form, _stored())
        form.version.raw_data, form.version.data = None, g.obj.version
        return _page(form, 409, vacancy=g.obj, clash=clash)
    flash("Corrected.", "success")
    return redirect(url_for("our_vacancies.index"), 303)


@blueprint.post("/<int:number>/give-up")
@guard("vacancies.give_up", load=find_vacancy)
def give_up(number: int) -> ResponseReturnValue:
    """It did not come."""
    vacancies.give_up(g.db, actor=g.actor, now=g.now, vacancy=g.obj)
    flash("Noted: it did not come free.", "success")
    return redirect(url_for("our_vacancies.index"), 303)
