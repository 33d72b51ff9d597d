"""The stock list: alert cards, the table with its filters, and the pane of the selected product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import N_, _, ngettext
from ui.common.boxes import Card, Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember
from ui.inventory import words
from ui.inventory.alert_cards import AlertCards
from ui.inventory.item_acts import ItemActs
from ui.inventory.pane import ProductPane, ProductStory, read_story

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk

PAGE = 200
SEARCH_AFTER_MS = 120
NARROW = 1300  # below this width the pane is a drawer
SORTED = {
    "name": N_("by name"), "cover": N_("least cover first"), "bin": N_("by bin"), "on_hand": N_("by stock"),
    "reserved": N_("by reserved"), "available": N_("by free stock"), "incoming": N_("by what comes"),
}  # fmt: skip


class Items(QWidget):
    """The first mode of the tab.

    Signals:
        keys_changed: another product, or none, is selected.
        receive_wanted: goods are to be booked in.
    """

    keys_changed = Signal()
    receive_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._text, self._sort, self._falling = "", "cover", False
        self._place: tuple[int, str] | None = None
        self._wanted: int | None = None
        self._drawer: bool | None = None
        self.low = 0
        self.acts = ItemActs(desk, self)
        self.alerts = AlertCards()
        self.pane = ProductPane()
        self.table = LiveTable(
            self._columns(), "stock.table", key="product_id", row_height=50, in_card=True, accessible=_("Products")
        )
        self.table.set_sort("cover", False)
        remember(desk, self.table)
        self._build()
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._typing.timeout.connect(self.refresh)
        self.table.set_loading(True)

    def _build(self) -> None:
        self._title = Label("", 15, 600, elide=True, name="stock.title")
        bins = Button(_("Bins"), icon="grid-four", height=34, name="stock.button.bins")
        self._column_button = Button(_("Columns"), icon="columns", key="Alt+C", height=34, name="stock.button.columns")
        add = Button(_("New product"), icon="plus-bold", height=34, name="stock.button.new")
        self.primary = Button(
            "", kind="primary", icon="shopping-cart-simple", key="F9", height=36, name="stock.primary"
        )
        bins.clicked.connect(self.acts.show_bins)
        add.clicked.connect(lambda: self.acts.edit_product())
        if not self._desk.may("catalog.add_product"):
            add.hide()
        self._column_button.clicked.connect(self.table.columns_wanted.emit)
        self.primary.clicked.connect(lambda: self.acts.order())
        if not self._desk.may("purchasing.create_purchase"):
            self.primary.hide()
        head = HBox((self._title, 1), add, bins, self._column_button, self.primary, margins=(0, 16), gap=8)
        head.setFixedHeight(54)
        card = Card(head, Divider(), (self.table, 1), pad=1, gap=0)
        left = VBox(self.alerts, (card, 1), margins=(16, 16, 16, 20), gap=14)
        self._side = Panel("surface", Divider(upright=True), self.pane, gap=0, row=True)
        fill(QVBoxLayout(self), ((HBox((left, 1), self._side, gap=0), 1),), 0, 0)
        self.setFocusProxy(self.table)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _row: self.acts.open_current())
        self.table.more_wanted.connect(self._more)
        self.table.sort_wanted.connect(self._on_sort)
        self.alerts.chosen.connect(lambda _key: self._narrow_to())
        self.pane.order_wanted.connect(self.acts.order)
        self.pane.move_wanted.connect(self.acts.move)
        self.pane.history_wanted.connect(self.acts.show_history)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Product"), lambda row: Cell(words.name_of(row), words.below_name(row), art=row.art), None,
                           kind="thumb", sort="name"),
            Column(_("Bin"), lambda row: Cell(row.home or "–", token="text2", weight=500), 58, sort="bin"),
            Column(_("On hand"), lambda row: Cell(words.amount(row.on_hand, row.unit), weight=500), 54,
                              align="right", sort="on_hand"),
            Column(_("Reserved"), lambda row: _quiet(row.reserved, row.unit), 58, align="right",
                               sort="reserved"),
            Column(_("Available"), _available, 58, align="right", sort="available"),
            Column(_("Coming"), lambda row: _quiet(row.incoming, row.unit, sign=True), 52,
                               align="right", sort="incoming"),
            Column(_("Cover"), _cover, 112, kind="bar", sort="cover"),
            Column(_("Status"), lambda row: Cell(words.status(row)[0], tone=words.status(row)[1]), 118,
                             kind="chip"),
        ]  # fmt: skip

    # -- what is shown

    def refresh(self) -> None:
        """Read cards and rows anew."""
        text, only, sort, falling = self._text, self.alerts.current() or "all", self._sort, self._falling
        place = self._place[0] if self._place else None

        def load() -> tuple[Any, Any, int]:
            from app.inventory.alerts import stock_alerts
            from app.inventory.stock_list import stock_page
            from app.orders.queries import view_counts

            page = stock_page(text, only=only, place_id=place, sort=sort, falling=falling)
            return page, stock_alerts(), view_counts().get("backorder", 0)

        self._desk.read(self, load, self._show, merge="items")

    def _show(self, found: tuple[Any, Any, int]) -> None:
        page, alerts, waiting = found
        self.low = alerts.low
        self.alerts.show_alerts(alerts, waiting)
        self.table.set_loading(False)
        self.table.set_empty(self._nothing())
        self.table.set_rows(page.rows, more=len(page.rows) < page.total)
        self._tell(page.total)
        self.primary.set_text(
            ngettext("Order {n} product", "Order all {n}", alerts.low).format(n=alerts.low) if alerts.low
            else _("Order goods")
        )  # fmt: skip
        if self._wanted is not None:
            self.table.select_id(self._wanted)
            self._wanted = None
        elif self.table.current() is None and page.rows:
            self.table.select_at(0)
        elif self.table.current() is not None:
            self._load_story(self.table.current())
        if not page.rows:
            self.pane.show_story(None)
        self.keys_changed.emit()

    def _tell(self, total: int) -> None:
        if self._place:
            words_ = _("{n} products in bin {bin}").format(n=f"{total:,}", bin=self._place[1])
        elif self._text:
            words_ = _("{n} products for “{text}”").format(n=f"{total:,}", text=self._text)
        else:
            words_ = _("{n} products, {order}").format(n=f"{total:,}", order=_(SORTED[self._sort]))
        self._title.set_text(words_)

    def _more(self) -> None:
        text, only, sort, falling = self._text, self.alerts.current() or "all", self._sort, self._falling
        place, offset = (self._place[0] if self._place else None), self.table.count()

        def load() -> Any:
            from app.inventory.stock_list import stock_page

            return stock_page(text, only=only, place_id=place, sort=sort, falling=falling, offset=offset)

        self._desk.read(
            self, load, lambda page: self.table.append_page(page.rows, more=offset + len(page.rows) < page.total),
            merge="more",
        )  # fmt: skip

    def _nothing(self) -> QWidget:
        if self.is_narrowed():
            clear = Button(_("Clear filter"), key="Esc", name="stock.button.clear_filter")
            clear.clicked.connect(self.clear_filter)
            return EmptyState("magnifying-glass", _("No product fits"), _("Nothing matches the filter."), clear)
        new = Button(_("New product"), kind="primary", key="Ctrl+N", name="stock.button.first")
        new.clicked.connect(lambda: self.acts.edit_product())
        return EmptyState("cube", _("No products yet"), _("Add the first one, or scan its barcode."), new)

    def is_narrowed(self) -> bool:
        """A filter hides something."""
        return bool(self._text or self._place or self.alerts.current())

    def clear_filter(self) -> None:
        """Show all products again."""
        self._text, self._place = "", None
        self.alerts.set_current("")
        self._desk.window.scan_box.clear()
        self.refresh()

    def find(self, text: str) -> None:
        """Show what a typed text means, soon after the last key."""
        self._text = text.strip()
        self._typing.start()

    def show_bin(self, place_id: int, code: str) -> None:
        """Show what lies in one bin."""
        self._place = (place_id, code)
        self.alerts.set_current("")
        self._narrow_to()

    def select(self, product_id: int) -> None:
        """Stand on a product, whatever filter is on."""
        if self.table.select_id(product_id):
            self.table.flash(product_id)
            return
        from app.inventory.stock_list import stock_row

        def found(row: Any) -> None:
            if row is not None:
                self._wanted = product_id
                self._place = None
                self.alerts.set_current("")
                self.find(row.sku)

        self._desk.read(self, lambda: stock_row(product_id), found)

    def _narrow_to(self) -> None:
        self.table.clear_selection()
        self.refresh()
        self.table.setFocus()

    def _on_sort(self, key: str, descending: bool) -> None:
        self._sort, self._falling = key, descending
        self.refresh()

    # -- the pane

    def _on_chosen(self, row: Any) -> None:
        if row is None:
            self.pane.show_story(None)
        elif self.pane.story is None or self.pane.story.row.product_id != row.product_id:
            self._load_story(row)
        self.keys_changed.emit()

    def _load_story(self, row: Any) -> None:
        product_id = row.product_id

        def show(story: ProductStory | None) -> None:
            if self.table.current_id() == product_id:
                self.pane.show_story(story)

        self._desk.read(self, lambda: read_story(product_id), show, merge="story")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        self._side.setVisible(wide if self._drawer is None or wide else self._drawer)

    def toggle_pane(self) -> None:
        """Ctrl+I: the pane as a drawer, where the window is narrow."""
        self._drawer = not self._side.isVisible()
        self._side.setVisible(self._drawer)

    # -- acts

    def standing_on(self) -> object:
        """The product that is chosen."""
        return self.table.current_id()

    def keys(self) -> list[Key]:
        """The keys of the list as it is now."""
        acts = self.acts
        wanted = (
            ("F4", _("Move"), acts.move, "inventory.move_goods"),
            ("F6", _("Set count"), acts.set_count, "inventory.adjust"),
            ("F7", _("Price"), acts.set_price, "catalog.change_price"),
            ("F9", _("Order goods"), acts.order, "purchasing.create_purchase"),
            ("F10", _("Shelf label"), acts.print_labels, "inventory.print_shelf_labels"),
        )
        return [
            Key("Enter", _("Open product"), acts.open_current),
            *(Key(cap, text, act) for cap, text, act, right in wanted if self._desk.may(right)),
            Key("Ctrl+R", _("Receive"), self.receive_wanted.emit),
            Key("Ctrl+N", _("New product"), acts.edit_product, False),
            Key("Ctrl+I", _("Details"), self.toggle_pane, False),
            Key("F5", _("Refresh"), self.refresh, False), Key("/", _("Filter"), self._desk.focus_scan_box, False),
            Key("J", _("Next product"), lambda: self.table.step(1), False),
            Key("K", _("Product before"), lambda: self.table.step(-1), False),
            Key("Esc", _("Clear filter"), self.clear_filter, self.is_narrowed()),
        ]  # fmt: skip

    def scanned(self, scan: Scan) -> bool:
        """A product is selected, a bin filters; False for anything else."""
        if scan.kind == "product":
            self.select(scan.ref)
        elif scan.kind == "place":
            self.show_bin(scan.ref, scan.text.strip().upper())
        else:
            return False
        self._desk.feedback("ok")
        return True


def _quiet(quantity: int, unit: str, *, sign: bool = False) -> Cell:
    if sign and not quantity:
        return Cell()
    return Cell(words.amount(quantity, unit, sign=sign), token="text2")


def _available(row: Any) -> Cell:
    bad = row.available <= 0 or row.is_low
    return Cell(words.amount(row.available, row.unit), weight=600, token="bad_text" if bad else "text")


def _cover(row: Any) -> Cell:
    text, part, tone = words.cover(row)
    return Cell(text, fraction=part, tone=tone)
