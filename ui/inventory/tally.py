"""What was counted of a delivery so far: pure bookkeeping of the receiving screen, with undo, no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class TallyLine:
    """One product of a delivery: how many are to come, were counted, and came broken."""

    product_id: int
    sku: str
    name: str
    name_zh: str
    art: str
    unit: str
    due: int
    counted: int = 0
    broken: int = 0
    place_id: int | None = None
    place: str = ""
    home_id: int | None = None

    @property
    def id(self) -> int:
        """The key of its row."""
        return self.product_id

    @property
    def seen(self) -> bool:
        """Something of it came."""
        return self.counted > 0 or self.broken > 0

    @property
    def extra(self) -> int:
        """How many more came than were to come."""
        return max(self.counted - self.due, 0)

    @property
    def left(self) -> int:
        """How many are still to come."""
        return max(self.due - self.counted, 0)


@dataclass
class Tally:
    """A delivery that is being counted; `purchase_id` None is goods without an order."""

    purchase_id: int | None
    number: str = ""
    supplier: str = ""
    email: str = ""
    expected_at: int | None = None
    lines: dict[int, TallyLine] = field(default_factory=dict)
    current: int | None = None
    wrong: int = 0  # pieces that were put aside as somebody else's
    _before: list[tuple[dict[int, TallyLine], int | None, int]] = field(default_factory=list)

    def line(self) -> TallyLine | None:
        """The product that was scanned last."""
        return self.lines.get(self.current) if self.current is not None else None

    def _remember(self) -> None:
        self._before.append((dict(self.lines), self.current, self.wrong))
        del self._before[:-50]

    def undo(self) -> bool:
        """Take the last step back; False when there is none."""
        if not self._before:
            return False
        self.lines, self.current, self.wrong = self._before.pop()
        return True

    def add(self, product_id: int, quantity: int) -> TallyLine:
        """So many more of a known product came."""
        self._remember()
        line = self.lines[product_id]
        self.current = product_id
        self.lines[product_id] = replace(line, counted=max(0, line.counted + quantity))
        return self.lines[product_id]

    def set(self, product_id: int, counted: int) -> None:
        """The figure was typed."""
        self._remember()
        self.current = product_id
        self.lines[product_id] = replace(self.lines[product_id], counted=max(0, counted))

    def take_up(self, line: TallyLine) -> None:
        """A product that was not ordered here came too."""
        self.lines.setdefault(line.product_id, line)

    def put_in(self, place_id: int, place: str) -> None:
        """Another bin for the current product."""
        if self.current is not None:
            self._remember()
            self.lines[self.current] = replace(self.lines[self.current], place_id=place_id, place=place)

    def broke(self) -> bool:
        """One of the counted pieces is broken; False when none is counted."""
        line = self.line()
        if line is None or not line.counted:
            return False
        self._remember()
        self.lines[line.product_id] = replace(line, counted=line.counted - 1, broken=line.broken + 1)
        return True

    def not_ours(self) -> bool:
        """The last piece is a wrong item: it is not counted."""
        line = self.line()
        if line is None or not line.counted:
            return False
        self._remember()
        self.wrong += 1
        if line.due == 0 and line.counted == 1:
            del self.lines[line.product_id]
            self.current = None
        else:
            self.lines[line.product_id] = replace(line, counted=line.counted - 1)
        return True

    @property
    def counted(self) -> int:
        """Pieces counted in all."""
        return sum(line.counted for line in self.lines.values())

    @property
    def left(self) -> int:
        """Pieces still to come."""
        return sum(line.left for line in self.lines.values())

    @property
    def extra(self) -> int:
        """Pieces too many."""
        return sum(line.extra for line in self.lines.values())

    @property
    def broken(self) -> int:
        """Pieces that came broken."""
        return sum(line.broken for line in self.lines.values())


def tally_of(purchase: Any, lines: list[Any], email: str) -> Tally:
    """Begin to count an open purchase."""
    tally = Tally(purchase.id, purchase.number, purchase.supplier, email, purchase.expected_at)
    for line in lines:
        if line.left:
            tally.take_up(
                TallyLine(
                    line.product_id, line.sku, line.name, line.name_zh, line.art, str(line.unit), line.left,
                    place_id=line.home_id, place=line.home, home_id=line.home_id,
                )
            )  # fmt: skip
    return tally


def tally_line(row: Any) -> TallyLine:
    """A product that was not ordered, from its row of the stock list."""
    return TallyLine(
        row.product_id, row.sku, row.name, row.name_zh, row.art, str(row.unit), 0, place_id=row.home_id, place=row.home,
        home_id=row.home_id,
    )  # fmt: skip
