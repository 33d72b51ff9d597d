"""What goods are called: on every screen in the language of the window, and never by a name they were not sold under."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.analysis.reports import make_report
from app.catalog.kits import save_kit
from app.catalog.options import GroupInput, OptionInput, save_options
from app.catalog.products import change_product
from app.core import clock, i18n
from app.inventory.bins import movements
from app.inventory.stock_list import low_stock
from app.orders.draft import DraftLine
from app.orders.line_kinds import LineKind
from app.orders.why import why_order
from app.overview.customer_story import customer_story
from app.overview.find import find_anything
from app.overview.order_story import order_story
from app.packing.queries import pack_screen
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.picking.queries import pick_screen
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.picking.tasks import current, group
from app.review.queries import review_detail
from app.review.send import send_to_review
from tests.app.payments.till import open_till, sold
from tests.app.picking.orders import ADDRESS, part_of
from tests.factories import clerk, make_customer, make_product, manager, packer


@pytest.fixture
def chinese() -> Iterator[None]:
    with i18n.speaking("zh_CN"):
        yield


def order_of_all(customer: int | None = None) -> tuple[int, dict[str, int]]:
    """An order of a box of two mugs, beans with their grind, and a thing that has no Chinese name."""
    from app.orders.place import OrderDraft, place_order
    from app.orders.states import Channel, Method, PayPlan

    made = {
        "MUG": make_product("MUG", on_hand=9, name_zh="搪瓷杯"), "BOX": make_product("BOX", name_zh="礼盒"),
        "BEANS": make_product("BEANS", on_hand=9, name_zh="咖啡豆"), "PLAIN": make_product("PLAIN", on_hand=9),
        "GRIND": make_product("GRIND", price="0.00", is_stocked=False, name_zh="滤杯研磨"),
    }  # fmt: skip
    save_options(
        manager, GroupInput("Grind", (OptionInput(made["GRIND"], asks_words=True),), products=(made["BEANS"],))
    )
    save_kit(manager, made["BOX"], ((made["MUG"], 2),))
    lines = (
        DraftLine(made["BOX"], 1), DraftLine(made["BEANS"], 1),
        DraftLine(made["GRIND"], 1, kind=LineKind.OPTION, of=2, note="Anna"), DraftLine(made["PLAIN"], 1),
    )  # fmt: skip
    draft = OrderDraft(
        Channel.PHONE, Method.OWN_DRIVER, pay_plan=PayPlan.ON_DELIVERY, customer_id=customer or make_customer(),
        address=ADDRESS, phone="+35312345678", lines=lines,
    )  # fmt: skip
    return place_order(clerk, draft).order_id, made


def items(order: int) -> list[str]:
    return [item.name for item in order_story(order).items]


def test_an_order_is_read_in_the_language_of_the_window(store):
    order, _made = order_of_all()
    english = ["Product BOX", "Product MUG", "Product BEANS", "+ Product GRIND: Anna", "Product PLAIN"]
    assert items(order) == english
    with i18n.speaking("zh_CN"):
        assert items(order) == ["礼盒", "搪瓷杯", "咖啡豆", "+ 滤杯研磨: Anna", "Product PLAIN"]
        assert [line.name for line in why_order(order).lines] == ["礼盒", "咖啡豆", "+ 滤杯研磨: Anna", "Product PLAIN"]
    assert items(order) == english


def test_what_was_sold_under_another_name_keeps_it(store, chinese):
    order, made = order_of_all()
    change_product(manager, made["BEANS"], {"name": "Beans of another harvest", "name_zh": "新咖啡豆"})
    assert items(order)[2] == "Product BEANS"


def test_picker_and_packer_read_options_and_kits_in_their_own_language(store):
    order, _made = order_of_all()
    part = part_of(order)
    batch = release_batch(packer, (part,)).batch_id
    seen: dict[str, set[str]] = {"en": set(), "zh_CN": set()}
    while now := current(batch):
        for language, said in seen.items():  # the same prepared query, read by two people in turn
            with i18n.speaking(language):
                said |= {tote.chosen for tote in pick_screen(batch).totes if tote.chosen}
        pick_scan(packer, batch, now.sku, sum(task.left for task in group(batch, now.place_id, now.product_id)))
    assert seen == {"en": {"+ Product GRIND: Anna"}, "zh_CN": {"+ 滤杯研磨: Anna"}}

    parcel = start_packing(packer, part).parcel_id
    told = {}
    for language in seen:
        with i18n.speaking(language):
            told[language] = {line.sku: (line.kit, line.chosen) for line in pack_screen(parcel).lines}
    assert told["en"] == {
        "MUG": ("Product BOX", None), "BEANS": ("", "+ Product GRIND: Anna"), "PLAIN": ("", None),
    }  # fmt: skip
    assert told["zh_CN"] == {"MUG": ("礼盒", None), "BEANS": ("", "+ 滤杯研磨: Anna"), "PLAIN": ("", None)}
    pack_scan(packer, parcel, "MUG")


def test_lists_reports_and_the_palette_say_it_in_chinese(store, chinese):
    customer = make_customer()
    order, made = order_of_all(customer)
    send_to_review(manager, order, "Looks odd")
    for sku in ("PLAIN", "BEANS"):
        change_product(manager, made[sku], {"reorder_point": 50, "order_up_to": 60})

    assert {line.name for line in review_detail(order).basket} >= {"礼盒", "咖啡豆", "Product PLAIN"}
    assert {row.name for row in low_stock()} == {"咖啡豆", "Product PLAIN"}
    assert {row.name for row in customer_story(customer).favourites} >= {"礼盒", "咖啡豆", "Product PLAIN"}
    assert {row.name for row in movements() if row.sku == "MUG"} == {"搪瓷杯"}
    assert [hit.title for hit in find_anything("MUG") if hit.kind == "product"] == ["搪瓷杯"]


def test_the_best_sellers_are_named_in_chinese(store, chinese):
    make_product("TEA", on_hand=3, name_zh="红茶")
    open_till()
    sold("TEA")
    assert make_report("products", clock.today(), clock.today()).column("product") == ["红茶"]
