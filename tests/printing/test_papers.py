"""Every paper in every medium it is meant for, and what must never be seen on one."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from app.core.refusal import Refusal
from app.documents.papers import PaperLine
from printing import fonts, shaping
from printing.fonts import MissingFace
from printing.preview import extent, pages, preview
from printing.render import render, text
from tests.printing.samples import EVERY, INVOICE, PACKING, PICK, RECEIPT, RUN, SHOP, Z_REPORT

ROOT = Path(__file__).parents[2]


def pdf_text_of(paper):
    document = pypdfium2.PdfDocument(render(paper, "pdf"))
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document), len(document)
    finally:
        document.close()


@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: type(paper).__name__)
def test_each_paper_is_drawn_as_pdf_picture_and_text(paper):
    assert render(paper, "pdf").startswith(b"%PDF")
    image = Image.open(io.BytesIO(render(paper, "png")))
    assert image.convert("L").histogram()[0] > 1_000
    assert render(paper, "text").decode().strip()


@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: type(paper).__name__)
def test_each_paper_of_practice_says_training_in_every_medium(paper):
    assert "TRAINING" in text(replace(paper, training=True))
    assert "TRAINING" in pdf_text_of(replace(paper, training=True))[0]
    assert "TRAINING" not in text(paper)


def test_a_pdf_holds_real_letters_in_the_right_script():
    paper = replace(PACKING, deliver_to=("王小明", "北京市朝阳区"), message="Grüße, Ευχαριστώ, Спасибо")

    said, count = pdf_text_of(paper)

    assert count == 1
    for part in ("王小明", "北京市朝阳区", "Grüße, Ευχαριστώ, Спасибо", "Enamel mug 350 ml, forest"):
        assert part in said


def test_the_same_paper_gives_the_same_file():
    assert render(INVOICE, "pdf") == render(INVOICE, "pdf")


def test_markup_in_a_name_stays_markup_on_paper():
    said, _count = pdf_text_of(replace(PACKING, message="<b>bold</b> &amp; {0}"))

    assert "<b>bold</b> &amp; {0}" in said


def test_long_lists_go_on_over_pages_with_their_headings():
    lines = tuple(PaperLine(name=f"Product {n}", code=f"P-{n:03}", quantity="1") for n in range(120))

    said, count = pdf_text_of(replace(PACKING, lines=lines))

    assert count > 2
    assert said.count("In this box") == count
    assert all(f"Product {n}" in said for n in range(120))
    assert f"Page {count} of {count}" in said


def test_codes_on_lists_are_read_from_the_printed_page():
    image = preview(PICK, dpi=300)
    found = {code.text for code in zxingcpp.read_barcodes(image)}

    assert {"B-0219", *(stop.code for stop in PICK.stops)} <= found


def test_command_cards_are_read_from_the_printed_page():
    cards = next(paper for paper in EVERY if type(paper).__name__ == "CommandCards")
    found = {code.text for code in zxingcpp.read_barcodes(preview(cards))}

    assert found == {card.code for card in cards.cards}


def test_the_preview_shows_the_dots_that_are_burnt():
    from printing.compose import compose
    from printing.escpos_bytes import escpos
    from tests.printing.fake_printer import tokenize

    burnt = tokenize(escpos(compose(RECEIPT).blocks, picture=True)).picture()
    shown = preview(RECEIPT).crop((32, 32, 32 + 576, 32 + burnt.height))

    thresholded = shown.point(lambda shade: 255 if shade > 150 else 0)
    assert thresholded.tobytes() == burnt.tobytes()


def test_the_extent_tells_how_much_paper_a_receipt_takes():
    size = extent(RECEIPT)

    assert size.pages == 1
    assert size.width_mm == 80
    assert 100 < size.length_mm < 180
    assert 20 <= size.lines <= 30
    assert extent(RECEIPT, roll_mm=58).length_mm > size.length_mm - 10


def test_a_z_report_names_what_is_short_and_the_journals_last_hash():
    said = text(Z_REPORT)

    assert "Short" in said
    assert "−1.20" in said or "-1.20" in said
    assert Z_REPORT.journal_hash[:8] in said
    assert "984,120.77" in said


def test_a_gift_receipt_has_no_price_on_it():
    gift = next(paper for paper in EVERY if type(paper).__name__ == "GiftReceipt")
    said = text(gift)

    assert "Enamel mug" in said
    assert "29.80" not in said
    assert "14.90" not in said


def test_a_run_sheet_names_each_door_and_what_to_collect():
    said, _count = pdf_text_of(RUN)

    assert "Siobhán Brady" in said
    assert "王小明" in said
    assert "€45.00" in said


def test_a_letter_that_no_face_has_is_a_clear_refusal_and_never_a_box():
    with pytest.raises(MissingFace, match=r"U\+13000"):
        render(replace(RECEIPT, customer="\U00013000"), "pdf")


def test_without_a_chinese_face_the_paper_says_what_to_install(monkeypatch):
    monkeypatch.setattr(fonts, "folders", list)
    caches = (fonts._installed, fonts._theirs, fonts.face_for, fonts.runs, fonts.width)
    for cache in caches:
        cache.cache_clear()
    try:
        with pytest.raises(Refusal, match="Chinese"):
            render(replace(RECEIPT, customer="王小明"), "png")
        assert render(RECEIPT, "png")
    finally:
        for cache in caches:
            cache.cache_clear()


def test_a_name_of_pictographs_only_is_said_in_words():
    assert fonts.drawable("Socks \U0001fae8") == "Socks "
    assert fonts.drawable("\U0001fae8") == "shaking face" or fonts.drawable("\U0001fae8") == ""


def test_arabic_is_joined_and_turned_where_pillow_cannot():
    assert shaping.joined("بيت") == "\ufe91\ufef4\ufe96"
    assert shaping.visual("Mug 350") == "Mug 350"
    assert shaping.visual("שלום 12") == "12 םולש"
    assert shaping.visual("Cafe (שלום)") == "Cafe (םולש)"


def test_arabic_keeps_to_the_paper_in_a_pdf_too():
    image = pages(replace(PACKING, deliver_to=("محمد علي", "شارع الملك")))[0]

    left = image.crop((128, 200, 900, 520))
    assert left.histogram()[0] > 300


def test_loading_the_door_loads_no_drawing_library():
    heavy = ("reportlab", "barcode", "escpos", "segno", "PIL", "pypdfium2", "babel", "usb", "serial")
    code = (
        "import sys, printing.render, printing.preview, printing.spooler;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


def test_a_logo_stands_above_the_name():
    out = io.BytesIO()
    Image.new("RGBA", (200, 80), (0, 0, 0, 255)).save(out, "PNG")
    with_logo = replace(RECEIPT, shop=replace(SHOP, logo_png=out.getvalue()))

    assert preview(with_logo).height > preview(RECEIPT).height
    assert render(with_logo, "pdf").startswith(b"%PDF")


def test_pages_of_a_long_paper_lie_below_each_other_in_the_preview():
    lines = tuple(PaperLine(name=f"Product {n}", quantity="1") for n in range(60))
    long = replace(PACKING, lines=lines)

    images = pages(long)

    assert len(images) == 2
    assert preview(long).height > 2 * images[0].height


def test_a_return_code_too_long_for_bars_becomes_a_square():
    long = "RETURN-" + "0123456789ABCDEF" * 4

    assert [code.text for code in zxingcpp.read_barcodes(preview(replace(RECEIPT, barcode=long)))] == [long]


def test_a_label_is_also_a_few_lines_of_text():
    said = text(EVERY[-2])

    assert said.index("Siobhán Brady") < said.index("14 Seapoint Terrace, Apt 3") < said.index("AP10483IE")
