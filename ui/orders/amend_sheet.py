"""Changing an order until its goods leave: quantities, items, contact and address, with what will be different."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSizePolicy

from app.core.i18n import _, ngettext, spoken_name
from app.core.money import format_money, format_unit_price
from app.orders.line_kinds import FOLLOWS, LineKind, option_words
from app.orders.states import UNTOUCHED, FulfillmentState
from ui.common.boxes import Divider, HBox, Panel, Scroll, VBox, clear
from ui.common.buttons import IconButton
from ui.common.inputs import Stepper, TextField
from ui.common.labels import Label, MoneyLabel
from ui.common.sheet import Sheet
from ui.common.thumb import Thumb
from ui.orders.amend_options import LineOptions
from ui.orders.amend_terms import AmendTerms
from ui.orders.phone_options import ask_if_needed, drafts_of

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.orders.call_option import CallOption

RESULTS = 4


class AmendSheet(Sheet):
    """Lines at the left, terms at the right, the difference in money below."""

    def __init__(self, desk: Desk, owner: QObject, story: Any, country: str, delivery_minor: int) -> None:
        """`country` is the shop's, for an order that has no address yet; `delivery_minor` its usual charge."""
        order = story.order
        subtitle = _("version {revision}").format(revision=order.revision)
        if any(part.state not in (*UNTOUCHED, FulfillmentState.CANCELLED) for part in order.fulfillments):
            begun = _("picking has begun: a manager allows the change, what is too much is put back")
            subtitle = " · ".join((subtitle, begun))
        title = _("Change order {number}").format(number=order.number)
        super().__init__(desk.surface, title, subtitle, width=1040, height=660, name="amend")
        self._desk, self._owner, self._story = desk, owner, story
        self.terms = AmendTerms(order, country, delivery_minor)
        self._quantities = {item.line_id: item.quantity for item in story.items}
        self._added: list[list[Any]] = []  # [product, quantity, options]
        self._options = LineOptions(desk, self, story.items, lambda: self._after_change(True))
        self._build()
        self._show_lines()
        self._show_difference()

    def open_ready(self) -> None:
        """Open where the first thing is put right that keeps the order from being confirmed; else at the items."""
        doubt = next(iter(self._story.doubts), None)
        place = doubt.field.removeprefix("address.") if doubt is not None else ""
        field = self.terms.field_of(place) or self._find
        self.open(getattr(field, "edit", None) or field.combo)
        if doubt is not None and doubt.code != "options":
            field.set_error(doubt.sentence)
        line = place.removeprefix("options.")
        self._options.load(int(line) if line.isdigit() else None)

    def _build(self) -> None:
        self._lines = VBox(gap=0)
        self._find = TextField(
            name="amend.search", icon="magnifying-glass", placeholder=_("Add an item: scan, name or SKU"),
            accessible=_("Add an item"),
        )  # fmt: skip
        self._results = VBox(gap=4)
        self._find.changed.connect(self._search)
        self._find.submitted.connect(self._take_first)
        left = VBox(
            Label(_("Items"), 15, 600), self._find, self._results, (Scroll(self._lines, name="amend.lines"), 1), gap=8
        )
        side = Scroll(HBox((self.terms, 1), margins=(0, 12, 0, 0)), name="amend.terms")
        side.setFixedWidth(392)
        self._difference = Label("", 14, 500, "text2", wrap=True, name="amend.difference")
        self._total = MoneyLabel(0, 24, 600, name="amend.total")
        bar = Panel("sunken", (self._difference, 1), self._total, row=True, margins=(10, 24), gap=16)
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        body = HBox((left, 1), Divider(upright=True), side, margins=(16, 24), gap=20)
        self.set_body((body, 1), Divider(), bar, margins=0, gap=0)
        self.set_primary(_("Change order"), self._save)
        self.terms.changed.connect(self._show_difference)

    # -- lines

    def _show_lines(self) -> None:
        clear(self._lines.box)
        for item in self._story.items:
            if item.kind in FOLLOWS and item.kind is not LineKind.WRAP:
                continue
            quantity = self._quantities[item.line_id]
            self._add_row(
                f"line.{item.line_id}", item.art, item.name, self._detail(item),
                quantity, lambda value, ref=item.line_id: self._set_line(ref, value), gone=not quantity,
                options=self._options.button(item),
            )  # fmt: skip
        for at, (product, quantity, options) in enumerate(self._added):
            detail = _("new · {price}").format(price=format_unit_price(product.price_e4))
            detail = " · ".join((detail, *(option_words(one.name, one.words) for one in options)))
            self._add_row(
                f"new.{product.sku}", product.art, spoken_name(product.name, product.name_zh), detail, quantity,
                lambda value, at=at: self._set_new(at, value),
            )  # fmt: skip
        self._lines.add(None)

    def _detail(self, item: Any) -> str:
        """Price and SKU, and the options that move with the line."""
        return " · ".join((format_unit_price(item.unit_price_e4), item.sku, *self._options.words(item)))

    def _add_row(
        self, name: str, art: str, title: str, detail: str, quantity: int, changed: Any, *, gone: bool = False,
        options: IconButton | None = None,
    ) -> None:  # fmt: skip
        stepper = Stepper(quantity, name=f"amend.{name}", maximum=1_000_000)
        stepper.changed.connect(changed)
        remove = IconButton("trash", name=f"amend.remove.{name}", accessible=_("Remove {name}").format(name=title))
        remove.clicked.connect(lambda: changed(0))
        token = "text3" if gone else "text"
        said = VBox(
            Label(title, 14, 500, token, elide=True, strike=gone), Label(detail, 12, 400, "text3", elide=True), gap=0
        )
        self._lines.add(
            HBox(
                Thumb(art, 36, title),
                (said, 1),
                *([options] if options else []),
                stepper,
                remove,
                margins=(6, 0),
                gap=10,
            )
        )
        self._lines.add(Divider())

    def _set_line(self, line_id: int, quantity: int) -> None:
        was = self._quantities[line_id]
        self._quantities[line_id] = quantity
        self._after_change(bool(was) != bool(quantity) or not quantity)

    def _set_new(self, at: int, quantity: int) -> None:
        if quantity:
            self._added[at][1] = quantity
        else:
            del self._added[at]
        self._after_change(not quantity)

    def _after_change(self, redraw: bool) -> None:
        if redraw:
            self._show_lines()
        self._show_difference()

    # -- adding

    def on_code(self, text: str) -> None:
        """A scan while the sheet is open adds its product."""

        def load() -> Any:
            from app.inventory.queries import find_sellable

            return find_sellable(text)

        def found(hits: list[Any]) -> None:
            if hits:
                self._add(hits[0], hits[0].quantity)
            else:
                self._desk.feedback("wrong")
                self._find.set_error(_("{code} is not known.").format(code=text))

        self._desk.read(self, load, found, urgent=True)

    def _search(self) -> None:
        text = self._find.text()
        if not text:
            self._show_results([])
            return

        def load() -> list[Any]:
            from app.inventory.queries import search_sellable

            return search_sellable(text, RESULTS)

        self._desk.read(self, load, self._show_results, merge="search")

    def _show_results(self, rows: list[Any]) -> None:
        clear(self._results.box)
        self._hits = rows
        from ui.common.buttons import Button

        for row in rows:
            said = f"{spoken_name(row.name, row.name_zh)} · {format_unit_price(row.price_e4)}"
            button = Button(said, icon="plus", height=36, name=f"amend.result.{row.sku}").grow()
            button.clicked.connect(lambda _checked=False, row=row: self._add(row, 1))
            self._results.add(button)

    def _take_first(self) -> None:
        if getattr(self, "_hits", None):
            self._add(self._hits[0], 1)

    def _add(self, product: Any, quantity: int) -> None:
        """What has to be chosen with it is asked first."""
        ask_if_needed(self._desk, self, product, lambda chosen: self._take(product, quantity, chosen))

    def _take(self, product: Any, quantity: int, options: tuple[CallOption, ...]) -> None:
        for row in self._added:
            if row[0].product_id == product.product_id and row[2] == options:
                row[1] += quantity
                break
        else:
            self._added.append([product, quantity, options])
        self._find.clear()
        self._desk.feedback("ok")
        self._after_change(True)

    # -- what is different

    def _amendment(self) -> Any:
        from app.orders.amend import Amendment, LineChange

        changes = tuple(
            LineChange(item.line_id, self._quantities[item.line_id])
            for item in self._story.items
            if self._quantities[item.line_id] != item.quantity
        )
        return Amendment(changes, drafts_of(self._added), chosen=self._options.chosen(), **self.terms.differing())

    def _show_difference(self) -> None:
        """What differs is said at once; what it costs is worked out behind, with the offers of today."""
        moved = {item.line_id for item in self._story.items if self._quantities[item.line_id] != item.quantity}
        moved |= {one.line_id for one in self._options.chosen()}
        changed = len(moved) + len(self._added)
        terms = self.terms.differing()
        parts = [ngettext("{n} line differs", "{n} lines differ", changed).format(n=changed)] if changed else []
        if terms:
            parts.append(_("terms differ"))
        self.primary.setEnabled(bool(changed or terms))
        order = self._story.order
        if not changed and not terms.keys() & {"delivery_minor", "method", "pay_plan"}:
            self._say(parts, order.total_minor)
            return
        amendment = self._amendment()

        def load() -> int | None:
            from app.core.refusal import Refusal
            from app.orders.amend import total_after

            try:
                return total_after(order.id, amendment)
            except Refusal:  # no line is left; the button says so
                return None

        self._desk.read(self, load, lambda total: self._say(parts, total), merge="amend.total")

    def _say(self, parts: list[str], total: int | None) -> None:
        change = (total or 0) - self._story.order.total_minor
        said = list(parts)
        if total is not None and change:
            more = format_money(change, sign=True)
            said.append(_("{amount} to pay").format(amount=more) if change > 0 else _("{amount}").format(amount=more))
        self._difference.set_text(" · ".join(said) or _("Nothing is different yet"))
        self._total.set_minor(total or 0)

    def _save(self) -> None:
        from app.orders.amend import amend_order

        if not self.terms.check():
            self._desk.feedback("wrong")
            return
        order, amendment = self._story.order, self._amendment()

        def done(answer: Any) -> None:
            self.accept()
            said = _("Order {number} is changed: {total}").format(
                number=order.number, total=format_money(answer.total_minor)
            )
            self._desk.toast(said)

        self._desk.write(self, amend_order, order.id, order.revision, amendment, done=done)
