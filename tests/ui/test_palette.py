"""Ctrl+K: whatever has a name is found by typing a part of it, and done by Enter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


@pytest.fixture
def office(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, role="manager") as running:
        yield running


def found(shop: TillShop, text: str) -> list[str]:
    shop.press("Ctrl+K")
    sheet = shop.wait_sheet("palette")
    shop.type(text)
    shop.settle()
    return [row.title for row in sheet.table.rows()]


def test_a_key_of_the_screen_is_found_by_its_words_and_done(till: TillShop) -> None:
    till.scan("MUG-1")
    assert "Qty" in found(till, "qty")

    till.press("Return")

    till.wait_sheet("quantity")


def test_what_stands_behind_the_three_dots_is_found_too(till: TillShop) -> None:
    assert found(till, "drawer") == ["Open the drawer"]

    till.press("Return")

    till.wait(lambda: till.sheet not in ("", "palette"))


def test_products_and_customers_are_found_by_name(till: TillShop) -> None:
    assert any("SKL-26" in title or "Skl" in title.title() for title in found(till, "skl"))
    till.press("Esc")

    assert any("Eimear" in title for title in found(till, "eimear"))


def test_a_setting_is_found_by_its_name_and_its_section_opens(office: TillShop) -> None:
    assert "Days to return goods" in found(office, "days to return")

    office.press("Return")

    office.wait(lambda: office.window.current == "settings" and office.shows("setup.page.selling"))


def test_who_may_not_change_settings_does_not_find_them(till: TillShop) -> None:
    assert found(till, "days to return") == []


def test_alt_m_opens_the_menu_with_what_is_not_done_every_day(till: TillShop) -> None:
    till.press("Alt+M")

    till.wait(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert menu.objectName() == "sell.more" and menu.activeAction().isEnabled()
    menu.close()
