"""Small sheets about one product: put its count right, carry it to another bin, its price, its shelf labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import NotAnAmount, format_money, format_unit_price, line_minor, parse_unit_price
from ui.common.inputs import ComboField, NumberField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.inventory import words
from ui.inventory.beside import beside

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.inventory.pane import ProductStory
    from ui.inventory.tally import TallyLine


class SetCountSheet(Sheet):
    """F6: what lies in a bin in truth, and why the books said otherwise."""

    def __init__(self, desk: Desk, story: ProductStory, bins: list[Any]) -> None:
        super().__init__(desk.surface, _("Set count"), words.name_of(story.row), width=460, name="set_count")
        self._desk, self._story = desk, story
        self._there = {line.place_id: line.on_hand for line in story.bins}
        places = [(line.place_id, line.place) for line in story.bins]
        others = [(row.id, row.code) for row in bins if row.id not in self._there]
        self.bin = ComboField(_("Bin"), [*places, *others], "set_count.field.bin")
        home = story.row.home_id
        self.bin.set_current(home if home in self._there or not places else places[0][0])
        self.counted = NumberField(
            _("There are"), name="set_count.field.counted", height=56, px=24, suffix=words.unit_word(story.row.unit)
        )
        self.reason = ComboField(_("Why"), [], "set_count.field.reason")
        self.remark = TextField(_("Note"), name="set_count.field.remark", optional=True)
        self._effect = Label("", 13, 500, "text2", wrap=True)
        for field in (self.bin, self.counted):
            field.changed.connect(self._weigh)
        self.counted.submitted.connect(self.go_on)
        self.set_body(self.bin, self.counted, self._effect, self.reason, self.remark)
        self.set_primary(_("Set count"), self._go)
        self._weigh()

    def open(self, focus: Any = None) -> Sheet:
        """Start in the figure."""
        return super().open(focus or self.counted)

    def _difference(self) -> int:
        counted = self.counted.value()
        return 0 if counted is None else counted - self._there.get(self.bin.current(), 0)

    def _weigh(self) -> None:
        from app.inventory.move import MORE, REASONS

        row, off = self._story.row, self._difference()
        fits = [(str(key), _(title)) for key, title in REASONS.items() if (key in MORE) == (off > 0)]
        self.reason.set_items(fits)
        self.reason.setEnabled(off != 0)
        there = words.amount(self._there.get(self.bin.current(), 0), row.unit)
        if not off:
            self._effect.set_text(_("The books say {n} in this bin.").format(n=there))
            return
        value = format_money(line_minor(off, row.cost_e4, row.price_per), sign=True)
        self._effect.set_text(
            _("The books say {n}. {change} is booked, {value} at cost.").format(
                n=there, change=words.amount(off, row.unit, sign=True), value=value
            )
        )

    def _go(self) -> None:
        from app.inventory.move import adjust_stock

        off, row = self._difference(), self._story.row
        if self.counted.value() is None or not self.counted.check():
            self.counted.set_error(_("How many are there? Type 0 for none."))
            return
        if not off:
            self.accept()
            return
        place = self.bin.current()
        reason, remark = str(self.reason.current()), self.remark.text()

        def done(_answer: Any) -> None:
            self.accept()
            self._desk.feedback("ok")
            self._desk.toast(_("Count of {name} set").format(name=words.name_of(row)))

        self._desk.write(self, adjust_stock, row.product_id, place, off, reason, remark, done=done)


class MoveSheet(Sheet):
    """F4: carry goods from bin to bin; a scanned bin is where they go."""

    def __init__(self, desk: Desk, story: ProductStory, bins: list[Any]) -> None:
        super().__init__(desk.surface, _("Move"), words.name_of(story.row), width=460, name="move")
        self._desk, self._story = desk, story
        self._there = {line.place_id: line for line in story.bins}
        self.source = ComboField(
            _("From"), [(line.place_id, _bin_words(line)) for line in story.bins], "move.field.source"
        )
        self.target = ComboField(
            _("To"), [(row.id, row.code) for row in bins], "move.field.target", help=_("Or scan the bin.")
        )
        home = story.row.home_id
        if home is not None:
            away = next((line.place_id for line in story.bins if line.place_id != home), None)
            self.source.set_current(away if away is not None else home)
            self.target.set_current(home)
        self.quantity = NumberField(
            _("How many"), name="move.field.quantity", minimum=1, height=56, px=24,
            suffix=words.unit_word(story.row.unit),
        )  # fmt: skip
        self.source.changed.connect(self._fill)
        self.quantity.submitted.connect(self.go_on)
        self.set_body(beside((self.source, 1), (self.target, 1)), self.quantity)
        self.set_primary(_("Move"), self._go)
        self._fill()

    def open(self, focus: Any = None) -> Sheet:
        """Start in the quantity."""
        return super().open(focus or self.quantity)

    def _fill(self) -> None:
        line = self._there.get(self.source.current())
        self.quantity.set_value(line.on_hand if line else None)
        self.quantity.edit.selectAll()

    def on_code(self, code: str) -> None:
        """A scanned bin."""
        from app.inventory.bins import bin_named

        def found(place_id: int | None) -> None:
            if place_id is None:
                self._desk.feedback("wrong")
                self.target.set_error(_("{code} is not a bin.").format(code=code))
            else:
                self.target.set_current(place_id)
                self._desk.feedback("ok")

        self._desk.read(self, lambda: bin_named(code), found, urgent=True)

    def _go(self) -> None:
        from app.inventory.move import move_goods

        row, quantity = self._story.row, self.quantity.value()
        source, target = self.source.current(), self.target.current()
        line = self._there.get(source)
        if not quantity or line is None or quantity > line.on_hand:
            most = line.on_hand if line else 0
            self.quantity.set_error(_("From {low} to {high}.").format(low=1, high=most))
            return
        if source == target:
            self.target.set_error(_("The goods are in {bin} already.").format(bin=line.place))
            return
        desk = self._desk

        def back() -> None:
            desk.write(desk, move_goods, row.product_id, quantity, target, source)

        def done(_answer: Any) -> None:
            self.accept()
            desk.feedback("ok")
            desk.toast(
                _("{n} of {name} moved to {bin}").format(
                    n=words.amount(quantity, row.unit), name=words.name_of(row), bin=self.target.combo.currentText()
                ),
                back,
            )

        desk.write(self, move_goods, row.product_id, quantity, source, target, done=done)


class ShelfPriceSheet(Sheet):
    """F7: another price of a product."""

    def __init__(self, desk: Desk, row: Any) -> None:
        super().__init__(desk.surface, _("Price"), words.name_of(row), width=420, name="shelf_price")
        self._desk, self._row = desk, row
        cost = _("It costs {price}; open orders keep their price.").format(price=format_unit_price(row.cost_e4))
        self.field = TextField(_("New price"), name="shelf_price.field", help=cost, height=60, px=26, weight=600)
        self.field.set_text(format_unit_price(row.price_e4))
        self.field.edit.selectAll()
        self.field.submitted.connect(self.go_on)
        self.set_body(self.field)
        self.set_primary(_("Set price"), self._go)

    def _go(self) -> None:
        from app.catalog.products import change_price

        try:
            price = parse_unit_price(self.field.text())
        except NotAnAmount as refusal:
            self.field.set_error(str(refusal))
            return
        row, desk = self._row, self._desk

        def done(_answer: Any) -> None:
            self.accept()
            desk.toast(
                _("{name} costs {price} now").format(name=words.name_of(row), price=format_unit_price(price)),
                lambda: desk.write(desk, change_price, row.product_id, row.price_e4),
            )

        desk.write(
            self, change_price, row.product_id, price, done=done, failed=lambda error: self.field.set_error(str(error))
        )


class LabelsSheet(Sheet):
    """F10: shelf labels of a product."""

    def __init__(self, desk: Desk, row: Any) -> None:
        super().__init__(desk.surface, _("Shelf label"), words.name_of(row), width=420, name="labels")
        self._desk, self._row = desk, row
        self.copies = NumberField(
            _("How many labels"), name="labels.field.copies", value=1, minimum=1, maximum=500, height=56, px=24
        )
        self.copies.submitted.connect(self.go_on)
        self.copies.edit.selectAll()
        self.set_body(self.copies, Label(_("They come from the label printer of this station."), 13, 400, "text3"))
        self.set_primary(_("Print labels"), self._go, key="F9")

    def _go(self) -> None:
        copies = self.copies.value()
        if not copies or not self.copies.check():
            self.copies.set_error(_("From {low} to {high}.").format(low=1, high=500))
            return
        self.accept()
        print_labels(self._desk, {self._row.product_id: copies})


def print_labels(desk: Desk, copies: dict[int, int], done: Callable[[], None] | None = None) -> None:
    """Queue labels of several products."""
    from app.inventory.labels import print_shelf_labels
    from ui.inventory.chain import run_chain, step

    def told() -> None:
        desk.toast(_("{n} labels wait for the printer").format(n=sum(copies.values())))
        if done:
            done()

    run_chain(desk, desk, [step(print_shelf_labels, product, count) for product, count in copies.items()], told)


def label_what_has_none(desk: Desk, owner: QObject, lines: list[TallyLine]) -> None:
    """Queue a shelf label for each counted piece that came without a barcode."""
    from app.inventory.labels import MOST, without_barcode

    pieces = {line.product_id: min(line.counted, MOST) for line in lines if line.counted}

    def show(bare: list[int]) -> None:
        if bare:
            print_labels(desk, {product: pieces[product] for product in bare})

    desk.read(owner, lambda: without_barcode(list(pieces)), show)


def _bin_words(line: Any) -> str:
    return _("{bin}, {n} there").format(bin=line.place, n=words.amount(line.on_hand, line.unit))
