"""My account: who I am here, what I may do and until when, my password, and where else I am signed in."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.errors import Invalid, TooMany
from models.queries.delegations import looked_after
from models.queries.directory import grants_in_force, lasting, open_sessions, sign_in
from models.services import accounts
from webui.forms.sign_in import NewPassword
from webui.guards import SIGNED_IN, current_session, guard
from webui.sessions import site

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@guard(SIGNED_IN)
def page() -> ResponseReturnValue:
    """Everything that is known of my signing in."""
    return _page(NewPassword(formdata=None))


def _page(form: NewPassword, status: int = 200) -> ResponseReturnValue:
    settings = site().settings
    return render_template(
        "account/page.html",
        form=form,
        grants=lasting(grants_in_force(g.db, g.actor, g.now)),
        cared_for=looked_after(g.db, g.actor),
        access=sign_in(g.db, g.actor, g.now),
        elsewhere=max(0, open_sessions(g.db, g.actor, g.now, settings.idle) - 1),
        idle=settings.idle,
        absolute=settings.absolute,
    ), status


@blueprint.post("/password")
@guard(SIGNED_IN, refusals_count=True)
def change_password() -> ResponseReturnValue:
    """A new password, proved by the old one; every other browser is signed out."""
    form = NewPassword()
    if not form.validate():
        return _page(form, 422)
    facts = {"current": form.current.data, "password": form.password.data}
    address = request.remote_addr or "unknown"
    try:
        accounts.change_password(g.db, now=g.now, person=g.actor, address=address, **facts)
    except TooMany as fault:
        form.current.errors = [str(fault)]
        return _page(form, 429)
    except accounts.WrongPassword as fault:
        form.current.errors = [str(fault)]
        return _page(form, 422)
    except Invalid as fault:
        form.password.errors = [str(fault)]
        return _page(form, 422)
    return _stay("Your password is changed. Every other browser is signed out.")


@blueprint.post("/elsewhere")
@guard(SIGNED_IN)
def leave_elsewhere() -> ResponseReturnValue:
    """Sign out in every browser but this one."""
    accounts.sign_out_everywhere(g.db, now=g.now, person=g.actor)
    return _stay("You are signed out everywhere else.")


def _stay(said: str) -> ResponseReturnValue:
    """This browser alone goes on, with a session of its own."""
    current_session().sign_in(g.actor.id, g.now)
    flash(said, "success")
    return redirect(url_for("account.page"), 303)
