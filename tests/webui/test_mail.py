"""Mail and jobs: what failed is shown with the server's words, and sent again or dropped."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.errors import Invalid
from models.lifecycles import advance
from models.outbox import Notice, NoticeState, post
from models.services import accounts, mail
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, beside, send, sign_in, summary
from webui.jobs import JOBS, Job, run
from webui.machine import Machine
from webui.mail_words import SUBJECTS
from webui.messages import FOLDER

SAID = "550 No such person <here>"
WHY = "Write the reason: it stays on the record."


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


@pytest.fixture
def _failed(engine: Engine) -> None:
    """Two notices that the server refused, and one that waits."""
    with unit_of_work(engine) as session:
        system = actor(session, "system")
        for number in (1, 2, 3):
            who = actor(session, f"e-0{number}").id
            notice = post(
                session, key=f"n/{number}", recipient_id=who, template="round_result", now=NOW, round="A"
            )
            session.flush()
            if number < 3:
                notice.attempts = 68
                mail.give_up(session, actor=system, now=NOW, notice=notice, answer=SAID)


def notices(db: Session) -> list[Notice]:
    db.rollback()
    query = select(Notice).order_by(Notice.id).execution_options(populate_existing=True)
    return list(db.scalars(query))


def states(db: Session) -> list[NoticeState]:
    return [one.state for one in notices(db)]


def words(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


def drop(client: FlaskClient, reason: str) -> Any:
    return send(client, "/mail/1/drop", {"reason": reason}, page="/people/new")


def test_every_text_says_what_it_is_about() -> None:
    texts = {one.stem for one in (FOLDER / "email").glob("*.txt")} - {"base"}
    assert texts == SUBJECTS.keys()


def test_empty_outbox_says_so(office: FlaskClient) -> None:
    assert "Nothing waits to be sent." in words(office, "/mail")
    for state, sentence in (
        ("failed", "Nothing failed."),
        ("sent", "Nothing has been sent yet."),
        ("dropped", "Nothing was dropped."),
        ("no-state", "Nothing waits to be sent."),
    ):
        assert sentence in words(office, f"/mail?state={state}")


@pytest.mark.usefixtures("_failed")
def test_failures_are_shown_first_with_the_servers_words(office: FlaskClient) -> None:
    page = words(office, "/mail")
    assert "2 notices, 1 to 2 shown" in page
    assert page.count('data-label="What the mail server said">550 No such person &lt;here&gt;</td>') == 2
    assert "Where the address is wrong, open the name and correct it; then send again." in page
    assert "Where the address is wrong, correct it on the person" in words(office, "/mail/1")
    assert "Invented Person 3" not in page
    assert "Invented Person 3" in words(office, "/mail?state=waiting")
    assert "2 notices could not be sent, the oldest of 23 November 2026: send again or drop" in words(
        office, "/"
    )
    assert "Mail to this person could not be sent: 1 notice." in words(office, "/people/e-01")


def test_newest_notice_stands_first_and_is_found_by_its_reader(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        for number in (1, 2, 3):
            who = actor(session, f"e-0{number}").id
            when = NOW - DAY * (number == 3)
            post(session, key=f"n/{number}", recipient_id=who, template="round_result", now=when, round="A")
    page = words(office, "/mail")
    assert "Newest first: 3 notices" in page
    assert re.findall(r"Invented Person (\d)</a>", page) == ["2", "1", "3"]
    found = words(office, "/mail?q=person+2")
    assert "Newest first: 1 notice," in found
    assert "waiting to be sent: 1" in found
    assert "Invented Person 3" not in found
    assert "None of these goes to “nobody”." in words(office, "/mail?q=nobody")
    with unit_of_work(engine) as session:
        session.execute(update(Notice).where(Notice.id == 2).values(state="dropped"))
    assert "Newest first: 1 notice," in words(office, "/mail?q=person+2"), "wherever it stands"


@pytest.mark.usefixtures("_failed")
def test_letter_opens_as_its_reader_gets_it(office: FlaskClient) -> None:
    assert 'href="/mail/1"' in words(office, "/mail")
    letter = words(office, "/mail/1")
    assert "<h2>The result of A is on your desk</h2>" in letter
    assert "Dear Invented Person 1," in letter
    assert SAID.replace("<", "&lt;").replace(">", "&gt;") in letter
    assert 'action="/mail/1/again"' in letter


def test_letter_keeps_the_link_of_an_invitation_and_the_time_of_a_talk(
    office: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        who, system = actor(session, "e-01"), actor(session, "office")
        who.email = "one@agency.example"
        token = accounts.invite(session, actor=system, now=NOW, person=who)
        post(session, key="m/1", recipient_id=who.id, template="meeting_soon", now=NOW, meeting=7, sequence=0)
        post(session, key="u/1", recipient_id=who.id, template="no_such", now=NOW)
    invitation = words(office, "/mail/1")
    assert "[the link, for the person alone]" in invitation
    assert token not in invitation
    assert "[the time, for the two of them alone]" in words(office, "/mail/2")
    assert "There is no text for &#39;no_such&#39;." in words(office, "/mail/3")


@pytest.mark.usefixtures("_failed")
def test_failed_notice_is_sent_again(office: FlaskClient, db: Session, clock: Clock) -> None:
    clock.move(minutes=3)
    assert send(office, "/mail/1/again", page="/mail").status_code == 303
    assert states(db) == [NoticeState.WAITING, NoticeState.FAILED, NoticeState.WAITING]
    assert (notices(db)[0].attempts, notices(db)[0].due_at) == (0, clock.now)
    assert "is shown as sent within a minute. Nothing is mailed in the demonstration." in words(
        office, "/mail"
    )


@pytest.mark.usefixtures("_failed")
def test_all_failed_notices_are_sent_again_at_once(office: FlaskClient, db: Session) -> None:
    assert "Send all 2 again" in words(office, "/mail")
    send(office, "/mail/again", page="/mail")
    assert states(db) == [NoticeState.WAITING] * 3
    assert "Shown as sent within a minute: 2 notices. Nothing is mailed in the demonstration." in words(
        office, "/mail"
    )


@pytest.mark.usefixtures("_failed")
def test_notice_is_dropped_with_a_reason(office: FlaskClient, db: Session) -> None:
    page = words(office, "/mail/1/drop")
    assert "About: the result is on the desk. State: could not be sent." in page
    assert drop(office, "told by telephone").status_code == 303
    assert states(db)[0] is NoticeState.DROPPED
    assert "Invented Person 1" in words(office, "/mail?state=dropped")


@pytest.mark.usefixtures("_failed")
@pytest.mark.parametrize(
    ("reason", "sentence"), [("", WHY), (" ", WHY), ("x" * 2001, "Use at most 2,000 characters.")]
)
def test_dropping_needs_a_reason(office: FlaskClient, db: Session, reason: str, sentence: str) -> None:
    answer = drop(office, reason)
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {"reason": sentence}, [sentence])
    assert f">\r\n{reason}</textarea>" in answer.text
    assert states(db)[0] is NoticeState.FAILED


@pytest.mark.usefixtures("_failed")
def test_notice_sent_meanwhile_is_neither_dropped_nor_sent_again(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        notice, system = session.get_one(Notice, 1), actor(session, "system")
        for act in ("retry", "send"):
            advance(session, notice, act, actor=system, now=NOW)
    answer = drop(office, "told by telephone")
    assert (answer.status_code, beside(answer)) == (409, {})
    assert summary(answer) == ["The notice cannot be dropped now: its state is “sent”, and that is final."]
    assert send(office, "/mail/1/again", page="/people/new").status_code == 409
    assert states(db)[0] is NoticeState.SENT


@pytest.mark.parametrize("slug", ["exchange", "auditor", "e-05"])
def test_nobody_else_sees_the_mail(client: FlaskClient, slug: str) -> None:
    sign_in(client, slug)
    assert [client.get(path).status_code for path in ("/mail", "/mail/jobs")] == [403, 403]


def test_jobs_that_never_ran_ask_for_a_worker(office: FlaskClient) -> None:
    page = words(office, "/mail/jobs")
    assert "No job has ever run here. Is a worker running (roundtrip worker)?" in page
    assert all(f'<th scope="row">{job.what}</th>' in page for job in JOBS)
    assert "None within the last 30 days." in page


def test_job_that_failed_is_shown_with_its_reason(office: FlaskClient, engine: Engine, clock: Clock) -> None:
    def verb(_: Machine) -> str:
        raise Invalid("The mail server does not answer.")

    (sender,) = [job for job in JOBS if job.id == "send_mail"]
    run(Job(sender.id, sender.what, sender.every, verb), Machine(engine, clock, lambda: None))
    page = words(office, "/mail/jobs")
    assert 'data-label="What it did">The mail server does not answer.</td>' in page
    assert "Mail does not go out" in words(office, "/mail")
    tried = "tried again by itself on 23 November 2026, 10:01 a.m. Eastern"
    again = f"send the mail that is due; read why, it is {tried}"
    assert f"A job failed: {again}" in words(office, "/")
    run(Job("purge", sender.what, sender.every, verb), Machine(engine, clock, lambda: None))
    assert f"2 jobs failed; read why, the first is {tried}" in words(office, "/")


@pytest.mark.parametrize("stage", ["published"])
def test_demonstration_says_that_nothing_is_mailed(client: FlaskClient, clock: Clock) -> None:
    clock.move(hours=2)
    desk = words(sign_in(client, "office"), "/")
    assert "Nothing is mailed in the demonstration" in desk
    assert "longer than an hour" not in desk


def test_sent_letter_shows_the_address_of_then_and_a_waiting_one_that_of_now(
    office: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        person, system = actor(session, "e-01"), actor(session, "system")
        person.email = "old@agency.example"
        for number in (1, 2, 3):
            post(
                session,
                key=f"n/{number}",
                recipient_id=person.id,
                template="round_result",
                now=NOW,
                round="A",
            )
        session.flush()
        before, after = session.get_one(Notice, 1), session.get_one(Notice, 2)
        mail.mark_sent(session, actor=system, now=NOW, notice=before, answer="Taken.")
        mail.claim(session, now=NOW, notice=after)
        mail.mark_sent(session, actor=system, now=NOW, notice=after, answer="Taken.")
        person.email = "new@agency.example"
    sent = words(office, "/mail?state=sent")
    assert re.findall(r'rt-small">([^<]+)</span></th>', sent) == [
        "old@agency.example",
        "no address kept",
    ]
    assert "Invented Person 1</a>, no address kept</dd>" in words(office, "/mail/1")
    assert "Invented Person 1</a>, old@agency.example</dd>" in words(office, "/mail/2")
    assert "Invented Person 1</a>, new@agency.example</dd>" in words(office, "/mail/3")
    assert "new@agency.example</span></th>" in words(office, "/mail?state=waiting")
    assert "Newest first: 1 notice," in words(office, "/mail?state=sent&q=old@agency")
