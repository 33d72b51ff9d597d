"""No name, note or address becomes a command, whatever it is printed with."""

import csv
import html
import io

import pytest

from printing.escape import csv_text, html_text, pdf_text, printer_text, zpl_text

HOSTILE = (
    "\x1bp\x00\x19\xfa",
    "\x1b@\x1dV\x00",
    "\x10\x04\x01",
    "name\x00rest",
    "^XA^FO0,0^GB800,800,800^FS^XZ",
    "~JA",
    "_5EXA",
    "\\&\\&",
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "<script>alert(1)</script>",
    "<b onmouseover='x'>\"&amp;",
    "{0.__class__}",
    "%s%n",
    "\u202egnp.exe",
    "a\u2066b\u2069",
    "\x7f\x80\x9b31m",
    "\ud800",
    "\u2028line",
    "line\nbreak\r\n",
    "x" * 10_000,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_printer_text_has_no_control_no_direction_trick_and_an_end(name):
    clean = printer_text(name)

    assert all(ord(letter) >= 0x20 and not 0x7F <= ord(letter) <= 0x9F for letter in clean)
    assert not set(clean) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert len(clean) <= 2_000
    clean.encode()
    assert pdf_text(name) == clean


@pytest.mark.parametrize("name", HOSTILE)
def test_zpl_text_holds_no_letter_that_means_something_to_the_printer(name):
    field = zpl_text(name)

    assert field.isascii()
    assert not set(field) & set("^~\\\x1b\x00")
    assert bytes.fromhex("5E").decode() not in field


@pytest.mark.parametrize("name", HOSTILE)
def test_html_text_is_only_ever_text(name):
    shown = html_text(name)

    assert not set(shown) & set("<>\"'")
    assert "<" not in name or "<" in html.unescape(shown)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_csv_cell_never_starts_a_formula(name):
    out = io.StringIO()
    csv.writer(out).writerow([csv_text(name)])
    cell = next(csv.reader(io.StringIO(out.getvalue(), newline="")))[0]

    assert not cell.lstrip(" \u00a0\u3000\ufeff").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_ordinary_names_stay_as_they_are():
    for name in ("Crème brûlée €5", "王小明", "مقهى", "O'Brien & Sons", "Café 100% (large)"):
        assert printer_text(name) == name
    assert csv_text("Enamel mug") == "Enamel mug"
    assert zpl_text("Mug 350 ml (forest)") == "Mug 350 ml (forest)"
    assert zpl_text("a_b^c") == "a_5Fb_5Ec"
