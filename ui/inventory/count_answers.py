"""What a manager answers to a bin that differs: count it again, or put the books right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _

if TYPE_CHECKING:
    from ui.inventory.count import Count


def recount(count: Count, count_id: int) -> None:
    """The first figures are thrown away and the bin is counted again."""
    from app.inventory.bins import count_row
    from app.inventory.count import recount as begin_again

    def found(row: Any) -> None:
        if row is not None:
            count.count_again(row.place_id)

    def begun(_nothing: Any) -> None:
        count.desk.read(count, lambda: count_row(count_id), found)

    count.desk.write(count, begin_again, count_id, done=begun, once=True)


def accept(count: Count, count_id: int) -> None:
    """Book the differences of a bin as found or lost."""
    from app.inventory.count import accept_count

    def done(_nothing: Any) -> None:
        count.desk.feedback("ok")
        count.desk.toast(_("The books are put right"))
        count.refresh()

    count.desk.write(count, accept_count, count_id, done=done, once=True)
