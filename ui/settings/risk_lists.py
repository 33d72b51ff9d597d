"""Who and what the shop trusts or blocks, and the goods that are easily sold on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import Card, Divider, HBox, VBox
from ui.common.buttons import Button, Link
from ui.common.chips import Chip
from ui.common.choices import Segmented
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.common.desk import Desk
    from ui.settings.risk_page import RiskPage


class ListsCard(Card):
    """The entries of both lists with a way to take them off, and the products that are easily sold on."""

    def __init__(self, page: RiskPage) -> None:
        self._page = page
        self._rows, self._goods = VBox(gap=0), VBox(gap=0)
        self.sku = TextField(_("Add an item by its SKU, code or name"), name="setup.resold.field.sku")
        self.sku.submitted.connect(self._add)
        self.add_entry = Button(_("Add a phone or e-mail"), icon="plus", height=36, name="setup.lists.button.add")
        self.add_entry.clicked.connect(lambda: EntrySheet(page.desk, page).open())
        super().__init__(
            HBox((Label(_("Trust and block lists"), 15, 600), 1), self.add_entry, gap=12),
            Label(_("B on an order in Review puts somebody on a list."), 13, 400, "text3", wrap=True), self._rows,
            Divider(), Label(_("Easy to resell"), 15, 600),
            Label(_("Several of these in one order speak against it."), 13, 400, "text3", wrap=True), self._goods,
            self.sku, gap=10, name="setup.lists",
        )  # fmt: skip

    def show_lists(self, entries: list[Any], goods: list[tuple[int, str]]) -> None:
        """Show what stands on the lists now."""
        from ui.common.boxes import clear

        clear(self._rows.box)
        clear(self._goods.box)
        for entry in entries:
            self._rows.add(self._entry(entry))
        if not entries:
            self._rows.add(Label(_("Nobody is on a list."), 13, 400, "text2"))
        for product, name in goods:
            off = Link(_("Take off"), f"setup.resold.{product}.off")
            off.clicked.connect(lambda _checked=False, product=product: self._mark(product, False))
            self._goods.add(HBox((Label(name, 14, 500, elide=True), 1), off, margins=(6, 0), gap=12))

    def _entry(self, entry: Any) -> QWidget:
        from app.review.lists import WHATS, take_off_list

        chip = Chip(_("Trusted") if entry.is_trusted else _("Blocked"), "ok" if entry.is_trusted else "bad")
        told = f"{_(WHATS[entry.what])} · {entry.note} · {entry.who}, {clock.format_moment(entry.made_at)}"
        off = Link(_("Take off"), f"setup.listed.{entry.id}.off")
        off.clicked.connect(lambda: self._page.desk.write(self._page, take_off_list, entry.id))
        said = VBox(Label(entry.shown, 14, 500, elide=True), Label(told, 12, 400, "text3", elide=True), gap=1)
        return HBox(chip, (said, 1), off, margins=(6, 0), gap=12)

    def _add(self) -> None:
        code = self.sku.text().strip()
        if not code:
            return

        def find() -> int | None:
            from app.catalog.find import find_product_ids

            return next(iter(find_product_ids(code, 1)), None)

        def found(product: int | None) -> None:
            if product is None:
                self.sku.set_error(_("No item is called so."))
                return
            self.sku.clear()
            self._mark(product, True)

        self._page.desk.read(self._page, find, found)

    def _mark(self, product: int, is_resold: bool) -> None:
        from app.review.lists import mark_resold

        self._page.desk.write(self._page, mark_resold, product, is_resold=is_resold)


class EntrySheet(Sheet):
    """A phone number or mail address that no order bears yet: F9 puts it on a list, with the reason."""

    def __init__(self, desk: Desk, page: RiskPage) -> None:
        super().__init__(desk.surface, _("Trust or block"), width=560, name="setup.entry")
        self._desk, self._page = desk, page
        self.list = Segmented([("block", _("Block")), ("trust", _("Trust"))], "setup.entry.list")
        self.what = Segmented([("phone", _("Phone")), ("email", _("E-mail"))], "setup.entry.what")
        self.value = TextField(_("Phone number or e-mail address"), name="setup.entry.field.value")
        self.reason = TextField(_("Why"), name="setup.entry.field.why")
        self.value.submitted.connect(self.reason.focus)
        self.reason.submitted.connect(self._go)
        self.value.changed.connect(self._guess)
        note = Label(_("It counts from the next order on, however it is written there."), 14, 400, "text2", wrap=True)
        self.set_body(HBox(self.list, self.what, None, gap=12), self.value, self.reason, note)
        self.set_primary(_("Put on the list"), self._go)

    def _guess(self) -> None:
        """An @ makes it a mail address, so that nobody has to choose first."""
        if text := self.value.text().strip():
            self.what.choose("email" if "@" in text else "phone")

    def _go(self) -> None:
        from app.review.lists import put_value_on_list

        if not self.reason.text().strip():
            self.reason.set_error(_("Say why, so that the others know."))
            self.reason.focus()
            return
        trusted = self.list.current() == "trust"

        def told(_none: None) -> None:
            self.accept()
            self._desk.toast((_("{n} on the trust list") if trusted else _("{n} on the block list")).format(n=1))
            self._page.load()

        self._desk.write(
            self, put_value_on_list, self.what.current(), self.value.text(), self.reason.text(), is_trusted=trusted,
            done=told, failed=lambda error: self.value.set_error(str(error)),
        )  # fmt: skip
