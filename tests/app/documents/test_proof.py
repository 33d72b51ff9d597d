"""Proof of packing: every scan with its time, person and journal entry, weights, photos; laid out as a PDF."""

from __future__ import annotations

import pytest
from PIL import Image

from app.documents.order_papers import NothingToPrint, print_order
from app.documents.proof import packing_proof
from app.packing.cartons import add_carton
from app.packing.close import close_parcel
from app.packing.photo import photograph
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from printing.render import render
from tests.app.picking.orders import make_order, pick_all
from tests.factories import clerk, make_product, manager, packer


def test_a_packed_order_is_proved_scan_by_scan(store, tmp_path):
    mug = make_product("MUG", on_hand=9, weight=300)
    make_product("TEA", on_hand=9)
    carton = add_carton(manager, "CTN-M", "M", 320, 240, 160, 200, 15_000)
    order = make_order((mug, 2))
    with pytest.raises(NothingToPrint):
        print_order(clerk, order, "packing_proof")
    (part,) = pick_all(order)
    parcel = start_packing(packer, part).parcel_id
    pack_scan(packer, parcel, "TEA")
    pack_scan(packer, parcel, "MUG", 2)
    picture = tmp_path / "box.jpg"
    Image.new("RGB", (640, 480), (180, 140, 90)).save(picture)
    photograph(packer, parcel, (str(picture),))
    close_parcel(packer, parcel, carton, 810)

    paper = packing_proof(order)

    (box,) = paper.boxes
    assert (box.carton, box.packed_by, box.expected_grams, box.weight_grams) == ("M", "Piotr Zając", 800, 810)
    assert box.lines == (("2", "Product MUG", "MUG"),)
    said = [(what, detail, who) for _at, what, _box, detail, who, _place, _entry in paper.acts]
    assert ("Wrong item, not packed", "TEA", "Piotr Zając") in said
    assert ("Scanned in", "2 × Product MUG MUG", "Piotr Zając") in said
    assert ("Weighed, closed, labelled", "810 g on the scale, 800 g expected", "Piotr Zając") in said
    assert all(entry.startswith("pack-1 ") for *_rest, entry in paper.acts)
    (photo,) = paper.photos
    assert "SHA-256" in photo.caption and photo.data == picture.read_bytes()
    pdf = render(paper, "pdf")
    assert pdf.startswith(b"%PDF") and len(pdf) > 5_000
    assert print_order(clerk, order, "packing_proof") == 1
