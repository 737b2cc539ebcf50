"""Ask a mentor: what I asked so far, and the four short steps of a request, each saved as a draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring import criteria
from matcher.mentoring.business import local_day
from matcher.policy import mentoring_clauses
from matcher.policy.meeting_clauses import NOTICE_HOURS
from matcher.policy.return_dates import civil
from models.agencies import Agency
from models.errors import Invalid
from models.mentors import MentorKind, MentorProfile
from models.queries import coaches, my_requests, shortlist
from models.queries import no_lists as queries
from models.queries.returns import my_right
from models.requests import STEPS, MentoringRequest
from models.services import no_lists, requests
from models.services.returns_clock import mentor_offered
from webui.ask_forms import form_of, later_parts
from webui.filters import day
from webui.forms.asks import AvoidForm, QuestionForm, StepForm, WhenForm
from webui.forms.week import WEEKDAYS
from webui.guards import guard
from webui.mine import me
from webui.request_life import ICONS, steps_of
from webui.words import HELPERS, HELPERS_MANY

blueprint = Blueprint("asks", __name__, url_prefix="/ask")
NO_NAME = "Type a name first, then press Find. What is ticked is saved."
ASKED_ALREADY = "You have asked this already: its steps stay as they were. You can withdraw it and ask anew."
SAY_SOMETHING = "Choose what it is mostly about, or write something: an empty request is not kept."
NEAR = (
    "A {helper} is usually booked {hours} hours ahead or more, so few times or none are left by {day}. "
    "With a later day more {helpers} can be asked: step 3 changes it."
)
NO_SITUATION = "Before the end, say in the first step what it is mostly about."
MENDED_IN = {"situation": 1, "need_by": 3}
"""The step in which what keeps a draft from being submitted is mended."""
TITLES = {1: "What is going on?", 2: "What would help?", 3: "When?", 4: "Anyone to avoid?"}
TEMPLATES = {1: "asks/question.html", 2: "asks/help.html", 3: "asks/when.html", 4: "asks/avoid.html"}


@blueprint.app_template_filter()
def criterion(name: str) -> str:
    """A row of the ledger in the words of the page."""
    return criteria.TITLES[name]


blueprint.add_app_template_filter(criteria.stated)


@blueprint.app_template_filter()
def helper(kind: MentorKind) -> str:
    """Who is asked: "mentor" or "coach"."""
    return HELPERS[kind]


@blueprint.app_template_filter()
def helpers(kind: MentorKind) -> str:
    """Who is asked, as many: "mentors" or "coaches"."""
    return HELPERS_MANY[kind]


@blueprint.get("")
@guard("requests.save", load=me)
def index() -> ResponseReturnValue:
    """What I asked, the newest first, and the way to a new request."""
    mine = my_requests.of_executive(g.db, g.obj)
    numbers = [one.id for one in mine]
    live, talks = my_requests.live_offers(g.db, numbers), my_requests.to_arrange(g.db, numbers)
    begun = my_requests.begun_by_programme(g.db, mine)
    return render_template(
        "asks/index.html",
        requests=mine,
        about=my_requests.about(g.db, numbers),
        next=steps_of(mine, live, talks, begun, g.now),
        begun=begun,
        live=live,
        talks=talks,
        icons=ICONS,
    )


@blueprint.get("/new")
@guard("requests.save", load=me)
def new() -> ResponseReturnValue:
    """The first step of a new request, with what the address says it is about chosen; nothing is stored
    until it is saved."""
    return _page(None, 1, _about(request.args.get("about")))


def _about(code: str | None) -> StepForm:
    """The first step with that situation chosen; none where it is not known."""
    form = cast(QuestionForm, form_of(1, None))
    form.situation.data = next((str(one.id) for one in form.known if one.code == code), None)
    return form


@blueprint.post("/new")
@guard("requests.save", load=me)
def begin() -> ResponseReturnValue:
    """The first step, saved as a draft."""
    return _save(None, 1)


@blueprint.get("/coach/<int:coach>")
@guard("requests.save", load=me)
def new_to_coach(coach: int) -> ResponseReturnValue:
    """The first step of a request to one coach of the directory; nothing is stored until it is saved."""
    return _page(None, 1, form_of(1, None), wanted=_coach(coach))


@blueprint.post("/coach/<int:coach>")
@guard("requests.save", load=me)
def begin_to_coach(coach: int) -> ResponseReturnValue:
    """The first step, saved as a draft to that coach."""
    return _save(None, 1, _coach(coach))


def _coach(number: int) -> MentorProfile:
    """The coach of the address, who is somebody else."""
    found = coaches.find_coach(g.db, number)
    return abort(404) if found is None or found.executive_id == g.obj.id else found


@blueprint.get("/host")
@guard("requests.save", load=me)
def new_at_host() -> ResponseReturnValue:
    """The first step of a request to mentors of the agency one is away at, with what it is about chosen."""
    only, code = _host()
    return _page(None, 1, _about(code), only=only)


@blueprint.post("/host")
@guard("requests.save", load=me)
def begin_at_host() -> ResponseReturnValue:
    """The first step, saved as a draft to that agency's mentors."""
    return _save(None, 1, only=_host()[0])


@blueprint.get("/again/<int:earlier>")
@guard("requests.save", load=me)
def new_again(earlier: int) -> ResponseReturnValue:
    """The first step of a new request as an earlier one stood; nothing is stored until it is saved."""
    found = _earlier(earlier)
    return _page(None, 1, form_of(1, found), wanted=_wanted(found), only=found.only_agency, earlier=found)


@blueprint.post("/again/<int:earlier>")
@guard("requests.save", load=me)
def begin_again(earlier: int) -> ResponseReturnValue:
    """The first step, saved as a draft that holds the earlier one's other steps."""
    found = _earlier(earlier)
    return _save(None, 1, wanted=_wanted(found), only=found.only_agency, earlier=found)


def _earlier(number: int) -> MentoringRequest:
    """What the person asked before."""
    found = my_requests.find_request(g.db, number)
    return abort(404) if found is None or found.executive_id != g.obj.id else found


def _wanted(earlier: MentoringRequest) -> MentorProfile | None:
    """The coach whom the earlier request named first, while in the directory and not asked by it."""
    asked = {one.profile_id for one in my_requests.offers(g.db, earlier)}
    named = [one.profile_id for one in earlier.choices if one.profile_id not in asked]
    return coaches.find_coach(g.db, named[0]) if named else None


def _host() -> tuple[Agency, str]:
    """The host agency, and the situation for which its mentors are offered now."""
    right = my_right(g.db, g.obj)
    code = None if right is None else mentor_offered(right, civil(g.now, right.agreement.zone))
    return abort(404) if right is None or code is None else (right.agreement.host_agency, code)


@blueprint.get("/<int:number>/<int:step>")
@guard("requests.save", load=me)
def step(number: int, step: int) -> ResponseReturnValue:
    """One step of a draft; of a request that was asked, its own page."""
    draft = my_requests.draft_of(g.db, g.obj, number) if step in TITLES else abort(404)
    if draft is not None:
        return _page(draft, step, form_of(step, draft))
    flash(ASKED_ALREADY, "info")
    return redirect(url_for("requests.page", number=_earlier(number).id), 303)


@blueprint.post("/<int:number>/<int:step>")
@guard("requests.save", load=me)
def save(number: int, step: int) -> ResponseReturnValue:
    """One step, saved; then another step, or the shortlist."""
    return _save(_draft(number, step), step)


def _draft(number: int, step: int) -> MentoringRequest:
    found = my_requests.draft_of(g.db, g.obj, number) if step in TITLES else None
    return found or abort(404)


def _save(
    draft: MentoringRequest | None,
    step: int,
    wanted: MentorProfile | None = None,
    only: Agency | None = None,
    earlier: MentoringRequest | None = None,
) -> ResponseReturnValue:
    form = form_of(step, draft)
    if not form.validate():
        return _page(draft, step, form, 422, wanted, only, earlier)
    if draft is None and isinstance(form, QuestionForm) and not form.part().says_something:
        form.situation.errors = [SAY_SOMETHING]
        return _page(draft, step, form, 422, wanted, only, earlier)
    if isinstance(form, AvoidForm):
        nameless = form.seeks_nobody()
        _save_avoided(form)
        if nameless:
            form.find.errors = [NO_NAME]
    part = cast(Any, form).part()
    facts = {"executive": g.obj, "part": part, "request": draft, "wanted": wanted, "only": only}
    if earlier is not None:
        facts |= {"kind": earlier.kind, "earlier": earlier, "carried": later_parts(earlier, local_day(g.now))}
    draft = requests.save(g.db, actor=g.actor, now=g.now, **facts)
    if isinstance(form, AvoidForm) and (form.find.errors or form.searched):
        return _page(draft, step, form)
    if isinstance(form, AvoidForm) and form.next() > STEPS:
        return _submit(draft)
    flash("Saved as a draft." if draft.situations else f"Saved as a draft. {NO_SITUATION}", "success")
    if isinstance(form, WhenForm):
        _say_if_near(draft)
    return redirect(url_for("asks.step", number=draft.id, step=min(form.next(), STEPS)), 303)


def _say_if_near(draft: MentoringRequest) -> None:
    """Say that the notice which is usual leaves little of the time by the day that is named."""
    hours = NOTICE_HOURS.figure
    if draft.need_by is not None and draft.need_by <= local_day(g.now + timedelta(hours=hours)):
        words = {"helper": HELPERS[draft.kind], "helpers": HELPERS_MANY[draft.kind]}
        flash(NEAR.format(hours=hours, day=day(draft.need_by), **words), "info")


def _save_avoided(form: AvoidForm) -> None:
    """The list as it was ticked; whoever was looked for is shown at once, so that no name stands in an
    address."""
    people = queries.people(g.db, [one for one in form.people.data or [] if one != g.obj.id])
    agencies = queries.agencies(g.db, form.agency_ids())
    no_lists.save(g.db, actor=g.actor, now=g.now, executive=g.obj, people=people, agencies=agencies)
    form.avoided = queries.Avoided(people, agencies)
    form.show_found(queries.find(g.db, g.obj, form.words()) if form.words() else None)


def _submit(draft: MentoringRequest) -> ResponseReturnValue:
    try:
        requests.submit(g.db, actor=g.actor, now=g.now, request=draft)
    except Invalid as fault:
        flash(f"{fault} Everything else is saved.", "error")
        step = MENDED_IN[fault.about or "situation"]
        return redirect(url_for("asks.step", number=draft.id, step=step), 303)
    for name in shortlist.left_off(g.db, draft)[1]:
        for sentence in shortlist.why_not(g.db, draft, name, g.now):
            flash(sentence, "info")
    if not draft.suggestions:
        return redirect(url_for("requests.page", number=draft.id), 303)
    return redirect(url_for("shortlist.page", number=draft.id), 303)


def _page(
    draft: MentoringRequest | None,
    step: int,
    form: StepForm,
    status: int = 200,
    wanted: MentorProfile | None = None,
    only: Agency | None = None,
    earlier: MentoringRequest | None = None,
) -> ResponseReturnValue:
    if draft is not None and draft.choices:
        wanted = draft.choices[0].profile
    if draft is not None:
        only = draft.only_agency
    return render_template(
        TEMPLATES[step],
        form=form,
        draft=draft,
        wanted=wanted,
        free=coaches.free_places(g.db, wanted) if wanted else 0,
        only=only,
        earlier=earlier,
        kind=next((one.kind for one in (wanted, draft, earlier) if one), MentorKind.MENTOR),
        step=step,
        about=my_requests.about(g.db, [draft.id])[draft.id] if draft and step == STEPS else None,
        begun_for=draft is not None and bool(my_requests.begun_by_programme(g.db, [draft])),
        titles=TITLES,
        weekdays=WEEKDAYS,
        choice_days=mentoring_clauses.CHOICE_DAYS.figure,
    ), status
