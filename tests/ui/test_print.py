"""The print studio: the queue, true previews, printing again by a scan, and shelf labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core import outbox
from app.core.money import format_money
from app.core.outbox import hand_on
from app.documents.order_papers import print_order
from app.orders.cancel import cancel_order
from app.orders.models import Order
from app.packing.close import close_parcel
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.payments.invoices import make_invoice
from app.picking.models import Tote
from tests.conftest import Stores
from tests.factories import manager, packer
from tests.ui.pick_shop import PickShop, pick_shop
from ui.common.sheet import top_sheet


@pytest.fixture
def printing(stores: Stores, qtbot: Any) -> Iterator[PickShop]:
    """The studio of the packing station, where order three was packed and its label failed."""
    with pick_shop(stores, qtbot) as running:
        _write(running, _pack)
        running.go("", "print")
        running.wait(lambda: running.window.tab.queue.table.count() == 2)
        running.settle()
        yield running


def _write(running: PickShop, job: Any) -> Any:
    answers: list[Any] = []
    running.running.writer.run(job, done=answers.append, failed=answers.append)
    running.wait(lambda: answers)
    if isinstance(answers[0], BaseException):
        raise answers[0]
    return answers[0]


def _pack() -> None:
    part = Tote.get(Tote.code == "TOTE-3").fulfillment_id
    box = start_packing(packer, part).parcel_id
    for code in ("KET-9", "5390000000012", "5390000000012"):
        pack_scan(packer, box, code)
    close_parcel(packer, box, None, 1_500)
    label = next(wish for wish in outbox.recent(["label"]))
    outbox.claim_wish(packer, label.id)
    outbox.finish_wish(packer, label.id, outbox.WishState.FAILED, "The printer is out of labels.")


def states(printing: PickShop) -> dict[str, str]:
    return {wish.kind: str(wish.state) for wish in printing.ask(lambda: outbox.recent(station="pack-1"))}


def test_the_queue_shows_what_waits_and_why_something_failed(printing: PickShop) -> None:
    rows = printing.window.tab.queue.table.rows()
    assert {(wish.kind, str(wish.state)) for wish in rows} == {("label", "failed"), ("packing_slip", "queued")}
    printing.press("2")
    assert printing.find("print.title").text() == "Shipping label"
    assert printing.find("print.reason").text() == "The printer is out of labels."
    assert printing.find("print.primary").label() == "Try again"


def test_previews_are_drawn_by_the_code_that_prints(printing: PickShop) -> None:
    for slot in ("receipt", "label", "shelf"):
        printing.wait(lambda slot=slot: printing.find(f"print.paper.{slot}").has_picture)
    printing.press("2")
    printing.wait(lambda: "mm of paper" in printing.find("print.fits").text())


def test_f9_tries_a_failed_label_again(printing: PickShop) -> None:
    printing.press("2")
    printing.press("F9")
    printing.settle()
    assert states(printing)["label"] == "queued"


def test_a_failed_label_can_be_sent_to_another_station(printing: PickShop) -> None:
    from app.staff.models import Station, StationKind

    _write(printing, lambda: Station.create(code="pack-2", name="Packing P2", kind=StationKind.PACKING, series="Q").id)
    printing.window.tab.refresh()
    printing.settle()
    printing.press("2")
    printing.find("print.field.station").setCurrentIndex(1)
    printing.press("F9")
    printing.settle()
    moved = printing.ask(lambda: [(wish.station, str(wish.state)) for wish in outbox.recent(["label"])])
    assert moved == [("pack-2", "queued")]


def test_del_withdraws_a_waiting_paper(printing: PickShop) -> None:
    printing.press("1")
    printing.press("Del")
    printing.settle()
    assert states(printing)["packing_slip"] == "withdrawn"
    assert printing.toast() == "It will not be printed"


def test_scanning_an_order_offers_its_papers_again(printing: PickShop) -> None:
    number = printing.ask(lambda: _number(printing.ids["three"]))
    printing.scan(number)
    assert printing.sheet == "print.again"
    printing.press("L")
    printing.settle()
    kinds = [wish.kind for wish in printing.ask(lambda: outbox.of_order(printing.ids["three"]))]
    assert kinds.count("label") == 2


def _number(order_id: int) -> str:
    from app.orders.queries import order_detail

    return str(order_detail(order_id).number)


def test_a_scanned_product_becomes_shelf_labels_in_the_wanted_number(printing: PickShop) -> None:
    printing.scan("5390000000012")
    printing.press("+")
    printing.press("+")
    assert printing.find("print.primary").label() == "Print 3 labels"
    printing.press("F9")
    printing.settle()
    wish = printing.ask(lambda: outbox.recent(["shelf_label"])[0])
    assert wish.payload == {"product_id": printing.ids["mug"], "copies": 3}


def test_products_are_found_by_name_for_their_labels(printing: PickShop) -> None:
    printing.press("F3")
    assert printing.sheet == "print.products"
    printing.scan("KET-9")
    printing.scan("MUG-2")
    printing.press("F9")
    printing.settle()
    assert len(printing.window.tab._products) == 2


def test_a_paper_and_the_command_cards_are_saved_as_pdf(
    printing: PickShop, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.printing.shelf.QStandardPaths.writableLocation", lambda _place: str(tmp_path))
    printing.press("2")
    printing.press("Ctrl+S")
    printing.press("K")
    printing.wait(lambda: len(list((tmp_path / "Kontor").glob("*.pdf"))) == 2)
    assert all(path.read_bytes().startswith(b"%PDF") for path in (tmp_path / "Kontor").iterdir())
    printing.settle()


def test_head_and_foot_of_receipts_show_in_the_paper_as_they_are_typed(printing: PickShop) -> None:
    from app.documents.papers import GiftReceipt, Shop
    from ui.printing.jobs import drafted

    paper = GiftReceipt(shop=Shop(name="Alder & Pine", lines=("12 Fade Street", "Old line")), number="A-1", at="today")
    kept = {"documents.receipt_header": ["Old line"]}

    drawn = drafted(paper, ("Open daily",), ("Come again",), kept)

    assert drawn.shop.lines == ("12 Fade Street", "Open daily") and drawn.footer == ("Come again",)


def test_ctrl_w_opens_an_invoice_to_the_steps_of_its_total(printing: PickShop) -> None:
    order = printing.ask(lambda: outbox.recent(["packing_slip"])[0].order_ref)
    _write(printing, lambda: print_order(packer, order, "invoice"))
    table = printing.window.tab.queue.table
    printing.wait(lambda: table.count() == 3)
    printing.settle()
    table.select_id(next(wish.id for wish in table.rows() if wish.kind == "invoice"))
    printing.settle()
    printing.window.resize(1280, 720)
    printing.settle()
    assert printing.find("shell.keybar.ctrl+w").isVisible()  # also on the smallest screen
    printing.press("Ctrl+W")
    printing.wait(lambda: top_sheet(printing.window) is not None)
    sheet = top_sheet(printing.window)
    total = printing.ask(lambda: Order.get_by_id(order).total_minor)
    assert sheet.objectName() == "why" and format_money(total) in sheet.subtitle.text()


def test_ctrl_w_opens_a_credit_note_and_its_mail_has_words_of_its_own(printing: PickShop) -> None:
    order = printing.ask(lambda: outbox.recent(["packing_slip"])[0].order_ref)
    total = printing.ask(lambda: Order.get_by_id(order).total_minor)
    _write(printing, lambda: make_invoice(manager, order, "Brady & Sons Ltd", []))
    _write(printing, lambda: cancel_order(manager, order, "Changed her mind"))
    note = printing.ask(lambda: outbox.recent(["credit_note"])[0])
    _write(printing, lambda: hand_on(manager, [note.id], "pack-1"))
    table = printing.window.tab.queue.table
    printing.wait(lambda: any(wish.kind == "credit_note" for wish in table.rows()))
    printing.settle()
    table.select_id(note.id)
    printing.settle()
    printing.press("Ctrl+W")
    printing.wait(lambda: top_sheet(printing.window) is not None)
    assert format_money(total) in top_sheet(printing.window).subtitle.text()
    printing.press("Escape")
    printing.press("E")
    sheet = printing.wait_sheet("print.mail")
    sheet.address.set_text("nora@home.example")
    printing.press("F9")
    printing.wait(lambda: printing.ask(lambda: outbox.recent(["mail"])))
    letter = printing.ask(lambda: outbox.recent(["mail"])[0]).payload
    assert letter["subject"].startswith("Credit note CN-000001")
    assert f"took {format_money(total)} off the invoice" in letter["text"]
