"""Every form, sent by everybody who may not: refused, and nothing changes."""

from collections.abc import Iterator

import pytest
from flask import Flask, g
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Actor
from models.db import unit_of_work
from tests.house.conftest import AT, MAIN, PEOPLE, STAGES, AppAt, Visits
from tests.house.crawler import OWN, Form, body, endpoint, site_engine, values
from tests.models.digests import digest
from tests.models.world import NOW, actor
from tests.webui.site import ask_token, sign_in, token
from webui.guards import EVERYBODY, SIGNED_IN, Worn

ALIKE = 2
"""How many forms of one route are tried at each stage; in the gate it is one."""
SIGN_OUT = "sign_in.leave"  # everybody's, and the end of the session of the test


def forms_at(app: Flask, visits: Visits, stage: str, alike: int = ALIKE) -> list[Form]:
    """The forms somebody is offered at that stage: a few of each route."""
    found: dict[str, dict[str, Form]] = {}
    for slug in AT[stage]:
        for visit in visits[stage, slug]:
            for form in visit.forms:
                found.setdefault(endpoint(app, form.action, "POST"), {}).setdefault(form.action, form)
    del found[SIGN_OUT]
    return [form for actions in found.values() for form in list(actions.values())[:alike]]


def fresh_forms_at(app: Flask, visits: Visits, stage: str) -> list[Form]:
    """One of each route at the main stages, between those the ones whose route no main stage offers."""
    found = forms_at(app, visits, stage, alike=1)
    if stage in MAIN:
        return found
    elsewhere = {endpoint(app, form.action, "POST") for main in MAIN for form in forms_at(app, visits, main)}
    return [form for form in found if endpoint(app, form.action, "POST") not in elsewhere]


def guard_of(app: Flask, form: Form) -> Worn:
    found: Worn = vars(app.view_functions[endpoint(app, form.action, "POST")])["guard"]
    return found


def refused(session: Session, app: Flask, forms: list[Form], person: Actor) -> Iterator[Form]:
    """Those of the forms whose action the table does not give the person."""
    for form in forms:
        guard = guard_of(app, form)
        action = guard.write or guard.action
        if action in (EVERYBODY, SIGNED_IN):
            continue
        loaded = {} if guard.load is None else values(app, form.action, "POST")
        obj = None if guard.load is None else guard.load(session, **loaded)
        if (guard.load is not None and obj is None) or not can(person, action, obj, now=NOW):
            yield form


@pytest.mark.parametrize("stage", STAGES)
def test_whoever_may_not_is_refused_and_nothing_changes(app_at: AppAt, visits: Visits, stage: str) -> None:
    app = app_at(stage)
    if forms := fresh_forms_at(app, visits, stage):
        refuses_all_who_may_not(app, forms)


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
def test_whoever_may_not_is_refused_at_every_stage(app_at: AppAt, visits: Visits, stage: str) -> None:
    app = app_at(stage)
    refuses_all_who_may_not(app, forms_at(app, visits, stage))


def refuses_all_who_may_not(app: Flask, forms: list[Form]) -> None:
    engine = site_engine(app)
    before = digest(engine, OWN)
    answers = set()
    for slug in PEOPLE:
        with unit_of_work(engine, read_only=True) as session, app.test_request_context():
            g.db, g.now, g.actor = session, NOW, actor(session, slug)
            not_theirs = list(refused(session, app, forms, g.actor))
        client = sign_in(app.test_client(), slug)
        asked = ask_token(client)
        for form in not_theirs:
            answer = client.post(form.action, data=body(form.fields, asked))
            answers.add((slug, form.action, answer.status_code))
    assert {answer for answer in answers if answer[2] not in (403, 404)} == set()
    assert digest(engine, OWN) == before


@pytest.mark.parametrize("stage", STAGES)
def test_strangers_are_sent_to_sign_in_and_nothing_changes(app_at: AppAt, visits: Visits, stage: str) -> None:
    app = app_at(stage)
    if not (forms := fresh_forms_at(app, visits, stage)):
        return
    engine = site_engine(app)
    before, client = digest(engine, OWN), app.test_client()
    asked = token(client.get("/sign-in"))
    answers = set()
    for form in forms:
        answer = client.post(form.action, data=body(form.fields, asked))
        answers.add((form.action, answer.status_code, answer.location))
    assert {answer for answer in answers if answer[1:] != (303, "/sign-in")} == set()
    assert digest(engine, OWN) == before


@pytest.mark.parametrize("stage", STAGES)
def test_without_the_form_token_nothing_changes(app_at: AppAt, visits: Visits, stage: str) -> None:
    app = app_at(stage)
    if not (forms := fresh_forms_at(app, visits, stage)):
        return
    engine = site_engine(app)
    before = digest(engine, OWN)
    client = sign_in(app.test_client(), AT[stage][0])
    answers = {(form.action, client.post(form.action, data=body(form.fields)).status_code) for form in forms}
    assert {answer for answer in answers if answer[1] != 400} == set()
    assert digest(engine, OWN) == before
