"""The counter's words: change in notes and coins, round amounts, numbers before a scan."""

from __future__ import annotations

from app.counter.ticket import Sellable, Ticket
from ui.counter.adding import split_times
from ui.counter.words import change_words, discount_rows, marks_of, quantity_text, quick_notes, short_money


def test_change_is_said_in_notes_and_coins() -> None:
    assert change_words(2_100) == "one €20 note, one €1 coin"
    assert change_words(36_530) == ""  # seven sorts are a list, not a help


def test_round_amounts_are_more_than_what_is_due() -> None:
    assert quick_notes(12_900) == [13_000, 13_500, 14_000, 15_000, 20_000]
    assert all(note > 2_000 for note in quick_notes(2_000))


def test_money_loses_its_cents_where_there_are_none() -> None:
    assert (short_money(13_000), short_money(1_250)) == ("€130", "€12.50")


def test_a_number_and_a_star_say_how_many() -> None:
    assert split_times("3*") == (3, "")
    assert split_times("3*MUG-1") == (3, "MUG-1")
    assert split_times("3 x") == (3, "")
    assert split_times("4X100") == (None, "4X100")  # a SKU, not four hundreds


def test_a_promotion_stands_under_its_line_and_in_the_sums() -> None:
    ticket = Ticket()
    item = Sellable(1, "CAN", "Candles", 180_000, tax_bp=2300, promotion_bp=2000, promotion_name="Autumn offer")
    line = ticket.add(item)
    assert [mark.text for mark in marks_of(ticket, line, ticket.priced(line.no))] == ["−20% Autumn offer"]
    assert discount_rows(ticket) == [("Autumn offer −20%", -360)]


def test_weights_are_shown_in_kilograms() -> None:
    assert quantity_text(350, "gram") == "0.350 kg"
