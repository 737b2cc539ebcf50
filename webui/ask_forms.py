"""The forms of the four steps with what is stored and can be chosen, and what a new request takes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import g
from wtforms.fields.choices import SelectChoice

from matcher.mentoring.business import local_day
from models.queries import asking
from models.queries import no_lists as queries
from models.queries.agencies import open_agencies
from models.queries.availability import policy_of
from models.requests import MentoringRequest
from models.services.drafts import Help, When
from models.zones import USUAL
from webui.forms.asks import AvoidForm, HelpForm, QuestionForm, StepForm, WhenForm


def form_of(step: int, draft: MentoringRequest | None) -> StepForm:
    """The form of a step with what is stored and what can be chosen."""
    return _FORMS[step](draft)


def _question(draft: MentoringRequest | None) -> QuestionForm:
    form = QuestionForm(data=None if draft is None else QuestionForm.stored(draft))
    form.known = asking.situations(g.db)
    form.offer((one.id, one.name) for one in form.known)
    return form


def _help(draft: MentoringRequest | None) -> HelpForm:
    form = HelpForm(data=None if draft is None else HelpForm.stored(draft))
    known = asking.competencies(g.db)
    choices = [SelectChoice(str(one.id), one.name, optgroup=ecq) for ecq, one in known]
    form.offer(choices, asking.functions(g.db), asking.missions(g.db))
    return form


def _when(draft: MentoringRequest | None) -> WhenForm:
    policy = policy_of(g.db, g.obj)
    usual = policy.windows if policy else []
    form = WhenForm(data=None if draft is None else WhenForm.stored(draft, usual))
    form.usual, form.zone = usual, policy.zone if policy else USUAL
    form.today, form.cities = local_day(g.now), lambda: asking.cities(g.db)
    return form


def _avoid(draft: MentoringRequest | None) -> AvoidForm:
    avoided = queries.avoided(g.db, g.obj)
    form = AvoidForm(data=None if draft is None else AvoidForm.stored(draft, avoided))
    earlier = [] if draft is None else asking.earlier_mentors(g.db, draft)
    form.offer(((one.id, one.name) for one in open_agencies(g.db)), earlier)
    form.avoided = avoided
    return form


_FORMS = {1: _question, 2: _help, 3: _when, 4: _avoid}


def later_parts(request: MentoringRequest, today: date) -> tuple[Help, When]:
    """Steps 2 and 3 of an earlier request, for a new one; a day that has passed is left out."""
    helped = HelpForm(formdata=None, data=HelpForm.stored(request)).part()
    when = WhenForm(formdata=None, data=WhenForm.stored(request, ())).part()
    late = when.need_by is not None and when.need_by < today
    return helped, replace(when, need_by=None) if late else when
