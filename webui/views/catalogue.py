"""The catalogue of a round: searched, filtered, each opportunity with its gates for the one who looks."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.assignment_clauses import SABBATICAL_RETIREMENT
from matcher.policy.demand import meaning
from models.agreement_words import KINDS, REMOTES, who_pays
from models.opportunities import Kind
from models.queries.catalogue import FACETS, fits, search
from models.queries.facts import Fact, catalogue, details, facts
from models.queries.gates import BESIDE, gates, is_open
from models.queries.my_answers import NOTHING, said_to_gates
from models.queries.my_sheet import listed_and_kept
from models.service_records import ServiceRecord
from models.services.dreamsheets import is_filing
from models.services.service_records import STATEMENT
from webui.facets import in_words
from webui.guards import guard
from webui.mine import choose_round, find_round, me
from webui.words import CLEARANCES

blueprint = Blueprint("catalogue", __name__, url_prefix="/catalogue")
blueprint.add_app_template_filter(meaning, "demand")
blueprint.add_app_template_filter(KINDS.__getitem__, "opportunity_kind")
blueprint.add_app_template_filter(CLEARANCES.__getitem__, "clearance")
blueprint.add_app_template_filter(REMOTES.__getitem__, "remote")
blueprint.add_app_template_filter(who_pays)


@blueprint.get("")
@guard("catalogue.see", load=me)
def index() -> ResponseReturnValue:
    """The catalogue of the round that takes sheets now."""
    nothing = "No round has a catalogue yet. Your desk tells you when one opens."
    return choose_round("catalogue.page", "Catalogue", nothing, lambda mine: is_filing(mine.round, g.now))


@blueprint.get("/<slug>")
@guard("catalogue.see", load=me)
def page(slug: str) -> ResponseReturnValue:
    """Twenty opportunities of what was asked; the address holds the whole question."""
    round_ = find_round(slug)
    everything = catalogue(g.db, round_)
    closed = gates(g.db, round_, g.obj, [fact.offer for fact in everything])
    open_ = {fact.slug for fact in everything if is_open(closed[fact.slug])}
    asked = {name: request.args.getlist(name) for name in FACETS}
    words, show_all = request.args.get("words", "")[:200], "all" in request.args
    beside = [one for one in everything if any(why.code in BESIDE for why in closed[one.slug])]
    beside = [one for one in beside if one.slug in open_ and fits(one, words, asked)]
    found = search(everything, words, asked, _page_number(), None if show_all else open_)
    listed, kept_home = listed_and_kept(g.db, round_, g.obj)
    return render_template(
        "catalogue/page.html",
        round=round_,
        found=found,
        facets=in_words(found.facets, everything),
        closed=closed,
        open=open_,
        said=said_to_gates(g.db, round_, g.obj),
        nothing=NOTHING,
        shut=sum(fact.slug not in open_ and fits(fact, words, asked) for fact in everything),
        beside=_beside(len(beside), found.count),
        words=words,
        show_all=show_all,
        listed=listed,
        filing=is_filing(round_, g.now),
        kept_home=kept_home,
        query=_query(),
        address=lambda number: url_for("catalogue.page", slug=slug) + "?" + _query(page=number),
        without=lambda name, value: url_for("catalogue.page", slug=slug) + "?" + _without(name, value),
        asked_anything=bool(words) or any(asked.values()),
    )


def _beside(count: int, of: int) -> str:
    """That so many of those found can be taken only if something else makes way; empty where none is so."""
    if not count:
        return ""
    some = "1 of them runs" if count == 1 else f"{count:,} of them run"
    what = ("It runs" if of == 1 else "Each runs") if count == of else some
    way = "can be taken only if that makes way, and may be listed all the same"
    return f"{what} beside a place you accepted or time away you have: what does so {way}."


def _page_number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _query(**more: Any) -> str:
    """The question of the address, with what is to change in it."""
    known = [(name, value) for name, value in request.args.items(multi=True) if _belongs(name)]
    kept = [(name, value) for name, value in known if name not in more]
    return urlencode([*kept, *more.items()])


def _belongs(name: str) -> bool:
    return name in FACETS or name in ("words", "all", "page")


def _without(name: str, value: str) -> str:
    pairs = [pair for pair in request.args.items(multi=True) if _belongs(pair[0]) and pair[0] != "page"]
    return urlencode([pair for pair in pairs if pair != (name, value)])


@blueprint.get("/<slug>/<opportunity>")
@guard("catalogue.see", load=me)
def opportunity(slug: str, opportunity: str) -> ResponseReturnValue:
    """One opportunity with all it says of itself."""
    round_ = find_round(slug)
    found = facts(g.db, round_, [opportunity], g.obj)
    if not found:
        abort(404)
    reasons = gates(g.db, round_, g.obj, [found[0].offer])[opportunity]
    listed, kept_home = listed_and_kept(g.db, round_, g.obj)
    return render_template(
        "catalogue/opportunity.html",
        round=round_,
        fact=found[0],
        more=details(g.db, opportunity),
        reasons=reasons,
        stated=_stated(found[0]),
        statement=STATEMENT,
        sabbatical_law=SABBATICAL_RETIREMENT,
        open=is_open(reasons),
        listed=listed,
        filing=is_filing(round_, g.now),
        kept_home=kept_home,
    )


def _stated(fact: Fact) -> date | None:
    """When I stated that this sabbatical is open to me."""
    row = g.db.get(ServiceRecord, g.obj.id) if fact.kind is Kind.SABBATICAL else None
    return None if row is None else (row.service.attested or {}).get(fact.slug)
