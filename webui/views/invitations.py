"""What agencies invite me to: mine to take up, or to let be without a word."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.nomination import check_invited
from matcher.policy.reasons import Reason
from models.errors import Conflict, Invalid, Unmet
from models.nominations import FACTORS, Nomination, NominationState
from models.queries.aims import open_objectives
from models.queries.gates import gates
from models.queries.my_rounds import my_rounds
from models.queries.my_sheet import find_consent, listed_kept_certified
from models.queries.nominations import find_nomination, of_executive, why_taken_back
from models.queries.offers import offers
from models.queries.open_cards import open_card_of
from models.queries.pasts import past_of
from models.services import nominations, open_cards
from models.services.dreamsheets import is_filing
from webui.errors import status_of
from webui.forms.fields import refuse
from webui.forms.nominations import TakeUpForm
from webui.guards import guard
from webui.invited import Invited
from webui.mine import me

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")


@blueprint.get("")
@guard("nominations.list_mine", load=me)
def index() -> ResponseReturnValue:
    """All of them, those that wait first."""
    mine = of_executive(g.db, g.obj)
    kept_home = {one.round.id for one in my_rounds(g.db, g.obj.id) if one.kept_home}

    def answerable(nomination: Nomination) -> bool:
        return nomination.round_id not in kept_home and nominations.is_answerable(nomination, g.now)

    mine.sort(key=lambda one: not (answerable(one) and one.put_away_at is None))
    return render_template(
        "invitations/index.html",
        mine=mine,
        answerable=answerable,
        why_gone=nominations.why_gone,
        kept_home=kept_home,
        opened=open_card_of(g.db, g.obj) if not mine else None,
    )


@blueprint.get("/<int:number>")
@guard("nominations.read", load=find_nomination)
def page(number: int) -> ResponseReturnValue:
    """One invitation in full."""
    return _page(TakeUpForm(formdata=None))


def _page(form: TakeUpForm, status: int = 200) -> ResponseReturnValue:
    nomination: Nomination = g.obj
    objectives, invited = open_objectives(g.db, nomination.executive), _invited(nomination)
    form.offer(objectives)
    taken_up = nomination.state is NominationState.TAKEN_UP
    return render_template(
        "invitations/page.html",
        nomination=nomination,
        form=form,
        objectives=objectives,
        invited=invited,
        answerable=not invited.kept_home and nominations.is_answerable(nomination, g.now),
        filing=is_filing(nomination.round, g.now),
        said=[] if taken_up else _policy(nomination),
        reasons=[
            (said, getattr(nomination, name)) for name, said in FACTORS.items() if getattr(nomination, name)
        ],
    ), status


def _invited(nomination: Nomination) -> Invited:
    theirs = nomination.round, nomination.executive
    listed, kept_home, certified = listed_kept_certified(g.db, *theirs)
    return Invited(
        nomination=nomination,
        consent=find_consent(g.db, *theirs),
        gone=nominations.why_gone(nomination),
        listed=listed.get(nomination.opportunity.slug),
        certified=certified.get(nomination.opportunity.slug),
        kept_home=kept_home,
        ended=why_taken_back(g.db, [nomination]).get(nomination.id),
    )


def _policy(nomination: Nomination) -> list[Reason]:
    """What policy says of me at that post, and of the invitation."""
    slug, round_, mine = nomination.opportunity.slug, nomination.round, nomination.executive
    offer = offers(g.db, round_, [slug]).get(slug)
    if offer is None:
        return []
    past = past_of(g.db, mine)
    return gates(g.db, round_, mine, [offer], past)[slug] + check_invited(past.last_away, offer.starts_from)


@blueprint.post("/<int:number>/take-up")
@guard("nominations.take_up", load=find_nomination)
def take_up(number: int) -> ResponseReturnValue:
    """Put the post on my sheet, with my consent."""
    form = TakeUpForm()
    if not form.validate():
        return _page(form, 422)
    own = {str(one.id): one for one in open_objectives(g.db, g.obj.executive)}
    slug = g.obj.opportunity.slug
    invited = _invited(g.obj)
    facts = {"objective": own.get(form.objective.data), "voluntary": form.voluntary.data}
    try:
        nominations.take_up(g.db, actor=g.actor, now=g.now, nomination=g.obj, **facts)
    except (Conflict, Invalid, Unmet) as fault:
        refuse(form, fault)
        return _page(form, status_of(fault))
    flash(invited.taken_up(), "success")
    moved = None if invited.listed else slug
    return redirect(url_for("sheets.page", slug=g.obj.round.slug, moved=moved, _anchor=f"line-{slug}"), 303)


@blueprint.post("/<int:number>/put-away")
@guard("nominations.put_away", load=find_nomination)
def put_away(number: int) -> ResponseReturnValue:
    """Not for me, and nobody hears of it."""
    nominations.put_away(g.db, actor=g.actor, now=g.now, nomination=g.obj)
    flash("Put away. Nobody is told.", "success")
    return redirect(url_for("invitations.index"), 303)


@blueprint.post("/card/<any(open, close):what>")
@guard("open_cards.open_card", load=me)
def card(what: str) -> ResponseReturnValue:
    """Let agencies find my card, or no longer."""
    verb = open_cards.open_card if what == "open" else open_cards.close_card
    verb(g.db, actor=g.actor, now=g.now, executive=g.obj)
    said = (
        "Agencies other than your own can find your card now." if what == "open" else "Your card is closed."
    )
    flash(said, "success")
    return redirect(url_for("cards.page", _anchor="open"), 303)
