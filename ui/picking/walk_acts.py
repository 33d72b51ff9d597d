"""What the keys do on a walk beside scanning: skip, not there, quantity, undo, putting the list down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.core.i18n import _, ngettext
from ui.picking import jobs
from ui.picking.sheets import ask_number, ask_short
from ui.picking.words import name_of, quantity_text

if TYPE_CHECKING:
    from app.picking.queries import Stop
    from app.picking.short import Short
    from ui.picking.walk import Walk


def put_down(walk: Walk) -> None:
    """Let somebody else go on with the list."""
    from app.picking.take import leave_batch

    batch_id = walk.batch_id

    def told(_nothing: object) -> None:
        walk.desk.toast(_("The list is free; what is picked stays picked"))
        if walk.batch_id == batch_id:
            walk.leave()

    walk.desk.write(walk, leave_batch, batch_id, done=told, once=True)


def ask_times(walk: Walk) -> None:
    """How many the next scan counts."""
    stop = walk.screen.now if walk.screen else None
    if stop is None:
        return
    left = max(1, stop.wanted - stop.taken)
    ask_number(
        walk.desk.surface, _("Quantity"), _("How many the next scan counts"), walk.set_times,
        name="pick.quantity", maximum=left, value=left, button=_("Scan one of them"),
        help=_("Take them all, then scan one."),
    )  # fmt: skip


def skip(walk: Walk) -> None:
    """Come to this bin at the end."""
    from app.picking.short import skip_task

    if walk.screen is None or walk.screen.now is None or walk.state == "done":
        return
    place = walk.screen.now.place

    def told(_nothing: object) -> None:
        walk.desk.toast(_("{bin} comes at the end").format(bin=place))
        walk.refresh()

    walk.clear_red()
    walk.desk.write(walk, skip_task, walk.screen.now.task_id, done=told, urgent=True, once=True)


def not_there(walk: Walk) -> None:
    """Say what is missing; in front of the red page: the bin is mixed up and will be counted."""
    stop = walk.screen.now if walk.screen else None
    if stop is None:
        return
    if walk.state == "wrong":
        _ask_count(walk, stop)
        return
    left = stop.wanted - stop.taken
    ask_short(walk.desk.surface, name_of(stop), stop.place, left, partial(_go_short, walk, stop))


def _ask_count(walk: Walk, stop: Stop) -> None:
    from app.inventory.count import ask_count

    def told(_count: int) -> None:
        walk.desk.toast(_("Bin {bin} will be counted").format(bin=stop.place))

    walk.desk.write(walk, ask_count, stop.place_id, "mixed_up", done=told, once=True)


def _go_short(walk: Walk, stop: Stop, missing: int, reason: str) -> None:
    batch_id = walk.batch_id

    def told(found: Short) -> None:
        words = _short_words(found, stop)
        walk.desk.toast(words)
        if walk.batch_id == batch_id:
            walk.show_short(stop.place, words)

    walk.desk.write(
        walk, jobs.short_stop, batch_id, (stop.place_id, stop.product_id), missing, reason, done=told,
        failed=walk.refused, urgent=True, once=True,
    )  # fmt: skip


def _short_words(found: Short, stop: Stop) -> str:
    words = []
    if found.elsewhere:
        words.append(
            _("{count} from {bins}").format(count=quantity_text(found.elsewhere, stop.unit), bins=", ".join(found.bins))
        )
    if found.backordered:
        words.append(_("{count} will follow later").format(count=quantity_text(found.backordered, stop.unit)))
    return " · ".join(words)


def undo(walk: Walk) -> None:
    """Take the last scan back."""
    if not walk.takes:
        walk.desk.toast(_("Nothing to undo on this list"))
        return
    takes = walk.takes.pop()

    def told(_nothing: object) -> None:
        count = sum(part for _task, part in takes)
        said = ngettext("{count} piece is back in its bin", "{count} pieces are back in their bin", count)
        walk.desk.toast(said.format(count=count))
        walk.show_undone()

    walk.desk.write(walk, jobs.undo_takes, takes, done=told, failed=walk.refused, urgent=True)
