"""The log of interviews on the host's pages, and the same words on the executive's."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update

from models.actors import Actor
from models.db import unit_of_work
from models.executives import Executive
from models.queries.applicants import applicants, find_place
from models.rounds import Round, RoundState
from models.services import interviews, rounds
from tests.models import world
from tests.webui.site import Clock, beside, send, sign_in

pytestmark = pytest.mark.parametrize("stage", ["ranking"])
PLACE = "/applicants/R-1/O-3"
LOG = f"{PLACE}/interviews/E-02"


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    sign_in(client, "host-EN")
    assert client.get(LOG).status_code == 302
    send(client, f"{PLACE}/open")
    return client


def test_slot_and_what_came_of_it_are_logged_and_read(host: FlaskClient, clock: Clock) -> None:
    assert LOG in host.get(PLACE).text
    assert "Nothing is logged yet." in host.get(LOG).text
    lacking = send(host, LOG, {})
    assert beside(lacking) == {"day": "Enter the day.", "at": "Enter the time, such as 14:30."}
    late = send(host, LOG, {"day": "2027-06-01", "at": "14:30"})
    assert beside(late) == {"day": "The rankings are closed by then."}
    assert send(host, LOG, {"day": "2026-11-24", "at": "14:30"}).status_code == 303
    assert "24 November 2026" in host.get(PLACE).text
    unsaid = send(host, "/interviews/1", {"version": "1", "absent": ""})
    assert beside(unsaid) == {"outcome": "Say what came of it."}
    assert "Cancel this interview</button>" in host.get(LOG).text
    ahead = "“Acting director, O-3” on 24 November 2026, 2:30 p.m. Eastern</a>"
    desk = host.get("/").text
    assert f'{LOG}">You talk with Invented Person 2 about {ahead}' in desk
    clock.move(days=1, hours=12)
    desk = sign_in(host, "host-EN").get("/").text
    assert ahead not in desk
    assert "for “Acting director, O-3” has begun: say what came of it" in desk
    assert LOG in desk
    asked = host.get(LOG, follow_redirects=True).text
    assert "Then you come to the interview." in asked
    assert '<input type="hidden" name="interview" value="E-02">' in asked
    assert send(host, f"{PLACE}/open", {"interview": "E-02"}).location == LOG
    came = {"version": "1", "outcome": "missed", "absent": "", "remark": "We were in the wrong room."}
    sentence = "If somebody did not come, choose who; otherwise choose “everybody came”."
    assert beside(send(host, "/interviews/1", came)) == {"absent": sentence}
    assert "Open the page again." in send(host, "/interviews/1", came | {"version": ""}).text
    done = came | {"absent": "host", "topics": ["timing"]}
    assert send(host, "/interviews/1", done).status_code == 303
    late = send(host, "/interviews/1", done | {"remark": "Typed too late."})
    assert (late.status_code, late.text.count("Typed too late.")) == (409, 1)
    sign_in(host, "e-02")
    mine = host.get("/interviews").text
    assert "Somebody did not come: the host; about beginning and length." in mine
    assert "“We were in the wrong room.”" in mine
    sign_in(host, "e-01")
    assert "No host has logged one." in host.get("/interviews").text


def test_nobody_came_is_said_of_both(host: FlaskClient, clock: Clock) -> None:
    send(host, LOG, {"day": "2026-11-24", "at": "14:30"})
    clock.move(days=1, hours=12)
    send(sign_in(host, "host-EN"), f"{PLACE}/open")
    assert '<option value="both">both the executive and the host</option>' in host.get(LOG).text
    send(host, "/interviews/1", {"version": "1", "outcome": "missed", "absent": "both"})
    mine = sign_in(host, "e-02").get("/interviews").text
    assert "Somebody did not come: both the executive and the host." in mine


def test_slot_to_come_is_on_the_executives_desk_and_each_reads_how_to_reach_the_other(
    host: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        for one in session.scalars(select(Actor).where(Actor.slug.in_(["e-02", "host-EN"]))):
            one.email = f"{one.slug}@example.gov"
    assert "mailto:e-02@example.gov" in host.get(LOG).text
    send(host, LOG, {"day": "2026-11-24", "at": "14:30"})
    line = "Energy talks with you about “Acting director, O-3” on 24 November 2026, 2:30 p.m. Eastern</p>"
    assert line in " ".join(sign_in(host, "e-02").get("/").text.split())
    assert "mailto:host-EN@example.gov" in host.get("/interviews").text
    sign_in(host, "host-TR")
    assert send(host, "/interviews/1", {}).status_code == 404
    office = sign_in(host, "office")
    send(office, "/rounds/R-1/cancel", {"reason": "No money."})
    e02 = sign_in(host, "e-02")
    assert ">Cancelled.</p>" in e02.get("/interviews").text
    assert "First invented round was cancelled: nobody is placed by it" in e02.get("/").text
    assert "The round was cancelled: this list is used no more." in e02.get("/dream-sheet/R-1/receipt").text
    clock.move(days=60)
    assert "was cancelled" not in sign_in(host, "e-02").get("/").text


def test_interviews_ahead_are_one_line_from_the_third_on(host: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        place = find_place(session, "R-1", "O-3")
        assert place is not None
        for hours, slug in enumerate(sorted(applicants(session, place))[:3]):
            interviews.schedule(
                session,
                actor=world.actor(session, "host-EN"),
                now=world.NOW,
                round_=place.round,
                opportunity=place.opportunity,
                executive=world.find(session, Executive, slug),
                starts_at=world.NOW + world.DAY + timedelta(hours=3 - hours),
            )
    line = "3 interviews are agreed with applicants, the next with "
    assert f'<a href="/applicants">{line}' in host.get("/").text


def test_sheet_in_ranking_is_reached_while_another_round_takes_sheets(
    host: FlaskClient, engine: Engine
) -> None:
    send(host, LOG, {"day": "2026-11-24", "at": "14:30"})
    e02 = sign_in(host, "e-02")
    assert e02.get("/dream-sheet").location == "/dream-sheet/R-1"
    with unit_of_work(engine) as session:
        made = rounds.create_round(
            session,
            actor=world.actor(session, "exchange"),
            now=world.NOW,
            slug="R-2",
            name="Second invented round",
            calendar=world.calendar(),
            outside_source="an invented index",
            secret="another",  # noqa: S106
        )
        session.execute(update(Round).where(Round.id == made.id).values(state=RoundState.PREFERENCES))
    sheet = 'href="/dream-sheet/R-1"'
    assert f"<a {sheet}>You are in First invented round; its result is to come</a>" in e02.get("/").text
    assert f"{sheet}>To my dream sheet for First invented round</a>" in e02.get("/interviews").text
    choice = e02.get("/dream-sheet").text
    assert (sheet in choice, 'href="/dream-sheet/R-2"' in choice) == (True, True)
    assert "Next: be there." in e02.get("/interviews").text
    said = "the interview that you agreed on does not take place, and the host is told so;"
    assert said in e02.get("/dream-sheet/R-1/withdraw").text
    send(e02, "/dream-sheet/R-1/withdraw")
    assert "talks with you" not in e02.get("/").text
    mine = e02.get("/interviews").text
    assert ">Cancelled.</p>" in mine
    assert "can log another interview" not in mine
    assert said not in e02.get("/dream-sheet/R-1/withdraw").text
    assert e02.get("/dream-sheet").location == "/dream-sheet/R-2"


def test_interview_that_outlives_the_rankings_says_that_nothing_more_is_logged(
    host: FlaskClient, engine: Engine, clock: Clock
) -> None:
    send(host, LOG, {"day": "2026-11-24", "at": "14:30"})
    with unit_of_work(engine) as session:
        session.execute(update(Round).values(state=RoundState.FROZEN))
    mine = sign_in(host, "e-02").get("/interviews").text
    closed = "Agreed. The rankings are closed, so the host logs nothing more of it"
    assert f"{closed}; ask host-EN whether you still talk." in mine
    clock.move(days=1, hours=12)
    assert f"{closed}.</p>" in sign_in(host, "e-02").get("/interviews").text
