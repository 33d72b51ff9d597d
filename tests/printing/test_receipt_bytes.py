"""A receipt through a real socket: its text, its cut, and letters that no code page holds."""

import socket
from dataclasses import replace
from itertools import pairwise

import pytest
import zxingcpp

from app.documents.papers import PaperLine
from printing.escpos_bytes import calm, kick
from printing.render import as_copy, receipt_bytes
from tests.printing.fake_printer import CUT, FakePrinter, tokenize
from tests.printing.samples import EVERY, RECEIPT, SHELF

ESC_NAMES = ("\x1bp\x00\x19\xfa drawer", "\x1b@\x1dV\x00 cut", "\x10\x14\x01\x00\x01", "NUL\x00NUL", "\x1d(L", "\x9b5m")


def with_name(name):
    return replace(RECEIPT, lines=(PaperLine(name=name, amount_minor=990),))


def test_the_printer_gets_every_line_of_a_receipt_and_one_cut():
    with FakePrinter() as printer:
        host, port = printer.url.removeprefix("tcp://").split(":")
        data = receipt_bytes(RECEIPT)
        with socket.create_connection((host, int(port))) as line:
            line.sendall(data)
            paper = tokenize(printer.wait_paper(len(data)))

    lines = [line.strip() for line in paper.text.splitlines()]
    assert "Alder & Pine" in lines
    assert "Enamel mug 350 ml, forest                  29.80" in lines
    assert "2 × 14.90" in lines
    assert "Member -5%                                 -8.11" in lines
    assert "Total EUR         153.99" in lines
    assert "Change                                     21.00" in lines
    assert paper.cuts == 1
    assert paper.kicks == 0
    assert paper.events[-1] == CUT


def test_lines_keep_to_the_width_of_the_roll():
    for width_mm, columns in ((80, 48), (58, 32)):
        paper = tokenize(receipt_bytes(RECEIPT, width_mm=width_mm))
        assert max(len(line) for line in paper.text.splitlines()) <= columns
        assert all(band.width <= (576 if width_mm == 80 else 384) for band in paper.rasters)


def test_the_return_code_on_the_receipt_is_read_again():
    for picture in (False, True):
        image = tokenize(receipt_bytes(RECEIPT, picture=picture)).picture()
        assert [code.text for code in zxingcpp.read_barcodes(image)] == ["S10482-1422"]


def test_names_with_accents_are_letters_and_stay_right():
    text = tokenize(receipt_bytes(with_name("Crème brûlée à €5 “extra”"))).text

    assert 'Crème brûlée à €5 "extra"' in text


@pytest.mark.parametrize(
    "name",
    ["珐琅杯 350 毫升", "كوب مطلي بالمينا", "ספל אמייל", "แก้วเคลือบ", "에나멜 머그", "Mug ♻ ☕ 350", "Ĝis la ŝipo 中"],
)
def test_names_that_no_code_page_holds_are_burnt_as_dots(name):
    plain = tokenize(receipt_bytes(with_name("Mug")))
    paper = tokenize(receipt_bytes(with_name(name)))

    assert len(paper.rasters) > len(plain.rasters)
    assert "?" not in paper.text
    line = paper.rasters[0]
    assert 200 < line.histogram()[0] < line.width * line.height // 3


def test_an_emoji_that_no_face_has_leaves_the_rest_of_the_name():
    paper = tokenize(receipt_bytes(with_name("Socks \U0001fae8\U0001f9e6")))

    assert paper.rasters
    assert paper.cuts == 1


@pytest.mark.parametrize("name", ESC_NAMES)
def test_a_hostile_name_is_never_a_command(name):
    paper = tokenize(receipt_bytes(with_name(name)))

    assert paper.kicks == 0
    assert paper.cuts == 1
    assert paper.events.count("init") == 1


def test_a_name_of_ten_thousand_letters_takes_a_few_lines_and_no_more():
    for letter in ("w", "王"):
        data = receipt_bytes(with_name(letter * 10_000))
        assert len(tokenize(data).text.splitlines()) < 40
        assert sum(band.height for band in tokenize(data).rasters) < 600


def test_a_copy_says_so_and_an_original_does_not():
    assert "COPY 1" not in all_text(RECEIPT)
    assert "COPY 1" in all_text(as_copy(RECEIPT))
    assert "COPY 2" in all_text(as_copy(as_copy(RECEIPT)))
    assert "*** COPY 1 ***" in tokenize(receipt_bytes(as_copy(RECEIPT))).text


def all_text(paper):
    from printing.render import text

    return text(paper)


def test_practice_is_marked_on_the_paper_itself():
    from printing.render import sheets

    words = [item.text for item in sheets(replace(RECEIPT, training=True))[0].items if hasattr(item, "text")]
    assert any("TRAINING" in word for word in words)


def test_every_paper_but_a_label_can_leave_a_receipt_printer():
    from printing.compose import NotForThisPrinter

    for paper in EVERY[:-2]:
        assert tokenize(receipt_bytes(paper)).cuts == 1
    with pytest.raises(NotForThisPrinter):
        receipt_bytes(SHELF)


def test_dots_never_read_as_a_real_time_command():
    """A printer looks for these even inside a picture, and the last one opens the drawer."""
    for command in (b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x01\x00\x01", b"\x10\x10\x14"):
        quiet = calm(b"\x00" + command + b"\xff")
        assert len(quiet) == len(command) + 2
        assert b"\x10\x04" not in quiet
        assert b"\x10\x05" not in quiet
        assert b"\x10\x14" not in quiet
    assert calm(b"\x10\x00\x18\x04") == b"\x10\x00\x18\x04"


def test_a_drawer_kick_is_a_job_of_its_own():
    assert tokenize(kick()).events == ["drawer"]
    assert kick(2) != kick(5)


def test_a_whole_receipt_can_be_burnt_as_the_preview_shows_it():
    paper = tokenize(receipt_bytes(RECEIPT, picture=True))

    assert paper.text.strip() == ""
    assert paper.picture().height > 900
    assert all(first <= 128 for first, _next in pairwise(band.height for band in paper.rasters))


def test_a_receipt_of_three_hundred_lines_is_one_piece_of_paper_cut_once():
    lines = tuple(PaperLine(name=f"Mug {number}", amount_minor=990, note="珐琅") for number in range(300))
    paper = tokenize(receipt_bytes(replace(RECEIPT, lines=lines)))

    assert paper.cuts == 1 and paper.events[-1] == CUT
    assert paper.text.count("9.90") == 300
