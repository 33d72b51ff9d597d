"""Card terminals: the money is charged once or not at all, and nobody says otherwise."""

import threading

import pytest

from devices.simulators import Answer, SimulatedTerminal
from devices.tcp_terminal import TcpTerminal
from devices.terminal import (
    KeyUsedOtherwise,
    PayRequest,
    PayState,
    TypedAnswer,
    TypedTerminal,
    TypedWrong,
    check_typed,
    looks_like_card_number,
)
from tests.devices.helpers import Heard

SALE = PayRequest("sale-1", 1_999, "EUR")
CARD = "4242 4242 4242 4242"


@pytest.fixture
def bank():
    with SimulatedTerminal() as made:
        yield made


@pytest.fixture
def terminal(bank):
    made = TcpTerminal("127.0.0.1", bank.port, answer_s=5.0, ask_s=1.0)
    yield made
    made.close()


def test_an_approval_brings_the_code_and_only_the_last_four_digits(bank, terminal):
    outcome = terminal.pay(SALE)
    assert outcome.state is PayState.APPROVED
    assert (outcome.auth_code, outcome.scheme, outcome.masked_pan) == ("100001", "VISA", "•••• 4242")
    assert bank.charges() == [("sale-1", 1_999)]


def test_a_declined_card_takes_nothing(bank, terminal):
    bank.will(Answer.DECLINE)
    outcome = terminal.pay(SALE)
    assert (outcome.state, outcome.reason) == (PayState.DECLINED, "Insufficient funds")
    assert bank.charges() == []


@pytest.mark.parametrize("lost", [Answer.LOSE_ANSWER, Answer.CUT_ANSWER, Answer.GARBLED, Answer.HUGE])
def test_an_answer_that_got_lost_is_asked_for(bank, terminal, lost):
    bank.will(lost)
    assert terminal.pay(SALE).state is PayState.APPROVED
    assert bank.charges() == [("sale-1", 1_999)]


def test_a_request_that_got_lost_is_in_doubt_until_the_terminal_is_asked(bank, terminal):
    bank.will(Answer.LOSE_REQUEST)
    assert terminal.pay(SALE).state is PayState.IN_DOUBT

    outcome = terminal.ask("sale-1")

    assert outcome.state is PayState.DECLINED
    assert "nothing was charged" in outcome.reason
    assert bank.charges() == []


def test_a_payment_without_any_answer_is_in_doubt_until_the_line_is_back(bank, terminal):
    bank.will(Answer.LATE)
    paid = threading.Thread(target=lambda: outcomes.append(terminal.pay(SALE)))
    outcomes = []
    paid.start()
    assert bank.wait_state("sale-1", "pending")
    bank.cut_off()
    paid.join(10)
    assert outcomes[0].state is PayState.IN_DOUBT
    assert terminal.ask("sale-1").state is PayState.IN_DOUBT

    bank.release()
    assert bank.wait_state("sale-1", "approved")
    bank.restore()

    assert terminal.ask("sale-1").state is PayState.APPROVED
    assert bank.charges() == [("sale-1", 1_999)]


def test_a_payment_that_arrives_after_it_was_called_unknown_is_refused(bank, terminal):
    assert terminal.ask("sale-1").state is PayState.DECLINED
    assert terminal.pay(SALE).state is PayState.DECLINED
    assert bank.charges() == []


def test_while_the_customer_is_still_at_it_the_payment_is_in_doubt(bank, terminal):
    bank.will(Answer.LATE)
    outcomes = []
    paid = threading.Thread(target=lambda: outcomes.append(terminal.pay(SALE)))
    paid.start()
    assert bank.wait_state("sale-1", "pending")

    assert terminal.ask("sale-1").state is PayState.IN_DOUBT
    bank.release()
    paid.join(10)

    assert outcomes[0].state is PayState.APPROVED


def test_the_clerk_can_stop_a_payment_that_is_running(bank, terminal):
    bank.will(Answer.LATE)
    outcomes = []
    paid = threading.Thread(target=lambda: outcomes.append(terminal.pay(SALE)))
    paid.start()
    assert bank.wait_state("sale-1", "pending")

    assert terminal.reverse("sale-1").state is PayState.REVERSED
    bank.release()
    paid.join(10)

    assert outcomes[0].state is PayState.REVERSED
    assert bank.charges() == []


def test_the_same_key_never_charges_twice(bank, terminal):
    first = terminal.pay(SALE)
    assert terminal.pay(SALE) == first
    assert bank.charges() == [("sale-1", 1_999)]


def test_the_same_key_from_many_threads_charges_once(bank, terminal):
    outcomes = Heard()
    threads = [threading.Thread(target=lambda: outcomes(terminal.pay(SALE).state)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(bank.charges()) == 1
    assert set(outcomes.all) <= {PayState.APPROVED, PayState.IN_DOUBT}
    assert PayState.APPROVED in outcomes.all


def test_the_same_key_with_another_amount_is_a_mistake(terminal):
    terminal.pay(SALE)
    with pytest.raises(KeyUsedOtherwise):
        terminal.pay(PayRequest("sale-1", 1, "EUR"))


def test_an_unreachable_terminal_charged_nothing_and_may_be_tried_again(bank, terminal):
    bank.refuse()
    assert terminal.pay(SALE).state is PayState.DECLINED
    bank.listen()
    assert terminal.pay(SALE).state is PayState.APPROVED


def test_after_a_restart_an_unreachable_terminal_proves_nothing(bank):
    TcpTerminal("127.0.0.1", bank.port).pay(SALE)
    bank.refuse()
    restarted = TcpTerminal("127.0.0.1", bank.port)
    again = PayRequest("sale-1", 1_999, "EUR", sent_before=True)

    assert restarted.pay(again).state is PayState.IN_DOUBT
    bank.listen()

    assert restarted.pay(again).state is PayState.APPROVED
    assert len(bank.charges()) == 1


def test_an_approval_of_another_amount_is_in_doubt(bank, terminal):
    bank.will(Answer.OTHER_AMOUNT)
    outcome = terminal.pay(SALE)
    assert outcome.state is PayState.IN_DOUBT
    assert "another amount" in outcome.reason


def test_a_payment_can_be_reversed_and_refunded(bank, terminal):
    paid = terminal.pay(SALE)
    assert terminal.refund(PayRequest("refund-1", 500, "EUR"), paid.reference).state is PayState.APPROVED
    assert terminal.reverse("sale-1").state is PayState.REVERSED
    assert terminal.ask("sale-1").state is PayState.REVERSED
    bank.cut_off()
    assert terminal.reverse("refund-1").state is PayState.IN_DOUBT


def test_the_station_bar_learns_whether_the_terminal_is_there(bank, terminal):
    assert terminal.ping()[0] == "ok"
    bank.cut_off()
    assert terminal.ping()[0] == "warn"
    bank.refuse()
    assert terminal.ping()[0] == "bad"


def test_a_payment_needs_a_key_and_an_amount():
    for key, amount in (("", 100), ("k", 0), ("k", -5)):
        with pytest.raises(ValueError):
            PayRequest(key, amount, "EUR")


# --- The terminal whose code the clerk types ----------------------------------------------------------


class Clerk:
    """Answers the questions of a typed terminal in order, and remembers them."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def __call__(self, request, purpose):
        self.asked.append(purpose)
        return self.answers.pop(0)


def test_a_typed_code_approves_the_payment_once():
    clerk = Clerk(TypedAnswer(True, " ab1234 ", "4242", "Visa"))
    terminal = TypedTerminal(clerk)

    outcome = terminal.pay(SALE)

    assert (outcome.state, outcome.auth_code, outcome.masked_pan) == (PayState.APPROVED, "AB1234", "•••• 4242")
    assert terminal.pay(SALE) == outcome
    assert clerk.asked == ["pay"]


def test_a_clerk_who_cannot_say_leaves_the_payment_in_doubt_and_is_asked_again():
    clerk = Clerk(None, TypedAnswer(True, "777"))
    terminal = TypedTerminal(clerk)
    assert terminal.pay(SALE).state is PayState.IN_DOUBT
    assert terminal.ask("sale-1").state is PayState.APPROVED
    assert clerk.asked == ["pay", "ask"]


def test_a_clerk_who_says_no_declines_and_one_who_undid_it_reverses():
    terminal = TypedTerminal(Clerk(TypedAnswer(False), TypedAnswer(True, "99"), None, TypedAnswer(True)))
    assert terminal.pay(SALE).state is PayState.DECLINED
    assert terminal.refund(PayRequest("refund-1", 5, "EUR"), "").state is PayState.APPROVED
    assert terminal.reverse("refund-1").state is PayState.IN_DOUBT
    assert terminal.reverse("refund-1").state is PayState.REVERSED
    assert terminal.reverse("refund-1").state is PayState.REVERSED


def test_a_key_of_an_earlier_run_is_only_asked_about():
    clerk = Clerk(TypedAnswer(False))
    terminal = TypedTerminal(clerk)
    assert terminal.ask("unknown").state is PayState.IN_DOUBT
    assert terminal.reverse("unknown").state is PayState.IN_DOUBT
    assert terminal.pay(PayRequest("k", 5, "EUR", sent_before=True)).state is PayState.DECLINED
    assert clerk.asked == ["ask"]


@pytest.mark.parametrize("typed", [TypedAnswer(True, CARD), TypedAnswer(True, ""), TypedAnswer(True, "12", "424")])
def test_card_numbers_and_nonsense_are_not_taken(typed):
    with pytest.raises(TypedWrong):
        check_typed(typed)
    assert TypedTerminal(Clerk(typed)).pay(SALE).state is PayState.IN_DOUBT


def test_card_numbers_are_recognized():
    assert looks_like_card_number(CARD)
    assert looks_like_card_number("378282246310005")
    assert not looks_like_card_number("4242 4242 4242 4243")
    assert not looks_like_card_number("AB1234")
