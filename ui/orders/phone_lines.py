"""The middle of a phone order: results while typing, the lines with a promise each, and what to say to the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _, spoken_name
from app.core.money import format_money, format_unit_price
from app.orders.line_kinds import LineKind, option_words
from ui.common.boxes import ClickCard, EmptyState, HBox, Panel, VBox, clear, fill
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.common.table import Cell, Column, LiveTable
from ui.common.thumb import Thumb
from ui.orders import words
from ui.orders.call import Call
from ui.orders.call_line import CallLine

if TYPE_CHECKING:
    from collections.abc import Callable

ROW = 62
FEW = 2  # of what the caller often buys, where the window is small
PROMISES = {
    "in_stock": ("check-circle-fill", "ok"),
    "later": ("clock-fill", "warn"),
    "out": ("x-circle-fill", "bad"),
}


class ShownLine:
    """A line with its place and what can be promised."""

    def __init__(self, at: int, call: Call, promises: dict[int, Any]) -> None:
        self.at, self.line = at, call.lines[at]
        self.promise = promises.get(self.line.product_id)
        self.wanted = call.wanted.get(self.line.product_id, 0)  # on all lines together
        self.whole_minor = call.whole_minor(at)
        self.id = self.line.key


class Say(Panel):
    """The blue card: what is to be settled with the caller, the sentence, and the answers with their keys."""

    def __init__(self) -> None:
        self._title = Label("", 14, 600, wrap=True, name="order_entry.say.title")
        self._said = Label("", 13, 400, "text2", wrap=True, name="order_entry.say")
        self._answers = HBox(gap=8)
        self._icon = Icon("lightbulb-filament", 22, "accent_text")
        body = VBox(self._title, self._said, self._answers, gap=4)
        super().__init__(
            "accent_tint", VBox(self._icon, None), (body, 1), edge="accent_edge", radius=10, margins=(12, 14), gap=10,
            row=True, name="order_entry.banner",
        )  # fmt: skip
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_words(
        self, title: str, said: str, answers: list[tuple[str, str, str, Callable[[], None]]], *, tone: str = "accent",
        icon: str = "lightbulb-filament",
    ) -> None:  # fmt: skip
        """`answers`: name, text, key, what it does."""
        self._title.set_text(title)
        self._said.set_text(said)
        self._said.setVisible(bool(said))
        self._icon.set_icon(icon, f"{tone}_text")
        self.set_look(f"{tone}_tint", f"{tone}_edge")
        clear(self._answers.box)
        for name, text, key, do in answers:
            button = Button(text, key=key, height=36, name=f"order_entry.button.{name}")
            button.clicked.connect(lambda _checked=False, do=do: do())
            self._answers.add(button)
        self._answers.add(None)
        self._answers.setVisible(bool(answers))
        self.setAccessibleName(f"{title}. {said}")


class Results(Panel):
    """What a typed text means, under the scan box; arrows move, Enter adds."""

    added = Signal(object)

    def __init__(self) -> None:
        columns = [
            Column("", _hit, kind="thumb"),
            Column("", _free, 120, align="right"),
        ]  # fmt: skip
        self.table = LiveTable(
            columns, "order_entry.results", key="product_id", row_height=52, head=False, in_card=True,
            accessible=_("Items found"),
        )  # fmt: skip
        super().__init__("surface", self.table, edge="accent_edge", radius=10, margins=2, name="order_entry.search")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.table.opened.connect(self.added.emit)
        self.hide()

    def show_rows(self, rows: list[Any], text: str) -> None:
        """Show what was found; nothing typed hides it."""
        self.table.set_empty(EmptyState("magnifying-glass", _("Nothing is called “{text}”").format(text=text)))
        self.table.set_rows(rows)
        self.table.setFixedHeight(self.table.content_height() if rows else 180)
        self.setVisible(bool(text))
        if rows and self.table.current() is None:
            self.table.select_at(0)

    def close_results(self) -> None:
        """Put the results away."""
        self.table.set_rows([])
        self.hide()


class LinesColumn(QWidget):
    """Head, results, lines, the blue card and what the caller often buys.

    Signals:
        added: a product to add (a Sellable).
        past_wanted: the caller's past orders.
    """

    added = Signal(object)
    past_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("order_entry.lines")
        self._is_narrow, self._has_often = False, False
        self._shown_often: tuple[str, list[Any]] = ("", [])
        self.chip = Chip(_("Draft"), "grey", name="order_entry.chip.status", height=22)
        past = Button(
            _("Past orders"), kind="ghost", icon="clock-counter-clockwise", height=36, name="order_entry.button.past"
        )
        past.clicked.connect(self.past_wanted.emit)
        self.title = Label(_("New order"), 18, 600)
        self.results = Results()
        self.table = LiveTable(
            self._columns(), "order_entry.table", row_height=ROW, in_card=True, accessible=_("Lines")
        )
        self.table.set_empty(EmptyState("phone-call", _("No items yet"), _("Scan an item or type its name.")))
        self.say = Say()
        self._often_title = Label("", 13, 600, "text2", elide=True)
        self._often = HBox(gap=10)
        self._often_box = VBox(self._often_title, self._often, gap=8)
        self._often_box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._often_box.hide()
        card = Panel("surface", (self.table, 1), edge="border", radius=10, margins=1)
        lay = VBox(
            HBox(self.title, self.chip, None, past, gap=8), self.results, (card, 1), self.say, self._often_box, margins=20,
            gap=12,
        )  # fmt: skip

        fill(QVBoxLayout(self), (lay,), 0, 0)
        self.results.added.connect(self.added.emit)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Item"), lambda row: _item(row.line), kind="thumb"),
            Column(_("Stock promise"), _promise, 126 if self._is_narrow else 178),
            Column(_("Qty"), lambda row: Cell(words.quantity_text(row.line.quantity, row.line.unit), weight=600), 48,
                   align="right"),
            Column(_("Total"), lambda row: row.whole_minor, 78, kind="money"),
        ]  # fmt: skip

    def show_call(self, call: Call, promises: dict[int, Any]) -> None:
        """Show the lines with their promises."""
        self.table.set_rows([ShownLine(at, call, promises) for at in range(len(call.lines))])
        if call.lines and self.table.current() is None:
            self.table.select_at(len(call.lines) - 1)

    def start(self) -> None:
        """Another call: forget what belonged to the one before."""
        self.title.set_text(_("New order"))
        self.chip.set_look(_("Draft"), "grey")
        self.show_results([], "")
        self.show_often("", [])

    def show_results(self, rows: list[Any], text: str) -> None:
        """Show what a typed text means, in front of the rest; nothing typed puts it away."""
        if text:
            self.results.show_rows(rows, text)
        else:
            self.results.close_results()
        self.say.setVisible(not text)
        self._often_box.setVisible(not text and self._has_often)

    def set_narrow(self, narrow: bool) -> None:
        """Give the item's name its room where the window is small."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self.table.set_columns(self._columns())
            self.show_often(*self._shown_often)

    def current(self) -> ShownLine | None:
        """The line that + − Del F6 F7 F8 act on."""
        row: ShownLine | None = self.table.current()
        return row

    def show_often(self, name: str, rows: list[Any]) -> None:
        """Offer what this customer often buys."""
        self._shown_often = (name, rows)
        clear(self._often.box)
        self._often_title.set_text(_("{name} often buys").format(name=name))
        for row in rows[: FEW if self._is_narrow else len(rows)]:
            called = spoken_name(row.name, row.name_zh)
            words_ = VBox(Label(called, 13, 600, elide=True), Label(format_unit_price(row.price_e4), 12, 400, "text3"),
                          gap=0)  # fmt: skip
            card = ClickCard(
                HBox(Thumb(row.art, 40, called), (words_, 1), Icon("plus", 16, "accent_text"), gap=10),
                on_click=lambda row=row: self.added.emit(row), name=f"order_entry.often.{row.sku}",
                accessible=_("Add {name}").format(name=called), pad=(8, 10),
            )  # fmt: skip
            self._often.box.addWidget(card, 1)
        self._has_often = bool(rows)
        self._often_box.setVisible(self._has_often and not self.results.isVisible())


def _options(line: CallLine) -> str:
    """+ Whole beans · + Engraving: Anna €8.00"""
    return " · ".join(
        option_words(one.name, one.words) + (f" {format_unit_price(one.price_e4)}" if one.price_e4 else "")
        for one in line.options
    )


def _item(line: CallLine) -> Cell:
    what = line.note if line.kind is LineKind.WRAP else _options(line)
    what = _("free line") if line.kind is LineKind.FREE else what or line.sku
    detail = f"{format_unit_price(line.unit_price_e4)} · {what}" if what else format_unit_price(line.unit_price_e4)
    if line.discount_minor:
        off = _("−{percent:g}%").format(percent=line.discount_bp / 100)
        off = format_money(-line.discount_minor) if line.off_minor else off
        return Cell(line.name, detail, art=line.art, mark=("", off, "ok"))
    if line.wrap is not None:
        return Cell(line.name, detail, art=line.art, mark=("gift", _("gift wrap"), "violet"))
    if line.named_price_e4 is not None and line.kind is not LineKind.FREE:
        return Cell(line.name, detail, art=line.art, mark=("", _("changed price"), "warn"))
    return Cell(line.name, detail, art=line.art)


def _promise(row: ShownLine) -> Cell:
    promise = row.promise
    if not row.line.is_kept:
        return Cell(_("Not from stock"), icon="check-circle-fill", token="text3")
    if promise is None or promise.quantity != row.wanted:
        return Cell(_("Looking"), icon="clock", token="text3")
    icon, tone = PROMISES[promise.state]
    if promise.state == "in_stock":
        detail = _("{bin} · reserved").format(bin=promise.bin) if promise.bin else _("reserved")
    else:
        agreed = {"wait": _("agreed: all together"), "parts": _("agreed: in parts")}.get(row.line.agreed, "")
        detail = " · ".join(filter(None, (_source(promise), agreed))) or _("agree with the caller")
    return Cell(promise.sentence, detail, icon=icon, tone=tone, token=f"{tone}_text", weight=600)


def _hit(row: Any) -> Cell:
    name = spoken_name(row.name, row.name_zh)
    return Cell(name, f"{row.sku} · {format_unit_price(row.price_e4)}", art=row.art)


def _source(promise: Any) -> str:
    """Where it comes from, which is why it comes then."""
    if promise.purchase:
        return _("from {purchase}").format(purchase=promise.purchase)
    if promise.supplier:
        return _("if ordered today at {supplier}").format(supplier=promise.supplier)
    return ""


def _free(row: Any) -> Cell:
    if not row.is_stocked:
        return Cell(format_money(0), token="text3")
    tone = "ok_text" if row.available > 0 else "bad_text"
    return Cell(_("{count} free").format(count=max(row.available, 0)), token=tone, weight=600)
