"""What is done with a paper of the queue: try it again, also at another station, take it back, print a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _, ngettext
from ui.printing import jobs
from ui.printing.queue import kind_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.outbox import Wish
    from ui.printing.tab import PrintTab


def retry(tab: PrintTab, wish: Wish, station: str | None) -> None:
    """Put a paper that failed into the queue again."""
    from app.core.outbox import retry_wish

    def told(_nothing: Any) -> None:
        said = _("{paper} prints at the other station") if station else _("{paper} is in the queue again")
        tab.desk.toast(said.format(paper=wish.title or kind_words(wish.kind)))

    tab.desk.write(tab, retry_wish, wish.id, station, done=told, once=True)


def withdraw(tab: PrintTab, wish: Wish | None) -> None:
    """Take a waiting paper back."""
    from app.core.outbox import withdraw_wish

    if wish is None or str(wish.state) not in ("queued", "failed"):
        return

    def told(taken: bool) -> None:
        tab.desk.toast(_("It will not be printed") if taken else _("Too late, it is printing"))

    tab.desk.write(tab, withdraw_wish, wish.id, done=told, once=True)


def print_again(tab: PrintTab, order_id: int, paper: str, queued: Callable[[str], None]) -> None:
    """Print a paper of an order once more; `queued` is told the slot it comes to."""
    from app.documents.order_papers import print_order

    def told(sheets: int) -> None:
        said = ngettext("{paper}: {count} copy is in the queue", "{paper}: {count} copies are in the queue", sheets)
        queued(jobs.slot_of(paper))
        tab.desk.toast(said.format(paper=kind_words(paper), count=sheets))

    tab.desk.write(tab, print_order, order_id, paper, done=told, once=True)
