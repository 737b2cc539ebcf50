"""Agreements: the list of an agency, one agreement, its signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.return_dates import civil
from models.access import can
from models.agreement_days import first_day_passed, is_missed, last_to_sign, too_late
from models.agreement_machines import AGREEMENT
from models.agreement_rules import AGREEMENT_ROLES, ARRANGERS, parties_to_sign
from models.agreement_texts import WORDED, leads_to
from models.agreement_words import BASES, KINDS, TARGETS
from models.agreements import Agreement, AgreementEvent, AgreementState, Party
from models.errors import Invalid, Unmet
from models.holding import Holder, holds_at
from models.queries.agreement_findings import findings_of
from models.queries.agreement_parties import without_supervisor
from models.queries.agreements import (
    UNSIGNED,
    UNSIGNED_FIRST,
    agreements_of,
    cancelled,
    fallen,
    find_agreement,
    is_changed,
    newest_back,
    open_event,
)
from models.queries.away_checks import unticked
from models.queries.last_word import LastWord
from models.queries.our_offers import agencies_of
from models.queries.recipients import Contacts, contacts_for
from models.queries.returning import agreements_that_wait
from models.queries.returns import right_of
from models.returns import ReturnRight
from models.services import agreement_events, agreements
from models.services.return_rights import later_kinds
from webui.agreement_draft import Draft, Reader
from webui.agreement_standing import AgreementStanding, came_into_force
from webui.divided import by_state, divide
from webui.forms.agreements import CancelForm
from webui.guards import guard
from webui.paging import cut
from webui.views.agreement_entry import unwritten
from webui.words import ASKS, LATER_TITLES, PARTIES

blueprint = Blueprint("agreements", __name__, url_prefix="/agreements")
ROWS = 25
WITH_RIGHT = (AgreementState.IN_FORCE, AgreementState.ENDED, AgreementState.ENDED_EARLY)
PARTS = by_state({one: AGREEMENT.labels[one] for one in UNSIGNED_FIRST})
"""The parts of the list in the order of its tabs, after what waits for whoever reads it."""
for _words, _name in (
    (BASES, "return_basis"),
    (KINDS, "assignment_kind"),
    (LATER_TITLES, "later_title"),
    (PARTIES, "party"),
    (TARGETS, "return_target"),
):
    blueprint.add_app_template_filter(_words.__getitem__, _name)
blueprint.add_app_template_filter(leads_to)
blueprint.add_app_template_filter(came_into_force)


def one(session: Session, number: str, **_address: Any) -> Agreement | None:
    """The agreement of that number."""
    return find_agreement(session, int(number)) if number.isdecimal() and len(number) < 10 else None


@blueprint.get("")
@guard("agreements.list")
def index() -> ResponseReturnValue:
    """Those of my agencies, and those that name me: what waits for me first, then what is to be signed."""
    rows = agreements_of(g.db, g.actor, agencies_of(g.db, g.actor, g.now, AGREEMENT_ROLES))
    waits = agreements_that_wait(g.db, g.actor, g.now)
    rows.sort(key=lambda row: row.number not in waits)
    mine = {"mine": ("waiting for you", lambda row: row.number in waits)}
    parts, shown = divide(rows, {**mine, **PARTS})
    may_enter = can(g.actor, "agreements.new", None, now=g.now)
    known = {
        "waits": waits,
        "asks": ASKS,
        "unsigned": UNSIGNED,
        "today": local_day(g.now),
        "may_enter": may_enter,
    }
    return render_template("agreements/index.html", page=cut(shown, ROWS), parts=parts, **known)


@blueprint.get("/<number>")
@guard("agreements.see", load=one)
def page(number: str) -> ResponseReturnValue:
    """Its state, who signed, its terms."""
    agreement, event = g.obj, open_event(g.obj)
    right = right_of(g.db, agreement) if agreement.state in WITH_RIGHT else None
    sees_checklist = right is not None and can(g.actor, "away_checks.see", right, now=g.now)
    said, lapsed = fallen(g.db, agreement)
    back = newest_back(agreement, said)
    unchanged = agreement.state in UNSIGNED and bool(said) and not is_changed(g.db, agreement)
    mine = [] if event is None else parties_to_sign(Holder(g.actor, g.now), agreement)
    reader = _reader(agreement)
    asks = reader.arranges and agreement.state is AgreementState.DRAFT
    without, office = without_supervisor(g.db, agreement, g.now) if asks else ([], [])
    findings = findings_of(g.db, agreement, g.now)
    draft = Draft(
        agreement=agreement,
        reader=reader,
        findings=findings,
        unwritten=unwritten(agreement),
        unheld=without,
        missed=first_day_passed(agreement) if is_missed(agreement, g.now) else "",
        back=back,
        same=unchanged,
        is_ahead=agreement.starts_on > local_day(g.now),
    )
    return render_template(
        "agreements/page.html",
        agreement=agreement,
        right=right,
        sees_return=right is not None and can(g.actor, "returns.see", right, now=g.now),
        standing=_standing(agreement, event, mine, right, reader),
        draft=draft if agreement.state is AgreementState.DRAFT else None,
        event=event,
        may_refuse=bool(mine),
        back=back,
        unchanged=unchanged,
        refused={one.at: one for one in said},
        fell=_fell(said, lapsed),
        late="" if event is None else too_late(agreement, event, g.now),
        sign_by=None if event is None else last_to_sign(agreement, event),
        cancelled=cancelled(g.db, agreement),
        arranges=reader.arranges,
        is_executive=reader.is_executive,
        contacts=_contacts(agreement) if reader.is_executive and right is None else None,
        parties=PARTIES,
        worded=WORDED,
        sees_list=can(g.actor, "agreements.list", None, now=g.now),
        sees_checklist=sees_checklist,
        is_unticked=right is not None and sees_checklist and bool(unticked(g.db, right)),
        findings=findings,
        office=office,
    )


def _reader(agreement: Agreement) -> Reader:
    return Reader(
        leads=holds_at(Holder(g.actor, g.now), agreement.home_agency, ARRANGERS),
        arranges=can(g.actor, "agreements.revise", agreement, now=g.now),
        is_executive=g.actor.executive_id == agreement.executive_id,
    )


def _standing(
    agreement: Agreement,
    event: AgreementEvent | None,
    mine: list[Party],
    right: ReturnRight | None,
    reader: Reader,
) -> AgreementStanding:
    signed = [] if event is None else event.signatures
    done = any(one.actor_id == g.actor.id for one in signed)
    parties = {one.party for one in signed}
    return AgreementStanding(
        agreement=agreement,
        event=event,
        mine=[party for party in mine if party not in parties and not done][:1],
        right=right,
        later=later_kinds(agreement, right),
        today=civil(g.now, agreement.zone),
        is_executive=reader.is_executive,
    )


def _fell(said: list[LastWord], lapsed: set[datetime]) -> dict[datetime, str]:
    """How texts fell, by when, where they were not taken back."""
    return {**dict.fromkeys(lapsed, "lapsed"), **{one.at: "sent back" for one in said}}


def _contacts(agreement: Agreement) -> Contacts:
    """Whom the executive asks; with a way back that page names them."""
    return contacts_for(g.db, agreement.home_agency, g.now, g.actor.id)


@blueprint.get("/<number>/print")
@guard("agreements.see", load=one)
def printed(number: str) -> ResponseReturnValue:
    """Every text to the letter with its hash and its signatures."""
    said, lapsed = fallen(g.db, g.obj)
    refused, fell = {found.at: found for found in said}, _fell(said, lapsed)
    return render_template("agreements/printed.html", agreement=g.obj, refused=refused, fell=fell)


@blueprint.post("/<number>/circulate")
@guard("agreements.circulate", load=one)
def circulate(number: str) -> ResponseReturnValue:
    """Put it to signature."""
    try:
        agreements.circulate(g.db, actor=g.actor, now=g.now, agreement=g.obj)
    except (Invalid, Unmet) as fault:
        flash(str(fault), "error")
        return redirect(url_for("agreements.page", number=number), 303)
    flash("The text is out: all five who sign are told.", "success")
    return redirect(url_for("agreements.page", number=number), 303)


@blueprint.post("/<number>/take-back")
@guard("agreements.take_back", load=one)
def take_back(number: str) -> ResponseReturnValue:
    """Make it a draft again."""
    agreements.take_back(g.db, actor=g.actor, now=g.now, agreement=g.obj)
    flash("The agreement is a draft again; the text that was out stays on record.", "success")
    return redirect(url_for("agreements.page", number=number), 303)


@blueprint.post("/<number>/acknowledge")
@guard("agreements.acknowledge_none", load=one)
def acknowledge(number: str) -> ResponseReturnValue:
    """There is no way back, and I know it."""
    agreements.acknowledge_none(g.db, actor=g.actor, now=g.now, agreement=g.obj)
    flash("It is on record that you know there is no way back. Next, you sign.", "success")
    return redirect(url_for("agreements.page", number=number), 303)


@blueprint.post("/<number>/sign")
@guard("agreement_events.sign", load=one)
def sign(number: str) -> ResponseReturnValue:
    """Sign the text that was read."""
    sha256 = request.form.get("sha256", "")
    agreement_events.sign(g.db, actor=g.actor, now=g.now, agreement=g.obj, sha256=sha256)
    last = open_event(g.obj) is None
    said = "You signed as the last of five: the text is in force now." if last else "You signed."
    flash(f"{said} The text and the time are on record.", "success")
    return redirect(url_for("agreements.page", number=number), 303)


@blueprint.get("/<number>/cancel")
@guard("agreements.cancel", load=one)
def ask_to_cancel(number: str) -> ResponseReturnValue:
    """Why?"""
    return render_template("agreements/cancel.html", form=CancelForm(formdata=None), agreement=g.obj)


@blueprint.post("/<number>/cancel")
@guard("agreements.cancel", load=one)
def cancel(number: str) -> ResponseReturnValue:
    """End it before it is in force."""
    form = CancelForm()
    if not form.validate():
        return render_template("agreements/cancel.html", form=form, agreement=g.obj), 422
    agreements.cancel(g.db, actor=g.actor, now=g.now, agreement=g.obj, reason=form.reason.data)
    flash("The agreement is cancelled.", "success")
    return redirect(url_for("agreements.page", number=number), 303)
