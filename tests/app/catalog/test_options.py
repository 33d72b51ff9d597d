"""Groups of options: what can be one, for which goods it is asked, and that every station knows of a change at once."""

from __future__ import annotations

import pytest

from app.catalog.book import book
from app.catalog.kits import save_kit
from app.catalog.models import Category
from app.catalog.options import (
    BadOptions,
    GroupInput,
    OptionInput,
    option_group,
    option_groups,
    remove_options,
    save_options,
)
from app.catalog.products import change_product
from app.catalog.variants import save_variants
from app.core.checks import run_checks
from app.core.refusal import NotFound
from app.counter.options import groups_for
from tests.factories import make_product, manager


def option(sku: str, price: str = "0.00", **more: object) -> int:
    return make_product(sku, price=price, **({"is_stocked": False} | more))


def group(name: str = "Grind", *products: int, **more: object) -> GroupInput:
    return GroupInput(name, tuple(OptionInput(product) for product in products), **more)


def names(product: int) -> list[str]:
    return [one.name for one in groups_for(product)]


def test_a_group_is_asked_for_its_products_their_variants_and_all_of_a_category(store):
    beans, filter_, lid, flask = make_product("BEANS"), option("FILTER"), option("LID", "2.50"), make_product("FLASK")
    shelf = Category.create(code="cups", name="Cups").id
    save_options(manager, group("Grind", filter_, products=(beans,)))
    save_options(manager, group("Lid", lid, categories=(shelf,), products=(flask,), least=1))

    decaf, cup, plain = make_product("DECAF"), make_product("CUP", category=shelf), make_product()
    save_variants(manager, beans, ((decaf, {"Roast": "decaf"}),))
    assert names(beans) == names(decaf) == ["Grind"]
    assert names(flask) == names(cup) == ["Lid"]
    assert names(plain) == []
    choice = groups_for(flask)[0].choices[0]
    assert (choice.item.kind, choice.item.price_e4, choice.left) == ("option", 25_000, None)
    assert [(row.name, row.options, row.uses) for row in option_groups()] == [
        ("Grind", ("Product FILTER",), ("Product BEANS",)), ("Lid", ("Product LID",), ("Product FLASK", "Cups")),
    ]  # fmt: skip
    assert list(run_checks()) == []


def test_a_change_or_the_end_of_a_group_holds_from_the_next_scan_on(store):
    beans, filter_, whole = make_product("BEANS"), option("FILTER"), option("WHOLE")
    made = save_options(manager, group("Grind", filter_, products=(beans,)))
    first = book()

    wanted = GroupInput("Grind", (OptionInput(whole, asks_words=True), OptionInput(filter_)), "研磨", 1, 2, (beans,))
    save_options(manager, wanted, made)
    assert book() is not first
    asked = groups_for(beans)[0]
    assert [(one.item.sku, one.asks_words) for one in asked.choices] == [("WHOLE", True), ("FILTER", False)]
    assert option_group(made) == GroupInput(**{**wanted.__dict__, "position": 1})
    save_options(manager, GroupInput(**{**wanted.__dict__, "is_active": False}), made)
    assert names(beans) == []
    remove_options(manager, made)
    assert option_groups() == []
    with pytest.raises(NotFound):
        remove_options(manager, made)


def test_what_is_sold_no_more_is_not_offered_and_fewer_have_to_be_chosen(store):
    beans, filter_, whole = make_product("BEANS"), option("FILTER"), option("WHOLE")
    save_options(manager, group("Grind", filter_, whole, products=(beans,), least=2, most=2))

    change_product(manager, whole, {"is_active": False})
    asked = groups_for(beans)[0]
    assert (asked.least, asked.most, len(asked.choices)) == (1, 1, 1)
    change_product(manager, filter_, {"is_active": False})
    assert groups_for(beans) == ()


def test_what_cannot_be_is_refused_and_changes_nothing(store):
    beans, filter_, mug = make_product("BEANS"), option("FILTER"), make_product("MUG", on_hand=3)
    kit, serial = make_product("KIT"), option("SERIAL", needs_serial=True)
    save_kit(manager, kit, ((mug, 1),))
    crate = option("CRATE")
    change_product(manager, beans, {"deposit_id": crate})
    tea = Category.create(code="tea", name="Tea").id
    leaf = option("LEAF", category=tea)
    save_options(manager, group("Grind", filter_, products=(beans,)))

    for wrong in (
        group("", filter_), group("grind", filter_), group("None"), group("Twice", filter_, filter_),
        group("Many", filter_, least=2, most=1), group("Few", filter_, least=2, most=2), group("Most", filter_, most=0),
        group("Kit", kit), group("Serial", serial), group("Crate", crate), group("Own", beans),
        group("Itself", mug, products=(mug,)), group("Of option", mug, products=(filter_,)),
        group("Shelf", leaf, categories=(tea,)), group("Weighed", option("GRAM", unit="gram", price_per=1000)),
    ):  # fmt: skip
        with pytest.raises(BadOptions):
            save_options(manager, wrong)
    with pytest.raises(NotFound):
        save_options(manager, group("Gone", 999_999))

    assert [row.name for row in option_groups()] == ["Grind"]
