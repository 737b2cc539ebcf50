"""Guidance: questions and answers, roles, agendas by situation, and a brief for one conversation."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from models.mentors import MentorKind
from models.queries.asking import topics
from models.queries.plans import strengths
from webui.forms.guidance import asked
from webui.forms.plans import label
from webui.guards import SIGNED_IN, guard
from webui.guidance import agendas, parts, questions, steps
from webui.guidance.brief import brief

blueprint = Blueprint("guidance", __name__, url_prefix="/guidance")


@blueprint.get("")
@guard(SIGNED_IN)
def page() -> ResponseReturnValue:
    """How it goes, and frequently asked questions."""
    return render_template("guidance/questions.html", steps=steps(), groups=questions())


@blueprint.get("/roles")
@guard(SIGNED_IN)
def roles() -> ResponseReturnValue:
    """What mentors, coaches and mentees do."""
    return render_template("guidance/roles.html", parts=parts())


@blueprint.get("/agendas")
@guard(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Agendas by situation."""
    return render_template("guidance/agendas.html", agendas=agendas().values())


@blueprint.get("/agendas/<key>")
@guard(SIGNED_IN)
def one(key: str) -> ResponseReturnValue:
    """The agenda of one situation, with a mentor or, as the address says, with a coach."""
    if key not in agendas():
        abort(404)
    agenda = agendas()[key]
    if request.args.get("helper") == MentorKind.COACH:
        agenda = agenda.with_coach
    return render_template("guidance/agenda.html", agenda=agenda, topics=topics(g.db, key))


@blueprint.get("/brief")
@guard(SIGNED_IN)
def prepare() -> ResponseReturnValue:
    """A brief on one page, from what the address says."""
    facts, fault = asked(request.args, local_day(g.now))
    names = [(framework.code, [label(*one) for one in items]) for framework, items in strengths(g.db)]
    known = {"agendas": agendas().values(), "competencies": names}
    return render_template(
        "guidance/brief.html",
        brief=brief(facts),
        facts=facts,
        fault=fault,
        typed=request.args.get("by", ""),
        **known,
    )
