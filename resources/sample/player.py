"""Plays orders through the shop's own commands at their own times: the sample shop's past is made, not painted.

Acts wait in a queue by time; each runs with the clock frozen at its moment and may queue what follows from it.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from app.catalog.models import Product
from app.core import clock
from app.core.actor import Actor
from app.counter.lines import Buyer
from app.counter.lookup import look_up
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.customers.models import Customer, CustomerGroup
from app.delivery.deliver import ProofData, deliver, return_run, settle_run
from app.delivery.dispatch import hand_to_carrier, leave_run, plan_run
from app.delivery.models import Shipment
from app.delivery.shelf import collect, put_on_shelf
from app.orders.draft import DraftLine, OrderDraft
from app.orders.models import Fulfillment, Order
from app.orders.place import place_order
from app.orders.states import Channel, FulfillmentState, Method, OrderState, PayPlan
from app.packing.cartons import Piece, cartons, suggest_carton
from app.packing.close import close_parcel
from app.packing.queries import PackLine, pack_screen
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.packing.weight import expected_weight
from app.payments.cod import hand_in
from app.payments.models import Tender
from app.payments.pay import pay_order, record_online
from app.payments.shift import open_shift
from app.payments.tender import TenderInput
from app.payments.till import current_shift
from app.picking.models import PickTask, TaskState
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.review.decide import approve_order
from app.staff.models import Person
from app.staff.sign_in import actor_for
from resources.sample.care import answer

MINUTE_MS = 60_000
Act = Callable[[], None]
Lines = list[tuple[str, int]]


@dataclass
class Plan:
    """One order and when its steps happen, in minutes after it was placed; a step left out does not happen."""

    channel: Channel
    lines: Lines
    method: Method
    pay: str  # paid_online, cod, at_pickup, account, none
    customer: str | None
    by: str
    station: str
    minutes: dict[str, int] = field(default_factory=dict)  # approve, pick, pack, leave, deliver, collect
    stars: int = 0
    words: str = ""
    carrier: str = "an_post"
    note: str = ""
    promised_minutes: int | None = None
    order_id: int = 0
    signals: dict[str, Any] | None = None
    address: dict[str, Any] | None = None  # where it goes, if not to the customer's own
    express: bool = False


class Player:
    """A queue of acts and the people who do them."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self._queue: list[tuple[int, int, Act]] = []
        self._turn = count()
        self._people = dict(Person.select(Person.name, Person.id).tuples())
        self._customers = {row.name: row for row in Customer.select()}
        self._groups = {row.id: row for row in CustomerGroup.select()}
        self._skus = dict(Product.select(Product.id, Product.sku).tuples())
        self.ids = {sku: product for product, sku in self._skus.items()}
        sizes = (Product.length_mm, Product.width_mm, Product.height_mm, Product.weight_grams)
        self._measures = {row[0]: row[1:] for row in Product.select(Product.id, *sizes).tuples()}
        self._cartons = cartons()
        self._tracking = count(10_000_000)
        self._actors: dict[tuple[str, str], Actor] = {}
        self.waiting_for_van: list[Plan] = []

    # -- time

    def at(self, moment: int, act: Act) -> None:
        """Queue an act."""
        heapq.heappush(self._queue, (moment, next(self._turn), act))

    def later(self, minutes: int, act: Act) -> None:
        """Queue an act for so many minutes from now."""
        self.at(clock.now_ms() + minutes * MINUTE_MS, act)

    def run(self, until: int) -> None:
        """Run everything up to a moment; what lies behind it does not happen."""
        while self._queue and self._queue[0][0] <= until:
            moment, _turn, act = heapq.heappop(self._queue)
            with clock.frozen(moment):
                act()
        self._queue.clear()

    def who(self, name: str, station: str) -> Actor:
        """A person at a station."""
        actor = self._actors.get((name, station))
        if actor is None:
            actor = self._actors[name, station] = actor_for(self._people[name], station)
        return actor

    def person_id(self, name: str) -> int:
        """The id of somebody who works here."""
        return int(self._people[name])

    # -- counter

    def counter_sale(self, name: str, station: str, lines: Lines, *, cash: bool, customer: str | None = None) -> None:
        """Sell a ticket at a till, in cash or by card."""
        self._sell(name, station, lines, customer, lambda total: self._tender(total, cash))

    def account_sale(self, name: str, station: str, lines: Lines, customer: str) -> None:
        """Sell a ticket at a till on a customer's account."""
        self._sell(name, station, lines, customer, lambda total: TenderInput(Tender.ON_ACCOUNT, total))

    def _sell(
        self, name: str, station: str, lines: Lines, customer: str | None, pay: Callable[[int], TenderInput]
    ) -> None:  # fmt: skip
        by = self.who(name, station)
        if current_shift(station) is None:
            open_shift(by, 15_000)
        ticket = Ticket(f"sample-{station}-{clock.now_ms()}-{next(self._turn)}")
        for sku, quantity in lines:
            ticket.add(look_up(sku)[0].item, quantity)
        ticket.set_buyer(self.buyer(customer))
        ticket.check_age()
        for line in ticket.lines:
            ticket.hold_in_hand(line.item.product_id)
        total = ticket.totals().total_minor
        sale = ticket.to_sale([pay(total)], print_receipt=False)
        sell(by, sale, key=ticket.uid)

    def _tender(self, total: int, cash: bool) -> TenderInput:
        if cash:
            rounded = (total + 2) // 5 * 5
            given = next((note for note in (500, 1000, 2000, 5000, 10_000) if note >= rounded), rounded)
            return TenderInput(Tender.CASH, total, given_minor=max(given, rounded))
        code = f"{self.rng.randrange(10**6):06}"
        return TenderInput(
            Tender.CARD, total, auth_code=code, reference=f"T{next(self._tracking)}", masked_pan="•••• 4417"
        )

    def buyer(self, name: str | None) -> Buyer | None:
        """A customer as a ticket knows one."""
        row = self._customers.get(name or "")
        if row is None:
            return None
        group = self._groups.get(row.group_id)
        return Buyer(row.id, row.name, group.discount_bp if group else 0, group.name if group else "")

    # -- orders

    def place(self, plan: Plan) -> None:
        """Place an order and queue its steps."""
        by = self.who(plan.by, plan.station)
        placed = place_order(by, self.draft(plan))
        plan.order_id = placed.order_id
        if plan.pay == "paid_online":
            record_online(by, placed.order_id, placed.total_minor, f"WEB-{next(self._tracking)}")
        if placed.state == OrderState.IN_REVIEW and "approve" in plan.minutes:
            self.later(plan.minutes["approve"], lambda: self._approve(plan))
        if "pick" in plan.minutes:
            self.later(plan.minutes["pick"], lambda: self.pick(plan))

    def draft(self, plan: Plan) -> OrderDraft:
        """What a plan asks for."""
        customer = self._customers[plan.customer or ""]
        group = self._groups.get(customer.group_id)
        plans = {"paid_online": PayPlan.PAID_ONLINE, "cod": PayPlan.ON_DELIVERY, "at_pickup": PayPlan.AT_PICKUP,
                 "account": PayPlan.ON_ACCOUNT, "none": PayPlan.NOW}  # fmt: skip
        travels = plan.method in (Method.OWN_DRIVER, Method.CARRIER)
        promised = None
        if plan.promised_minutes is not None:
            promised = clock.now_ms() + plan.promised_minutes * MINUTE_MS
        return OrderDraft(
            plan.channel, plan.method, plans[plan.pay], customer_id=customer.id, customer_name=customer.name,
            phone=customer.phone or "", email=customer.email or "", language=customer.language,
            address=plan.address or _address(customer) if travels else None, signals=plan.signals,
            lines=tuple(DraftLine(self.ids[sku], quantity, age_checked=True) for sku, quantity in plan.lines),
            order_discount_bp=group.discount_bp if group else 0, order_discount_name=group.name if group else "",
            discount_by_rule=True, delivery_minor=(1200 if plan.express else 490) if travels else 0,
            fee_minor=250 if plan.pay == "cod" else 0, promised_at=promised, note=plan.note,
        )  # fmt: skip

    def _approve(self, plan: Plan) -> None:
        if _state(plan.order_id) == OrderState.IN_REVIEW:
            approve_order(self.who("Ruth Hartwell", "office"), plan.order_id, "Called back")

    def fulfillment(self, plan: Plan, *states: FulfillmentState) -> int | None:
        """The order's fulfillment that is in one of these states."""
        there = (Fulfillment.order == plan.order_id) & Fulfillment.state.in_(list(states))
        found = Fulfillment.select(Fulfillment.id).where(there).scalar()
        return None if found is None else int(found)

    def release(self, plan: Plan) -> int | None:
        """Make a pick list of an order that is ready; returns the batch."""
        ready = self.fulfillment(plan, FulfillmentState.READY)
        if ready is None:
            return None
        return release_batch(self.who("Ruth Hartwell", "office"), (ready,)).batch_id

    def pick(self, plan: Plan) -> None:
        """Pick all pieces, the next step follows."""
        batch = self.release(plan)
        if batch is None:
            return
        self.pick_pieces(batch, self.rng.choice(("Piotr Zając", "Grace Adeyemi")))
        if "pack" in plan.minutes:
            self.later(plan.minutes["pack"], lambda: self.pack(plan))

    def pick_pieces(self, batch: int, name: str, most: int = 10_000) -> None:
        """Scan pieces until the walk is done, or so many tasks."""
        by = self.who(name, "p1")
        tasks = PickTask.select(PickTask.product, PickTask.quantity).where(
            PickTask.batch == batch, PickTask.state == TaskState.OPEN
        )
        for product, quantity in list(tasks.order_by(PickTask.position).limit(most).tuples()):
            pick_scan(by, batch, self._skus[product], quantity)

    def pack(self, plan: Plan) -> None:
        """Scan everything again, choose the carton, weigh, close."""
        picked = self.fulfillment(plan, FulfillmentState.PICKED)
        if picked is None:
            return
        by = self.who(self.rng.choice(("Grace Adeyemi", "Piotr Zając")), "p2")
        parcel = start_packing(by, picked).parcel_id
        screen = pack_screen(parcel)
        assert screen is not None
        for line in screen.lines:
            pack_scan(by, parcel, line.sku, line.picked)
        carton = self._carton(screen.lines)
        weight = expected_weight(parcel, carton).grams + self.rng.randrange(-8, 9)
        close_parcel(by, parcel, carton, weight)
        if plan.method == Method.OWN_DRIVER:
            if "leave" in plan.minutes:
                self.waiting_for_van.append(plan)
        elif "leave" in plan.minutes:
            self.later(plan.minutes["leave"], lambda: self.leave(plan))

    def _carton(self, lines: tuple[PackLine, ...]) -> int:
        pieces = [Piece(*self._measures[line.product_id], line.picked) for line in lines]
        fits = suggest_carton(pieces, self._cartons)
        return next((fit.carton.id for fit in fits if fit.fits), self._cartons[-1].id)

    # -- on the way

    def leave(self, plan: Plan) -> None:
        """To the carrier, or on the pickup shelf."""
        packed = self.fulfillment(plan, FulfillmentState.PACKED)
        if packed is None:
            return
        by = self.who("Grace Adeyemi", "p2")
        if plan.method == Method.PICKUP:
            put_on_shelf(by, packed, f"P-{1 + packed % 4}")
            if "collect" in plan.minutes:
                self.later(plan.minutes["collect"], lambda: self.collect(plan))
        else:
            hand_to_carrier(by, packed, plan.carrier, f"AP{next(self._tracking)}IE")
            if "deliver" in plan.minutes:
                self.later(plan.minutes["deliver"], lambda: self.deliver(plan))

    def van_leaves(self, driver: str, vehicle: str, plans: list[Plan] | None = None) -> int:
        """The van takes what waits for it; returns the run, 0 when nothing waits."""
        ready = [(plan, self.fulfillment(plan, FulfillmentState.PACKED)) for plan in plans or self.waiting_for_van]
        ids = tuple(packed for _plan, packed in ready if packed)
        if plans is None:
            self.waiting_for_van = []
        if not ids:
            return 0
        by = self.who("Grace Adeyemi", "p2")
        run = plan_run(by, self.person_id(driver), vehicle, ids).run_id
        leave_run(by, run)
        for plan, packed in ready:
            if packed and "deliver" in plan.minutes:
                self.later(plan.minutes["deliver"], lambda plan=plan: self.deliver(plan))
        return run

    def van_is_back(self, run: int, driver: str) -> None:
        """The driver hands in the cash of a finished run."""
        by = self.who("Ruth Hartwell", "office")
        open_stops = Shipment.select().join(Fulfillment).where(
            Shipment.run == run, Fulfillment.state == FulfillmentState.DISPATCHED
        )  # fmt: skip
        if open_stops.exists():
            return
        return_run(by, run)
        from app.payments.models import Claim, ClaimState

        holder = f"driver:{self.person_id(driver)}"
        taken = Claim.select().where(Claim.run_ref == run, Claim.state == ClaimState.WITH_DRIVER)
        cash = sum(claim.collected_minor for claim in taken)
        if cash:
            hand_in(by, holder, cash, run)
        settle_run(by, run)

    def deliver(self, plan: Plan) -> None:
        """Hand over at the door; feedback may follow."""
        moving = self.fulfillment(plan, FulfillmentState.DISPATCHED)
        if moving is None:
            return
        query = Shipment.select(Shipment.id, Shipment.cod_minor, Order.customer_name).join(Fulfillment).join(Order)
        shipment, due, name = query.where(Shipment.fulfillment == moving).tuples().get()
        proof = ProofData(name, checklist=("counted", "undamaged"), collected_minor=due)
        deliver(self.who("Dara Murray", "p2"), shipment, proof, age_checked=True)
        self._ask(plan)

    def collect(self, plan: Plan) -> None:
        """The customer comes for it and pays what is owed."""
        ready = self.fulfillment(plan, FulfillmentState.READY_FOR_PICKUP)
        if ready is None:
            return
        by = self.who("Maya Kelly", "till-1")
        from app.payments.order_account import owed

        due = owed(plan.order_id)
        if due > 0:
            if current_shift("till-1") is None:
                open_shift(by, 15_000)
            pay_order(by, plan.order_id, [self._tender(due, cash=False)], print_receipt=False)
        collect(by, ready, Shipment.get(Shipment.fulfillment == ready).pickup_code, age_checked=True)
        self._ask(plan)

    def _ask(self, plan: Plan) -> None:
        if plan.stars:
            minutes = self.rng.randrange(60, 600)
            by = self.who("Aoife Nolan", "desk-2")
            self.later(minutes, lambda: answer(self, by, plan))


def _state(order_id: int) -> OrderState:
    return OrderState(Order.select(Order.state).where(Order.id == order_id).scalar())


def _address(customer: Any) -> dict[str, Any] | None:
    row = customer.addresses.first()
    if row is None:
        return None
    names = ("line1", "line2", "city", "region", "postcode", "country", "note", "lat_e6", "lon_e6")
    return {name: getattr(row, name) for name in names}
