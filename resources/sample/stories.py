"""Today's stories: orders that stand at every step now, parked sales, cases, purchases; played like the history."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from app.aftersales.models import CaseKind
from app.aftersales.open import NewCase, open_case
from app.aftersales.thread import add_note, assign, hear, reply
from app.core import clock
from app.core.refusal import Refusal
from app.counter.lookup import look_up
from app.counter.save import park_ticket, save_ticket
from app.counter.ticket import Ticket
from app.customers.models import Customer
from app.delivery.deliver import not_home, refused, set_eta
from app.delivery.models import Shipment
from app.inventory.models import Stock
from app.inventory.move import adjust_stock
from app.orders.cancel import cancel_order
from app.orders.hold import hold_order
from app.orders.models import OrderLine
from app.orders.place import place_order
from app.orders.states import Channel, FulfillmentState, Method, OrderState
from app.payments.ways_back import CardSlip
from app.purchasing.models import Supplier
from app.purchasing.order import WantedLine, create_purchase, send_purchase
from app.returns.quick import QuickLine, quick_return
from app.review.decide import hold_review
from resources.sample.data import load
from resources.sample.parts import pay_order_in_parts
from resources.sample.player import MINUTE_MS, Plan, Player

log = logging.getLogger(__name__)
METHODS = {"van": Method.OWN_DRIVER, "carrier": Method.CARRIER, "pickup": Method.PICKUP, "take_away": Method.TAKEN}
KINDS = {"complaint": CaseKind.COMPLAINT, "repair": CaseKind.REPAIR}
PAYS = {"cod": "cod", "at_pickup": "at_pickup", "instalments": "none"}
WRONG: dict[str, dict[str, Any]] = {  # what has to be asked before an order can be confirmed
    "Siobhán Brady": {"phone": ""}, "Hazel Moore": {"phone": "+353 85 555 0179 01"}, "Aisling Greene": {"postcode": "D06"},
    "Mateo Silva": {"customer_name": ""},
}  # fmt: skip
DOUBLED = ("Lena Hoff", "Ivan Petrov", "Emily Carter")  # large enough to be stopped by the rules


class Stories:
    """Queues the day's stories with a player."""

    def __init__(self, player: Player, now: int) -> None:
        self._player, self._now = player, now
        self._stories = load("stories")
        self._plans: dict[str, Plan] = {}

    def reviewed_customers(self) -> set[str]:
        """Whose first order is a story, so that history leaves them alone."""
        return {row["customer"] for row in self._stories["orders"] if row["target_state"] == "in_review"}

    def queue(self) -> None:
        """Queue everything relative to now."""
        self._player.at(self._now - 1600 * MINUTE_MS, self._count_everything)
        for row in self._stories["orders"]:
            if row["channel"] != "counter":
                self._order(row)
            elif row["payment"] == "account":
                self._at(row["minutes_ago"]["placed"], lambda row=row: self._on_account(row))
        for row in self._stories["runs"]:
            self._run(row)
        for row in self._stories["parked"]:
            self._at(row["minutes_ago"], lambda row=row: self._park(row))
        for row in self._stories["cases"]:
            self._at(row["opened_minutes_ago"], lambda row=row: self._case(row))
        for row in self._stories["purchase_orders"]:
            self._at(min(row["ordered_days_ago"], 25) * 1440, lambda row=row: self._purchase(row))

    def _at(self, minutes_ago: int, act: Any) -> None:
        self._player.at(self._now - minutes_ago * MINUTE_MS, act)

    def _count_everything(self) -> None:
        """The evening before: the shelves hold what the sample shop is to show, and what today's orders need."""
        need: dict[str, int] = {}
        for row in self._stories["orders"]:
            for sku, quantity in row["lines"]:
                times = 2 if row["customer"] in DOUBLED else 1
                need[sku] = need.get(sku, 0) + quantity * times
        by = self._player.who("Ruth Hartwell", "office")
        for row in load("products"):
            level = Stock.get(Stock.product == self._player.ids[row["sku"]])
            more = need.get(row["sku"], 0) if row["on_hand"] else 0
            wanted = row["on_hand"] + more + level.reserved
            back = row["back_stock"]["quantity"] if row["back_stock"] else 0
            difference = wanted + back - level.on_hand
            if difference:
                try:
                    adjust_stock(
                        by, level.product_id, level.home_id, difference, "found" if difference > 0 else "lost",
                        "evening count",
                    )  # fmt: skip
                except Refusal as refusal:
                    log.info("%s was not corrected: %s", row["sku"], refusal)

    # -- orders

    def _order(self, row: dict[str, Any]) -> None:
        times = 2 if row["customer"] in DOUBLED else 1
        lines = [(sku, quantity * times) for sku, quantity in row["lines"] if sku in self._player.ids]
        plan = Plan(
            Channel.PHONE if row["channel"] == "phone" else Channel.ONLINE, lines, METHODS[row["delivery"]],
            PAYS.get(row["payment"], "paid_online"), row["customer"], row["by"].get("placed") or "Aoife Nolan", "desk-2",
            carrier=row["carrier"] if row["carrier"] in ("an_post", "gls", "dpd") else "an_post",
            note=" ".join(row["notes"] or []), promised_minutes=_promise(row),
            signals=self._signals(row), address=self._elsewhere(row), express="express" in dict(row["fees"]),
        )  # fmt: skip
        if plan.method == Method.CARRIER and plan.pay == "cod":
            plan.pay = "paid_online"
        self._plans[row["ref"]] = plan
        ago = row["minutes_ago"]
        if row["target_state"] == "placed":
            self._at(ago["placed"], lambda: self._arrive(plan))
            return
        if row["customer"] == "Stephen Healy":
            twin = Plan(plan.channel, lines, plan.method, plan.pay, plan.customer, plan.by, plan.station)
            self._at(ago["placed"] + 12, lambda: self._player.place(twin))
        self._at(ago["placed"], lambda: self._player.place(plan))
        for paid in self._stories["instalment_plans"]:
            if paid["order"] == row["ref"]:
                self._at(
                    ago["placed"] - 1,
                    lambda count=paid["instalments"]: pay_order_in_parts(self._player, plan.order_id, count),
                )
        self._steps(row, plan, ago)

    def _on_account(self, row: dict[str, Any]) -> None:
        lines = [(sku, quantity) for sku, quantity in row["lines"]]
        self._player.account_sale(row["by"]["placed"], row["station"], lines, row["customer"])

    def _signals(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """What the web shop told of buyer and payment; times are minutes ago in the file."""
        told = row.get("signals")
        if not told:
            return None
        cards = [[brand, last4, good, self._now - ago * MINUTE_MS] for brand, last4, good, ago in told.get("cards", ())]
        confirmed = told.get("phone_confirmed_minutes_ago")
        kept = {key: value for key, value in told.items() if key not in ("cards", "phone_confirmed_minutes_ago")}
        if confirmed is not None:
            kept["phone_confirmed_at"] = self._now - confirmed * MINUTE_MS
        return kept | {"cards": cards}

    def _elsewhere(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """An address that is not the customer's own."""
        given = row["address"]
        if not given:
            return None
        return {
            "line1": given["street"], "city": given["town"], "region": given.get("county") or "",
            "postcode": given["postcode"], "country": given["country"], "lat_e6": given["lat_e6"],
            "lon_e6": given["lon_e6"],
        }  # fmt: skip

    def _arrive(self, plan: Plan) -> None:
        """An order that waits for a word of the customer, since something in it cannot be right."""
        wrong = dict(WRONG[plan.customer or ""])
        draft = self._player.draft(plan)
        if draft.address and "postcode" in wrong:
            wrong["address"] = draft.address | {"postcode": wrong.pop("postcode")}
        draft = replace(draft, customer_id=None, **wrong)
        place_order(self._player.who(plan.by, plan.station), draft)

    def _steps(self, row: dict[str, Any], plan: Plan, ago: dict[str, int]) -> None:
        state = row["target_state"]
        if state == "picking":
            self._at(ago.get("picking", 20), lambda: self._begin_pick(plan))
        elif "picked" in ago:
            self._at(ago["picked"], lambda: self._player.pick(plan))
        if "packed" in ago:
            self._at(ago["packed"], lambda: self._player.pack(plan))
        if "shelved" in ago or ("dispatched" in ago and plan.method == Method.CARRIER):
            self._at(ago.get("shelved", ago.get("dispatched", 0)), lambda: self._player.leave(plan))
        if "delivered" in ago:
            self._at(ago["delivered"], lambda: self._player.deliver(plan))
        if "collected" in ago:
            self._at(ago["collected"], lambda: self._player.collect(plan))
        self._ends(row, plan, ago)

    def _ends(self, row: dict[str, Any], plan: Plan, ago: dict[str, int]) -> None:
        by = self._player.who
        if row["hold"] and row["target_state"] == "in_review":
            text = row["hold"]["text"]
            self._at(row["hold"]["minutes_ago"], lambda: self._hold_review(plan, text))
        elif row["hold"]:
            text = row["hold"]["text"]
            self._at(row["hold"]["minutes_ago"], lambda: hold_order(by("Ruth Hartwell", "office"), plan.order_id, text))
        if row["target_state"] == "cancelled":
            self._at(
                ago["cancelled"], lambda: cancel_order(by("Ruth Hartwell", "office"), plan.order_id, "changed mind")
            )
        if row["target_state"] == "returned":
            self._at(ago["returned"], lambda: self._return(plan))
        if row["target_state"] == "failed":
            self._at(ago.get("refused", 60), lambda: self._fail(plan, row["failure"]))
        if row["late_minutes"] and row["target_state"] == "dispatched":
            self._at(row["late_minutes"] + 3, lambda: self._late(plan, row["late_minutes"]))

    def _begin_pick(self, plan: Plan) -> None:
        batch = self._player.release(plan)
        if batch is not None:
            self._player.pick_pieces(batch, "Piotr Zając", most=1)

    def _hold_review(self, plan: Plan, text: str) -> None:
        from app.orders.models import Order

        if Order.get_by_id(plan.order_id).state == OrderState.IN_REVIEW:
            hold_review(self._player.who("Ruth Hartwell", "office"), plan.order_id, text)

    def _shipment(self, plan: Plan, *states: FulfillmentState) -> int | None:
        found = self._player.fulfillment(plan, *states)
        return int(Shipment.get(Shipment.fulfillment == found).id) if found else None

    def _fail(self, plan: Plan, failure: dict[str, Any]) -> None:
        shipment = self._shipment(plan, FulfillmentState.DISPATCHED)
        if shipment is None:
            return
        act = not_home if failure["reason"] == "not_home" else refused
        act(self._player.who("Dara Murray", "p2"), shipment, failure["text"])

    def _late(self, plan: Plan, minutes: int) -> None:
        shipment = self._shipment(plan, FulfillmentState.DISPATCHED)
        if shipment is not None:
            eta = self._now - minutes * MINUTE_MS
            set_eta(self._player.who("Dara Murray", "p2"), shipment, eta, "traffic", tell=False)

    def _return(self, plan: Plan) -> None:
        line = OrderLine.select().where(OrderLine.order == plan.order_id).order_by(OrderLine.no).first()
        by = self._player.who("Ruth Hartwell", "till-1")
        quick_return(by, plan.order_id, [QuickLine(line.id, 1, "changed_mind")], slips=[CardSlip("R40217")])

    def _run(self, row: dict[str, Any]) -> None:
        plans = [self._plans[ref] for ref in row["stops"] if ref in self._plans]
        self._at(row["left_minutes_ago"], lambda: self._player.van_leaves(row["driver"], row["vehicle"], plans))

    # -- counter, service, purchases

    def _park(self, row: dict[str, Any]) -> None:
        by = self._player.who(row["by"], row["station"])
        ticket = Ticket(f"sample-parked-{row['name']}")
        for sku, quantity in row["lines"]:
            ticket.add(look_up(sku)[0].item, quantity)
        ticket.set_note(row["note"] or "")
        save_ticket(by, ticket.to_body(), ticket.pieces, ticket.totals().total_minor)
        park_ticket(by, ticket.uid, row["name"])

    def _case(self, row: dict[str, Any]) -> None:
        by = self._player.who(row["owner"] or "Aoife Nolan", "desk-2")
        customer = Customer.get_or_none(Customer.name == row["customer"])
        plan = self._plans.get(row["order"] or "")
        first = row["messages"][0]["text"] if row["messages"] else ""
        case = open_case(
            by, NewCase(
                KINDS.get(row["kind"], CaseKind.ENQUIRY), row["subject"], first, (plan and plan.order_id) or None,
                customer.id if customer else None, row["customer"] or "",
            ),
        )  # fmt: skip
        if row["owner"]:
            assign(by, case, by.person_id)
        for message in row["messages"][1:]:
            say = add_note if message["channel"] == "note" else hear if message["direction"] == "in" else reply
            self._at(message["minutes_ago"], lambda say=say, text=message["text"]: say(by, case, text))

    def _purchase(self, row: dict[str, Any]) -> None:
        by = self._player.who("Ruth Hartwell", "office")
        supplier = Supplier.get(Supplier.name == row["supplier"])
        wanted = [
            WantedLine(self._player.ids[sku], quantity) for sku, quantity in row["lines"] if sku in self._player.ids
        ]
        expected = clock.now_ms() + (row["ordered_days_ago"] + row["due_in_days"]) * clock.DAY_MS
        purchase = create_purchase(by, supplier.id, wanted, expected)
        if row["state"] != "draft":
            send_purchase(by, purchase)


def _promise(row: dict[str, Any]) -> int | None:
    """How many minutes after an order was placed it was promised for; stories count from the hour of the pictures."""
    left = row["promised_in_minutes"]
    return None if left is None else left + row["minutes_ago"]["placed"]
