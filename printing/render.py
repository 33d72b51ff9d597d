"""A paper as the bytes of any medium: the one door that mails, exports and printers use.

The drawing libraries take half a second to load, so they are loaded with the first paper, not with this file.
"""

from dataclasses import replace

from app.documents.papers import Paper
from printing.compose import NotForThisPrinter, compose, in_language
from printing.layout import DOTS_PER_MM, ROLL_DOTS, Pages, Roll
from printing.sheet import Sheet

MEDIA = ("pdf", "png", "text", "zpl", "escpos80", "escpos58")
_ROLL_MARGIN = 32  # 4 mm on both sides of the 72 mm that are printed of 80


def render(paper: Paper, medium: str) -> bytes:
    """The paper's bytes: pdf, png (203 dpi, all pages below each other), text (UTF-8), zpl, escpos80 or escpos58.

    Raises NotForThisPrinter, LabelOverflow, MissingFace or NotACode, all of them a Refusal.
    """
    assert medium in MEDIA, f"no medium {medium!r}"
    match medium:
        case "pdf":
            from printing.pdf import pdf

            return pdf(sheets(paper))
        case "png":
            from printing.preview import preview_png

            return preview_png(paper)
        case "text":
            return text(paper).encode()
        case "zpl":
            return label_bytes(paper)
        case _:
            return receipt_bytes(paper, width_mm=int(medium.removeprefix("escpos")))


def sheets(paper: Paper, *, roll_mm: int = 80) -> list[Sheet]:
    """The paper laid out: one sheet for rolls and labels, one a page for A4."""
    from printing.flow import page_sheets, roll_sheet

    composed = compose(paper)
    with in_language(paper.language):
        if isinstance(composed, Roll):
            margin = (roll_mm * DOTS_PER_MM - ROLL_DOTS[roll_mm]) // 2
            sheet = roll_sheet(composed.blocks, ROLL_DOTS[roll_mm], composed.title, margin)
            return [_with_air(sheet)]
        if isinstance(composed, Pages):
            return page_sheets(composed)
    return [composed]


def _with_air(sheet: Sheet) -> Sheet:
    """A roll's sheet with the paper that the cutter leaves above."""
    from printing.sheet import moved

    return replace(sheet, height=sheet.height + _ROLL_MARGIN, items=moved(sheet.items, 0, _ROLL_MARGIN))


def receipt_bytes(
    paper: Paper, *, width_mm: int = 80, profile: str = "default", columns: int | None = None, picture: bool = False
) -> bytes:
    """The paper for an ESC/POS printer; anything but a label fits, an A4 list becomes a long slip."""
    from printing.escpos_bytes import escpos
    from printing.layout import Cut

    composed = compose(paper)
    if isinstance(composed, Sheet):
        raise NotForThisPrinter("escpos")
    blocks = composed.blocks if isinstance(composed, Roll) else (*composed.blocks, Cut())
    with in_language(paper.language):
        return escpos(blocks, width_mm=width_mm, profile=profile, columns=columns, picture=picture)


def label_bytes(paper: Paper, *, pictures: bool = False) -> bytes:
    """The label for a ZPL printer."""
    from printing.zpl import zpl

    composed = compose(paper)
    if not isinstance(composed, Sheet):
        raise NotForThisPrinter("zpl")
    return zpl(composed, pictures=pictures)


def text(paper: Paper) -> str:
    """The paper as plain text, for a message."""
    from printing.grid import plain_text
    from printing.sheet import Words

    composed = compose(paper)
    if isinstance(composed, Sheet):
        words = sorted((item for item in composed.items if isinstance(item, Words)), key=lambda word: (word.y, word.x))
        from printing.escape import printer_text

        return "\n".join(printer_text(word.text) for word in words) + "\n"
    with in_language(paper.language):
        return plain_text(composed.blocks, 48 if isinstance(composed, Roll) else 78)


def as_copy(paper: Paper) -> Paper:
    """The same paper as its next copy, marked COPY."""
    return replace(paper, copy_number=paper.copy_number + 1)
