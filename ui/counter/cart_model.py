"""The lines of the open ticket as a model: it counts and names them, the delegate paints the ticket itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.core.money import format_money
from app.counter.ticket import Ticket, TicketLine
from app.orders.line_kinds import LineKind
from app.orders.pricing import PricedLine
from ui.counter.words import marks_of, name_of, quantity_text, words_below

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def folded(ticket: Ticket) -> tuple[tuple[TicketLine, ...], tuple[PricedLine, ...]]:
    """The lines as they are shown, each with its options in it and their price in its own."""
    lines, parts = ticket.lines, ticket.totals().lines
    if not any(line.options for line in lines):
        return lines, parts
    shown: list[TicketLine] = []
    priced: list[PricedLine] = []
    for line, part in zip(lines, parts, strict=True):
        if line.item.kind is LineKind.OPTION:
            priced[-1] = priced[-1]._replace(total_minor=priced[-1].total_minor + part.total_minor)
        else:
            shown.append(line)
            priced.append(part)
    return tuple(shown), tuple(priced)


class CartModel(QAbstractListModel):
    """Shows a ticket without copying it: a change costs the same for one line and for a hundred thousand."""

    def __init__(self) -> None:
        super().__init__()
        self.ticket = Ticket()
        self._lines: tuple[TicketLine, ...] = ()
        self._parts: tuple[PricedLine, ...] = ()

    def show_ticket(self, ticket: Ticket, first: int, last: int) -> list[int]:
        """Take over a changed ticket; returns those of the rows first to last that look different now."""
        was, parts, count = self._lines, self._parts, len(self._lines)
        other = ticket is not self.ticket
        self.ticket = ticket
        self._lines, self._parts = folded(ticket)
        now = len(self._lines)
        if now > count:
            self.beginInsertRows(_ROOT, count, now - 1)
            self.endInsertRows()
        elif now < count:
            self.beginRemoveRows(_ROOT, now, count - 1)
            self.endRemoveRows()
        return [
            row
            for row in range(max(0, first), min(last + 1, max(now, count)))
            if other or row >= now or row >= count or was[row] is not self._lines[row] or parts[row] != self._parts[row]
        ]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def line(self, row: int) -> TicketLine | None:
        """The line in a row, None outside."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def part(self, row: int) -> PricedLine:
        """What the line in a row costs."""
        return self._parts[row]

    def row_of(self, no: int | None) -> int:
        """The row of a line by its number, -1 when it is gone; numbers rise from row to row, but for gift wrap."""
        low, high = 0, len(self._lines)
        while no is not None and low < high:
            middle = (low + high) // 2
            found = self._lines[middle].no
            if found == no:
                return middle
            low, high = (middle + 1, high) if found < no else (low, middle)
        return next((row for row, line in enumerate(self._lines) if line.no == no), -1) if no else -1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        part = self.part(index.row())
        name, much = name_of(line.item), quantity_text(line.quantity, line.item.unit)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((name, *map(str, words_below(self.ticket, line, part))))
        said = [*map(str, marks_of(self.ticket, line, part))] if role == Qt.ItemDataRole.AccessibleTextRole else []
        if said or role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join((name, much, *said, format_money(part.total_minor)))
        return None
