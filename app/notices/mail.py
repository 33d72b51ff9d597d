"""Mail by SMTP: built by the library that knows the headers, handed over step by step, so that each end is known."""

from __future__ import annotations

import hashlib
import smtplib
import socket
import ssl
from collections.abc import Iterable, Mapping, Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import formatdate
from typing import Any

from app.core import clock, secrets, settings
from app.core.db import connected, db
from app.core.i18n import N_, _
from app.core.ports import renderer
from app.documents.build import papers_of
from app.notices.outcome import DONE, Outcome, failed, unknown

HOST = settings.declare("notices.smtp_host", "", N_("Mail server"), N_("Empty: no mail is sent."), reaches_out=True)
PORT = settings.declare("notices.smtp_port", 587, N_("Port of the mail server"), least=1, most=65_535)
USER = settings.declare("notices.smtp_user", "", N_("User at the mail server"))
FROM = settings.declare("notices.smtp_from", "", N_("Sender address"))
STARTTLS = settings.declare(
    "notices.smtp_starttls", True, N_("Encrypt (STARTTLS)"), N_("Port 465 is always encrypted.")
)
PASSWORD = "notices.smtp_password"  # the name of a secret, not the secret
TIMEOUT_S = 20.0
ENCRYPTED_PORT = 465


class BadMessage(Exception):
    """The message cannot be written: an address or a header is none."""


def is_set_up() -> bool:
    """Whether there is a server to hand mail to."""
    return bool(settings.read(HOST) and settings.read(FROM))


def send_mail(payload: Mapping[str, Any], key: str = "") -> Outcome:
    """Hand a message to the mail server: `to`, `subject`, `text` and papers to `attach` as PDF.

    Done when the server has taken it; failed before the server had all of it; unknown when the line broke after.
    """
    try:
        message = build(payload, key)
    except BadMessage as error:
        return failed(str(error), is_final=True)
    try:
        server = _connect()
    except (OSError, smtplib.SMTPException) as error:
        is_final = isinstance(error, smtplib.SMTPAuthenticationError | ssl.SSLCertVerificationError)
        return failed(_("The mail server does not answer: {reason}").format(reason=_plain(error)), is_final=is_final)
    try:
        return _hand_over(server, message)
    finally:
        _leave(server)


def build(payload: Mapping[str, Any], key: str = "") -> EmailMessage:
    """The message with its headers; BadMessage when an address is none.  Line ends in a header become blanks."""
    sender, to = str(settings.read(FROM)), str(payload.get("to", ""))
    message = EmailMessage(policy=POLICY if (sender + to).isascii() else POLICY.clone(utf8=True))
    try:
        message["From"] = _address(sender, _one_line(str(settings.read("shop.name"))))
        message["To"] = _address(to)
        message["Subject"] = _one_line(str(payload.get("subject", "")))[:200]
    except (ValueError, MessageError, IndexError, LookupError) as error:
        raise BadMessage(_("{address} is not a mail address.").format(address=to)) from error
    message["Date"] = formatdate(clock.now_ms() / 1000, localtime=False)
    # The same message has the same id, so that a reader who got it twice sees it once.
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = f"<{hashlib.sha256((key or repr(payload)).encode()).hexdigest()[:32]}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(str(payload.get("text", "")))
    for name, content in _papers(payload.get("attach", ())):
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message


def _papers(attach: Sequence[Mapping[str, Any]]) -> list[tuple[str, bytes]]:
    """The attached papers, read from the store; a sending thread without a connection gets one for it."""
    if not attach:
        return []
    if not db.is_closed():
        return list(_drawn(attach))
    with connected():
        return list(_drawn(attach))


def _drawn(attach: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, bytes]]:
    for paper in attach:
        for number, drawn in enumerate(papers_of(str(paper["kind"]), dict(paper)), 1):
            label = _one_line(str(getattr(drawn, "number", "") or number))
            yield f"{paper['kind']}-{label}.pdf", renderer()(drawn, "pdf")


def _connect() -> smtplib.SMTP:
    host, port = str(settings.read(HOST)), int(settings.read(PORT))
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if port == ENCRYPTED_PORT:
        server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        if settings.read(STARTTLS):
            server.starttls(context=context)
    if user := str(settings.read(USER)):
        server.login(user, secrets.recall(PASSWORD) or "")
    return server


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> Outcome:
    sender, to = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    wants_utf8 = not (sender.isascii() and to.isascii())
    try:
        server.ehlo_or_helo_if_needed()
        if wants_utf8 and not server.has_extn("smtputf8"):
            return failed(_("The mail server does not take the address {address}.").format(address=to), is_final=True)
        options = ["SMTPUTF8", "BODY=8BITMIME"] if wants_utf8 else []
        for code, answer in (server.mail(sender, options), server.rcpt(to)):
            if code not in (250, 251):
                return _refused(code, answer)
    except (OSError, smtplib.SMTPException) as error:
        return failed(_plain(error))
    try:
        code, answer = server.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return unknown(_("The line to the mail server broke at the end: {reason}").format(reason=_plain(error)))
    return DONE if code == 250 else _refused(code, answer)


def _refused(code: int, answer: bytes | str) -> Outcome:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return failed(f"{code} {words}", is_final=code >= 500)


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _address(text: str, name: str = "") -> Address:
    """An address without anything around it; ValueError otherwise."""
    user, at, domain = text.strip().rpartition("@")
    if not (user and at and domain) or "@" in user or any(letter.isspace() or ord(letter) < 33 for letter in text):
        raise ValueError(text)
    return Address(name, username=user, domain=domain)


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _plain(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return _("its name is unknown")
    if isinstance(error, TimeoutError):
        return _("it took too long")
    return str(error) or type(error).__name__
