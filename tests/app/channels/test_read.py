"""Reading web orders: by column name, exact, with every trap that was seen in real files."""

from __future__ import annotations

import csv
import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.channels import shopify, woocommerce
from app.channels.read import read_file
from app.channels.web_order import NotAFigure, UnreadableFile, amount_e4, moment_ms, phone, plain, quantity

ORDER = {
    "Name": "#1001", "Email": "oisin@shop.example", "Financial Status": "paid", "Currency": "EUR", "Subtotal": "109.60",
    "Shipping": "4.90", "Taxes": "20.49", "Total": "114.50", "Discount Amount": "0.00", "Shipping Method": "Standard",
    "Created at": "2026-11-22 11:47:16 +0000", "Lineitem quantity": "1", "Lineitem name": "Camp lantern",
    "Lineitem price": "50.00", "Lineitem sku": "LAN", "Lineitem requires shipping": "true",
    "Shipping Name": "Oisín Murphy", "Shipping Address1": "22 Strand Road", "Shipping City": "Bray",
    "Shipping Zip": "'A98 X2R1", "Shipping Country": "IE", "Shipping Phone": "'+353 87 555 0160", "Id": "450789469",
}  # fmt: skip
SECOND = {"Name": "#1001", "Email": "oisin@shop.example", "Created at": "2026-11-22 11:47:16 +0000",
          "Lineitem quantity": "4", "Lineitem name": "Enamel mug", "Lineitem price": "14.90", "Lineitem sku": "MUG",
          "Lineitem requires shipping": "true"}  # fmt: skip


def write(path: Path, *rows: dict[str, str], columns: list[str] | None = None, delimiter: str = ",") -> Path:
    """An export with these rows, in this order of columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(ORDER), delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_an_order_of_two_rows_is_one_order_with_two_lines(tmp_path):
    (order,) = shopify.read_csv(write(tmp_path / "orders.csv", ORDER, SECOND))
    assert (order.name, order.external_id, order.total_e4, order.is_paid) == ("#1001", "450789469", 1_145_000, True)
    assert [(line.sku, line.quantity, line.unit_price_e4) for line in order.lines] == [
        ("LAN", 1, 500_000),
        ("MUG", 4, 149_000),
    ]
    assert (order.address["postcode"], order.phone, order.placed_at) == ("A98 X2R1", "+353875550160", 1_795_348_036_000)
    assert order.oddities == ()


def mail_with(path: Path, *files: Path) -> Path:
    """A saved mail with these files attached."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Ihre Bestellungen", "shop@web.example"
    mail.set_content("The export you asked for is attached.")
    for file in files:
        mail.add_attachment(
            file.read_bytes(), maintype="text", subtype="csv", filename=f"Bestellungen März {file.name}"
        )
    path.write_bytes(mail.as_bytes())
    return path


def test_a_saved_mail_is_read_by_the_files_that_are_attached_to_it(tmp_path):
    first = write(tmp_path / "a.csv", ORDER, SECOND)
    second = write(tmp_path / "b.CSV", ORDER | {"Name": "#1002"})
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"\x89PNG")

    orders = read_file(str(mail_with(tmp_path / "export.eml", first, picture, second)), "shopify")

    assert [(order.name, len(order.lines)) for order in orders] == [("#1001", 2), ("#1002", 1)]
    with pytest.raises(UnreadableFile, match="attached"):
        read_file(str(mail_with(tmp_path / "none.eml", picture)), "shopify")


@given(st.binary(max_size=400))
def test_no_file_that_calls_itself_a_mail_is_an_accident(tmp_path_factory, rubbish):
    path = tmp_path_factory.mktemp("mails") / "x.eml"
    path.write_bytes(rubbish)
    with pytest.raises(UnreadableFile):
        read_file(str(path), "shopify")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_read_by_name_in_any_order_and_older_exports_have_fewer(tmp_path, delimiter):
    columns = sorted(set(ORDER) - {"Id", "Discount Amount"}, reverse=True)
    rows = [{name: row.get(name, "") for name in columns} for row in (ORDER, SECOND)]
    (order,) = shopify.read_csv(write(tmp_path / "orders.csv", *rows, columns=columns, delimiter=delimiter))
    assert (order.external_id, len(order.lines), order.oddities) == ("#1001", 2, ())


@pytest.mark.parametrize(
    ("change", "code", "refuses"),
    [
        ({"Subtotal": "99.00"}, "total", False),
        ({"Total": "1,145.00"}, "total", False),
        ({"Lineitem quantity": "one"}, "quantity", True),
        ({"Lineitem quantity": "-1"}, "quantity", True),
        ({"Lineitem price": "-50"}, "amount", True),
        ({"Lineitem price": "1e9"}, "amount", True),
        ({"Financial Status": "refunded"}, "closed", True),
        ({"Cancelled at": "2026-11-22"}, "cancelled", True),
        ({"Fulfillment Status": "fulfilled"}, "sent_already", True),
        ({"Shipping Phone": "3.53876E+11"}, "phone_ruined", False),
    ],
)
def test_what_is_odd_is_named(tmp_path, change, code, refuses):
    columns = [*ORDER, "Cancelled at", "Fulfillment Status"]
    (order,) = shopify.read_csv(write(tmp_path / "orders.csv", ORDER | change, SECOND, columns=columns))
    found = {odd.code: odd.refuses for odd in order.oddities}
    assert found.get(code) == refuses


def test_an_order_that_stands_twice_with_two_totals_is_refused(tmp_path):
    (order,) = shopify.read_csv(write(tmp_path / "orders.csv", ORDER, SECOND, ORDER | {"Total": "1.00"}))
    assert "twice" in [odd.code for odd in order.oddities]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"Name,Total\n#1,2\n", b"\xff\xfe\x00", b'Name,"Lineitem quantity\n', b"PK\x03\x04" * 50],
)
def test_what_is_no_export_is_refused(tmp_path, content):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_file(str(path), "shopify")


def test_a_file_without_end_is_refused(tmp_path):
    path = tmp_path / "orders.csv"
    with path.open("wb") as file:
        file.truncate(shopify.LARGEST_FILE + 1)
    with pytest.raises(UnreadableFile):
        read_file(str(path), "shopify")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"orders": 3}', "[1, 2]", '{"order": {"line_items": 3}}', "nul"])
def test_json_that_is_no_order_is_refused(tmp_path, text):
    path = tmp_path / "orders.json"
    path.write_text(text)
    with pytest.raises(UnreadableFile):
        read_file(str(path), "shopify")


def test_a_rest_order_whose_lines_contradict_its_total_is_named(tmp_path):
    order = {
        "id": 450789469, "name": "#1001", "currency": "USD", "subtotal_price": "398.00", "total_price": "409.94",
        "total_tax": "11.94", "total_discounts": "0.00", "financial_status": "authorized",
        "line_items": [{"sku": f"IPOD{n}", "name": "IPod Nano", "quantity": 1, "price": "199.00"} for n in range(3)],
    }  # fmt: skip
    path = tmp_path / "order.json"
    path.write_text(json.dumps({"order": order}))
    (found,) = read_file(str(path), "shopify")
    assert [(odd.code, odd.facts["lines_e4"]) for odd in found.oddities] == [("total", 5_970_000)]


def test_a_woocommerce_order_is_read_from_its_exact_texts():
    order = {
        "id": 727, "number": "727", "status": "processing", "currency": "EUR", "prices_include_tax": True,
        "date_created_gmt": "2026-11-22T11:47:16", "total": "24.90", "total_tax": "4.66", "shipping_total": "4.07",
        "shipping_tax": "0.93", "billing": {"first_name": "Lena", "last_name": "Hoff", "email": "lena@shop.example"},
        "line_items": [{"name": "Bowl &ndash; 26 &times; 9", "sku": "BOWL", "quantity": 2, "price": 8.089430894308943,
                        "subtotal": "16.18", "subtotal_tax": "3.720", "total": "16.18", "total_tax": "3.720"}],
    }  # fmt: skip
    found = woocommerce.read_order(order)
    assert (found.lines[0].name, found.lines[0].unit_price_e4, found.oddities) == ("Bowl – 26 × 9", 99_500, ())
    assert woocommerce.read_order(order | {"status": "refunded"}).oddities[0].refuses


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", 12_345_000), ("1.234,50", 12_345_000), ("5.2", 52_000), ("0,001", 10), ("", 0), ("€ 3", 30_000),
     ("1,234,567.89", 12_345_678_900), ("-3", -30_000)],
)  # fmt: skip
def test_amounts_are_exact(text, value):
    assert amount_e4(text) == value


@pytest.mark.parametrize("text", ["1e5", "abc", "1.2.3,4,5x", "९", "9" * 30, "NaN", "Infinity", "--", "100000001"])
def test_what_is_no_amount_is_an_error(text):
    with pytest.raises(NotAFigure):
        amount_e4(text)


def test_times_and_phones_that_a_spreadsheet_changed_are_understood_or_named():
    assert moment_ms("2025-05-11 09:55:16 -0400") == 1_746_971_716_000
    assert moment_ms("45384.347") == 1_712_045_980_800
    assert moment_ms("yesterday") is None
    assert phone("3.53876E+11") == ("", True)
    assert phone("353875550160.0") == ("353875550160", False)
    assert phone("'+353 (87) 555-0160") == ("+353875550160", False)
    assert quantity("2.0") == 2


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ('=HYPERLINK("http://x","y")', 'HYPERLINK("http://x","y")'),
        ("<script>alert(1)</script>Mug", "alert(1) Mug"),
        ("a\u202eb\x00c\nd", "abc d"),
        ("+SUM(A1)", "SUM(A1)"),
        ("'00123", "00123"),
        ("5 < 6", "5 ‹ 6"),
        ("O’Connor & Sons", "O’Connor & Sons"),
    ],
)
def test_texts_are_made_harmless(text, harmless):
    assert plain(text) == harmless


@given(st.text())
def test_no_text_keeps_control_signs_markup_or_a_formula(text):
    cleaned = plain(text)
    assert len(cleaned) <= 200
    assert not any(sign in cleaned for sign in "<>\x00\n\r\t")
    assert not cleaned.startswith(("=A", "+A", "@A", "-A"))
