"""Plays the acts of a file through the whole cycle, by the commands that the windows call, each at its own time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import NamedTuple

from app.catalog.models import Product
from app.catalog.products import change_price
from app.core import clock, db
from app.core.actor import Actor, Approval
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.customers.address_book import NewAddress
from app.customers.customers import NewCustomer, add_customer
from app.delivery.accept import accept
from app.delivery.deliver import deliver
from app.delivery.dispatch import hand_to_carrier
from app.delivery.models import Shipment
from app.delivery.proof import ProofData
from app.delivery.shelf import collect, put_on_shelf
from app.inventory.move import AdjustReason, adjust_stock
from app.orders.draft import DraftLine, OrderDraft
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine
from app.orders.place import Placed, place_order
from app.orders.states import Channel, FulfillmentState, Method, OrderState, PayPlan
from app.packing.close import close_parcel
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.packing.weight import expected_weight
from app.payments.models import Tender
from app.payments.pay import pay_order, record_online
from app.payments.tender import TenderInput
from app.payments.ways_back import CardSlip
from app.picking.models import PickTask
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.returns.quick import QuickLine, quick_return
from app.returns.value import Value
from app.returns.without_receipt import LooseLine, return_without_receipt
from app.review.decide import approve_order
from bench.common import Timings
from bench.ground import CARRIER, Ground, address_in, channel_of, moment_ms, name_of, phone_of
from bench.matching import Bought, Part, Sold
from bench.online_retail import Act, Kind, Line, Rejected, is_goods

COMMITS_A_CHECKPOINT = 500  # as the reader's thread does while the shop is open
PAID_IN_CASH_MINOR = 5_000
SLIP = (CardSlip("R123456"),)  # of refunds to a card; the file has none
NOT_SEEN = "The sale cannot be found: bought before the records begin, or at another price."


class NotDone(Refusal):
    """The shop did not take an order as far as the file says it went."""


class _SoldRow(NamedTuple):
    line_id: int
    price_e4: int
    quantity: int
    total_minor: int
    tax_minor: int


@prepared(rows=_SoldRow)
def _sold_lines(order):
    columns = (OrderLine.id, OrderLine.unit_price_e4, OrderLine.quantity, OrderLine.total_minor, OrderLine.tax_minor)
    return OrderLine.select(*columns).where(OrderLine.order == order).order_by(OrderLine.no)


@prepared
def _parts(order):
    return (
        Fulfillment.select(Fulfillment.id, Fulfillment.state).where(Fulfillment.order == order).order_by(Fulfillment.no)
    )


@prepared
def _walk(batch):
    return (
        PickTask.select(Product.sku, PickTask.quantity).join(Product).where(PickTask.batch == batch)
        .order_by(PickTask.position)
    )  # fmt: skip


@prepared
def _tote(fulfillment):
    return (
        FulfillmentLine.select(Product.sku, FulfillmentLine.picked).join(Product)
        .where(FulfillmentLine.fulfillment == fulfillment).order_by(FulfillmentLine.id)
    )  # fmt: skip


@prepared
def _shipment(fulfillment):
    return Shipment.select(Shipment.id).where(Shipment.fulfillment == fulfillment)


class Replay:
    """Plays acts and keeps what belongs together: which order is which invoice, which return is which line."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.timings = Timings()
        self.rejected: list[Rejected] = []
        self.bad_debts: list[Line] = []
        self.corrected: list[Line] = []
        self.stuck: list[str] = []  # orders that did not reach their customer
        self.orders: dict[int, Act] = {}
        self.returns: dict[int, Line] = {}
        self.bought = Bought()
        self.held = 0
        self._customers: dict[str, int] = {}
        self._commits = 0
        self._play: dict[Kind, Callable[[Act], None]] = {
            Kind.SALE: self._sale, Kind.RETURN: self._return, Kind.FOUND: self._correct,
            Kind.WRITE_OFF: self._correct, Kind.BAD_DEBT: self._bad_debt,
        }  # fmt: skip

    def run(self, acts: Iterable[Act], told: Callable[[int], None] = lambda done: None) -> None:
        """Play all acts, each with the clock stopped at its moment."""
        for done, act in enumerate(acts, 1):
            with clock.frozen(moment_ms(act.moment)):
                self._play[act.kind](act)
            if self._commits >= COMMITS_A_CHECKPOINT:
                db.checkpoint()
                self._commits = 0
            told(done)

    def _step(self, name: str) -> AbstractContextManager[None]:
        self._commits += 1
        return self.timings.step(name)

    def _reject(self, lines: Iterable[Line], refusal: object) -> None:
        self.rejected += (Rejected(line.row, line.invoice, line.code, str(refusal)) for line in lines)

    # -- orders

    def _sale(self, act: Act) -> None:
        good = tuple(line for line in act.lines if line.price_e4 >= 0)
        self._reject((line for line in act.lines if line.price_e4 < 0), "A price is not below nought.")
        if not good:
            return
        act = act._replace(lines=good)
        try:
            placed = self._place(act)
        except Refusal as refusal:
            self._reject(act.lines, refusal)
            return
        self.orders[placed.order_id] = act
        self._remember(act, placed.order_id)
        try:
            self._to_the_customer(placed, self._draft_method(act))
        except Refusal as refusal:
            self.stuck.append(f"{act.lines[0].invoice}: {refusal}")

    def _place(self, act: Act) -> Placed:
        draft, by = self._draft(act), self.ground.seller
        if any(line.price_e4 < self.ground.items[line.code].price_e4 for line in act.lines):
            by = by.approved(self._approval("orders.change_price"))
        with self._step("place"):
            placed = place_order(by, draft)
        if placed.state == OrderState.IN_REVIEW:
            self.held += 1
            placed = placed._replace(state=self._approve(placed.order_id))
        if placed.state not in (OrderState.CONFIRMED, OrderState.COMPLETED):
            raise NotDone(f"The order stayed {placed.state}.")
        return placed

    def _approve(self, order_id: int) -> OrderState:
        first, second = self.ground.managers
        with self._step("approve"):
            decided = approve_order(first, order_id, "As in the file")
        if decided.needs_second:
            with self._step("approve"):
                decided = approve_order(second, order_id, "As in the file")
        return decided.order_state

    def _approval(self, right: str) -> Approval:
        manager = self.ground.managers[0]
        return Approval(manager.person_id, manager.name, right, "As in the file", manager.limits)

    def _draft(self, act: Act) -> OrderDraft:
        first, channel, method = act.lines[0], channel_of(act.lines[0].invoice), self._draft_method(act)
        address = address_in(first.country) if method == Method.CARRIER else None
        lines = tuple(
            DraftLine(self.ground.items[line.code].product_id, line.quantity, line.price_e4, name=line.name)
            for line in act.lines
        )
        plan = PayPlan.PAID_ONLINE if channel == Channel.ONLINE else PayPlan.NOW
        return OrderDraft(
            channel, method, plan, customer_id=self._customer(first), customer_name=name_of(first.customer),
            phone=phone_of(first.customer), address=address, lines=lines, note=f"{first.invoice} {first.country}",
            import_key=f"invoice:{first.invoice}",
        )  # fmt: skip

    def _draft_method(self, act: Act) -> Method:
        return Method.CARRIER if address_in(act.lines[0].country) else Method.PICKUP

    def _customer(self, line: Line) -> int | None:
        if not line.customer:
            return None
        if line.customer not in self._customers:
            address = address_in(line.country)
            new = NewCustomer(
                name_of(line.customer), phone=phone_of(line.customer), email=f"c{line.customer}@shop.example",
                country="GB", address=NewAddress(**address) if address else None,
            )  # fmt: skip
            with self._step("add customer"):
                self._customers[line.customer] = add_customer(self.ground.seller, new, even_if_known=True)
        return self._customers[line.customer]

    def _remember(self, act: Act, order_id: int) -> None:
        for line, row in zip(act.lines, _sold_lines.all(order_id), strict=True):
            sold = Sold(order_id, row.line_id, row.price_e4, row.quantity, Value(row.total_minor, row.tax_minor))
            self.bought.add(line, sold)

    # -- the way of the goods

    def _to_the_customer(self, placed: Placed, method: Method) -> None:
        channel = channel_of(self.orders[placed.order_id].lines[0].invoice)
        if placed.total_minor and channel == Channel.ONLINE:
            with self._step("settle"):
                record_online(self.ground.seller, placed.order_id, placed.total_minor, f"WEB-{placed.number}")
        elif placed.total_minor and method == Method.PICKUP:
            self._pay(placed)
        shipments = []
        for fulfillment, state in _parts.all(placed.order_id):
            if state != FulfillmentState.READY:
                raise NotDone(f"Goods of order {placed.number} are {state}, though there are enough.")
            self._pick(fulfillment)
            self._pack(fulfillment)
            shipments.append(self._hand_over(fulfillment, method, placed))
        if placed.total_minor and channel != Channel.ONLINE and method == Method.CARRIER:
            self._pay(placed)
        for shipment in shipments:
            with self._step("accept"):
                accept(self.ground.packer, shipment)

    def _pick(self, fulfillment: int) -> None:
        packer = self.ground.packer
        with self._step("release"):
            batch = release_batch(packer, (fulfillment,)).batch_id
        for sku, quantity in _walk.all(batch):
            with self._step("pick scan"):
                verdict = pick_scan(packer, batch, sku, quantity)
            if verdict.last != quantity:
                raise NotDone(f"{sku}: {verdict.sentence}")

    def _pack(self, fulfillment: int) -> None:
        packer = self.ground.packer
        with self._step("start packing"):
            parcel = start_packing(packer, fulfillment).parcel_id
        for sku, quantity in _tote.all(fulfillment):
            with self._step("pack scan"):
                verdict = pack_scan(packer, parcel, sku, quantity)
            if verdict.last != quantity:
                raise NotDone(f"{sku}: {verdict.sentence}")
        with self._step("close parcel"):
            close_parcel(packer, parcel, None, expected_weight(parcel, None).grams)

    def _hand_over(self, fulfillment: int, method: Method, placed: Placed) -> int:
        packer, act = self.ground.packer, self.orders[placed.order_id]
        proof = ProofData(name_of(act.lines[0].customer), checklist=("counted",))
        if method == Method.PICKUP:
            with self._step("put on shelf"):
                code = put_on_shelf(packer, fulfillment, "P-1")
            with self._step("collect"):
                collect(packer, fulfillment, code, proof=proof, age_checked=True)
            return int(_shipment.one(fulfillment)[0])
        with self._step("dispatch"):
            shipment = hand_to_carrier(packer, fulfillment, CARRIER)
        with self._step("deliver"):
            deliver(packer, shipment, proof, age_checked=True)
        return shipment

    def _pay(self, placed: Placed) -> None:
        """By card; small amounts in cash."""
        tender = TenderInput(Tender.CASH, placed.total_minor)
        if placed.total_minor > PAID_IN_CASH_MINOR:
            card = {"auth_code": "123456", "reference": f"T{placed.number}", "masked_pan": "•••• 4417"}
            tender = TenderInput(Tender.CARD, placed.total_minor, **card)
        with self._step("settle"):
            pay_order(self.ground.seller, placed.order_id, [tender])

    # -- what comes back

    def _return(self, act: Act) -> None:
        for line in act.lines:
            wanted = abs(line.quantity)
            self.bought.count(line, wanted)
            if line.price_e4 < 0:
                self._reject([line], "A price is not below nought.")
                continue
            try:
                parts = self.bought.match(line, wanted)
                self._with_receipt(line, parts) if parts else self._without_receipt(line, wanted)
            except Refusal as refusal:
                self._reject([line], refusal)

    def _with_receipt(self, line: Line, parts: list[Part]) -> None:
        for sold, quantity in parts:
            worth = sold.worth(quantity)
            with self._step("return"):
                settled = quick_return(self._desk(), sold.order_id, [QuickLine(sold.line_id, quantity)], slips=SLIP)
            sold.take_back(quantity, worth)
            self.returns[settled.return_id] = line
        self.bought.counts["with_receipt_lines"] += 1

    def _without_receipt(self, line: Line, wanted: int) -> None:
        """At the file's price; one above today's is put right by a manager first, and back afterwards."""
        item, manager = self.ground.items[line.code], self._desk()
        dearer = line.price_e4 > item.price_e4
        if dearer:
            with self._step("change price"):
                change_price(manager, item.product_id, line.price_e4)
        loose = LooseLine(item.product_id, wanted, line.price_e4)
        with self._step("return without receipt"):
            settled = return_without_receipt(manager, [loose], self._customer(line), NOT_SEEN)
        self.returns[settled.return_id] = line
        self.bought.counts["without_receipt_lines"] += 1
        if dearer:
            with self._step("change price"):
                change_price(manager, item.product_id, item.price_e4)

    def _desk(self) -> Actor:
        return self.ground.managers[0]

    # -- corrections

    def _correct(self, act: Act) -> None:
        line = act.lines[0]
        item = self.ground.items[line.code]
        if not is_goods(line.code):
            self._reject(act.lines, f"{item.name} is not kept in stock: there is nothing to find or to lose.")
            return
        reason = AdjustReason.FOUND if line.kind == Kind.FOUND else AdjustReason.DAMAGED
        try:
            with self._step(line.kind.replace("_", " ")):
                adjust_stock(self._desk(), item.product_id, item.place_id, line.quantity, reason, line.name[:100])
            self.corrected.append(line)
        except Refusal as refusal:
            self._reject(act.lines, refusal)

    def _bad_debt(self, act: Act) -> None:
        self.bad_debts += act.lines
        self._reject(act.lines, "Bad debt is no sale and no return: it is booked in the accounts, not at the till.")
