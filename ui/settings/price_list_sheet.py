"""One price list: for whom and when, and the price of each product from a quantity on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from app.core.i18n import _
from app.core.money import NotAnAmount, format_unit_price, parse_unit_price
from ui.common.boxes import Card, Divider, HBox
from ui.common.buttons import Button
from ui.common.inputs import ComboField, DateTimeField, NumberField, TextField, Toggle
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.inventory.beside import beside

if TYPE_CHECKING:
    from ui.common.desk import Desk

ONE = -1  # for whom: a single customer
YEAR_MS = 365 * 86_400_000


class Price(NamedTuple):
    """A line of the list while it is edited."""

    product_id: int
    sku: str
    name: str
    list_price_e4: int
    price_per: int
    min_quantity: int
    price_e4: int


class Loaded(NamedTuple):
    """What the sheet shows: the list (None for a new one), its prices, and the groups of customers."""

    row: Any
    prices: list[Price]
    groups: list[tuple[int, str]]
    customer: Any = None  # the row of whom it is for alone


class PriceListSheet(Sheet):
    """F9 saves; Enter in the fields at the foot adds a price, Del takes one out."""

    RESTS: ClassVar[bool] = True

    def __init__(self, desk: Desk, loaded: Loaded, price_list_id: int | None) -> None:
        row = loaded.row
        super().__init__(
            desk.surface, _("Price list"), row.name if row else _("New price list"), width=860, name="price_list"
        )
        self._desk, self._id, self._customer = desk, price_list_id, loaded.customer
        self.prices = list(loaded.prices)
        self.name = TextField(_("Name"), name="price_list.field.name")
        whom = [(0, _("Everybody")), (ONE, _("One customer")), *loaded.groups]
        self.group = ComboField(_("For whom"), whom, "price_list.field.group")
        self.customer = TextField(
            _("Customer"),
            name="price_list.field.customer",
            icon="user",
            placeholder=_("Name, phone or card, then Enter"),
        )
        self.customer.submitted.connect(self.find_customer)
        self.customer.changed.connect(self._forget_customer)
        self.group.changed.connect(self._show_customer)
        self.begins = Toggle(_("Begins on"), "price_list.field.begins")
        self.starts = DateTimeField("", name="price_list.field.starts", accessible=_("Begins on"))
        self.stops = Toggle(_("Ends on"), "price_list.field.stops")
        self.ends = DateTimeField("", name="price_list.field.ends", accessible=_("Ends on"))
        self._make_prices()
        dates = HBox(self.begins, (self.starts, 1), self.stops, (self.ends, 1), gap=12)
        self.set_body(
            beside((self.name, 2), (self.group, 1)), self.customer, dates, Card((self.table, 1), pad=1, gap=0), Divider(),
            Label(_("Add a price"), 15, 600), beside((self.find, 3), (self.quantity, 1), (self.price, 1)),
        )  # fmt: skip
        self.set_foot(self.out)
        self.set_primary(_("Save"), self._go)
        self._fill(row)

    def _make_prices(self) -> None:
        self.table = LiveTable(
            [
                Column(_("Product"), lambda one: Cell(one.name, one.sku), None, kind="two"),
                Column(_("From pieces"), lambda one: Cell(f"{one.min_quantity:,}"), 110, align="right"),
                Column(_("Usual price"), lambda one: Cell(format_unit_price(one.list_price_e4), token="text3"), 110,
                       align="right"),
                Column(_("Price"), lambda one: Cell(format_unit_price(one.price_e4), weight=600), 110, align="right"),
            ],
            "price_list.table", key=lambda one: (one.product_id, one.min_quantity), row_height=48, in_card=True,
            accessible=_("Prices"),
        )  # fmt: skip
        self.table.setMinimumHeight(240)
        self.find = TextField(_("Product"), name="price_list.field.find", icon="magnifying-glass")
        self.quantity = NumberField(_("From pieces"), name="price_list.field.quantity", value=1, minimum=1)
        self.price = TextField(_("Price"), name="price_list.field.price")
        self.out = Button(_("Take the price out"), icon="x", height=36, name="price_list.button.out")
        self.out.clicked.connect(self.take_out)
        for field in (self.find, self.quantity, self.price):
            field.submitted.connect(self.add_price)

    def _fill(self, row: Any) -> None:
        if row is not None:
            self.name.set_text(row.name)
            self.group.set_current(ONE if row.customer_id is not None else row.group_id or 0)
            self.begins.setChecked(bool(row.starts_at))
            if row.starts_at:
                self.starts.set_ms(row.starts_at)
            self.stops.setChecked(row.ends_at is not None)
        self.ends.set_ms(row.ends_at if row is not None and row.ends_at is not None else self.starts.ms() + YEAR_MS)
        for toggle, field in ((self.begins, self.starts), (self.stops, self.ends)):
            field.setEnabled(toggle.isChecked())
            toggle.toggled.connect(field.setEnabled)
        if self._customer is not None:
            self._take_customer(self._customer)
        self.customer.setVisible(self.group.current() == ONE)
        self._show()

    def _show_customer(self) -> None:
        """One customer is named beside; the sheet makes room."""
        self.customer.setVisible(self.group.current() == ONE)
        if self.group.current() == ONE:
            self.customer.focus()

    def _forget_customer(self) -> None:
        self._customer = None

    def _take_customer(self, row: Any) -> None:
        self.customer.set_text(row.name)
        self._customer = row

    def find_customer(self, then: Callable[[], None] | None = None) -> None:
        """Enter in the customer's field: the only one whom it means, else what to type more of."""
        text = self.customer.text()

        def load() -> list[Any]:
            from app.customers.queries import find_customers

            return find_customers(text, 4)

        def show(rows: list[Any]) -> None:
            if len(rows) == 1 or (rows and rows[0].name.casefold() == text.strip().casefold()):
                self._take_customer(rows[0])
                (then or self.find.focus)()
                return
            names = ", ".join(row.name for row in rows)
            said = _("Several are called so: {names}. Type more, or the phone number.").format(names=names)
            self.customer.set_error(said if rows else _("No customer is found so."))
            self.customer.focus()
            self._desk.feedback("attention")

        self._desk.read(self, load, show, urgent=True)

    def _show(self) -> None:
        self.prices.sort(key=lambda one: (one.name, one.min_quantity))
        self.table.set_rows(self.prices)
        self.out.setVisible(bool(self.prices))

    def on_code(self, code: str) -> None:
        """A scanned product waits for its price; in the customer's field it is their card."""
        if self.customer.edit.hasFocus():
            self.customer.set_text(code)
            self.find_customer()
            return
        self.find.set_text(code)
        self.price.focus()

    def add_price(self) -> None:
        """Add the price that stands in the fields; the same product and quantity again takes the new one."""
        text, quantity = self.find.text(), self.quantity.value() or 1
        try:
            price_e4 = parse_unit_price(self.price.text())
        except NotAnAmount as error:
            self.price.set_error(str(error) if self.price.text() else None)
            self.price.focus()
            return

        def load() -> Any:
            from app.inventory.queries import find_sellable, search_sellable

            return next(iter(find_sellable(text) or search_sellable(text, 1)), None)

        def show(hit: Any) -> None:
            if hit is None:
                self.find.set_error(_("Nothing on sale is called so."))
                self.find.focus()
                return
            new = Price(hit.product_id, hit.sku, hit.name, hit.price_e4, hit.price_per, quantity, price_e4)
            same = (new.product_id, new.min_quantity)
            self.prices = [one for one in self.prices if (one.product_id, one.min_quantity) != same]
            self.prices.append(new)
            self._show()
            self.find.clear()
            self.price.clear()
            self.find.focus()

        self._desk.read(self, load, show)

    def take_out(self) -> None:
        """Take the chosen price out of the list."""
        one = self.table.current()
        if one is not None:
            self.prices.remove(one)
            self._show()

    def _go(self) -> None:
        from app.catalog.price_lists import ListLine, PriceListInput, save_price_list

        group = int(str(self.group.current()))
        if group == ONE and self._customer is None:
            self.find_customer(self._go)
            return
        wanted = PriceListInput(
            self.name.text(), self._customer.id if group == ONE else None, group if group > 0 else None,
            self.starts.ms() if self.begins.isChecked() else 0, self.ends.ms() if self.stops.isChecked() else None,
            tuple(ListLine(one.product_id, one.price_e4, one.min_quantity) for one in self.prices),
        )  # fmt: skip

        def failed(error: BaseException) -> None:
            self.name.set_error(str(error))
            self.name.focus()
            self._desk.feedback("wrong")

        def done(_price_list: int) -> None:
            self.accept()
            self._desk.toast(_("{name} is saved").format(name=wanted.name.strip()))

        self._desk.write(self, save_price_list, wanted, self._id, done=done, failed=failed)


def load_price_list(price_list_id: int | None) -> Loaded:
    """Read a price list for its sheet; on the reader's thread."""
    from app.catalog.price_lists import price_list_lines, price_lists
    from app.customers.queries import customer_card, groups

    known = [(row.id, row.name) for row in groups()]
    if price_list_id is None:
        return Loaded(None, [], known)
    row = next(one for one in price_lists(past_too=True) if one.id == price_list_id)
    customer = customer_card(row.customer_id).row if row.customer_id is not None else None
    return Loaded(row, [Price(*line) for line in price_list_lines(price_list_id)], known, customer)
