"""Every state of a round has a page for each role that sees it, which says what comes next and leads on."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from models.actors import Role
from models.machines import ROUND
from models.rounds import RoundState
from tests.house.round_words import PEOPLE, SAID, STAGES, UNSEEN
from tests.webui.conftest import app, client, clock, demonstration, engine, https, more_views, url
from tests.webui.site import sign_in

__all__ = ["app", "client", "clock", "demonstration", "engine", "https", "more_views", "url"]
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
LEADS_ON = re.compile(r'<a [^>]*href="/|<form ')


def words(page: str) -> str:
    """What a reader reads of it."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize(("state", "stage"), STAGES.items())
def test_state_tells_each_role_what_comes_next_and_leads_on(client: FlaskClient, state: RoundState) -> None:
    for role, (who, address) in PEOPLE.items():
        sign_in(client, who)
        answer = client.get(address)
        if state in UNSEEN.get(role, frozenset()):
            assert answer.status_code == 404, f"{role} sees a round that is {state}"
            continue
        assert answer.status_code == 200, f"{role}, {state}: {answer.status}"
        (main,) = MAIN.findall(answer.text)
        assert SAID[role][state] in words(main), f"{role} does not read what comes next in {state}"
        assert LEADS_ON.search(main), f"{role} has no way on from {state}"


def test_every_state_and_role_is_covered() -> None:
    every = set(ROUND.labels)
    assert set(STAGES) == every
    assert [role for role in PEOPLE if set(SAID[role]) | UNSEEN.get(role, frozenset()) != every] == []
    assert set(PEOPLE) | {Role.SYSTEM, Role.SUPERVISOR} == set(Role)
