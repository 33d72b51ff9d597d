"""The list of orders: saved views, filters, the table, what is selected, and the pane that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.core import clock
from app.core.i18n import N_, _, ngettext
from ui.common.boxes import Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button, IconButton
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.table import Cell, Column, LiveTable
from ui.orders import words
from ui.orders.peek import Peek
from ui.orders.view_tabs import ViewTabs

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.common.desk import Desk

VIEWS = (
    ("all", N_("All"), False), ("new", N_("To confirm"), False), ("review", N_("In review"), False),
    ("to_pick", N_("To pick"), False), ("packed", N_("Packed"), False), ("on_the_way", N_("On the way"), False),
    ("late", N_("Late"), True), ("done", N_("Done"), False),
)  # fmt: skip
MORE_VIEWS = (("on_hold", N_("On hold")), ("backorder", N_("Waits for stock")), ("cancelled", N_("Cancelled")))
PERIODS = ((1, N_("Today")), (7, N_("7 days")), (30, N_("30 days")), (0, N_("All days")))
SOURCES = (
    ("", N_("All sources")), ("counter", N_("In the shop")), ("phone", N_("By phone")), ("online", N_("Online store")),
)  # fmt: skip
PAGE = 200
SEARCH_AFTER_MS = 120
NARROW = 1360  # below this width the pane is a drawer


class OrderList(QWidget):
    """The list half of the tab.

    Signals:
        opened: Enter or a double click on an order; carries its id.
        moved: another order is selected.
        new_wanted: a phone order is to be taken.
        import_wanted: online orders are to be taken in.
    """

    opened = Signal(int)
    moved = Signal()
    new_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._text, self._source, self._days, self._page = "", "", 30, 0
        self._view = "all"
        self._only: tuple[str, int, str] | None = None  # customer or product, id, name
        self._wanted: int | None = None
        self._hidden: set[str] = set()
        self.views = ViewTabs([(key, _(title), bad) for key, title, bad in VIEWS], "orders.views")
        self.table = LiveTable(self._columns(), "orders.table", row_height=46, multi=True, accessible=_("Orders"))
        self.table.set_sort("placed", True)
        self.peek = Peek(desk)
        self._build()
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._typing.timeout.connect(self.refresh)
        self.table.set_loading(True)

    # -- building

    def _build(self) -> None:
        self._head = self._make_head()
        self._batch = self._make_batch()
        self.search = TextField(
            name="orders.search", placeholder=_("Number, name or phone"), icon="magnifying-glass", height=36
        )
        self.search.changed.connect(lambda: self.find(self.search.text()))
        self._search_row = Panel("surface", self.search, margins=(6, 16), name="orders.search_row")
        self._search_row.hide()
        self._count = Label("", 12, 400, "text3", elide=True)
        keys = Label(_("↑ ↓ move   Space select   Enter open   / filter"), 12, 400, "text3")
        foot = Panel("surface", Divider(), HBox((self._count, 1), keys, margins=(8, 20)), gap=0)
        left = VBox(self._search_row, (self.table, 1), foot, gap=0)
        self._side = HBox(Divider(upright=True), self.peek, gap=0)
        fill_in = HBox((left, 1), self._side, gap=0)
        fill(self._lay(), (self._head, self._batch, Divider(), (fill_in, 1)), 0, 0)
        self.setFocusProxy(self.table)
        self.views.chosen.connect(self.show_view)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda row: self.opened.emit(row.id))
        self.table.more_wanted.connect(self._more)
        self.table.selection_changed.connect(self._on_selection)
        self.peek.opened.connect(self.opened.emit)
        self.peek.closed.connect(lambda: self.show_peek(False))

    def _lay(self) -> Any:
        from PySide6.QtWidgets import QVBoxLayout

        return QVBoxLayout(self)

    def _make_head(self) -> QWidget:
        self._period = _drop(_(PERIODS[2][1]), "calendar-blank", "orders.filter.period", _("Placed within"))
        self._from = _drop(_(SOURCES[0][1]), "funnel", "orders.filter.source", _("Source"))
        self._more_menu = IconButton(
            "columns", name="orders.button.columns", accessible=_("Columns and more views"), kind="default"
        )
        new = Button(_("New order"), icon="plus-bold", key="Ctrl+N", height=36, name="orders.button.new")
        take = IconButton(
            "download-simple",
            name="orders.button.import",
            accessible=_("Take in online orders"),
            kind="default",
            key="Ctrl+I",
        )
        self._period.clicked.connect(self._ask_period)
        self._from.clicked.connect(self._ask_source)
        self._more_menu.clicked.connect(self._ask_columns)
        new.clicked.connect(self.new_wanted.emit)
        take.clicked.connect(self.import_wanted.emit)
        take.setVisible(self._desk.may("channels.import_take"))
        new.setVisible(self._desk.may("orders.place"))
        return Panel(
            "surface",
            self.views,
            None,
            self._period,
            self._from,
            self._more_menu,
            take,
            new,
            row=True,
            margins=(0, 20),
            gap=6,
        )

    def _make_batch(self) -> QWidget:
        self._chosen_text = Label("", 14, 600)
        confirm = Button(_("Confirm"), icon="check-bold", height=36, name="orders.button.confirm_selected")
        hold = Button(_("Hold"), icon="pause", key="F4", height=36, name="orders.button.hold_selected")
        slips = Button(_("Print"), icon="printer", key="F10", height=36, name="orders.button.print_selected")
        clear = Button(_("Clear"), kind="ghost", key="Esc", height=36, name="orders.button.clear_selected")
        self.confirm_selected, self.hold_selected, self.print_selected = confirm, hold, slips
        clear.clicked.connect(self.clear_selection)
        bar = Panel(
            "selected",
            self._chosen_text,
            None,
            confirm,
            hold,
            slips,
            clear,
            row=True,
            margins=(8, 20),
            gap=8,
            name="orders.selection",
        )
        bar.hide()
        return bar

    def _columns(self) -> list[Column]:
        columns = {
            "order": Column(_("Order"), lambda row: Cell(row.order.number, weight=600), 58),
            "placed": Column(_("Placed"), lambda row: Cell(words.short_moment(row.order.placed_at), token="text2"), 78,
                             sort="placed"),
            "source": Column("", lambda row: Cell("", icon=words.channel_icon(row.order.channel), token="text3"), 20,
                             kind="icon"),
            "customer": Column(_("Customer"), lambda row: _customer(row.order), None, kind="two"),
            "pieces": Column(_("Pieces"), lambda row: Cell(f"{row.order.pieces:,}", token="text2"), 46, kind="number"),
            "status": Column(_("Status"), _status, 146, kind="chip"),
            "payment": Column(_("Payment"), _money, 136),
            "total": Column(_("Total"), lambda row: row.order.total_minor, 84, kind="money"),
            "next": Column(_("Next"), lambda row: words.next_cell(row.order, row.decide_by), 132),
        }  # fmt: skip
        return [column for key, column in columns.items() if key not in self._hidden]

    # -- what is shown

    def show_view(self, view: str) -> None:
        """Show another saved view from its beginning."""
        self._view = view
        self.table.clear_selection()
        self.refresh()

    def find(self, text: str) -> None:
        """Show what a typed text means, soon after the last key."""
        self._text = text
        self._typing.start()

    def show_customer(self, customer_id: int, name: str) -> None:
        """Show one customer's orders only."""
        self._only = ("customer", customer_id, name)
        self.refresh()

    def show_product(self, product_id: int, name: str) -> None:
        """Show the open orders that hold a product."""
        self._only = ("product", product_id, name)
        self.refresh()

    def select(self, order_id: int) -> None:
        """Stand on an order, when it is loaded."""
        if not self.table.select_id(order_id):
            self._wanted = order_id

    def refresh(self) -> None:
        """Read the rows and the counts anew."""
        self._page = 0
        view, text, since, source, only = self._view, self._text, self._since(), self._source, self._only

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
            rows = order_table(view, text, since=wide, channel=channel, size=PAGE)
            return rows, counts

        self._desk.read(self, load, self._show, merge="list")

    def _show(self, found: tuple[list[Any], dict[str, int]]) -> None:
        rows, counts = found
        self.table.set_loading(False)
        self.table.set_empty(self._nothing())
        self.table.set_rows(rows, more=len(rows) == PAGE and not self._text and self._only is None)
        self.views.set_counts(counts)
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
            words_ = _("{count} orders: {name}").format(count=shown, name=self._only[2])
        elif self._text.strip():
            words_ = ngettext("{count} order found for “{text}”", "{count} orders found for “{text}”", shown).format(
                count=shown, text=self._text.strip()
            )
        else:
            words_ = _("{shown} of {all} shown, newest first").format(
                shown=f"{shown:,}", all=f"{counts.get(self._view, shown):,}"
            )
        self._count.set_text(words_)

    def _more(self) -> None:
        self._page += 1
        view, page, since, source = self._view, self._page, self._since(), self._source

        def load() -> list[Any]:
            from app.orders.states import Channel
            from app.overview.order_table import order_table

            return order_table(view, "", page, since=since, channel=Channel(source) if source else None, size=PAGE)

        self._desk.read(
            self, load, lambda rows: self.table.append_page(rows, more=len(rows) == PAGE), merge="more"
        )  # fmt: skip

    def _since(self) -> int:
        return clock.day_start_ms(clock.add_days(clock.today(), 1 - self._days)) if self._days else 0

    def _nothing(self) -> QWidget:
        if self._narrowed():
            clear = Button(_("Clear filter"), name="orders.button.clear_filter")
            clear.clicked.connect(self.clear_filter)
            return EmptyState("magnifying-glass", _("No order fits"), _("Nothing matches the filter."), clear)
        new = Button(_("New order"), kind="primary", key="Ctrl+N", name="orders.button.first")
        new.clicked.connect(self.new_wanted.emit)
        take = Button(_("Take in online orders"), icon="download-simple", name="orders.button.first_import")
        take.clicked.connect(self.import_wanted.emit)
        return EmptyState(
            "list-bullets", _("No orders yet"), _("Orders of the counter, the phone and the online store stand here."),
            new, take, name="orders.empty",
        )  # fmt: skip

    def _narrowed(self) -> bool:
        return bool(self._text.strip() or self._source or self._only or self._view != "all" or self._days)

    def clear_filter(self) -> None:
        """Show all orders of all days again."""
        self._text, self._source, self._days, self._only = "", "", 0, None
        self.search.clear()
        self._search_row.hide()
        self._from.set_text(_(SOURCES[0][1]))
        self._period.set_text(_(PERIODS[3][1]))
        self.views.set_current("all")
        self.show_view("all")

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
        self.table.setFocus()
        return True

    # -- selection

    def current(self) -> Any:
        """The row the bar stands on, or None."""
        return self.table.current()

    def chosen_ids(self) -> list[int]:
        """The ids of all selected orders, at least the current one."""
        rows = self.table.selected() or ([self.current()] if self.current() else [])
        return [row.id for row in rows]

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
        self._head.setVisible(count <= 1)
        self._chosen_text.set_text(_("{count} orders selected").format(count=count))

    def _on_chosen(self, row: Any) -> None:
        self.peek.show_order(row)
        self.moved.emit()

    # -- pane and menus

    def show_peek(self, shown: bool) -> None:
        """Show the pane beside the list or put it away."""
        self._side.setVisible(shown)

    def toggle_peek(self) -> None:
        """Ctrl+I: the pane comes or goes."""
        self.show_peek(not self._side.isVisible())

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        narrow, was = event.size().width() < NARROW - 88, event.oldSize().width() < NARROW - 88
        if narrow != was or event.oldSize().width() < 0:
            self.show_peek(not narrow)

    def _ask_period(self) -> None:
        def choose(days: int, title: str) -> None:
            self._days = days
            self._period.set_text(title)
            self.refresh()

        self._offer(self._period, [(_(title), days == self._days, lambda d=days, t=title: choose(d, _(t)))
                                   for days, title in PERIODS])  # fmt: skip

    def _ask_source(self) -> None:
        def choose(source: str, title: str) -> None:
            self._source = source
            self._from.set_text(title)
            self.refresh()

        self._offer(self._from, [(_(title), key == self._source, lambda k=key, t=title: choose(k, _(t)))
                                 for key, title in SOURCES])  # fmt: skip

    def _ask_columns(self) -> None:
        def turn(key: str) -> None:
            self._hidden ^= {key}
            self.table.set_columns(self._columns())

        views = [(_(title), self._view == key, lambda k=key: self.show_view(k)) for key, title in MORE_VIEWS]
        columns = [
            (_(title), key not in self._hidden, lambda k=key: turn(k))
            for key, title in (("pieces", N_("Pieces")), ("payment", N_("Payment")), ("next", N_("Next")))
        ]
        self._offer(self._more_menu, [*views, None, *columns])

    def _offer(self, anchor: QWidget, items: list[tuple[str, bool, Callable[[], None]] | None]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for item in items:
            if item is None:
                menu.addSeparator()
                continue
            title, on, do = item
            action = QAction(title, menu, checkable=True, checked=on)
            action.triggered.connect(lambda _checked=False, do=do: do())
            menu.addAction(action)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))


def _drop(text: str, icon: str, name: str, accessible: str) -> Button:
    button = Button(text, icon=icon, height=36, px=13, name=name, accessible="")
    button.setAccessibleDescription(accessible)
    return button


def _customer(order: Any) -> Cell:
    where = order.city or (_("In the shop") if order.method in ("taken", "pickup") else "")
    return Cell(order.customer_name or _("Walk-in"), where)


def _status(row: Any) -> tuple[str, str, str]:
    order = row.order
    return words.status_of(order.state, order.fulfillment, is_on_hold=order.is_on_hold)


def _money(row: Any) -> Cell:
    return words.money_cell(words.money_of(row.money, row.order.pay_plan, row.left_minor))
