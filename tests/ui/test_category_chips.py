"""The categories over the quick keys: none is lost where the window is narrow."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from ui.counter.category_chips import CategoryChips

ITEMS = [("favourites", "Favourites"), *((str(no), f"Category {no}") for no in range(1, 8))]


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def chips(window: QWidget, width: int) -> CategoryChips:
    made = CategoryChips(ITEMS, "sell.filter")
    made.setParent(window)
    made.resize(width, 40)
    made.show()
    return made


def shown(made: CategoryChips) -> list[str]:
    return [choice.key for choice in made.pills.choices()]


def test_all_categories_stand_beside_each_other_where_there_is_room(window: QWidget) -> None:
    made = chips(window, 1_400)
    assert shown(made) == [key for key, _title in ITEMS]
    assert not made.more.isVisible()


def test_what_has_no_room_stands_under_more_and_the_chosen_one_stays_in_sight(qtbot: Any, window: QWidget) -> None:
    made = chips(window, 420)
    assert made.more.isVisible()
    assert {*shown(made), *(key for key, _title in made.hidden())} == {key for key, _title in ITEMS}
    last = made.hidden()[-1][0]
    with qtbot.waitSignal(made.chosen) as told:
        made.choose(last)
    assert told.args == [last]
    assert (last in shown(made), made.current()) == (True, last)
    assert sum(choice.sizeHint().width() + 8 for choice in made.pills.choices()) <= 420
