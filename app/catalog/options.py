"""Options of goods: groups of choices ("Grind: whole bean, filter, espresso"), and the goods that they are asked for.

An option is a product of its own, so that its price, tax, stock and reports are those of any product.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from peewee import fn

from app.catalog.book import forget
from app.catalog.deposits import is_deposit
from app.catalog.models import Category, GroupOption, OptionGroup, OptionUse, Product, Unit
from app.catalog.names import category_name, product_name
from app.catalog.products import NewProduct, keep_product
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.folding import fold
from app.core.i18n import _
from app.core.plain import one_line
from app.core.refusal import NotFound, Refusal

LONGEST_NAME = 60
LONGEST_SKU = 24
LONGEST_WORDS = 120  # that are typed for an option, like what is engraved
MOST_OPTIONS = 60


class BadOptions(Refusal):
    """A group of options that cannot be."""


@dataclass(frozen=True)
class OptionInput:
    """One option of a group: the product that it is, and whether the clerk types words for it."""

    product_id: int
    asks_words: bool = False


@dataclass(frozen=True)
class GroupInput:
    """All that a group is; at least `least` and at most `most` of its options are chosen with each line."""

    name: str
    options: tuple[OptionInput, ...]
    name_zh: str = ""
    least: int = 0
    most: int = 1
    products: tuple[int, ...] = ()  # that it is asked for, besides all those of the categories
    categories: tuple[int, ...] = ()
    position: int | None = None  # None: behind the others
    is_active: bool = True


class GroupRow(NamedTuple):
    """A group in the list; `options` and `uses` are names in their order."""

    id: int
    name: str
    name_zh: str
    least: int
    most: int
    is_active: bool
    options: tuple[str, ...]
    uses: tuple[str, ...]


@command("catalog.save_options")
def save_options(by: Actor, wanted: GroupInput, group_id: int | None = None) -> int:
    """Make a group of options, or change one; orders keep what was chosen.  Returns the id.

    BadOptions when it has no name or another has it, no option or one twice, when more are to be chosen than may be
    or than there are, or when an option is no plain product sold by the piece or has options itself.
    """
    name = one_line(wanted.name)[:LONGEST_NAME]
    _check(wanted, name, group_id)
    values = {
        "name": name, "name_zh": one_line(wanted.name_zh)[:LONGEST_NAME], "least": wanted.least, "most": wanted.most,
        "is_active": wanted.is_active,
    }  # fmt: skip
    if wanted.position is not None or group_id is None:
        last = OptionGroup.select(fn.COALESCE(fn.MAX(OptionGroup.position), 0)).scalar()
        values["position"] = int(last) + 1 if wanted.position is None else wanted.position
    if group_id is None:
        group_id = int(OptionGroup.insert(**values).execute())
    elif not OptionGroup.update(**values).where(OptionGroup.id == group_id).execute():
        raise NotFound("option_group", group_id)
    _write_parts(group_id, wanted)
    _told(group_id)
    note(
        group_id=group_id, name=name, options=[one.product_id for one in wanted.options], least=wanted.least,
        most=wanted.most, products=list(wanted.products), categories=list(wanted.categories), is_active=wanted.is_active,
    )  # fmt: skip
    return group_id


@command("catalog.remove_options")
def remove_options(by: Actor, group_id: int) -> None:
    """Take a group away; its products stay, and orders keep what was chosen.  NotFound when it is gone already."""
    name = OptionGroup.select(OptionGroup.name).where(OptionGroup.id == group_id).scalar()
    if name is None:
        raise NotFound("option_group", group_id)
    for table in (GroupOption, OptionUse):
        table.delete().where(table.group == group_id).execute()
    OptionGroup.delete().where(OptionGroup.id == group_id).execute()
    _told(group_id)
    note(group_id=group_id, name=name)


@command("catalog.new_option")
def new_option(by: Actor, name: str, price_e4: int, tax_id: int) -> int:
    """Take up a product that is to be an option, by name, price and tax, without stock; returns its id."""
    letters = "".join(letter for letter in fold(name).upper() if letter.isascii() and letter.isalnum())[:LONGEST_SKU]
    start = f"OPT-{letters}" if letters else "OPT"
    like = {row[0] for row in Product.select(Product.sku).where(Product.sku.startswith(start)).tuples()}
    sku = start if start not in like else next(f"{start}-{no}" for no in count(2) if f"{start}-{no}" not in like)
    return keep_product(by, NewProduct(sku, name, price_e4, tax_id, is_stocked=False))


def option_groups() -> list[GroupRow]:
    """All groups in their order, with what they offer and what they are asked for."""
    options, uses = _names(), _uses()
    query = OptionGroup.select().order_by(OptionGroup.position, OptionGroup.id)
    return [
        GroupRow(
            row.id, row.name, row.name_zh, row.least, row.most, row.is_active, tuple(options.get(row.id, ())),
            tuple(uses.get(row.id, ())),
        )
        for row in query
    ]  # fmt: skip


def option_group(group_id: int) -> GroupInput:
    """All that a group is; NotFound when there is none such."""
    row = OptionGroup.get_or_none(OptionGroup.id == group_id)
    if row is None:
        raise NotFound("option_group", group_id)
    options = row.options.order_by(GroupOption.position, GroupOption.id)
    uses = list(row.uses.order_by(OptionUse.id))
    return GroupInput(
        row.name, tuple(OptionInput(one.product_id, one.asks_words) for one in options), row.name_zh, row.least, row.most,
        tuple(use.product_id for use in uses if use.product_id), tuple(use.category_id for use in uses if use.category_id),
        row.position, row.is_active,
    )  # fmt: skip


def can_be_option(*match: Any) -> Any:
    """The products that may be options, as a query: sold by the piece, no kits, families, gift cards or deposits."""
    other = Product.is_kit | Product.has_variants | Product.is_gift_card | Product.needs_serial
    plain = ~other & Product.variant_of.is_null() & Product.deposit.is_null() & ~is_deposit()
    return Product.select().where(
        plain, Product.is_active, Product.unit == Unit.PIECE.value, Product.price_per == 1, *match
    )  # fmt: skip


def _check(wanted: GroupInput, name: str, group_id: int | None) -> None:
    options = [one.product_id for one in wanted.options]
    if not name:
        raise BadOptions(_("A group of options needs a name, like “Grind”."), field="name")
    other = OptionGroup.get_or_none(fn.LOWER(OptionGroup.name) == name.lower(), OptionGroup.id != (group_id or 0))
    if other is not None:
        raise BadOptions(_("Another group is called {name}.").format(name=name), field="name")
    if not 0 < len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
        raise BadOptions(_("A group has one to {n} options, each once.").format(n=MOST_OPTIONS), field="options")
    if wanted.most < 1 or wanted.least < 0 or wanted.least > wanted.most:
        raise BadOptions(_("At most is one or more, and not fewer than at least."), field="most")
    if wanted.least > len(options):
        raise BadOptions(_("There are fewer options than have to be chosen."), field="least")
    for product_id in options:
        _check_option(product_id, wanted, group_id)
    for product_id in wanted.products:
        _check_goods(product_id)
    for category_id in wanted.categories:
        if not Category.select().where(Category.id == category_id).exists():
            raise NotFound("category", category_id)


def _check_option(product_id: int, wanted: GroupInput, group_id: int | None) -> None:
    row: Any = Product.get_or_none(Product.id == product_id)
    if row is None:
        raise NotFound("product", product_id)
    if not can_be_option(Product.id == product_id).exists():
        sentence = _(
            "{name} cannot be an option: that is a plain product sold by the piece, without parts, variants, serial"
            " number or deposit."
        )
        raise BadOptions(sentence.format(name=row.name), field="options", product_id=product_id)
    mine = OptionUse.select().join(OptionGroup).where(OptionUse.group != (group_id or 0))
    asked = (OptionUse.product == product_id) | (OptionUse.category == (row.category_id or 0))
    if product_id in wanted.products or row.category_id in wanted.categories or mine.where(asked).exists():
        raise BadOptions(
            _("{name} has options itself, so it cannot be one.").format(name=row.name), field="options",
            product_id=product_id,
        )  # fmt: skip


def _check_goods(product_id: int) -> None:
    row: Any = Product.get_or_none(Product.id == product_id)
    if row is None:
        raise NotFound("product", product_id)
    if row.is_gift_card or GroupOption.select().where(GroupOption.product == product_id).exists():
        raise BadOptions(
            _("{name} is an option or a gift card itself.").format(name=row.name), field="uses", product_id=product_id
        )


def _write_parts(group_id: int, wanted: GroupInput) -> None:
    for table in (GroupOption, OptionUse):
        table.delete().where(table.group == group_id).execute()
    for position, one in enumerate(wanted.options, 1):
        GroupOption.insert(
            group=group_id, product=one.product_id, position=position, asks_words=one.asks_words
        ).execute()
    for product_id in dict.fromkeys(wanted.products):
        OptionUse.insert(group=group_id, product=product_id).execute()
    for category_id in dict.fromkeys(wanted.categories):
        OptionUse.insert(group=group_id, category=category_id).execute()


def _told(group_id: int) -> None:
    forget()
    touch("option_group", group_id)


def _names() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = GroupOption.select(GroupOption.group, product_name()).join(Product)
    query = query.order_by(GroupOption.position, GroupOption.id)
    for group_id, name in query.tuples():
        found.setdefault(group_id, []).append(name)
    return found


def _uses() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = (
        OptionUse.select(OptionUse.group, fn.COALESCE(category_name(), product_name()))
        .left_outer_join(Product, on=(OptionUse.product == Product.id))
        .switch(OptionUse).left_outer_join(Category, on=(OptionUse.category == Category.id)).order_by(OptionUse.id)
    )  # fmt: skip
    for group_id, name in query.tuples():
        found.setdefault(group_id, []).append(name)
    return found
