"""The weight of a box: what it should be, how far off it may be, and which piece may be missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.catalog.models import Product
from app.core import settings
from app.core.i18n import N_, _, ngettext
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.orders.models import FulfillmentLine
from app.packing.models import Carton, ParcelLine

settings.declare(
    "packing.weigh", True, N_("Weigh every box"),
    N_("A box is closed only when its weight fits what should be in it. Without a scale the weight is typed."),
)  # fmt: skip
settings.declare(
    "packing.tolerance_percent", 3, N_("Weight may differ by percent"), N_("Of the expected weight."), least=0, most=50
)
settings.declare(
    "packing.tolerance_grams",
    30,
    N_("Weight may differ by grams"),
    N_("The greater of both holds."),
    least=0,
    most=2_000,
)


class Content(NamedTuple):
    """So much of a product in a box; `grams` of one piece, nought when nobody weighed it."""

    line_id: int
    product_id: int
    name: str
    unit: str
    quantity: int
    grams: int

    @property
    def piece_grams(self) -> int:
        """What one of it weighs: weighed and measured goods are one piece."""
        return self.total_grams if self.unit != "piece" else self.grams

    @property
    def total_grams(self) -> int:
        """What all of it weighs."""
        if self.unit in ("gram", "millilitre"):
            return self.quantity
        return self.grams * self.quantity if self.unit == "piece" else self.grams


class Expected(NamedTuple):
    """What a box should weigh in g and how far off it may be; not `certain` when a piece was never weighed."""

    grams: int
    tolerance: int
    certain: bool

    def allows(self, weighed: int) -> bool:
        """Whether a weight fits; with unknown pieces in it a box can only be too light."""
        if weighed > self.grams + self.tolerance:
            return not self.certain
        return weighed >= self.grams - self.tolerance


class Suspect(NamedTuple):
    """A piece whose weight explains the difference."""

    line_id: int
    product_id: int
    name: str
    quantity: int


class WeightOff(Refusal):
    """The box weighs something else than what should be in it; `likely` are the pieces that would explain it."""

    def __init__(self, expected: Expected, weighed: int, likely: Sequence[Suspect]) -> None:
        difference = weighed - expected.grams
        if difference < 0:
            sentence = ngettext("The box is {n} g too light.", "The box is {n} g too light.", -difference)
        else:
            sentence = ngettext("The box is {n} g too heavy.", "The box is {n} g too heavy.", difference)
        sentence = sentence.format(n=abs(difference))
        if likely:
            question = _("Is {name} missing?") if difference < 0 else _("Is there one {name} too many?")
            sentence += " " + question.format(name=likely[0].name)
        super().__init__(
            sentence, expected_grams=expected.grams, weight_grams=weighed, tolerance=expected.tolerance,
            likely=[suspect._asdict() for suspect in likely],
        )  # fmt: skip


@prepared(rows=Content)
def _contents(parcel):
    return (
        ParcelLine.select(
            FulfillmentLine.id, Product.id, Product.name, Product.unit, ParcelLine.quantity, Product.weight_grams
        )
        .join(FulfillmentLine)
        .join(Product, on=(FulfillmentLine.product == Product.id))
        .where(ParcelLine.parcel == parcel)
        .order_by(FulfillmentLine.id)
    )


@prepared
def _tare(carton):
    return Carton.select(Carton.weight_grams).where(Carton.id == carton)


def contents(parcel_id: int) -> list[Content]:
    """What is in a box."""
    return _contents.all(parcel_id)


def expected_weight(parcel_id: int, carton_id: int | None) -> Expected:
    """What a box should weigh with its carton, by the products' weights."""
    return expect(contents(parcel_id), tare_of(carton_id))


def tare_of(carton_id: int | None) -> int:
    """The weight of an empty carton in g; nought without one."""
    row = _tare.one(carton_id) if carton_id else None
    return int(row[0]) if row else 0


def expect(goods: Sequence[Content], tare_grams: int) -> Expected:
    """Goods and carton together, and the tolerance by the shop's settings."""
    grams = tare_grams + sum(content.total_grams for content in goods)
    percent = settings.read("packing.tolerance_percent")
    tolerance = max(grams * percent // 100, settings.read("packing.tolerance_grams"))
    certain = all(content.total_grams for content in goods)
    return Expected(grams, tolerance, certain)


def likely_pieces(goods: Iterable[Content], difference: int, tolerance: int) -> list[Suspect]:
    """Which pieces explain a difference in g: missing when the box is too light, one too many when too heavy.

    The best explanation first: fewest pieces, then the closest weight.
    """
    found = []
    for content in goods:
        one = content.piece_grams
        if not one:
            continue
        most = content.quantity if content.unit == "piece" else 1
        number = min(max(round_to(abs(difference), one), 1), most if difference < 0 else 3)
        off = abs(abs(difference) - number * one)
        if off <= min(tolerance, one // 2 + 1):
            found.append((number, off, Suspect(content.line_id, content.product_id, content.name, number)))
    return [suspect for _number, _off, suspect in sorted(found, key=lambda item: item[:2])]


def round_to(value: int, step: int) -> int:
    """How many steps come nearest to a value."""
    return (2 * value + step) // (2 * step)
