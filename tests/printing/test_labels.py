"""Labels: read again by a scanner, refused when something does not fit, deaf to commands in names."""

import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from printing import codes
from printing.codes import NotACode
from printing.preview import preview
from printing.render import label_bytes, render
from printing.sheet import LabelOverflow
from tests.printing.fake_label import read_zpl
from tests.printing.samples import LABEL, RECEIPT, SHELF


def scanned(image):
    return sorted(code.text for code in zxingcpp.read_barcodes(image))


def test_both_codes_of_a_shipping_label_are_read_from_its_picture():
    image = Image.open(io.BytesIO(render(LABEL, "png")))

    assert image.size == (812, 1218)
    assert scanned(image) == ["AP10483IE", LABEL.qr]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("4006381333931", "EAN13"),
        ("96385074", "EAN8"),
        ("036000291452", "EAN13"),
        ("FLK-075", "Code128"),
        ("4006381333932", "Code128"),
    ],
)
def test_a_shelf_label_carries_the_code_as_the_goods_do(code, kind):
    found = zxingcpp.read_barcodes(preview(replace(SHELF, code=code)))

    # A UPC-A is an EAN-13 that starts with nought; readers tell it in both ways.
    assert [each.text.lstrip("0") for each in found] == [code.lstrip("0")]
    assert str(found[0].format).replace(" ", "").replace("-", "").endswith(kind)


@pytest.mark.parametrize(
    "text", ["1Z999AA10123456784", "00340434161094015902", "AP10483IE", "a>b~c^d_e\\f", "12", "X1"]
)
def test_tracking_numbers_of_all_kinds_come_back_from_the_label(text):
    assert text in scanned(preview(replace(LABEL, tracking=text, qr="")))
    assert text in scanned(preview(replace(LABEL, tracking=text), dpi=300))


def test_an_itf_carton_code_is_drawn_in_whole_pairs():
    assert set(codes.bars("itf", "00012345600012")) == {"0", "1"}
    with pytest.raises(NotACode):
        codes.bars("itf", "12A4")


def test_the_zpl_of_a_label_says_what_the_picture_shows():
    label = read_zpl(label_bytes(LABEL))

    assert "Siobhán Brady" in label.texts
    assert "A94 X5R7" in label.texts
    assert label.bars == ["AP10483IE"]
    assert label.squares == ["MA," + LABEL.qr]
    assert label.commands[0] == "XA"
    assert label.commands[-2:] == ["PQ", "XZ"]


@pytest.mark.parametrize("name", ["王小明", "محمد علي", "สมชาย ใจดี", "김철수", "Ğül Şeñ Ωmega"])
def test_names_that_the_printers_face_lacks_go_as_dots(name):
    label = read_zpl(label_bytes(replace(LABEL, to=(name, "1 Main St"))))

    assert name not in label.texts
    assert len(label.graphics) >= 1
    _x, _y, image = label.graphics[-1]
    assert image.histogram()[0] > 100


def test_a_label_can_go_as_dots_all_of_it():
    label = read_zpl(label_bytes(LABEL, pictures=True))

    assert label.texts == []
    assert len(label.graphics) > 8
    assert label.bars


@pytest.mark.parametrize("name", ["^XA~JA^XZ", "^FD^FS^GB9,9,9^FS", "_5EXA", "\x1b@^XZ", "~HS~DG", "a\\&b"])
def test_commands_in_names_arrive_as_letters(name):
    harmless = read_zpl(label_bytes(replace(LABEL, to=("Ann", "1 Main St"), notes=("x",))))
    label = read_zpl(label_bytes(replace(LABEL, to=(name, "1 Main St"), notes=(name,))))

    assert label.commands == harmless.commands
    assert label.texts.count(name.replace("\x1b", "")) == 2


def test_what_does_not_fit_is_refused_and_named():
    with pytest.raises(LabelOverflow, match="address"):
        label_bytes(replace(LABEL, to=tuple(f"A rather long address line number {n}" for n in range(14))))
    with pytest.raises(LabelOverflow, match="address"):
        label_bytes(replace(LABEL, to=("x" * 400,)))
    with pytest.raises(LabelOverflow, match="tracking"):
        label_bytes(replace(LABEL, tracking="A" * 60))
    with pytest.raises(LabelOverflow, match="note"):
        label_bytes(replace(LABEL, notes=tuple(f"note {n}" for n in range(20))))
    with pytest.raises(LabelOverflow, match="price"):
        label_bytes(replace(SHELF, price="€1,000,000,000,000.00"))
    with pytest.raises(LabelOverflow, match="code"):
        label_bytes(replace(SHELF, code="LONG-CODE-THAT-NO-SHELF-LABEL-HOLDS"))


def test_a_long_but_possible_address_is_made_to_fit():
    lines = ("Dr Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley", "Apartment 14B, The Old Distillery Buildings")

    label = read_zpl(label_bytes(replace(LABEL, to=lines)))

    assert any("Featherstonehaugh" in text for text in label.texts)
    assert scanned(preview(replace(LABEL, to=lines))) == ["AP10483IE", LABEL.qr]


def test_cash_to_collect_stands_in_a_box():
    label = read_zpl(label_bytes(replace(LABEL, cod="€45.00")))

    assert "Collect €45.00" in label.texts


def test_a_receipt_is_no_label():
    from printing.compose import NotForThisPrinter

    with pytest.raises(NotForThisPrinter):
        label_bytes(RECEIPT)


def test_nothing_but_ascii_that_a_scanner_types_becomes_a_code():
    for bad in ("", "ü", "a\x1b", "1" * 81):
        with pytest.raises(NotACode):
            codes.bars("code128", bad)


@pytest.mark.parametrize(("code", "field"), [("96385074", "9638507"), ("036000291452", "03600029145"), ("A-1", "A-1")])
def test_the_printer_draws_a_shelf_code_and_works_out_its_check_digit(code, field):
    label = read_zpl(label_bytes(replace(SHELF, code=code, was="€39.00")))

    assert label.bars == [field]
    assert "€39.00" in label.texts


def test_practice_and_copies_are_marked_on_labels():
    label = read_zpl(label_bytes(replace(LABEL, training=True, copy_number=1)))

    assert any("TRAINING" in part for part in label.texts)
    assert any("COPY 1" in part for part in label.texts)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"route_code": "A" * 60}, "address"),
        ({"qr": "x" * 900}, "square code"),
        ({"cod": "€" + "1" * 60}, "amount"),
        ({"service": "S" * 60}, "SSS"),
    ],
)
def test_each_part_that_does_not_fit_is_named(changes, what):
    with pytest.raises(LabelOverflow, match=what):
        label_bytes(replace(LABEL, **changes))
