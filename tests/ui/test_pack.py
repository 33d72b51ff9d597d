"""Packing by scanner, scale and keys: every piece again, the weight, and the label that prints by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from app.core import settings
from app.core.actor import system_actor
from app.core.photos import photos_of_order
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.models import OrderLine
from tests.conftest import Stores
from tests.factories import manager
from tests.ui.pick_shop import PickShop, pick_shop

MUG, KETTLE = "5390000000012", "KET-9"
WEIGHT = 900 + 2 * 300 + 200


@pytest.fixture
def packing(stores: Stores, qtbot: Any) -> Iterator[PickShop]:
    with pick_shop(stores, qtbot) as running:
        running.go("pack")
        running.scan("TOTE-3")
        running.wait(lambda: running.window.tab.pack.table.data is not None)
        running.settle()
        yield running


def table(packing: PickShop) -> Any:
    return packing.window.tab.pack.table


def weigh(packing: PickShop, grams: int, *, stable: bool = True) -> None:
    """Something lies on the scale."""
    packing.window.desk.device_signals.weight.emit(grams, stable)
    packing.settle()


def picture(path: Path) -> None:
    """A camera saves a picture."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor(180, 140, 90))
    assert image.save(str(path))


def scan_all(packing: PickShop) -> None:
    for code in (KETTLE, MUG, MUG):
        packing.scan(code)


def papers(packing: PickShop) -> list[str]:
    from app.core import outbox

    return [wish.kind for wish in packing.ask(lambda: outbox.of_order(packing.ids["three"]))]


def test_a_scanned_tote_comes_to_the_table_with_a_proposed_carton(packing: PickShop) -> None:
    assert packing.find("pack.count").text() == "0 of 3"
    assert packing.find("pack.carton.CTN-M").isChecked()
    assert not packing.find("pack.primary").isEnabled()
    assert "3 pieces left to scan" in packing.find("pack.why").text()


def test_the_label_prints_by_itself_when_all_is_scanned_and_the_weight_fits(packing: PickShop) -> None:
    weigh(packing, WEIGHT)
    assert packing.find("pack.scale").property("state") == "live"
    scan_all(packing)
    packing.wait(lambda: table(packing).closed is not None)
    packing.settle()
    assert [kind for kind in papers(packing) if kind != "mail"] == ["label", "packing_slip"]
    assert packing.find("pack.state").property("state") == "ok"
    assert packing.find("pack.scale").property("state") == "fits"


def test_an_unsteady_scale_closes_nothing(packing: PickShop) -> None:
    scan_all(packing)
    weigh(packing, WEIGHT, stable=False)
    assert table(packing).closed is None
    weigh(packing, WEIGHT)
    packing.wait(lambda: table(packing).closed is not None)


def test_a_wrong_piece_is_red_until_the_right_one_is_scanned(packing: PickShop) -> None:
    packing.scan("MUG-2")
    assert packing.find("pack.wrong").property("state") == "wrong"
    assert packing.find("pack.wrong.title").text() == "Wrong item"
    packing.scan(KETTLE)
    assert not packing.shows("pack.wrong")
    packing.scan(KETTLE)
    assert packing.find("pack.wrong").property("state") == "over"
    packing.press("Esc")
    assert not packing.shows("pack.wrong")
    assert packing.find("pack.count").text() == "1 of 3"


def test_a_light_box_says_by_how_much_and_asks_for_the_piece(packing: PickShop) -> None:
    scan_all(packing)
    weigh(packing, WEIGHT - 300)
    assert packing.find("pack.scale").property("state") == "off"
    assert packing.find("pack.difference").text() == "−300 g, too light"
    packing.wait(lambda: "Product MUG-1" in packing.find("pack.scale.hint").text())
    assert packing.find("pack.scale.hint").text().startswith("Which piece is missing?")
    assert table(packing).closed is None


def test_a_manager_can_accept_a_weight_that_does_not_fit(packing: PickShop) -> None:
    scan_all(packing)
    weigh(packing, WEIGHT + 400)
    packing.press("F9")
    assert packing.sheet == "pack.reason"
    packing.front()
    packing.find("pack.reason.field").setText("extra padding")
    packing.window.sheet.go_on()
    packing.wait(lambda: packing.sheet == "override")
    assert table(packing).closed is None


def test_a_typed_weight_works_without_a_scale(packing: PickShop) -> None:
    scan_all(packing)
    packing.press("F9")
    assert packing.sheet == "pack.type_weight"
    packing.find("pack.type_weight.field").setText(str(WEIGHT))
    packing.window.sheet.go_on()
    packing.wait(lambda: table(packing).closed is not None)


def test_digits_and_scans_choose_the_carton_and_its_weight_counts(packing: PickShop) -> None:
    before = table(packing).data.expected.grams
    packing.press("2")
    packing.settle()
    assert packing.find("pack.carton.CTN-L").isChecked()
    assert table(packing).data.expected.grams == before + 200
    packing.scan("CTN-M")
    packing.settle()
    assert packing.find("pack.carton.CTN-M").isChecked()


def test_escape_takes_the_last_scan_back(packing: PickShop) -> None:
    packing.scan(MUG)
    assert packing.find("pack.count").text() == "1 of 3"
    packing.press("Esc")
    packing.settle()
    assert packing.find("pack.count").text() == "0 of 3"


def test_a_missing_piece_is_fetched_again_and_the_tote_waits(packing: PickShop) -> None:
    packing.scan(KETTLE)
    packing.press("F8")
    assert packing.sheet == "pack.missing"
    packing.press("1")
    packing.wait(lambda: packing.sheet == "pack.missing_count")
    packing.front()
    packing.window.sheet.go_on()
    packing.settle()
    assert not packing.window.tab.pack.is_packing
    assert packing.find("pack.list").rows()[0].is_fetched


def test_a_second_box_takes_the_rest(packing: PickShop) -> None:
    packing.scan(KETTLE)
    weigh(packing, 1_100)
    first = table(packing).parcel_id
    packing.press("F3")
    packing.wait(lambda: table(packing).parcel_id != first and table(packing).data is not None)
    weigh(packing, 800)
    packing.scan(MUG)
    packing.scan(MUG)
    packing.wait(lambda: table(packing).closed is not None)
    packing.settle()
    assert papers(packing).count("label") == 2


def test_f9_on_an_unready_box_points_at_what_is_missing(packing: PickShop) -> None:
    packing.press("F9")
    assert table(packing).closed is None
    first = table(packing).data.screen.lines[0].line_id
    assert packing.find(f"pack.line.{first}").property("state") == "now"


def test_space_ticks_the_checklist(packing: PickShop) -> None:
    packing.press("Space")
    packing.settle()
    assert packing.find("pack.check.slip").isChecked()


def test_a_closed_box_can_be_opened_again(packing: PickShop) -> None:
    scan_all(packing)
    weigh(packing, WEIGHT)
    packing.wait(lambda: table(packing).closed is not None)
    first = table(packing).parcel_id
    packing.press("F3")
    packing.front()
    packing.find("pack.reason.field").setText("the note was left out")
    weigh(packing, 0)
    packing.window.sheet.go_on()
    packing.wait(lambda: table(packing).parcel_id != first)
    packing.settle()
    assert table(packing).closed is None
    assert packing.find("pack.count").text() == "3 of 3"


def test_a_photo_of_the_box_comes_from_the_camera_and_stays_with_the_order(packing: PickShop, tmp_path: Path) -> None:
    camera = tmp_path / "camera"
    camera.mkdir()
    packing.ask(lambda: settings.change_setting(system_actor(), "photos.camera_folder", str(camera), "pack-1"))
    packing.press("F7")
    sheet = packing.window.sheet
    packing.wait(lambda: "by itself" in sheet._words.text())
    picture(camera / "dsc1.png")
    packing.wait(lambda: sheet.primary.isEnabled())
    packing.press("F9")
    packing.wait(lambda: table(packing).data.photos == 1)
    order_id = table(packing).data.screen.order_id
    (photo,) = packing.ask(lambda: photos_of_order(order_id))
    assert photo.path.read_bytes() == (camera / "dsc1.png").read_bytes()
    assert packing.find("pack.button.photo").label() == "1 photo, one more"


def test_a_chosen_file_that_is_no_picture_is_said_and_not_kept(packing: PickShop, tmp_path: Path) -> None:
    packing.press("F7")
    sheet = packing.window.sheet
    (tmp_path / "list.png").write_text("no picture")
    sheet.show_file(str(tmp_path / "list.png"))
    packing.wait(lambda: "no picture" in sheet._words.text())
    assert not sheet.primary.isEnabled()
    packing.press("Esc")
    assert table(packing).data.photos == 0


def test_the_proof_of_packing_opens_from_the_order_and_is_saved_as_a_pdf(packing: PickShop, tmp_path: Path) -> None:
    weigh(packing, WEIGHT)
    scan_all(packing)
    packing.wait(lambda: "label" in papers(packing))
    packing.window.open_record("order", packing.ids["three"])
    packing.wait(lambda: packing.shows("order.button.proof"))
    packing.press("V")
    sheet = packing.wait_sheet("order.proof")
    packing.wait(lambda: sheet.made is not None)
    sheet.save(tmp_path / "claim.pdf")
    packing.wait(lambda: "claim.pdf" in packing.toast())
    assert (tmp_path / "claim.pdf").read_bytes().startswith(b"%PDF")


def test_a_box_on_the_table_shows_what_a_changed_order_wants_no_more(packing: PickShop) -> None:
    scan_all(packing)

    def act() -> None:
        order = packing.ids["three"]
        line = OrderLine.get(OrderLine.order == order, OrderLine.product == packing.ids["mug"])
        amend_order(manager, order, 1, Amendment((LineChange(line.id, 1),)))

    packing.ask(act)
    table(packing).refresh()
    packing.wait(lambda: packing.shows("put_back"))
    assert packing.find("pack.count").text() == "2 of 2"
    packing.press("F5")
    packing.wait(lambda: not packing.shows("put_back"))
    weigh(packing, WEIGHT - 300)
    packing.wait(lambda: table(packing).closed is not None)
