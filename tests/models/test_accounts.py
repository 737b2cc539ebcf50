"""Local accounts: passwords that hold, invitations that open once, guesses that slow down."""

import hashlib
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import Account, Invitation, SignInAttempt
from models.actors import Actor
from models.audit import AuditEvent
from models.errors import Conflict, Denied, Invalid, TooMany
from models.services import accounts, people
from tests.models.world import NOW, actor

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SENTENCE = "seven lamps beside a quiet canal"
MAIL = "Ann.Lee@agency.example"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ann(session: Session) -> Actor:
    """Somebody with an account."""
    return account(session, "exchange", MAIL)


def account(session: Session, slug: str, mail: str) -> Actor:
    actor(session, slug).email = mail
    return accept(session, invite(session, slug))


def invite(session: Session, slug: str = "exchange", by: str = "office", now: datetime = NOW) -> str:
    return accounts.invite(session, actor=actor(session, by), now=now, person=actor(session, slug))


def accept(session: Session, token: str, password: str = SENTENCE, now: datetime = NOW) -> Actor:
    return accounts.accept_invitation(session, now=now, token=token, password=password, hasher=CHEAP)


def prove(
    session: Session,
    password: str = SENTENCE,
    email: str = MAIL,
    address: str = "192.0.2.1",
    now: datetime = NOW,
) -> Actor | None:
    return accounts.prove(session, now=now, email=email, password=password, address=address, hasher=CHEAP)


def test_the_right_password_proves_who_it_is(session: Session, ann: Actor) -> None:
    assert prove(session) is ann
    assert prove(session, email=f" {MAIL.upper()} ") is ann


@pytest.mark.parametrize(
    ("email", "password"), [(MAIL, SENTENCE + "."), (MAIL, ""), ("bob@agency.example", SENTENCE), ("", "")]
)
def test_anything_else_proves_nobody(session: Session, ann: Actor, email: str, password: str) -> None:
    assert prove(session, password, email) is None


def test_somebody_deactivated_is_nobody(session: Session, ann: Actor) -> None:
    people.deactivate(session, actor=actor(session, "office"), now=NOW, person=ann, reason="left")
    assert prove(session) is None


def test_the_database_holds_neither_password_nor_token_nor_name(session: Session) -> None:
    token = invite(session)
    accept(session, token)
    prove(session, "wrong")
    assert session.scalars(select(Account.password_hash)).one().startswith("$argon2id$")
    assert (
        session.scalars(select(Invitation.token_digest)).one() == hashlib.sha256(token.encode()).hexdigest()
    )
    attempt = session.scalars(select(SignInAttempt)).one()
    assert {len(attempt.name_digest), len(attempt.address_digest)} == {64}
    for event in session.scalars(select(AuditEvent)):
        assert token not in str(vars(event))
        assert SENTENCE not in str(vars(event))


def test_passwords_cost_what_is_recommended(session: Session) -> None:
    token = invite(session)
    accounts.accept_invitation(session, now=NOW, token=token, password=SENTENCE)
    assert "$m=65536,t=3,p=4$" in session.scalars(select(Account.password_hash)).one()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("a" * 14, "A password has at least 15 characters: a sentence of your own is easy to keep."),
        ("lamps " * 34, "A password has at most 200 characters."),
        (
            "passwordpassword",
            "This password is easily guessed: take a longer sentence that is not a known phrase.",
        ),
        (
            "exchangeexchange",
            "This password is easily guessed: take a longer sentence that is not a known phrase.",
        ),
        (
            "111111111111111111",
            "This password is easily guessed: take a longer sentence that is not a known phrase.",
        ),
    ],
)
def test_a_weak_password_is_refused_with_the_remedy(session: Session, password: str, sentence: str) -> None:
    token = invite(session)
    with pytest.raises(Invalid) as refused:
        accept(session, token, password)
    assert str(refused.value) == sentence
    assert accept(session, token).slug == "exchange"


@pytest.mark.parametrize(
    "password", ["é" * 3 + "twelve walnuts", "日本語のとても長いパスフレーズです", "x" * 5 + " 7 " * 6 + "qv"]
)
def test_any_character_may_be_in_a_password(session: Session, password: str) -> None:
    actor(session, "exchange").email = MAIL
    accept(session, invite(session), password)
    assert prove(session, password) is not None


def test_an_invitation_opens_once(session: Session) -> None:
    token = invite(session)
    assert accept(session, token).slug == "exchange"
    assert accounts.find_invitation(session, now=NOW, token=token) is None
    with pytest.raises(Conflict, match="ask the programme office for a new one"):
        accept(session, token)


def test_an_invitation_ends_after_seven_days(session: Session) -> None:
    token = invite(session)
    week = NOW + timedelta(days=7)
    assert accounts.find_invitation(session, now=week - MINUTE, token=token) is not None
    assert accounts.find_invitation(session, now=week, token=token) is None


def test_an_invitation_of_somebody_deactivated_opens_nothing(session: Session) -> None:
    token = invite(session)
    people.deactivate(
        session, actor=actor(session, "office"), now=NOW, person=actor(session, "exchange"), reason="left"
    )
    assert accounts.find_invitation(session, now=NOW, token=token) is None


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_a_made_up_token_opens_nothing(session: Session, token: str) -> None:
    invite(session)
    assert accounts.find_invitation(session, now=NOW, token=token) is None


@pytest.mark.parametrize("by", ["exchange", "auditor", "host-EN", "e-01", "system"])
def test_only_the_programme_office_invites(session: Session, by: str) -> None:
    with pytest.raises(Denied):
        invite(session, by=by)


def test_ten_failures_stop_the_name_from_everywhere_for_five_minutes(session: Session, ann: Actor) -> None:
    account(session, "auditor", "bob@agency.example")
    for number in range(10):
        assert prove(session, "wrong", address=f"192.0.2.{number}") is None
    with pytest.raises(TooMany, match="wait five minutes"):
        prove(session, address="198.51.100.1")
    assert prove(session, email="bob@agency.example", address="198.51.100.1") is not None
    assert prove(session, now=NOW + 5 * MINUTE) is ann


def test_ten_failures_stop_the_address_for_every_name(session: Session, ann: Actor) -> None:
    for number in range(10):
        assert prove(session, "wrong", email=f"somebody-{number}@agency.example") is None
    with pytest.raises(TooMany):
        prove(session)
    assert prove(session, address="198.51.100.1") is ann


def test_trying_on_while_stopped_does_not_make_it_longer(session: Session, ann: Actor) -> None:
    for _ in range(10):
        prove(session, "wrong")
    for minutes in range(1, 5):
        with pytest.raises(TooMany):
            prove(session, now=NOW + minutes * MINUTE)
    assert prove(session, now=NOW + 5 * MINUTE) is ann
    assert session.scalars(select(func.count()).select_from(SignInAttempt)).one() == 11


def test_success_in_between_does_not_count(session: Session, ann: Actor) -> None:
    for _ in range(9):
        prove(session, "wrong")
        assert prove(session) is ann
    assert prove(session, "wrong") is None
    with pytest.raises(TooMany):
        prove(session)
