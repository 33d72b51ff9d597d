"""Changing taxes: percentages, amounts a piece and groups of them, rates from a day on, and regimes of customers.

What was sold keeps its taxes with it, so every change here is for what is sold from now on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee

from app.catalog.book import forget
from app.catalog.charges_tax import TAX as CHARGES_TAX
from app.catalog.events import RegimeGroups, RegimeUsed, TaxUsed
from app.catalog.models import Category, Product, Tax, TaxMember, TaxRate, TaxRegime, TaxSwap
from app.catalog.names import category_name
from app.catalog.tax_book import Swap, TaxKind, TaxPlace
from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import ask, emit
from app.core.i18n import _, ngettext
from app.core.money import LARGEST
from app.core.refusal import NotFound, Refusal

MOST_BP = 10_000
MOST_MEMBERS = 6


class TaxTaken(Refusal):
    """There is a tax with this code or a regime with this name."""


class BadTax(Refusal):
    """A tax cannot be like that; `field` says where."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, field=field)
        self.field = field


class TaxInUse(Refusal):
    """Something was sold with a tax, or still uses it."""


@dataclass(frozen=True)
class TaxInput:
    """A tax as a form gives it; of a group `members` are its taxes in their order."""

    name: str
    kind: TaxKind = TaxKind.PERCENT
    rate_bp: int = 0
    amount_e4: int = 0
    letter: str = ""
    place: TaxPlace = TaxPlace.SHOP
    is_compound: bool = False
    members: tuple[int, ...] = ()
    is_active: bool = True


@dataclass(frozen=True)
class RegimeInput:
    """A regime as a form gives it; taxes without a swap stay, or fall away unless it `keeps_others`."""

    name: str
    note: str = ""
    keeps_others: bool = True
    swaps: tuple[Swap, ...] = ()
    is_active: bool = True


@command("catalog.add_tax")
def add_tax(by: Actor, code: str, name: str, rate_bp: int) -> int:
    """Add a plain percentage in hundredths of a percent (23 %: 2300); returns the id."""
    code, name = code.strip().lower(), name.strip()
    if not code or not name or not 0 <= rate_bp <= MOST_BP:
        raise Refusal(_("A tax rate needs a code, a name and a rate from 0 to 100%."))
    if Tax.select().where(Tax.code == code).exists():
        raise TaxTaken(_("There is a tax rate {code} already.").format(code=code), code=code)
    tax_id = int(Tax.insert(code=code, name=name, rate_bp=rate_bp).execute())
    forget()
    touch("tax", tax_id)
    note(code=code, name=name, rate_bp=rate_bp)
    return tax_id


@command("catalog.save_tax")
def save_tax(by: Actor, wanted: TaxInput, tax_id: int | None = None) -> int:
    """Add a tax or change one; returns the id.

    BadTax says what cannot be.  Of a tax that was sold with, kind and rate stay as they are: a new rate holds from a
    day on (`save_rate`).
    """
    _check(wanted, tax_id)
    is_percent, is_piece = wanted.kind is TaxKind.PERCENT, wanted.kind is TaxKind.PIECE
    values: dict[str, Any] = {
        "name": wanted.name.strip(), "kind": wanted.kind, "rate_bp": wanted.rate_bp if is_percent else 0,
        "amount_e4": wanted.amount_e4 if is_piece else 0, "letter": wanted.letter.strip().upper()[:4],
        "place": wanted.place, "is_compound": wanted.is_compound and not is_piece, "is_active": wanted.is_active,
    }  # fmt: skip
    if tax_id is None:
        tax_id = int(Tax.insert(code=_free_code(wanted.name), **values).execute())
    else:
        before = _tax(tax_id)
        same = ("kind", "rate_bp", "amount_e4")
        if any(getattr(before, name) != values[name] for name in same) and (used := ask(TaxUsed(tax_id, before.code))):
            raise TaxInUse(
                _("{reason} Its rate stays as it is; give it another one from a day on.").format(reason=used[0])
            )
        Tax.update(**values).where(Tax.id == tax_id).execute()
    _keep_members(tax_id, wanted.members if wanted.kind is TaxKind.GROUP else ())
    forget()
    touch("tax", tax_id)
    note(tax=tax_id, name=values["name"], kind=wanted.kind.value, rate_bp=values["rate_bp"],
         amount_e4=values["amount_e4"], members=list(wanted.members))  # fmt: skip
    return tax_id


@command("catalog.save_tax_rate")
def save_rate(by: Actor, tax_id: int, from_day: str, rate_bp: int = 0, amount_e4: int = 0) -> None:
    """A tax has another rate (or amount a piece) from a business day on; what was sold since keeps what it had."""
    tax = _tax(tax_id)
    if tax.kind is TaxKind.GROUP:
        raise BadTax("rate", _("A group has the rates of its taxes. Change those."))
    _check_figures(tax.kind, rate_bp, amount_e4)
    try:
        day = date.fromisoformat(from_day).isoformat()
    except ValueError:
        raise BadTax("from_day", _("Choose the day from which it holds.")) from None
    values = {"rate_bp": rate_bp if tax.kind is TaxKind.PERCENT else 0,
              "amount_e4": amount_e4 if tax.kind is TaxKind.PIECE else 0}  # fmt: skip
    new = TaxRate.insert(tax=tax_id, from_day=day, **values)
    new.on_conflict(conflict_target=[TaxRate.tax, TaxRate.from_day], update=values).execute()
    forget()
    touch("tax", tax_id)
    note(tax=tax_id, name=tax.name, from_day=day, in_the_past=day < clock.today(), **values)


@command("catalog.remove_tax_rate")
def remove_rate(by: Actor, tax_id: int, from_day: str) -> None:
    """Take a rate back that has not begun; TaxInUse when something may have been sold with it."""
    tax = _tax(tax_id)
    if from_day <= clock.today() and ask(TaxUsed(tax_id, tax.code)):
        raise TaxInUse(_("This rate holds already and was sold with. Add the right one from a day on."))
    if not TaxRate.delete().where(TaxRate.tax == tax_id, TaxRate.from_day == from_day).execute():
        raise NotFound("tax_rate", from_day)
    forget()
    touch("tax", tax_id)
    note(tax=tax_id, name=tax.name, from_day=from_day)


@command("catalog.remove_tax")
def remove_tax(by: Actor, tax_id: int) -> None:
    """Delete a tax that nothing uses; TaxInUse says what does."""
    tax = _tax(tax_id)
    if reason := _use_of(tax):
        raise TaxInUse(reason, tax_id=tax_id)
    Tax.delete().where(Tax.id == tax_id).execute()
    forget()
    touch("tax", tax_id)
    note(tax=tax_id, name=tax.name)


@command("catalog.save_tax_regime")
def save_regime(
    by: Actor, wanted: RegimeInput, regime_id: int | None = None, groups: tuple[int, ...] | None = None
) -> int:  # fmt: skip
    """Add a regime or change one, for what is sold from now on; returns the id.

    `groups` are the groups of customers that are taxed by it from now on, and no others; None leaves that as it is.
    """
    name = wanted.name.strip()[:60]
    if not name:
        raise BadTax("name", _("A regime needs a name, such as Export."))
    if TaxRegime.select().where(TaxRegime.name == name, TaxRegime.id != (regime_id or 0)).exists():
        raise TaxTaken(_("There is a regime {name} already.").format(name=name), field="name")
    values = {
        "name": name, "note": wanted.note.strip()[:200], "keeps_others": wanted.keeps_others,
        "is_active": wanted.is_active,
    }  # fmt: skip
    if regime_id is None:
        regime_id = int(TaxRegime.insert(**values).execute())
    elif not TaxRegime.update(**values).where(TaxRegime.id == regime_id).execute():
        raise NotFound("tax_regime", regime_id)
    TaxSwap.delete().where(TaxSwap.regime == regime_id).execute()
    for swap in wanted.swaps:
        _check_swap(swap)
        TaxSwap.insert(regime=regime_id, tax=swap.tax_id, to_tax=swap.to_tax, rate_bp=swap.rate_bp).execute()
    forget()
    touch("tax_regime", regime_id)
    note(regime=regime_id, swaps=[list(swap) for swap in wanted.swaps], **values)
    if groups is not None:
        emit(RegimeGroups(regime_id, groups))
    return regime_id


@command("catalog.remove_tax_regime")
def remove_regime(by: Actor, regime_id: int) -> None:
    """Delete a regime that no customer has and nothing was sold by; TaxInUse says what speaks against it."""
    regime = TaxRegime.get_or_none(TaxRegime.id == regime_id)
    if regime is None:
        raise NotFound("tax_regime", regime_id)
    if reasons := ask(RegimeUsed(regime_id)):
        raise TaxInUse(str(reasons[0]), regime_id=regime_id)
    TaxRegime.delete().where(TaxRegime.id == regime_id).execute()
    forget()
    touch("tax_regime", regime_id)
    note(regime=regime_id, name=regime.name)


def _tax(tax_id: int) -> Any:
    row = Tax.get_or_none(Tax.id == tax_id)
    if row is None:
        raise NotFound("tax", tax_id)
    return row


def _check(wanted: TaxInput, tax_id: int | None) -> None:
    if not wanted.name.strip() or len(wanted.name.strip()) > 60:
        raise BadTax("name", _("A tax needs a name of up to 60 letters."))
    if wanted.kind is not TaxKind.GROUP:
        _check_figures(wanted.kind, wanted.rate_bp, wanted.amount_e4)
        return
    members = list(Tax.select(Tax.id, Tax.kind).where(Tax.id.in_(wanted.members)).tuples())
    wrong = len(members) != len(set(wanted.members)) or any(kind == TaxKind.GROUP for _id, kind in members)
    if wrong or not 1 <= len(wanted.members) <= MOST_MEMBERS:
        raise BadTax("members", _("A group consists of 1 to {most} taxes, each once.").format(most=MOST_MEMBERS))
    if tax_id is not None and TaxMember.select().where(TaxMember.tax == tax_id).exists():
        raise BadTax("kind", _("This tax is part of a group, so it cannot be one."))


def _check_figures(kind: TaxKind, rate_bp: int, amount_e4: int) -> None:
    if kind is TaxKind.PERCENT and not 0 <= rate_bp <= MOST_BP:
        raise BadTax("rate", _("A rate is from 0 to 100%."))
    if kind is TaxKind.PIECE and not 0 < amount_e4 <= LARGEST:
        raise BadTax("amount", _("How much is it for each piece?"))


def _check_swap(swap: Swap) -> None:
    if swap.rate_bp is not None and not 0 <= swap.rate_bp <= MOST_BP:
        raise BadTax("rate", _("A rate is from 0 to 100%."))
    if swap.to_tax is not None and _tax(swap.to_tax).kind is TaxKind.GROUP:
        raise BadTax("to_tax", _("A tax is replaced by one tax, not by a group."))


def _keep_members(tax_id: int, members: tuple[int, ...]) -> None:
    TaxMember.delete().where(TaxMember.group == tax_id).execute()
    for no, member in enumerate(members):
        TaxMember.insert(group=tax_id, tax=member, no=no).execute()


def _free_code(name: str) -> str:
    """A short code made of a name that no other tax has."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name.strip().lower())
    stem = "-".join(part for part in plain.split("-") if part)[:16].strip("-") or "tax"
    known = {code for (code,) in Tax.select(Tax.code).where(Tax.code.startswith(stem)).tuples()}
    return next(code for no in range(1, 1_000) if (code := stem if no == 1 else f"{stem}-{no}") not in known)


def _use_of(tax: Any) -> str:
    """What speaks against deleting a tax, in a sentence; empty when nothing does."""
    products = Product.select(peewee.fn.COUNT(Product.id)).where(Product.tax == tax.id).scalar()
    if products:
        return ngettext("{n} product has {tax}.", "{n} products have {tax}.", products).format(
            n=products, tax=tax.name
        )  # fmt: skip
    if category := Category.select(category_name()).where(Category.tax == tax.id).limit(1).scalar():
        return _("New products of {category} start with {tax}.").format(category=category, tax=tax.name)
    if TaxMember.select().where(TaxMember.tax == tax.id).exists():
        return _("{tax} is part of a group.").format(tax=tax.name)
    if TaxSwap.select().where((TaxSwap.tax == tax.id) | (TaxSwap.to_tax == tax.id)).exists():
        return _("A regime names {tax}.").format(tax=tax.name)
    if settings.read(CHARGES_TAX) == tax.id:
        return _("Delivery and fees are taxed with {tax}.").format(tax=tax.name)
    return str(next(iter(ask(TaxUsed(tax.id, tax.code))), ""))
