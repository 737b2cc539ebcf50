"""Local accounts: invitations, passwords, and the slowing down of guesses.

Signing in has no actor yet, so these verbs check a proof where others check a permission.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from matcher.policy.clauses import INVITATION_DAYS, PASSWORD_LENGTH, SIGN_IN_TRIES
from models.access import require
from models.accounts import Account, Invitation, SignInAttempt, WebSession
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid, TooMany
from models.outbox import post

WINDOW = timedelta(minutes=5)
STRONG_ENOUGH = 3
"""Of zxcvbn's 0 to 4: safely unguessable to moderate offline attack."""
LONGEST = 200


def invite(session: Session, *, actor: Actor, now: datetime, person: Actor) -> str:
    """A new invitation for the person, instead of any before; its token is returned once.

    The link goes by mail too where the person has an address: the notice names only the invitation, and the
    token waits sealed in it until the mail is sent. Otherwise a digest is all that is kept.
    """
    require(actor, "accounts.invite", person, now=now)
    if not person.active:
        raise Conflict(f"{person.name} is not active, so an invitation would open nothing.")
    _end_invitations(session, person, now)
    token = secrets.token_hex(32)
    made = Invitation(
        actor_id=person.id,
        token_digest=_digest(token),
        created_at=now,
        created_by_id=actor.id,
        expires_at=invitation_ends(now),
        token=token if person.email else None,
    )
    session.add(made)
    record(session, made, "accounts.invite", actor=actor, now=now)
    if person.email:
        key = f"invitation/{made.id}"
        post(session, key=key, recipient_id=person.id, template="invitation", now=now, invitation=made.id)
    session.flush()
    return token


def invitation_ends(made_at: datetime) -> datetime:
    """The moment from which an invitation of `made_at` opens nothing any more."""
    return made_at + timedelta(days=INVITATION_DAYS.figure)


def _end_invitations(session: Session, person: Actor, now: datetime) -> None:
    """Earlier links of the person open nothing any more."""
    earlier = Invitation.actor_id == person.id, Invitation.used_at.is_(None)
    for invitation in session.scalars(select(Invitation).where(*earlier)):
        invitation.used_at, invitation.token = now, None


def find_invitation(session: Session, *, now: datetime, token: str) -> Invitation | None:
    """The invitation of a token that can still be used."""
    found = session.scalar(select(Invitation).where(Invitation.token_digest == _digest(token)))
    usable = found is not None and found.used_at is None and now < found.expires_at and found.actor.active
    return found if usable else None


def accept_invitation(
    session: Session, *, now: datetime, token: str, password: str, hasher: PasswordHasher | None = None
) -> Actor:
    """Set the password of whoever holds the token; the token and older sessions open nothing afterwards."""
    found = find_invitation(session, now=now, token=token)
    if found is None:
        raise Conflict("This invitation was used or has ended: ask the programme office for a new one.")
    person = found.actor
    check_password(password, person)
    account = session.get(Account, person.id) or Account(actor_id=person.id)
    account.password_hash = (hasher or PasswordHasher()).hash(password)
    account.changed_at = found.used_at = now
    found.token = None
    session.add(account)
    end_sessions(session, now=now, person=person)
    record(session, person, "accounts.set_password", actor=person, now=now)
    session.flush()
    return person


class WrongPassword(Invalid):
    """The proof of a change does not hold."""


def change_password(
    session: Session,
    *,
    now: datetime,
    person: Actor,
    current: str,
    password: str,
    address: str,
    hasher: PasswordHasher | None = None,
) -> None:
    """A new password instead of the current one, which is the proof; older sessions open nothing afterwards.

    Raises WrongPassword where the proof fails, TooMany after too many such tries, Invalid for a password that
    will not do.
    """
    hashing = hasher or PasswordHasher()
    email = person.email or ""
    proved = prove(session, now=now, email=email, password=current, address=address, hasher=hashing)
    if proved is not person:
        raise WrongPassword("The password you have now is another one.")
    check_password(password, person)
    account = session.get_one(Account, person.id)
    account.password_hash, account.changed_at = hashing.hash(password), now
    end_sessions(session, now=now, person=person)
    record(session, person, "accounts.set_password", actor=person, now=now)
    session.flush()


def sign_out_everywhere(session: Session, *, now: datetime, person: Actor) -> None:
    """End every session of the person, who says so; the caller lets in anew whoever goes on."""
    end_sessions(session, now=now, person=person)
    record(session, person, "accounts.sign_out_everywhere", actor=person, now=now)
    session.flush()


def end_sessions(session: Session, *, now: datetime, person: Actor) -> None:
    """End every open session of a person, in whatever browser."""
    theirs = update(WebSession).where(WebSession.actor_id == person.id, WebSession.ended_at.is_(None))
    session.execute(theirs.values(ended_at=now))


def check_password(password: str, person: Actor) -> None:
    """Raise Invalid, with the remedy, for a password that is short, long or easily guessed."""
    least = PASSWORD_LENGTH.figure
    if len(password) < least:
        raise Invalid(f"A password has at least {least} characters: a sentence of your own is easy to keep.")
    if len(password) > LONGEST:
        raise Invalid(f"A password has at most {LONGEST} characters.")
    about = [person.name, person.slug, *(person.email or "").split("@"), "roundtrip"]
    if zxcvbn(password[:72], user_inputs=about)["score"] < STRONG_ENOUGH:
        raise Invalid("This password is easily guessed: take a longer sentence that is not a known phrase.")


def prove(
    session: Session,
    *,
    now: datetime,
    email: str,
    password: str,
    address: str,
    hasher: PasswordHasher | None = None,
) -> Actor | None:
    """Who signs in with this e-mail and password, `None` for nobody; the try is written down.

    Raises TooMany when a name or an address has failed too often in the last five minutes. An unknown name
    costs the same time as a known one.
    """
    name = _digest(email.strip().casefold())
    place = _digest(address)
    _slow_down(session, now, name, place)
    query = select(Actor, Account).join(Account, Account.actor_id == Actor.id)
    found = session.execute(
        query.where(func.lower(Actor.email) == email.strip().lower(), Actor.active)
    ).first()
    hashing = hasher or PasswordHasher()
    known = found[1].password_hash if found is not None else _nobody(hashing)
    try:
        proved = hashing.verify(known, password) and found is not None
    except VerificationError:
        proved = False
    session.add(SignInAttempt(at=now, name_digest=name, address_digest=place, succeeded=proved))
    session.flush()
    return found[0] if proved and found is not None else None


def _slow_down(session: Session, now: datetime, name: str, place: str) -> None:
    since = SignInAttempt.at > now - WINDOW, SignInAttempt.succeeded.is_(False)
    for who in (SignInAttempt.name_digest == name, SignInAttempt.address_digest == place):
        failed = session.scalars(select(func.count()).select_from(SignInAttempt).where(who, *since)).one()
        if failed >= SIGN_IN_TRIES.figure:
            raise TooMany("Too many failed tries: wait five minutes, then try again.")


_hashes: dict[int, str] = {}


def _nobody(hasher: PasswordHasher) -> str:
    """A hash that no password fits, of the same cost as a real one."""
    return _hashes.setdefault(hasher.memory_cost, hasher.hash(secrets.token_hex(16)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
