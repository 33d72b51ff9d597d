"""A replacement is an order: reserved, tied to its case and to the first order, free or at a price."""

from __future__ import annotations

import pytest

from app.aftersales.models import Case, CaseKind
from app.aftersales.open import NewCase, open_case
from app.aftersales.queries import case_detail, thread
from app.aftersales.replace import NoReplacement, ReplacedAlready, ReplacedLine, replace_goods, replaceable
from app.aftersales.resolve import close
from app.inventory import stock
from app.orders.cancel import cancel_order
from app.orders.models import Order, OrderLine
from app.orders.place import place_order
from app.orders.states import OrderState
from app.overview.order_story import order_story
from tests.app.orders.conftest import phone_order
from tests.factories import clerk, make_product, manager


@pytest.fixture
def bowls(store):
    """An order of six bowls, of which some broke; four more are in the shop.  Product, order, line."""
    product = make_product("BOWL", on_hand=10)
    order_id = place_order(clerk, phone_order((product, 6))).order_id
    return product, order_id, OrderLine.get(OrderLine.order == order_id).id


def broken(order_id: int) -> int:
    return open_case(clerk, NewCase(CaseKind.COMPLAINT, "Two bowls are broken", "Cracked.", order_id))


def test_a_replacement_is_a_free_order_with_its_goods_reserved(bowls):
    product, order_id, line = bowls
    case = broken(order_id)
    before = stock.available(product)
    placed = replace_goods(clerk, case, [ReplacedLine(line, 2)])
    order = Order.get_by_id(placed.order_id)
    assert (placed.state, order.total_minor) == (OrderState.CONFIRMED, 0)
    assert stock.available(product) == before - 2
    first = Order.get_by_id(order_id)
    assert (order.customer_name, order.phone, order.address) == (first.customer_name, first.phone, first.address)


def test_case_replacement_and_first_order_know_each_other(bowls):
    _product, order_id, line = bowls
    case = broken(order_id)
    placed = replace_goods(clerk, case, [ReplacedLine(line, 1)])
    detail = case_detail(case)
    assert (detail.replacement_id, detail.replacement_number) == (placed.order_id, placed.number)
    assert thread(case)[-1].text == f"Replacement: order {placed.number} was placed."
    first, second = order_story(order_id), order_story(placed.order_id)
    assert ("order", placed.order_id) in {(one.kind, one.ref) for one in first.linked}
    assert {("order", order_id), ("case", case)} <= {(one.kind, one.ref) for one in second.linked}
    assert first.timeline[0].title == f"Replacement placed as order {placed.number}"


def test_a_replacement_can_be_charged_as_sold_or_at_the_price_of_today(bowls):
    _product, order_id, line = bowls
    sold = OrderLine.get_by_id(line).unit_price_e4
    placed = replace_goods(clerk, broken(order_id), [ReplacedLine(line, 2)], "as_sold")
    assert placed.total_minor == sold * 2 // 100
    today = replace_goods(clerk, broken(order_id), [ReplacedLine(line, 1)], "today")
    assert today.total_minor == sold // 100


def test_a_case_is_replaced_once_and_again_only_after_the_order_was_cancelled(bowls):
    product, order_id, line = bowls
    case = broken(order_id)
    placed = replace_goods(clerk, case, [ReplacedLine(line, 1)])
    with pytest.raises(ReplacedAlready, match=placed.number):
        replace_goods(clerk, case, [ReplacedLine(line, 1)])
    assert stock.available(product) == 3
    cancel_order(manager, placed.order_id, "Not wanted")
    assert replace_goods(clerk, case, [ReplacedLine(line, 1)]).number != placed.number


def test_only_what_was_sold_is_replaced(bowls):
    _product, order_id, line = bowls
    case = broken(order_id)
    for lines in ([], [ReplacedLine(line, 7)], [ReplacedLine(line, 0)], [ReplacedLine(line + 99, 1)]):
        with pytest.raises(NoReplacement):
            replace_goods(clerk, case, lines)
    without = open_case(clerk, NewCase(CaseKind.COMPLAINT, "Rude"))
    with pytest.raises(NoReplacement, match="no order"):
        replace_goods(clerk, without, [ReplacedLine(line, 1)])
    close(clerk, case, "faulty", "Money back")
    with pytest.raises(NoReplacement, match="again first"):
        replace_goods(clerk, case, [ReplacedLine(line, 1)])


def test_the_sheet_knows_what_can_be_sent_now(bowls):
    product, order_id, line = bowls
    (row,) = replaceable(broken(order_id))
    assert (row.order_line_id, row.product_id, row.quantity, row.free) == (line, product, 6, 4)
    assert Case.select().where(Case.replacement.is_null(False)).count() == 0
