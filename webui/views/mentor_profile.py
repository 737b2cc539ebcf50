"""My profile as a mentor or as a coach: what I can help with, how much at a time, away and back."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.mentors import MentorKind, MentorProfile, ProfileState
from models.queries import mentor_profiles
from models.services import mentors
from webui.filters import plural
from webui.forms.mentors import PauseForm, ProfileForm, profile_form, stored
from webui.guards import guard
from webui.mine import me

blueprint = Blueprint("mentor_profile", __name__, url_prefix="/giving/profile/<any(mentor, coach):kind>")
SERVING = (ProfileState.ACTIVE, ProfileState.PAUSED)
"""The states in which a conversation can run."""
UNASKED = (ProfileState.DRAFT, ProfileState.RETIRED)
"""The states from which the owner asks for approval."""


def my_profile(session: Session, kind: str) -> MentorProfile | None:
    """The actor's own profile of that kind."""
    executive = me(session)
    return None if executive is None else mentor_profiles.whole(session, executive, MentorKind(kind))


@blueprint.get("")
@guard("mentors.see", load=me)
def page(kind: str) -> ResponseReturnValue:
    """What is stored, or an empty form."""
    profile = mentor_profiles.whole(g.db, g.obj, MentorKind(kind))
    form = _form()(data=stored(profile))
    return _page(kind, profile, form, PauseForm())


def _form() -> type[ProfileForm]:
    return profile_form(mentor_profiles.options(g.db), local_day(g.now).year)


def _page(
    kind: str, profile: MentorProfile | None, form: ProfileForm, away: PauseForm, status: int = 200
) -> ResponseReturnValue:
    return render_template(
        "giving/profile.html",
        kind=kind,
        profile=profile,
        returned=mentor_profiles.returned(g.db, profile),
        running=mentor_profiles.running(g.db, profile) if profile and profile.state in SERVING else [],
        form=form,
        away=away,
        person=me(g.db),
    ), status


@blueprint.post("")
@guard("mentors.save", load=me)
def save(kind: str) -> ResponseReturnValue:
    """Store it; where it changed meanwhile, what was typed stays in the form."""
    saved = _save(kind, g.obj)
    if not isinstance(saved, MentorProfile):
        return saved
    then = " Your agency is asked only when you ask for its approval." if saved.state in UNASKED else ""
    flash(f"Saved: your profile.{then}", "success")
    return redirect(url_for("mentor_profile.page", kind=kind), 303)


def _save(kind: str, executive: Executive) -> MentorProfile | ResponseReturnValue:
    """The profile as it was typed and is stored now; else the page with what stands against it."""
    form, which = _form()(), MentorKind(kind)
    if not form.validate():
        return _page(kind, mentor_profiles.whole(g.db, executive, which), form, PauseForm(), 422)
    facts = {"executive": executive, "kind": which, "said": form.profile(), "version": form.version.data}
    try:
        return mentors.save(g.db, actor=g.actor, now=g.now, **facts)
    except Conflict as fault:
        profile = mentor_profiles.whole(g.db, executive, which)
        form.about.errors = [f"{fault} Save again to replace what is stored."]
        form.version.raw_data, form.version.data = None, profile.version if profile else None
        return _page(kind, profile, form, PauseForm(), 409)


@blueprint.post("/submit")
@guard("mentors.submit", load=my_profile)
def submit(kind: str) -> ResponseReturnValue:
    """Ask the agency for its approval of what is in the form, which is stored first."""
    if "version" in request.form:
        saved = _save(kind, g.obj.executive)
        if not isinstance(saved, MentorProfile):
            return saved
    try:
        mentors.submit(g.db, actor=g.actor, now=g.now, profile=g.obj)
    except Invalid as fault:
        flash(str(fault), "error")
        return redirect(url_for("mentor_profile.page", kind=kind), 303)
    flash("Sent: your agency is asked for its approval. Nothing is offered to you before.", "success")
    return redirect(url_for("mentor_profile.page", kind=kind), 303)


@blueprint.post("/pause")
@guard("mentors.pause", load=my_profile)
def pause(kind: str) -> ResponseReturnValue:
    """Be away; what waits goes to the next mentor at once."""
    away = PauseForm()
    try:
        if not away.validate():
            raise Invalid("Write the first day back as 2026-12-07, or leave it empty.")
        count = mentors.pause(g.db, actor=g.actor, now=g.now, profile=g.obj, returns_on=away.returns_on.data)
    except Invalid as fault:
        away.returns_on.errors = [str(fault)]
        return _page(kind, g.obj, _form()(formdata=None, data=stored(g.obj)), away, 422)
    moved = f" {plural(count, 'offer')} went on to the next {kind}." if count else ""
    flash(f"You are away: nobody asks you until you are back.{moved}", "success")
    return redirect(url_for("mentor_profile.page", kind=kind), 303)


@blueprint.post("/resume")
@guard("mentors.resume", load=my_profile)
def resume(kind: str) -> ResponseReturnValue:
    """Be back."""
    mentors.resume(g.db, actor=g.actor, now=g.now, profile=g.obj)
    flash("You are back: requests can be offered to you again.", "success")
    return redirect(url_for("mentor_profile.page", kind=kind), 303)


@blueprint.post("/retire")
@guard("mentors.retire", load=my_profile)
def retire(kind: str) -> ResponseReturnValue:
    """Stop; refused while a conversation runs."""
    try:
        mentors.retire(g.db, actor=g.actor, now=g.now, profile=g.obj)
    except Conflict as fault:
        flash(str(fault), "error")
    else:
        flash("You are not in the directory. You can ask for approval at any time.", "success")
    return redirect(url_for("mentor_profile.page", kind=kind), 303)
