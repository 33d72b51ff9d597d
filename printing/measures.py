"""Weights in words."""

from app.core.i18n import _
from app.core.money import round_div


def weight_text(grams: int) -> str:
    """A parcel's weight on paper: 2.52 kg, 480 g."""
    if grams < 1000:
        return _("{grams} g").format(grams=grams)
    whole, part = divmod(round_div(grams, 10), 100)
    return _("{whole}.{part} kg").format(whole=whole, part=f"{part:02d}")
