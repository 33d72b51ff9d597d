"""Customers are corrected where they stand: their facts, their addresses by the rules of the country, their group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.staff.queries import tiles
from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, role="manager") as running:
        running.scans("MUG-1", "CARD-77")
        running.wait(lambda: running.till.card is not None)
        yield running


def _open_form(till: TillShop) -> Any:
    till.press("F3")
    till.wait_sheet("customer_card")
    till.press("Alt+E")
    return till.wait_sheet("customer_form")


def _card(till: TillShop) -> Any:
    from app.customers.queries import customer_card

    number = till.till.ticket.buyer.customer_id
    return till.ask(lambda: customer_card(number))


def test_name_phone_card_and_group_are_changed_and_the_open_sale_follows(till: TillShop) -> None:
    assert till.find("sell.total").minor == 1_415
    sheet = _open_form(till)
    sheet.name.set_text("Eimear Byrne")
    sheet.phone.set_text("087 555 0199")
    till.scan("CARD-88")
    sheet.group.set_current(0)
    till.press("F9")
    till.wait(lambda: till.till.card is not None and till.till.card.name == "Eimear Byrne")
    till.settle()

    row = _card(till).row
    assert (row.phone, row.card, row.group) == ("+353875550199", "CARD-88", "")
    assert till.find("sell.total").minor == 1_490


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_changed(till: TillShop) -> None:
    sheet = _open_form(till)
    sheet.name.set_text("Somebody")
    sheet.phone.set_text("12")
    till.press("F9")
    till.wait(lambda: sheet.phone.error())
    assert till.sheet == "customer_form"
    assert _card(till).row.name == "Eimear O’Connor"


def test_an_address_is_added_by_the_rules_of_its_country_and_taken_off_again(till: TillShop) -> None:
    _open_form(till)
    till.press("Alt+N")
    sheet = till.wait_sheet("address")
    till.type("1 Main Street")
    sheet.fields.country.set_current("US")
    sheet.fields.town.set_text("Boston")
    sheet.fields.postcode.set_text("123")
    till.press("F9")
    assert sheet.fields.region.error() == "Which state?"
    assert sheet.fields.postcode.error()
    sheet.fields.region.set_current("Massachusetts")
    sheet.fields.postcode.set_text("02108")
    till.press("F9")
    form = till.wait_sheet("customer_form")
    till.wait(lambda: len(form.addresses.rows) == 2)
    assert [row.city for row in _card(till).addresses] == ["Blackrock", "Boston"]

    form.addresses.picked.emit(form.addresses.rows[1].ref)
    sheet = till.wait_sheet("address")
    assert sheet.fields.region.current() == "Massachusetts"
    till.press("Alt+X")
    form = till.wait_sheet("customer_form")
    till.wait(lambda: len(form.addresses.rows) == 1)


def test_a_customer_is_forgotten_with_a_warning_first_and_leaves_the_sale(till: TillShop) -> None:
    _open_form(till)
    till.find("customer_form.forget").click()
    till.wait_sheet("forget")
    till.press("F9")
    till.wait(lambda: till.till.ticket.buyer is None)
    till.settle()
    from app.customers.queries import find_customers

    assert till.ask(lambda: find_customers("Eimear")) == []


def test_whether_somebody_is_known_is_asked_anew_when_something_else_is_typed(till: TillShop) -> None:
    till.press("F3")
    till.wait_sheet("customer_card")
    till.press("F3")
    sheet = till.wait_sheet("customer")
    till.type("Eimear O'Connor")
    till.press("F3")
    till.press("F9")
    till.wait(lambda: sheet._known)
    sheet.name.set_text("eimear oconnor")
    assert sheet.primary.label() == "Add customer"
    till.press("F9")
    till.wait(lambda: sheet._known)
    assert till.sheet == "customer"


def test_a_group_is_made_in_the_settings_and_changed(till: TillShop) -> None:
    from app.customers.queries import groups

    till.window.show_tab("settings").show_section("groups")
    till.settle()
    till.press("F9")
    sheet = till.wait_sheet("group")
    till.type("Trade")
    sheet.discount.set_text("12.5")
    till.press("F9")
    till.wait(lambda: till.sheet == "")
    till.settle()
    assert [(row.name, row.discount_bp) for row in till.ask(groups)] == [("Member", 500), ("Trade", 1_250)]
    page = till.window.tab.page
    page.table.select_id(next(row.id for row in till.ask(groups) if row.name == "Trade"))
    till.press("Enter")
    sheet = till.wait_sheet("group")
    sheet.name.set_text("Trade customers")
    till.press("F9")
    till.wait(lambda: till.sheet == "")
    assert [row.name for row in till.ask(groups)] == ["Member", "Trade customers"]


def _forgotten(till: TillShop) -> Any:
    """Half a form, and the till is left alone until it locks itself."""
    sheet = _open_form(till)
    sheet.name.set_text("Eimear Byrne")
    sheet.phone.edit.setFocus()
    till.window.router.last_act_ms = 0
    till.window.session._lock_when_idle()
    till.wait(lambda: till.window.session.is_locked)
    till.settle()
    assert till.sheet == ""
    return sheet


def test_what_was_typed_is_there_again_when_the_same_person_comes_back_after_the_lock(till: TillShop) -> None:
    sheet = _forgotten(till)

    till.window.session.sign_in(till.window.desk.actor.person_id)
    till.wait_sheet("customer_form")

    assert till.window.sheet is sheet
    assert (sheet.name.text(), sheet.phone.edit.hasFocus()) == ("Eimear Byrne", True)
    till.press("F9")
    till.wait(lambda: till.till.card is not None and till.till.card.name == "Eimear Byrne")


def test_somebody_else_finds_no_form_and_nothing_of_it_is_kept(till: TillShop) -> None:
    _forgotten(till)
    other = till.ask(lambda: next(tile.id for tile in tiles() if tile.id != till.window.desk.actor.person_id))

    till.window.session.sign_in(other)
    till.wait(lambda: not till.window.session.is_locked)
    till.settle()

    assert till.sheet == ""
    assert _card(till).row.name == "Eimear O’Connor"
