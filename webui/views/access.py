"""Roles granted and revoked; people shut out and let in again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from matcher.mentoring.business import local_day
from matcher.policy.rotation import grant_ends
from models.actors import SYSTEM, Actor, Role, RoleGrant
from models.agencies import Agency
from models.errors import Conflict, Denied, Invalid, Trouble, Unmet
from models.queries.agencies import find_agency, open_agencies
from models.queries.directory import executive_of, shut_out
from models.queries.left_behind import left_behind, told_besides_shutting_out
from models.services import people, roles
from webui.filters import day, kind
from webui.forms.fields import refuse
from webui.forms.people import PROGRAMME, SCOPES, WHICH, Grant, Prolong, Reasoned, last_second
from webui.guards import guard
from webui.views.people import person

blueprint = Blueprint("access", __name__, url_prefix="/people")


@blueprint.get("/<slug>/roles/new")
@guard("roles.grant", load=person)
def grant(slug: str) -> ResponseReturnValue:
    """Choose a role, its agency and its last day."""
    return _grant_page(Grant())


def _grant_page(form: Grant, status: int = 200) -> ResponseReturnValue:
    form.agency.choices = [*SCOPES, *(SelectChoice(one.code, one.name) for one in open_agencies(g.db))]
    if g.obj.slug == SYSTEM:
        form.role.choices = [SelectChoice(Role.SYSTEM.value, "Roundtrip itself: mail, schedule, rounds")]
    return render_template("people/grant.html", person=g.obj, form=form), status


@blueprint.post("/<slug>/roles/new")
@guard("roles.grant", load=person, step_up=True)
def give(slug: str) -> ResponseReturnValue:
    """Grant it."""
    form = Grant()
    if g.obj.slug == SYSTEM:
        form.role.choices = [SelectChoice(Role.SYSTEM.value, "")]
    form.validate()
    named = form.agency.data not in ("", PROGRAMME)
    agency = find_agency(g.db, form.agency.data) if named else None
    if named and agency is None:
        form.agency.errors = [WHICH]
    for fault in _wrong(form, agency):
        refuse(form, fault)
    if form.errors:
        return _grant_page(form, 422)
    try:
        given = roles.grant(
            g.db,
            actor=g.actor,
            now=g.now,
            person=g.obj,
            role=Role(form.role.data),
            agency=agency,
            starts_at=g.now,
            ends_at=last_second(form.ends_at.data),
            reason=form.reason.data,
        )
    except (Unmet, Invalid, Denied, Conflict) as fault:
        refuse(form, fault)
        return _grant_page(form, 422)
    flash(f"{g.obj.name} is {kind(given.role)} until the end of {day(given.ends_at)}.", "success")
    return redirect(url_for("people.page", slug=slug), 303)


def _wrong(form: Grant, agency: Agency | None) -> Iterator[Trouble]:
    """What does not fit together, told with whatever else is missing."""
    fits = not form.role.errors and not form.agency.errors
    if fits and (fault := roles.wrong_agency(Role(form.role.data), agency)):
        yield fault
    if not form.ends_at.errors and (late := roles.wrong_end(g.now, last_second(form.ends_at.data))):
        yield late


def held(session: Any, slug: str, number: int) -> RoleGrant | None:
    """A role of that person."""
    found, owner = session.get(RoleGrant, number), person(session, slug)
    return found if found is not None and owner is not None and found.actor_id == owner.id else None


@blueprint.get("/<slug>/roles/<int:number>/prolong")
@guard("roles.prolong", load=held)
def ask_to_prolong(slug: str, number: int) -> ResponseReturnValue:
    """Until when does the role go on?"""
    return _prolong_page(Prolong())


def _prolong_page(form: Prolong, status: int = 200) -> ResponseReturnValue:
    agency = g.db.get(Agency, g.obj.agency_id) if g.obj.agency_id else None
    latest = grant_ends(local_day(g.now))
    return render_template(
        "people/prolong.html",
        latest=latest,
        longer=latest > local_day(g.obj.ends_at),
        given=g.obj,
        person=g.obj.actor,
        agency=agency,
        ended=not g.obj.is_in_force(g.now),
        form=form,
    ), status


@blueprint.post("/<slug>/roles/<int:number>/prolong")
@guard("roles.prolong", load=held, step_up=True)
def prolong(slug: str, number: int) -> ResponseReturnValue:
    """Let the role end later."""
    form = Prolong()
    if not form.validate():
        return _prolong_page(form, 422)
    ends = last_second(form.ends_at.data)
    try:
        roles.prolong(g.db, actor=g.actor, now=g.now, given=g.obj, ends_at=ends, reason=form.reason.data)
    except (Unmet, Invalid, Denied, Conflict) as fault:
        refuse(form, fault)
        return _prolong_page(form, 422)
    flash(f"{g.obj.actor.name} is {kind(g.obj.role)} until the end of {day(ends)}.", "success")
    return redirect(url_for("people.page", slug=slug), 303)


@blueprint.get("/<slug>/roles/<int:number>/revoke")
@guard("roles.revoke", load=held)
def ask_to_revoke(slug: str, number: int) -> ResponseReturnValue:
    """Why is the role revoked?"""
    return _revoke_page(Reasoned())


def _revoke_page(form: Reasoned, status: int = 200) -> ResponseReturnValue:
    return render_template("people/revoke.html", given=g.obj, person=g.obj.actor, form=form), status


@blueprint.post("/<slug>/roles/<int:number>/revoke")
@guard("roles.revoke", load=held)
def revoke(slug: str, number: int) -> ResponseReturnValue:
    """End the role now."""
    form = Reasoned()
    if not form.validate():
        return _revoke_page(form, 422)
    roles.revoke(g.db, actor=g.actor, now=g.now, given=g.obj, reason=form.reason.data)
    flash(f"{g.obj.actor.name} is no longer {kind(g.obj.role)}.", "success")
    return redirect(url_for("people.page", slug=slug), 303)


@blueprint.get("/<slug>/deactivate")
@guard("people.deactivate", load=person)
def ask_to_deactivate(slug: str) -> ResponseReturnValue:
    """Shut somebody out, or let in again."""
    return _shut_page(Reasoned())


def _shut_page(form: Reasoned, status: int = 200) -> ResponseReturnValue:
    if g.obj.active:
        besides = told_besides_shutting_out(left_behind(g.db, g.obj))
        return render_template("people/deactivate.html", person=g.obj, form=form, besides=besides), status
    return render_template(
        "people/reactivate.html",
        person=g.obj,
        executive=executive_of(g.db, g.obj),
        form=form,
        shut=shut_out(g.db, g.obj),
    ), status


@blueprint.post("/<slug>/deactivate")
@guard("people.deactivate", load=person)
def deactivate(slug: str) -> ResponseReturnValue:
    """End every right of a person at once."""
    return _shut(g.obj, people.deactivate, "can no longer sign in.")


@blueprint.post("/<slug>/reactivate")
@guard("people.reactivate", load=person)
def reactivate(slug: str) -> ResponseReturnValue:
    """Let the person in again."""
    executive = executive_of(g.db, g.obj)
    postless = executive is not None and executive.position is None
    next_ = " No post is on record: correct it here if there is one." if postless else ""
    return _shut(g.obj, people.reactivate, f"may sign in again.{next_}")


def _shut(who: Actor, verb: Any, done: str) -> ResponseReturnValue:
    form = Reasoned()
    if not form.validate():
        return _shut_page(form, 422)
    try:
        verb(g.db, actor=g.actor, now=g.now, person=who, reason=form.reason.data)
    except (Denied, Conflict, Invalid) as fault:
        refuse(form, fault)
        return _shut_page(form, 422)
    flash(f"{who.name} {done}", "success")
    return redirect(url_for("people.page", slug=who.slug), 303)
