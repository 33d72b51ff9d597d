"""Proof of packing on A4: the boxes with their weights, every scan as the journal has it, and the photos."""

from app.core.i18n import _
from app.documents.proof import PackingProof, ProofBox
from printing.layout import Block, Column, Image, Pages, Row, Size, Space, Table, Text
from printing.measures import weight_text
from printing.slips import heading, pages_of, who_and_facts

PHOTO_DOTS = 620


def packing_proof(paper: PackingProof) -> Pages:
    """For a claim with the carrier."""
    title = _("Proof of packing")
    facts = [
        (_("Order"), paper.order_number), (_("Carrier"), paper.carrier), (_("Tracking"), paper.tracking),
        (_("Handed over"), paper.left), (_("Printed"), paper.at),
    ]  # fmt: skip
    blocks: list[Block] = heading(paper, paper.shop, title, "")
    blocks += [who_and_facts(_("Deliver to"), paper.deliver_to, facts)]
    for box in paper.boxes:
        blocks += [Space(20), *_box(box)]
    blocks += [Space(24), Text(_("Every act, as the journal has it"), size=Size.HEADING, bold=True), _acts(paper)]
    told = _("The entries of the journal are chained; a changed or missing one shows when the shop is verified.")
    blocks.append(Text(told, size=Size.SMALL, quiet=True))
    if paper.photos:
        blocks += [Space(24), Text(_("Photos"), size=Size.HEADING, bold=True)]
    for photo in paper.photos:
        if photo.data:
            blocks.append(Image(photo.data, PHOTO_DOTS))
        blocks += [Text(photo.caption, size=Size.SMALL), Space(8)]
    return pages_of(blocks, f"{title} {paper.order_number}", paper.shop)


def _box(box: ProofBox) -> list[Block]:
    head = _("Box {code}, void").format(code=box.code) if box.is_void else _("Box {code}").format(code=box.code)
    said = [box.carton, _("packed by {name}").format(name=box.packed_by) if box.packed_by else "", box.started]
    if box.closed:
        said.append(_("closed {time}").format(time=box.closed))
    blocks: list[Block] = [
        Text(head, size=Size.HEADING, bold=True),
        Text(" · ".join(part for part in said if part), size=Size.SMALL, quiet=True),
    ]
    if box.weight_grams:
        off = box.weight_grams - box.expected_grams
        weights = _("{weight} on the scale, {expected} expected, {off} g off").format(
            weight=weight_text(box.weight_grams), expected=weight_text(box.expected_grams), off=f"{off:+}"
        )
        blocks.append(Text(" · ".join(part for part in (weights, box.reason) if part)))
    columns = (Column(_("Pieces"), 2, bold=True), Column(_("Product"), 12), Column(_("SKU"), 5))
    return [*blocks, Table(columns, tuple(Row(line) for line in box.lines))]


def _acts(paper: PackingProof) -> Table:
    columns = (
        Column(_("Time"), 5), Column(_("What"), 6), Column(_("Box"), 4), Column(_("Detail"), 9), Column(_("Who"), 4),
        Column(_("Journal"), 4),
    )  # fmt: skip
    rows = tuple(Row((at, what, box, detail, who, entry)) for at, what, box, detail, who, _place, entry in paper.acts)
    return Table(columns, rows)
