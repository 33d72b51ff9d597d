"""Real servers on the loopback: one that takes mail, one that takes what Apprise posts."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from app.core import settings
from app.core.actor import Actor
from app.core.command import command
from tests.factories import clerk


@command("tests.set_up_notices")
def _set_up(by: Actor, values: dict[str, Any]) -> None:
    for name, value in values.items():
        settings.write(name, value)


def set_up(**values: Any) -> None:
    """Write settings of messages by their names without the room."""
    _set_up(clerk, {f"notices.{name}": value for name, value in values.items()})


class Mailbox:
    """Takes mail and keeps it; `answers` are what it says instead of yes, one a message."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "hang up":
            server.transport.close()
            return "421 bye"
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer


class Mailserver(Controller):
    """A mail server that also takes addresses in any script."""

    def factory(self) -> SMTP:
        return SMTP(self.handler, enable_SMTPUTF8=True)


@pytest.fixture
def mailbox(store: str) -> Iterator[Mailbox]:
    """A shop whose mail goes to a server on the loopback."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Mailserver(box, hostname="127.0.0.1", port=port)
    server.start()
    set_up(smtp_host="127.0.0.1", smtp_port=port, smtp_from="hello@shop.example", smtp_starttls=False, delay_s=0)
    yield box
    server.stop()


class Posts(list[tuple[str, dict[str, Any]]]):
    """What was posted to the server, and its URL."""

    url = ""
    status = 200


@pytest.fixture
def posts(store: str) -> Iterator[Posts]:
    """A service that Apprise posts JSON to."""
    taken = Posts()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken.append((self.path, body))
            self.send_response(taken.status)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    taken.url = f"json://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield taken
    server.shutdown()
    thread.join()
    server.server_close()
