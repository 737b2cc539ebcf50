"""My dream sheet: put in order, certified with a receipt, withdrawn; consent given and taken back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.nomination import check_aims
from models import arranging
from models.dreamsheets import DreamSheet, SheetState
from models.errors import Conflict, Invalid, Unmet
from models.queries.aims import aims_in_words
from models.queries.calendar import releases_end_at
from models.queries.interviews import agreed_ahead
from models.queries.my_sheet import find_consent, listed_and_kept, my_sheet, named
from models.queries.receipts import receipt_in_snapshot
from models.queries.unmet import unmet
from models.queries.waivers import unanswered
from models.rounds import Round
from models.sealed_lists import Groups
from models.services import consents, dreamsheets
from webui.forms.sheets import Arrange, Certify, ConsentForm, read, written
from webui.guards import guard
from webui.mine import choose_round, find_round, me
from webui.receipt_words import Receipt
from webui.sheet_standing import SheetStanding, freeze

blueprint = Blueprint("sheets", __name__, url_prefix="/dream-sheet")


@blueprint.get("")
@guard("dreamsheets.see", load=me)
def index() -> ResponseReturnValue:
    """The sheet of the round that takes sheets now, or of those in which one of mine stands."""
    nothing = "No round is open for dream sheets. Your desk tells you when one opens."
    return choose_round(
        "sheets.page",
        "My dream sheet",
        nothing,
        lambda mine: mine.sheet_stands or dreamsheets.is_filing(mine.round, g.now),
    )


@blueprint.get("/<slug>")
@guard("dreamsheets.see", load=me)
def page(slug: str) -> ResponseReturnValue:
    """The list in its order."""
    return _sheet_page(find_round(slug), Arrange(formdata=None))


def _sheet_page(round_: Round, form: Arrange, status: int = 200) -> ResponseReturnValue:
    view = my_sheet(g.db, round_, g.obj, now=g.now)
    aims = aims_in_words(g.db, g.obj, view.sheet)
    moved = request.args.get("moved", "")
    other = {round_.id: view.certified.choices} if view.certified and view.state is SheetState.CHANGED else {}
    uncounted = unmet(g.db, g.obj.id, other).get(round_.id, (0, 0))[0]
    form.position.id = f"position-{form.slug.data}"  # every choice has a field of its own
    return render_template(
        "sheets/page.html",
        round=round_,
        view=view,
        form=form,
        seen=written(view.groups),
        standing=SheetStanding(view, round_, g.now, uncounted),
        serves=aims.words,
        may_aim=aims.any_open or bool(aims.words),
        unaimed=check_aims({line.slug: line.title for line in view.lines}, aims.words),
        moved=next((line for line in view.lines if line.slug == moved), None),
        consent_form=ConsentForm(formdata=None),
    ), status


def _file(round_: Round, groups: Groups) -> None:
    dreamsheets.file_sheet(g.db, actor=g.actor, now=g.now, round_=round_, executive=g.obj, choices=groups)


def _groups(round_: Round) -> Groups:
    sheet = dreamsheets.find_sheet(g.db, round_, g.obj)
    return [] if sheet is None else dreamsheets.see(g.db, actor=g.actor, now=g.now, sheet=sheet)


def _own(round_: Round) -> DreamSheet:
    """My sheet in the round; 404 where nothing was ever filed."""
    sheet = dreamsheets.find_sheet(g.db, round_, g.obj)
    if sheet is None:
        abort(404)
    return sheet


@blueprint.post("/<slug>/add")
@guard("dreamsheets.file_sheet", load=me)
def add(slug: str) -> ResponseReturnValue:
    """One more choice, at the end of the list; back to where it was found."""
    round_, wanted = find_round(slug), request.form.get("opportunity", "")
    _file(round_, arranging.add(_groups(round_), wanted))
    if "query" not in request.form:
        return redirect(url_for("sheets.page", slug=slug, moved=wanted, _anchor=f"up-{wanted}"), 303)
    query = urlencode(parse_qsl(request.form["query"]))
    address = url_for("catalogue.page", slug=slug) + (f"?{query}" if query else "")
    return redirect(f"{address}#add-{quote(wanted)}", 303)


@blueprint.post("/<slug>/arrange")
@guard("dreamsheets.file_sheet", load=me)
def arrange(slug: str) -> ResponseReturnValue:
    """One choice moved, tied or untied, on the list that the page showed; nothing where it changed since."""
    round_, form = find_round(slug), Arrange()
    if not form.validate():
        return _sheet_page(round_, form, 422)
    groups = _groups(round_)
    if _is_stale(groups):
        return _not_done(round_, [form.slug.data], "moved")
    try:
        _file(round_, form.arranged(groups))
    except (Invalid, Unmet) as fault:
        form.position.errors = [str(fault)]
        return _sheet_page(round_, form, 422)
    moved, button = form.slug.data, "tie" if form.act.data == "untie" else form.act.data
    return redirect(url_for("sheets.page", slug=slug, moved=moved, _anchor=f"{button}-{moved}"), 303)


def _is_stale(groups: Groups) -> bool:
    """Whether the list is not the one any more that the page of the form showed."""
    return "seen" in request.form and read(request.form["seen"]) != groups


def _not_done(round_: Round, slugs: list[str], done: str) -> ResponseReturnValue:
    """The list as it stands now, and what was not done to it."""
    titles = list(named(g.db, round_, slugs).values())
    form, were = Arrange(formdata=None), "was" if len(titles) == 1 else "were"
    so = f"so {', '.join(titles)} {were} not {done}"
    again = "Below is the list as it stands now: repeat the step on it if you still want it."
    form.form_errors = [f"Your list changed since you opened it, perhaps in another window, {so}. {again}"]
    return _sheet_page(round_, form, 409)


@blueprint.post("/<slug>/remove")
@guard("dreamsheets.file_sheet", load=me)
def remove(slug: str) -> ResponseReturnValue:
    """Choices off the list: one, or all that cannot stay."""
    round_, groups = find_round(slug), _groups(find_round(slug))
    gone = request.form.getlist("opportunity")
    if _is_stale(groups):
        return _not_done(round_, gone, "taken off")
    for one in gone:
        groups = arranging.remove(groups, one)
    _file(round_, groups)
    flash(f"Taken off your list: {'; '.join(named(g.db, round_, gone).values())}.", "success")
    return redirect(url_for("sheets.page", slug=slug), 303)


@blueprint.post("/<slug>/put-back")
@guard("dreamsheets.put_back", load=me)
def put_back(slug: str) -> ResponseReturnValue:
    """The list as it was certified, without what was changed since."""
    round_ = find_round(slug)
    dreamsheets.put_back(g.db, actor=g.actor, now=g.now, sheet=_own(round_))
    _listed, kept_home = listed_and_kept(g.db, round_, g.obj)
    counts = find_consent(g.db, round_, g.obj) is not None and not kept_home
    flash(f"Your list is again as you certified it{', and it counts' if counts else ''}.", "success")
    return redirect(url_for("sheets.page", slug=slug), 303)


@blueprint.get("/<slug>/certify")
@guard("dreamsheets.see", load=me)
def certify_page(slug: str) -> ResponseReturnValue:
    """What exactly certifying freezes, and who will see what."""
    return _certify_page(find_round(slug), Certify(formdata=None))


def _certify_page(round_: Round, form: Certify, status: int = 200, **more: Any) -> ResponseReturnValue:
    view = my_sheet(g.db, round_, g.obj, now=g.now)
    return render_template(
        "sheets/certify.html",
        round=round_,
        view=view,
        form=form,
        seen=written(view.groups),
        filing=dreamsheets.is_filing(round_, g.now),
        earlier=more.get("earlier"),
        unanswered=unanswered(g.db, round_, g.obj, [line.slug for line in view.lines]),
        releases_end=releases_end_at(round_),
        freeze=freeze(round_, g.now),
    ), status


@blueprint.post("/<slug>/certify")
@guard("dreamsheets.certify_sheet", load=me)
def certify(slug: str) -> ResponseReturnValue:
    """Certify the list that was shown, give the consent if it was ticked, hand over the receipt."""
    round_, form = find_round(slug), Certify()
    sheet = _own(round_)
    if not form.validate():
        return _certify_page(round_, form, 422)
    if read(form.seen.data) != sheet.draft:
        return _changed(round_, form)
    try:
        if sheet.state is not SheetState.CERTIFIED:  # sent twice: the receipt is there
            dreamsheets.certify_sheet(g.db, actor=g.actor, now=g.now, sheet=sheet)
    except Unmet:
        flash(
            "Not certified yet: say first whether you meet these requirements, or ask for a waiver.",
            "warning",
        )
        return redirect(url_for("gates.page", slug=slug), 303)
    if form.voluntary.data:
        _consent(round_)
    flash("Certified. This is your receipt.", "success")
    return redirect(url_for("sheets.receipt", slug=slug), 303)


def _changed(round_: Round, form: Certify) -> ResponseReturnValue:
    """The list changed since the page showed it: both, side by side, and nothing certified."""
    groups = read(form.seen.data)
    titles = named(g.db, round_, [one for group in groups for one in group])
    earlier = [[titles[one] for one in group] for group in groups]
    return _certify_page(round_, form, 409, earlier=earlier)


def _consent(round_: Round) -> None:
    """Give the consent, unless it is given already."""
    if find_consent(g.db, round_, g.obj) is None:
        consents.give(g.db, actor=g.actor, now=g.now, round_=round_, executive=g.obj, voluntary=True)


@blueprint.get("/<slug>/receipt")
@guard("dreamsheets.see", load=me)
def receipt(slug: str) -> ResponseReturnValue:
    """What counts, and how to check it later."""
    round_ = find_round(slug)
    view = my_sheet(g.db, round_, g.obj, now=g.now, counting=True)
    if view.certified is None:
        abort(404)
    return render_template(
        "sheets/receipt.html",
        round=round_,
        view=view,
        standing=receipt_in_snapshot(g.db, round_, g.obj, view.certified),
        person=g.obj.slug,
        receipt=Receipt(view, round_, g.now),
    )


@blueprint.post("/<slug>/consent")
@guard("consents.give", load=me)
def consent(slug: str) -> ResponseReturnValue:
    """Let hosts see the card in this round."""
    round_, form = find_round(slug), ConsentForm()
    if not form.validate():
        flash(str(form.voluntary.errors[0]), "error")
    else:
        _consent(round_)
        flash("Your consent is given; you can take it back until the freeze.", "success")
    return redirect(url_for("sheets.page", slug=slug, _anchor="consent"), 303)


@blueprint.post("/<slug>/consent/take-back")
@guard("consents.withdraw", load=me)
def take_back(slug: str) -> ResponseReturnValue:
    """Take the consent back."""
    found = find_consent(g.db, find_round(slug), g.obj)
    if found is None:
        raise Conflict("There is no consent to take back in this round.")
    consents.withdraw(g.db, actor=g.actor, now=g.now, consent=found)
    flash("Your consent is taken back. Without it you are not in the round.", "success")
    return redirect(url_for("sheets.page", slug=slug, _anchor="consent"), 303)


@blueprint.get("/<slug>/withdraw")
@guard("dreamsheets.see", load=me)
def withdraw_page(slug: str) -> ResponseReturnValue:
    """What withdrawing does, before it is done."""
    round_ = find_round(slug)
    if round_.frozen_sha256 is not None:
        return redirect(url_for("withdrawals.page", slug=slug), 303)
    return render_template(
        "sheets/withdraw.html",
        round=round_,
        view=my_sheet(g.db, round_, g.obj, now=g.now),
        talks=agreed_ahead(g.db, round_, g.obj, g.now),
    )


@blueprint.post("/<slug>/withdraw")
@guard("dreamsheets.withdraw", load=me)
def withdraw(slug: str) -> ResponseReturnValue:
    """Out of the round; the list is erased."""
    dreamsheets.withdraw(g.db, actor=g.actor, now=g.now, sheet=_own(find_round(slug)))
    flash("Your sheet is withdrawn and its list is erased.", "success")
    return redirect(url_for("sheets.page", slug=slug), 303)
