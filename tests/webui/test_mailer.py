"""Mail against a real server: everything arrives, nothing is lost, and only a crash sends the same twice."""

import ast
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.accounts import Invitation
from models.audit import AuditEvent
from models.db import unit_of_work
from models.outbox import Notice, NoticeState, post
from models.restores import Restore
from models.services import accounts, mail, people
from tests.house.tree import ROOT, python, syntax
from tests.models.world import NOW, actor
from tests.webui.post import Post, free_port, mail_server, settings
from tests.webui.site import Clock
from webui.mailer import HELD, NO_SERVER, Unreachable, send_due

TELLERS = ("tell", "tell_role", "_tell")
PEOPLE = ("e-01", "e-02", "e-03")


@pytest.fixture(autouse=True)
def _addresses(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        for slug in PEOPLE:
            actor(session, slug).email = f"{slug}@agency.example"


def write(engine: Engine, *slugs: str, template: str = "round_result", **payload: Any) -> None:
    """One notice to each person."""
    with unit_of_work(engine) as session:
        for number, slug in enumerate(slugs):
            who = actor(session, slug).id
            facts = payload or {"round": "Round A"}
            post(session, key=f"{template}/{number}", recipient_id=who, template=template, now=NOW, **facts)


def notices(db: Session) -> list[Notice]:
    db.rollback()
    return list(db.scalars(select(Notice).order_by(Notice.id)))


def states(db: Session) -> list[NoticeState]:
    return [one.state for one in notices(db)]


def to(message: EmailMessage) -> str:
    return str(message["To"].addresses[0].addr_spec)


def test_notice_becomes_one_neutral_message(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, "e-01", round="Round A")
    box = Post()
    with mail_server(box) as to_server:
        assert send_due(engine, clock, to_server) == "Sent 1."
        assert send_due(engine, clock, to_server) == "Nothing was due."
    (message,) = box.taken
    assert (str(message["Subject"]), to(message)) == (
        "The result of Round A is on your desk",
        "e-01@agency.example",
    )
    assert str(message["From"]) == "Roundtrip <office@roundtrip.example>"
    assert message.get_content().replace("\r\n", "\n") == (
        "Dear Invented Person 1,\n\n"
        "The result of Round A has been published. Your desk shows what it is for you, and\n"
        "what to do by when:\n\n"
        "https://roundtrip.example/\n\n"
        "This message was sent by Roundtrip, which matches members of the Senior Executive\n"
        "Service with rotations and mentors. It names nothing confidential; everything else is on the page.\n"
    )
    (notice,) = notices(db)
    assert (notice.state, notice.sent_at, notice.attempts) == (NoticeState.SENT, NOW, 1)
    assert notice.sent_to == "e-01@agency.example"


def test_notice_of_a_request_says_by_when_it_is_to_be_answered(
    engine: Engine, db: Session, clock: Clock
) -> None:
    write(engine, "e-01", template="mentoring_offer", by="2026-11-25T05:00:00+00:00")
    box = Post()
    with mail_server(box) as to_server:
        assert send_due(engine, clock, to_server) == "Sent 1."
    text = box.taken[0].get_content().replace("\r\n", "\n")
    assert "Please answer by 24 November 2026, end of the day, Eastern:\n\nhttps://" in text


def test_name_with_a_line_break_adds_no_header(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, "e-01", round="A\r\nBcc: x@y.example")
    with mail_server(box := Post()) as to_server:
        send_due(engine, clock, to_server)
    assert box.taken[0]["Bcc"] is None
    assert str(box.taken[0]["Subject"]) == "The result of A Bcc: x@y.example is on your desk"


def test_server_that_is_down_costs_no_notice_a_try(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, *PEOPLE)
    port = free_port()
    for _ in range(3):
        with pytest.raises(Unreachable, match=rf"^The mail server 127\.0\.0\.1:{port} cannot be used: "):
            send_due(engine, clock, settings(port))
        clock.move(minutes=1)
    assert [one.attempts for one in notices(db)] == [0, 0, 0]
    with mail_server(box := Post(), port) as to_server:
        assert send_due(engine, clock, to_server) == "Sent 3."
    assert sorted(map(to, box.taken)) == [f"{slug}@agency.example" for slug in PEOPLE]
    assert states(db) == [NoticeState.SENT] * 3


def test_for_now_no_puts_off_that_notice_alone(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, *PEOPLE)
    box = Post(at_rcpt=lambda address: "451 Try later" if address.startswith("e-02") else None)
    with mail_server(box) as to_server:
        assert send_due(engine, clock, to_server) == "Put off 1, sent 2."
        assert send_due(engine, clock, to_server) == "Nothing was due."
        late = notices(db)[1]
        assert (late.state, late.attempts, late.due_at, late.answer) == (
            NoticeState.WAITING,
            1,
            NOW + timedelta(minutes=5),
            "451 Try later",
        )
        box.at_rcpt = lambda _: None
        clock.move(minutes=5)
        assert send_due(engine, clock, to_server) == "Sent 1."
    assert states(db) == [NoticeState.SENT] * 3


@pytest.mark.parametrize("place", ["at_rcpt", "at_data"])
def test_final_no_is_shown_with_the_servers_words(
    engine: Engine, db: Session, clock: Clock, place: str
) -> None:
    write(engine, "e-01", "e-02")
    box = Post()
    setattr(box, place, lambda address: "550 No such person here" if address.startswith("e-01") else None)
    with mail_server(box) as to_server:
        assert send_due(engine, clock, to_server) == "Given up 1, sent 1."
    first = notices(db)[0]
    assert (first.state, first.answer) == (NoticeState.FAILED, "550 No such person here")
    event = db.scalars(select(AuditEvent).where(AuditEvent.action == "outbox.give_up")).one()
    assert event.reason == "550 No such person here"


def test_ladder_is_four_hours_quick_then_five_days_slow(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, "e-01")
    gaps, box = [], Post(at_rcpt=lambda _: "450 Busy")
    with mail_server(box) as to_server:
        while states(db) == [NoticeState.WAITING]:
            send_due(engine, clock, to_server)
            gaps.append(notices(db)[0].due_at - clock.now)
            clock.now = notices(db)[0].due_at
    assert gaps == [timedelta(minutes=5)] * 48 + [timedelta(hours=6)] * 20
    assert states(db) == [NoticeState.FAILED]


def test_crash_after_the_server_took_it_sends_the_same_message_again(
    engine: Engine, db: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(engine, "e-01")
    with mail_server(box := Post()) as to_server:
        with monkeypatch.context() as broken:
            broken.setattr(mail, "mark_sent", _crash)
            with pytest.raises(KeyboardInterrupt):
                send_due(engine, clock, to_server)
        assert states(db) == [NoticeState.WAITING]
        assert send_due(engine, clock, to_server) == "Nothing was due."  # claimed, so not at once
        clock.move(minutes=5)
        assert send_due(engine, clock, to_server) == "Sent 1."
    assert len(box.taken) == 2
    assert len({str(message["Message-ID"]) for message in box.taken}) == 1


def _crash(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_messages_of_one_person_keep_their_order(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, "e-01", "e-01")
    answers = iter(["450 Busy"])
    box = Post(at_rcpt=lambda _: next(answers, None))
    with mail_server(box) as to_server:
        assert send_due(engine, clock, to_server) == "Put off 1."
        clock.move(minutes=5)
        assert send_due(engine, clock, to_server) == "Sent 2."
    assert states(db) == [NoticeState.SENT] * 2


@pytest.mark.parametrize(
    ("spoil", "state", "answer"),
    [
        (lambda person: setattr(person, "email", None), NoticeState.FAILED, "no e-mail address"),
        (lambda person: setattr(person, "email", "no address"), NoticeState.FAILED, "cannot be written to"),
        (lambda person: setattr(person, "active", False), NoticeState.DROPPED, None),
    ],
)
def test_notice_nobody_can_get_is_not_tried(
    engine: Engine,
    db: Session,
    clock: Clock,
    spoil: Callable[[Any], None],
    state: NoticeState,
    answer: str | None,
) -> None:
    write(engine, "e-01", "e-02")
    with unit_of_work(engine) as session:
        spoil(actor(session, "e-01"))
    with mail_server(box := Post()) as to_server:
        send_due(engine, clock, to_server)
    first, second = notices(db)
    assert (first.state, second.state, len(box.taken)) == (state, NoticeState.SENT, 1)
    assert (answer or "") in (first.answer or "")


def test_invitation_goes_out_and_its_token_is_erased(engine: Engine, db: Session, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        person = actor(session, "e-01")
        token = accounts.invite(session, actor=actor(session, "office"), now=NOW, person=person)
        assert token not in str(session.scalars(select(Notice.payload)).all())
    with mail_server(box := Post()) as to_server:
        send_due(engine, clock, to_server)
    assert f"https://roundtrip.example/invitation/{token}" in box.taken[0].get_content()
    assert db.scalars(select(Invitation.token)).all() == [None]
    assert accounts.find_invitation(db, now=NOW, token=token) is not None


def test_replaced_invitation_is_not_mailed(engine: Engine, db: Session, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        for _ in range(2):
            accounts.invite(session, actor=actor(session, "office"), now=NOW, person=actor(session, "e-01"))
    with mail_server(box := Post()) as to_server:
        assert send_due(engine, clock, to_server) == "Given up 1, sent 1."
    assert len(box.taken) == 1


def test_notice_dropped_while_it_was_sent_stays_dropped(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, "e-01")

    def meanwhile(_: str) -> None:
        with unit_of_work(engine) as session:
            notice = session.scalars(select(Notice)).one()
            mail.drop(session, actor=actor(session, "office"), now=NOW, notice=notice, reason="mistaken")

    with mail_server(Post(at_data=meanwhile)) as to_server:
        send_due(engine, clock, to_server)
    assert states(db) == [NoticeState.DROPPED]


def test_without_a_server_everything_waits(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, "e-01")
    assert send_due(engine, clock, None) == NO_SERVER
    assert states(db) == [NoticeState.WAITING]


def test_after_a_restore_everything_is_held(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, "e-01")
    with unit_of_work(engine) as session:
        session.add(Restore(taken_at=NOW, restored_at=NOW))
    assert send_due(engine, clock, None) == HELD
    assert states(db) == [NoticeState.WAITING]


def test_every_notice_has_its_text() -> None:
    calls = [
        node
        for path in python("models", "webui", "seed")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
    ]
    words = [word.value for call in calls for word in call.keywords if word.arg == "template"]
    words += [call.args[2] for call in calls if ast.unparse(call.func) in TELLERS and len(call.args) > 2]
    posted = {word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)}
    texts = {path.stem for path in (ROOT / "webui/templates/email").glob("*.txt")} - {"base"}
    assert posted == texts


def test_leaver_gets_no_mail(engine: Engine, db: Session, clock: Clock) -> None:
    write(engine, "e-01")
    with unit_of_work(engine) as session:
        office, person = actor(session, "office"), actor(session, "e-01")
        people.deactivate(session, actor=office, now=NOW, person=person, reason="retired")
    with mail_server(box := Post()) as to_server:
        assert send_due(engine, clock, to_server) == "Dropped 1."
    assert box.taken == []
