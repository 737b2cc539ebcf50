"""The menu: short for an executive, its tabs on every page of a room, one entry current and no two."""

import re
from itertools import combinations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.actors import Role
from tests.webui.site import sign_in
from webui.navigation import find_owner, menu

NAV = re.compile(r'<nav[^>]*aria-label="([^"]+)"[^>]*>(.*?)</nav>', re.DOTALL)
ENTRY = re.compile(r'<a href="[^"]*"\s*(?:aria-current="(\w+)")?>([^<]*)</a>')
ROTATIONS = ["Catalogue", "My card", "My dream sheet", "My result"]


def navigation(client: FlaskClient, address: str, name: str) -> dict[str, str]:
    """The entries of one navigation of a page, each with how it is current ("" where it is not)."""
    page = client.get(address, follow_redirects=True)
    assert page.status_code == 200
    return {label: current for current, label in ENTRY.findall(dict(NAV.findall(page.text))[name])}


def current(entries: dict[str, str]) -> dict[str, str]:
    return {label: how for label, how in entries.items() if how}


def test_menu_of_an_executive_has_seven_rooms(client: FlaskClient) -> None:
    entries = navigation(sign_in(client, "e-05"), "/", "Main")
    assert list(entries) == [
        "My desk", "Ask a mentor", "Rotations", "My conversations", "Mentoring I give", "My way back",
            "My record",
    ]  # fmt: skip
    assert current(entries) == {"My desk": "page"}


@pytest.mark.parametrize(
    ("address", "room", "tabs", "here"),
    [
        ("/ask", "Ask a mentor", ["My requests", "Coaches"], "My requests"),
        ("/coaches", "Ask a mentor", ["My requests", "Coaches"], "Coaches"),
        ("/catalogue", "Rotations", ROTATIONS, "Catalogue"),
        ("/card", "Rotations", ROTATIONS, "My card"),
        ("/card/strengths", "Rotations", ROTATIONS, "My card"),
        ("/dream-sheet", "Rotations", ROTATIONS, "My dream sheet"),
        ("/result", "Rotations", ROTATIONS, "My result"),
        ("/meetings", "My conversations", ["Booked", "My times"], "Booked"),
        ("/times", "My conversations", ["Booked", "My times"], "My times"),
        ("/times/delegates", "My conversations", ["Booked", "My times"], "My times"),
    ],
)
def test_page_of_a_room_shows_its_tabs(
    client: FlaskClient, address: str, room: str, tabs: list[str], here: str
) -> None:
    sign_in(client, "e-05")
    entries = navigation(client, address, room)
    assert list(entries) == tabs
    assert current(entries) == {here: "page"}
    assert current(navigation(client, address, "Main")) == {room: "true"}


def test_room_without_tabs_has_one_line(client: FlaskClient) -> None:
    page = sign_in(client, "e-05").get("/my-record").text
    assert 'class="grid-container rt-tabs"' not in page


def test_guidance_stands_at_the_foot_of_every_page(client: FlaskClient) -> None:
    assert 'href="/guidance"' not in client.get("/sign-in").text
    foot = sign_in(client, "auditor").get("/").text.partition("<footer")[2]
    assert ENTRY.findall(foot) == [("", "Guidance")]
    foot = client.get("/guidance/roles").text.partition("<footer")[2]
    assert ENTRY.findall(foot) == [("page", "Guidance")]


def test_long_menu_is_folded_under_the_name_of_the_room(client: FlaskClient) -> None:
    folded = dict(NAV.findall(sign_in(client, "office").get("/people").text))["Main"]
    assert "<summary>Menu: People and access</summary>" in folded
    assert len(ENTRY.findall(folded)) > 7
    assert "<summary>" not in dict(NAV.findall(sign_in(client, "auditor").get("/").text))["Main"]


def test_coordinator_of_the_office_has_one_room_of_mentoring() -> None:
    rooms = menu({Role.EXCHANGE_COORDINATOR, Role.PROGRAMME_OFFICE})
    assert [room.label for room in rooms].count("Mentoring") == 1
    mentoring = find_owner(rooms, "mentoring_quality")
    assert mentoring is not None
    assert [tab.label for tab in mentoring.tabs] == [
        "Requests that wait", "Sweeps", "Quality", "Reports of misuse",
    ]  # fmt: skip


def test_no_page_belongs_to_two_rooms_or_two_tabs(app: Flask) -> None:
    rooms = menu(set(Role))
    lines = [rooms, *(room.tabs for room in rooms if room.tabs)]
    shared = {
        (blueprint, room.label, other.label)
        for line in lines
        for blueprint in app.blueprints
        for room, other in combinations(line, 2)
        if room.owns(blueprint) and other.owns(blueprint)
    }
    assert shared == set()
