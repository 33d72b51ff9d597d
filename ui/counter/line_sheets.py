"""Small sheets about one line or the whole sale: quantity or weight, price, discount, a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.core.fields import MOST
from app.core.i18n import _
from app.core.money import NotAnAmount, format_unit_price, parse_unit_price
from app.core.plain import one_line
from app.counter.ticket import TicketLine
from app.orders.limits import LONGEST_NAME
from ui.common.boxes import HBox
from ui.common.buttons import Button
from ui.common.choices import FilterChips, Segmented
from ui.common.inputs import ComboField, Keypad, MoneyField, NumberField, PriceField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.counter.words import name_of, percent, quantity_text

if TYPE_CHECKING:
    from ui.common.desk import Desk

LONGEST_WORD = 200  # of a note


class QuantitySheet(Sheet):
    """How many pieces, or how many grams; a scale that stands still fills the weight in.

    Alt+T takes what lies on the scale, or what was typed, for the weight of the container; on an empty scale none.
    """

    def __init__(
        self, window: QWidget, title: str, unit: str, quantity: int | None, take: Callable[[int], None]
    ) -> None:  # fmt: skip
        super().__init__(window, _("Weight") if unit == "gram" else _("Quantity"), title, width=420, name="quantity")
        self._take, self._unit, self._typed = take, unit, False
        self._desk: Desk | None = None
        self._keep: int | None = None
        self._weighs = False
        self._gross = 0  # grams that lie still on the scale
        self._tare = 0  # and how many of them are the container
        words = {"gram": _("Weight in grams"), "millilitre": _("Amount in ml"), "millimetre": _("Length in mm")}
        self.field = NumberField(
            words.get(unit, _("Pieces")), name="quantity.field", value=quantity, minimum=1, maximum=MOST,
            height=64, px=28, align="right",
        )  # fmt: skip
        self.scale = Label("", 13, 500, "text2")
        self.scale.hide()
        pad = Keypad("quantity.keypad", height=56, last=("clear", "0", "back"))
        pad.pressed.connect(self._press)
        self.field.submitted.connect(self.go_on)
        self.field.edit.textEdited.connect(lambda _text: self._mark_typed())
        self.tare = Button(_("Tare"), key="Alt+T", height=48, name="quantity.tare")
        self.tare.clicked.connect(self.take_tare)
        self.tare.hide()
        self.set_body(self.field, self.scale, pad)
        self.set_foot(self.tare)
        self.set_primary(_("Take this"), self._go)
        self.primary.setMinimumWidth(160)

    def listen(self, desk: Desk, *, keep: int | None = None) -> None:
        """Follow the station's scale until something is typed; `keep` holds while nothing lies on it."""
        scale = desk.hub.scale() if desk.hub is not None else None
        if scale is None:
            return
        self._desk, self._keep, self._weighs = desk, keep, True
        self.tare.show()
        self.bind("Alt+T", self.take_tare)
        desk.device_signals.weight.connect(self._on_weight)
        desk.device_signals.health.connect(self._on_scale)
        lies = scale.latest()
        self._on_weight(lies.grams if lies else 0, stable=bool(lies and lies.stable))

    def _on_scale(self) -> None:
        """The scale went or came back: what it said before counts no more."""
        assert self._desk is not None
        state, words = self._desk.hub.health()["scale"]
        if state != "ok":
            self._show_weight(None, words)

    def take_tare(self) -> None:
        """Alt+T: what was typed, or what lies there, is the container and is not sold."""
        typed = self.field.value() if self._typed else None
        self._tare, self._typed = typed or self._gross, False
        self._on_weight(self._gross, stable=True)

    def _on_weight(self, grams: int, stable: bool) -> None:
        self._gross = grams if stable else 0
        weight, tare = quantity_text(grams, "gram"), quantity_text(self._tare, "gram")
        if stable and grams > self._tare:
            words = _("Scale: {weight} − {tare} tare") if self._tare else _("Scale: {weight}")
            self._show_weight(grams - self._tare, words.format(weight=weight, tare=tare))
        elif stable and self._tare:
            self._show_weight(None, _("{tare} tare. Put the goods in.").format(tare=tare))
        else:
            self._show_weight(None, _("Put it on the scale, or type the weight") if stable or not grams else
                              _("The scale moves"))  # fmt: skip

    def _show_weight(self, grams: int | None, words: str) -> None:
        """No weight but the one that lies there now, and stands still, is ever taken."""
        self.scale.setVisible(True)
        self.scale.set_text(words)
        if not self._typed:
            self.field.set_value(self._keep if grams is None else grams)
            self.field.edit.selectAll()  # what is typed takes its place

    def _mark_typed(self) -> None:
        self._typed = True

    def _press(self, key: str) -> None:
        if not self._typed:
            self.field.clear()
        self._mark_typed()
        self.field.press(key)

    def _go(self) -> None:
        value = self.field.value()
        if not value:
            waits = self._weighs and not self._typed
            self.field.set_error(self.scale.text() if waits else _("A quantity is at least 1."))
        if not value or not self.field.check():
            return
        self.accept()
        self._take(value)


class PriceSheet(Sheet):
    """Another price for one line; the list price is one tap away."""

    def __init__(self, window: QWidget, line: TicketLine, limit_bp: int, take: Callable[[int | None], None]) -> None:
        super().__init__(window, _("Price"), name_of(line.item), width=420, name="price")
        self._take, self._line = take, line
        listed = format_unit_price(line.item.price_e4)
        help_text = _("List price {price}. More than {limit} below it, a manager is asked before it is paid.").format(
            price=listed, limit=percent(limit_bp)
        )
        self.field = PriceField(
            _("New price"), name="price.field", help=help_text, height=64, px=28, weight=600, align="right"
        )
        self.field.set_text(format_unit_price(line.price_e4))
        pad = Keypad("price.keypad", height=56, last=("0", ".", "back"))
        pad.pressed.connect(self._press)
        self.field.submitted.connect(self.go_on)
        chips = FilterChips([("list", _("List price"))], "price.list")
        chips.set_current("")
        chips.chosen.connect(lambda _key: (self.accept(), take(None)))
        self.set_body(self.field, chips, pad)
        self.set_primary(_("Set price"), self._go)
        self.primary.setMinimumWidth(160)
        self._fresh = True

    def _press(self, key: str) -> None:
        if self._fresh:
            self.field.clear()
        self._fresh = False
        self.field.press(key)

    def _go(self) -> None:
        price = self.field.price_e4()
        if price is not None:
            self.accept()
            self._take(price)


class DiscountSheet(Sheet):
    """Something off one line or off the whole sale, in percent or as an amount, with the reason."""

    def __init__(self, window: QWidget, line: TicketLine | None, limit_bp: int, take: Callable[..., None]) -> None:
        super().__init__(window, _("Discount"), width=560, name="discount")
        self._take = take
        scopes = [("line", name_of(line.item)[:28])] if line is not None else []
        self.scope = Segmented([*scopes, ("sale", _("Whole sale"))], "discount.scope")
        self.kind = Segmented([("percent", _("Percent")), ("amount", _("Amount"))], "discount.kind")
        self.kind.chosen.connect(self._show_kind)
        self.chips = FilterChips([(str(n), f"{n}%") for n in (5, 10, 15, 20, 25, 50)], "discount.quick")
        self.chips.set_current("")
        self.chips.chosen.connect(self._on_quick)
        self.percent = TextField(
            _("Percent off"), name="discount.field.percent", height=56, px=24, weight=600,
            help=_("Above {limit} a manager is asked before it is paid.").format(limit=percent(limit_bp)),
        )  # fmt: skip
        self.amount = MoneyField(_("Amount off"), name="discount.field.amount", height=56, px=24)
        self.reason = TextField(_("Reason, stands on the receipt"), name="discount.field.reason", optional=True)
        reasons = (_("Damaged"), _("Price match"), _("Regular customer"), _("Staff"))
        words = FilterChips([(text, text) for text in reasons], "discount.reasons")
        words.set_current("")
        words.chosen.connect(self.reason.set_text)
        for field in (self.percent, self.amount, self.reason):
            field.submitted.connect(self.go_on)
        self.set_body(self.scope, self.kind, self.percent, self.amount, self.chips, self.reason, words)
        self.set_primary(_("Give discount"), self._go)
        self._show_kind("percent")

    def open(self, focus: QWidget | None = None) -> Sheet:
        """Start in the percentage."""
        return super().open(focus or self.percent)

    def _show_kind(self, kind: str) -> None:
        self.percent.setVisible(kind == "percent")
        self.chips.setVisible(kind == "percent")
        self.amount.setVisible(kind == "amount")
        (self.percent if kind == "percent" else self.amount).focus()

    def _on_quick(self, key: str) -> None:
        self.percent.set_text(key)
        self.percent.focus()

    def _go(self) -> None:
        bp = minor = 0
        if self.kind.current() == "percent":
            try:
                bp = parse_unit_price(self.percent.text().rstrip("% ") or "0") // 100
            except NotAnAmount:
                bp = -1
            if not 0 <= bp <= 10_000:
                self.percent.set_error(_("From 0% to 100%."))
                return
        else:
            if not self.amount.check():
                return
            minor = self.amount.minor() or 0
        name = self.reason.text()
        whole = self.scope.current() == "sale"
        self.accept()
        self._take(whole, minor=minor, bp=bp, name=name)


class FreeLineSheet(Sheet):
    """Something that is in no catalog: what it is, what it costs, and its tax rate."""

    def __init__(
        self, window: QWidget, taxes: Sequence[Any], take: Callable[[str, int, int], None], verb: str
    ) -> None:  # fmt: skip
        super().__init__(window, _("Free line"), width=520, name="free_line")
        self._take = take
        self.name = TextField(_("What it is, as it stands on the receipt"), name="free_line.name", height=48, px=16)
        self.price = TextField(_("Price"), name="free_line.price", height=48, px=16, align="right")
        rates = [(row.id, f"{row.name} · {percent(row.rate_bp)}") for row in taxes]
        self.tax = ComboField(_("Tax"), rates, "free_line.tax", height=48)
        for field in (self.name, self.price):
            field.submitted.connect(self.go_on)
        self.set_body(self.name, HBox((self.price, 1), (self.tax, 1), gap=12))
        self.set_primary(verb, self._go)

    def _go(self) -> None:
        name = one_line(self.name.text())
        if not 0 < len(name) <= LONGEST_NAME:
            self.name.set_error(_("Say what it is, in up to {n} characters.").format(n=LONGEST_NAME))
            self.name.focus()
            return
        try:
            price = parse_unit_price(self.price.text())
        except NotAnAmount as refusal:
            price = -1
            self.price.set_error(str(refusal))
        else:
            if price <= 0:
                self.price.set_error(_("Type a price above nought."))
        if price <= 0:
            self.price.focus()
            return
        tax: Any = self.tax.current()
        self.accept()
        self._take(name, price, tax)


class WordSheet(Sheet):
    """One line of text: a note, a serial number, the name of a parked sale, a reason."""

    def __init__(
        self, window: QWidget, title: str, label: str, yes_text: str, take: Callable[[str], None], *, text: str = "",
        name: str = "word", needed: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(window, title, width=520, name=name)
        self._take, self._needed = take, needed
        self.field = TextField(label, name=f"{name}.field", height=48, px=16)
        self.field.set_text(text)
        self.field.edit.selectAll()
        self.field.submitted.connect(self.go_on)
        self.set_body(self.field)
        self.set_primary(yes_text, self._go)

    def _go(self) -> None:
        text = one_line(self.field.text())
        if len(text) > LONGEST_WORD:
            self.field.set_error(_("This is too long: up to {n} characters fit.").format(n=LONGEST_WORD))
            return
        if self._needed and not text:
            self.field.set_error(_("Say why."))
            return
        self.accept()
        self._take(text)
