"""Whatever is typed into a text field arrives as text, in pages, mail, calendars and tables alike."""

import inspect
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_string, policy

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.actors import Actor
from models.db import unit_of_work
from models.executives import Executive
from models.nominations import FACTORS
from models.outbox import Notice
from models.queries.meetings import for_feed
from tests.house.blanks import Paper, Papers
from tests.house.canaries import LONG, Heard, carried, text_fields
from tests.house.conftest import AT, AppAt, Visits
from tests.house.crawler import Form, Visit, body, crawl, endpoint, look, site_engine
from tests.models.world import NOW
from tests.webui.post import settings
from tests.webui.site import beside, sign_in, token
from webui.calendars import feed
from webui.forms.cards import FORMS
from webui.messages import build_message
from webui.unsendable import Moot, Unsendable

ASKING = ("asking",)
"""The stage that the gate goes through; the long suite goes through all."""
MANY = 15  # canaries that arrive there, at least
TRIES = 5
MOST = 4  # of pages alike: the text may stand on any of them
ROUNDS = 3  # a form that is offered once another was sent is found by going again
LEFT_OUT = {"sign_in.leave", "solves.start"}
UNTYPED = {
    "agreement_policy.FactsForm.concern": "asked for where the other terms call for it",
    "agreement_policy.FactsForm.opm_waiver": "asked for where the other terms call for it",
    "agreement_policy.WaiverForm.document": "its page is not crawled: UNLINKED in test_routes.py",
    "applicants.Ranking.act": "a button",
    "applicants.Ranking.who": "the card beside the button",
    "entered_sheets.EnterForm.choices": "its page is not crawled: UNLINKED in test_routes.py",
    "entered_sheets.EnterForm.late_because": "its page is not crawled: UNLINKED in test_routes.py",
    "entered_sheets.EnterForm.words": "its page is not crawled: UNLINKED in test_routes.py",
    "meetings.SlotForm.start": "one of the times on offer",
    **{
        f"nominations.InviteForm.{name}": "the form below a card that was opened: UNOFFERED in test_routes.py"
        for name in ("serves", *FACTORS)
    },
    "reports.Correct.reason": "offered for a closed report: UNOFFERED in test_routes.py",
    "sign_in.Again.password": "never shown",
    "sign_in.FirstPassword.password": "never shown",
    "sign_in.FirstPassword.repeated": "never shown",
    "sign_in.NewPassword.current": "never shown",
    "sign_in.SignIn.email": "typed by strangers; its refusal is read in tests/webui/test_sign_in.py",
    "sign_in.SignIn.password": "never shown",
}
"""Text fields into which nobody who is signed in types, each with the reason."""
NOWHERE = {
    "agreements.TermsForm.return_position": "read only where the return leads to a named position",
    "people.Move.reason": "kept in the trail of events alone",
    "plans.SendBack.reason": "read by the owner of the plan, who does not crawl the stage",
    "requests.AsideForm.reason": "private: shown to nobody",
}
"""Fields whose text is taken and shown nowhere that these tests look, each with the reason."""


READERS = {"drafted": ["e-06", "e-07", "e-08"], "talking": ["office"], "asking": ["e-05"]}
"""Who besides reads what was typed at a stage."""


def shape(names: Iterable[str]) -> tuple[str, ...]:
    """What two forms alike have in common: their names, numbers aside."""
    return tuple(sorted({re.sub(r"\d+", "", name) for name in names}))


@dataclass
class Flock:
    """What was let fly at all stages: what was read, and the forms that were looked at."""

    heard: Heard = field(default_factory=Heard)
    seen: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    searches: dict[str, Paper] = field(default_factory=dict)

    def read(self, answer: TestResponse) -> None:
        """Read an answer; forms that search are kept for later."""
        self.heard.read(answer)
        if answer.mimetype == "text/html" and 'method="get"' in answer.text:
            for paper in Papers(answer.text).found:
                if not paper.posts and paper.typed:
                    self.searches.setdefault(paper.action or answer.request.path, paper)

    def new(self, app: Flask, visits: list[Visit]) -> list[tuple[str, str]]:
        """Page and endpoint of each form that was not looked at yet."""
        found = []
        for visit in visits:
            for form in visit.forms:
                name = endpoint(app, form.action, "POST")
                kind = name, shape(one for one, _ in form.fields)
                if kind not in self.seen and name not in LEFT_OUT:
                    self.seen.add(kind)
                    found.append((visit.address, name))
        return found

    def fly(self, client: FlaskClient, pages: list[tuple[str, str]]) -> None:
        """Send the forms of the pages that take text."""
        asked = token(client.get("/"))
        for address, name in dict.fromkeys(pages):
            page = client.get(address, buffered=True)
            self.heard.read(page)
            found = Papers(page.text).found
            alike = [one for one in found if endpoint(client.application, one.action, "POST") == name]
            for paper in alike:
                if paper.typed:
                    self.send(client, paper, asked)
            if not alike:  # another form has changed what is offered: a later stage offers it again
                self.seen = {kind for kind in self.seen if kind[0] != name}

    def send(self, client: FlaskClient, paper: Paper, asked: str) -> None:
        """Send one form; what is refused beside its field is sent shorter, then as the page had it."""
        kept: dict[str, str] = {}
        refused: set[str] = set()
        for turn in range(TRIES):
            answer = client.post(
                paper.action, data=body(paper.filled(kept, refused, turn), asked), buffered=True
            )
            self.heard.read(answer)
            if answer.location is not None:
                self.heard.read(client.get(answer.location, buffered=True))
            if answer.status_code != 422:
                return
            refused |= set(beside(answer))
            kept |= {one.name: one.value for one in paper.typed if one.name in refused and turn > 0}


def beyond(visits: list[Visit]) -> list[str]:
    """Pages like one that was visited, with another form on each: parts of the card, steps of a request."""
    card = [f"/card/{name}" for name in FORMS if any(visit.endpoint == "cards.section" for visit in visits)]
    steps = [visit.address for visit in visits if visit.endpoint == "asks.step"][:1]
    return card + [f"{steps[0].rpartition('/')[0]}/{number}" for number in (3, 4) if steps]


def take_files(client: FlaskClient, visits: list[Visit], flock: Flock) -> None:
    """Ask for every table and file that the pages hand out, each kind once."""
    app, asked = client.application, token(client.get("/"))
    pages = {form.action: visit.address for visit in visits for form in visit.forms if hands_out(app, form)}
    for action, address in pages.items():
        for paper in Papers(client.get(address, buffered=True).text).found:
            choices = [{one.name: one.value} for one in paper.blanks if one.kind == "option" and one.value]
            for choice in choices or [{}] if paper.action == action else []:
                answer = client.post(action, data=body(paper.filled(choice), asked), buffered=True)
                flock.read(answer)


def hands_out(app: Flask, form: Form) -> bool:
    """Whether a form asks for a file."""
    view = app.view_functions.get(endpoint(app, form.action, "POST"))
    return view is not None and "hand_out(" in inspect.getsource(inspect.unwrap(view))


def open_mail(session: Session, flock: Flock) -> None:
    """Build every message that waits, and every calendar."""
    for notice in session.scalars(select(Notice)):
        notice.recipient.email = notice.recipient.email or "somebody@agency.example"
        try:
            message = build_message(session, notice, settings(25), NOW)
        except (Moot, Unsendable):
            continue
        flock.heard.message(notice.template, message)
    for executive in session.scalars(select(Executive)):
        text = feed(for_feed(session, executive, NOW), site="http://localhost/", now=NOW)
        flock.heard.calendar("feed", text)


def still_here(app: Flask, visits: dict[str, list[Visit]]) -> list[str]:
    """Those of the people whom no form that was sent has made leave; the others see nothing any more."""
    with unit_of_work(site_engine(app), read_only=True) as session:
        here = set(session.scalars(select(Actor.slug).where(Actor.active)))
    for slug in set(visits) - here:
        visits[slug] = []
    return [slug for slug in visits if slug in here]


def let_fly(app: Flask, visits: dict[str, list[Visit]], flock: Flock) -> bool:
    """New forms sent, then all pages, files, mail and calendars read; whether there were any."""
    flown = False
    for slug in visits:
        if slug in still_here(app, visits) and (found := flock.new(app, visits[slug])):
            flock.fly(sign_in(app.test_client(), slug), found)
            flown = True
    if not flown:
        return False
    for slug in still_here(app, visits):
        visits[slug] = crawl(app, slug, flock.read, most=MOST)
        client = sign_in(app.test_client(), slug)
        while flock.searches:
            action, paper = flock.searches.popitem()
            kind = endpoint(app, action), shape(one.name for one in paper.typed)
            if kind not in flock.seen:
                flock.seen.add(kind)
                flock.heard.read(client.get(action, query_string=body(paper.filled({})), buffered=True))
        take_files(client, visits[slug], flock)
    with unit_of_work(site_engine(app), read_only=True) as session, session.no_autoflush:
        open_mail(session, flock)
        session.rollback()
    return True


def let_all_fly(app_at: AppAt, visits: Visits, stages: Iterable[str]) -> Flock:
    """Everything at these stages."""
    flock = Flock()
    for stage in stages:
        app, theirs = app_at(stage), {slug: [*visits[stage, slug]] for slug in AT[stage]}
        for slug, known in theirs.items():
            client = sign_in(app.test_client(), slug)
            known += [look(client, address) for address in beyond(known)]
        theirs |= {slug: [] for slug in READERS.get(stage, ())}
        for _ in range(ROUNDS):
            if not let_fly(app, theirs, flock):
                break
    return flock


def test_no_canary_becomes_more_than_text_where_a_mentor_is_asked(app_at: AppAt, visits: Visits) -> None:
    heard = let_all_fly(app_at, visits, ASKING).heard
    assert heard.sung == set()
    assert len(heard.arrived) > MANY


@pytest.mark.slow
def test_every_text_field_carries_a_canary_that_arrives_as_text(app_at: AppAt, visits: Visits) -> None:
    with carried() as found:
        heard = let_all_fly(app_at, visits, AT).heard
    assert heard.sung == set()
    carriers = {name for name, canaries in found.items() if canaries}
    assert text_fields() - carriers == set(UNTYPED), sorted(text_fields() - carriers)
    lost = {name for name in carriers if not found[name] & heard.arrived}
    assert lost == set(NOWHERE), sorted(lost)


def test_a_canary_that_is_not_escaped_is_heard() -> None:
    song = LONG.format("canary0001")
    message = message_from_string(f"To: a@b.example\nSubject: {song}\n\nText.", policy=policy.default)
    entry = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nLOCATION:{song}\nEND:VEVENT\nEND:VCALENDAR\n"
    book = openpyxl.Workbook()
    book.active.append([song])
    out = io.BytesIO()
    book.save(out)
    for name, what in {
        "page": f"<p>{song}</p>",
        "message": message,
        "calendar": entry.replace("\\", ""),
        "table": [[song]],
        "workbook": out.getvalue(),
    }.items():
        heard = Heard()
        getattr(heard, name)("here", what)
        assert heard.sung, name
