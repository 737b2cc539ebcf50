"""A look back on a rotation: five questions, 3, 6 and 12 months after the return."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.mentoring_clauses import LEAST_SHOWN
from matcher.policy.programme_clauses import LOOK_BACK_FIRST
from matcher.policy.report_dates import answer_by
from models.errors import Conflict
from models.evaluations import Evaluation, Side
from models.queries.evaluations import find_evaluation
from models.services import evaluations
from webui.forms.evaluations import EvaluationForm, OwnEvaluationForm
from webui.forms.fields import refuse
from webui.guards import guard
from webui.paging import whole

blueprint = Blueprint("evaluations", __name__, url_prefix="/evaluations")


def one(session: Session, number: str, **_address: Any) -> Evaluation | None:
    """The evaluation of the address."""
    return find_evaluation(session, whole(number))


@blueprint.get("/<number>")
@guard("evaluations.see", load=one)
def page(number: str) -> ResponseReturnValue:
    """The questions, or the thanks of whoever has answered."""
    return _page(_form()(formdata=None))


def _form() -> type[EvaluationForm]:
    """The questions as the side of the signed-in person is asked them."""
    return OwnEvaluationForm if g.obj.side is Side.EXECUTIVE else EvaluationForm


def _page(form: EvaluationForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "evaluations/page.html",
        one=g.obj,
        form=form,
        by=answer_by(local_day(g.obj.asked_at)),
        least=LEAST_SHOWN.figure,
        citation=LOOK_BACK_FIRST.citation,
    ), status


@blueprint.post("/<number>")
@guard("evaluations.answer", load=one)
def answer(number: str) -> ResponseReturnValue:
    """Answer them."""
    form = _form()()
    if not form.validate():
        return _page(form, 422)
    try:
        evaluations.answer(g.db, actor=g.actor, now=g.now, evaluation=g.obj, figures=form.figures())
    except Conflict as fault:
        refuse(form, fault)
        return _page(form, 409)
    flash("Thank you.", "success")
    return redirect(url_for("evaluations.page", number=number), 303)
