"""What is agreed on later: an amendment, an extension or an early end, put to signature or taken back."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.return_dates import civil
from models.errors import Conflict, Invalid, Unmet, WrongState
from models.queries.returns import right_of
from models.returns import ReturnRight
from models.services import agreement_events
from models.services.return_rights import later_kinds
from webui.agreement_standing import writable
from webui.errors import status_of
from webui.forms.agreements import READ_FIRST, ChangeForm
from webui.forms.fields import refuse
from webui.guards import guard
from webui.views.agreements import one

blueprint = Blueprint("agreement_changes", __name__, url_prefix="/agreements")


@blueprint.get("/<number>/change")
@guard("agreement_events.propose", load=one)
def page(number: str) -> ResponseReturnValue:
    """What is agreed on later?"""
    right = right_of(g.db, g.obj)
    return _page(ChangeForm.offering(later_kinds(g.obj, right), formdata=None), right)


def _page(form: ChangeForm, right: ReturnRight | None, status: int = 200) -> ResponseReturnValue:
    agreement, later = g.obj, later_kinds(g.obj, right)
    return render_template(
        "agreements/change.html",
        form=form,
        agreement=agreement,
        later=later,
        writable=writable(agreement, later, right, civil(g.now, agreement.zone)),
    ), status


@blueprint.post("/<number>/change")
@guard("agreement_events.propose", load=one)
def propose(number: str) -> ResponseReturnValue:
    """Put it to signature."""
    right = right_of(g.db, g.obj)
    form = ChangeForm.offering(later_kinds(g.obj, right))
    if not form.validate():
        return _page(form, right, 422)
    try:
        agreement_events.propose(g.db, actor=g.actor, now=g.now, agreement=g.obj, change=form.change())
    except Unmet as fault:
        form.form_errors = [one.text for one in fault.reasons]
        if fault.about == "read":
            form.read.errors = [READ_FIRST]
        return _page(form, right, 422)
    except (Conflict, Invalid, WrongState) as fault:
        refuse(form, fault)
        return _page(form, right, status_of(fault))
    flash("The text is out: nothing changes until all five have signed.", "success")
    return redirect(url_for("agreements.page", number=number), 303)


@blueprint.post("/<number>/drop-change")
@guard("agreement_events.drop", load=one)
def drop(number: str) -> ResponseReturnValue:
    """Take the change back."""
    agreement_events.drop(g.db, actor=g.actor, now=g.now, agreement=g.obj)
    flash("The change is taken back; the agreement stands as before.", "success")
    return redirect(url_for("agreements.page", number=number), 303)
