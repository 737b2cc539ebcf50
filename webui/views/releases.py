"""Releases: the supervisor recommends, the agency decides, and both see who looks after which post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Role
from models.errors import Conflict, Invalid, WrongState
from models.holding import Holder
from models.queries import posts_at_home
from models.queries import releases as reading
from models.queries.calendar import recommended_by, releases_end_at
from models.queries.my_rounds import RESULTS
from models.queries.own_release import release_of
from models.queries.waivers import asked_on_behalf
from models.release_machine import RELEASE
from models.releases import PENDING, Release
from models.services import releases
from models.services.dreamsheets import is_filing
from webui.divided import by_state, divide
from webui.errors import status_of
from webui.filters import day, last_day
from webui.forms.fields import refuse
from webui.forms.releases import Decide, LookAfter, Recommend
from webui.guards import guard
from webui.paging import cut
from webui.words import ADVICE, BACKFILLS, REFUSALS, RELEASE_ICONS

blueprint = Blueprint("releases", __name__, url_prefix="/releases")
blueprint.add_app_template_filter(ADVICE.__getitem__, "advice")
blueprint.add_app_template_filter(BACKFILLS.__getitem__, "backfill")
blueprint.add_app_template_filter(RELEASE_ICONS.__getitem__, "release_icon")
blueprint.add_app_template_filter(REFUSALS.__getitem__, "refusal")

ROWS = 25
PARTS: dict[str, tuple[str, Callable[[reading.Row], bool]]] = {
    "mine": ("waiting for you", lambda row: row.mine),
    **by_state(RELEASE.labels),
}
"""The parts of the list in the order of its tabs."""


def find(session: Session, round_slug: str, slug: str) -> Release | None:
    """The release of that round and executive."""
    return reading.find_release(session, round_slug, slug)


@blueprint.get("")
@guard("releases.list")
def index() -> ResponseReturnValue:
    """Every release of my agencies, those that wait for me first."""
    rows = reading.releases(g.db, g.actor, g.now)
    waiting = sum(row.mine for row in rows)
    rounds = sorted({(row.round_slug, row.round) for row in rows})
    parts, shown = divide(rows, PARTS)
    return render_template(
        "releases/index.html",
        page=cut(shown, ROWS),
        parts=parts,
        waiting=waiting,
        labels=RELEASE.labels,
        board_alone=not Holder(g.actor, g.now).has(Role.SUPERVISOR, Role.AGENCY_COORDINATOR),
        rounds=rounds,
        pending=PENDING,
        recommended_by=recommended_by,
        done=next((row for row in rows if _done(row.round_slug, row.slug) == request.args.get("done")), None),
    )


def _done(round_slug: str, slug: str) -> str:
    """One release in the address of the list to which its part leads back."""
    return f"{round_slug} {slug}"


def _back() -> ResponseReturnValue:
    """To the list, which names what was just said: it may stand on another page of it now."""
    done = _done(g.obj.round.slug, g.obj.executive.slug)
    return redirect(url_for("releases.index", done=done), 303)


@blueprint.get("/<round_slug>/who-looks-after")
@guard("releases.list")
def chains(round_slug: str) -> ResponseReturnValue:
    """Who of my agencies looks after which post while people are away."""
    found = posts_at_home.chains(g.db, g.actor, g.now, round_slug)
    return render_template(
        "releases/chains.html", found=found, page=cut(found.unsettled, ROWS), round_slug=round_slug
    )


@blueprint.get("/<round_slug>/of/<slug>")
@guard("releases.see", load=find)
def page(round_slug: str, slug: str) -> ResponseReturnValue:
    """One release: what is asked, what was said, and my part."""
    return _page()


def _page(status: int = 200, **sent: Any) -> ResponseReturnValue:
    version = {"version": g.obj.version}
    decide: Decide = sent.get("decide") or Decide(formdata=None, data=version)
    away = reading.absences_from(g.db, g.obj.executive.home_agency_id, g.now)
    people = reading.colleagues(g.db, g.obj)
    post: LookAfter = sent.get("post") or _post(version)
    for form in (decide, post):
        form.offer(people, away)
    asks = can(g.actor, "waivers.ask_on_behalf", g.obj.executive, now=g.now)
    left, is_away = posts_at_home.standing(g.db, g.obj)
    return render_template(
        "releases/page.html",
        release=g.obj,
        away=next((one for one in away.get(g.obj.executive_id, ()) if one.begun), None),
        recommend=sent.get("recommend") or Recommend(formdata=None, data=version),
        decide=decide,
        post=post,
        failed=next(iter(sent.values()), None),
        is_away=is_away,
        may_look_after=can(g.actor, "releases.look_after", g.obj, now=g.now),
        reach=reading.reach(g.db, g.obj.round),
        may_recommend=can(g.actor, "releases.recommend", g.obj, now=g.now),
        may_decide=can(g.actor, "releases.decide", g.obj, now=g.now),
        asked=release_of(g.db, g.obj.round, g.obj.executive, g.now)[1],
        open=g.obj.round.state in releases.DECIDED_IN,
        published=g.obj.round.state in RESULTS,
        left=left,
        decide_by=releases_end_at(g.obj.round),
        recommend_by=recommended_by(releases_end_at(g.obj.round)),
        may_ask=asks and is_filing(g.obj.round, g.now),
        earlier=asked_on_behalf(g.db, g.obj.round, g.obj.executive) if asks else [],
    ), status


def _post(version: dict[str, int]) -> LookAfter:
    """How the post is looked after, as it stands."""
    now = {"backfill": g.obj.backfill or "", "stand_in": g.obj.stand_in.slug if g.obj.stand_in else ""}
    return LookAfter(formdata=None, data={**version, **now})


@blueprint.post("/<round_slug>/of/<slug>/recommendation")
@guard("releases.recommend", load=find)
def recommend(round_slug: str, slug: str) -> ResponseReturnValue:
    """The supervisor's part."""
    form = Recommend()
    if not form.validate():
        return _page(422, recommend=form)
    facts = {"version": form.version.data, "advice": form.chosen, "note": form.note.data or ""}
    try:
        releases.recommend(g.db, actor=g.actor, now=g.now, release=g.obj, **facts)
    except (Conflict, WrongState, Invalid) as fault:
        return _refused("recommend", form, fault)
    name = g.obj.executive.name
    by = day(last_day(releases_end_at(g.obj.round)))
    flash(f"Your recommendation for {name} is with the agency, which decides by {by}.", "success")
    return _back()


@blueprint.post("/<round_slug>/of/<slug>/decision")
@guard("releases.decide", load=find)
def decide(round_slug: str, slug: str) -> ResponseReturnValue:
    """The agency's part."""
    form = Decide()
    people = form.offer(reading.colleagues(g.db, g.obj), {})
    if not form.validate():
        return _page(422, decide=form)
    facts = {"version": form.version.data, "decision": form.decision(people)}
    try:
        releases.decide(g.db, actor=g.actor, now=g.now, release=g.obj, **facts)
    except (Conflict, WrongState, Invalid) as fault:
        return _refused("decide", form, fault)
    flash(f"{g.obj.executive.name} is {RELEASE.labels[g.obj.state]}, and is told.", "success")
    return _back()


@blueprint.post("/<round_slug>/of/<slug>/post")
@guard("releases.look_after", load=find)
def look_after(round_slug: str, slug: str) -> ResponseReturnValue:
    """How the post is looked after, also once the release stands."""
    form = LookAfter()
    people = form.offer(reading.colleagues(g.db, g.obj), {})
    if not form.validate():
        return _page(422, post=form)
    who = people.get(form.stand_in.data or "")
    facts = {"version": form.version.data, "backfill": form.how(), "stand_in": who}
    try:
        releases.look_after(g.db, actor=g.actor, now=g.now, release=g.obj, **facts)
    except (Conflict, Invalid) as fault:
        return _refused("post", form, fault)
    stands = "on record" if form.how() else "not settled any more"
    flash(f"How the post of {g.obj.executive.name} is looked after is {stands}.", "success")
    return redirect(url_for("releases.chains", round_slug=round_slug), 303)


def _refused(name: str, form: Recommend | LookAfter, fault: Any) -> ResponseReturnValue:
    """The page again with what was typed; after a conflict it shows the release as it stands now."""
    refuse(form, fault)
    form.version.raw_data, form.version.data = None, g.obj.version
    return _page(status_of(fault), **{name: form})
