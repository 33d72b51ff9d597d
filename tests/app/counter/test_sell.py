"""Selling at the counter: the money, the goods, the numbers, and what must never happen twice."""

from __future__ import annotations

import threading
from types import MappingProxyType

import pytest

from app.catalog.promotions import add_promotion
from app.core import db, settings
from app.core.actor import Approval
from app.core.command import KeyReused
from app.core.events import listens
from app.core.outbox import of_order
from app.core.refusal import NotPermitted, Refusal, StateChanged
from app.counter.events import Sold
from app.counter.goods import AgeNotChecked, NotForSale, NotOnShelf
from app.counter.sell import TotalChanged, sell
from app.counter.ticket import Buyer
from app.counter.whose import CustomerNeeded
from app.customers.models import Customer, CustomerGroup
from app.inventory import stock
from app.inventory.models import Count
from app.ledger.post import balance
from app.orders.models import Order, OrderLine
from app.orders.states import Channel, Method, OrderState
from app.payments.models import Payment, Tender
from app.payments.queries import order_money
from app.payments.status import PaymentStatus
from app.payments.take import OverCreditLimit, ReferenceUsed
from app.payments.tender import TenderInput, TenderNotComplete, TenderTooLarge, TenderTooSmall
from app.payments.till import TillNotOpen
from tests.app.payments.till import at, boss, card, cash, maya, open_till, sold, ticket_of
from tests.factories import make_customer, make_product

_told: list[Sold] = []


@listens(Sold)
def _hear(event: Sold) -> None:
    _told.append(event)


@pytest.mark.parametrize(
    ("setting", "value"), [("counter.customer_from_minor", 1_000), ("counter.customer_for_serial", True)]
)
def test_a_large_sale_or_one_with_a_serial_number_needs_its_customer_where_the_shop_wants_it(store, setting, value):
    make_product("SAW", price="10.00", on_hand=5, needs_serial=True)
    open_till()
    saw = ticket_of("SAW")
    saw.annotate_line(saw.lines[0].no, serial="S-1")
    settings.change_setting(boss, setting, value)

    with pytest.raises(CustomerNeeded):
        sell(maya, saw.to_sale([cash(1_000)]))
    assert not Order.select().exists()
    saw.set_buyer(Buyer(make_customer(), "Eimear"))
    sell(maya, saw.to_sale([cash(1_000)]))


def test_a_cash_sale_writes_order_goods_money_and_papers_in_one_go(store):
    mug = make_product("MUG", price="12.49", on_hand=5)
    make_product("TEA", price="4.00", on_hand=3, tax_bp=0)
    open_till()

    result = sold("MUG", "MUG", "TEA", tenders=[cash(2898, 5000)])

    order = Order.get_by_id(result.order_id)
    assert (order.state, order.channel, order.method) == (OrderState.COMPLETED, Channel.COUNTER, Method.TAKEN)
    assert (result.total_minor, result.rounding_minor, result.change_minor) == (2898, 2, 2100)
    assert result.receipt == "till-1-000001"
    assert result.number == order.number == "10008"
    assert [(line.sku, line.quantity) for line in order.lines.order_by(OrderLine.no)] == [("MUG", 2), ("TEA", 1)]
    assert stock.level(mug).on_hand == 3
    assert balance("cash:till-1") == 20_000 + 2900
    assert balance("tax:2300") == -467
    assert balance("sales:2300") == -(2498 - 467)
    assert balance("sales:0") == -400
    assert balance("rounding:cash") == -2
    assert {(wish.kind, wish.key) for wish in of_order(result.order_id)} == {
        ("receipt", "receipt:till-1-000001"), ("drawer", "drawer:till-1-000001"),
    }  # fmt: skip
    assert order_money(result.order_id).status is PaymentStatus.PAID
    assert order_money(result.order_id).owed_minor == 0
    assert (_told[-1].order_id, _told[-1].pieces, _told[-1].total_minor) == (result.order_id, 3, 2898)


def test_a_double_click_sells_once(store):
    make_product("MUG", on_hand=5)
    open_till()
    sale = ticket_of("MUG").to_sale([cash(1000)])

    first = sell(maya, sale, key=sale.uid)
    second = sell(maya, sale, key=sale.uid)

    assert second == first
    assert Order.select().count() == Payment.select().count() == 1


def test_the_same_ticket_without_its_key_or_with_other_lines_is_refused(store):
    make_product("MUG", on_hand=5)
    open_till()
    ticket = ticket_of("MUG")
    sell(maya, ticket.to_sale([cash(1000)]), key=ticket.uid)

    with pytest.raises(StateChanged):
        sell(maya, ticket.to_sale([cash(1000)]))
    ticket.set_quantity(1, 2)
    with pytest.raises(KeyReused):
        sell(maya, ticket.to_sale([cash(2000)]), key=ticket.uid)

    assert Order.select().count() == 1


def test_two_tills_that_race_for_the_last_piece_sell_it_once(store):
    mug = make_product("MUG", on_hand=1)
    clerks = [at("till-1"), at("till-2")]
    for clerk in clerks:
        open_till(clerk)
    sales = [ticket_of("MUG").to_sale([cash(1000)]) for _clerk in clerks]
    together, outcomes = threading.Barrier(2), []

    def work(place: int) -> None:
        with db.connected():
            together.wait()
            try:
                outcomes.append(sell(clerks[place], sales[place], key=sales[place].uid))
            except stock.OutOfStock as refusal:
                outcomes.append(refusal)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(isinstance(outcome, Refusal) for outcome in outcomes) == [False, True]
    assert stock.level(mug).on_hand == 0
    assert Order.select().count() == 1


def test_a_refused_sale_leaves_no_trace_and_uses_up_no_number(store):
    make_product("MUG", on_hand=5)
    make_product("LAMP", on_hand=0)
    open_till()

    with pytest.raises(stock.OutOfStock):
        sold("MUG", "LAMP")
    result = sold("MUG")

    assert result.receipt == "till-1-000001"
    assert Order.select().count() == 1


def test_a_piece_in_hand_is_sold_as_found_and_its_bin_is_counted(store):
    lamp = make_product("LAMP", on_hand=1)
    open_till()
    ticket = ticket_of("LAMP", "LAMP")
    ticket.hold_in_hand(lamp)

    sell(maya, ticket.to_sale([cash(2000)]), key=ticket.uid)

    assert stock.level(lamp).on_hand == 0
    assert [count.place_id for count in Count.select()] == [stock.level(lamp).home]


def test_a_product_may_forbid_being_sold_as_found(store):
    ring = make_product("RING", on_hand=0, allow_found=False)
    open_till()
    ticket = ticket_of("RING")
    ticket.hold_in_hand(ring)

    with pytest.raises(NotOnShelf):
        sell(maya, ticket.to_sale([cash(1000)]), key=ticket.uid)


def test_age_and_inactive_products_are_checked(store):
    from app.catalog.models import Product

    make_product("GIN", on_hand=5, age_limit=18)
    mug = make_product("MUG", on_hand=5)
    open_till()
    ticket, other = ticket_of("GIN"), ticket_of("MUG")

    with pytest.raises(AgeNotChecked):
        sell(maya, ticket.to_sale([cash(1000)]))
    ticket.check_age()
    sell(maya, ticket.to_sale([cash(1000)]))
    Product.update(is_active=False).where(Product.id == mug).execute()
    with pytest.raises(NotForSale):
        sell(maya, other.to_sale([cash(1000)]))


def test_a_price_that_changed_since_it_was_shown_is_not_sold(store):
    from app.catalog.models import Product

    mug = make_product("MUG", price="10.00", on_hand=5)
    open_till()
    ticket = ticket_of("MUG")
    Product.update(price_e4=110_000).where(Product.id == mug).execute()

    with pytest.raises(TotalChanged) as refused:
        sell(maya, ticket.to_sale([cash(1000)]), key=ticket.uid)

    assert refused.value.facts == {"total_minor": 1100, "shown_minor": 1000}


def test_nothing_is_sold_while_the_till_is_closed(store):
    make_product("MUG", on_hand=5)

    with pytest.raises(TillNotOpen):
        sold("MUG")


def test_a_discount_above_the_limit_needs_a_manager(store):
    make_product("MUG", price="10.00", on_hand=9)
    open_till()
    ticket = ticket_of("MUG")
    ticket.discount_line(1, bp=3000, name="Scratched")
    sale = ticket.to_sale([cash(700)])

    with pytest.raises(NotPermitted) as refused:
        sell(maya, sale, key=sale.uid)
    yes = Approval(3, "Ruth Hartwell", refused.value.right, "scratched", MappingProxyType({"discount_bp": 10_000}))
    result = sell(maya.approved(yes), sale, key=sale.uid)

    assert result.total_minor == 700
    assert (_told[-1].discount_minor, _told[-1].approved_by) == (300, "Ruth Hartwell")


def test_a_price_typed_by_hand_has_its_own_limit(store):
    make_product("MUG", price="10.00", on_hand=9)
    open_till()
    cheap, cheaper = ticket_of("MUG"), ticket_of("MUG")
    cheap.set_price(1, 91_000)
    cheaper.set_price(1, 50_000)

    assert sell(maya, cheap.to_sale([cash(910)])).total_minor == 910
    with pytest.raises(NotPermitted):
        sell(maya, cheaper.to_sale([cash(500)]))


def test_promotions_and_groups_need_no_approval_but_cannot_be_made_up(store):
    mug = make_product("MUG", price="10.00", on_hand=9)
    group = CustomerGroup.create(code="gold", name="Gold", discount_bp=2000).id
    customer = make_customer(group=group)
    add_promotion(boss, "Mug week", 5000, product_id=mug)
    open_till()

    by_promotion = sold("MUG", buyer=Buyer(customer, "Eimear", 2000, "Gold"))
    invented = ticket_of("MUG")
    made_up = invented.lines[0].item._replace(promotion_bp=9000)
    fake = ticket_of()
    fake.add(made_up)

    assert by_promotion.total_minor == 500
    with pytest.raises(NotPermitted):
        sell(maya, fake.to_sale([cash(100)]))
    assert Customer.get_by_id(customer).order_count == 1


def test_tenders_are_checked_before_anything_is_kept(store):
    make_product("MUG", price="10.00", on_hand=9)
    open_till()
    wrong = [
        ([cash(900)], TenderTooSmall),
        ([cash(1000, 900)], TenderTooSmall),
        ([], TenderTooSmall),
        ([card(1100)], TenderTooLarge),
        ([TenderInput(Tender.CARD, 1000, 1200, auth_code="X")], TenderTooLarge),
        ([TenderInput(Tender.CARD, 1000)], TenderNotComplete),
        ([TenderInput(Tender.ON_ACCOUNT, 1000)], TenderNotComplete),
        ([TenderInput(Tender.ON_DELIVERY, 1000)], TenderNotComplete),
        ([TenderInput(Tender.GIFT_CARD, 1000)], TenderNotComplete),
        ([cash(1000), card(0)], TenderNotComplete),
    ]

    for tenders, refusal in wrong:
        with pytest.raises(refusal):
            sold("MUG", tenders=tenders)

    assert Payment.select().count() == Order.select().count() == 0


def test_a_split_bill_rounds_only_its_cash(store):
    make_product("PEN", price="15.73", on_hand=9)
    open_till()

    result = sold("PEN", tenders=[card(70), cash(1503, 2000)])

    assert (result.rounding_minor, result.change_minor) == (2, 495)
    assert balance("card:clearing") == 70
    assert balance("cash:till-1") == 20_000 + 1505


def test_the_same_card_slip_pays_once(store):
    make_product("MUG", price="10.00", on_hand=9)
    open_till()
    sold("MUG", tenders=[card(1000, "SLIP-77")])

    with pytest.raises(ReferenceUsed):
        sold("MUG", tenders=[card(1000, "SLIP-77")])


def test_on_account_goes_up_to_the_credit_limit(store):
    make_product("MUG", price="10.00", on_hand=9)
    customer = make_customer(credit_limit_minor=1500)
    buyer = Buyer(customer, "Eimear")
    open_till()

    sold("MUG", tenders=[TenderInput(Tender.ON_ACCOUNT, 1000)], buyer=buyer)
    with pytest.raises(OverCreditLimit):
        sold("MUG", tenders=[TenderInput(Tender.ON_ACCOUNT, 1000)], buyer=buyer)

    assert balance(f"customer:{customer}") == 1000


def test_a_ticket_that_costs_nothing_is_sold_without_a_tender(store):
    make_product("GIFT", price="0.00", on_hand=2)
    open_till()

    result = sold("GIFT", tenders=[])

    assert result.total_minor == 0
    assert order_money(result.order_id).status is PaymentStatus.PAID
