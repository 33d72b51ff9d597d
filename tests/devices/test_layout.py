"""Scans typed as on a US keyboard, received by a computer with another layout."""

import itertools

import pytest

from devices.layout import CARD, NotTheCard, keyboard_layout, layout_names, learn_layout

SCANS = ["4006381333931", "SKU-1/20", "QWERTZ-azerty-ZYyz", "W:M;A.Q,9", "]C10104006381333931", "ORD+12=3_(x)"]


@pytest.mark.parametrize("name", layout_names())
def test_each_layout_is_learned_from_the_card_and_repairs_scans(name):
    there = keyboard_layout(name)

    learned = learn_layout(there.typed(CARD) + "\r")

    assert learned.name == name
    for scan in SCANS:
        assert learned.repair(there.typed(scan)) == scan


def test_the_card_tells_all_layouts_apart():
    for one, other in itertools.combinations(map(keyboard_layout, layout_names()), 2):
        assert one.typed(CARD) != other.typed(CARD), (one.name, other.name)


def test_a_french_computer_gives_digits_as_symbols():
    french = keyboard_layout("fr")
    assert french.typed("4006") == "'àà-"
    assert french.repair("'àà-") == "4006"


def test_letters_joined_with_a_dead_key_are_taken_apart():
    german = keyboard_layout("de")
    assert german.typed("A=e") == "Aé"
    assert german.repair("Aé") == "A=e"


def test_what_no_key_gives_stays_as_it_is():
    assert keyboard_layout("de").repair("中文\x1d") == "中文\x1d"


def test_caps_lock_another_code_and_an_unknown_layout_are_told_apart():
    with pytest.raises(NotTheCard, match="Caps Lock"):
        learn_layout(CARD.swapcase())
    with pytest.raises(NotTheCard, match="another code"):
        learn_layout("4006381333931")
    with pytest.raises(NotTheCard, match="not known"):
        learn_layout("?" * len(CARD))
