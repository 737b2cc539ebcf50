"""Whom I do not want to be matched with: people and agencies, sealed, and nobody asks why."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.queries import no_lists as queries
from models.queries.agencies import find_agency, open_agencies
from models.queries.no_lists import avoided
from models.services import no_lists
from webui.forms.mentors import NameForm
from webui.guards import guard
from webui.mine import me

blueprint = Blueprint("no_list", __name__, url_prefix="/giving/avoid")


@blueprint.get("")
@guard("mentors.see", load=me)
def page() -> ResponseReturnValue:
    """The list, and ways to add to it."""
    return _page(NameForm(formdata=None))


@blueprint.post("/find")
@guard("no_lists.save", load=me)
def find() -> ResponseReturnValue:
    """People of that name, shown at once, so that no name stands in an address."""
    form = NameForm()
    return _page(form, form.words()) if form.validate() else _page(form, status=422)


def _page(form: NameForm, words: str = "", status: int = 200) -> ResponseReturnValue:
    mine = avoided(g.db, g.obj)
    listed = {one.id for one in mine.agencies}
    return render_template(
        "giving/avoid.html",
        mine=mine,
        form=form,
        words=words,
        found=queries.find(g.db, g.obj, words) if words else None,
        agencies=[one for one in open_agencies(g.db) if one.id not in listed],
    ), status


@blueprint.post("/<any(add, drop):what>")
@guard("no_lists.save", load=me)
def change(what: str) -> ResponseReturnValue:
    """Put one person or agency on the list, or take one off."""
    mine, form = avoided(g.db, g.obj), request.form
    if form.get("agency") == "":
        unnamed = NameForm(formdata=None)
        unnamed.form_errors = ["Choose an agency: nobody was added."]
        return _page(unnamed, status=422)
    person = queries.find_person(g.db, form.get("person", ""))
    agency = find_agency(g.db, form.get("agency", ""))
    if (person is None and agency is None) or person is g.obj:
        abort(404)
    people = [one for one in mine.people if one is not person]
    agencies = [one for one in mine.agencies if one is not agency]
    if what == "add":
        people += [person] if person else []
        agencies += [agency] if agency else []
    facts = {"executive": g.obj, "people": people, "agencies": agencies}
    no_lists.save(g.db, actor=g.actor, now=g.now, **facts)
    flash("Saved. Offers that wait already are not touched.", "success")
    return redirect(url_for("no_list.page"), 303)
