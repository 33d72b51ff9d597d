"""Lists of products as other programs and spreadsheets write them."""

from __future__ import annotations

import pytest

from app.inventory.first_stock import FirstProduct, NotAProductList, read_product_list

SHOPIFY = """Handle,Title,Body (HTML),Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode,Cost per item
mug,Enamel mug,"<p>Blue,
with a rim</p>",MUG-1,12,14.90,5391234503500,6.20
"""


def one(tmp_path, content: bytes):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    return read_product_list(path)


def test_a_list_of_shopify_is_understood_with_its_line_breaks(tmp_path):
    found = one(tmp_path, SHOPIFY.encode())

    assert found.products == [FirstProduct("MUG-1", "Enamel mug", "", 149_000, 62_000, "5391234503500", 12, "")]
    assert found.wrong == []


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_spreadsheet_is_read_in_whatever_code_it_was_saved(tmp_path, code):
    found = one(tmp_path, "名称;售价;库存\n搪瓷杯;14.90;3\n".encode(code))

    assert [(row.sku, row.name, row.price_e4, row.stock) for row in found.products] == [("", "搪瓷杯", 149_000, 3)]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\x00\x00spreadsheet", b"", b"name\nMug\n", b"name,price\n" + b'"' + b"x" * 200_000 + b'",1\n'],
    ids=["a workbook", "nothing", "no price", "a field without end"],
)
def test_what_is_no_list_is_refused_in_a_sentence(tmp_path, content):
    with pytest.raises(NotAProductList) as refusal:
        one(tmp_path, content)

    assert str(refusal.value).endswith(".")


def test_a_row_that_is_no_product_is_named_with_its_line(tmp_path):
    found = one(tmp_path, b"name,price,stock\nMug,14.90,1\n,2,\nLamp,x,\nRug,9,1.5\n")

    assert [row.name for row in found.products] == ["Mug"]
    assert [line for line, _why in found.wrong] == [3, 4, 5]
