"""Questions before a line is added: which product, old enough, in hand; and the float before the first sale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.core.money import format_unit_price
from ui.common.boxes import HBox, Scroll
from ui.common.buttons import Button
from ui.common.inputs import Keypad, MoneyField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet, ask
from ui.common.thumb import Thumb
from ui.counter import finding
from ui.counter.finding import Offer
from ui.counter.pick_list import Pick, PickList
from ui.counter.words import name_of, quantity_text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.core.refusal import Refusal
    from app.counter.ticket import Sellable
    from ui.common.desk import Desk

LONGEST_SERIAL = 60


class Chooser(Sheet):
    """Several products have this code, or it is a parent's: which one is it?  Keys 1 to 9, arrows and Enter choose."""

    PASSES_SCANS = True

    def __init__(self, window: QWidget, code: str, offers: Sequence[Offer], take: Callable[[Offer], None]) -> None:
        super().__init__(window, _("Which one is it?"), code, width=600, name="chooser")
        self.list = PickList("chooser.list", _("Products with this code"), most=len(offers))
        self.list.show_rows([_pick(offer, no) for no, offer in enumerate(offers, 1)])
        self.list.picked.connect(lambda offer: (self.accept(), take(offer)))
        body = self.list if len(offers) <= 9 else Scroll(self.list, name="chooser.scroll")
        self.set_body(body, margins=(12, 16))
        self.set_primary(_("Add this one"), lambda: self.list.choose())


def _pick(offer: Offer, no: int) -> Pick:
    item = offer.item
    left = _("{n} left").format(n=_bare(offer.available, item.unit)) if offer.is_stocked else ""
    return Pick(
        offer,
        name_of(item),
        item.sku,
        format_unit_price(item.price_e4),
        left,
        art=item.art,
        key=str(no) if no <= 9 else "",
    )


class YesNo(Sheet):
    """A question with a picture; Y and N answer it too."""

    PASSES_SCANS = True

    def __init__(
        self, window: QWidget, offer: Offer, title: str, text: str, yes_text: str, on_yes: Callable[[], None], *,
        name: str, no_text: str, also: tuple[str, Callable[[], None]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(window, title, width=520, name=name, back_text=no_text)
        words = Label(text, 15, 400, "text2", wrap=True)
        self.set_body(HBox(Thumb(offer.item.art, 64, name_of(offer.item)), (words, 1), gap=16))
        self.set_primary(yes_text)
        self.primary.setMinimumWidth(150)
        self.finished.connect(lambda done: on_yes() if done else None)
        self.bind("Y", self.accept)
        self.bind("N", self.reject)
        if also is not None:
            other = Button(also[0], height=48, px=15, name=f"{name}.also")
            other.clicked.connect(lambda: (self.reject(), also[1]()))
            self.set_foot(other)


class SerialSheet(Sheet):
    """The serial number of a piece, typed or scanned, before its line is added; one that was sold is refused."""

    def __init__(self, desk: Desk, item: Sellable, used: set[str], take: Callable[[str], None]) -> None:
        super().__init__(desk.surface, _("Serial number"), name_of(item), width=520, name="serial")
        self._desk, self._item, self._used, self._take = desk, item, used, take
        self.field = TextField(_("Scan it or type it"), name="serial.field", height=56, px=20)
        self.field.submitted.connect(self.go_on)
        self.set_body(HBox(Thumb(item.art, 64, name_of(item)), (self.field, 1), gap=16))
        self.set_primary(_("Add this one"), self._check)

    def on_code(self, code: str) -> None:
        """The scanner read the number; GS1 data name it."""
        from app.catalog.scanned import read_scan

        self.field.set_text(read_scan(code).serial or code)
        self._check()

    def _check(self) -> None:
        serial = self.field.text()
        if not serial or len(serial) > LONGEST_SERIAL:
            self._wrong(_("A serial number has 1 to {n} characters.").format(n=LONGEST_SERIAL))
        elif serial.upper() in self._used:
            self._wrong(_("This piece is on the ticket already."))
        else:
            product_id = self._item.product_id
            self._desk.read(self, lambda: finding.sold_before(product_id, serial), lambda sale: self._go(serial, sale))

    def _go(self, serial: str, sale: str) -> None:
        if sale:
            self._wrong(
                _("This piece was sold with {number}. Check the number, or take it back first.").format(number=sale)
            )
            return
        self.accept()
        self._take(serial)

    def _wrong(self, sentence: str) -> None:
        self._desk.feedback("wrong")
        self.field.set_error(sentence)
        self.field.focus()


def ask_age(window: QWidget, offer: Offer, on_yes: Callable[[], None], on_no: Callable[[], None]) -> Sheet:
    """Ask whether the customer is old enough, before the line is added; a No is kept."""
    age = offer.item.age_limit
    sheet = YesNo(
        window, offer, _("Is the customer {age} or older?").format(age=age),
        _("{name} is sold from {age} years on. Look at a paper if in doubt.").format(name=name_of(offer.item), age=age),
        _("Yes, {age} or older").format(age=age), on_yes, name="age", no_text=_("No"),
    )  # fmt: skip
    sheet.finished.connect(lambda done: None if done else on_no())
    return sheet.open(sheet.primary)


def ask_age_again(desk: Desk, owner: QObject, error: Refusal, on_yes: Callable[[], None]) -> None:
    """The sale was refused because nobody looked at the age: of what was ordered or quoted, for instance."""

    def answered(done: bool) -> None:
        if done:
            on_yes()
        else:
            note_refused(desk, owner, int(error.facts["product_id"]))

    title, yes = _("Is the customer old enough?"), _("Yes, checked")
    ask(desk.surface, title, str(error), yes, no_text=_("No"), name="age").finished.connect(answered)


def note_refused(desk: Desk, owner: QObject, product_id: int) -> None:
    """Keep that goods were not sold for the customer's age."""
    from app.counter.age import refuse_age

    desk.write(owner, refuse_age, product_id, done=lambda _none: desk.toast(_("Not sold: it stands in the reports")))


def ask_in_hand(
    window: QWidget, offer: Offer, wanted: int, on_yes: Callable[[], None], order: Callable[[], None]
) -> Sheet:
    """The books say there are none (or fewer than are wanted); the clerk may have the pieces in hand."""
    name, free = name_of(offer.item), max(0, offer.available)
    one = _("The books have {n} of {name}. If you hold it, it is sold and the bin is counted later.")
    many = _(
        "{wanted} of {name} would be on the sale, the books have {n}. If you hold them all, they are sold and the bin"
        " is counted later."
    )
    single = offer.item.unit == "piece" and wanted == 1
    text = (one if single else many).format(
        n=_bare(free, offer.item.unit), name=name, wanted=_bare(wanted, offer.item.unit)
    )
    title = _("Do you have it in your hand?") if single else _("Do you have them all in your hands?")
    sheet = YesNo(
        window, offer, title, text, _("Yes, in hand"), on_yes, name="in_hand",
        no_text=_("No"), also=(_("Order it instead"), order),
    )  # fmt: skip
    return sheet.open(sheet.primary)


def _bare(quantity: int, unit: str) -> str:
    return quantity_text(quantity, unit).lstrip("× ")


class OpenShift(Sheet):
    """The counted float, then selling begins."""

    def __init__(self, window: QWidget, till: str, take: Callable[[int], None], left_minor: int | None) -> None:
        """`left_minor` is what the till was left with at its last close; None before the first."""
        super().__init__(window, _("Open shift"), till, width=420, name="open_shift")
        self._take = take
        self.field = MoneyField(
            _("Float in the drawer"), name="open_shift.float", minor=left_minor, height=64, px=28,
            help=_("Count what lies in the drawer and type it; 0 when it is empty.") if left_minor is None
            else _("Laid aside at the last close. Count it before the first sale."),
        )  # fmt: skip
        pad = Keypad("open_shift.keypad", height=56, last=("0", ".", "back"))
        pad.pressed.connect(self._press)
        self.field.submitted.connect(self.go_on)
        self.set_body(self.field, pad)
        self.set_primary(_("Open shift"), self._go)
        self.primary.setMinimumWidth(180)
        self._fresh = True

    def open(self, focus: QWidget | None = None) -> Sheet:
        """Start with the float marked, so that typing replaces it."""
        opened = super().open(focus or self.field)
        self.field.focus()
        return opened

    def _press(self, key: str) -> None:
        if self._fresh:
            self.field.clear()
        self._fresh = False
        self.field.press(key)

    def _go(self) -> None:
        minor = self.field.minor()
        if minor is None or minor < 0:
            self.field.set_error(_("Type the float as an amount."))
            return
        self.accept()
        self._take(minor)
