"""One escape function for each kind of output, so that no name, note or address can ever be a command."""

import html
import unicodedata

# Left-to-right and right-to-left overrides reorder what is read; joiners and marks of real scripts stay.
_BIDI_TRICKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = frozenset("\n\r\t\v\f\x85\u2028\u2029")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ZPL_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;!?()+-*/=%&#'@$")

# What a printer's own letters lack and what reads the same.
_PLAIN_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " ", "\u202f": " "}
)

LONGEST = 2_000


def printer_text(text: str, longest: int = LONGEST) -> str:
    """Text for a printer or a picture: no C0, C1 or DEL, no bidi overrides, one line, at most `longest` letters."""
    kept = []
    for letter in text[: longest * 2]:
        if letter in _LINE_ENDS:
            kept.append(" ")
        elif letter not in _BIDI_TRICKS and unicodedata.category(letter) not in ("Cc", "Cs", "Co"):
            kept.append(letter)
    clean = "".join(kept)
    return clean if len(clean) <= longest and len(text) <= longest * 2 else clean[: longest - 1] + "…"


def plain_signs(text: str) -> str:
    """The text with typewriter quotes, dashes and blanks, for letters that the printer draws itself."""
    return text.translate(_PLAIN_SIGNS)


def zpl_text(text: str) -> str:
    r"""Text for a ZPL field after `^FH`: all but harmless ASCII as `_hex` of its UTF-8, so `^`, `~`, `_`, `\` too."""
    clean = unicodedata.normalize("NFC", printer_text(text))
    return "".join(
        letter if letter in _ZPL_PLAIN else "".join(f"_{byte:02X}" for byte in letter.encode()) for letter in clean
    )


def pdf_text(text: str) -> str:
    """Text for a PDF's plain strings and its title: controls out; no paragraph markup is ever used."""
    return unicodedata.normalize("NFC", printer_text(text))


def html_text(text: str) -> str:
    """Text for HTML, between tags and in quoted attributes."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return html.escape(kept, quote=True)


def csv_text(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe in front."""
    kept = "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    if kept.lstrip(" \u00a0\u3000\ufeff").startswith(_FORMULA_STARTS):
        return "'" + kept
    return kept
