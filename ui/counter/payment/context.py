"""What the payment sheet knows when it opens: the customer's money, the shop's coins, what the terminal took before."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core.i18n import _
from app.core.money import format_money
from app.payments.tender import Tender
from ui.counter.words import short_money


class Context(NamedTuple):
    """Read on the reader's thread in one go."""

    step_minor: int
    mode: str
    credit_minor: int  # store credit of the customer
    owed_minor: int
    limit_minor: int
    cards: tuple[Any, ...]  # card payments of this ticket that the terminal took or left in doubt

    @property
    def account_free_minor(self) -> int:
        """What the customer may still owe."""
        return max(0, self.limit_minor - self.owed_minor)


def read_context(station: str, uid: str, customer_id: int | None, limit_minor: int) -> Context:
    """All figures of the sheet."""
    from app.core.settings import read
    from app.payments.queries import cards_open, customer_money
    from app.payments.tender import MODE, STEP

    owed, credit = customer_money(customer_id) if customer_id is not None else (0, 0)
    cards = tuple(card for card in cards_open(station) if (card.reference or "").startswith(f"{uid}/"))
    return Context(read(STEP), read(MODE), credit, owed, limit_minor, cards)


class TenderWords(NamedTuple):
    """A row of the list of tenders."""

    letter: str
    tender: Tender
    name: str  # last part of the objectName
    icon: str
    title: str
    detail: str
    is_on: bool = True


def tender_rows(context: Context, *, has_customer: bool, has_address: bool, terminal: str) -> list[TenderWords]:
    """The tenders with what each can do now, or why it cannot."""
    credit, free = context.credit_minor, context.account_free_minor
    if not has_customer:
        account = _("Needs a customer")
    elif not context.limit_minor:
        account = _("No credit limit is set")
    else:
        account = _("{free} of {limit} free").format(free=short_money(free), limit=short_money(context.limit_minor))
    on_file = _("{amount} credit on file").format(amount=format_money(credit))
    credit_words = on_file if credit > 0 else _("Scan the card")
    delivery = _("Take a phone order for it") if has_address else _("Needs an address")
    return [
        TenderWords("C", Tender.CASH, "cash", "money", _("Cash"), _("Drawer opens by itself")),
        TenderWords("K", Tender.CARD, "card", "credit-card", _("Card"), terminal),
        TenderWords("G", Tender.GIFT_CARD, "gift", "gift", _("Gift card or credit"), credit_words),
        TenderWords("A", Tender.ON_ACCOUNT, "account", "notebook", _("On account"), account, free > 0),
        TenderWords(
            "I", Tender.INSTALMENTS, "instalments", "calendar-check", _("Instalments"), _("Only with a phone order"),
            False,
        ),
        TenderWords("D", Tender.ON_DELIVERY, "cod", "truck", _("Cash on delivery"), delivery, False),
    ]  # fmt: skip


def title_of(tender: Tender) -> str:
    """A tender in a word."""
    return {
        Tender.CASH: _("Cash"), Tender.CARD: _("Card"), Tender.GIFT_CARD: _("Gift card"),
        Tender.STORE_CREDIT: _("Store credit"), Tender.ON_ACCOUNT: _("On account"),
        Tender.INSTALMENTS: _("Instalments"), Tender.ON_DELIVERY: _("Cash on delivery"), Tender.ONLINE: _("Online"),
    }[tender]  # fmt: skip


def icon_of(tender: Tender) -> tuple[str, str]:
    """A tender's icon and colour."""
    return {
        Tender.CASH: ("money-fill", "ok_text"), Tender.CARD: ("credit-card-fill", "sky_text"),
        Tender.GIFT_CARD: ("gift-fill", "violet_text"), Tender.STORE_CREDIT: ("gift-fill", "violet_text"),
        Tender.ON_ACCOUNT: ("notebook-fill", "indigo_text"),
    }.get(tender, ("money-fill", "text2"))  # fmt: skip
