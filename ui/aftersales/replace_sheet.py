"""Goods that are sent again: which, how many, free or at a price, and how they travel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.core.i18n import N_, _
from app.core.money import format_money, line_minor
from ui.common.boxes import HBox, Panel, VBox
from ui.common.choices import Segmented
from ui.common.inputs import Stepper
from ui.common.labels import Icon, Label
from ui.common.sheet import Sheet
from ui.common.thumb import Thumb
from ui.orders.words import quantity_text

if TYPE_CHECKING:
    from ui.common.desk import Desk

CHARGES = (("nothing", N_("Free of charge")), ("as_sold", N_("Price of then")), ("today", N_("Price of today")))
WAYS = (("pickup", N_("Pickup in the shop")), ("carrier", N_("Carrier")))
MOST_SHOWN = 6  # lines of the order; the one that the case is about is always first


class ReplaceSheet(Sheet):
    """One row a line with a stepper; the first line, or that of the case's product, begins with one piece."""

    RESTS: ClassVar[bool] = True

    def __init__(
        self, desk: Desk, detail: Any, lines: list[Any], method: str, place: Callable[[list[tuple[int, int]], str, str], None]
    ) -> None:  # fmt: skip
        row = detail.row
        super().__init__(
            desk.surface, _("Send a replacement"),
            _("Case {number}, order {order}").format(number=row.number, order=row.order_number), width=680,
            name="service.replace",
        )  # fmt: skip
        self._lines, self._on_place = lines[:MOST_SHOWN], place
        self.counts = [
            Stepper(1 if at == 0 else 0, name=f"service.replace.{at}.qty", maximum=line.quantity, height=36)
            for at, line in enumerate(self._lines)
        ]
        self.charge = Segmented([(key, _(title)) for key, title in CHARGES], "service.replace.charge")
        before = _("Pickup in the shop") if method in ("taken", "pickup") else _("As before")
        ways = [(key, _(title)) for key, title in WAYS if key != method and _(title) != before]
        self.way = Segmented([("", before), *ways], "service.replace.way")
        self._why = Label("", 13, 500, "warn_text", wrap=True, name="service.replace.why")
        rows = [self._row(at, line) for at, line in enumerate(self._lines)]
        asked = HBox(
            VBox(Label(_("What the customer pays"), 13, 500, "text2"), self.charge, gap=6), None,
            VBox(Label(_("How it travels"), 13, 500, "text2"), self.way, gap=6), gap=16,
        )  # fmt: skip
        self.set_body(VBox(*rows, gap=8), asked, self._why)
        self.set_primary("", self._take)
        for stepper in self.counts:
            stepper.changed.connect(lambda _value: self._say())
        self.charge.chosen.connect(lambda _key: self._say())
        self.bind("Alt+P", self.charge.next)
        self.bind("Alt+W", self.way.next)
        for at in range(len(self._lines)):
            self.bind(str(at + 1), lambda at=at: self._one_more(at))
        self._say()

    def _row(self, at: int, line: Any) -> QWidget:
        free = _("{n} free now").format(n=quantity_text(max(0, line.free), line.unit))
        told = VBox(
            Label(line.name, 15, 600, elide=True),
            HBox(Label(f"{line.sku} · {quantity_text(line.quantity, line.unit)}", 12, 400, "text3"),
                 Icon("package", 13, "ok_text" if line.free > 0 else "warn_text"),
                 Label(free, 12, 500, "ok_text" if line.free > 0 else "warn_text"), None, gap=6),
            gap=1,
        )  # fmt: skip
        return Panel(
            "surface", Thumb(line.art, 44, line.name), (told, 1), Label(str(at + 1), 12, 600, "text3"), self.counts[at],
            edge="border", radius=10, margins=(8, 14), gap=12, row=True, name=f"service.replace.{at}",
        )  # fmt: skip

    def _one_more(self, at: int) -> None:
        """A digit: one more of that line, after all of it none."""
        stepper = self.counts[at]
        stepper.set_value(0 if stepper.value() >= self._lines[at].quantity else stepper.value() + 1)
        self._say()

    def chosen(self) -> list[tuple[int, int]]:
        """The order lines with how many of each are sent again."""
        pairs = zip(self._lines, self.counts, strict=True)
        return [(line.order_line_id, stepper.value()) for line, stepper in pairs if stepper.value()]

    def _say(self) -> None:
        """What it costs stands on the button, what is missing above it."""
        picked = [(line, stepper.value()) for line, stepper in zip(self._lines, self.counts, strict=True)]
        short = [line.name for line, count in picked if count > line.free]
        self._why.set_text(
            _("Not enough in the shop: {names}. The order waits for the goods.").format(names=", ".join(short))
            if short else ""
        )  # fmt: skip
        self._why.setVisible(bool(short))
        self.primary.setEnabled(any(count for _line, count in picked))
        if self.charge.current() == "nothing":
            self.primary.set_text(_("Place it, free of charge"))
        elif self.charge.current() == "as_sold":
            total = sum(line_minor(count, line.unit_price_e4, line.price_per) for line, count in picked if count)
            self.primary.set_text(_("Place it for {amount}").format(amount=format_money(total)))
        else:
            self.primary.set_text(_("Place it at today’s price"))

    def _take(self) -> None:
        self.accept()
        self._on_place(self.chosen(), str(self.charge.current()), str(self.way.current()))
