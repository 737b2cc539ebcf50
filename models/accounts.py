"""How people sign in without an identity provider: local accounts, invitations, attempts, sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Digest, Edited, Id, arguments, check
from models.secrets import Sealed


class Account(Edited, Base):
    """A local account: the password's Argon2id hash, nothing else."""

    __tablename__ = "accounts"

    actor_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200), comment="Argon2id, with its salt and cost")
    changed_at: Mapped[datetime]

    actor: Mapped[Actor] = relationship()


class Invitation(Base):
    """A link with which a person sets the first password; it is found by the digest of its token.

    Where the link goes by mail, the token itself lies here sealed until the mail is sent, and is then erased.
    """

    __tablename__ = "invitations"
    __table_args__ = arguments(check("invitation_ends_after_it_begins", "expires_at > created_at"))

    id: Mapped[Id]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), index=True)
    token_digest: Mapped[Digest] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(comment="or when another one took its place")
    token: Mapped[Any | None] = mapped_column(
        Sealed("invitations.token"), comment="sealed; only until the mail is sent"
    )

    actor: Mapped[Actor] = relationship(foreign_keys=[actor_id])


class SignInAttempt(Base):
    """One try with a password, kept to slow down guessing; names appear as digests alone."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = arguments(
        Index("ix_sign_in_attempts_name", "name_digest", "at"),
        Index("ix_sign_in_attempts_address", "address_digest", "at"),
    )

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    name_digest: Mapped[Digest]
    address_digest: Mapped[Digest]
    succeeded: Mapped[bool]


class WebSession(Base):
    """A browser's session; the cookie holds a random token, this row its digest and everything else."""

    __tablename__ = "web_sessions"
    __table_args__ = arguments(
        check("session_ends_after_it_begins", "expires_at > created_at"),
        check("only_the_signed_in_step_up", "stepped_up_at IS NULL OR actor_id IS NOT NULL"),
    )

    id: Mapped[Id]
    token_digest: Mapped[Digest] = mapped_column(unique=True)
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("actors.id"), index=True, comment="empty before sign-in"
    )
    content: Mapped[Any] = mapped_column(
        Sealed("web_sessions.content"), comment="sealed: form token, messages, kept text"
    )
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(comment="the last request, to the minute")
    expires_at: Mapped[datetime] = mapped_column(index=True, comment="the end, however busy")
    stepped_up_at: Mapped[datetime | None] = mapped_column(comment="when the person last proved who they are")
    ended_at: Mapped[datetime | None]
