"""Somebody new on record."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from models.agencies import Agency
from models.errors import Conflict, Invalid
from models.executives import AppointmentType
from models.positions import Position
from models.queries.agencies import find_agency, open_agencies, vacant_positions
from models.queries.held_positions import TAKEN, free_positions
from models.services import joiners
from webui.forms.fields import refuse
from webui.forms.people import NO_POSITION, NewExecutive, Person
from webui.guards import guard

blueprint = Blueprint("joiners", __name__, url_prefix="/people")


@blueprint.get("/new")
@guard("joiners.add_person")
def new() -> ResponseReturnValue:
    """An executive, or somebody of the staff?"""
    return _staff_page(Person())


def _staff_page(form: Person, status: int = 200) -> ResponseReturnValue:
    return render_template("people/new.html", form=form, agencies=open_agencies(g.db)), status


@blueprint.post("/new")
@guard("joiners.add_person")
def add() -> ResponseReturnValue:
    """Add somebody of the staff."""
    form = Person()
    if not form.validate():
        return _staff_page(form, 422)
    try:
        added = joiners.add_person(g.db, actor=g.actor, now=g.now, name=form.name.data, email=form.email.data)
    except Invalid as fault:
        refuse(form, fault)
        return _staff_page(form, 422)
    flash(f"{added.name} is on record. Grant a role, then invite.", "success")
    return redirect(url_for("people.page", slug=added.slug), 303)


@blueprint.get("/new/executive")
@guard("joiners.add_person")
def new_executive() -> ResponseReturnValue:
    """An executive of the agency that the address names."""
    agency = find_agency(g.db, request.args.get("agency", ""))
    if agency is None or not agency.active:
        return redirect(url_for("joiners.new", agency=""))
    return _executive_page(NewExecutive(), agency)


def _executive_page(form: NewExecutive, agency: Agency, status: int = 200) -> ResponseReturnValue:
    form.position.choices = position_choices(free_positions(g.db, agency))
    return render_template("people/new_executive.html", form=form, agency=agency), status


def position_choices(free: list[Position]) -> list[SelectChoice]:
    """Free positions to choose from."""
    return [NO_POSITION, *(SelectChoice(one.slug, named(one)) for one in free)]


def named(position: Position) -> str:
    """Its title with the part of the agency and the city, where they are known: titles repeat."""
    part = position.organization.name if position.organization else None
    return f"{', '.join(filter(None, (position.title, part, position.city)))} ({position.slug})"


@blueprint.post("/new/executive/<code>")
@guard("joiners.add_person")
def add_executive(code: str) -> ResponseReturnValue:
    """Add the executive; the card is completed by its owner."""
    agency = find_agency(g.db, code)
    if agency is None:
        return redirect(url_for("joiners.new"), 303)
    form = NewExecutive()
    if not form.validate():
        return _executive_page(form, agency, 422)
    try:
        added = joiners.add_person(
            g.db,
            actor=g.actor,
            now=g.now,
            name=form.name.data,
            email=form.email.data,
            executive=_new(form, agency),
        )
    except (Invalid, Conflict) as fault:
        refuse(form, fault)
        return _executive_page(form, agency, 422)
    flash(f"{added.name} is on record at {agency.name}. Invite, so that the card gets filled in.", "success")
    return redirect(url_for("people.page", slug=added.slug), 303)


def _new(form: NewExecutive, agency: Agency) -> joiners.NewExecutive:
    return joiners.NewExecutive(
        agency,
        chosen_position(vacant_positions(g.db, agency), form.position.data),
        AppointmentType(form.appointment.data),
        form.ses_since.data,
        form.position_since.data,
    )


def chosen_position(vacant: list[Position], slug: str) -> Position | None:
    """The position that was chosen; Conflict where it is not vacant any more."""
    found = next((one for one in vacant if one.slug == slug), None)
    if slug and found is None:
        raise Conflict(TAKEN, about="position")
    return found
