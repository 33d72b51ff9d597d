"""Labels, dot by dot: a fixed paper with fixed places, where what does not fit is refused rather than clipped."""

from dataclasses import dataclass, field

from app.core.i18n import _
from app.documents.papers import ShelfLabel, ShippingLabel
from printing import codes
from printing.escape import printer_text
from printing.measures import weight_text
from printing.sheet import Bars, Box, Item, LabelOverflow, Sheet, Square, Words
from printing.wrapping import line_height, words_width, wrap

SHIPPING = (812, 1218)  # 4 × 6 inches at 203 dpi
SHELF = (496, 232)  # 62 × 29 mm
_EDGE = 40
_BAR_HEIGHT = 190
_LONGEST_LINE = 110
_LEAST_MODULE = 2  # 0.25 mm; thinner bars are not read from a moving parcel


@dataclass
class _Label:
    """A label being filled from the top."""

    width: int
    floor: int  # nothing of the text may go below
    items: list[Item] = field(default_factory=list)
    y: float = _EDGE

    @property
    def inner(self) -> int:
        return self.width - 2 * _EDGE

    def line(self, text: str, size: float, weight: int = 400, *, right: str = "", what: str = "") -> None:
        """One line, shrunk by up to a third when it is too long, then broken in two."""
        right_room = words_width(printer_text(right), size, weight) + 24 if right else 0
        room = self.inner - right_room
        if room < self.inner * 0.3:
            raise LabelOverflow(right)
        clean = printer_text(text)
        if len(clean) > _LONGEST_LINE:
            raise LabelOverflow(what or printer_text(text, longest=40))
        least = max(0.7 * size, 22)
        while words_width(clean, size, weight) > room and size > least:
            size -= 1
        for part in wrap(clean, room, size, weight, most=2):
            if part.endswith("…"):
                raise LabelOverflow(what or clean)
            self._put(part, size, weight, what or clean)
        if right:
            self.items.append(
                Words(self.width - _EDGE, self.y - size * 0.3, printer_text(right), size, weight, "right")
            )

    def _put(self, text: str, size: float, weight: int, what: str) -> None:
        self.items.append(Words(_EDGE, self.y + size, text, size, weight, max_width=self.inner))
        self.y += line_height(size)
        if self.y > self.floor:
            raise LabelOverflow(what)

    def rule(self, thick: int = 2) -> None:
        self.y += 8
        self.items.append(Box(_EDGE, round(self.y), self.inner, thick))
        self.y += thick + 8


def shipping_label(paper: ShippingLabel) -> Sheet:
    """The 4 × 6 inch parcel label. Raises LabelOverflow, NotACode, MissingFace."""
    width, height = SHIPPING
    label = _Label(width, height - _EDGE - 50 - _BAR_HEIGHT - 16)
    _sender(label, paper)
    _address(label, paper)
    if paper.when or paper.zone:
        label.rule()
        label.line(paper.when or paper.zone, 34, 600, right=paper.zone if paper.when else "")
    label.rule()
    _order(label, paper)
    if paper.cod:
        _collect(label, paper.cod)
    label.items += _tracking(paper.tracking, width, height)
    return Sheet(width, height, tuple(label.items), _("Label {number}").format(number=paper.order_number))


def _sender(label: _Label, paper: ShippingLabel) -> None:
    if paper.training:
        label.line(_("TRAINING · do not send"), 34, 700)
    name = paper.shop.name
    if paper.copy_number:
        name = _("{name} · COPY {number}").format(name=name, number=paper.copy_number)
    label.line(name, 40, 700, right=paper.service)
    label.line(" · ".join(paper.shop.lines), 24) if paper.shop.lines else None
    label.rule(4)


def _address(label: _Label, paper: ShippingLabel) -> None:
    what = _("The address")
    label.line(_("Deliver to"), 26, 600)
    for place, line in enumerate(part for part in paper.to if part.strip()):
        label.line(line, 46 if not place else 38, 600 if not place else 400, what=what)
    if paper.route_code:
        label.y += 4
        size = 84.0
        code = printer_text(paper.route_code)
        while words_width(code, size, 700, True) > label.inner and size > 40:
            size -= 2
        if words_width(code, size, 700, True) > label.inner or label.y + size * 1.2 > label.floor:
            raise LabelOverflow(what)
        label.items.append(Words(_EDGE, label.y + size, code, size, 700, display=True))
        label.y += size * 1.22


def _order(label: _Label, paper: ShippingLabel) -> None:
    """Order, box and notes on the left, the square code on the right."""
    top, bottom, width = label.y, label.y, label.width
    if paper.qr:
        module = codes.widest_module("qr", paper.qr, 240, 7)
        if module < 3:
            raise LabelOverflow(_("The square code"))
        side = len(codes.square(paper.qr)) * module
        label.items.append(Square(width - _EDGE - side, round(top) + 8, module, paper.qr))
        bottom = top + side + 4 * module + 8
        label.width -= side + 4 * module
        if bottom > label.floor:
            raise LabelOverflow(_("The square code"))
    label.line(_("Order {number}").format(number=paper.order_number), 40, 700)
    box = _("Box {number} of {count}").format(number=paper.parcel, count=paper.parcels)
    label.line(f"{box} · {weight_text(paper.weight_grams)}" if paper.weight_grams else box, 32)
    for note in paper.notes:
        label.line(note, 32, what=_("The note"))
    label.width, label.y = width, max(label.y, bottom)


def _collect(label: _Label, amount: str) -> None:
    """What the driver must collect, in a box that cannot be overlooked."""
    text = printer_text(_("Collect {amount}").format(amount=amount))
    top = round(label.y) + 12
    if words_width(text, 48, 700) > label.inner - 40 or top + 84 > label.floor:
        raise LabelOverflow(_("The amount to collect"))
    label.items.append(Box(_EDGE, top, label.inner, 84, line=5))
    label.items.append(Words(label.width / 2, top + 60, text, 48, 700, "center"))
    label.y = top + 84


def _tracking(text: str, width: int, height: int) -> list[Item]:
    module = codes.widest_module("code128", text, width, 6)
    if module < _LEAST_MODULE:
        raise LabelOverflow(_("The tracking number"))
    total = len(codes.bars("code128", text)) * module
    top = height - _EDGE - 50 - _BAR_HEIGHT
    return [
        Bars((width - total) // 2, top, module, _BAR_HEIGHT, "code128", text),
        Words(width / 2, height - _EDGE - 8, text, 34, 600, "center", max_width=width - 2 * _EDGE),
    ]


def shelf_label(paper: ShelfLabel) -> Sheet:
    """The 62 × 29 mm price label. Raises LabelOverflow, NotACode, MissingFace."""
    width, height = SHELF
    items: list[Item] = []
    y = 16
    if paper.training:
        items.append(Words(20, y + 22, _("TRAINING · not valid"), 22, 700, max_width=width - 40))
        y += line_height(22)
    lines = wrap(paper.name, width - 40, 30, 600, most=3)
    if len(lines) > 2:
        lines = wrap(paper.name, width - 40, 24, 600, most=2)
    for line in lines:
        size = 30 if len(lines) == 1 else 26
        items.append(Words(20, y + size, line, size, 600, max_width=width - 40))
        y += line_height(size)
    items += _price(paper, width, height)
    if paper.code:
        items += _shelf_code(paper, width, height)
    return Sheet(width, height, tuple(items), paper.name)


def _price(paper: ShelfLabel, width: int, height: int) -> list[Item]:
    room = width // 2 - 24 if paper.code else width - 40
    price = printer_text(paper.price)
    size = 70.0
    while words_width(price, size, 700, True) > room:
        size -= 2
        if size < 32:
            raise LabelOverflow(_("The price"))
    base = height - 56
    items: list[Item] = [Words(20, base, price, size, 700, display=True)]
    if paper.was:
        was = printer_text(paper.was)
        top = base - size * 0.74 - 12
        items.append(Words(20, top, was, 24, quiet=True))
        items.append(Box(18, top - 9, words_width(was, 24) + 4, 2))
    items.append(Words(20, height - 20, printer_text(paper.unit_price), 22, max_width=room))
    return [item for item in items if not isinstance(item, Words) or item.text]


def _shelf_code(paper: ShelfLabel, width: int, height: int) -> list[Item]:
    kind = codes.kind_of(paper.code)
    room = width // 2 + 8
    module = codes.widest_module(kind, paper.code, room, 2)
    if not module:
        raise LabelOverflow(_("The code"))
    total = len(codes.bars(kind, paper.code)) * module
    x = width - room + (room - total) // 2
    caption = printer_text(paper.caption or paper.code)
    return [
        Bars(x, height - 132, module, 76, kind, paper.code),
        Words(x + total / 2, height - 20, caption, 20, align="center", max_width=room - 16),
    ]
