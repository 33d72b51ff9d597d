"""The preview of a file of online orders: each order with its verdict and why, before any is taken."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from app.core.i18n import N_, _, ngettext
from app.core.money import format_unit_price
from ui.common.boxes import EmptyState
from ui.common.choices import FilterChips
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable

if TYPE_CHECKING:
    from ui.common.desk import Desk

VERDICTS = {
    "new": (N_("Will be taken"), "ok", "check-circle-fill"),
    "held": (N_("Taken, to be checked"), "warn", "shield-warning"),
    "known": (N_("Known already"), "grey", "clock-counter-clockwise"),
    "refused": (N_("Left out"), "bad", "x-circle"),
}


class ImportSheet(Sheet):
    """Accepting it takes the new and doubtful orders; leaving it takes none."""

    def __init__(self, desk: Desk, file_name: str, rows: list[Any]) -> None:
        super().__init__(desk.surface, _("Take in online orders"), file_name, width=980, height=640, name="import")
        self._rows = rows
        counts = Counter(row.verdict for row in rows)
        chips = [("", _("All"))] + [(key, _(words[0])) for key, words in VERDICTS.items() if counts[key]]
        self.filter = FilterChips(chips, "import.filter")
        self.filter.set_count("", len(rows))
        for key, _title in chips[1:]:
            self.filter.set_count(key, counts[key])
        self.filter.chosen.connect(self._show)
        self.table = LiveTable(
            self._columns(), "import.table", row_height=48, in_card=True, accessible=_("Orders of the file")
        )
        self.table.set_empty(EmptyState("download-simple", _("There are no orders in this file")))
        self.set_body(self.filter, (self.table, 1))
        wanted = counts["new"] + counts["held"]
        if wanted:
            said = ngettext("Take {count} order", "Take {count} orders", wanted).format(count=wanted)
            self.set_primary(said)
        self._show("")

    def _columns(self) -> list[Column]:
        return [
            Column(_("Order"), lambda row: Cell(row.name, _("row {line}").format(line=row.line_no)), 110, kind="two"),
            Column(_("Customer"), lambda row: row.customer_name or "–", 180),
            Column(_("Lines"), "lines", 46, kind="number"),
            Column(_("Total"), lambda row: format_unit_price(row.total_e4) if row.total_e4 is not None else "–", 84,
                   align="right", weight=600),
            Column(_("Verdict"), _verdict, 170, kind="chip"),
            Column(_("Why"), lambda row: Cell(" ".join(row.reasons) or "–", token="text2")),
        ]  # fmt: skip

    def _show(self, verdict: str) -> None:
        self.table.set_rows([row for row in self._rows if not verdict or row.verdict == verdict])
        self.table.select_at(0)


def _verdict(row: Any) -> tuple[str, str, str]:
    words, tone, icon = VERDICTS[row.verdict]
    return _(words), tone, icon
