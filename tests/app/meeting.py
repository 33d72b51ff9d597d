"""Two stations in the same moment: what they want is held back until all have come as far as they can."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from app.core import db
from app.core.refusal import Refusal
from app.ledger.models import Account

WAITING = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted"


def meet(keep: Callable[[], object], *acts: Callable[[], Any]) -> list[Any]:
    """What each act answered, or the kind of its refusal; `keep` takes a record that all of them need.

    They begin in their order, each when the one before waits.  On SQLite one simply follows the other.
    """
    outcomes: dict[int, Any] = {}

    def work(place: int) -> None:
        with db.connected():
            try:
                outcomes[place] = acts[place]()
            except Refusal as refusal:
                outcomes[place] = type(refusal)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(acts))]
    if not db.is_postgres():
        for thread in threads:
            thread.start()
            thread.join()
        return [outcomes[place] for place in range(len(acts))]
    with db.db.atomic():
        keep()
        for count, thread in enumerate(threads, 1):
            thread.start()
            while thread.is_alive() and db.db.execute_sql(WAITING).fetchone()[0] < count:
                thread.join(0.01)
    for thread in threads:
        thread.join()
    return [outcomes[place] for place in range(len(acts))]


def at_once(account: str, *acts: Callable[[], Any]) -> list[Any]:
    """The same at an account of the ledger."""
    return meet(
        lambda: Account.update(balance_minor=Account.balance_minor).where(Account.code == account).execute(), *acts
    )
