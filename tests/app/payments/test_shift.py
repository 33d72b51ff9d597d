"""A till's day: float, cash moves, the blind count, the Z report, and the close of a long day."""

from __future__ import annotations

import time
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import fn

from app.core import clock
from app.core.actor import Approval
from app.core.db import db
from app.core.outbox import recent
from app.core.refusal import NotPermitted, StateChanged
from app.counter.save import drop_ticket, open_tickets, park_ticket, parked, recall_ticket, save_ticket
from app.counter.ticket import Ticket
from app.documents.till import x_report as x_paper
from app.documents.till import z_report
from app.ledger import accounts
from app.ledger.models import Account, Transfer
from app.ledger.post import TooLittleThere, balance, post
from app.payments.change_tender import change_tender
from app.payments.close import ClosePapers, NotCounted, close_shift, x_report
from app.payments.coins import WEIGHTS, coins_by_weight
from app.payments.correct_move import MoveIsFixed, correct_move
from app.payments.detective import ClueKind, explain
from app.payments.float_off import FloatDiffers
from app.payments.hand_over import NobodyThere, hand_over
from app.payments.look_into import case_of
from app.payments.models import CashMoveKind, Payment, Receipt, Shift, ShiftState
from app.payments.queries import cash_moves, shift_report
from app.payments.receipts import receipt_number
from app.payments.shift import (
    NotACashMove,
    TillIsOpen,
    begin_count,
    cancel_count,
    move_cash,
    note_open_drawer,
    open_drawer,
    open_shift,
)
from app.payments.till import TillNotOpen, current_shift
from app.payments.totals import shift_totals
from app.staff.people import add_person
from app.staff.stations import add_station
from tests.app.payments.steps import run
from tests.app.payments.till import at, boss, card, cash, maya, open_till, sold, ticket_of
from tests.factories import make_product


def test_expected_cash_is_float_plus_received_less_change_and_moves(store):
    make_product("MUG", price="12.49", on_hand=9)
    shift = open_till(float_minor=20_000)
    sold("MUG", tenders=[cash(1249, 2000)])
    move_cash(boss, CashMoveKind.PAY_IN, 5_000, "Coins from the bank")
    move_cash(maya, CashMoveKind.PAY_OUT, 1_200, "Window cleaner")
    move_cash(maya, CashMoveKind.DROP, 10_000, "Safe")

    totals = shift_totals(shift)

    assert (totals.float_minor, totals.received_minor, totals.change_minor) == (20_000, 2_000, 750)
    assert (totals.paid_in_minor, totals.paid_out_minor, totals.dropped_minor) == (5_000, 1_200, 10_000)
    assert totals.expected_cash_minor == 20_000 + 1_250 + 5_000 - 1_200 - 10_000 == balance("cash:till-1")
    assert balance("cash:safe") == 10_000


def test_cash_moves_have_reasons_and_limits(store):
    open_till()

    with pytest.raises(NotACashMove):
        move_cash(maya, CashMoveKind.DROP, 100, " ")
    with pytest.raises(NotACashMove):
        move_cash(maya, CashMoveKind.NO_SALE, 100, "Change")
    with pytest.raises(NotPermitted):
        move_cash(maya, CashMoveKind.PAY_OUT, 5_001, "Flowers")
    with pytest.raises(TooLittleThere, match="drawer holds only"):
        move_cash(boss, CashMoveKind.PAY_OUT, 20_001, "Rent")
    move_cash(maya, CashMoveKind.NO_SALE, 0, "Change for a note")

    assert x_report(maya)["no_sales"] == 1


def test_a_till_is_opened_once_and_sells_nothing_while_it_is_counted(store):
    make_product("MUG", on_hand=9)
    open_till()

    with pytest.raises(TillIsOpen):
        open_till()
    begin_count(maya)
    with pytest.raises(TillNotOpen, match="counted"):
        sold("MUG")
    with pytest.raises(NotCounted):
        x_report(maya)
    cancel_count(maya)

    assert sold("MUG").receipt == "till-1-000001"


def test_a_close_books_the_difference_and_freezes_the_report(store):
    add_station(boss, "till-1", "Front", series="T1")
    make_product("MUG", price="10.00", on_hand=9)
    shift_id = open_till(float_minor=10_000)
    sold("MUG")
    sold("MUG", tenders=[card(1000)])
    begin_count(maya)

    closed = close_shift(maya, {"cash": 10_900, "card": 1_000}, denominations={"5000": 2, "100": 9}, reason="")

    assert (closed.z_number, closed.expected_minor, closed.difference_minor) == (1, 11_000, -100)
    assert balance("over_short:till-1") == 100
    assert balance("cash:till-1") == 0
    assert balance("cash:safe") == 10_900
    report = shift_report(shift_id)
    assert (report["first_receipt"], report["last_receipt"]) == ("T1-000001", "T1-000002")
    assert report["perpetual_minor"] == 2000
    assert report["tenders"] == {"card": 1000, "cash": 1000}
    assert report["taxes"] == [[2300, 1626, 374]]
    assert len(report["journal_hash"]) == 8
    assert current_shift("till-1") is None
    with pytest.raises(StateChanged):
        close_shift(maya, {"cash": 0})


def test_a_large_difference_needs_somebody_else(store):
    open_till(float_minor=10_000)
    begin_count(maya)

    with pytest.raises(NotPermitted) as refused:
        close_shift(maya, {"cash": 9_000})
    assert "asked" not in refused.value.facts
    with pytest.raises(NotCounted, match="add up"):
        close_shift(maya, {"cash": 9_000}, denominations={"5000": 1})
    yes = Approval(3, "Ruth Hartwell", refused.value.right, "", MappingProxyType({"till_difference_minor": 10**12}))
    closed = close_shift(maya.approved(yes), {"cash": 9_000}, reason="A note is missing")

    assert closed.difference_minor == -1_000
    assert Shift.get().state == ShiftState.CLOSED


def test_two_tills_close_without_touching_each_other(store):
    make_product("MUG", price="10.00", on_hand=9)
    other = at("till-2")
    open_till(float_minor=1_000)
    open_till(other, float_minor=2_000)
    sold("MUG")
    sold("MUG", by=other)
    begin_count(maya)

    closed = close_shift(maya, {"cash": 2_000})

    assert closed.difference_minor == 0
    assert balance("cash:till-2") == 3_000
    assert sold("MUG", by=other).receipt == "till-2-000002"


def test_the_next_shift_takes_its_float_from_the_safe_and_counts_on(store):
    make_product("MUG", price="10.00", on_hand=9)
    open_till(float_minor=10_000)
    sold("MUG")
    begin_count(maya)
    close_shift(maya, {"cash": 11_000})

    open_till(float_minor=8_000)
    sold("MUG")
    begin_count(maya)
    closed = close_shift(maya, {"cash": 9_000})

    assert closed.z_number == 2
    assert balance("cash:safe") == 3_000 + 9_000
    assert balance("other:outside") == -10_000
    assert shift_report(closed.shift_id)["perpetual_minor"] == 2_000
    assert shift_report(closed.shift_id)["first_receipt"] == "till-1-000002"


def test_open_tickets_outlive_the_close(store):
    make_product("MUG", price="10.00", on_hand=9)
    open_till()
    ticket = ticket_of("MUG", "MUG")
    save_ticket(maya, ticket.to_body(), ticket.pieces, ticket.totals().total_minor)
    park_ticket(maya, ticket.uid, "Blue coat")
    begin_count(maya)
    closed = close_shift(maya, {"cash": 20_000})

    assert shift_report(closed.shift_id)["open_tickets"] == 1
    assert [(row.name, row.pieces, row.total_minor) for row in parked()] == [("Blue coat", 2, 2000)]
    again = Ticket.from_body(recall_ticket(at("till-2"), ticket.uid))
    assert again.lines == ticket.lines
    assert open_tickets("till-2")[-1]["uid"] == ticket.uid
    drop_ticket(at("till-2"), ticket.uid, "Customer left")
    assert not save_ticket(at("till-2"), again.to_body(), 2, 2000)


def test_a_day_of_many_tickets_closes_at_once(store):
    """Rows are copied in the tables themselves: what is measured is the close."""
    tickets = 5_000
    make_product("MUG", price="10.00", on_hand=9)
    shift = open_till(float_minor=0)
    first = sold("MUG")
    columns = [field.column_name for field in Payment._meta.sorted_fields if field.name not in ("id", "reference")]
    names = ", ".join(f'"{name}"' for name in columns)
    with db.atomic():
        db.execute_sql(
            f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {tickets}) "
            f"INSERT INTO payment ({names}) SELECT {names} FROM payment, n"
        )
        db.execute_sql(
            f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {tickets}) INSERT INTO receipt "
            "(series, no, kind, order_id, shift_id, station, total_minor, copies, made_at) SELECT series, i, "
            "'payment', order_id, shift_id, station, total_minor, 0, made_at FROM receipt, n"
        )
        db.execute_sql(f"UPDATE counter SET last_no = {tickets} WHERE series = 'receipt:till-1'")
    copy_ledger(tickets - 1, first.order_id, shift)
    begin_count(maya)

    before = time.perf_counter()
    closed = close_shift(maya, {"cash": 1_000 * tickets})

    assert time.perf_counter() - before < 2
    assert closed.difference_minor == 0
    assert shift_report(shift)["papers"]["payment"] == [tickets - 1, 1_000 * (tickets - 1)]


def copy_ledger(times: int, order_id: int, shift_id: int) -> None:
    """The same sale posted again and again."""
    lines = {"cash:till-1": 1000, "sales:2300": -813, "tax:2300": -187}
    run(boss, lambda: post("payment", lines, order_id=order_id, shift_id=shift_id))
    posted = Transfer.select(fn.MAX(Transfer.id)).scalar()
    with db.atomic():
        db.execute_sql(
            f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {times}) "
            "INSERT INTO transfer (what, order_ref, shift_ref, posted_at) "
            f"SELECT what, order_ref, shift_ref, posted_at FROM transfer, n WHERE id = {posted}"
        )
        db.execute_sql(
            "INSERT INTO transfer_line (transfer_id, account_id, amount_minor) "
            "SELECT copy.id, line.account_id, line.amount_minor FROM transfer copy, transfer_line line "
            f"WHERE line.transfer_id = {posted} AND copy.id > {posted}"
        )
        for code, amount in lines.items():
            more = Account.balance_minor + amount * (times - 1)
            Account.update(balance_minor=more).where(Account.code == code).execute()


def test_a_drawer_is_handed_over_with_a_count_and_the_next_count_begins_from_it(store):
    make_product("MUG", price="10.00", on_hand=9)
    tom = add_person(boss, "Tom Byrne", "counter", "4712")
    shift = open_till(float_minor=10_000)
    sold("MUG")
    begin_count(maya)

    handed = hand_over(maya, tom, 10_900, {"5000": 2, "100": 9})

    assert (handed.to_name, handed.difference_minor) == ("Tom Byrne", -100)
    assert current_shift("till-1").clerk == "Tom Byrne" and current_shift("till-1").state == ShiftState.OPEN
    assert shift_totals(shift).expected_cash_minor == 10_900 == balance("cash:till-1")
    assert sold("MUG").receipt == "till-1-000002"
    with clock.frozen(clock.now_ms() + clock.MINUTE_MS):
        begin_count(maya)
        closed = close_shift(maya, {"cash": 11_900})
    assert closed.difference_minor == 0
    assert balance("over_short:till-1") == 100
    assert shift_report(shift)["held_by"] == "Tom Byrne"


def test_a_hand_over_above_the_limit_needs_a_manager_and_somebody_to_take_it(store):
    tom = add_person(boss, "Tom Byrne", "counter", "4712")
    open_till(float_minor=10_000)
    begin_count(maya)

    with pytest.raises(NotPermitted):
        hand_over(maya, tom, 9_000)
    with pytest.raises(NobodyThere):
        hand_over(maya, 99, 10_000)

    assert hand_over(boss, tom, 9_000, reason="A note is missing").difference_minor == -1_000


def test_a_cash_move_keyed_wrongly_is_corrected_until_the_close(store):
    shift = open_till(float_minor=10_000)
    move = move_cash(maya, CashMoveKind.PAY_OUT, 5_000, "Window cleaner")
    begin_count(maya)

    with pytest.raises(NotPermitted):
        correct_move(maya, move, -4_500, "Swapped digits")
    correct_move(boss, move, -4_500, "Swapped digits")

    assert shift_totals(shift).expected_cash_minor == 5_500 == balance("cash:till-1")
    assert shift_totals(shift).paid_out_minor == 4_500
    with pytest.raises(MoveIsFixed):
        correct_move(boss, move, -5_000, "Nothing")
    close_shift(maya, {"cash": 5_500})
    with pytest.raises(StateChanged):
        correct_move(boss, move, 0, "Too late")


def test_a_pay_out_that_was_a_pay_in_is_turned_round(store):
    shift = open_till(float_minor=10_000)
    move = move_cash(maya, CashMoveKind.PAY_OUT, 2_000, "Coins")

    correct_move(boss, move, 2_000, "It came in")

    assert shift_totals(shift).expected_cash_minor == 12_000 == balance("cash:till-1")


def test_the_z_report_names_bag_float_papers_carried_tickets_and_who_verified(store):
    make_product("MUG", price="10.00", on_hand=9)
    shift = open_till(float_minor=10_000)
    ticket = ticket_of("MUG", "MUG")
    save_ticket(maya, ticket.to_body(), ticket.pieces, ticket.totals().total_minor)
    park_ticket(maya, ticket.uid, "Blue coat")
    begin_count(maya)
    with pytest.raises(NotCounted, match="next float"):
        close_shift(maya, {"cash": 9_000}, papers=ClosePapers(next_float_minor=9_001))
    yes = Approval(
        3, "Ruth Hartwell", "payments.accept_difference", "", MappingProxyType({"till_difference_minor": 10**12})
    )

    papers = ClosePapers(vouchers_minor=2_000, slips_minor=0, bag="B-77", next_float_minor=8_000)
    close_shift(maya.approved(yes), {"cash": 9_000}, reason="A note is missing", papers=papers)

    report = shift_report(shift)
    assert report["carried"] == [["Blue coat", 2, 2000]]
    row = Shift.get_by_id(shift)
    assert (row.bag, row.next_float_minor, row.verified_name) == ("B-77", 8_000, "Ruth Hartwell")
    said = {count.name: count.value for count in z_report(shift).counts}
    assert said["Bag to the bank"] == "B-77" and said["Verified by"] == "Ruth Hartwell"
    assert (said["Paper vouchers counted"], said["Pay-out slips counted"]) == ("20.00 of 0.00", "0.00 of 0.00")
    assert said["Carried over: Blue coat"] == "2 · 20.00"


def test_the_drawer_opens_without_a_sale_only_so_often(store):
    open_till()
    for _time in range(5):
        open_drawer(maya, "Change a note")

    with pytest.raises(NotPermitted, match="5 times"):
        open_drawer(maya, "Change a note")
    assert open_drawer(boss, "Change a note")


def test_a_drawer_that_stood_open_is_noted_and_counts_as_no_sale_of_its_own(store):
    shift = open_till()

    assert note_open_drawer(boss, 75)

    assert [(row.kind, row.reason) for row in cash_moves(shift)] == [("left_open", "Open for 75 seconds")]
    assert shift_totals(shift).no_sales == 0


def test_a_tender_keyed_wrongly_is_put_right_while_the_drawer_is_counted(store):
    make_product("MUG", price="10.00", on_hand=9)
    shift = open_till(float_minor=10_000)
    sold("MUG", tenders=[card(1000)])
    begin_count(maya)
    case = case_of(shift, {"cash": 11_000, "card": 0}, {"5000": 2, "1000": 1}, worths=(5000, 1000), notes=(5000, 1000))

    clue = explain(case)[0]
    change_tender(boss, clue.suspects[0].id, clue.tender, "Found at the close")

    assert (clue.kind, clue.tender) == (ClueKind.WRONG_TENDER, "cash")
    assert close_shift(maya, {"cash": 11_000, "card": 0}).difference_minor == 0


def test_coins_are_counted_by_their_weight():
    assert coins_by_weight("EUR", 200, 85) == 10
    assert coins_by_weight("EUR", 20, 57) == 10
    assert coins_by_weight("EUR", 1, 46) == 20
    assert coins_by_weight("EUR", 200, 81) is None  # nine and a half
    assert coins_by_weight("EUR", 5000, 85) is None
    assert coins_by_weight("EUR", 1, 2_300) is None  # too many to be sure


@given(st.sampled_from(sorted(WEIGHTS["EUR"])), st.integers(1, 60))
def test_any_handful_of_coins_is_counted_right_when_the_scale_rounds_to_grams(minor, pieces):
    grams = round(WEIGHTS["EUR"][minor] * pieces / 100)

    assert coins_by_weight("EUR", minor, grams) == pieces


def test_the_report_says_that_no_receipt_number_is_missing_and_names_one_that_is(store):
    make_product("MUG", on_hand=9)
    open_till()
    for _time in range(3):
        sold("MUG")
    said = {count.name: count.value for count in x_paper(x_report(boss)).counts}
    assert said["Number gaps"] == "none"

    gone = Receipt.get(Receipt.no == 2)
    facts = {
        name: getattr(gone, name) for name in ("series", "kind", "order", "shift", "station", "total_minor", "made_at")
    }
    Receipt.delete().where(Receipt.no == 2).execute()
    said = {count.name: count.value for count in x_paper(x_report(boss)).counts}
    assert said["Number gaps"] == receipt_number(gone.series, 2)
    Receipt.insert(no=2, copies=0, **facts).execute()


def _left_with(next_float_minor: int | None) -> None:
    """A day that ends with so much laid aside."""
    open_till()
    begin_count(maya)
    close_shift(maya, {"cash": 20_000}, papers=ClosePapers(next_float_minor=next_float_minor))


def test_a_float_that_is_not_what_was_laid_aside_has_to_be_explained(store):
    _left_with(15_000)
    with pytest.raises(FloatDiffers, match=r"150\.00 was laid aside") as refused:
        open_shift(maya, 14_900)
    assert refused.value.facts["laid_minor"] == 15_000
    assert Shift.select().where(Shift.state == ShiftState.OPEN).count() == 0
    shift_id = open_shift(maya, 14_900, "off", "A roll of coins")
    assert balance(accounts.over_short("till-1")) == 100
    assert balance(accounts.SAFE) == 20_000 - 15_000  # the euro that is gone was there by the books
    totals = shift_totals(shift_id)
    assert (totals.float_off_minor, totals.expected_cash_minor) == (-100, 14_900)
    begin_count(maya)
    close_shift(maya, {"cash": 14_900})
    report = shift_report(shift_id)
    assert report["float_off_minor"] == -100
    assert report["difference_minor"] == 0


def test_a_large_difference_of_the_float_needs_a_manager(store):
    _left_with(15_000)
    with pytest.raises(NotPermitted) as refused:
        open_shift(maya, 12_000, "off", "Gone")
    assert refused.value.right == "payments.accept_difference"
    assert open_shift(boss, 12_000, "off", "Gone")


def test_a_smaller_float_whose_rest_lies_in_the_safe_books_nothing_and_too_much_is_over(store):
    _left_with(15_000)
    open_shift(maya, 10_000, "safe")
    assert balance(accounts.over_short("till-1")) == 0
    begin_count(maya)
    close_shift(maya, {"cash": 10_000}, papers=ClosePapers(next_float_minor=10_000))
    open_shift(maya, 10_100, "off", "")
    assert balance(accounts.over_short("till-1")) == -100


def test_a_till_for_which_nothing_was_laid_aside_opens_with_any_float(store):
    _left_with(None)
    assert open_shift(maya, 12_345)


def test_a_printed_x_report_has_its_number_and_does_not_tell_a_clerk_what_the_drawer_should_hold(store):
    make_product("MUG", price="12.49", on_hand=9)
    open_till()
    sold("MUG")
    first, second = x_report(maya, print_it=True), x_report(boss, print_it=True)
    assert (first["x_number"], second["x_number"]) == (1, 2)
    assert "x_number" not in x_report(maya)  # only looked at
    assert [wish.title for wish in recent(["x_report"])] == ["X report 2", "X report 1"]
    blind, told = x_paper(first), x_paper(second)
    assert (blind.number, blind.expected_minor, blind.cash) == ("1", None, ())
    assert told.expected_minor == 20_000 + 1_250


def test_no_sum_on_a_clerks_x_report_lets_the_drawer_be_added_up(store):
    """Cash is also sales less the other tenders, or the taxes' net and tax less them: none of it is told."""
    make_product("MUG", price="12.49", on_hand=9)
    open_till()
    sold("MUG")
    report = x_report(maya, print_it=True)
    paper = x_paper(report)

    assert (paper.sales, paper.taxes, paper.tenders, paper.perpetual_minor) == ((), (), (), 0)
    assert report["tender_counts"] == {"cash": 1}
    assert report["papers"]["sale"] == [1, None]
    betrayed = {1_250, 1_249, 20_000 + 1_250}
    assert not betrayed & set(_figures(report)), "neither the answer nor what waits for the printer holds it"
    assert not betrayed & set(_figures(recent(["x_report"])[0].payload))


def _figures(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [one for part in value for one in _figures(part)]
    return [value] if isinstance(value, int) else []
