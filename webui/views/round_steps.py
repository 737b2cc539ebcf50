"""The steps of a round that need no form; those that shut somebody out show first what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.queries import board as boards
from models.services import rounds
from webui.guards import guard
from webui.next_act import next_act

Verb = Callable[..., Any]
STEPS: dict[str, tuple[Verb, str, str]] = {
    "open_posting": (
        rounds.open_posting,
        "rounds.open_posting",
        "Opportunities can be put into the round now.",
    ),
    "open_preferences": (
        rounds.open_preferences,
        "rounds.open_preferences",
        "Executives can file their dream sheets now.",
    ),
    "close_preferences": (
        rounds.close_preferences,
        "rounds.close_preferences",
        "The lists are closed; consents can be given until the rankings open.",
    ),
    "open_ranking": (rounds.open_ranking, "rounds.open_ranking", "Hosts can rank their applicants now."),
    "archive": (rounds.archive, "rounds.archive", "The round is archived."),
}
"""Steps that need no form: name, verb, permission, what to say afterwards."""
LOOKED_AT = ("close_preferences", "open_ranking", "archive")
"""Steps that shut somebody or something out and cannot be taken back: a page says first what they do."""


def _stepping(verb: Verb, said: str) -> Callable[[str], ResponseReturnValue]:
    def view(slug: str) -> ResponseReturnValue:
        verb(g.db, actor=g.actor, now=g.now, round_=g.obj)
        flash(said, "success")
        return redirect(url_for("rounds.board", slug=slug), 303)

    return view


def _looking(step: str) -> Callable[[str], ResponseReturnValue]:
    def view(slug: str) -> ResponseReturnValue:
        if step not in boards.possible(g.obj):
            return redirect(url_for("rounds.board", slug=slug), 303)
        shown = boards.board(g.db, g.obj)
        return render_template("rounds/step.html", board=shown, act=next_act(shown, g.now))

    return view


def add_steps(blueprint: Blueprint) -> None:
    """Give the blueprint a route for each step, and a page before it where it is looked at first."""
    for step, (verb, action, said) in STEPS.items():
        path, worn = f"/rounds/<slug>/{step.replace('_', '-')}", guard(action, load=boards.find_round)
        blueprint.add_url_rule(path, step, worn(_stepping(verb, said)), methods=["POST"])
        if step in LOOKED_AT:
            blueprint.add_url_rule(path, f"{step}_page", worn(_looking(step)))
