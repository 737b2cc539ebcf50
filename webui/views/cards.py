"""My card: read, edited by sections, seen as a host sees it, printed."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from models.errors import Conflict, Invalid
from models.queries.card_readings import card_readings
from models.queries.cards import CardView, card, completeness
from models.queries.open_cards import open_card_of
from models.services import cards
from webui.forms.cards import FORMS, Versioned, stored
from webui.forms.versions import versions
from webui.guards import guard
from webui.mine import me
from webui.words import CAREER_STAGES, REACHES

blueprint = Blueprint("cards", __name__, url_prefix="/card")
blueprint.add_app_template_filter(CAREER_STAGES.__getitem__, "stage_of_career")
blueprint.add_app_template_filter(REACHES.__getitem__, "reach")


def _my_card() -> CardView:
    return card(g.db, g.obj, local_day(g.now))


@blueprint.get("")
@guard("cards.see", load=me)
def page() -> ResponseReturnValue:
    """The card with what to add next."""
    view = _my_card()
    address = partial(url_for, "cards.section")
    return render_template(
        "cards/page.html",
        card=view,
        complete=completeness(view),
        edit=lambda name: address(name=name),
        opened=open_card_of(g.db, g.obj),
        readings=card_readings(g.db, g.obj),
    )


@blueprint.get("/as-a-host")
@guard("cards.see", load=me)
def as_a_host() -> ResponseReturnValue:
    """The card as the hosts of my choices see it."""
    return render_template("cards/as_a_host.html", card=_my_card())


@blueprint.get("/print")
@guard("cards.see", load=me)
def printed() -> ResponseReturnValue:
    """The card on one sheet of paper."""
    return render_template("cards/printed.html", card=_my_card())


@blueprint.get("/<name>")
@guard("cards.see", load=me)
def section(name: str) -> ResponseReturnValue:
    """One section, to be edited."""
    form = _form(name, _my_card())
    return render_template("cards/section.html", name=name, title=FORMS[name][0], form=form, clash=None)


def _form(name: str, view: CardView, **more: object) -> Versioned:
    if name not in FORMS:
        abort(404)
    return FORMS[name][1](view)(data=stored(view, name), **more)


@blueprint.post("/<name>")
@guard("cards.edit", load=me)
def save(name: str) -> ResponseReturnValue:
    """Store one section; what changed meanwhile is shown beside what was typed."""
    view = _my_card()
    form = _form(name, view)
    if not form.validate():
        return _again(name, form, 422)
    try:
        cards.edit(
            g.db,
            actor=g.actor,
            now=g.now,
            executive=g.obj,
            version=form.version.data,
            section=form.section(),
        )
    except Invalid as fault:
        form[fault.about or form.typed()[0].name].errors = [str(fault)]
        return _again(name, form, 422)
    except Conflict:
        return _clash(name, form, view)
    title = FORMS[name][0]
    flash(f"Saved: {title[:1].lower()}{title[1:]}.", "success")
    return redirect(url_for("cards.page"), 303)


def _again(name: str, form: Versioned, status: int) -> ResponseReturnValue:
    return render_template(
        "cards/section.html", name=name, title=FORMS[name][0], form=form, clash=None
    ), status


def _clash(name: str, form: Versioned, view: CardView) -> ResponseReturnValue:
    """Both versions side by side; sending the form again now replaces the stored one knowingly."""
    theirs = _form(name, view, formdata=None)
    clash = versions(form, theirs)
    form.version.raw_data, form.version.data = None, view.version
    return render_template("cards/section.html", name=name, title=FORMS[name][0], form=form, clash=clash), 409
