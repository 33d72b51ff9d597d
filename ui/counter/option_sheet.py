"""The options of goods: numbered choices by group, with words where they are typed; digits and taps choose, F9 takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.catalog.options import LONGEST_WORDS
from app.core.i18n import _, spoken_name
from app.core.money import format_unit_price
from app.core.plain import one_line
from app.counter.lines import TicketOption
from app.counter.options import AskedChoice, AskedGroup
from ui.common.boxes import Scroll
from ui.common.buttons import KeyCap
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.panels import HBox, VBox
from ui.common.sheet import Sheet
from ui.counter.finding import options_of
from ui.counter.words import name_of
from ui.orders.choice_card import ChoiceCard
from ui.theme import theme

if TYPE_CHECKING:
    from app.counter.lines import TicketLine
    from ui.common.desk import Desk

MOST_WITHOUT_SCROLLING = 10
DIGITS = 9


class _Choice:
    """A card with its digit, and the field for its words."""

    def __init__(self, choice: AskedChoice, no: int, toggle: Callable[[], None]) -> None:
        self.choice, self.is_on = choice, False
        item = choice.item
        price = Label(f"+{format_unit_price(item.price_e4)}" if item.price_e4 else "", 14, 600)
        cap = KeyCap(str(no)) if no <= DIGITS else None
        left = _("{n} left").format(n=choice.left) if choice.left is not None else ""
        self.card = ChoiceCard(
            name_of(item), (left,), on_click=toggle, name=f"options.choice.{item.sku}", right=HBox(price, cap, gap=8)
        )
        self.card.setMinimumHeight(theme().control(52))
        self.words = TextField(
            _("Words for {name}").format(name=name_of(item)), name=f"options.words.{item.sku}", height=44, px=15
        )
        self.words.setVisible(False)

    def set_on(self, on: bool) -> None:
        """Choose it or not."""
        self.is_on = on
        self.card.set_chosen(on)
        self.words.setVisible(on and self.choice.asks_words)

    def chosen(self) -> TicketOption:
        """It as it goes onto the ticket."""
        return TicketOption(self.choice.item, one_line(self.words.text()) if self.choice.asks_words else "")


class _Group:
    """The choices of a group; where one may be chosen, another takes its place."""

    def __init__(self, group: AskedGroup, choices: list[_Choice]) -> None:
        self.group, self.choices = group, choices
        self.hint = Label(_rule(group), 13, 400, "text3")

    def toggle(self, one: _Choice) -> bool:
        """Choose one or not; True when it is on now."""
        on = not one.is_on
        if on and self.group.most == 1:
            for other in self.choices:
                other.set_on(False)
        one.set_on(on and self.count < self.group.most)
        self.say(on and not one.is_on)
        return one.is_on

    @property
    def count(self) -> int:
        """How many are chosen."""
        return sum(one.is_on for one in self.choices)

    @property
    def is_short(self) -> bool:
        """Whether more have to be chosen."""
        return self.count < self.group.least

    def say(self, wrong: bool) -> None:
        """Show the rule, in red when it is broken."""
        self.hint.set_token("bad_text" if wrong else "text3")

    def body(self) -> QWidget:
        """Title and rule, the cards in two columns, the words below."""
        cards = [one.card for one in self.choices]
        rows = [
            HBox((cards[at], 1), (cards[at + 1], 1) if at + 1 < len(cards) else (QWidget(), 1), gap=8)
            for at in range(0, len(cards), 2)
        ]
        name = spoken_name(self.group.name, self.group.name_zh)
        head = HBox(Label(name, 15, 600), self.hint, None, gap=10)
        return VBox(head, *rows, *(one.words for one in self.choices), gap=8)


class OptionSheet(Sheet):
    """What goes with goods, before they are added or afterwards; Esc leaves everything as it was."""

    PASSES_SCANS = True

    def __init__(
        self, window: QWidget, title: str, groups: Sequence[AskedGroup], take: Callable[[tuple[TicketOption, ...]], object],
        *, chosen: tuple[TicketOption, ...] | None = None,
    ) -> None:  # fmt: skip
        """`chosen` is what the line has already; None when the goods are not on the ticket yet."""
        super().__init__(window, title, _("Options"), width=640, name="options")
        self._is_new = chosen is None
        self._groups: list[_Group] = []
        self._flat: list[tuple[_Group, _Choice]] = []
        for group in groups:
            self._add(group)
        self._mark(chosen or ())
        self._sum = Label("", 15, 600)
        self.set_foot(self._sum)
        body = VBox(*(group.body() for group in self._groups), gap=16)
        long = len(self._flat) > MOST_WITHOUT_SCROLLING
        self.set_body((Scroll(body, name="options.scroll"), 1) if long else body)
        if long:
            self.card.setMinimumHeight(560)
        self.set_primary(_("Add this one") if self._is_new else _("Take these"), self._go)
        self.finished.connect(lambda done: take(self.chosen()) if done else None)
        self._show_sum()

    def open(self, focus: QWidget | None = None) -> Sheet:
        """Start on the first choice, of goods on the ticket where something has still to be chosen."""
        short = [] if self._is_new else [group for group in self._groups if group.is_short]
        for group in short:
            group.say(True)
        on = (one for _group, one in self._flat if one.is_on)
        first = short[0].choices[0] if short else next(on, self._flat[0][1])
        return super().open(focus or first.card)

    def chosen(self) -> tuple[TicketOption, ...]:
        """What is chosen now, in the order of the groups."""
        return tuple(one.chosen() for _group, one in self._flat if one.is_on)

    def _add(self, group: AskedGroup) -> None:
        choices = []
        for choice in group.choices:
            no = len(self._flat) + len(choices) + 1
            one = _Choice(choice, no, partial(self._toggle_at, no - 1))
            one.words.submitted.connect(self.go_on)
            if no <= DIGITS:
                self.bind(str(no), partial(self._toggle_at, no - 1))
            choices.append(one)
        made = _Group(group, choices)
        self._groups.append(made)
        self._flat += [(made, one) for one in choices]

    def _mark(self, chosen: tuple[TicketOption, ...]) -> None:
        words = {one.item.product_id: one.words for one in chosen}
        for _group, one in self._flat:
            if one.choice.item.product_id in words:
                one.set_on(True)
                one.words.set_text(words[one.choice.item.product_id])

    def _toggle_at(self, at: int) -> None:
        group, one = self._flat[at]
        on = group.toggle(one)
        self._show_sum()
        self._place()
        if on and one.choice.asks_words:
            one.words.focus()
        elif on and len(self._groups) == 1 and group.group.least == group.group.most == 1:
            self.go_on()  # nothing else can be said: one key is enough
        else:
            one.card.setFocus()

    def _show_sum(self) -> None:
        each = sum(one.choice.item.price_e4 for _group, one in self._flat if one.is_on)
        self._sum.set_text(f"+{format_unit_price(each)}" if each else "")

    def _go(self) -> None:
        for group in self._groups:
            group.say(group.is_short)
        short = next((group for group in self._groups if group.is_short), None)
        if short is not None:
            short.choices[0].card.setFocus()
            return
        for _group, one in self._flat:
            if one.is_on and one.choice.asks_words and not self._has_words(one):
                return
        self.accept()

    def _has_words(self, one: _Choice) -> bool:
        text = one_line(one.words.text())
        if 0 < len(text) <= LONGEST_WORDS:
            return True
        too_long = _("This is too long: up to {n} characters fit.").format(n=LONGEST_WORDS)
        one.words.set_error(too_long if text else _("Type the words, or take it off again."))
        one.words.focus()
        return False


def _rule(group: AskedGroup) -> str:
    """How many may and have to be chosen."""
    if group.least == group.most:
        return _("choose {n}").format(n=group.least)
    if group.least:
        return _("choose {least} to {most}").format(least=group.least, most=group.most)
    return _("optional") if group.most == 1 else _("optional, up to {n}").format(n=group.most)


def ask_for_line(
    desk: Desk, owner: QObject, line: TicketLine, take: Callable[[tuple[TicketOption, ...]], object],
    opened: Callable[[Sheet], object],
) -> None:  # fmt: skip
    """Other options for a line of the ticket; `opened` gets the sheet, so that what is scanned meanwhile waits."""

    def show(groups: tuple[AskedGroup, ...]) -> None:
        if not groups and line.options:
            take(())  # they are asked no more
        elif not groups:
            desk.toast(_("{name} has no options.").format(name=name_of(line.item)))
        else:
            opened(OptionSheet(desk.surface, name_of(line.item), groups, take, chosen=line.options).open())

    desk.read_for_sheet(owner, lambda: options_of(line.item), show)
