"""Mail and jobs: what waits, what failed and why, and what the clock does next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict, WrongState
from models.machines import NOTICE
from models.outbox import Notice, NoticeState
from models.queries import jobs
from models.queries import mail as letters
from models.services import mail
from webui.filters import plural
from webui.forms.fields import refuse
from webui.forms.people import Reasoned
from webui.guards import guard
from webui.jobs import JOBS
from webui.mail_words import SILENCE, SUBJECTS
from webui.messages import preview
from webui.paging import Page, asked
from webui.sessions import site
from webui.unsendable import Unsendable

blueprint = Blueprint("mail", __name__, url_prefix="/mail")

USUAL = NoticeState.FAILED, NoticeState.WAITING, NoticeState.SENT, NoticeState.DROPPED


@blueprint.get("")
@guard("mail.see")
def index() -> ResponseReturnValue:
    """One state of the outbox, a page at a time: what failed, else what waits, else what the words find."""
    words = request.args.get("q", "").strip()
    counts = letters.counts(g.db, words)
    usual = next((one for one in (USUAL if words else USUAL[:1]) if counts[one]), NoticeState.WAITING)
    wanted = request.args.get("state", usual)
    state = NoticeState(wanted) if wanted in list(NoticeState) else usual
    number, last = asked(counts[state], letters.PAGE)
    rows = letters.letters(g.db, state, number, words)
    return render_template(
        "mail/index.html",
        counts=counts,
        shown=state,
        words=words,
        states=[
            (
                f"{NOTICE.labels[one]}: {count:,}",
                url_for("mail.index", state=one, q=words or None),
                one is state,
            )
            for one, count in counts.items()
        ],
        page=Page(rows, number, last, counts[state], letters.PAGE),
        subjects=SUBJECTS,
        held=letters.holding(g.db),
        run=jobs.last_runs(g.db, g.now).get("send_mail"),
    )


def notice(session: Any, number: int) -> Notice | None:
    """The notice of the address."""
    return letters.find_notice(session, number)


@blueprint.get("/<int:number>")
@guard("mail.see", load=notice)
def page(number: int) -> ResponseReturnValue:
    """One notice as its reader gets it, and what became of it."""
    try:
        subject, text = preview(g.obj, request.url_root.rstrip("/"))
    except Unsendable as fault:
        subject, text = "", str(fault)
    return render_template("mail/page.html", notice=g.obj, subject=subject, text=text, subjects=SUBJECTS)


def _goes() -> str:
    """What becomes of a notice that is to be sent at once."""
    if site().settings.demonstration:
        return f"is shown as sent within a minute. {SILENCE}"
    return "goes out within a minute"


@blueprint.post("/<int:number>/again")
@guard("mail.send_again", load=notice)
def again(number: int) -> ResponseReturnValue:
    """Send one again, or without waiting for its next try."""
    mail.send_again(g.db, actor=g.actor, now=g.now, notices=[g.obj])
    flash(f"The notice to {g.obj.recipient.name} {_goes()}.", "success")
    return redirect(url_for("mail.index"), 303)


@blueprint.post("/again")
@guard("mail.send_again")
def all_again() -> ResponseReturnValue:
    """Send every failed notice again."""
    failed = letters.failed(g.db)
    mail.send_again(g.db, actor=g.actor, now=g.now, notices=failed)
    again = plural(len(failed), "notice")
    if site().settings.demonstration:
        flash(f"Shown as sent within a minute: {again}. {SILENCE}.", "success")
    else:
        flash(f"{again} will go out within a minute.", "success")
    return redirect(url_for("mail.index"), 303)


@blueprint.get("/<int:number>/drop")
@guard("mail.drop", load=notice)
def ask_to_drop(number: int) -> ResponseReturnValue:
    """Why is it never sent?"""
    return _drop_page(Reasoned())


def _drop_page(form: Reasoned, status: int = 200) -> ResponseReturnValue:
    return render_template("mail/drop.html", notice=g.obj, form=form, subjects=SUBJECTS), status


@blueprint.post("/<int:number>/drop")
@guard("mail.drop", load=notice)
def drop(number: int) -> ResponseReturnValue:
    """Never send it."""
    form = Reasoned()
    if not form.validate():
        return _drop_page(form, 422)
    try:
        mail.drop(g.db, actor=g.actor, now=g.now, notice=g.obj, reason=form.reason.data)
    except (Conflict, WrongState) as fault:
        refuse(form, fault)
        return _drop_page(form, 409)
    flash("The notice is dropped.", "success")
    return redirect(url_for("mail.index"), 303)


@blueprint.post("/release")
@guard("mail.release")
def release() -> ResponseReturnValue:
    """Let mail go again after a restore."""
    restores = letters.holding(g.db)
    mail.release(g.db, actor=g.actor, now=g.now, restores=restores)
    goes = (
        f"Mail is let go. {SILENCE}"
        if site().settings.demonstration
        else "Mail goes out again within a minute"
    )
    flash(f"{goes}." if restores else "No mail was held.", "success")
    return redirect(url_for("mail.index"), 303)


@blueprint.get("/jobs")
@guard("jobs.see")
def schedule() -> ResponseReturnValue:
    """What runs by itself, what it did last and when it runs next."""
    runs = jobs.last_runs(g.db, g.now)
    lines = [(job, run := runs.get(job.id), job.next_run(run, g.now)) for job in JOBS]
    names = {job.id: job.what for job in JOBS}
    return render_template("mail/jobs.html", lines=lines, broken=jobs.broken_runs(g.db, g.now), names=names)
