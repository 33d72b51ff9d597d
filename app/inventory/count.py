"""Counting a bin while the shop goes on selling: blind, and the difference is booked, never the figure.

What counts is how far the books were off at the moment of counting.  What was sold since is in the books anyway, so
the difference still holds when it is accepted an hour later.
"""

from __future__ import annotations

from app.catalog.models import Product
from app.core import clock
from app.core.actor import Actor, NotPermitted
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.money import format_money, line_minor
from app.core.refusal import NotFound, Refusal, StateChanged
from app.inventory.models import BinStock, Count, CountLine, CountState
from app.inventory.move import book_difference
from app.inventory.places import bin_code

OPEN_STATES = (CountState.OPEN, CountState.COUNTED)


class NegativeCount(Refusal):
    """Nobody counts fewer than none."""


class SoldSinceCounted(Refusal):
    """More went out of the bin than was counted in it, so the count cannot be right."""


@command("inventory.ask_count")
def ask_count(by: Actor, place_id: int, reason: str = "") -> int:
    """Put a bin on the list of bins to count; returns the count, the one that waits already if there is one.

    NotFound and NotABin when there is no such bin.
    """
    bin_code(place_id)
    return queue_count(place_id, reason)


def queue_count(place_id: int, reason: str) -> int:
    """The step behind `ask_count`, for a short pick or a found piece; a bin waits in the list only once."""
    waiting = Count.get_or_none(Count.place == place_id, Count.state.in_(OPEN_STATES))
    if waiting is None:
        values = {"place": place_id, "state": CountState.OPEN, "reason": reason[:60], "who": 0}
        count_id = int(Count.insert(asked_at=clock.now_ms(), **values).execute())
    else:
        count_id = int(waiting.id)
    touch("count", count_id)
    return count_id


@command("inventory.start_count")
def start_count(by: Actor, place_id: int, reason: str = "") -> int:
    """Begin to count a bin; returns the count.

    StateChanged when somebody else is counting it, or when it is counted and waits to be accepted.
    """
    code = bin_code(place_id)
    count_id = queue_count(place_id, reason)
    mine = (Count.who == 0) | (Count.who == by.person_id)
    match = (Count.id == count_id) & (Count.state == CountState.OPEN) & mine
    if not Count.update(who=by.person_id).where(match).execute():
        raise StateChanged("count", count_id)
    note(bin=code, reason=reason)
    return count_id


@command("inventory.record_count")
def record_count(by: Actor, count_id: int, product_id: int, counted: int) -> None:
    """Write down how many of a product lie in the bin; what the books say at this moment is kept beside it, unseen.

    Written down again, the new figure holds.
    """
    if counted < 0:
        raise NegativeCount(_("How many are there? Type 0 for none."), product_id=product_id)
    count = _count(count_id)
    _lock(count_id, CountState.OPEN, CountState.OPEN)
    if not Product.select().where(Product.id == product_id).exists():
        raise NotFound("product", product_id)
    _write_line(count_id, product_id, _in_books(count.place_id, product_id), counted)
    touch("count", count_id)
    note(bin=bin_code(count.place_id), product=product_id, counted=counted)


@command("inventory.close_count")
def close_count(by: Actor, count_id: int) -> int:
    """Finish counting: what the books have in the bin and nobody found counts as none; returns how many lines differ.

    A count without a difference is accepted at once.
    """
    count = _count(count_id)
    _lock(count_id, CountState.OPEN, CountState.COUNTED)
    seen = {line.product_id for line in CountLine.select().where(CountLine.count == count_id)}
    for row in BinStock.select().where(BinStock.place == count.place_id, BinStock.on_hand > 0):
        if row.product_id not in seen:
            _write_line(count_id, row.product_id, row.on_hand, 0)
    differ = CountLine.select().where(CountLine.count == count_id, CountLine.counted != CountLine.expected).count()
    state = CountState.COUNTED if differ else CountState.ACCEPTED
    Count.update(state=state, counted_at=clock.now_ms(), who=by.person_id).where(Count.id == count_id).execute()
    _touch(count)
    note(bin=bin_code(count.place_id), differ=differ)
    return int(differ)


@command("inventory.accept_count")
def accept_count(by: Actor, count_id: int) -> None:
    """Book the differences of a closed count as found or lost.

    NotPermitted when they cost more than the limit `count_difference_minor`; SoldSinceCounted when goods went that
    were not counted; OutOfStock when promised goods are missing and the promise cannot be given back.
    """
    count = _count(count_id)
    _lock(count_id, CountState.COUNTED, CountState.ACCEPTED)
    lines = list(CountLine.select(CountLine, Product).join(Product).where(CountLine.count == count_id))
    off = [(line, line.counted - line.expected) for line in lines if line.counted != line.expected]
    cost_minor = sum(line_minor(abs(by_how), line.product.cost_e4, line.product.price_per) for line, by_how in off)
    _check_limit(by, cost_minor)
    for line, difference in sorted(off, key=lambda pair: pair[0].product_id):
        if -difference > _in_books(count.place_id, line.product_id):
            sentence = _("Goods went out of this bin that nobody counted. Count it again.")
            raise SoldSinceCounted(sentence, product_id=line.product_id)
        book_difference(line.product_id, count.place_id, difference, reason="count", remark=f"count {count_id}")
    _touch(count)
    note(
        bin=bin_code(count.place_id), cost_minor=cost_minor,
        differences=[[line.product.sku, line.expected, line.counted] for line, _by_how in off],
    )  # fmt: skip


@command("inventory.recount")
def recount(by: Actor, count_id: int) -> None:
    """Count a closed bin again from the start; the first figures are thrown away, the journal keeps them."""
    count = _count(count_id)
    _lock(count_id, CountState.COUNTED, CountState.OPEN)
    lines = CountLine.select(CountLine.product, CountLine.expected, CountLine.counted)
    before = [list(line) for line in lines.where(CountLine.count == count_id).tuples()]
    note(bin=bin_code(count.place_id), before=before)
    CountLine.delete().where(CountLine.count == count_id).execute()
    Count.update(counted_at=None, who=by.person_id).where(Count.id == count_id).execute()
    _touch(count)


@command("inventory.drop_count")
def drop_count(by: Actor, count_id: int) -> None:
    """Give a count up; nothing is booked."""
    count = _count(count_id)
    if not Count.update(state=CountState.DROPPED).where(Count.id == count_id, Count.state.in_(OPEN_STATES)).execute():
        raise StateChanged("count", count_id)
    _touch(count)
    note(bin=bin_code(count.place_id))


def _count(count_id: int) -> Count:
    row = Count.get_or_none(Count.id == count_id)
    if row is None:
        raise NotFound("count", count_id)
    return row


def _lock(count_id: int, old: CountState, new: CountState) -> None:
    """Take a count from one state to another (or hold it in its state) so that nobody else does so meanwhile."""
    if not Count.update(state=new).where(Count.id == count_id, Count.state == old).execute():
        raise StateChanged("count", count_id)


def _in_books(place_id: int, product_id: int) -> int:
    there = BinStock.select(BinStock.on_hand).where(BinStock.product == product_id, BinStock.place == place_id).scalar()
    return int(there or 0)


def _write_line(count_id: int, product_id: int, expected: int, counted: int) -> None:
    CountLine.insert(count=count_id, product=product_id, expected=expected, counted=counted).on_conflict(
        conflict_target=[CountLine.count, CountLine.product],
        update={CountLine.expected: expected, CountLine.counted: counted},
    ).execute()


def _check_limit(by: Actor, cost_minor: int) -> None:
    limit = by.limit("count_difference_minor")
    if cost_minor > limit and "*" not in by.rights:
        sentence = _("The difference costs {amount}. A manager has to accept more than {limit}.").format(
            amount=format_money(cost_minor), limit=format_money(limit)
        )
        raise NotPermitted(
            sentence=sentence, right="inventory.accept_count", limit=limit, asked=cost_minor,
            limit_name="count_difference_minor",
        )  # fmt: skip


def _touch(count: Count) -> None:
    touch("count", count.id)
    touch("place", count.place_id)
