"""What stands on record of an executive beside name and agency, corrected by the programme office."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from models.errors import Conflict, Trouble
from models.executives import AppointmentType, Clearance, Executive
from models.positions import Position
from models.queries.agencies import vacant_positions
from models.queries.directory import executive_of
from models.queries.held_positions import free_positions
from models.services import executives
from webui.forms.fields import fresh, refuse
from webui.forms.people import Correction
from webui.forms.versions import versions
from webui.guards import guard
from webui.views.joiners import chosen_position, named, position_choices
from webui.views.people import person

blueprint = Blueprint("executives", __name__, url_prefix="/people")


def _executive() -> Executive:
    """The executive in service whose record is corrected."""
    found = executive_of(g.db, g.obj)
    if found is None or not g.obj.active:
        raise Conflict(f"{g.obj.name} is not an executive in service, so there is no post to correct.")
    return found


@blueprint.get("/<slug>/post")
@guard("executives.correct", load=person)
def ask_to_correct(slug: str) -> ResponseReturnValue:
    """Correct post, appointment, dates or clearance."""
    executive = _executive()
    return _page(_stored(executive), executive)


def _stored(executive: Executive) -> Correction:
    """A form that holds what is on record."""
    return Correction(
        formdata=None,
        data={
            "position": executive.position.slug if executive.position else "",
            "appointment": executive.appointment.value,
            "ses_since": executive.ses_since,
            "position_since": executive.current_position_since,
            "clearance": executive.clearance.value,
            "version": executive.version,
        },
    )


def _page(
    form: Correction, executive: Executive, status: int = 200, *, clash: bool = False
) -> ResponseReturnValue:
    free, stored = free_positions(g.db, executive.home_agency, executive), _stored(executive)
    form.position.choices = stored.position.choices = _choices(executive, free)
    stored.reason.data = form.reason.data
    return render_template(
        "people/correct.html",
        person=g.obj,
        executive=executive,
        any_free=bool(free),
        form=form,
        clash=versions(form, stored) if clash else None,
    ), status


def _choices(executive: Executive, free: list[Position]) -> list[SelectChoice]:
    """The post that is held, and the free ones of the agency."""
    held = executive.position
    none, *others = position_choices([one for one in free if one is not held])
    return [none, *([SelectChoice(held.slug, named(held))] if held else []), *others]


@blueprint.post("/<slug>/post")
@guard("executives.correct", load=person)
def correct(slug: str) -> ResponseReturnValue:
    """Store it, and tell the executive; what changed meanwhile is shown beside what was typed."""
    executive, form = _executive(), Correction()
    if not form.validate():
        return _page(form, executive, 422)
    if form.version.data != executive.version:
        fresh(form, version=executive.version)
        return _page(form, executive, 409, clash=True)
    try:
        executives.correct(
            g.db,
            actor=g.actor,
            now=g.now,
            person=g.obj,
            found=_found(form, executive),
            version=form.version.data,
            reason=form.reason.data,
        )
    except Trouble as fault:
        refuse(form, fault)
        return _page(form, executive, 422)
    flash(f"The record of {g.obj.name} is corrected, and {g.obj.name} is told.", "success")
    return redirect(url_for("people.page", slug=slug), 303)


def _found(form: Correction, executive: Executive) -> executives.OnRecord:
    held = executive.position
    keeps = held is not None and form.position.data == held.slug
    return executives.OnRecord(
        held if keeps else chosen_position(vacant_positions(g.db, executive.home_agency), form.position.data),
        AppointmentType(form.appointment.data),
        form.ses_since.data,
        form.position_since.data,
        Clearance(form.clearance.data),
    )
