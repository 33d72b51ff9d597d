"""What the print studio asks of the store and the drawing code; each job runs on the reader's thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from app.core.i18n import N_, _

if TYPE_CHECKING:
    from app.core.outbox import Wish
    from app.documents.papers import Paper
    from app.inventory.stock_list import StockRow
    from app.staff.queries import StationRow

RECEIPT, LABEL, SHELF = "receipt", "label", "shelf"
ROLLS = ("receipt", "gift_receipt", "quote", "x_report", "z_report", "return_slip", "pickup_slip", "cash_slip",
         "account_receipt")  # fmt: skip
SHEETS = ("packing_slip", "packing_proof", "pick_list", "run_sheet", "invoice", "credit_note", "purchase", "report")
SHELVES = ("shelf_label", "shelf_labels")
CARDS = (
    ("F9", N_("Go on"), N_("What the blue button says")), ("Esc", N_("Back"), N_("One step back")),
    ("F4", N_("Put aside"), N_("Skip, set aside, hold")), ("F6", N_("Quantity"), N_("Count or weigh")),
    ("F7", N_("Change this"), N_("Not there, one more box")), ("F8", N_("Something is missing"), N_("Give back")),
    ("Ctrl+Z", N_("Undo"), N_("The last scan")), ("F10", N_("Print"), N_("Of what is shown")),
)  # fmt: skip
COUNTER_CARDS = (
    ("CASH", N_("Pay cash"), N_("At the counter: exactly what is due")),
    ("PARK", N_("Park the sale"), N_("Under the name of its first item")),
    ("NEXT", N_("Next sale"), N_("Another ticket beside this one")),
    ("AGAIN", N_("Last receipt again"), N_("Marked as a copy")),
)
MOST_BY_CARD = 12  # pieces that a quantity card stands for


class QueueData(NamedTuple):
    """The papers of this station, the workplaces, and the devices of this one by kind."""

    wishes: list[Wish]
    stations: list[StationRow]
    devices: dict[str, Any]
    default_product: int | None


class Shot(NamedTuple):
    """A paper as it will be printed, and how much paper it takes."""

    png: bytes
    pages: int
    lines: int
    width_mm: float
    length_mm: float


class Templates(NamedTuple):
    """The settings of papers by their names, the choices of those that have some, and how parcel codes begin."""

    values: dict[str, Any]
    choices: dict[str, dict[str, str]]
    prefix: str


def slot_of(kind: str) -> str:
    """Where a kind of paper is shown: rolls and sheets, shipping labels, or shelf labels."""
    return LABEL if kind == "label" else SHELF if kind in SHELVES else RECEIPT


def read_queue(station: str, product_id: int | None) -> QueueData:
    """The newest papers of a station."""
    from app.core.outbox import recent
    from app.core.settings import read
    from app.documents.build import PAPER_KINDS
    from app.staff.queries import stations

    kinds = sorted(PAPER_KINDS)
    wishes = recent(kinds, station=station)
    return QueueData(wishes, stations(), dict(read("station.devices", station)), product_id or _any_product(wishes))


def _any_product(wishes: list[Wish]) -> int | None:
    """The product of the newest shelf label, else the first product of the shop."""
    for wish in wishes:
        if wish.kind == "shelf_label":
            return int(wish.payload["product_id"])
    from app.inventory.stock_list import stock_page

    return next((row.product_id for row in stock_page(limit=1).rows), None)


def find_products(text: str) -> list[StockRow]:
    """Products by name, SKU or code, for shelf labels."""
    from app.inventory.stock_list import stock_page

    return stock_page(text, limit=30).rows


def paper_of(wish: Wish) -> Paper:
    """The paper of a wish as it would be printed now."""
    from app.documents.build import paper_for

    return paper_for(wish)


def shelf_paper(product_id: int) -> Paper | None:
    """The shelf label of a product."""
    from app.documents.build import shelf_labels

    return next(iter(shelf_labels([product_id])), None)


def shoot(paper: Paper | None) -> Shot | None:
    """Draw a paper by the code that prints it."""
    from printing.preview import extent, preview_png

    if paper is None:
        return None
    size = extent(paper)
    return Shot(preview_png(paper), size.pages, size.lines, size.width_mm, size.length_mm)


def save_pdf(paper: Paper | None, folder: Path, name: str) -> str:
    """Write a paper as a PDF beside others of its name; returns the path."""
    from printing.render import render

    assert paper is not None, "there is no paper to save"
    folder.mkdir(parents=True, exist_ok=True)
    path, number = folder / f"{name}.pdf", 2
    while path.exists():
        path, number = folder / f"{name}-{number}.pdf", number + 1
    path.write_bytes(render(paper, "pdf"))
    return str(path)


def card_paper() -> Paper:
    """The sheet of command cards: scan one instead of pressing its key."""
    from app.documents.build import command_cards
    from app.documents.papers import CommandCard
    from devices.layout import CARD
    from ui.common.keys import KEY_CODE

    cards = [
        CommandCard(title=f"{_(title)} ({cap})", code=f"{KEY_CODE}{cap}", hint=_(hint)) for cap, title, hint in CARDS
    ]
    cards += [
        CommandCard(title=_(title), code=f"{KEY_CODE}{word}", hint=_(hint)) for word, title, hint in COUNTER_CARDS
    ]
    cards += [
        CommandCard(title=f"× {count}", code=f"{KEY_CODE}Q{count}", hint=_("So many of the next piece"))
        for count in range(2, MOST_BY_CARD + 1)
    ]
    cards.append(CommandCard(title=_("Keyboard calibration"), code=CARD, hint=_("Scan it under Settings, Scanner")))
    return command_cards(cards)


def read_templates() -> Templates:
    """How receipts and labels are set up."""
    from app.core.settings import declared, read

    found = [one for prefix in ("documents.", "payments.receipt_") for one in declared(prefix)]
    choices = {one.name: one.choices() or {} for one in found}
    return Templates({one.name: read(one.name) for one in found}, choices, str(read("packing.parcel_prefix")))


def drafted(
    paper: Paper | None, header: tuple[str, ...], footer: tuple[str, ...], kept: dict[str, Any]
) -> Paper | None:
    """A receipt with the head and foot that are being typed, before they are kept."""
    from dataclasses import replace

    from app.documents.papers import GiftReceipt, Receipt

    if not isinstance(paper, Receipt | GiftReceipt) or not kept:
        return paper
    old, lines = tuple(kept["documents.receipt_header"]), paper.shop.lines
    plain = lines[: len(lines) - len(old)] if old and lines[-len(old) :] == old else lines
    shop = replace(paper.shop, lines=(*plain, *header))
    return replace(paper, shop=shop, footer=footer or paper.footer)


def gift_of(wish: Wish) -> Paper:
    """The receipt of a wish without its prices."""
    from app.documents.build import papers_of

    return papers_of("gift_receipt", wish.payload)[0]


def order_of(kind: str, ref: int) -> int | None:
    """The order of a parcel or shipment."""
    from app.overview.order_table import order_of as found

    return found(kind, ref)
