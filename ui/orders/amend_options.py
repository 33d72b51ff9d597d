"""Other options for lines of an order that is being changed: a button where goods have any, and what was chosen anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.catalog.book import current
from app.core.i18n import _
from app.orders.line_kinds import LineKind, option_words
from ui.common.buttons import IconButton

if TYPE_CHECKING:
    from app.counter.lines import TicketOption
    from app.orders.amend_options import Chosen
    from ui.common.desk import Desk


class LineOptions:
    """What goes with the lines of an order; `changed` is told when something else was chosen, or when it is known."""

    def __init__(self, desk: Desk, owner: QObject, items: tuple[Any, ...], changed: Callable[[], None]) -> None:
        self._desk, self._owner, self._changed = desk, owner, changed
        self._items = items
        self._heads = {item.line_id: item for item in items if item.kind is LineKind.GOODS and item.product_id}
        self._groups: dict[int, Any] = {}  # by product
        self._anew: dict[int, tuple[TicketOption, ...]] = {}
        self._first: int | None = None  # the line that is asked as soon as its groups are known

    def load(self, first: int | None = None) -> None:
        """Read which goods have options; `first` is a line with which something has still to be chosen."""
        self._first = first
        ids = {item.product_id for item in self._heads.values()}
        if not current().options or not ids:
            return

        def read() -> dict[int, Any]:
            from app.counter.options import groups_for

            return {number: groups for number in ids if (groups := groups_for(number))}

        self._desk.read(self._owner, read, self._show, urgent=True)

    def button(self, item: Any) -> IconButton | None:
        """The button that asks for the options of a line; None where its goods have none."""
        if item.line_id not in self._heads or item.product_id not in self._groups:
            return None
        button = IconButton(
            "list-bullets", name=f"amend.options.{item.line_id}", accessible=_("Options of {name}").format(name=item.name)
        )  # fmt: skip
        button.clicked.connect(lambda: self.ask(item.line_id))
        return button

    def words(self, item: Any) -> list[str]:
        """What goes with a line, as it will be."""
        if item.line_id in self._anew:
            return [option_words(one.item.name, one.words) for one in self._anew[item.line_id]]
        return [one.name for one in self._options_of(item)]

    def chosen(self) -> tuple[Chosen, ...]:
        """What was chosen anew, as the amendment takes it."""
        from app.orders.amend_options import Chosen
        from app.orders.choices import Option

        return tuple(
            Chosen(line_id, tuple(Option(one.item.product_id, one.words) for one in options))
            for line_id, options in self._anew.items()
        )

    def ask(self, line_id: int) -> None:
        """Other options for a line; its sheet starts with those that it has."""
        from ui.counter.option_sheet import OptionSheet

        item = self._heads[line_id]
        sheet = OptionSheet(
            self._desk.surface, item.name, self._groups[item.product_id], lambda now: self._take(line_id, now),
            chosen=self._anew.get(line_id, self._now(item)),
        )  # fmt: skip
        sheet.open()

    def _show(self, groups: dict[int, Any]) -> None:
        self._groups = groups
        self._changed()
        first = self._heads.get(self._first or 0)
        if first is not None and first.product_id in groups:
            self.ask(first.line_id)

    def _take(self, line_id: int, now: tuple[TicketOption, ...]) -> None:
        self._anew[line_id] = now
        if {(one.item.product_id, one.words) for one in now} == {
            (one.item.product_id, one.words) for one in self._now(self._heads[line_id])
        } and len(now) == len(self._options_of(self._heads[line_id])):
            del self._anew[line_id]
        self._changed()

    def _options_of(self, item: Any) -> list[Any]:
        return [one for one in self._items if one.kind is LineKind.OPTION and one.of_no == item.no]

    def _now(self, item: Any) -> tuple[TicketOption, ...]:
        from app.counter.lines import TicketOption

        known = {one.item.product_id: one.item for group in self._groups[item.product_id] for one in group.choices}
        mine = ((one.product_id, one.words) for one in self._options_of(item))
        return tuple(TicketOption(known[number], words) for number, words in mine if number in known)
