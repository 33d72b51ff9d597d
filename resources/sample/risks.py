"""What review is there for: rules of a certain day, goods that are easily sold on, and past orders that went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command
from app.delivery.deliver import refused
from app.delivery.models import Shipment
from app.orders.cancel import cancel_order
from app.orders.models import Fulfillment, Order
from app.orders.states import Channel, FulfillmentState, Method, OrderState
from app.review.decide import reject_order
from app.review.lists import mark_resold, put_on_list
from app.review.rules import change_rule
from resources.sample.player import MINUTE_MS, Lines, Plan, Player

LEAVES = ["16:00"]
RESOLD = ("STV-TR-OLV", "KNF-CHF", "CAS-4-RED", "GRD-STL")
HOME_STEPS = {"approve": 25, "pick": 90, "pack": 20, "leave": 30}
FAR = {"line1": "Parcel shop, 8 Patrick Street", "city": "Limerick", "postcode": "V94 X2A1", "country": "IE",
       "lat_e6": 52663900, "lon_e6": -8626700}  # fmt: skip

# Days ago, hour, customer, goods, how it is paid, what was odd, how it ended.
PAST: tuple[tuple[int, str, str, Lines, str, str, str], ...] = (
    (26, "10:20", "Karl Byrne", [("KNF-CHF", 3), ("CAS-4-RED", 1)], "paid_online", "cards far", "rejected"),
    (25, "19:40", "Joan Walsh", [("KET-12-COP", 2), ("MUG-350-FOR", 2)], "cod", "", "refused"),
    (23, "11:15", "Carl Simms", [("CAS-4-FOR", 2), ("PLT-4-CRM", 2)], "cod", "", "refused"),
    (22, "18:05", "Max Bauer", [("KNF-CHF", 4)], "paid_online", "cards express", "rejected"),
    (20, "09:30", "Rita Moran", [("BWL-4", 1), ("GLS-4", 2)], "paid_online", "far", "good"),
    (19, "14:45", "Paul Grant", [("CAS-4-CRM", 2), ("KNF-BRD", 1)], "paid_online", "far express", "good"),
    (17, "20:10", "Jim Farr", [("KET-12-CRM", 3), ("GRD-STL", 1)], "cod", "", "cancelled"),
    (15, "12:30", "Colm Daly", [("KNF-CHF", 2), ("KNF-PAR", 2)], "paid_online", "card_name", "cancelled"),
    (13, "17:20", "Gavin Moss", [("CAS-4-RED", 3)], "paid_online", "cards far express", "rejected"),
    (12, "10:50", "Petra Kline", [("PLT-4-SKY", 4), ("BWL-4", 2)], "paid_online", "", "good"),
    (10, "13:40", "Tom Hyland", [("CAS-4-FOR", 1), ("SKL-30", 2)], "cod", "", "good"),
    (9, "19:25", "Rory Shaw", [("GRD-STL", 2)], "paid_online", "cards", "rejected"),
    (7, "11:35", "Orla Fitzgerald", [("KNF-CHF", 1), ("BRD-WAL", 1)], "paid_online", "express", "good"),
    (6, "15:15", "Hazel Moore", [("KET-12-COP", 3), ("CUP-ESP-CRM", 4)], "cod", "", "refused"),
    (4, "09:55", "Mateo Silva", [("CAS-4-CRM", 1), ("POT-18-FOR", 2)], "paid_online", "card_name far", "good"),
    (3, "18:30", "Cillian Roche", [("KNF-CHF", 3)], "paid_online", "cards express", "rejected"),
)  # fmt: skip


class Risks:
    """Queues the settings of review and a month of orders that it might have stopped."""

    def __init__(self, player: Player, today: str) -> None:
        self._player, self._today = player, today

    def queue(self) -> None:
        """Queue everything relative to today."""
        self._at(29, "08:00", self._set_up)
        self._at(21, "08:00", self._change_rules)
        for days, hour, customer, lines, pay, odd, end in PAST:
            plan = Plan(
                Channel.ONLINE, lines, Method.OWN_DRIVER, pay, customer, "Aoife Nolan", "desk-2", dict(HOME_STEPS),
            )  # fmt: skip
            self._at(days, hour, lambda plan=plan, odd=odd, end=end: self._order(plan, odd, end))
        for days in (24, 21, 18, 16, 11, 8, 5, 2):
            self._at(days, "21:30", self._change_of_mind)

    def _at(self, days: int, hour: str, act: Callable[[], Any]) -> None:
        self._player.at(clock.at_local(clock.add_days(self._today, -days), hour), act)

    def _ruth(self) -> Actor:
        return self._player.who("Ruth Hartwell", "office")

    def _set_up(self) -> None:
        _set_departures(self._ruth())
        for sku in RESOLD:
            mark_resold(self._ruth(), self._player.ids[sku], is_resold=True)

    def _change_rules(self) -> None:
        """The first of November: the manager made cash at the door a little stricter."""
        change_rule(self._ruth(), "cash_on_delivery", 35, 15_000)

    def _order(self, plan: Plan, odd: str, end: str) -> None:
        plan.signals, plan.express = signals(plan, odd.split(), clock.now_ms()), "express" in odd
        if "far" in odd:
            plan.address = FAR
        if end in ("rejected", "cancelled"):
            plan.minutes = {}
        elif end == "good":
            plan.minutes = {**HOME_STEPS, "deliver": 120}
        self._player.place(plan)
        if end in ("rejected", "cancelled"):
            self._player.later(35, lambda: self._turn_down(plan, end))
        elif end == "refused":
            self._player.later(26 * 60, lambda: self._refuse(plan))

    def _turn_down(self, plan: Plan, end: str) -> None:
        state = Order.get_by_id(plan.order_id).state
        if state == OrderState.IN_REVIEW:
            reject_order(self._ruth(), plan.order_id, "The payment is not trusted")
            if end == "rejected" and plan.customer == "Gavin Moss":
                put_on_list(self._ruth(), plan.order_id, ["card"], "Three cards tried", is_trusted=False)
        elif state == OrderState.CONFIRMED:
            cancel_order(self._ruth(), plan.order_id, "The customer cannot be reached")

    def _refuse(self, plan: Plan) -> None:
        moving = self._player.fulfillment(plan, FulfillmentState.DISPATCHED)
        if moving is not None:
            shipment = Shipment.get(Shipment.fulfillment == moving)
            refused(self._player.who("Dara Murray", "p2"), shipment.id, "Did not want it any more")

    def _change_of_mind(self) -> None:
        """The newest order of the day that nobody has touched is called off."""
        ready = Fulfillment.select(Fulfillment.order).where(Fulfillment.state == FulfillmentState.READY)
        order = Order.select(Order.id).where(Order.state == OrderState.CONFIRMED, Order.id.in_(ready)).order_by(
            Order.id.desc()
        ).first()  # fmt: skip
        if order is not None:
            cancel_order(self._ruth(), order.id, "changed mind")


@command("sample.departures")
def _set_departures(by: Actor) -> None:
    """When goods leave, and how long a decision may take."""
    settings.write("review.leaves_at", LEAVES)
    settings.write("review.decide_minutes", 480)


def signals(plan: Plan, odd: list[str], now: int) -> dict[str, Any]:
    """What the web shop told of an order's payment, with what was odd about it."""
    last4 = f"{sum(map(ord, plan.customer or '')) % 9000 + 1000}"
    cards: list[list[Any]] = [["Visa", last4, True, now]]
    if "cards" in odd:
        cards = [["Visa", "2210", False, now - 4 * MINUTE_MS], ["Visa", "8841", False, now - 2 * MINUTE_MS], *cards]
    name = "R MILLER" if "card_name" in odd else (plan.customer or "").upper()
    told: dict[str, Any] = {
        "cards": cards,
        "card_name": name,
        "card_country": "IE",
        "three_d_secure": "cards" not in odd,
    }
    if "far" in odd:
        told["billing"] = {"line1": "2 Thomas Street", "city": "Dublin 8", "country": "IE", "lat_e6": 53342800,
                           "lon_e6": -6281900}  # fmt: skip
    if "express" in odd:
        told["express"] = "Express, next morning"
    return told
