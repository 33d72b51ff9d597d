"""Text messages and notes to the team, by Apprise: one URL for each service, loaded when the first one is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from app.core import secrets, settings
from app.core.i18n import N_, _
from app.notices.outcome import DONE, Outcome, failed

TEAM = settings.declare(
    "notices.apprise_urls",
    [],
    N_("Notes to the team"),
    N_("Apprise URLs, one a line; {secret:name} stands for a secret."),
    reaches_out=True,
)
TEXTS = settings.declare(
    "notices.sms_urls", [], N_("Text messages"),
    N_("Apprise URLs with {phone} in them, one a line; {secret:name} stands for a secret."), reaches_out=True,
)  # fmt: skip


def send_app(payload: Mapping[str, Any]) -> Outcome:
    """Tell the team: `subject` and `text` to all services of the shop."""
    return _send([_filled(url) for url in settings.read(TEAM)], payload)


def send_sms(payload: Mapping[str, Any]) -> Outcome:
    """Send a text message to the phone number `to`."""
    phone = re.sub(r"[^0-9+]", "", str(payload.get("to", "")))
    if not phone:
        return failed(_("There is no phone number."), is_final=True)
    return _send([_filled(url, phone) for url in settings.read(TEXTS)], payload)


def _filled(url: str, phone: str = "") -> str:
    """A URL with its secrets and phone number, each escaped so that it stays one part of it."""
    whole = re.sub(r"\{secret:([^}]+)\}", lambda found: quote(secrets.recall(found[1]) or "", safe=""), url)
    return whole.replace("{phone}", quote(phone, safe="+"))


def _send(urls: list[str], payload: Mapping[str, Any]) -> Outcome:
    try:
        from apprise import Apprise
    except ImportError:
        return failed(_("Apprise is missing. Install Kontor with its notify extra."), is_final=True)
    services = Apprise()
    if not urls or not all(services.add(url) for url in urls):
        return failed(_("One of the addresses for messages is wrong. Look at the settings."), is_final=True)
    told = services.notify(body=str(payload.get("text", "")), title=str(payload.get("subject", "")))
    return DONE if told else failed(_("The service did not take the message."))
