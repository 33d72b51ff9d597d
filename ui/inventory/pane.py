"""The pane beside the stock list: one product's sums, its sales by the week, the order proposal, bins and moves."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money, line_minor
from ui.common.boxes import Bar, EmptyState, HBox, Panel, Scroll, VBox, clear
from ui.common.buttons import Button, Link
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.common.line_chart import LineChart, Series
from ui.common.thumb import Thumb
from ui.inventory import words

WIDTH = 432


class ProductStory(NamedTuple):
    """All that the pane shows, read at once."""

    row: Any
    codes: list[Any]
    bins: list[Any]
    source: Any
    coming: list[Any]
    moves: list[Any]
    move_count: int
    outlook: Any


def read_story(product_id: int) -> ProductStory | None:
    """Read a product for the pane, on the reader's thread."""
    from app.catalog.queries import product_detail
    from app.inventory.bins import product_bins
    from app.inventory.stock_list import stock_row
    from app.overview.product_story import move_count, outlook, product_moves
    from app.purchasing.queries import coming, source_of

    row = stock_row(product_id)
    if row is None:
        return None
    return ProductStory(
        row, product_detail(product_id).codes, product_bins(product_id), source_of(product_id), coming(product_id),
        product_moves(product_id, row.on_hand), move_count(product_id), outlook(product_id),
    )  # fmt: skip


class ProductPane(QWidget):
    """Follows the selected product.

    Signals:
        order_wanted: the proposal's button; carries the product's id.
        move_wanted: goods are to be carried to another bin.
        history_wanted: all moves are to be seen.
    """

    order_wanted = Signal(int)
    move_wanted = Signal()
    history_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.story: ProductStory | None = None
        self.setFixedWidth(WIDTH)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(Panel("surface", EmptyState("cube", _("Nothing selected"), _("Choose a product."))))
        self._inside = VBox(
            self._make_head(), self._make_sums(), self._make_chart(), self._make_proposal(), self._make_bins(),
            self._make_moves(), None, margins=(16, 20, 12, 20), gap=10,
        )  # fmt: skip
        shown = Panel("surface", (Scroll(self._inside, name="stock.pane"), 1), gap=0)
        self._stack.addWidget(shown)

    def _make_head(self) -> QWidget:
        self._thumb = Thumb("", 72)
        self._name = Label("", 18, 600, wrap=True, name="stock.pane.name")
        self._codes = Label("", 12, 400, "text3", elide=True)
        self._chip = Chip("", height=22, name="stock.chip.status")
        self._category = Chip("", height=22)
        chips = HBox(self._chip, self._category, None, gap=6)
        return HBox(self._thumb, (VBox(self._name, self._codes, chips, gap=3), 1), gap=14)

    def _make_sums(self) -> QWidget:
        self._sums = {}
        items: list[Any] = []
        for key, title in (
            ("on_hand", _("on hand")), ("reserved", _("reserved")), ("available", _("available")),
            ("incoming", _("coming")),
        ):  # fmt: skip
            number = Label("–", 22, 600, align="center", name=f"stock.{key}")
            word = Label(title, 12, 400, "text3", align="center")
            self._sums[key] = (number, word)
            items += [VBox(number, word, gap=0), None]
        return Panel("sunken", *items[:-1], edge="border", radius=10, margins=(8, 18), gap=0, row=True)

    def _make_chart(self) -> QWidget:
        self._expected = Label("", 12, 400, "text3")
        self._chart = LineChart("stock.chart", title=_("Sold per week"), height=150)
        self._chart.setFixedHeight(170)
        self._sales = VBox(HBox(_section(_("Sold per week")), None, self._expected), self._chart, gap=2)
        return self._sales

    def _make_proposal(self) -> QWidget:
        self._advice = Label("", 14, 600, wrap=True)
        self._advice_detail = Label("", 12, 400, "text2", wrap=True)
        self._order = Button("", height=36, name="stock.button.order")
        self._order.clicked.connect(lambda: self.order_wanted.emit(self.story.row.product_id if self.story else 0))
        self._proposal = Panel(
            "accent_tint", Icon("lightbulb-filament", 20, "accent_text"),
            (VBox(self._advice, self._advice_detail, gap=0), 1), self._order, edge="accent_edge", radius=10,
            margins=(10, 12), gap=10, row=True,
        )  # fmt: skip
        return self._proposal

    def _make_bins(self) -> QWidget:
        move = Link(_("Move"), "stock.button.move")
        move.clicked.connect(self.move_wanted.emit)
        self._bins = VBox(gap=0)
        return VBox(HBox(_section(_("Where it is")), None, move), self._bins, gap=2)

    def _make_moves(self) -> QWidget:
        self._all = Link("", "stock.button.history")
        self._all.clicked.connect(self.history_wanted.emit)
        self._moves = VBox(gap=0)
        return VBox(HBox(_section(_("Last movements")), None, self._all), self._moves, gap=2)

    # -- what is shown

    def show_story(self, story: ProductStory | None) -> None:
        """Show another product, or that none is selected."""
        self.story = story
        self._stack.setCurrentIndex(1 if story else 0)
        if story is None:
            return
        row = story.row
        self._thumb.set_art(row.art, row.name)
        self._name.set_text(words.name_of(row))
        codes = [code.code for code in story.codes if code.code != row.sku][:1]
        self._codes.set_text(" · ".join([row.sku, *codes]))
        self._chip.set_look(*words.status(row))
        self._category.set_look(row.category)
        self._category.setVisible(bool(row.category))
        self._show_sums(story)
        self._show_chart(story.outlook)
        self._show_proposal(story)
        self._show_bins(story)
        self._show_moves(story)

    def _show_sums(self, story: ProductStory) -> None:
        row = story.row
        low = row.available <= 0 or row.is_low
        tokens = {"on_hand": "text", "reserved": "text2", "available": "bad_text" if low else "text",
                  "incoming": "text2"}  # fmt: skip
        values = {
            "on_hand": words.amount(row.on_hand, row.unit), "reserved": words.amount(-row.reserved, row.unit),
            "available": words.amount(row.available, row.unit),
            "incoming": words.amount(row.incoming, row.unit, sign=True),
        }  # fmt: skip
        for key, (number, _word) in self._sums.items():
            number.set_text(values[key])
            number.set_token(tokens[key])
            number.setAccessibleName(f"{_word.text()}: {values[key]}")
        next_at = story.coming[0].expected_at if story.coming else None
        self._sums["incoming"][1].set_text(
            _("coming {day}").format(day=clock.format_day(next_at)) if next_at else _("coming")
        )

    def _show_chart(self, seen: Any) -> None:
        self._sales.setVisible(seen.is_known)
        if not seen.is_known:
            return
        self._expected.set_text(_("about {n} a week expected").format(n=f"{seen.mean:,}"))
        past, ahead = len(seen.sold), len(seen.ahead)
        labels = [clock.format_day(day) for day in (*seen.weeks, *seen.ahead)]
        join = [None] * (past - 1)
        last = seen.sold[-1]
        forecast = Series(
            _("forecast"), [*join, last, *[seen.mean] * ahead], "forecast",
            low=[*join, last, *[seen.low] * ahead], high=[*join, last, *[seen.high] * ahead],
        )  # fmt: skip
        self._chart.set_series(labels, [Series(_("sold"), [*seen.sold, *[None] * ahead]), forecast])
        self._chart.set_summary(
            _("Sold {last} last week, about {mean} a week expected").format(last=last, mean=seen.mean)
        )

    def _show_proposal(self, story: ProductStory) -> None:
        row = story.row
        wanted = row.suggested
        self._proposal.setVisible(row.is_low and wanted > 0)
        quantity = words.amount(wanted, row.unit)
        self._advice.set_text(_("Order {n} today").format(n=quantity))
        self._order.set_text(_("Order {n}").format(n=quantity))
        source = story.source
        if source is None:
            self._advice_detail.set_text(_("Nobody said from whom it is bought."))
            return
        cost = format_money(line_minor(wanted, source.cost_e4 or row.cost_e4, row.price_per))
        needs = ngettext("{supplier} needs {n} day, {cost}", "{supplier} needs {n} days, {cost}", source.lead_days)
        self._advice_detail.set_text(needs.format(supplier=source.supplier, n=source.lead_days, cost=cost))

    def _show_bins(self, story: ProductStory) -> None:
        clear(self._bins.box)
        whole = max(1, story.row.on_hand)
        for line in story.bins:
            note = _("pick bin") if line.place_id == story.row.home_id else _("back stock")
            self._bins.add(_bin_row(line, line.on_hand / whole, note))
        if not story.bins:
            home = story.row.home
            empty = _("None there; its bin is {bin}.").format(bin=home) if home else _("None there, and no bin yet.")
            self._bins.add(Label(empty, 13, 400, "text3"))

    def _show_moves(self, story: ProductStory) -> None:
        clear(self._moves.box)
        self._all.set_text(_("All {n}").format(n=f"{story.move_count:,}"))
        self._all.setVisible(story.move_count > 0)
        for move in story.moves:
            self._moves.add(_move_row(move, story.row.unit))
        if not story.moves:
            self._moves.add(Label(_("Nothing came or went yet."), 13, 400, "text3"))


def _section(text: str) -> Label:
    return Label(text, 13, 600, "text2")


def _fixed(label: Label, width: int) -> Label:
    label.setMinimumWidth(width)
    return label


def _bin_row(line: Any, part: float, note: str) -> QWidget:
    code = _fixed(Label(line.place, 13, 600), 58)
    count = _fixed(Label(words.amount(line.on_hand, line.unit), 13, 600, align="right"), 28)
    return HBox(code, (Bar(part), 1), _fixed(Label(note, 12, 400, "text3"), 76), count, margins=(3, 0), gap=10)


def _move_row(move: Any, unit: str) -> QWidget:
    when = _fixed(Label(clock.format_moment(move.moved_at), 12, 400, "text3"), 78)
    change = Label(words.amount(move.change, unit, sign=True), 13, 600, words.move_token(move), align="right")
    after = Label(words.amount(move.after, unit), 12, 400, "text3", align="right")
    text = Label(words.move_text(move), 13, 400, elide=True)
    return HBox(when, (text, 1), _fixed(change, 36), _fixed(after, 30), margins=(3, 0), gap=8)
