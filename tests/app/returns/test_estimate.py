"""What a return is said to bring is what it brings."""

from __future__ import annotations

import pytest

from app.core import settings
from app.core.actor import Actor
from app.core.command import command
from app.payments.models import Tender
from app.returns.estimate import estimate, estimate_of
from app.returns.open import ReturnInput, open_return
from app.returns.quick import QuickLine, quick_return
from tests.app.returns.conftest import lines_of, sold
from tests.factories import clerk, make_product


@command("tests.estimate_policy")
def set_policy(by: Actor, name: str, value: int) -> None:
    """The shop changes its policy."""
    settings.write(name, value)


@pytest.mark.parametrize("reason", ["changed_mind", "damaged"])
def test_the_estimate_is_what_is_paid_back_piece_by_piece(till: str, reason: str) -> None:
    set_policy(clerk, "returns.restocking_fee_bp", 1_500)
    order_id = sold((make_product(price="3.33", on_hand=5), 3))
    line = lines_of(order_id)[0].id
    for _piece in range(3):
        said = estimate(order_id, [ReturnInput(line, 1, reason)])
        done = quick_return(clerk, order_id, [QuickLine(line, 1, reason)])
        assert (said.credited_minor, said.given_minor) == (done.credited_minor, done.given_minor)
        assert [(part.tender.value, part.amount_minor) for part in said.parts] == list(done.parts)


def test_store_credit_is_said_with_its_extra(till: str) -> None:
    set_policy(clerk, "returns.credit_bonus_bp", 500)
    order_id = sold((make_product(price="20.00", on_hand=5), 1), tender=Tender.CARD)
    line = lines_of(order_id)[0].id
    said = estimate(order_id, [ReturnInput(line, 1, "changed_mind")])
    done = quick_return(clerk, order_id, [QuickLine(line, 1)], "store_credit")
    assert said.given_minor - said.debt_minor + said.bonus_minor == done.credit_minor == 2_100
    assert said.parts[0].masked_pan.endswith("3319")


def test_a_return_that_was_opened_is_worth_what_it_says(till: str) -> None:
    order_id = sold((make_product(price="20.00", on_hand=5), 2))
    line = lines_of(order_id)[0].id
    return_id = open_return(clerk, order_id, [ReturnInput(line, 1, "damaged")])
    assert estimate_of(return_id).given_minor == 2_000


def test_what_is_not_known_counts_nothing(till: str) -> None:
    order_id = sold((make_product(price="20.00", on_hand=5), 2))
    line = lines_of(order_id)[0].id
    assert estimate(order_id, []).credited_minor == 0
    assert estimate(order_id, [ReturnInput(line, 0), ReturnInput(line, 1, "no reason")]).credited_minor == 0
