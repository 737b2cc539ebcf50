"""Reference data: where each fact comes from, and as of when."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from matcher.policy.book import CLAUSES, SUBJECTS
from matcher.policy.clauses import Clause
from models.queries import reference
from webui.filters import kind
from webui.guards import guard
from webui.words import READINGS

blueprint = Blueprint("reference", __name__, url_prefix="/reference")
blueprint.add_app_template_filter(READINGS.__getitem__, "how_read")


@blueprint.get("")
@guard("reference.see")
def index() -> ResponseReturnValue:
    """Every file that was loaded."""
    return render_template("reference/index.html", sources=reference.sources(g.db))


@blueprint.get("/qualifications")
@guard("reference.see")
def qualifications() -> ResponseReturnValue:
    """The Executive Core Qualifications by version."""
    return render_template("reference/qualifications.html", frameworks=reference.frameworks(g.db))


@blueprint.get("/policy")
@guard("reference.see")
def policy() -> ResponseReturnValue:
    """Every figure of law and policy that Roundtrip uses, by subject; those with all the words asked for."""
    words = request.args.get("q", "").strip()
    found = [(title, _with(words, clauses)) for title, clauses in SUBJECTS]
    subjects = [(title, clauses) for title, clauses in found if clauses]
    count = sum(len(clauses) for _, clauses in subjects)
    return render_template(
        "reference/policy.html", subjects=subjects, words=words, count=count, total=len(CLAUSES)
    )


def _with(words: str, clauses: tuple[Clause, ...]) -> list[Clause]:
    """Those of the clauses that hold every word in their name, unit or citation, by name."""
    asked = words.casefold().split()
    texts = {one: f"{kind(one.code)} {one.unit} {one.citation}".casefold() for one in clauses}
    found = [one for one in clauses if all(word in texts[one] for word in asked)]
    return sorted(found, key=lambda one: one.code)
