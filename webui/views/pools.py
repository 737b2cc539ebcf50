"""Pools of small agencies in a round: built, balanced together, dissolved."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict, Invalid
from models.pools import RoundPool
from models.queries.agencies import find_agencies
from models.queries.balances import find_pool
from models.queries.balances import pools as pools_of
from models.queries.board import find_round
from models.queries.limits import Row, limits
from models.rounds import Round
from models.services import pools
from models.services.rules import OPEN
from webui.forms.fields import refuse
from webui.forms.pools import SMALL, Balance, NewPool, coded
from webui.guards import guard

blueprint = Blueprint("pools", __name__, url_prefix="/rounds/<slug>/pools")


@blueprint.get("")
@guard("pools.build", load=find_round)
def index(slug: str) -> ResponseReturnValue:
    """The pools of the round in words, and a new one with the small agencies proposed."""
    return _index(g.obj, NewPool(formdata=None))


def _index(
    round_: Round, form: NewPool, status: int = 200, faulty: tuple[int, Balance] | None = None
) -> ResponseReturnValue:
    rows, found = limits(g.db, round_).rows, pools_of(g.db, round_)
    taken = {member.id for pool in found for member in pool.members}
    form.offer(rows, taken)
    if form.members.data is None:
        form.members.data = [row.code for row in rows if row.depth == 0 and row.people < SMALL]
    balances = {pool.number: Balance(formdata=None, prefix=pool.code) for pool in found}
    for pool in found:
        balances[pool.number].begin(pool)
    if faulty is not None:
        balances[faulty[0]] = faulty[1]
    return render_template(
        "pools/index.html",
        round=round_,
        pools=found,
        counts=_people(rows, found),
        form=form,
        balances=balances,
        faulty=None if faulty is None else faulty[1],
        small=SMALL,
        editable=round_.state in OPEN,
    ), status


def _people(rows: list[Row], found: list[RoundPool]) -> dict[int, int]:
    """Executives by the number of their pool."""
    people = {row.id: row.people for row in rows}
    return {pool.number: sum(people.get(member.id, 0) for member in pool.members) for pool in found}


@blueprint.post("")
@guard("pools.build", load=find_round)
def build(slug: str) -> ResponseReturnValue:
    """Build a pool."""
    form, round_ = NewPool(), g.obj
    taken = {member.id for pool in pools_of(g.db, round_) for member in pool.members}
    form.offer(limits(g.db, round_).rows, taken)
    if not form.validate():
        return _index(round_, form, 422)
    members = find_agencies(g.db, form.members.data or [])
    least, most = form.bounds()
    given: dict[str, Any] = {"name": form.name.data or "", "net_min": least, "net_max": most}
    try:
        made = pools.build(g.db, actor=g.actor, now=g.now, round_=round_, members=members, **given)
    except (Conflict, Invalid) as fault:
        refuse(form, fault)
        return _index(round_, form, 409)
    flash(f"The pool “{made.name}” is built: its {len(members)} agencies are balanced together.", "success")
    return redirect(url_for("pools.index", slug=slug), 303)


@blueprint.post("/<int:number>/balance")
@guard("pools.set_balance", load=find_pool)
def balance(slug: str, number: int) -> ResponseReturnValue:
    """Save the balance of a pool, unless somebody set it differently meanwhile."""
    pool: RoundPool = g.obj
    form = Balance(prefix=pool.code)
    if not form.validate():
        return _index(g.db.get_one(Round, pool.round_id), NewPool(formdata=None), 422, (number, form))
    if form.was.data != coded(pool):
        theirs = f"Somebody else set the balance of {pool.name} meanwhile: {_said(pool)}."
        form.form_errors = [f"{theirs} Yours is below; saving again puts it in place."]
        form.was.data = coded(pool)
        return _index(g.db.get_one(Round, pool.round_id), NewPool(formdata=None), 409, (number, form))
    least, most = form.bounds()
    pools.set_balance(g.db, actor=g.actor, now=g.now, pool=pool, net_min=least, net_max=most)
    flash(f"The balance of {pool.name} is saved.", "success")
    return redirect(url_for("pools.index", slug=slug), 303)


@blueprint.post("/<int:number>/dissolve")
@guard("pools.dissolve", load=find_pool)
def dissolve(slug: str, number: int) -> ResponseReturnValue:
    """Let the members be balanced one by one again."""
    name = g.obj.name
    pools.dissolve(g.db, actor=g.actor, now=g.now, pool=g.obj)
    flash(f"The pool “{name}” is dissolved; its agencies keep the limits of their own.", "success")
    return redirect(url_for("pools.index", slug=slug), 303)


def _said(pool: RoundPool) -> str:
    if pool.net_min is None and pool.net_max is None:
        return "no limit"
    least = "no least" if pool.net_min is None else f"at least {pool.net_min:+d}"
    most = "no most" if pool.net_max is None else f"at most {pool.net_max:+d}"
    return f"{least}, {most}".replace("-", "−")
