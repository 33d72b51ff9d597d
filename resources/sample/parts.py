"""Sales that are paid in parts: made long before the rest of the past, paid month by month, two of them late by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.counter.lookup import look_up
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.notices.instalments import remind_plan
from app.payments.close import close_shift
from app.payments.drawer import expected_cash
from app.payments.instalments import open_of
from app.payments.models import InstalmentPlan, Tender
from app.payments.order_account import owed
from app.payments.pay import pay_order
from app.payments.pay_plan import pay_instalment
from app.payments.plan_reads import plan_row
from app.payments.shift import begin_count, open_shift
from app.payments.tender import TenderInput
from app.payments.till import current_shift
from resources.sample.data import load

if TYPE_CHECKING:
    from resources.sample.player import Player

TILL, SELLER = "till-1", "Maya Kelly"
# A picture of one clear point: signed, and nobody's hand.
SIGNED = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)  # fmt: skip
MINUTE_MS = 60_000


class Parts:
    """Queues the sales of the counter with a player; a day without an open till opens and closes its own."""

    def __init__(self, player: Player, now: int) -> None:
        self._player, self._now = player, now
        stories = load("stories")
        orders = {row["ref"]: row for row in stories["orders"]}
        self._rows = [(row, orders[row["order"]]) for row in stories["instalment_plans"]]
        self._codes = 0

    def queue(self) -> None:
        """Queue each sale, its payments a day before they were due, and the reminders of the late ones."""
        for row, order in self._rows:
            if order["channel"] == "counter":
                placed = self._now - order["minutes_ago"]["placed"] * MINUTE_MS
                self._player.at(placed, lambda row=row, order=order: self._sell(row, order))

    def _sell(self, row: dict[str, Any], order: dict[str, Any]) -> None:
        player = self._player
        by = player.who(SELLER, TILL)
        ticket = Ticket(f"sample-parts-{order['ref']}")
        for sku, quantity in order["lines"]:
            ticket.add(look_up(sku)[0].item, quantity)
        ticket.set_buyer(player.buyer(row["customer"]))
        ticket.check_age()
        for line in ticket.lines:
            ticket.hold_in_hand(line.item.product_id)
        total, later = ticket.totals().total_minor, row["instalments"] - 1
        rest = total // row["instalments"] * later
        paper = TenderInput(Tender.INSTALMENTS, rest, parts=later, signature=SIGNED, id_seen="Passport")
        with_till(self._player, lambda: sell(
            by, ticket.to_sale([self._card(total - rest), paper], print_receipt=False), key=ticket.uid
        ))  # fmt: skip
        plan = InstalmentPlan.select().order_by(InstalmentPlan.id.desc()).get()
        self._queue_payments(plan.id, row)

    def _queue_payments(self, plan_id: int, row: dict[str, Any]) -> None:
        found = plan_row(plan_id)
        assert found is not None
        due = [clock.at_local(part.due_on, "11:20") for part in found.open_parts]
        paid = row["paid"] - 1  # the first one was paid on the day
        for moment in due[:paid]:
            self._player.at(moment - clock.DAY_MS, lambda: self._pay(plan_id))
        for no in range(row["reminders"]):
            at = due[paid] + (2 + 7 * no) * clock.DAY_MS
            self._player.at(min(at, self._now - clock.DAY_MS), lambda: remind_plan(self._by_office(), plan_id))

    def _by_office(self) -> Any:
        return self._player.who("Ruth Hartwell", "office")

    def _pay(self, plan_id: int) -> None:
        found = plan_row(plan_id)
        if found is None or not open_of(plan_id):
            return
        by = self._player.who(SELLER, TILL)
        card = self._card(found.next_minor)
        with_till(self._player, lambda: pay_instalment(by, plan_id, [card], print_receipt=False))

    def _card(self, amount: int) -> TenderInput:
        self._codes += 1
        return TenderInput(
            Tender.CARD, amount, auth_code=f"P{self._codes:05}", reference=f"P{self._codes:07}", masked_pan="•••• 2210"
        )


def pay_order_in_parts(player: Player, order_id: int, count: int) -> None:
    """The customer of an order pays the first part by card at the till, and signs for the rest."""
    total = owed(order_id)
    later = total // count * (count - 1)
    card = TenderInput(Tender.CARD, total - later, auth_code="P90001", reference="P9000001", masked_pan="•••• 2210")
    paper = TenderInput(Tender.INSTALMENTS, later, parts=count - 1, signature=SIGNED, id_seen="Passport")
    by = player.who(SELLER, TILL)
    with_till(player, lambda: pay_order(by, order_id, [card, paper], print_receipt=False))


def with_till(player: Player, act: Any) -> None:
    """Do something at the till; one that was closed is opened for it and closed again."""
    by, closes = player.who(SELLER, TILL), current_shift(TILL) is None
    if closes:
        open_shift(by, 15_000)
    act()
    shift = current_shift(TILL)
    if closes and shift is not None:
        begin_count(by)
        cash = expected_cash(shift.id)
        close_shift(player.who("Ruth Hartwell", TILL), {"cash": cash}, None, "")
