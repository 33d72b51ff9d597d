"""Returns step by step, exchanges, goods without a receipt, and finding the sale again."""

from __future__ import annotations

import pytest

from app.core.refusal import NotFound, StateChanged
from app.counter.sale import Sale, SaleLine
from app.inventory import stock
from app.inventory.models import BinStock, PlaceKind
from app.ledger import accounts
from app.ledger.post import balance
from app.orders.models import Order
from app.orders.place import place_order
from app.orders.states import OrderState
from app.payments.models import Tender
from app.payments.receipts import receipts_of
from app.payments.tender import TenderInput, TenderTooSmall
from app.returns import queries
from app.returns.decide import approve_return, decline_return, request_return
from app.returns.exchange import exchange
from app.returns.find import find_sale, policy_words
from app.returns.goods import GoodsGone
from app.returns.inspect import Finding, NotInspected, inspect, line_ids
from app.returns.models import Outcome, Return, ReturnState
from app.returns.open import ReturnInput, open_return
from app.returns.quick import QuickLine, quick_return
from app.returns.receive import receive_return
from app.returns.settle import WrongOutcome, settle_return
from app.returns.without_receipt import LooseLine, return_without_receipt
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import SLIP
from tests.app.returns.conftest import drawer, lines_of, send_out, sold
from tests.factories import clerk, make_customer, make_product


def findings(return_id: int, disposition: str = "restock") -> list[Finding]:
    return [Finding(line, "like_new", disposition) for (line,) in line_ids.all(return_id)]


def at_inspection(product: int) -> int:
    place = stock.special_place(PlaceKind.INSPECTION)
    row = BinStock.get_or_none(BinStock.product == product, BinStock.place == place)
    return row.on_hand if row else 0


def opened(order: int, quantity: int = 1) -> int:
    return open_return(clerk, order, [ReturnInput(lines_of(order)[0].id, quantity)])


def test_goods_wait_at_the_inspection_and_are_free_after_it(till):
    lamp = make_product(on_hand=2)
    order = sold((lamp, 2))
    back = opened(order, 2)
    receive_return(clerk, back)
    assert (at_inspection(lamp), stock.available(lamp)) == (2, 0)
    inspect(clerk, back, findings(back))
    assert (at_inspection(lamp), stock.available(lamp)) == (0, 2)
    assert settle_return(clerk, back, "refund").given_minor == 2000


def test_each_step_is_taken_once_and_in_order(till):
    order = sold((make_product(on_hand=2), 2))
    back = opened(order)
    with pytest.raises(StateChanged):
        settle_return(clerk, back, "refund")
    receive_return(clerk, back)
    with pytest.raises(StateChanged):
        receive_return(clerk, back)
    with pytest.raises(NotInspected):
        inspect(clerk, back, [])
    inspect(clerk, back, findings(back))
    settle_return(clerk, back, "refund")
    with pytest.raises(StateChanged):
        settle_return(clerk, back, "refund")


def test_a_declined_request_can_be_asked_again(till):
    order = sold((make_product(on_hand=1), 1))
    lines = [ReturnInput(lines_of(order)[0].id, 1)]
    first = request_return(clerk, order, lines)
    decline_return(clerk, first, "worn")
    second = request_return(clerk, order, lines)
    approve_return(clerk, second)
    assert Return.get_by_id(second).state == ReturnState.APPROVED


def test_goods_handed_back_cost_nothing_and_may_come_back_later(till):
    order = sold((make_product(on_hand=1), 1))
    back = opened(order)
    receive_return(clerk, back)
    assert settle_return(clerk, back, Outcome.BACK_TO_CUSTOMER).credited_minor == 0
    assert lines_of(order)[0].returned == 0
    assert quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)]).given_minor == 1000


def test_goods_on_the_shelf_again_cannot_be_handed_back(till):
    back = opened(sold((make_product(on_hand=1), 1)))
    receive_return(clerk, back)
    inspect(clerk, back, findings(back))
    with pytest.raises(GoodsGone):
        settle_return(clerk, back, Outcome.BACK_TO_CUSTOMER)
    with pytest.raises(WrongOutcome):
        settle_return(clerk, back, Outcome.REPAIR)


def test_an_exchange_is_one_act_with_one_balance(till):
    old, new = make_product(price="20.00", on_hand=1), make_product(price="32.00", on_hand=1)
    order = sold((old, 1))
    sale = Sale("swap-1", (SaleLine(new, 1),), (TenderInput(Tender.CASH, 1200),), total_minor=3200)
    done = exchange(clerk, order, [QuickLine(lines_of(order)[0].id, 1)], sale, key="swap-1")
    assert (stock.available(old), stock.available(new), drawer()) == (1, 0, 50_000 + 3200)
    assert Return.get().exchange_order == done.sold.order_id
    assert balance(accounts.gift_card(done.returned.number)) == 0


def test_what_the_new_goods_cost_less_is_paid_back(till):
    order = sold((make_product(price="20.00", on_hand=1), 1))
    sale = Sale("swap-2", (SaleLine(make_product(price="15.00", on_hand=1), 1),), total_minor=1500)
    done = exchange(clerk, order, [QuickLine(lines_of(order)[0].id, 1)], sale)
    assert done.returned.parts == (("cash", 500),)
    assert drawer() == 51_500


def test_neither_half_of_an_exchange_happens_alone(till):
    old = make_product(price="20.00", on_hand=1)
    order = sold((old, 1))
    sale = Sale("swap-3", (SaleLine(make_product(price="32.00", on_hand=1), 1),), total_minor=3200)
    with pytest.raises(TenderTooSmall):
        exchange(clerk, order, [QuickLine(lines_of(order)[0].id, 1)], sale)
    assert (lines_of(order)[0].returned, stock.available(old), Order.select().count()) == (0, 0, 1)


def test_goods_without_a_receipt_give_credit_or_cash(till):
    lamp, customer = make_product(price="10.00", on_hand=0), make_customer()
    line = LooseLine(lamp, 1, 80_000)
    return_without_receipt(clerk, [line], customer, "a present")
    slip = return_without_receipt(clerk, [line], None, "a present")
    return_without_receipt(clerk, [line], None, "a present", Tender.CASH)
    assert balance(accounts.credit(customer)) == -800
    assert balance(accounts.gift_card(slip.credit_code)) == -800
    assert (drawer(), stock.available(lamp)) == (49_200, 3)
    with pytest.raises(WrongOutcome):
        return_without_receipt(clerk, [LooseLine(lamp, 1, 110_000)], None, "a present")
    with pytest.raises(NotFound):
        return_without_receipt(clerk, [LooseLine(lamp + 99, 1, 1)], None, "a present")


def test_delivery_is_paid_back_with_the_last_goods_once(till):
    order = place_order(clerk, phone_order((make_product(price="50.00", on_hand=2), 2), delivery_minor=490)).order_id
    send_out(clerk, order, "dispatched", "delivered", "accepted")
    line = lines_of(order)[0].id
    assert quick_return(clerk, order, [QuickLine(line, 1)]).credited_minor == 5000
    assert quick_return(clerk, order, [QuickLine(line, 1)]).credited_minor == 5490
    assert balance(accounts.of_order(order)) == 0
    assert Order.get_by_id(order).state == OrderState.COMPLETED


def test_a_sale_is_found_by_receipt_number_phone_card_and_product(till):
    customer = make_customer("Nora Kelly", phone="+353871112233", card="M-77")
    order = sold((make_product("BWL-4", on_hand=3), 3), customer_id=customer, tender=Tender.CARD)
    row = Order.get_by_id(order)
    quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)], slips=SLIP)
    for text in (receipts_of(order)[0].number, row.number, Return.get().number, "M-77", "3319", "BWL-4"):
        (found,) = find_sale(text)
        assert found.order_id == order, text
        assert (found.lines[0].can_return, found.lines[0].returned, found.returns) == (2, 1, 1)
    assert find_sale("nothing like it") == []
    assert [word.detail for word in policy_words(find_sale(row.number)[0])] == ["day 0 of 30", "paid by card **** 3319"]


def test_the_desk_shows_what_is_open(till):
    order = sold((make_product(on_hand=2), 2))
    back = opened(order)
    (row,) = queries.desk()
    assert (row.id, row.order_id, row.refund_minor, row.pieces) == (back, order, 1000, 1)
    assert queries.counts()[ReturnState.APPROVED] == 1
    detail = queries.return_detail(back)
    assert (detail.lines[0].paid_minor, detail.lines[0].reason) == (1000, "changed_mind")
    assert queries.returns_of(order) == [row]
