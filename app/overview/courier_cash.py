"""Cash on delivery by courier and run, stop by stop; and who else owes the shop money."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee

from app.core import clock
from app.delivery.models import Carrier, Run
from app.ledger.models import Account, AccountKind
from app.orders.models import Order
from app.payments.debts import Debtor, debtors
from app.payments.models import Claim, ClaimState
from app.staff.queries import names

LEFT = peewee.JOIN.LEFT_OUTER


class CashStop(NamedTuple):
    """Cash of one order; amounts in minor units."""

    claim_id: int
    order_id: int
    number: str
    customer: str
    state: ClaimState
    due_minor: int
    collected_minor: int
    owner: str  # who bears a difference: customer, courier, write_off, or nobody


class CourierCash(NamedTuple):
    """What one courier brings of one run, or a carrier of all its parcels."""

    key: str
    holder: str
    who: str
    vehicle: str
    run_id: int | None
    run: str
    run_state: str
    expected_minor: int  # collected and not handed in
    open_minor: int  # still to be collected at doors
    stops: tuple[CashStop, ...]

    @property
    def is_settled(self) -> bool:
        """True when everything was handed in."""
        return all(stop.state == ClaimState.SETTLED for stop in self.stops)


class Debt(NamedTuple):
    """Who owes how much: `kind` is customer or courier; `customer_id` and the bills only of customers."""

    kind: str
    who: str
    customer_id: int | None
    balance_minor: int
    limit_minor: int
    phone: str
    account: Debtor | None = None

    @property
    def late_minor(self) -> int:
        """What of it is late; a courier owes at once."""
        return self.account.late_minor if self.account else 0


def courier_cash(now: int | None = None) -> list[CourierCash]:
    """Cash that is with couriers, is to be collected, or was handed in today; what is to be counted comes first."""
    today = clock.day_start_ms(clock.day_of(clock.now_ms() if now is None else now))
    moving = Claim.state.in_([ClaimState.DUE, ClaimState.WITH_DRIVER])
    settled = (Claim.state == ClaimState.SETTLED) & (Claim.settled_at >= today)
    query: Any = (
        Claim.select(
            Claim.holder, Claim.run_ref, Run.number, Run.vehicle, Run.state, Claim.id, Order.id, Order.number,
            Order.customer_name, Claim.state, Claim.amount_minor, Claim.collected_minor, Claim.difference_owner,
        )
        .join(Order)
        .switch(Claim)
        .join(Run, LEFT, on=(Run.id == Claim.run_ref))
        .where(moving | settled)
        .order_by(Claim.id)
    )  # fmt: skip
    heaps: dict[tuple[str, int | None], list[tuple[Any, ...]]] = {}
    for row in query.tuples():
        heaps.setdefault((row[0], row[1]), []).append(row)
    called = {f"driver:{ref}": name for ref, name in names().items()}
    called |= {f"carrier:{code}": name for code, name in Carrier.select(Carrier.code, Carrier.name).tuples()}
    found = [_heap(holder, run, rows, called.get(holder, holder)) for (holder, run), rows in heaps.items()]
    return sorted(found, key=lambda heap: (heap.is_settled, not heap.expected_minor, heap.open_minor > 0, heap.who))


def _heap(holder: str, run_id: int | None, rows: list[tuple[Any, ...]], who: str) -> CourierCash:
    stops = tuple(CashStop._make((*row[5:9], ClaimState(row[9]), *row[10:13])) for row in rows)
    return CourierCash(
        f"{holder}/{run_id or 0}", holder, who, rows[0][3] or "", run_id, rows[0][2] or "", rows[0][4] or "",
        sum(stop.collected_minor for stop in stops if stop.state == ClaimState.WITH_DRIVER),
        sum(stop.due_minor for stop in stops if stop.state == ClaimState.DUE), stops,
    )  # fmt: skip


def debts() -> list[Debt]:
    """Customers who owe on account, the latest bills first, and couriers who have more than is being settled now."""
    found = [
        Debt("customer", one.name, one.customer_id, one.balance_minor, one.limit_minor, one.phone, one)
        for one in debtors()
    ]
    query: Any = Account.select(Account.code, Account.balance_minor).where(
        Account.kind == AccountKind.CLAIM, Account.balance_minor > 0
    )
    found += _couriers({code.partition(":")[2]: int(minor) for code, minor in query.tuples()})
    return sorted(found, key=lambda debt: (-(debt.account.days_late if debt.account else 0), -debt.balance_minor))


def _couriers(balances: dict[str, int]) -> list[Debt]:
    """What couriers were found short of at earlier counts: their account less what they have in hand now."""
    called = {f"driver:{ref}": name for ref, name in names().items()}
    called |= {f"carrier:{code}": name for code, name in Carrier.select(Carrier.code, Carrier.name).tuples()}
    sums: Any = (
        Claim.select(Claim.holder, peewee.fn.SUM(Claim.collected_minor))
        .where(Claim.state == ClaimState.WITH_DRIVER).group_by(Claim.holder).tuples()
    )  # fmt: skip
    in_hand = {holder: int(total) for holder, total in sums}
    left = {holder: minor - in_hand.get(holder, 0) for holder, minor in balances.items()}
    return [
        Debt("courier", called.get(holder, holder), None, minor, 0, "") for holder, minor in left.items() if minor > 0
    ]
