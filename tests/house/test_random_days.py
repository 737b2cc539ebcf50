"""Random people fill in random forms while days pass: nothing fails, and no page leads where nothing is."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.actors import SYSTEM, Actor
from models.jobs import JobRun
from tests.house.crawler import Form, Page, body, endpoint, site_engine
from tests.house.test_malformed import LEFT_OUT
from tests.webui.site import Clock, copy_stage, open_app, sign_in, token
from webui.jobs import JOBS, run
from webui.machine import Machine

DAYS, PEOPLE, STEPS = 10, 8, 12
"""How many days pass, how many people come on each, and how many pages each of them opens."""
SENTENCES = ("Because the work needs it.", "It was a mistake.", "As both agencies agreed.", "")
DAY_NAMED = re.compile(r"day|date|until|_on$|starts|ends|need_by")

pytestmark = pytest.mark.slow


@dataclass
class Life:
    """What happened: forms taken by endpoint, failures of ours, and links that led nowhere."""

    app: Flask
    clock: Clock
    chance: random.Random
    taken: Counter[str] = field(default_factory=Counter)
    followed: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)

    def come(self, slug: str) -> None:
        """One person signs in, goes from page to page, and now and then sends a form."""
        client = sign_in(self.app.test_client(), slug)
        ways = ["/"]
        for _ in range(STEPS):
            address = self.chance.choice(ways)
            answer = self.noted(client.get(address, buffered=True), address)
            if answer.location is not None:
                ways.append(urljoin(address, answer.location).split("#")[0])
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            page = Page(answer.text)
            links = [link for link in self.within(page, address) if endpoint(self.app, link) not in LEFT_OUT]
            for link in sorted(links, key=self.followed_before)[:3]:
                self.followed[shape(link)] += 1
                shown = self.noted(client.get(link, buffered=True), link)
                if shown.status_code in (403, 404):
                    self.dead.append(f"{slug}: {address} leads to {link} ({shown.status_code})")
            ways = links or ["/"]
            forms = [one for one in page.forms if endpoint(self.app, one.action, "POST") not in LEFT_OUT]
            if forms and self.chance.random() < 0.7:
                form = min(self.chance.sample(forms, min(3, len(forms))), key=lambda one: self.seen(one))
                asked = token(client.get("/"))
                sent = client.post(form.action, data=body(self.filled(form), asked), buffered=True)
                if self.noted(sent, form.action).status_code == 303:
                    self.taken[endpoint(self.app, form.action, "POST")] += 1

    def followed_before(self, link: str) -> int:
        return self.followed[shape(link)]

    def seen(self, form: Form) -> int:
        return self.taken[endpoint(self.app, form.action, "POST")]

    def noted(self, answer: TestResponse, address: str) -> TestResponse:
        if answer.status_code >= 500:
            self.failed.append(f"{answer.request.method} {address}: {answer.status_code}")
        return answer

    def within(self, page: Page, address: str) -> list[str]:
        """The pages of ours to which a page leads."""
        found = (urljoin(address, link).split("#")[0] for link in page.links)
        return [link for link in dict.fromkeys(found) if link.startswith("/") and "/static/" not in link]

    def filled(self, form: Form) -> Iterator[tuple[str, str]]:
        """One value for each field: of several on offer one, what stands there, or something plausible."""
        values: dict[str, list[str]] = {}
        for name, value in form.fields:
            values.setdefault(name, []).append(value)
        for name, on_offer in values.items():
            value = self.chance.choice(on_offer)
            yield name, value or self.plausible(name)

    def plausible(self, name: str) -> str:
        if DAY_NAMED.search(name):
            later = self.clock.now + timedelta(days=self.chance.randint(-30, 200))
            return later.date().isoformat()
        return self.chance.choice((*SENTENCES, str(self.chance.randint(0, 5))))

    def pass_a_day(self) -> None:
        """The jobs of the schedule, a day later."""
        self.clock.move(days=1)
        machine = Machine(site_engine(self.app), clock=self.clock, mail=lambda: None)
        for job in JOBS:
            if job.id != "send_mail":
                run(job, machine)


@pytest.mark.parametrize(
    ("stage", "seed"),
    [
        ("filed", 1),
        ("ranked", 2),
        ("published", 3),
        ("scramble", 4),
        ("helped", 5),
        ("returning", 6),
        ("giving", 7),
        ("seeking", 8),
    ],
)
def test_nothing_fails_and_no_page_leads_nowhere(
    stage: str, seed: int, run_folder: Path, tmp_path: Path, key: None
) -> None:
    clock = Clock()
    with open_app(copy_stage(stage, run_folder, tmp_path), clock) as app:
        life = Life(app, clock, random.Random(seed))
        with Session(site_engine(app)) as session:
            people = list(
                session.scalars(select(Actor.slug).where(Actor.slug != SYSTEM).order_by(Actor.slug))
            )
        for _ in range(DAYS):
            for slug in life.chance.choices(people, k=PEOPLE):
                if is_active(app, slug):
                    life.come(slug)
            life.pass_a_day()
        with Session(site_engine(app)) as session:
            broken = list(session.scalars(select(JobRun.result).where(JobRun.failed)))
    assert (life.failed, life.dead, broken) == ([], [], [])
    assert len(life.taken) > 5, "too little was taken for the rest to mean anything"


def shape(address: str) -> str:
    """Of addresses that differ in their numbers alone, one."""
    return re.sub(r"\d+", "0", address)


def is_active(app: Flask, slug: str) -> bool:
    """Whether the person can sign in: a form of the office may have made them leave."""
    with Session(site_engine(app)) as session:
        return bool(session.scalar(select(Actor.active).where(Actor.slug == slug)))
