"""Who takes and gives money outside: this station's card terminal, and the shop's online provider."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.common.desk import Desk


def terminal_of(desk: Desk) -> Any:
    """The connected terminal of this station; None when codes are typed."""
    from devices.terminal import TypedTerminal

    terminal = desk.hub.terminal() if desk.hub is not None else None
    return None if terminal is None or isinstance(terminal, TypedTerminal) else terminal


def make_online(base: str, on_link: Callable[[str, str, str], None]) -> Any:
    """The online provider; made on the thread that asks it, because its package is heavy."""
    from app.core import secrets
    from app.core.settings import read
    from app.payments.online import SECRET, THANKS
    from devices.stripe_link import StripeLink, make_client

    client = make_client(secrets.recall(SECRET) or "", base=base)
    return StripeLink(client, on_link, success_url=str(read(THANKS)), title=str(read("shop.name")))
