"""Applicants: who asked for an opportunity, in which order the host would take them, certified."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.files import canonical
from matcher.mentoring.business import local_day
from models.queries import our_offers
from models.queries.applicants import (
    Applicant,
    Place,
    Standing,
    applicants,
    arrange,
    find_place,
    opened_at,
    standing,
    strengths,
)
from models.queries.cards import cards
from models.queries.interviews import of_place
from models.queries.offered import why_gone
from models.rankings import RankingState
from models.services import rankings
from webui.forms.applicants import Ranking, Wanted, write_order
from webui.guards import guard
from webui.hosting import next_to_rank, nothing_to_confirm, stage

blueprint = Blueprint("applicants", __name__, url_prefix="/applicants")
People = dict[str, Applicant]


@blueprint.get("")
@guard("rankings.list")
def index() -> ResponseReturnValue:
    """Every opportunity of mine that somebody asked for and that is to be ranked now."""
    agencies = our_offers.agencies_of(g.db, g.actor, g.now, our_offers.RANKERS)
    lines = our_offers.rankings_due(g.db, agencies)
    coming = [] if lines else our_offers.our_rounds(g.db, agencies, gone=False)
    stages = {round_.id: stage(round_, g.now, awaited) for round_, _count, awaited in coming}
    return render_template("applicants/index.html", lines=lines, coming=coming, stages=stages)


@blueprint.get("/<round_slug>/<slug>")
@guard("rankings.see_applicants", load=find_place)
def page(round_slug: str, slug: str) -> ResponseReturnValue:
    """The ranking, once the applicants are opened; before that, what opening them means."""
    people = opened()
    return _closed() if people is None else _ranking(people)


def opened() -> People | None:
    """The applicants, where the round is open for rankings and the actor's look at them is on the record."""
    if not g.obj.is_open(g.now) or opened_at(g.db, g.obj, g.actor, g.now) is None:
        return None
    return applicants(g.db, g.obj)


def _closed() -> ResponseReturnValue:
    return render_template(
        "applicants/closed.html",
        place=g.obj,
        gone=None if g.obj.offered else why_gone(g.obj.opportunity),
        stage=stage(g.obj.round, g.now, g.obj.awaited, nothing_to_confirm(g.obj.opportunity)),
        is_open=g.obj.is_open(g.now),
        interview=request.args.get("interview", ""),
    )


def _ranking(people: People, form: Ranking | None = None, status: int = 200) -> ResponseReturnValue:
    now = standing(g.obj, people)
    return render_template(
        "applicants/page.html",
        place=g.obj,
        people=people,
        strengths=strengths(g.db, people),
        standing=now,
        order=write_order(now.order),
        interviews=of_place(g.db, g.obj),
        form=form or Ranking(formdata=None),
        moved=request.args.get("moved"),
    ), status


@blueprint.post("/<round_slug>/<slug>/open")
@guard("rankings.see_applicants", load=find_place)
def open_list(round_slug: str, slug: str) -> ResponseReturnValue:
    """Put on record that the actor looks at these applicants; the record stands for a day. Whoever was on
    the way to an interview comes to it."""
    rankings.see_applicants(g.db, actor=g.actor, now=g.now, round_=g.obj.round, opportunity=g.obj.opportunity)
    if who := request.form.get("interview"):
        return redirect(url_for("interviews.page", round_slug=round_slug, slug=slug, who=who), 303)
    return _back()


def _back(**more: str) -> ResponseReturnValue:
    return redirect(_address("page", **more), 303)


def _not_kept() -> ResponseReturnValue:
    """From a page that stood open too long to the one that holds now."""
    why = "open the applicants again first" if g.obj.is_open(g.now) else "the list can no longer be changed"
    flash(f"What you pressed last was not kept: {why}.", "error")
    return _back()


def _address(endpoint: str, **more: str) -> str:
    place = {"round_slug": g.obj.round.slug, "slug": g.obj.opportunity.slug}
    return url_for(f"applicants.{endpoint}", **place, **more)  # type: ignore[arg-type]


@blueprint.post("/<round_slug>/<slug>/order")
@guard("rankings.rank", load=find_place)
def order(round_slug: str, slug: str) -> ResponseReturnValue:
    """One act on the ranking, from the list as it stood on the page."""
    people, form = opened(), Ranking()
    if people is None:
        return _not_kept()
    if not form.validate():
        return _refused(people, form)
    if form.verb == "refuse" and not (form.reason.data or "").strip():
        form.reason.errors = ["Write why this person is not acceptable."]
        return _card(people, form.person, form, 422)
    now = standing(g.obj, people)
    wanted = form.wanted(now, people)
    if form.version.data != g.obj.version:
        return _clash(people, form, now, wanted)
    if (wanted.order, wanted.refused) != (now.order, now.refused):
        _store(wanted)
    if form.then.data in people:
        flash(f"{people[wanted.who].name}: {_whereabouts(wanted)}.", "success")
        return redirect(_address("card", who=form.then.data), 303)
    return _back_to(form.verb, wanted.who)


def _refused(people: People, form: Ranking) -> ResponseReturnValue:
    """Again the page that the form came from: a reason is written beside the card."""
    if form.reason.errors:
        return _card(people, form.person, form, 422)
    return _ranking(people, form, 422)


def _whereabouts(wanted: Wanted) -> str:
    place = next((at for at, group in enumerate(wanted.order, 1) if wanted.who in group), None)
    if place is not None:
        return f"number {place} of {len(wanted.order)} in your order"
    return "not acceptable" if wanted.who in wanted.refused else "not ranked"


FOCUS = {"up": "up", "down": "down", "tie": "untie", "untie": "tie", "last": "up", "to": "up"} | {
    "out": "last",
    "back": "last",
    "refuse": "back",
}
"""After each act the keyboard goes on at this button of the same person."""


def _back_to(verb: str, who: str) -> ResponseReturnValue:
    if verb in FOCUS and who:
        return _back(moved=who, _anchor=f"{FOCUS[verb]}-{who}")
    return _back(_anchor="order")


def _store(wanted: Wanted) -> None:
    rankings.rank(
        g.db,
        actor=g.actor,
        now=g.now,
        round_=g.obj.round,
        opportunity=g.obj.opportunity,
        ranking=wanted.order,
        refused=wanted.refused,
    )


def _clash(people: People, form: Ranking, now: Standing, wanted: Wanted) -> ResponseReturnValue:
    """Somebody else changed the ranking meanwhile: both versions, and the choice."""
    mine = arrange({"ranking": wanted.order, "refused": wanted.refused}, people)
    again = form.act.data if form.verb in ("refuse", "back") else "keep"
    fields = {"version": g.obj.version, "order": write_order(wanted.order), "act": again}
    return render_template(
        "applicants/clash.html",
        place=g.obj,
        people=people,
        theirs=now,
        mine=mine,
        fields=fields | {"reason": form.reason.data or ""},
    ), 409


def _place_of_card(session: Session, round_slug: str, slug: str, who: str) -> Place | None:
    del who  # looked for among the applicants, once it is known that they may be seen
    return find_place(session, round_slug, slug)


@blueprint.get("/<round_slug>/<slug>/cards/<who>")
@guard("rankings.see_applicants", load=_place_of_card)
def card(round_slug: str, slug: str, who: str) -> ResponseReturnValue:
    """One applicant's card, with the way to the next one."""
    people = opened()
    return _back() if people is None else _card(people, who, Ranking(formdata=None))


def _card(people: People, who: str, form: Ranking, status: int = 200) -> ResponseReturnValue:
    if who not in people:
        abort(404)
    names, now = list(people), standing(g.obj, people)
    at = names.index(who)
    return render_template(
        "applicants/card.html",
        place=g.obj,
        person=people[who],
        card=cards(g.db, [people[who].id], local_day(g.now))[who],
        before=people[names[at - 1]] if at else None,
        after=people[names[at + 1]] if at + 1 < len(names) else None,
        standing=now,
        order=write_order(now.order),
        form=form,
        at=at + 1,
        count=len(names),
    ), status


@blueprint.get("/<round_slug>/<slug>/certify")
@guard("rankings.certify", load=find_place)
def certify(round_slug: str, slug: str) -> ResponseReturnValue:
    """What exactly would count, and for whom."""
    people = opened()
    if people is None or g.obj.ranking is None:
        return _back()
    return _certify(people, standing(g.obj, people))


def _certify(people: People, now: Standing) -> ResponseReturnValue:
    return render_template(
        "applicants/certify.html", place=g.obj, people=people, standing=now, order=write_order(now.order)
    )


@blueprint.post("/<round_slug>/<slug>/certify")
@guard("rankings.certify", load=find_place)
def certified(round_slug: str, slug: str) -> ResponseReturnValue:
    """Make the list that was shown the one that counts."""
    people, form = opened(), Ranking()
    if people is None or g.obj.ranking is None:
        return _not_kept()
    if not form.validate():
        return _ranking(people, form, 422)
    if form.version.data != g.obj.version:
        now = standing(g.obj, people)
        return _clash(people, form, now, form.wanted(now, people))
    if g.obj.ranking.state is RankingState.CERTIFIED:  # sent twice: the receipt is there
        return redirect(_address("receipt"), 303)
    receipt = rankings.certify(g.db, actor=g.actor, now=g.now, ranking=g.obj.ranking)
    flash(f"Certified. This is list number {receipt.number}; it counts from now on.", "success")
    return redirect(_address("receipt"), 303)


@blueprint.get("/<round_slug>/<slug>/receipt")
@guard("rankings.certify", load=find_place)
def receipt(round_slug: str, slug: str) -> ResponseReturnValue:
    """The list that counts, its salt and commitment, and how to check them later."""
    found = g.obj.certified
    people = opened() if g.obj.is_open(g.now) else applicants(g.db, g.obj)
    if found is None or people is None:
        return _back()
    line = canonical([found.nonce, g.obj.opportunity.slug, found.ranking]).decode()
    return render_template(
        "applicants/receipt.html",
        place=g.obj,
        people=people,
        standing=arrange(found.ranking, people),
        version=found,
        line=line,
        following=next_to_rank(g.db, g.actor, g.now, g.obj),
    )


@blueprint.get("/<round_slug>/<slug>/withdraw")
@guard("rankings.withdraw", load=find_place)
def ask_to_withdraw(round_slug: str, slug: str) -> ResponseReturnValue:
    """What withdrawing the ranking does."""
    people = opened()
    if people is None or g.obj.ranking is None or g.obj.ranking.state is RankingState.WITHDRAWN:
        return _back()
    return render_template("applicants/withdraw.html", place=g.obj, count=len(people))


@blueprint.post("/<round_slug>/<slug>/withdraw")
@guard("rankings.withdraw", load=find_place)
def withdraw(round_slug: str, slug: str) -> ResponseReturnValue:
    """Take the ranking back: every applicant is acceptable and equal again."""
    if g.obj.ranking is not None:
        rankings.withdraw(g.db, actor=g.actor, now=g.now, ranking=g.obj.ranking)
        flash("The ranking is withdrawn: every applicant counts as acceptable and equal.", "success")
    return _back()
