"""What is the same although it is written otherwise: a phone with and without its country, a mailbox with a tag, letters
of another alphabet that look like ours."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from app.core import settings
from app.customers.phone import BadPhone, normal_phone

# Cyrillic and Greek letters that nobody tells from Latin ones; in lower case, as folded texts are.
_LOOKS_LIKE = str.maketrans(
    "авсԁеёԍһіїјкӏмнорԛѕтгуԝхүαβεηικμνορτυχγ",
    "abcdeeghiijklmhopqstrywxyabenikmvoptuxy",
)  # fmt: skip
_DOTS_ARE_NOTHING = ("gmail.com", "googlemail.com")


def folded_text(text: str) -> str:
    """A text without case, accents, width and alphabet of its letters, and with single spaces."""
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char for char in whole if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
    return " ".join(bare.translate(_LOOKS_LIKE).split())


def folded_phone(phone: str, country: str = "") -> str:
    """A phone number in its one international form; what cannot be dialed by its digits alone."""
    text = unicodedata.normalize("NFKC", phone).strip()
    return _dialed(text, country or settings.read("shop.country")) if text else ""


@lru_cache(maxsize=4096)
def _dialed(text: str, country: str) -> str:
    try:
        return normal_phone(text, country)
    except BadPhone:
        return "".join(char for char in text if char.isdigit()) or folded_text(text)


def folded_email(email: str) -> str:
    """A mailbox without what its owner may add at will: the tag after a plus sign, and dots where they mean nothing."""
    box, at, house = folded_text(email).replace(" ", "").rpartition("@")
    box = box.partition("+")[0] or box
    if house in _DOTS_ARE_NOTHING:
        box, house = box.replace(".", ""), _DOTS_ARE_NOTHING[0]
    return f"{box}{at}{house}"
