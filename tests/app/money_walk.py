"""A shop that somebody runs at random through its public commands, and what must hold of its money at every step."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

from app.catalog.book import ROUNDING
from app.catalog.promotions import OfferKind, PromotionInput, save_promotion
from app.catalog.taxes import RegimeInput, Swap, TaxInput, TaxKind, TaxPlace, save_regime, save_tax
from app.core import clock, settings
from app.core.refusal import Refusal
from app.counter.sale import Sale, SaleLine
from app.counter.sell import sell
from app.counter.void import void_sale
from app.customers.customers import change_regime
from app.documents.till import z_report
from app.ledger.post import balance
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.cancel import cancel_order
from app.orders.charges import COD_FEE
from app.orders.models import Order
from app.orders.place import place_order
from app.orders.states import Method, PayPlan
from app.payments.change_tender import change_tender
from app.payments.close import ClosePapers, close_shift
from app.payments.cod import Difference, DifferenceOwner, collect_claim, hand_in, make_claim
from app.payments.foreign import RATES
from app.payments.hand_over import hand_over
from app.payments.instalments import give_up_plan
from app.payments.models import (
    CashMoveKind,
    Claim,
    ClaimState,
    InstalmentPlan,
    Payment,
    PlanState,
    Tender,
)
from app.payments.order_account import owed
from app.payments.pay import pay_order, sell_gift_card, settle_account
from app.payments.pay_plan import pay_instalment
from app.payments.plan import SIGNED
from app.payments.refund import charge_back, refund_order
from app.payments.shift import begin_count, cancel_count, move_cash, open_shift
from app.payments.tender import TIPS, TenderInput, TenderTooSmall
from app.payments.till import current_shift
from app.payments.tips import pay_tips
from app.payments.totals import shift_totals
from app.returns.exchange import exchange
from app.returns.models import Outcome
from app.returns.quick import QuickLine, quick_return
from app.staff.people import add_person
from tests.app.money_holds import MoneyHolds
from tests.app.orders.conftest import phone_order
from tests.app.payments.steps import run
from tests.app.payments.till import SLIP, boss
from tests.app.returns.conftest import send_out
from tests.factories import make_customer, make_product, make_tax

DRIVER = "driver:7"


class Walk(MoneyHolds):
    """One shop and its random day; `step()` does one thing and looks at everything."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.done: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.cards: list[str] = []
        self.numbers = 0
        self._open_shop()
        self.acts: list[Callable[[], object]] = [
            self.sell, self.sell, self.sell, self.order, self.order, self.amend, self.pay, self.pay, self.cancel,
            self.void, self.give_back, self.give_back, self.swap, self.goodwill, self.move, self.gift_card,
            self.settle_debt, self.instalment, self.deliver, self.collect, self.hand_in, self.hand_over, self.tips,
            self.charge_back, self.put_right, self.put_right, self.give_up, self.close,
        ]  # fmt: skip

    def _open_shop(self) -> None:
        pick, vat = self.random.choice, make_tax(2_300)
        for name, value in {
            "catalog.prices_include_tax": pick([True, True, False]), ROUNDING: pick(["line", "document"]),
            "payments.cash_rounding_step_minor": pick([1, 5, 10]), SIGNED: False, TIPS: True,
            "payments.cash_rounding_mode": pick(["nearest", "up", "down"]), COD_FEE: pick([0, 250]),
            RATES: ["USD 0.92", "JPY 0.0061"], "orders.charges_tax": pick([0, vat]),
        }.items():  # fmt: skip
            settings.change_setting(boss, name, value)
        toll = save_tax(boss, TaxInput("Toll", TaxKind.PIECE, amount_e4=3_300, place=TaxPlace.ON_TOP))
        low = save_tax(boss, TaxInput("Low", rate_bp=900))
        both = save_tax(boss, TaxInput("Both", TaxKind.GROUP, members=(low, toll)))
        self.goods = [
            make_product(price=price, on_hand=10**6, tax_bp=rate)
            for price, rate in (("0.99", 2_300), ("12.49", 1_350), ("3.33", 0), ("89.90", 2_300), ("0.05", 480))
        ]
        for tax in (low, both):
            product = make_product(price="7.77", on_hand=10**6)
            run(boss, lambda product=product, tax=tax: _tax(product, tax))
            self.goods.append(product)
        save_promotion(boss, PromotionInput("Tenth", percent_bp=1_000, products=(self.goods[0],)))
        three = OfferKind.N_FOR_M
        save_promotion(boss, PromotionInput("3 for 2", three, products=(self.goods[1],), buy=3, pay=2))
        export = save_regime(boss, RegimeInput("Export", keeps_others=False))
        lower = save_regime(boss, RegimeInput("Lower", swaps=(Swap(vat, rate_bp=900),)))
        self.customers = [make_customer(credit_limit_minor=10**7) for _turn in range(3)]
        change_regime(boss, self.customers[1], export)
        change_regime(boss, self.customers[2], lower)
        self.staff = [add_person(boss, name, "counter", pin) for name, pin in (("Dara", "4711"), ("Joe", "4822"))]
        open_shift(boss, 50_000)

    # -- what people do

    def step(self) -> None:
        """One thing at random; a refusal is an answer."""
        act = self.random.choice(self.acts)
        clock.freeze(clock.now_ms() + clock.SECOND_MS)
        try:
            act()
            self.done.append(act.__name__)
        except Refusal as refusal:
            self.refused.append((act.__name__, str(refusal)))
        self.check()

    def sell(self) -> None:
        """A ticket of one to four lines, with discounts, paid in one to three ways."""
        buyer = self.random.choice([None, *self.customers])
        lines = tuple(
            SaleLine(self.random.choice(self.goods), self.random.randint(1, 5),
                     discount_bp=self.random.choice([0, 0, 1_000, 10_000]), discount_name="Scratched")
            for _turn in range(self.random.randint(1, 4))
        )  # fmt: skip
        sale = self._sale(lines, buyer)
        due = self._due(lambda: sell(boss, sale))
        tenders = self._tenders(due, buyer)
        sell(boss, Sale(**(sale.__dict__ | {"tenders": tenders})))

    def order(self) -> None:
        """By phone, with a charge and perhaps a fee; to the door or to pickup."""
        buyer, at_door = self.random.choice([None, *self.customers]), self.random.random() < 0.6
        lines = [
            (self.random.choice(self.goods), self.random.randint(1, 4)) for _turn in range(self.random.randint(1, 3))
        ]
        more: dict[str, Any] = {"customer_id": buyer, "delivery_minor": 490, "fee_minor": self.random.choice([0, 250])}
        if not at_door:
            more |= {"pay_plan": PayPlan.NOW, "fee_minor": 0}
        draft = phone_order(*lines, order_discount_bp=self.random.choice([0, 1_000]), **more)
        place_order(boss, draft)

    def amend(self) -> None:
        """Another quantity, another item, or another way to pay."""
        order, pick = self._any_open(), self.random.choice
        line = pick(list(order.lines))
        pay_plan = pick([None, PayPlan.NOW, PayPlan.ON_DELIVERY])
        changes = (LineChange(line.id, self.random.randint(0, 6)),)
        amend_order(
            boss, order.id, order.revision,
            Amendment(pick([(), changes]), pay_plan=pay_plan, delivery_minor=pick([None, 0, 900])),
        )  # fmt: skip

    def pay(self) -> None:
        """What an order owes, or a part of it; what was paid too much goes back."""
        order = self._any([one for one in Order.select() if owed(one.id)])
        due = owed(order.id)
        if due < 0:
            refund_order(boss, order.id, -due, self.random.choice([None, "cash"]), "Too much", slips=SLIP)
            return
        part = due if self.random.random() < 0.7 else self.random.randint(1, max(due, 1))
        pay_order(boss, order.id, self._tenders(part, order.customer_id))

    def cancel(self) -> None:
        """An order that is open yet."""
        cancel_order(boss, self._any_open().id, "Changed their mind")

    def void(self) -> None:
        """A sale of this shift."""
        void_sale(boss, self._any_order().id, "Wrong", self.random.choice([None, None, "cash"]), slips=SLIP)

    def give_back(self) -> None:
        """Some pieces of a sale."""
        order = self._any_order()
        line = self.random.choice(list(order.lines))
        outcome = self.random.choice([Outcome.REFUND, Outcome.REFUND, Outcome.STORE_CREDIT])
        to = self.random.choice([None, None, Tender.CASH]) if outcome == Outcome.REFUND else None
        quick_return(
            boss, order.id, [QuickLine(line.id, self.random.randint(1, line.quantity))], outcome, to, "Back", slips=SLIP
        )

    def swap(self) -> None:
        """Pieces of a sale against others."""
        order, self.numbers = self._any_order(), self.numbers + 1
        line = self.random.choice(list(order.lines))
        back = [QuickLine(line.id, self.random.randint(1, line.quantity))]
        sale = self._sale((SaleLine(self.random.choice(self.goods), self.random.randint(1, 3)),), order.customer_id)
        total = self._due(lambda: sell(boss, sale))
        due = self._due(
            lambda: exchange(boss, order.id, back, Sale(**(sale.__dict__ | {"total_minor": total})), "Swap", SLIP)
        )
        full = Sale(
            **(sale.__dict__ | {"total_minor": total, "tenders": (TenderInput(Tender.CASH, due),) if due else ()})
        )
        exchange(boss, order.id, back, full, "Swap", SLIP)

    def goodwill(self) -> None:
        """A present of money."""
        refund_order(
            boss, self._any_order().id, self.random.randint(1, 300), None, "Scratched", goodwill=True, slips=SLIP
        )

    def move(self) -> None:
        """Cash in or out without a sale."""
        kind = self.random.choice([CashMoveKind.DROP, CashMoveKind.PAY_IN, CashMoveKind.PAY_OUT])
        move_cash(boss, kind, self.random.randint(1, 9_000), "Coins")

    def gift_card(self) -> None:
        """A card is sold or loaded."""
        self.numbers += 1
        code = self.random.choice([*self.cards, f"88{self.numbers:04}"])
        sell_gift_card(boss, code, 2_500, (TenderInput(Tender.CASH, 2_500),))
        self.cards.append(code)

    def settle_debt(self) -> None:
        """A customer pays on account."""
        customer = self.random.choice(self.customers)
        due = balance(f"customer:{customer}")
        settle_account(boss, customer, self._tenders(self.random.randint(1, max(due, 1)), None))

    def instalment(self) -> None:
        """A part of a plan is paid."""
        plan = self._any(InstalmentPlan.select().where(InstalmentPlan.state == PlanState.RUNNING))
        pay_instalment(boss, plan.id, (TenderInput(Tender.CASH, self.random.randint(100, 4_000)),))

    def give_up(self) -> None:
        """A plan is given up."""
        if self.random.random() < 0.3:
            give_up_plan(boss, self._any(InstalmentPlan.select()).id, "Moved away")

    def deliver(self) -> None:
        """An order leaves the house; what is owed is asked at the door."""
        order = self._any(Order.select().where(Order.method == Method.OWN_DRIVER, Order.state == "confirmed"))
        if Claim.select().where(Claim.order == order.id).exists():
            return
        with suppress(AssertionError):
            send_out(boss, order.id, "dispatched", "delivered")
        run(boss, lambda: make_claim(order.id, DRIVER))

    def collect(self) -> None:
        """Cash at a door, perhaps less than was asked."""
        claim = self._any(Claim.select().where(Claim.state == ClaimState.DUE))
        collect_claim(boss, claim.id, self.random.choice([None, max(claim.amount_minor - 100, 1)]))

    def hand_in(self) -> None:
        """The driver hands in what was collected, perhaps too little."""
        claims = list(Claim.select().where(Claim.state == ClaimState.WITH_DRIVER))
        total = sum(claim.collected_minor for claim in claims)
        short = self.random.choice([0, 0, 70]) if claims else 0
        owner = self.random.choice(list(DifferenceOwner))
        hand_in(boss, DRIVER, total - short, None, [Difference(claims[0].id, short, owner)] if short else [])

    def hand_over(self) -> None:
        """The drawer goes to somebody else, a little off."""
        begin_count(boss)
        shift = current_shift(boss.station)
        expected = shift_totals(shift.id).expected_cash_minor if shift else 0
        try:
            hand_over(
                boss, self.random.choice(self.staff), max(expected + self.random.choice([0, -30, 30]), 0), None, "Seen"
            )
        finally:
            with suppress(Refusal):
                cancel_count(boss)

    def tips(self) -> None:
        """Whoever took tips gets them."""
        pay_tips(boss, boss.person_id, self.random.randint(1, 300))

    def charge_back(self) -> None:
        """A bank takes a card payment back."""
        paid = Payment.select().where(Payment.tender == Tender.CARD, Payment.amount_minor > 0)
        charge_back(boss, self._any(paid).id, "Not me")

    def put_right(self) -> None:
        """A payment was keyed as the wrong tender; its shift may be closed since."""
        ways = [Tender.CASH, Tender.CARD, Tender.STORE_CREDIT, Tender.ON_ACCOUNT]
        keyed = Payment.select().where(Payment.tender.in_(ways), Payment.amount_minor > 0)
        change_tender(boss, self._any(keyed).id, self.random.choice(ways), "Keyed wrongly", auth_code="K1")

    def close(self) -> None:
        """The Z report, with a difference or without, and a new day."""
        shift = current_shift(boss.station)
        assert shift is not None
        begin_count(boss)
        totals = shift_totals(shift.id)
        off = self.random.choice([0, 0, -120, 55])
        counted = max(totals.expected_cash_minor + off, 0)
        notes = tuple((code, minor) for code, minor, _worth in totals.foreign)
        try:
            done = close_shift(
                boss,
                {"cash": counted},
                None,
                "Miscounted",
                ClosePapers(foreign=notes, next_float_minor=min(counted, 9_000)),
            )
        finally:
            with suppress(Refusal):
                cancel_count(boss)  # a count that was refused is not left lying
        assert done.difference_minor == counted - totals.expected_cash_minor, (
            "the difference is not what was counted less"
        )
        assert balance(f"cash:{boss.station}") == 0, "the drawer is not empty after the close"
        z_report(shift.id)
        open_shift(boss, min(counted, 9_000))

    # -- small change

    def _sale(self, lines: tuple[SaleLine, ...], buyer: int | None) -> Sale:
        self.numbers += 1
        return Sale(f"w-{self.numbers}", lines, customer_id=buyer, order_discount_bp=self.random.choice([0, 0, 500]),
                    order_discount_name="Friend")  # fmt: skip

    def _due(self, act: Callable[[], object]) -> int:
        """What is to be paid, as the refusal of a sale without tenders says it."""
        try:
            with _never_mind():
                act()
                raise Undone
        except TenderTooSmall as small:
            return int(small.facts["due_minor"])
        except Undone:
            return 0

    def _tenders(self, due: int, buyer: int | None) -> tuple[TenderInput, ...]:
        """One to three ways to pay so much."""
        kinds, found, left = ["cash", "cash", "card", "tip", "foreign", "gift"], [], due
        kinds += ["account", "plan", "credit"] if buyer else []
        for turn in range(self.random.randint(1, 3)):
            part = left if turn == 2 or self.random.random() < 0.5 else self.random.randint(0, left)
            if part:
                found.append(self._tender(self.random.choice(kinds), part))
                left -= part
        if left:
            found.append(TenderInput(Tender.CASH, left, left + self.random.choice([0, 37, 5_000])))
        return tuple(found)

    def _tender(self, kind: str, part: int) -> TenderInput:
        self.numbers += 1
        by_card = {"auth_code": f"W{self.numbers}", "masked_pan": "**** 4242"}
        if kind == "card":
            return TenderInput(Tender.CARD, part, **by_card)
        if kind == "tip":
            return TenderInput(Tender.CARD, part, tip_minor=self.random.randint(1, 400), **by_card)
        if kind == "foreign":
            return TenderInput(
                Tender.FOREIGN_CASH, part, currency="USD", foreign_minor=part * 100 // 92 + self.random.randint(1, 900)
            )
        if kind == "gift" and self.cards:
            return TenderInput(Tender.GIFT_CARD, part, reference=self.random.choice(self.cards))
        if kind == "account":
            return TenderInput(Tender.ON_ACCOUNT, part)
        if kind == "plan":
            return TenderInput(Tender.INSTALMENTS, part, parts=3, signature="c2lnbmVk", id_seen="Passport")
        if kind == "credit":
            return TenderInput(Tender.STORE_CREDIT, part)
        return TenderInput(Tender.CASH, part, part + self.random.choice([0, 0, 63, 2_000]))

    def _any(self, query: Any) -> Any:
        rows = list(query)
        if not rows:
            raise Refusal("nothing there")
        return self.random.choice(rows)

    def _any_open(self) -> Any:
        return self._any(Order.select().where(Order.state.in_(["placed", "in_review", "confirmed"])))

    def _any_order(self) -> Any:
        return self._any(Order.select().order_by(Order.id.desc()).limit(8))


class Undone(Exception):
    """What went through is taken back."""


def _never_mind() -> Any:
    from app.core.db import db

    return db.atomic()


def _tax(product: int, tax: int) -> None:
    from app.catalog.book import forget
    from app.catalog.models import Product

    Product.update(tax=tax).where(Product.id == product).execute()
    forget()
