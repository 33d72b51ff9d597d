"""When a phone order can be there: a time that was proposed, or that is too early, moves with what the goods allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.orders.phone_questions import ready_at

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.orders.phone_desk import PhoneDesk


def keep(calls: PhoneDesk, desk: Desk) -> None:
    """What the goods allow is another time than before: a time that nobody chose, or that is too early, moves."""
    ready, uid = ready_at(calls.call, calls.known.promises), calls.call.uid
    if ready == calls.ready_at or calls.is_done:
        return
    calls.ready_at = ready

    def find() -> list[Any]:
        from app.orders.phone_reads import slots

        return slots(after=ready)

    def move(found: list[Any]) -> None:
        if calls.call.uid != uid:
            return
        calls.slots = found
        at = calls.call.promised_at
        if at is not None and (at < ready or at == calls.proposed):
            calls.change(promised_at=None)
            calls.first_time()
        calls.times_changed.emit()
        calls.changed.emit()

    desk.read(calls, find, move, merge="slots", urgent=True)
