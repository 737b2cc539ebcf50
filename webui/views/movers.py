"""People who leave or change agency: first what will happen, then the act."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.actors import AGENCY_ROLES
from models.agencies import Agency
from models.errors import Conflict, Denied, Invalid
from models.executives import Executive
from models.queries.agencies import find_agency, near, open_agencies, vacant_positions
from models.queries.directory import executive_of
from models.queries.held_positions import free_positions
from models.queries.left_behind import (
    left_behind,
    left_behind_for,
    move_not_in_force,
    told_besides_leaving,
    told_besides_moving,
    why_not_yet,
)
from models.queries.movers import held, in_rounds, told_of_leaving, told_of_moving
from models.services import movers
from webui.forms.fields import refuse
from webui.forms.people import Move, Reasoned
from webui.guards import guard
from webui.views.joiners import chosen_position, position_choices
from webui.views.people import person

blueprint = Blueprint("movers", __name__, url_prefix="/people")


@blueprint.get("/<slug>/leave")
@guard("movers.leave", load=person)
def ask_to_leave(slug: str) -> ResponseReturnValue:
    """What happens when this person leaves."""
    return _leave_page(Reasoned())


def _leave_page(form: Reasoned, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "people/leave.html",
        person=g.obj,
        executive=executive_of(g.db, g.obj),
        rounds=told_of_leaving(in_rounds(g.db, g.obj)),
        roles=held(g.db, g.obj, g.now),
        besides=told_besides_leaving(left_behind(g.db, g.obj)),
        form=form,
    ), status


@blueprint.post("/<slug>/leave")
@guard("movers.leave", load=person, step_up=True)
def leave(slug: str) -> ResponseReturnValue:
    """Take the person out of everything."""
    form = Reasoned()
    if not form.validate():
        return _leave_page(form, 422)
    try:
        movers.leave(g.db, actor=g.actor, now=g.now, person=g.obj, reason=form.reason.data)
    except (Denied, Conflict, Invalid) as fault:
        refuse(form, fault)
        return _leave_page(form, 422)
    flash(f"{g.obj.name} has left: everything that was announced is done.", "success")
    return redirect(url_for("people.page", slug=slug), 303)


@blueprint.get("/<slug>/move")
@guard("movers.move", load=person)
def choose_agency(slug: str) -> ResponseReturnValue:
    """Where to?"""
    executive = executive_of(g.db, g.obj)
    if executive is None or not g.obj.active:
        raise Conflict(f"{g.obj.name} is not an executive in service, so there is no home agency to change.")
    wanted = find_agency(g.db, request.args.get("agency", ""))
    if wanted is not None and wanted.active and wanted.id != executive.home_agency_id:
        return redirect(url_for("movers.ask_to_move", slug=slug, code=wanted.code))
    return render_template(
        "people/choose_agency.html",
        person=g.obj,
        executive=executive,
        near=near(g.db, executive.home_agency),
        near_address=lambda code: url_for("movers.ask_to_move", slug=slug, code=code),
        agencies=open_agencies(g.db),
        already=movers.already_there(executive) if wanted is executive.home_agency else None,
    )


@blueprint.get("/<slug>/move/<code>")
@guard("movers.move", load=lambda session, slug, code: person(session, slug))
def ask_to_move(slug: str, code: str) -> ResponseReturnValue:
    """What happens when this person goes there."""
    agency, executive = find_agency(g.db, code), executive_of(g.db, g.obj)
    if agency is None or executive is None or agency is executive.home_agency:
        return redirect(url_for("movers.choose_agency", slug=slug, agency=code))
    return _move_page(Move(), agency, executive)


def _move_page(form: Move, agency: Agency, executive: Executive, status: int = 200) -> ResponseReturnValue:
    form.position.choices = position_choices(free_positions(g.db, agency, executive))
    agreed = move_not_in_force(g.db, executive.id, agency)
    return render_template(
        "people/move.html",
        agreed=agreed,
        why_not_yet="" if agreed is None else why_not_yet(agreed),
        person=g.obj,
        executive=executive,
        agency=agency,
        rounds=told_of_moving(in_rounds(g.db, g.obj), agency),
        roles=[one for one in held(g.db, g.obj, g.now) if one.grant.role in AGENCY_ROLES],
        besides=told_besides_moving(left_behind_for(g.db, g.obj, executive, agency, g.now)),
        form=form,
    ), status


@blueprint.post("/<slug>/move/<code>")
@guard("movers.move", load=lambda session, slug, code: person(session, slug))
def move(slug: str, code: str) -> ResponseReturnValue:
    """Change the home agency."""
    agency, executive, form = find_agency(g.db, code), executive_of(g.db, g.obj), Move()
    if agency is None or executive is None or agency is executive.home_agency:
        return redirect(url_for("movers.choose_agency", slug=slug, agency=code), 303)
    if not form.validate():
        return _move_page(form, agency, executive, 422)
    try:
        position = chosen_position(vacant_positions(g.db, agency), form.position.data)
        movers.move(
            g.db,
            actor=g.actor,
            now=g.now,
            person=g.obj,
            agency=agency,
            position=position,
            reason=form.reason.data,
        )
    except (Denied, Conflict, Invalid) as fault:
        refuse(form, fault)
        return _move_page(form, agency, executive, 422)
    flash(f"{g.obj.name} is at {agency.name} now.", "success")
    return redirect(url_for("people.page", slug=slug), 303)
