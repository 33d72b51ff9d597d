"""The list of orders: the table of a saved view, what is selected in it, and the pane that follows the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember
from ui.orders import words
from ui.orders.list_head import ListHead
from ui.orders.peek import Peek

if TYPE_CHECKING:
    from ui.common.desk import Desk

PAGE = 200
SEARCH_AFTER_MS = 120
NARROW = 1272  # of this page; below it the pane is a drawer


class OrderList(QWidget):
    """The list half of the tab.

    Signals:
        opened: Enter or a double click on an order; carries its id.
        moved: another order is selected.
    """

    opened = Signal(int)
    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._text, self._page = "", 0
        self._only: tuple[str, int, str] | None = None  # customer or product, id, name
        self._wanted: int | None = None
        self.head = ListHead(desk)
        self.table = LiveTable(self._columns(), "orders.table", row_height=46, multi=True, accessible=_("Orders"))
        self.table.set_sort("placed", True)
        self._oldest_first = False
        self.table.sort_wanted.connect(self._on_sort)
        remember(desk, self.table)
        self.peek = Peek(desk)
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._typing.timeout.connect(self.refresh)
        self._build()
        self.table.set_loading(True)

    # -- building

    def _build(self) -> None:
        self._batch = self._make_batch()
        self.search = TextField(
            name="orders.search", placeholder=_("Number, name or phone"), icon="magnifying-glass", height=36,
            accessible=_("Filter the list"),
        )  # fmt: skip
        self._search_row = Panel("surface", self.search, margins=(6, 16), name="orders.search_row")
        self._search_row.hide()
        self._count = Label("", 12, 400, "text3", elide=True, name="orders.count")
        keys = Label(_("↑ ↓ move   Space select   Enter open   / filter"), 12, 400, "text3")
        foot = Panel("surface", Divider(), HBox((self._count, 1), keys, margins=(8, 20)), gap=0)
        left = VBox(self._search_row, (self.table, 1), foot, gap=0)
        self._side = HBox(Divider(upright=True), self.peek, gap=0)
        page = HBox((left, 1), self._side, gap=0)
        fill(QVBoxLayout(self), (self.head, self._batch, Divider(), (page, 1)), 0, 0)
        self.setFocusProxy(self.table)
        self.search.changed.connect(lambda: self.find(self.search.text()))
        self.search.submitted.connect(self.table.view.setFocus)
        self.head.narrowed.connect(self._narrowed)
        self.head.columns_wanted.connect(self.table.columns_wanted.emit)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda row: self.opened.emit(row.id))
        self.table.more_wanted.connect(self._more)
        self.table.selection_changed.connect(self._on_selection)
        self.peek.opened.connect(self.opened.emit)
        self.peek.closed.connect(lambda: self.show_peek(False))

    def _make_batch(self) -> QWidget:
        self._chosen_text = Label("", 14, 600)
        confirm = Button(_("Confirm"), icon="check-bold", height=36, name="orders.button.confirm_selected")
        hold = Button(_("Hold"), icon="pause", key="F4", height=36, name="orders.button.hold_selected")
        papers = Button(_("Print"), icon="printer", key="F10", height=36, name="orders.button.print_selected")
        clear = Button(_("Clear"), kind="ghost", key="Esc", height=36, name="orders.button.clear_selected")
        self.confirm_selected, self.hold_selected, self.print_selected = confirm, hold, papers
        clear.clicked.connect(self.clear_selection)
        bar = Panel(
            "selected", self._chosen_text, None, confirm, hold, papers, clear, row=True, margins=(9, 20), gap=8,
            name="orders.selection",
        )  # fmt: skip
        bar.hide()
        return bar

    def _columns(self) -> list[Column]:
        return [
            Column(_("Order"), lambda row: Cell(row.order.number, weight=600), 58),
            Column(
                _("Placed"), lambda row: Cell(words.short_moment(row.order.placed_at), token="text2"), 78, sort="placed"
            ),
            Column("", lambda row: _source(row.order), 20, kind="icon", label=_("Source")),
            Column(_("Customer"), lambda row: _customer(row.order), None, kind="two"),
            Column(_("Pieces"), lambda row: Cell(f"{row.order.pieces:,}", token="text2"), 46, kind="number"),
            Column(_("Status"), _status, 146, kind="chip"),
            Column(_("Payment"), _money, 136),
            Column(_("Total"), lambda row: row.order.total_minor, 84, kind="money"),
            Column(_("Next step"), lambda row: words.next_cell(row.order, row.decide_by, row.lacks), 132),
        ]

    # -- what is shown

    def find(self, text: str) -> None:
        """Show what a typed text means, soon after the last key."""
        self._text = text
        self._typing.start()

    def show_only(self, kind: str, ref: int, name: str) -> None:
        """Show the orders of one customer, or the open ones that hold a product."""
        assert kind in ("customer", "product"), f"a list of orders is not narrowed by {kind}"
        self._only = (kind, ref, name)
        self.refresh()

    def select(self, order_id: int) -> None:
        """Stand on an order, now or as soon as it is loaded."""
        if not self.table.select_id(order_id):
            self._wanted = order_id

    def refresh(self) -> None:
        """Read the rows and the counts anew."""
        self._page = 0
        text, only, head = self._text, self._only, self.head
        view, since, source, rising = head.view, head.since, head.source, self._oldest_first

        def load() -> tuple[list[Any], dict[str, int]]:
            from app.orders.queries import orders_of, view_counts
            from app.orders.states import Channel
            from app.overview.order_table import holding, order_table, with_money

            channel = Channel(source) if source else None
            counts = view_counts(since=since, channel=channel)
            if only is not None:
                kind, ref, _name = only
                return (holding(ref) if kind == "product" else with_money(orders_of(ref, PAGE))), counts
            wide = 0 if text.strip() else since  # who searches looks through all days
            return order_table(view, text, since=wide, channel=channel, size=PAGE, oldest_first=rising), counts

        self._desk.read(self, load, self._show, merge="list")

    def _show(self, found: tuple[list[Any], dict[str, int]]) -> None:
        rows, counts = found
        self.table.set_loading(False)
        self.table.set_empty(self._nothing())
        self.table.set_rows(rows, more=len(rows) == PAGE and not self._text and self._only is None)
        self.head.views.set_counts(counts)
        self._tell(counts)
        if self._wanted is not None and self.table.select_id(self._wanted):
            self._wanted = None
        elif self.table.current() is None and rows:
            self.table.select_at(0)
        if not rows:
            self.peek.show_order(None)
        self.moved.emit()

    def _tell(self, counts: dict[str, int]) -> None:
        shown = self.table.count()
        if self._only is not None:
            self._count.set_text(_("{count} orders: {name}").format(count=shown, name=self._only[2]))
        elif self._text.strip():
            said = ngettext("{count} order found for “{text}”", "{count} orders found for “{text}”", shown)
            self._count.set_text(said.format(count=shown, text=self._text.strip()))
        else:
            every = counts.get(self.head.view, shown)
            newest, oldest = _("{shown} of {all} shown, newest first"), _("{shown} of {all} shown, oldest first")
            said = oldest if self._oldest_first else newest
            self._count.set_text(said.format(shown=f"{shown:,}", all=f"{every:,}"))

    def _more(self) -> None:
        self._page += 1
        page, view, since, source = self._page, self.head.view, self.head.since, self.head.source
        rising = self._oldest_first

        def load() -> list[Any]:
            from app.orders.states import Channel
            from app.overview.order_table import order_table

            channel = Channel(source) if source else None
            return order_table(view, "", page, since=since, channel=channel, size=PAGE, oldest_first=rising)

        self._desk.read(self, load, lambda rows: self.table.append_page(rows, more=len(rows) == PAGE), merge="more")

    def _on_sort(self, _key: str, falling: bool) -> None:
        self._oldest_first = not falling
        self.refresh()

    def _narrowed(self) -> None:
        self.table.clear_selection()
        self.refresh()

    def _nothing(self) -> QWidget:
        if self._text.strip() or self._only is not None or self.head.is_narrowed:
            clear = Button(_("Clear filter"), name="orders.button.clear_filter")
            clear.clicked.connect(self.clear_filter)
            return EmptyState("magnifying-glass", _("No order fits"), _("Nothing matches the filter."), clear)
        new = Button(_("New order"), kind="primary", key="Ctrl+N", name="orders.button.first")
        new.clicked.connect(self.head.new_wanted.emit)
        take = Button(_("Take in online orders"), icon="download-simple", name="orders.button.first_import")
        take.clicked.connect(self.head.import_wanted.emit)
        told = _("Orders of the shop, the phone and online.")
        return EmptyState("list-bullets", _("No orders yet"), told, new, take, name="orders.empty")

    def clear_filter(self) -> None:
        """Show all orders of all days again."""
        self._text, self._only = "", None
        self.search.clear()
        self._search_row.hide()
        self.head.clear_filter()

    def narrow(self) -> None:
        """Open the filter line and put the caret there."""
        self._search_row.show()
        self.search.focus()

    def step_back(self) -> bool:
        """Esc: take back selection, filter or customer; False when there was nothing to take back."""
        if len(self.table.selected()) > 1:
            self.clear_selection()
        elif self._search_row.isVisible() or self._only is not None or self._text:
            self._only, self._text = None, ""
            self.search.clear()
            self._search_row.hide()
            self.refresh()
        else:
            return False
        self.table.view.setFocus()
        return True

    # -- selection and pane

    def current(self) -> Any:
        """The row the bar stands on, or None."""
        return self.table.current()

    def chosen(self) -> list[Any]:
        """All selected rows, at least the current one."""
        return self.table.selected() or ([self.current()] if self.current() else [])

    def clear_selection(self) -> None:
        """Select the current order alone."""
        at = self.table.current_id()
        self.table.view.clearSelection()
        if at is not None:
            self.table.select_id(at)
        self._on_selection()

    def _on_selection(self) -> None:
        count = len(self.table.selected())
        self._batch.setVisible(count > 1)
        self.head.setVisible(count <= 1)
        self._chosen_text.set_text(_("{count} orders selected").format(count=count))

    def _on_chosen(self, row: Any) -> None:
        self.peek.show_order(row)
        self.moved.emit()

    def show_peek(self, shown: bool) -> None:
        """Show the pane beside the list or put it away."""
        self._side.setVisible(shown)

    def toggle_peek(self) -> None:
        """Ctrl+I: the pane comes or goes."""
        self.show_peek(not self._side.isVisible())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, was = event.size().width() < NARROW, event.oldSize().width() < NARROW
        if narrow != was or event.oldSize().width() < 0:
            self.show_peek(not narrow)


def _source(order: Any) -> Cell:
    return Cell("", icon=words.channel_icon(order.channel), token="text3")


def _customer(order: Any) -> Cell:
    where = order.city or (_("In the shop") if order.method in ("taken", "pickup") else "")
    return Cell(words.customer_word(order.customer_name, order.channel), where)


def _status(row: Any) -> tuple[str, str, str]:
    order = row.order
    return words.status_of(order.state, order.fulfillment, is_on_hold=order.is_on_hold)


def _money(row: Any) -> Cell:
    return words.money_cell(words.money_of(row.money, row.order.pay_plan, row.left_minor))
