"""What the sheets ask for before they call a command, the command asks for itself: it may be called by anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.aftersales.models import CaseKind
from app.aftersales.open import NewCase, open_case
from app.aftersales.thread import wait
from app.catalog.codes import BadQuantity, add_code
from app.catalog.models import Product
from app.catalog.price_lists import ListLine, PriceListInput, save_price_list
from app.catalog.promotions import PromotionInput, save_promotion
from app.catalog.taxes import RegimeInput, save_regime
from app.core import clock
from app.core.command import command
from app.core.kept import OutOfRange, TooLong
from app.core.refusal import NoName, NoReason, NotFound, Refusal, TimePassed
from app.counter.sale import Sale, SaleLine
from app.counter.sell import sell
from app.customers.customers import change_customer, change_group, change_regime
from app.customers.models import Customer, CustomerGroup
from app.delivery.carriers import add_carrier, change_carrier
from app.delivery.deliver import lose_shipment, send_back, set_eta
from app.delivery.deliver import refused as was_refused
from app.delivery.shelf import take_off_shelf
from app.inventory.count import ask_count
from app.inventory.places import add_place, set_home
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.draft import DraftLine, NotAnAmount, NotAQuantity
from app.orders.place import place_order
from app.packing.cartons import NoCarton, add_carton, change_carton
from app.packing.close import reopen_parcel, void_label
from app.payments.cod import HandInDiffers, drop_claim, hand_in
from app.payments.models import Tender
from app.payments.pay import pay_order, record_online
from app.payments.refund import charge_back
from app.payments.shift import open_shift
from app.payments.tender import TenderInput, TenderTooLarge
from app.picking.release import add_totes
from app.purchasing.order import WantedLine, create_purchase
from app.purchasing.suppliers import add_supplier, change_supplier, set_source
from app.staff.people import change_person
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import boss
from tests.app.whole_store import contents, refused
from tests.factories import make_bin, make_customer, make_product

NO_ID = 999_999
HUGE = 10**12 + 1
Rule = tuple[type[Refusal], Callable[..., Any], tuple[Any, ...]]


@command("tests.keep_name")
def keep_name(by: Any, name: str) -> int:
    return int(CustomerGroup.insert(code="x", name=name).execute())


def hold(rules: list[Rule]) -> None:
    for kind, act, values in rules:
        with refused(kind):
            act(boss, *values)


def test_reasons_names_and_times_are_asked_for_by_the_commands(store):
    yesterday, group = clock.now_ms() - clock.DAY_MS, CustomerGroup.insert(code="f", name="Friends").execute()
    carrier, carton = add_carrier(boss, "post", "Post"), add_carton(boss, "M", "M", 300, 200, 100, 90, 9_000)
    case = open_case(boss, NewCase(CaseKind.COMPLAINT, "Broken", "Cracked."))
    hold([
        (NoReason, was_refused, (1, " ")), (NoReason, send_back, (1, "")), (NoReason, lose_shipment, (1, "")),
        (NoReason, take_off_shelf, (1, "")), (NoReason, void_label, (1, "\n")), (NoReason, reopen_parcel, (1, "")),
        (NoReason, charge_back, (1, "")), (NoReason, drop_claim, (1, "")), (NotFound, drop_claim, (NO_ID, "Paid")),
        (TimePassed, set_eta, (1, yesterday)), (TimePassed, wait, (case, yesterday)),
        (NoName, add_carrier, ("", "")), (NoName, add_carrier, ("dhl", " ")), (NoName, change_carrier, (carrier, "")),
        (NoName, add_carton, ("", "L", 1, 1, 1, 0, 1)), (NoName, change_carton, (carton, " ", 1, 1, 1, 0, 1)),
        (NoCarton, add_carton, ("L", "L", 1, 1, 1, -1, 1)), (NoName, add_totes, ((" ", ""),)),
        (TooLong, change_group, (group, "x" * 61, 0)), (TooLong, add_place, ("B" * 41,)),
    ])  # fmt: skip


def test_records_that_are_not_there_are_refused_by_the_commands(store):
    mug, place, supplier = make_product("MUG", on_hand=5), make_bin("Z-1"), add_supplier(boss, "SUP", "Supplier")
    promotion, prices = (
        PromotionInput("Week", percent_bp=500, products=(NO_ID,)),
        PriceListInput("List", lines=(ListLine(NO_ID, 1),)),
    )
    hold([
        (NotFound, add_code, (NO_ID, "C-1")), (NotFound, ask_count, (NO_ID,)), (NotFound, set_home, (NO_ID, place)),
        (NotFound, save_promotion, (promotion,)), (NotFound, save_price_list, (prices,)),
        (NotFound, create_purchase, (supplier, [WantedLine(NO_ID, 1)])), (NotFound, change_customer, (NO_ID,)),
        (NotFound, change_person, (NO_ID,)), (NotFound, set_source, (mug, NO_ID)),
    ])  # fmt: skip


def test_prices_offers_and_taxes_are_for_customers_and_groups_that_are_there(store):
    mug, customer = make_product("MUG"), make_customer()
    lines, theirs = (ListLine(mug, 1),), PromotionInput("Week", percent_bp=500, products=(mug,), groups=(NO_ID,))
    hold([
        (NotFound, change_regime, (customer, NO_ID)), (NotFound, save_promotion, (theirs,)),
        (NotFound, save_price_list, (PriceListInput("Theirs", customer_id=NO_ID, lines=lines),)),
        (NotFound, save_price_list, (PriceListInput("Friends", group_id=NO_ID, lines=lines),)),
        (NotFound, save_regime, (RegimeInput("Export"), None, (NO_ID,))),
    ])  # fmt: skip


def test_amounts_and_quantities_that_cannot_be_are_refused_by_the_commands(store):
    mug, supplier = make_product("MUG", price="10.00", on_hand=5), add_supplier(boss, "SUP", "Supplier")
    customer = make_customer()
    open_shift(boss, 20_000)
    order = place_order(boss, phone_order((mug, 1), customer_id=customer)).order_id

    def sale(*lines: SaleLine) -> Sale:
        return Sale("t", lines, (TenderInput(Tender.CASH, 1_000),))

    hold([
        (NotAQuantity, sell, (sale(SaleLine(mug, 10**9 + 1)),)), (NotAnAmount, sell, (sale(SaleLine(mug, 10**9, 10**9)),)),
        (NotAQuantity, place_order, (phone_order((mug, 10**9 + 1)),)),
        (NotAnAmount, place_order, (phone_order((mug, 1), delivery_minor=-1),)),
        (NotAnAmount, place_order, (phone_order((mug, 1), fee_minor=HUGE),)),
        (NotAnAmount, place_order, (phone_order(DraftLine(mug, 1, unit_price_e4=-1)),)),
        (NotAnAmount, place_order, (phone_order(DraftLine(mug, 1, discount_minor=-100)),)),
        (NotAnAmount, amend_order, (order, 1, Amendment(delivery_minor=-1))),
        (NotFound, amend_order, (order, 1, Amendment((LineChange(NO_ID, 2),)))),
        (TenderTooLarge, pay_order, (order, [TenderInput(Tender.CASH, 1_000, HUGE)])),
        (TenderTooLarge, record_online, (order, HUGE, "ref")), (HandInDiffers, hand_in, ("driver:1", -500)),
        (BadQuantity, add_code, (mug, "C-2", 0)),
    ])  # fmt: skip
    for values in ({"lead_days": -1}, {"name": " "}):
        with refused(Refusal):
            change_supplier(boss, supplier, **values)
    for cost in (-1, HUGE):
        with refused(Refusal):
            set_source(boss, mug, supplier, cost_e4=cost)


@pytest.mark.parametrize("text", ["Frie\x00nds", "\x1b[2JFriends", "\u202eFriends"])
def test_nothing_that_steers_a_screen_or_a_printer_is_kept(store, text):
    keep_name(boss, text)
    assert CustomerGroup.get().name in ("Friends", "[2JFriends")


def test_a_value_that_no_column_holds_is_refused_before_the_database_does_it_on_both_databases(store):
    mug, customer = make_product("MUG"), make_customer()
    before = contents()
    for model, match, values, kind in (
        (Product, Product.id == mug, {"price_e4": HUGE}, OutOfRange),
        (Product, Product.id == mug, {"price_e4": -1}, OutOfRange),
        (Customer, Customer.id == customer, {"order_count": 2**31}, OutOfRange),
        (Customer, Customer.id == customer, {"name": "x" * 161}, TooLong),
    ):
        with pytest.raises(kind):
            model.update(**values).where(match).execute()
    assert contents() == before
