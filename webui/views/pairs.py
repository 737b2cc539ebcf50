"""Pins and forbidden pairs: written by one coordinator, put into force by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict, Denied, Invalid
from models.executives import Executive
from models.queries.board import find_round
from models.queries.entrants import certified
from models.queries.pair_rules import (
    SHOWN,
    find_executives,
    find_offered,
    find_pair_rule,
    has_pair_rule,
    pair_rules,
)
from models.rounds import RoundState, Rule
from models.services import rules
from models.unfit_pins import unfit_in
from webui.forms.fields import refuse
from webui.forms.limits import PairForm
from webui.forms.rounds import Reasoned
from webui.guards import guard

blueprint = Blueprint("pairs", __name__)


@blueprint.get("/rounds/<slug>/pairs")
@guard("rules.set_pair_rule", load=find_round)
def index(slug: str) -> ResponseReturnValue:
    """All of them, those that wait first."""
    return _page(PairForm())


def _page(form: PairForm, status: int = 200) -> ResponseReturnValue:
    found = pair_rules(g.db, g.obj)
    return render_template(
        "pairs/index.html",
        round=g.obj,
        pairs=found,
        unfit=unfit_in(g.db, g.obj),
        form=form,
        editable=g.obj.state in rules.OPEN,
    ), status


@blueprint.post("/rounds/<slug>/pairs")
@guard("rules.set_pair_rule", load=find_round)
def add(slug: str) -> ResponseReturnValue:
    """Write one down; it waits for a second person."""
    form = PairForm()
    if not form.validate():
        return _page(form, 422)
    executive = only(form.executive, _meant(form.executive.data.strip()), "executive")
    offered = only(form.opportunity, find_offered(g.db, g.obj, form.opportunity.data.strip()), "opportunity")
    if executive is None or offered is None:
        return _page(form, 422)
    if has_pair_rule(g.db, g.obj, executive, offered):
        form.opportunity.errors = ["There is a pin or a forbidden pair for these two already."]
        return _page(form, 422)
    rule, reason = Rule(form.rule.data), form.reason.data.strip()
    pair = {"executive": executive, "opportunity": offered, "rule": rule, "reason": reason}
    try:
        rules.set_pair_rule(g.db, actor=g.actor, now=g.now, round_=g.obj, **pair)
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, 422)
    except Conflict as fault:
        form.rule.errors = [str(fault)]
        return _page(form, 409)
    flash("It is written down and waits for another coordinator; until then it does not count.", "success")
    return redirect(url_for("pairs.index", slug=slug), 303)


def _meant(words: str) -> list[Executive]:
    """Whom the words may mean; of several, those in the round once nobody else can come into it."""
    found = find_executives(g.db, words)
    if len(found) < 2 or g.obj.state is not RoundState.RANKING:
        return found
    return find_executives(g.db, words, certified(g.db, g.obj)) or found


def only(typed: Any, found: Sequence[Any], noun: str) -> Any | None:
    """The only one found; else the field says what there is to choose from."""
    if len(found) == 1:
        return found[0]
    if not found:
        typed.errors = [f"No {noun} is known by “{typed.data.strip()}”."]
    else:
        some = "; ".join(f"{one.slug} ({getattr(one, 'name', None) or one.title})" for one in found[:SHOWN])
        more = " and others, so a longer part of it may tell more" if len(found) > SHOWN else ""
        typed.errors = [f"Several are meant: {some}{more}. Enter the number in front."]
    return None


@blueprint.post("/rounds/<slug>/pairs/<int:number>/approve")
@guard("rules.approve_pair_rule", load=find_pair_rule)
def approve(slug: str, number: int) -> ResponseReturnValue:
    """Put one into force."""
    rules.approve_pair_rule(g.db, actor=g.actor, now=g.now, rule=g.obj)
    flash("It is in force.", "success")
    return redirect(url_for("pairs.index", slug=slug), 303)


@blueprint.get("/rounds/<slug>/pairs/<int:number>/drop")
@guard("rules.drop_pair_rule", load=find_pair_rule)
def drop_page(slug: str, number: int) -> ResponseReturnValue:
    """Why is it taken away?"""
    return _drop_page(slug, Reasoned())


def _drop_page(slug: str, form: Reasoned, status: int = 200) -> ResponseReturnValue:
    return render_template("pairs/drop.html", slug=slug, rule=g.obj, form=form), status


@blueprint.post("/rounds/<slug>/pairs/<int:number>/drop")
@guard("rules.drop_pair_rule", load=find_pair_rule)
def drop(slug: str, number: int) -> ResponseReturnValue:
    """Take one away; the trail keeps it."""
    form = Reasoned()
    if not form.validate():
        return _drop_page(slug, form, 422)
    try:
        rules.drop_pair_rule(g.db, actor=g.actor, now=g.now, rule=g.obj, reason=form.reason.data.strip())
    except (Conflict, Denied) as fault:
        form.reason.errors = [str(fault)]
        return _drop_page(slug, form, 409)
    flash("It is taken away; the record keeps that it was there.", "success")
    return redirect(url_for("pairs.index", slug=slug), 303)
