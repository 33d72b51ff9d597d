"""What stands below a name in the cart: words share one line or two, and no price of an option is cut."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import Qt

from app.counter.lines import Sellable, TicketOption
from app.counter.ticket import Ticket
from app.orders.line_kinds import LineKind
from ui.common import paint
from ui.counter.cart_model import CartModel
from ui.counter.cart_words import MORE, PX, placed, weight_of, width_of
from ui.counter.words import Mark

VERSE = "+ Engraving: To Anna and Tom, who climbed Lugnaquilla in the rain and came back laughing"
PRICE = Mark("", "€32.00", "text3")
ROOM = 300


def _texts(marks: list[Mark], room: float = ROOM) -> list[list[str]]:
    return [[str(one.mark) for one in line] for line in placed(marks, room)]


def test_what_fits_stands_on_one_line(qapp: Any) -> None:
    assert _texts([PRICE, Mark("", "+ Whole bean", "accent_text")]) == [["€32.00", "+ Whole bean"]]


def test_a_word_that_does_not_fit_beside_the_others_stands_below_them_whole(qapp: Any) -> None:
    ground, wrapped = (
        Mark("", "+ Ground for a filter, medium", "accent_text"),
        Mark("", "+ In a tin, 250 g", "accent_text"),
    )

    assert _texts([PRICE, ground, wrapped]) == [["€32.00", "+ Ground for a filter, medium"], ["+ In a tin, 250 g"]]


def test_a_long_option_goes_on_below_and_its_price_is_never_cut(qapp: Any) -> None:
    first, second = placed([PRICE, Mark("", VERSE, "accent_text", "€8.00")], ROOM)

    begun, rest = first[-1].mark, second[0].mark
    assert VERSE.startswith(begun.text) and begun.tail == ""
    assert rest.text.endswith("…") and rest.tail == "€8.00"
    assert second[0].goes_on or second[0].left == 0


def test_what_finds_no_place_is_told_by_three_dots(qapp: Any) -> None:
    lines = placed([PRICE, *(Mark("", f"+ Topping number {n}", "accent_text", "€0.50") for n in range(9))], ROOM)

    assert len(lines) == 2 and lines[-1][-1].mark.text == MORE


@given(
    some.lists(some.tuples(some.text("ab 好", min_size=1, max_size=90), some.sampled_from(["", "€8.00"])), max_size=7)
)
def test_nothing_reaches_beyond_the_row_and_no_tail_is_shortened(qapp: Any, words: list[tuple[str, str]]) -> None:
    marks = [Mark("", text, "accent_text", tail) for text, tail in words]

    for line in placed([PRICE, *marks], ROOM):
        for one in line:
            assert one.left + width_of(one.mark) <= ROOM + 2
            assert one.mark.tail in ("", "€8.00")
    assert paint.advance(VERSE, PX, weight_of(marks[0]) if marks else 400) > ROOM


@pytest.mark.parametrize("role", [Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole])
def test_the_whole_option_is_read_out_and_told_under_the_pointer(qapp: Any, role: Qt.ItemDataRole) -> None:
    ticket, rows = Ticket(), CartModel()
    flask = Sellable(1, "FLK-075", "Steel flask", 320_000)
    option = TicketOption(Sellable(2, "ENGRAVE", "Engraving", 80_000, kind=LineKind.OPTION), VERSE.partition(": ")[2])
    ticket.add(flask, 1, options=(option,))
    rows.show_ticket(ticket, 0, 9)

    said = rows.data(rows.index(0), role)

    assert f"{VERSE} €8.00" in said and said.startswith("Steel flask")
