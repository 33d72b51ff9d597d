"""Customers: taking them up without duplicates, changing and forgetting them, consent, groups and credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.core import clock, search
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import ask, emit
from app.core.folding import fold
from app.core.i18n import _
from app.core.plain import one_line
from app.core.refusal import NotFound, Refusal
from app.customers.address_book import NewAddress, keep_address
from app.customers.events import CustomerForgotten, MayForget, RegimeChosen
from app.customers.models import Address, Customer, CustomerGroup
from app.customers.phone import normal_phone

KIND = "customer"
LONGEST_NAME = 160
LONGEST_TERMS = 365  # days


class DuplicateCustomer(Refusal):
    """Somebody with this phone, mail address or name is known; `facts["customer_ids"]` says who."""

    def __init__(self, name: str, customer_ids: list[int]) -> None:
        sentence = _("{name} may be known already. Choose the customer, or say that this is somebody else.")
        super().__init__(sentence.format(name=name), customer_ids=customer_ids)
        self.customer_ids = customer_ids


class BadCustomer(Refusal):
    """Something about a customer cannot be; `facts["field"]` says what."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, field=field)


class CardTaken(Refusal):
    """Two customers cannot have one card."""


class CannotForget(Refusal):
    """Something speaks against forgetting a customer now."""


@dataclass(frozen=True)
class NewCustomer:
    """All that may be said about a customer; the phone in any form, numbers without a prefix are in `country`."""

    name: str
    phone: str = ""
    email: str = ""
    card: str = ""
    group_id: int | None = None
    language: str = "en"
    note: str = ""
    may_mail: bool = False
    may_sms: bool = False
    country: str = ""
    address: NewAddress | None = None


@command("customers.add_customer")
def add_customer(by: Actor, new: NewCustomer, *, even_if_known: bool = False) -> int:
    """Take a customer up, with an address if one is given; returns the id.

    DuplicateCustomer when the phone, mail address or name is known, unless `even_if_known`.  BadPhone, BadCustomer
    and CardTaken say what cannot be.
    """
    values = _checked({
        "name": new.name, "phone": new.phone, "email": new.email, "card": new.card, "group": new.group_id,
        "language": new.language, "note": new.note, "may_mail": new.may_mail, "may_sms": new.may_sms,
    }, new.country)  # fmt: skip
    if not even_if_known and (known := known_as(values["name"], phone=values["phone"], email=values["email"])):
        raise DuplicateCustomer(values["name"], known)
    _check_card(values["card"])
    customer_id = int(Customer.insert(created_at=clock.now_ms(), **values).execute())
    if new.address is not None:
        keep_address(customer_id, new.address, is_main=True)
    index_customer(customer_id)
    touch(KIND, customer_id)
    note(name=values["name"])
    return customer_id


@command("customers.change_customer")
def change_customer(
    by: Actor, customer_id: int, *, name: str | None = None, phone: str | None = None, email: str | None = None,
    card: str | None = None, group_id: int | None = None, language: str | None = None, remark: str | None = None,
    country: str = "",
) -> None:  # fmt: skip
    """Change what is known about a customer; None leaves a value as it is, an empty text (group 0) takes it away."""
    given = {
        "name": name, "phone": phone, "email": email, "card": card, "group": group_id, "language": language,
        "note": remark,
    }  # fmt: skip
    values = _checked({column: value for column, value in given.items() if value is not None}, country)
    _check_card(values.get("card"), customer_id)
    if not Customer.select().where(Customer.id == customer_id).exists():
        raise NotFound("customer", customer_id)
    if values:
        _change(customer_id, **values)
        index_customer(customer_id)
    note(customer=customer_id, changed=sorted(values))


@command("customers.change_consent")
def change_consent(by: Actor, customer_id: int, *, may_mail: bool, may_sms: bool) -> None:
    """Keep which messages a customer wants; the journal keeps who wrote it down and when."""
    _change(customer_id, may_mail=may_mail, may_sms=may_sms)
    note(may_mail=may_mail, may_sms=may_sms)


@command("customers.change_account")
def change_account(by: Actor, customer_id: int, limit_minor: int, pay_days: int | None = None) -> None:
    """Set how much a customer may owe on account (minor units; nought is no account), and when a bill is due.

    `pay_days` are the days after the sale; None is as the shop does it.
    """
    if limit_minor < 0:
        raise BadCustomer("credit_limit", _("This cannot be below nought."))
    if pay_days is not None and not 0 <= pay_days <= LONGEST_TERMS:
        raise BadCustomer("pay_days", _("Bills are due after 0 to {most} days.").format(most=LONGEST_TERMS))
    _change(customer_id, credit_limit_minor=limit_minor, pay_days=pay_days)
    note(limit_minor=limit_minor, pay_days=pay_days)


@command("customers.change_regime")
def change_regime(by: Actor, customer_id: int, regime_id: int | None) -> None:
    """Tax a customer by a regime from now on; None is as the shop does it, or as their group says.  NotFound."""
    if regime_id is not None:
        emit(RegimeChosen(regime_id))
    _change(customer_id, tax_regime_ref=regime_id)
    note(customer=customer_id, regime=regime_id)


@command("customers.forget_customer")
def forget_customer(by: Actor, customer_id: int) -> None:
    """Erase a customer's personal data; orders and books keep what the law wants, without a way to the person.

    CannotForget while an order is open or money is owed.
    """
    if reasons := [str(reason) for reason in ask(MayForget(customer_id))]:
        raise CannotForget(" ".join(reasons), customer_id=customer_id)
    gone = {"phone": None, "email": None, "card": None, "group": None, "note": "", "may_mail": False, "may_sms": False}
    _change(customer_id, name=_("Forgotten customer"), credit_limit_minor=0, **gone)
    Address.delete().where(Address.customer == customer_id).execute()
    search.drop(KIND, customer_id)
    emit(CustomerForgotten(customer_id))
    note(customer=customer_id)


@command("customers.add_group")
def add_group(by: Actor, code: str, name: str, discount_bp: int = 0) -> int:
    """Add a group of customers who get a percentage off (in hundredths of a percent); returns the id."""
    code, name = code.strip().lower(), name.strip()
    if not code or not name or not 0 <= discount_bp <= 10_000:
        raise Refusal(_("A group needs a code, a name and a discount up to 100%."))
    if CustomerGroup.select().where(CustomerGroup.code == code).exists():
        raise Refusal(_("There is a group {code} already.").format(code=code), code=code)
    group_id = int(CustomerGroup.insert(code=code, name=name, discount_bp=discount_bp).execute())
    touch("customer_group", group_id)
    note(code=code, name=name, discount_bp=discount_bp)
    return group_id


@command("customers.change_group")
def change_group(by: Actor, group_id: int, name: str, discount_bp: int) -> None:
    """Rename a group or change its discount; open orders keep theirs."""
    if not name.strip() or not 0 <= discount_bp <= 10_000:
        raise Refusal(_("A group needs a code, a name and a discount up to 100%."))
    if (
        not CustomerGroup.update(name=name.strip(), discount_bp=discount_bp)
        .where(CustomerGroup.id == group_id)
        .execute()
    ):
        raise NotFound("customer_group", group_id)
    touch("customer_group", group_id)
    note(name=name.strip(), discount_bp=discount_bp)


def known_as(name: str, *, phone: str | None = None, email: str | None = None) -> list[int]:
    """The ids of customers with this phone (E.164), mail address or name.

    Accents, capitals, blanks and the order of first and last name do not matter.
    """
    match = Customer.phone == phone if phone else None
    if email:
        match = (Customer.email == email) if match is None else match | (Customer.email == email)
    ids = (
        [row.id for row in Customer.select(Customer.id).where(match).order_by(Customer.id)] if match is not None else []
    )
    alike = search.find(KIND, name, 20)
    names = Customer.select(Customer.id, Customer.name).where(Customer.id.in_(alike)).order_by(Customer.id)
    same = [row.id for row in names if _is_same_name(row.name, name)]
    return list(dict.fromkeys(ids + same))


def _is_same_name(one: str, other: str) -> bool:
    mine, others = fold(one), fold(other)
    return mine.replace(" ", "") == others.replace(" ", "") or sorted(mine.split()) == sorted(others.split())


def index_customer(customer_id: int) -> None:
    """Make a customer findable by name, phone digits, mail address and card, as they are now."""
    row = Customer.get_by_id(customer_id)
    search.put(
        KIND, customer_id, " ".join(filter(None, (row.name, (row.phone or "").lstrip("+"), row.email, row.card)))
    )


def index_customers() -> int:
    """Make all customers findable, after an import; returns how many."""
    ids = [row.id for row in Customer.select(Customer.id)]
    for customer_id in ids:
        index_customer(customer_id)
    return len(ids)


def _change(customer_id: int, **values: Any) -> None:
    if not Customer.update(**values).where(Customer.id == customer_id).execute():
        raise NotFound(KIND, customer_id)
    touch(KIND, customer_id)


def _checked(values: dict[str, Any], country: str) -> dict[str, Any]:
    """The values as they are kept; BadCustomer or BadPhone for what cannot be."""
    kept = {column: value.strip() if isinstance(value, str) else value for column, value in values.items()}
    if "name" in kept:
        kept["name"] = one_line(kept["name"])
    if len(kept.get("name", "")) > LONGEST_NAME:
        raise BadCustomer("name", _("This is too long: up to {n} characters fit.").format(n=LONGEST_NAME))
    if kept.get("name") == "":
        raise BadCustomer("name", _("Who is it? Type a name."))
    if kept.get("phone"):
        kept["phone"] = normal_phone(kept["phone"], country)
    if kept.get("email"):
        kept["email"] = mail_address(kept["email"])
    if kept.get("group") and not CustomerGroup.select().where(CustomerGroup.id == kept["group"]).exists():
        raise BadCustomer("group", _("Choose a group."))
    return kept | {column: kept[column] or None for column in ("phone", "email", "card", "group") if column in kept}


def mail_address(text: str) -> str:
    """A mail address as it is kept; BadCustomer when it is none."""
    box, at, host = text.lower().rpartition("@")
    if not box or not at or "." not in host.strip(".") or any(sign.isspace() for sign in text) or len(text) > 160:
        raise BadCustomer("email", _("{text} is no mail address.").format(text=text))
    return text.lower()


def _check_card(card: str | None, but_for: int = 0) -> None:
    if not card:
        return
    owner = Customer.get_or_none(Customer.card == card, Customer.id != but_for)
    if owner is not None:
        raise CardTaken(_("{name} has this card.").format(name=owner.name), customer_id=owner.id)
