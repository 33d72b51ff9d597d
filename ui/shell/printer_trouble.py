"""A receipt printer that cannot print: what it is, what waits, what to do, and the stand-in that can take over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from app.core.i18n import _, ngettext

if TYPE_CHECKING:
    from ui.common.desk import Desk

RECEIPTS = ("receipt", "gift_receipt", "return_slip", "x_report", "z_report", "pickup_slip", "cash_slip",
            "account_receipt")  # fmt: skip


class Trouble(NamedTuple):
    """A title, and the steps that mend it."""

    title: str
    steps: list[str]


def trouble_of(words: str) -> Trouble:
    """A printer's own words as a title that names it, with the steps."""
    from devices.printers import PrinterState, printer_words

    known = {
        PrinterState.PAPER_OUT: Trouble(
            _("Receipt printer is out of paper"),
            [_("Open the lid"), _("Drop in a new roll, paper end to the front"), _("Close the lid until it clicks")],
        ),
        PrinterState.PAPER_LOW: Trouble(
            _("Receipt printer is nearly out of paper"), [_("Lay a new roll beside it; it prints until the end.")]
        ),
        PrinterState.COVER_OPEN: Trouble(
            _("Receipt printer’s lid is open"), [_("Close the lid until it clicks")]
        ),
        PrinterState.OFFLINE: Trouble(
            _("Receipt printer cannot be reached"),
            [_("Is it switched on, with its light on?"), _("Are both cables in?"), _("Switch it off and on again")],
        ),
    }  # fmt: skip
    for state, trouble in known.items():
        if printer_words(state)[1] == words:
            return trouble
    return Trouble(_("Receipt printer: {words}").format(words=words), [_("Check paper, lid and cable.")])


def waiting_words(count: int) -> str:
    """What it means for the work."""
    if not count:
        return _("Selling goes on. Receipts wait and print as soon as the printer is ready again.")
    said = ngettext("Selling goes on, {count} receipt waits.", "Selling goes on, {count} receipts wait.", count)
    return said.format(count=count)


def sentence(words: str, count: int) -> str:
    """Receipt printer is out of paper. Selling goes on, 2 receipts wait."""
    return f"{trouble_of(words).title}. {waiting_words(count)}"


class Waiting(NamedTuple):
    """Receipts that wait here, and the station whose printer can take them."""

    wishes: list[int]
    stand_in: str
    stand_in_name: str


def read_waiting(station: str) -> Waiting:
    """What waits for the receipt printer of a station; without a named stand-in any other till will do."""
    from app.core.outbox import recent
    from app.core.settings import read
    from app.staff.queries import stations

    waits = [wish.id for wish in recent(RECEIPTS, station=station, limit=60) if str(wish.state) in ("queued", "failed")]
    named = str(read("station.stand_in", station))
    others = [row for row in stations() if row.code != station and (row.code == named if named else row.kind == "till")]
    return Waiting(waits, others[0].code, others[0].name) if others else Waiting(waits, "", "")


def hand_on(desk: Desk, waiting: Waiting) -> None:
    """Let the stand-in print what waits."""
    from app.core.outbox import hand_on as hand

    def told(count: int) -> None:
        said = ngettext("{count} receipt prints at {station}", "{count} receipts print at {station}", count)
        desk.toast(said.format(count=count, station=waiting.stand_in_name))

    desk.write(desk, hand, waiting.wishes, waiting.stand_in, done=told)


class Telling(QObject):
    """Says once that receipts wait, keeps the number true, and falls silent when the first one is out.

    A child of the desk: a signal does not keep alive what it is connected to.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._said = ""

    def on_trouble(self, words: str, count: int) -> None:
        """`words` are the printer's; empty when it prints again."""
        notice: Any = self._desk.window.notice
        if self._said and notice.text == self._said:
            notice.close_notice()
        self._said = sentence(words, count) if words else ""
        if self._said:
            notice.warn(self._said)

    def on_doubt(self, wish: Any, words: str) -> None:
        """A paper may lie there whole, in half or not at all: only a person can see it, so it is never sent twice alone."""
        from app.core.outbox import retry_wish

        def copy() -> None:
            self._desk.write(self._desk, retry_wish, wish.id, done=lambda _nothing: self._desk.toast(copied))

        copied = _("{paper} is in the queue again").format(paper=wish.title)
        ways = [(_("Print a copy"), copy), (_("It is all there"), lambda: None)]
        self._desk.window.notice.warn(f"{wish.title}: {words}", ways)
