"""What has to be chosen with goods is chosen before anything is sold, quoted or placed, whichever way it comes in."""

from __future__ import annotations

from app.aftersales.models import CaseKind
from app.aftersales.open import NewCase, open_case
from app.aftersales.replace import ReplacedLine, replace_goods
from app.catalog.models import Product
from app.catalog.options import GroupInput, OptionInput, save_options
from app.channels.import_orders import preview_orders, take_import
from app.channels.queries import staged
from app.channels.web_order import WebLine
from app.counter.models import Quote
from app.counter.quotes import make_quote
from app.counter.ticket import Ticket
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.amend_options import Chosen
from app.orders.choices import LineAstray, Option, WrongOptions
from app.orders.completeness import Incomplete, check_order, first_doubts
from app.orders.confirm import confirm_order
from app.orders.draft import DraftLine, price_draft
from app.orders.line_kinds import LineKind
from app.orders.models import Order
from app.orders.place import place_order
from app.orders.states import OrderState
from tests.app.channels.test_import import web_order
from tests.app.counter.test_options_sold import chosen, pay, scan
from tests.app.counter.test_options_sold import shop as shop
from tests.app.orders.conftest import phone_order
from tests.app.returns.conftest import lines_of
from tests.app.returns.conftest import till as till
from tests.app.whole_store import refused
from tests.factories import clerk, make_product, manager


def goods(*lines: tuple[int, ...] | DraftLine) -> tuple[DraftLine, ...]:
    return tuple(line if isinstance(line, DraftLine) else DraftLine(*line) for line in lines)


def option(product: int, of: int, count: int = 1, words: str = "") -> DraftLine:
    return DraftLine(product, count, kind=LineKind.OPTION, of=of, note=words)


def test_a_sale_without_what_has_to_be_chosen_is_refused_with_the_line_and_the_group(shop):
    ticket = Ticket("t")
    scan(ticket, "FLASK")
    scan(ticket, "BEANS")

    with refused(WrongOptions, "Choose “Grind” for Product BEANS first") as no:
        pay(ticket)
    assert (no.value.facts["place"], no.value.facts["product_id"]) == (2, shop["BEANS"])
    with refused(WrongOptions):
        make_quote(clerk, ticket.to_body())

    ticket.choose(ticket.lines[1].no, chosen("BEANS", "FILTER"))
    assert make_quote(clerk, ticket.to_body()) == Quote.get().number
    assert Order.get_by_id(pay(ticket)).total_minor == 2_400 + 1_240


def test_a_ticket_parked_before_the_group_had_to_be_chosen_is_refused_at_pay(shop):
    ticket = Ticket("t")
    scan(ticket, "NUTS", quantity=200)
    parked = ticket.to_body()
    roast = make_product("ROAST", price="0.00", is_stocked=False, cost="0.00")
    save_options(manager, GroupInput("Roast", (OptionInput(roast),), least=1, products=(shop["NUTS"],)))

    fetched = Ticket.from_body(parked)
    with refused(WrongOptions, "Roast"):
        pay(fetched)
    fetched.choose(fetched.lines[0].no, chosen("NUTS", "ROAST"))
    assert pay(fetched)


def test_a_group_whose_last_option_is_sold_no_more_keeps_nobody_from_paying(shop):
    Product.update(is_active=False).where(Product.id.in_([shop["WHOLE"], shop["FILTER"]])).execute()
    ticket = Ticket("t")
    scan(ticket, "BEANS")
    assert pay(ticket)


def test_an_order_is_placed_only_with_options_that_go_with_their_goods_as_often_as_these(shop):
    beans, flask, lid = shop["BEANS"], shop["FLASK"], shop["LID"]
    whole, drip, engrave = shop["WHOLE"], shop["FILTER"], shop["ENGRAVE"]
    wrong = {
        "Choose “Grind”": goods((beans, 1)),
        "At most 1 of “Grind”": goods((beans, 1), option(whole, 1), option(drip, 1)),
        "Product LID does not go with Product BEANS": goods((beans, 1), option(whole, 1), option(lid, 1)),
        "as often as its goods: 2": goods((beans, 2), option(whole, 1)),
        "Type the words of Product ENGRAVE": goods((flask, 1), option(engrave, 1)),
        "up to 120": goods((flask, 1), option(engrave, 1, words="x" * 121)),
        "is there twice": goods((flask, 1), option(lid, 1), option(lid, 1)),
        "goes with its goods": goods((flask, 1), DraftLine(lid, 1, kind=LineKind.OPTION)),
    }
    for sentence, lines in wrong.items():
        with refused(WrongOptions, sentence):
            place_order(clerk, phone_order(*lines))
    for of in (0, -1, 2, 3, 9):
        with refused(LineAstray):
            place_order(clerk, phone_order(*goods((flask, 1)), option(lid, of)))
    with refused(LineAstray):
        place_order(clerk, phone_order(DraftLine(flask, 1, 0, kind=LineKind.PART, of=None)))
    names = goods((flask, 1), option(engrave, 1, words="Anna"), option(engrave, 1, words="Ben"))
    assert place_order(clerk, phone_order(*names)).total_minor == 2_400 + 1_600


def test_an_option_that_two_groups_offer_counts_for_the_one_that_has_room_and_for_both_that_need_it(shop):
    mint, plain, dark = (make_product(sku, price="0.50", is_stocked=False) for sku in ("MINT", "PLAIN", "DARK"))
    cake = make_product("CAKE", price="5.00", on_hand=9)
    for name, options in (("Top", (mint, plain)), ("Side", (mint, dark))):
        save_options(manager, GroupInput(name, tuple(map(OptionInput, options)), least=1, most=1, products=(cake,)))

    def placed(*options: int) -> int:
        lines = goods((cake, 1)) + tuple(option(one, 1) for one in options)
        return place_order(clerk, phone_order(*lines)).total_minor

    assert placed(mint) == 550, "one choice may be the choice of both"
    assert placed(plain, mint) == placed(mint, dark) == placed(plain, dark) == 600
    with refused(WrongOptions, "At most 1"):
        placed(plain, mint, dark)
    with refused(WrongOptions, "Choose “Side”"):
        placed(plain)


def test_a_change_adds_no_goods_without_their_choice_and_chooses_anew_for_those_that_are_there(shop):
    lines = goods((shop["FLASK"], 2), (shop["BEANS"], 1), option(shop["FILTER"], 2))
    order = place_order(clerk, phone_order(*lines)).order_id
    flask, beans, *_options = lines_of(order)

    with refused(WrongOptions, "Grind"):
        amend_order(clerk, order, 1, Amendment(added=goods((shop["BEANS"], 1))))
    with refused(WrongOptions, "Grind"):
        amend_order(clerk, order, 1, Amendment(chosen=(Chosen(beans.id, ()),)))
    engraved = (Option(shop["LID"]), Option(shop["ENGRAVE"], "Anna"))
    change = Amendment(
        (LineChange(flask.id, 3),), chosen=(Chosen(flask.id, engraved), Chosen(beans.id, (Option(shop["WHOLE"]),)))
    )
    assert price_draft(phone_order(*lines)).total_minor == 4_800 + 1_240
    assert amend_order(clerk, order, 1, change).total_minor == 3 * (2_400 + 250 + 800) + 1_240

    shown = [(line.sku, line.quantity, line.of_no, line.note) for line in lines_of(order) if line.kind == "option"]
    assert shown == [("LID", 3, 1, ""), ("ENGRAVE", 3, 1, "Anna"), ("WHOLE", 1, 2, "")]
    again = Amendment(chosen=(Chosen(flask.id, (Option(shop["ENGRAVE"], "Anna"),)),))
    assert amend_order(clerk, order, 2, again).total_minor == 3 * (2_400 + 800) + 1_240


def test_an_online_order_waits_until_its_choice_is_made_which_costs_nothing_more(shop):
    Product.update(price_e4=5_000).where(Product.id == shop["WHOLE"]).execute()
    line = WebLine("BEANS", "Beans", 2, 124_000)
    order = web_order("#77", lines=(line,), total_e4=297_000, subtotal_e4=248_000)
    import_id = preview_orders(clerk, "shopify", "orders.csv", (order,))
    assert [(row.verdict, row.reasons) for row in staged(import_id)] == [
        ("held", ("Choose “Grind” for Product BEANS first.",))
    ]
    take_import(clerk, import_id)

    placed = Order.get()
    (beans,) = lines_of(placed.id)
    assert (placed.state, first_doubts([placed.id])) == (OrderState.PLACED, {placed.id: "options"})
    assert [(doubt.code, doubt.field) for doubt in check_order(placed.id)] == [("options", f"options.{beans.id}")]
    with refused(Incomplete, "Grind"):
        confirm_order(clerk, placed.id)
    done = amend_order(clerk, placed.id, 1, Amendment(chosen=(Chosen(beans.id, (Option(shop["WHOLE"]),)),)))

    assert (done.state, done.total_minor) == (OrderState.CONFIRMED, placed.total_minor)
    assert [(one.sku, one.quantity, one.of_no) for one in lines_of(placed.id)][1:] == [("WHOLE", 2, 1)]


def test_a_choice_that_the_web_shop_sends_as_a_line_goes_with_its_goods(shop):
    lines = (
        WebLine("WHOLE", "Whole bean", 2, 5_000), WebLine("BEANS", "Beans", 2, 124_000),
        WebLine("FLASK", "Flask", 1, 240_000), WebLine("LID", "Lid", 1, 25_000),
    )  # fmt: skip
    order = web_order("#78", lines=lines, total_e4=572_000, subtotal_e4=523_000)
    import_id = preview_orders(clerk, "shopify", "orders.csv", (order,))
    take_import(clerk, import_id)

    placed = Order.get()
    assert (placed.state, placed.total_minor) == (OrderState.CONFIRMED, 5_720)
    assert [(one.sku, str(one.kind), one.of_no) for one in lines_of(placed.id)] == [
        ("WHOLE", "option", 2), ("BEANS", "goods", None), ("FLASK", "goods", None), ("LID", "goods", None),
    ]  # fmt: skip


def test_a_replacement_brings_what_was_chosen_along(shop):
    lines = goods((shop["BEANS"], 3), option(shop["FILTER"], 1, 3), (shop["FLASK"], 1))
    order = place_order(clerk, phone_order(*lines)).order_id
    beans, drip, _flask = lines_of(order)
    case = open_case(clerk, NewCase(CaseKind.COMPLAINT, "Stale", "Old.", order))

    sent = replace_goods(clerk, case, [ReplacedLine(beans.id, 2), ReplacedLine(drip.id, 2)])

    assert (sent.state, sent.total_minor) == (OrderState.CONFIRMED, 0)
    assert [(one.sku, one.quantity, one.of_no) for one in lines_of(sent.order_id)] == [
        ("BEANS", 2, None),
        ("FILTER", 2, 1),
    ]
