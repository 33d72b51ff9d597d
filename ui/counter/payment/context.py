"""What the payment sheet knows when it opens: the customer's money, the shop's coins, what the terminal took before."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core.i18n import _
from app.core.money import format_money
from app.payments.tender import Tender
from ui.counter.payment.payable import Payable
from ui.counter.words import short_money


class Context(NamedTuple):
    """Read on the reader's thread in one go."""

    payable: Payable
    step_minor: int
    mode: str
    credit_minor: int  # store credit of the customer
    owed_minor: int
    cards: tuple[Any, ...]  # payments of this bill that the terminal took or left in doubt
    rates: tuple[Any, ...] = ()  # foreign cash
    rest_minor: int = 0  # how much may be let go
    tips: bool = False
    months: tuple[int, ...] = ()
    least_minor: int = 0  # for instalments
    signs: bool = True
    signs_account: bool = False
    standing: Any = None  # how the customer stands with instalments
    online: bool = False  # a link can be paid online
    today: str = ""

    @property
    def limit_minor(self) -> int:
        """The customer's credit limit."""
        return self.payable.limit_minor

    @property
    def account_free_minor(self) -> int:
        """What the customer may still owe."""
        return max(0, self.limit_minor - self.owed_minor)


def read_context(station: str, payable: Payable) -> Context:
    """All figures of the sheet."""
    from app.core import clock
    from app.core.settings import read
    from app.payments import plan
    from app.payments.foreign import rates
    from app.payments.instalments import standing
    from app.payments.online import is_set_up
    from app.payments.queries import cards_open, customer_money
    from app.payments.signatures import Signed, signs
    from app.payments.tender import MODE, REST, STEP, TIPS

    customer = payable.customer_id
    owed, credit = customer_money(customer) if customer is not None else (0, 0)
    cards = tuple(card for card in cards_open(station) if (card.reference or "").startswith(f"{payable.uid}/"))
    return Context(
        payable, read(STEP), read(MODE), credit, owed, cards, tuple(rates()), 0 if payable.is_debt else read(REST),
        read(TIPS) and payable.is_sale, tuple(plan.months()), read(plan.LEAST), read(plan.SIGNED),
        signs(Signed.ACCOUNT), standing(customer) if customer is not None else None, is_set_up(), clock.today(),
    )  # fmt: skip


class TenderWords(NamedTuple):
    """A row of the list of tenders."""

    letter: str
    tender: Tender
    name: str  # last part of the objectName
    icon: str
    title: str
    detail: str
    is_on: bool = True


def tender_rows(context: Context, *, terminal: str) -> list[TenderWords]:
    """The tenders with what each can do now, or why it cannot."""
    payable, credit = context.payable, context.credit_minor
    account, free = _account_words(context)
    on_file = _("{amount} credit on file").format(amount=format_money(credit))
    credit_words = on_file if credit > 0 else _("Scan the card")
    instalments, parts = instalment_words(context)
    delivery = _("Take a phone order for it") if payable.has_address else _("Needs an address")
    delivery = _("A debt is paid with money") if payable.is_debt else delivery
    return [
        TenderWords("C", Tender.CASH, "cash", "money", _("Cash"), _("Drawer opens by itself")),
        TenderWords("K", Tender.CARD, "card", "credit-card", _("Card"), terminal),
        TenderWords("G", Tender.GIFT_CARD, "gift", "gift", _("Gift card or credit"), credit_words),
        TenderWords("A", Tender.ON_ACCOUNT, "account", "notebook", _("On account"), account, free),
        TenderWords("I", Tender.INSTALMENTS, "instalments", "calendar-check", _("Instalments"), instalments, parts),
        TenderWords("D", Tender.ON_DELIVERY, "cod", "truck", _("Cash on delivery"), delivery, False),
    ]  # fmt: skip


def _account_words(context: Context) -> tuple[str, bool]:
    free = context.account_free_minor
    if context.payable.is_debt:
        return _("A debt is paid with money"), False
    if context.payable.customer_id is None:
        return _("Needs a customer"), False
    if not context.limit_minor:
        return _("No credit limit is set"), False
    words = _("{free} of {limit} free").format(free=short_money(free), limit=short_money(context.limit_minor))
    return words, free > 0


def instalment_words(context: Context) -> tuple[str, bool]:
    """What instalments offer, or why there are none."""
    known, payable = context.standing, context.payable
    if payable.is_debt:
        return _("A debt is paid with money"), False
    if known is None:
        return _("Needs a customer"), False
    if payable.total_minor < context.least_minor:
        return _("From {amount} on").format(amount=short_money(context.least_minor)), False
    if known.has_defaulted:
        return _("A plan was given up"), False
    if known.late_minor:
        return _("{amount} is late").format(amount=short_money(known.late_minor)), False
    if not known.phone:
        return _("Needs a phone number"), False
    if context.account_free_minor <= 0:
        return _("No credit limit is left"), False
    if payable.by_phone and context.signs:
        return _("Signed in the shop"), False
    words = _("From {amount}, up to {n}").format(amount=short_money(context.least_minor), n=context.months[-1])
    return words, True


def title_of(tender: Tender) -> str:
    """A tender in a word."""
    return {
        Tender.CASH: _("Cash"), Tender.CARD: _("Card"), Tender.GIFT_CARD: _("Gift card"),
        Tender.STORE_CREDIT: _("Store credit"), Tender.ON_ACCOUNT: _("On account"),
        Tender.INSTALMENTS: _("Instalments"), Tender.ON_DELIVERY: _("Cash on delivery"), Tender.ONLINE: _("Online"),
        Tender.WALLET: _("Payment code"), Tender.FOREIGN_CASH: _("Foreign cash"),
        Tender.WRITE_OFF: _("Small rest let go"),
    }[tender]  # fmt: skip


def icon_of(tender: Tender) -> tuple[str, str]:
    """A tender's icon and colour."""
    return {
        Tender.CASH: ("money-fill", "ok_text"), Tender.CARD: ("credit-card-fill", "sky_text"),
        Tender.GIFT_CARD: ("gift-fill", "violet_text"), Tender.STORE_CREDIT: ("gift-fill", "violet_text"),
        Tender.ON_ACCOUNT: ("notebook-fill", "indigo_text"), Tender.INSTALMENTS: ("calendar-check-fill", "accent_text"),
        Tender.WALLET: ("credit-card-fill", "sky_text"), Tender.ONLINE: ("credit-card-fill", "sky_text"),
    }.get(tender, ("money-fill", "text2"))  # fmt: skip
