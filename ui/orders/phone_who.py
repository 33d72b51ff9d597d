"""Who calls, and where they live: what is asked of the store for it while the call goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.orders.phone_questions import match_of

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.orders.phone_desk import PhoneDesk

MOST = 4  # customers that are offered


def look_for(calls: PhoneDesk, desk: Desk, text: str) -> None:
    """Customers whom a number or name that is being typed may mean."""

    def find() -> list[Any]:
        from app.customers.queries import find_customers

        return [match_of(row) for row in find_customers(text, MOST)]

    desk.read(calls, find, _of_this(calls), merge="matches")


def offer(calls: PhoneDesk, desk: Desk, customer_ids: list[int]) -> None:
    """Show customers who may be the caller."""

    def find() -> list[Any]:
        from app.customers.queries import customer_card

        return [match_of(customer_card(customer_id).row) for customer_id in customer_ids[:MOST]]

    desk.read(calls, find, _of_this(calls), merge="matches")


def _of_this(calls: PhoneDesk) -> Any:
    """Whom another call was about is not offered to this one."""
    uid = calls.call.uid
    return lambda found: calls.matched.emit(found) if calls.call.uid == uid else None


def read_customer(
    calls: PhoneDesk, desk: Desk, customer_id: int, *, fresh: bool, collects: bool = False
) -> None:  # fmt: skip
    """Read a customer; a `fresh` one is taken as the caller, who `collects` the goods when standing here."""

    def find() -> Any:
        from app.customers.queries import customer_card
        from app.orders.phone_reads import often_bought
        from app.payments.queries import customer_money

        card = customer_card(customer_id)
        return card, match_of(card.row), often_bought(customer_id), customer_money(customer_id)[0]

    def show(found: Any) -> None:
        card, match, often, debt = found
        calls.known.credit_limit_minor, calls.known.debt_minor = card.row.credit_limit_minor, debt
        calls.known.orders = card.row.order_count
        if fresh:
            calls.take(card, match[1], collects=collects)
        calls.often.emit(card.row.name.split()[0], often)
        calls.matched.emit([match])
        calls.changed.emit()

    def show_known(found: Any) -> None:
        if calls.call.customer_id == customer_id:
            show(found)

    desk.read(calls, find, calls.while_shown(show) if fresh else show_known, urgent=fresh)


def check_address(calls: PhoneDesk, desk: Desk) -> None:
    """What may be wrong with the address."""
    address, country = calls.call.address, calls.rules.get("country", "")
    if not address:
        calls.known.address_says = []
        return

    def find() -> list[str]:
        from app.customers.addresses import check_address as check

        found = check(
            address.get("country") or country, address["line1"], address["city"], address["region"], address["postcode"]
        )
        return [problem.sentence for problem in found]

    def show(found: list[str]) -> None:
        if calls.call.address == address:
            calls.known.address_says = found
            calls.changed.emit()

    desk.read(calls, find, show, merge="address")
