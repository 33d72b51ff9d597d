"""Cards with a short list and a line to add to it: categories, suppliers, couriers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.boxes import Card, Divider, HBox, VBox, clear
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.labels import Label

if TYPE_CHECKING:
    from ui.common.desk import Desk

Wanted = Sequence[tuple[str, str, int]]  # key, placeholder, stretch


class ListCard(Card):
    """Rows of (title, detail), and fields for a new one; `add` gets what was typed and gives a command with arguments."""

    def __init__(
        self, desk: Desk, name: str, title: str, hint: str, load: Callable[[], list[tuple[str, str]]], fields: Wanted,
        add: Callable[[dict[str, str]], tuple[Any, ...] | str],
    ) -> None:  # fmt: skip
        self._desk, self._load, self._add = desk, load, add
        self._rows = VBox(gap=0)
        self.fields = {key: TextField(name=f"{name}.field.{key}", placeholder=hold) for key, hold, _wide in fields}
        button = Button(_("Add"), icon="plus-bold", name=f"{name}.button.add")
        button.clicked.connect(self.add_typed)
        for field in self.fields.values():
            field.submitted.connect(self.add_typed)
        line = HBox(*((self.fields[key], wide) for key, _hold, wide in fields), button, gap=8)
        super().__init__(
            Label(title, 15, 600), Label(hint, 13, 400, "text3", wrap=True), self._rows, line, gap=10, name=name
        )

    def load(self) -> None:
        """Read the rows anew."""
        self._desk.read(self, self._load, self._show, merge="rows")

    def _show(self, rows: list[tuple[str, str]]) -> None:
        clear(self._rows.box)
        for title, detail in rows:
            self._rows.add(
                HBox((Label(title, 14, 500, elide=True), 1), Label(detail, 13, 400, "text3"), margins=(7, 0))
            )
            self._rows.add(Divider())
        if not rows:
            self._rows.add(Label(_("None yet."), 13, 400, "text3"))

    def add_typed(self) -> None:
        """Add what stands in the fields."""
        first = next(iter(self.fields.values()))
        wanted = self._add({key: field.text() for key, field in self.fields.items()})
        if isinstance(wanted, str):
            first.set_error(wanted)
            return

        def done(_answer: Any) -> None:
            for field in self.fields.values():
                field.clear()
            first.focus()
            self.load()

        command, *args = wanted
        self._desk.write(self, command, *args, done=done, failed=lambda error: first.set_error(str(error)), once=True)


def code_of(name: str) -> str:
    """A short code made of a name."""
    plain = "".join(sign if sign.isalnum() else "-" for sign in name.strip().lower())
    return "-".join(part for part in plain.split("-") if part)[:20]


def category_card(desk: Desk) -> ListCard:
    """Categories, the tabs over the quick keys."""

    def load() -> list[tuple[str, str]]:
        from app.catalog.queries import categories

        return [(row.name, _("{n} products").format(n=row.products)) for row in categories()]

    def add(typed: dict[str, str]) -> tuple[Any, ...] | str:
        from app.catalog.categories import add_category

        return add_category, code_of(typed["name"]), typed["name"], typed["name_zh"]

    return ListCard(
        desk, "setup.categories", _("Categories"), _("They stand over the quick keys in this order."), load,
        (("name", _("Name"), 1), ("name_zh", _("Name in Chinese"), 1)), add,
    )  # fmt: skip


def supplier_card(desk: Desk) -> ListCard:
    """Who we buy from."""

    def load() -> list[tuple[str, str]]:
        from app.purchasing.queries import suppliers

        return [
            (row.name, _("{n} days · {mail}").format(n=row.lead_days, mail=row.email or "–")) for row in suppliers()
        ]

    def add(typed: dict[str, str]) -> tuple[Any, ...] | str:
        return (_add_supplier(typed), code_of(typed["name"]), typed["name"])

    return ListCard(
        desk, "setup.suppliers", _("Suppliers"), _("From whom products are bought, and how many days it takes."), load,
        (("name", _("Name"), 2), ("email", _("Mail"), 2), ("days", _("Days"), 1)), add,
    )  # fmt: skip


def _add_supplier(typed: dict[str, str]) -> Callable[..., Any]:
    from app.purchasing.suppliers import add_supplier

    days = int(typed["days"]) if typed["days"].isdigit() else 7

    def command(by: Any, code: str, name: str, *, key: str | None = None) -> Any:
        return add_supplier(by, code, name, email=typed["email"], lead_days=days, key=key)

    return command


def carrier_card(desk: Desk) -> ListCard:
    """Couriers that take parcels."""

    def load() -> list[tuple[str, str]]:
        from app.delivery.carriers import carriers

        return [(row.name, row.tracking_url or "–") for row in carriers()]

    def add(typed: dict[str, str]) -> tuple[Any, ...] | str:
        from app.delivery.carriers import add_carrier

        return add_carrier, code_of(typed["name"]), typed["name"]

    return ListCard(
        desk, "setup.carriers", _("Couriers"), _("Who takes parcels that the shop's own drivers do not."), load,
        (("name", _("Name"), 1),), add,
    )  # fmt: skip
