"""Places: the bins of the shop, in the order in which they are walked."""

from __future__ import annotations

from app.catalog.models import Product
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.inventory.models import Place, PlaceKind, Stock
from app.inventory.stock import ensure_stock


class PlaceTaken(Refusal):
    """Two bins cannot have one code."""


class NotABin(Refusal):
    """Goods lie in bins only; this is another end of a move."""


@command("inventory.add_place")
def add_place(by: Actor, code: str, zone: str = "", walk: int | None = None, x_mm: int = 0, y_mm: int = 0) -> int:
    """Add a bin, at the end of the walk by default; returns the id.  PlaceTaken when the code is in use."""
    return keep_place(code, zone, walk, x_mm, y_mm)


def keep_place(code: str, zone: str = "", walk: int | None = None, x_mm: int = 0, y_mm: int = 0) -> int:
    """The step behind `add_place`."""
    code = code.strip().upper()
    if not code or code.startswith("*"):
        raise Refusal(_("A bin needs a code, like A-12-3."))
    if Place.select().where(Place.code == code).exists():
        raise PlaceTaken(_("There is a bin {code} already.").format(code=code), code=code)
    last = Place.select().where(Place.kind == PlaceKind.BIN).count() if walk is None else 0
    values = {"zone": zone.strip() or code[0], "walk": last + 1 if walk is None else walk, "x_mm": x_mm, "y_mm": y_mm}
    place_id = int(Place.insert(code=code, kind=PlaceKind.BIN, **values).execute())
    touch("place", place_id)
    note(code=code, **values)
    return place_id


@command("inventory.change_place")
def change_place(
    by: Actor, place_id: int, *, zone: str | None = None, walk: int | None = None, x_mm: int | None = None,
    y_mm: int | None = None,
) -> None:  # fmt: skip
    """Change where a bin stands and when it is walked; None leaves a value as it is, its code stays on the shelf."""
    given = {"zone": zone, "walk": walk, "x_mm": x_mm, "y_mm": y_mm}
    values = {column: value for column, value in given.items() if value is not None}
    code = bin_code(place_id)
    if values:
        Place.update(**values).where(Place.id == place_id).execute()
    touch("place", place_id)
    note(code=code, **values)


@command("inventory.set_home")
def set_home(by: Actor, product_id: int, place_id: int) -> None:
    """Say in which bin a product is picked from and put back to; NotFound, NotABin."""
    if not Product.select().where(Product.id == product_id).exists():
        raise NotFound("product", product_id)
    note(product=product_id, bin=make_home(product_id, place_id))


def make_home(product_id: int, place_id: int) -> str:
    """The step behind `set_home`; returns the bin's code."""
    code = bin_code(place_id)
    ensure_stock(product_id, place_id)
    Stock.update(home=place_id).where(Stock.product == product_id).execute()
    touch("product", product_id)
    touch("place", place_id)
    return code


def bin_code(place_id: int) -> str:
    """The code of a bin; NotFound when there is none such, NotABin for another kind of place."""
    place = Place.get_or_none(Place.id == place_id)
    if place is None:
        raise NotFound("place", place_id)
    if place.kind is not PlaceKind.BIN:
        raise NotABin(_("Scan a bin: goods lie in bins only."), place_id=place_id)
    return str(place.code)


def zone_of(place_id: int) -> str:
    """The aisle of a place; empty when there is none such."""
    return str(Place.select(Place.zone).where(Place.id == place_id).scalar() or "")
