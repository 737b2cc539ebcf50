"""Signing in and out, proving it again, invitations."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.actors import Actor
from models.errors import Invalid, TooMany
from models.queries.people import Stranger, featured, find_people, find_stranger
from models.services import accounts
from webui.errors import page as refusal
from webui.forms.sign_in import Again, FirstPassword, SignIn
from webui.guards import EVERYBODY, SIGNED_IN, current_session, guard
from webui.kept import take_form
from webui.sessions import site

blueprint = Blueprint("sign_in", __name__)
WRONG = "E-mail address or password is wrong."


@blueprint.get("/sign-in")
@guard(EVERYBODY)
def page() -> ResponseReturnValue:
    """Who are you? In a demonstration: whom would you like to be?"""
    return _sign_in_page(SignIn())


def _sign_in_page(form: SignIn, status: int = 200) -> ResponseReturnValue:
    asked = request.args.get("who", "")
    groups: dict[str, list[Stranger]] = {}
    if site().settings.demonstration:
        groups = {"Found": find_people(g.db, asked)} if asked else featured(g.db)
    return render_template(
        "sign_in/page.html",
        form=form,
        groups=groups,
        asked=asked,
        following=_following(),
        kept="kept" in current_session() and g.actor is None,
    ), status


def _following() -> str:
    """Where to go afterwards: an address of our own, never another site's."""
    wanted = request.values.get("next", "")
    ours = (
        wanted.startswith("/") and not wanted.startswith("//") and wanted.isprintable() and "\\" not in wanted
    )
    return wanted if ours else ""


@blueprint.post("/sign-in")
@guard(EVERYBODY, refusals_count=True)
def enter() -> ResponseReturnValue:
    """Sign in with a local account."""
    form = SignIn()
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        person = _prove(form.email.data, form.password.data)
    except TooMany as fault:
        form.password.errors = [str(fault)]
        return _sign_in_page(form, 429)
    if person is None:
        form.password.errors = [WRONG]
        return _sign_in_page(form, 422)
    return _let_in(person)


def _prove(email: str, password: str) -> Actor | None:
    address = request.remote_addr or "unknown"
    return accounts.prove(g.db, now=g.now, email=email, password=password, address=address)


@blueprint.post("/sign-in/as")
@guard(EVERYBODY)
def enter_as() -> ResponseReturnValue:
    """In a demonstration only: be one of the invented people."""
    if not site().settings.demonstration:
        abort(404)
    person = find_stranger(g.db, request.form.get("slug", ""))
    if person is None:
        abort(404)
    return _let_in(person)


def _let_in(person: Actor) -> ResponseReturnValue:
    browser = current_session()
    browser.sign_in(person.id, g.now)
    if "kept" in browser:
        return redirect(url_for("sign_in.kept"), 303)
    return redirect(_following() or url_for("desk.page"), 303)


@blueprint.post("/sign-out")
@guard(EVERYBODY)
def leave() -> ResponseReturnValue:
    """End the session."""
    current_session().sign_out()
    return redirect(url_for("sign_in.page"), 303)


@blueprint.get("/sign-in/kept")
@guard(SIGNED_IN)
def kept() -> ResponseReturnValue:
    """What was typed before the session ended; it is sent only by the person's own click."""
    found: dict[str, Any] | None = current_session().get("kept")
    if found is None:
        return redirect(url_for("desk.page"))
    return render_template("sign_in/kept.html", kept=found)


@blueprint.post("/sign-in/kept/drop")
@guard(SIGNED_IN)
def drop_kept() -> ResponseReturnValue:
    """Throw away what was kept."""
    take_form()
    return redirect(url_for("desk.page"), 303)


@blueprint.get("/sign-in/again")
@guard(SIGNED_IN)
def step_up() -> ResponseReturnValue:
    """Prove once more who you are, before something that cannot be undone."""
    return render_template("sign_in/again.html", form=Again())


@blueprint.post("/sign-in/again")
@guard(SIGNED_IN, refusals_count=True)
def proved_again() -> ResponseReturnValue:
    """In a demonstration nobody has a password, so the click is the proof."""
    form = Again()
    if not site().settings.demonstration:
        if not form.validate():
            return render_template("sign_in/again.html", form=form), 422
        if _prove(g.actor.email or "", form.password.data) is None:
            form.password.errors = ["The password is wrong."]
            return render_template("sign_in/again.html", form=form), 422
    current_session().step_up(g.now)
    return redirect(url_for("sign_in.kept"), 303)


ENDED = (
    "This invitation was used, was replaced by a newer one, or has ended. If you chose your password, "
    "sign in with it; if not, ask the programme office to invite you again."
)


@blueprint.get("/invitation/<token>")
@guard(EVERYBODY)
def invitation(token: str) -> ResponseReturnValue:
    """Set the first password."""
    found = accounts.find_invitation(g.db, now=g.now, token=token)
    if found is None:
        return refusal(404, ENDED)
    return render_template("sign_in/invitation.html", form=FirstPassword(), person=found.actor, token=token)


@blueprint.post("/invitation/<token>")
@guard(EVERYBODY)
def accept_invitation(token: str) -> ResponseReturnValue:
    """Take the password and sign in."""
    form = FirstPassword()
    found = accounts.find_invitation(g.db, now=g.now, token=token)
    if found is None:
        return refusal(404, ENDED)
    if form.validate():
        try:
            person = accounts.accept_invitation(g.db, now=g.now, token=token, password=form.password.data)
            answer = _let_in(person)
            flash("Your password is set, and you are signed in.", "success")
            return answer
        except Invalid as fault:
            form.password.errors = [str(fault)]
    return render_template("sign_in/invitation.html", form=form, person=found.actor, token=token), 422
