"""A real mail server in a thread, which answers as a test wants."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller

from webui.mailer import MailSettings

HOST = "127.0.0.1"
Answer = Callable[[str], str | None]


def free_port() -> int:
    with socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Post:
    """What the server took; `at_rcpt` and `at_data` give another answer than yes, by the recipient."""

    at_rcpt: Answer = lambda _: None
    at_data: Answer = lambda _: None
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names its hooks so
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if answer := self.at_rcpt(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if answer := self.at_data(envelope.rcpt_tos[0]):
            return answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 Taken"


@contextmanager
def mail_server(post: Post, port: int | None = None) -> Iterator[MailSettings]:
    """Serve until the block ends; the value is what a worker needs to send there."""
    chosen = port or free_port()
    controller = Controller(post, hostname=HOST, port=chosen)
    controller.start()
    try:
        yield settings(chosen)
    finally:
        controller.stop()


def settings(port: int) -> MailSettings:
    return MailSettings(
        f"smtp://{HOST}:{port}", "https://roundtrip.example", "office@roundtrip.example", patience=5
    )
