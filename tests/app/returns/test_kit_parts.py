"""Parts of a kit that come back alone: each is worth its share, and all of them together what was paid for the kit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.catalog.kits import save_kit
from app.orders.kits import part_of_kit, worth_of_parts
from app.orders.models import OrderLine
from app.orders.why import IN_KIT, why_order
from app.returns.estimate import estimate
from app.returns.find import sales
from app.returns.models import ReturnLine
from app.returns.open import ReturnInput, TooMany
from app.returns.quick import QuickLine, quick_return
from tests.app.returns.conftest import drawer, lines_of, sold
from tests.examples import examples
from tests.factories import clerk, make_product, manager
from tests.promises import broken_promises

KITS = st.tuples(
    st.integers(0, 30_000), st.integers(1, 4),
    st.lists(st.tuples(st.integers(0, 9_999), st.integers(1, 3)), min_size=1, max_size=4),
)  # fmt: skip


def box(price: str = "30.00", quantity: int = 1) -> tuple[int, Any, Any, Any]:
    """Sold: boxes of two mugs at 14.00 and a tea at 8.00; returns the order and its lines."""
    mug = make_product("MUG", price="14.00", on_hand=9, cost="4.00")
    tea = make_product("TEA", price="8.00", on_hand=9, cost="3.00")
    kit = make_product("BOX", price=price)
    save_kit(manager, kit, ((mug, 2), (tea, 1)))
    order = sold((kit, quantity))
    return (order, *lines_of(order))


@given(KITS, st.randoms())
def test_parts_in_any_order_are_worth_exactly_the_kit(kit: Any, chance: Any) -> None:
    total, kits, parts = kit
    weights = [weight for weight, _each in parts]
    pieces = [place for place, (_weight, each) in enumerate(parts) for _one in range(each * kits)]
    chance.shuffle(pieces)
    back, paid = [0] * len(parts), 0

    for place in pieces:
        before = part_of_kit(total, kits, weights, place, each=parts[place][1], count=back[place])
        back[place] += 1
        share = part_of_kit(total, kits, weights, place, each=parts[place][1], count=back[place]) - before
        assert share >= 0
        paid += share
        assert paid <= total

    assert paid == total


def test_any_mixture_of_parts_and_kits_pays_back_what_was_paid_and_its_tax(till: str) -> None:
    @settings(max_examples=examples(12), phases=(Phase.reuse, Phase.generate))
    @given(st.integers(1, 9_999), st.integers(1, 3), st.randoms())
    def check(price: int, quantity: int, chance: Any) -> None:
        mug = make_product(price="14.00", on_hand=20, cost="4.00")
        tea = make_product(price="8.05", on_hand=20, cost="3.00")
        kit = make_product(price=f"{price / 100:.2f}")
        save_kit(manager, kit, ((mug, 2), (tea, 1)))
        order = sold((kit, quantity))
        whole, *_parts = lines_of(order)

        while left := [line for line in sales([order])[0].lines if line.can_return]:
            line = chance.choice(left)
            count = chance.randint(1, line.can_return)
            told = estimate(order, [ReturnInput(line.order_line_id, count)])
            assert (
                quick_return(clerk, order, [QuickLine(line.order_line_id, count)]).credited_minor == told.credited_minor
            )

        rows = list(ReturnLine.select().where(ReturnLine.order_line.in_([line.id for line in lines_of(order)])))
        assert sum(row.refund_minor + row.fee_minor for row in rows) == whole.total_minor
        assert sum(row.tax_minor for row in rows) == whole.tax_minor
        assert [line.returned for line in lines_of(order)] == [line.quantity for line in lines_of(order)]
        assert broken_promises() == []

    check()


def test_a_part_alone_pays_its_share_and_the_kit_afterwards_what_is_left(till):
    order, kit, mug, tea = box()

    assert quick_return(clerk, order, [QuickLine(tea.id, 1)]).credited_minor == 667
    with pytest.raises(TooMany):
        quick_return(clerk, order, [QuickLine(tea.id, 1)])
    assert quick_return(clerk, order, [QuickLine(mug.id, 1)]).credited_minor == 1_167
    assert quick_return(clerk, order, [QuickLine(kit.id, 1)]).credited_minor == 1_166

    assert [line.returned for line in lines_of(order)] == [1, 2, 1]
    with pytest.raises(TooMany):
        quick_return(clerk, order, [QuickLine(kit.id, 1)])
    assert broken_promises() == []


def test_the_last_part_brings_its_kit_back(till):
    order, _kit, mug, tea = box(quantity=2)

    for line, count in ((mug, 4), (tea, 2)):
        quick_return(clerk, order, [QuickLine(line.id, count)])

    assert drawer() == 50_000
    assert [line.returned for line in lines_of(order)] == [2, 4, 2]
    assert broken_promises() == []


def test_parts_and_what_they_stand_for_are_shown_before_they_come_back(till):
    order, kit, mug, tea = box()
    assert worth_of_parts(order) == {mug.id: 2_333, tea.id: 667}

    shown = {line.order_line_id: line for line in sales([order])[0].lines}
    assert (shown[mug.id].paid_minor, shown[tea.id].paid_minor) == (2_333, 667)
    assert (shown[mug.id].kit_line_id, shown[mug.id].kit_name) == (kit.id, kit.name)
    steps = [(step.name, step.amount_minor) for step in why_order(order).lines[0].steps if step.kind == IN_KIT]
    assert steps == [(mug.name, 2_333), (tea.name, 667)]
    assert [(one.order_line_id, one.refund_minor) for one in estimate(order, [ReturnInput(tea.id, 1)]).lines] == [
        (tea.id, 667)
    ]


def test_goods_that_come_back_for_two_reasons_at_once_are_worth_what_was_paid(till):
    order = sold((make_product(price="10.00", on_hand=3), 3))
    line = lines_of(order)[0]

    two = [QuickLine(line.id, 1, "damaged"), QuickLine(line.id, 2, "wrong_size")]
    told = estimate(order, [ReturnInput(line.id, 1, "damaged"), ReturnInput(line.id, 2, "wrong_size")])

    assert told.credited_minor == quick_return(clerk, order, two).credited_minor == 3_000
    assert OrderLine.get_by_id(line.id).returned == 3
    assert broken_promises() == []
