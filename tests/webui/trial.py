"""Views made to fail, and views that need what no page of the small world needs yet."""

from typing import Any

from flask import Blueprint, abort, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import Conflict, Denied, Invalid, MissingKey, NotPublishable, TooMany, Unmet, WrongState
from models.queries.people import find_people
from webui.guards import EVERYBODY, SIGNED_IN, guard

blueprint = Blueprint("trial", __name__)
FAULTS: dict[str, Any] = {
    "denied": Denied("Nobody may do this."),
    "wrong-state": WrongState("The round is closed."),
    "conflict": Conflict("Somebody was quicker."),
    "not-publishable": NotPublishable("Two answers are equally good."),
    "invalid": Invalid("There is no such place."),
    "unmet": Unmet([]),
    "too-many": TooMany("Too many failed tries."),
    "key": MissingKey("The key file /secret/place is missing."),
    "bug": ZeroDivisionError("the secret of the stack"),
    "busy": OperationalError("SELECT secret", {}, Exception("database is locked")),
}


@blueprint.route("/trial/fault/<name>", methods=["GET", "POST"])
@guard(EVERYBODY)
def fault(name: str) -> ResponseReturnValue:
    if name.isdigit():
        abort(int(name))
    raise FAULTS[name]


@blueprint.post("/trial/twice")
@guard(SIGNED_IN)
def twice() -> ResponseReturnValue:
    """Breaks a rule of the database, after which the transaction's objects cannot be read any more."""
    g.db.add(Actor(slug=g.actor.slug, name="again"))
    return "never kept"


@blueprint.post("/trial/rename")
@guard(SIGNED_IN, step_up=True)
def rename() -> ResponseReturnValue:
    """Something that asks for a fresh proof."""
    g.actor.name = request.form["name"]
    return "renamed"


@blueprint.post("/trial/note")
@guard(SIGNED_IN)
def note() -> ResponseReturnValue:
    """Something a person types for a while."""
    g.actor.name = request.form["name"]
    return "noted"


@blueprint.post("/trial/refused-late")
@guard(SIGNED_IN)
def refused_late() -> ResponseReturnValue:
    """A change already sent to the database when the page finds that it must be refused."""
    g.actor.name = request.form["name"]
    g.db.flush()
    return "the name is taken", int(request.form["status"])


@blueprint.post("/trial/refusal-counts")
@guard(SIGNED_IN, refusals_count=True)
def refusal_counts() -> ResponseReturnValue:
    """A refusal that is itself written down."""
    g.actor.name = request.form["name"]
    return "counted", 422


def _load(db: Session, slug: str) -> Actor | None:
    return db.query(Actor).filter_by(slug=slug).one_or_none()


@blueprint.get("/trial/people/<slug>")
@guard("accounts.invite", load=_load)
def person(slug: str) -> ResponseReturnValue:
    """A page about somebody, for the programme office alone."""
    return g.obj.name  # type: ignore[no-any-return]


@blueprint.get("/trial/row/<int:number>")
@guard(SIGNED_IN)
def row(number: int) -> ResponseReturnValue:
    found = g.db.get(Actor, number)
    return "nobody" if found is None else found.name


@blueprint.get("/trial/sneak")
@guard(SIGNED_IN)
def sneak() -> ResponseReturnValue:
    """A safe method that tries to change something."""
    g.actor.name = "sneaked"
    g.db.flush()
    g.db.execute(text("UPDATE actors SET active = false WHERE slug = 'auditor'"))
    return "done"


@blueprint.post("/trial/find")
@guard(EVERYBODY)
def find() -> ResponseReturnValue:
    """Whatever is sent goes into a query."""
    words = [*request.form, *request.form.values(), *request.args.values()]
    return {"found": [one.slug for word in words for one in find_people(g.db, word)]}
