"""The columns of the cash-on-delivery page: couriers, and the stops of one."""

from __future__ import annotations

from typing import Any

from app.core.i18n import _
from app.core.money import format_money
from ui.common.table import Cell, Column
from ui.payments import words
from ui.payments.hand_in import Count


def stop_columns(count: Count) -> list[Column]:
    """A stop: what was due, taken and handed in, and how that stands."""
    return [
        Column(_("Order"), lambda stop: Cell(stop.number, weight=600), 70),
        Column(_("Customer"), lambda stop: Cell(stop.customer or "–"), None),
        Column(_("Due"), "due_minor", 86, kind="money", token="text2"),
        Column(_("Taken"), lambda stop: stop.collected_minor if stop.state != "due" else None, 86, kind="money",
               token="text2"),
        Column(_("Handed in"), count.counted_of, 90, kind="money"),
        Column("", count.look_of, 150, kind="chip"),
    ]  # fmt: skip


def courier_columns() -> list[Column]:
    """A courier: who, what is expected, how far it is."""
    return [
        Column("", _who, None, kind="avatar"),
        Column(
            "", lambda heap: Cell(format_money(_sum(heap)), _("expected"), weight=600), 110, kind="two", align="right"
        ),
        Column("", words.courier_look, 140, kind="chip"),
    ]


def _who(heap: Any) -> Cell:
    name = ", ".join(part for part in (heap.who, heap.vehicle) if part)
    return Cell(name, words.courier_text(heap), color_index=sum(map(ord, heap.who)))


def _sum(heap: Any) -> int:
    if heap.is_settled:
        return sum(stop.collected_minor for stop in heap.stops)
    return heap.expected_minor + heap.open_minor
