"""What the returns screen reads, each in one job on the reader's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.returns.estimate import Estimate
from ui.payments.ways_back import Ways, load_ways
from ui.returns.draft import LOOSE, Draft


class Found(NamedTuple):
    """What a text means: a return by its slip, or sales, and the products if it was a product's code."""

    sales: list[Any]
    product_ids: set[int]
    return_id: int = 0


@dataclass
class Known:
    """What was read beside the draft: what it comes to, the policy's words, the shelves."""

    estimate: Estimate = field(default_factory=Estimate)
    policy: list[Any] = field(default_factory=list)
    shelf: dict[int, Any] = field(default_factory=dict)

    def estimate_for(self, draft: Draft) -> Estimate:
        """What a draft comes to; without a receipt it is the sum of its lines."""
        if draft.kind != LOOSE:
            return self.estimate
        total = sum(line.worth_minor for line in draft.chosen())
        return Estimate(credited_minor=total, given_minor=total)

    def shown(self, draft: Draft | None = None) -> tuple[Estimate, list[Any], dict[int, Any]]:
        """All of it, as the page takes it."""
        return (self.estimate_for(draft) if draft is not None else self.estimate), self.policy, self.shelf


def queue(view: str) -> tuple[list[Any], int]:
    """The returns of a view, and how many wait."""
    from app.returns.queries import counts, desk

    waiting = sum(counts().values())
    if view == "open":
        return desk(), waiting
    from app.returns.states import NEXT, OPEN

    return desk(states=[state for state in NEXT if state not in OPEN]), waiting


def find(text: str) -> Found:
    """The sales that a text means, or the return of a slip's number."""
    from app.inventory.queries import find_sellable
    from app.returns.find import find_sale
    from app.returns.queries import return_by_number

    return_id = return_by_number(text)
    if return_id is not None:
        return Found([], set(), return_id)
    return Found(find_sale(text), {row.product_id for row in find_sellable(text)})


def one_sale(order_id: int) -> tuple[Any, int | None, Known]:
    """A sale with its shelves, and the return of it that waits."""
    from app.returns.find import policy_words, sales
    from app.returns.open import sold_order
    from app.returns.queries import open_return_of, shelf_of

    found = sales([order_id])
    if not found:
        sold_order(order_id)  # says why nothing of it can come back
    sale = found[0]
    shelf = shelf_of(line.product_id for line in sale.lines if line.product_id)
    return sale, open_return_of(order_id), Known(policy=policy_words(sale), shelf=shelf)


def one_return(return_id: int) -> tuple[Any, Known]:
    """A return with what it comes to."""
    from app.returns.estimate import estimate_of
    from app.returns.queries import return_detail, shelf_of

    detail = return_detail(return_id)
    shelf = shelf_of(line.product_id for line in detail.lines if line.product_id)
    return detail, Known(estimate_of(return_id), [], shelf)


def refund_ways(order_id: int, return_id: int | None, lines: Sequence[tuple[int, int, str]]) -> Ways | None:
    """By which tenders the refund of a return would go, or None when nothing is paid out; on the reader's thread."""
    from app.returns.estimate import estimate, estimate_of
    from app.returns.open import ReturnInput

    found = estimate_of(return_id) if return_id else estimate(order_id, [ReturnInput(*line) for line in lines])
    # Goods that were sent in come without their customer, who cannot sign.
    return load_ways(order_id, found.given_minor, at_counter=not return_id) if found.given_minor else None


def inputs(draft: Draft) -> list[tuple[int, int, str]]:
    """What comes back, as plain values; a line without its reason counts as a changed mind until it is said."""
    return [(line.ref, line.quantity, line.reason or "changed_mind") for line in draft.chosen()]


def worth(sale: Any, lines: Sequence[tuple[int, int, str]]) -> tuple[Estimate, list[Any]]:
    """What lines of a sale come to, and what the policy says about them."""
    from app.returns.estimate import estimate
    from app.returns.find import policy_words
    from app.returns.open import ReturnInput

    return estimate(sale.order_id, [ReturnInput(*line) for line in lines]), policy_words(
        sale, [line[2] for line in lines]
    )


def product(text: str) -> Any:
    """The product that a code or name means, or None."""
    from app.inventory.queries import read_sellable, search_sellable

    _scanned, goods = read_sellable(text)
    return next(iter(goods or search_sellable(text, 1)), None)


def customer_name(customer_id: int) -> str:
    """A customer's name."""
    from app.customers.queries import customer_card

    return str(customer_card(customer_id).row.name)
