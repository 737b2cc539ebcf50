"""An agreement entered by hand: nobody is offered whom one may not choose."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.actors import Role
from models.db import unit_of_work
from models.executives import Executive
from tests.models import agreements as made
from tests.models.world import actor, give
from tests.webui.site import beside, send, sign_in
from tests.webui.test_agreements import NEW, TERMS


def test_stranger_of_both_agencies_enters_none(client: FlaskClient) -> None:
    sign_in(client, "coord-AG11")
    assert client.get(NEW).status_code == 404
    assert send(client, NEW, TERMS).status_code == 404


def test_choice_offers_exactly_those_one_may_act_for(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        session.scalars(select(Executive).where(Executive.slug == "E-06")).one().active = False
    sign_in(client, "coord-EN")
    ours, guests = client.get("/agreements/new").text, client.get("/agreements/new?home=TR").text
    assert values_of(ours, "out-who") == ["", "E-05", "E-07", "E-08"]
    assert values_of(ours, "out-host") == ["", "AG", "EN", "AG11", "TR"]
    assert values_of(ours, "home") == ["", "AG11", "TR"]
    assert values_of(guests, "in-who") == ["", "E-10", "E-11", "E-12", "E-09"]
    assert values_of(guests, "in-host") == ["EN"]
    assert "Invented Person 5 (Energy)" in ours
    for who, host in [("E-05", "TR"), ("E-08", "AG"), ("E-12", "EN")]:
        assert client.get(f"/agreements/new/{who}/{host}").status_code == 200
    for who, host in [("E-06", "TR"), ("E-12", "TR"), ("E-05", "XX"), ("nobody", "TR")]:
        assert client.get(f"/agreements/new/{who}/{host}").status_code == 404


def values_of(page: str, name: str) -> list[str]:
    """The values that a list of the page offers."""
    inside = re.search(rf'<select[^>]* name="{name}"[^>]*>(.*?)</select>', page, re.DOTALL)
    assert inside is not None, name
    return re.findall(r'value="([^"]*)"', inside[1])


def test_who_and_host_lead_to_the_terms_with_their_supervisors(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.staff(session)
        give(session, "e-05", Role.SUPERVISOR, "EN")
        actor(session, "supervisor-AG").active = False
    sign_in(client, "coord-EN")
    page = client.get("/agreements/new?out-who=&out-host=TR").text
    assert "Choose the executive." in page
    assert "Choose the host agency." in client.get("/agreements/new?home=TR&in-who=E-09&in-host=").text
    answer = client.get("/agreements/new?out-who=E-05&out-host=TR")
    assert answer.location == NEW
    terms = client.get(NEW).text
    assert "Invented Person 5 of Energy goes to Treasury." in terms
    assert "you come back" not in terms, "no kind is chosen yet"
    assert values_of(terms, "home_supervisor") == ["", "supervisor-EN"]
    assert values_of(terms, "host_supervisor") == ["", "supervisor-TR"]
    nobody = "Nobody holds the role of supervisor there yet: the programme office grants it"
    assert nobody not in terms
    assert nobody in client.get("/agreements/new/E-05/AG11").text


def test_home_is_no_host(client: FlaskClient) -> None:
    sign_in(client, "coord-EN")
    refused = "Energy is the home of Invented Person 5: choose another host."
    chosen = client.get("/agreements/new?out-who=E-05&out-host=EN")
    assert (chosen.status_code, refused in chosen.text) == (200, True)
    answer = send(client, "/agreements/new/E-05/EN", TERMS)
    assert (answer.status_code, refused in answer.text) == (422, True)


def test_draft_states_no_commuting_area_before_somebody_has(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        agreement = made.drafted(session, commuting=None)
        page, version = f"/agreements/{agreement.id}", agreement.version
    sign_in(client, "coord-EN")
    fresh = client.get(page).text
    assert "<dt>Commuting area</dt><dd>not stated yet</dd>" in fresh
    assert "1 thing is still missing: the commuting area." in fresh
    send(client, f"{page}/circulate")
    assert "Still to be written: the commuting area." in client.get(page).text
    form = client.get(f"{page}/terms").text
    assert '<option selected value="">not stated yet</option>' in form
    assert values_of(form, "commuting") == ["", "yes", "no"]
    unsaid = send(client, f"{page}/terms", TERMS | {"commuting": "", "version": str(version)})
    assert beside(unsaid) == {"commuting": "Say whether the place is within the commuting area."}
    named = {"home_supervisor": "supervisor-EN", "host_supervisor": "supervisor-TR"}
    typed = TERMS | named | {"commuting": "yes", "version": str(version)}
    assert send(client, f"{page}/terms", typed).status_code == 303
    stated = client.get(page).text
    assert "<dt>Commuting area</dt><dd>within that of the position of record</dd>" in stated
    assert "still missing" not in stated


def test_move_for_good_has_no_last_day_and_no_way_back(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.staff(session)
    sign_in(client, "coord-EN")
    undated = {**TERMS, "ends_on": "", "latest_end": ""}
    wanted = {
        "ends_on": "Enter the last day away.",
        "latest_end": "Enter the day beyond which nobody extends it.",
    }
    assert beside(send(client, NEW, undated)) == wanted
    page = client.get(NEW).text
    assert page.count("(none for a transfer or reassignment, which is for good)") == 2
    lasting = {**undated, "kind": "transfer"}
    promised = "A transfer is for good and brings nobody back: choose “none”."
    assert beside(send(client, NEW, lasting)) == {"return_basis": promised}
    days = {"ends_on": "2028-01-02", "latest_end": "2028-01-02"}
    here = send(client, NEW, {**lasting, **days, "return_basis": "none"}).location
    kept = client.get(f"{here}/terms").text
    assert re.findall(r'name="(?:ends_on|latest_end)"[^>]* value="([^"]*)"', kept) == ["", ""]
    assert send(client, f"{here}/terms", {**lasting, "return_basis": "none", "version": "1"}).location == here
    assert beside(send(client, f"{here}/terms", {**undated, "version": "2"})) == wanted


@pytest.mark.parametrize(
    ("kind", "basis", "typed", "stands"),
    [
        ("detail", "agreement", "", "you come back to your position of record, which stays yours."),
        ("joint_team", "agreement", "", "The assignment ends by itself at its last day"),
        ("ipa", "statutory", "", "You stay an employee of your home agency throughout"),
        (
            "detail",
            "policy",
            "",
            "The policy of your home agency brings you back to your position of record.",
        ),
        ("detail", "agreement", "Back to a post of the same grade.", "Back to a post of the same grade."),
        ("detail", "none", "You come back.", "Nothing brings you back: no right to return is granted."),
        (
            "transfer",
            "none",
            "You come back.",
            "Nothing brings you back: you leave your position of record for",
        ),
    ],
)
def test_return_clause_fits_kind_and_basis(
    client: FlaskClient, engine: Engine, kind: str, basis: str, typed: str, stands: str
) -> None:
    with unit_of_work(engine) as session:
        made.staff(session)
    sign_in(client, "coord-EN")
    here = send(client, NEW, {**TERMS, "kind": kind, "return_basis": basis, "return_clause": typed}).location
    clause = re.search(r"<dt>Return clause</dt><dd[^>]*>([^<]*)<", client.get(here).text)
    assert clause is not None
    assert stands in clause[1]
    form = client.get(f"{here}/terms").text
    written = re.search(r'<textarea[^>]*name="return_clause"[^>]*>\s*([^<]*)<', form)
    assert written is not None
    assert written[1].strip() == ("" if stands != typed else typed)


def test_draft_says_whom_to_ask_where_nobody_holds_the_role_of_supervisor(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        here = f"/agreements/{made.drafted(session).id}"
        for slug in ("supervisor-TR", "supervisor-AG"):
            actor(session, slug).active = False
        actor(session, "office").email = "office@example.gov"
    sign_in(client, "coord-EN")
    send(client, f"{here}/terms", {**TERMS, "version": "1", "home_supervisor": "supervisor-EN"})
    page = client.get(here).text
    assert "Next: ask for a supervisor to name" in page
    asked = "Nobody holds the role of supervisor at Treasury yet; ask the programme office to grant it: "
    assert f'{asked}Olive Office (<a href="mailto:office@example.gov">' in page
    assert 'class="usa-button usa-button--outline" href="' + here + '/terms"' in page
    host = sign_in(client, "coord-TR").get(here).text
    assert " on their desks; at the host you read along, and may write the terms too.</p>" in host
    office = sign_in(client, "office").get(here).text
    assert "A coordinator of either agency, home or host, writes them." in office
