"""Whatever is typed into a text field arrives as text in the pages and tables where it is found again."""

from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.house.blanks import Paper, Papers
from tests.house.canaries import Heard
from tests.house.conftest import AppAt
from tests.house.crawler import body, crawl, endpoint
from tests.webui.site import beside, sign_in, token

TRIES = 4
LEFT_OUT = {"sign_in.leave", "solves.start"}


@dataclass
class Flock:
    """What was let fly at all stages: what was read, which forms were sent, and how each was answered."""

    heard: Heard = field(default_factory=Heard)
    sent: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)

    def fly(self, app: Flask, slug: str, pages: list[str]) -> int:
        """Send each form of the pages that takes text and was not sent yet; how many there were."""
        client, before = sign_in(app.test_client(), slug), len(self.sent)
        asked = token(client.get("/"))
        for address in pages:
            for paper in Papers(client.get(address, buffered=True).text).found:
                name = endpoint(app, paper.action or address, "POST" if paper.posts else "GET")
                kind = name, paper.shape
                if paper.typed and name not in LEFT_OUT and self.sent.get(kind, 422) == 422:
                    self.sent[kind] = self.send(client, paper, asked)
        return len(self.sent) - before

    def send(self, client: FlaskClient, paper: Paper, asked: str) -> int:
        """What is refused beside its field is sent shorter, then as the page had it; the last status."""
        kept: dict[str, str] = {}
        status, short = 422, False
        for _ in range(TRIES):
            fields = paper.filled(kept, short=short)
            if paper.posts:
                answer = client.post(paper.action, data=body(fields, asked), buffered=True)
            else:
                answer = client.get(paper.action, query_string=body(fields), buffered=True)
            echo = Heard()
            echo.read(answer)
            self.heard.sung |= echo.sung
            wrong = beside(answer)
            status = answer.status_code
            if status != 422:
                break
            kept |= {one.name: one.value for one in paper.typed if one.name in wrong and short}
            short = True
        return status


@pytest.mark.parametrize("slug", ["e-01", "coord-EN"])
def test_what_is_typed_into_forms_arrives_as_text(app_at: AppAt, slug: str) -> None:
    app, flock = app_at("filed"), Flock()
    flock.fly(app, slug, [one.address for one in crawl(app, slug, most=1)])
    crawl(app, slug, flock.heard.read)
    assert flock.heard.arrived, flock.sent
    assert flock.heard.sung == set()
