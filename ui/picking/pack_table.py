"""The packing table: scan every piece, weigh, and the label prints by itself when both are right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.announce import announce
from ui.common.boxes import Divider, HBox, fill
from ui.common.keys import Key
from ui.picking import jobs
from ui.picking import pack_acts as acts
from ui.picking.pack_keys import keys_of
from ui.picking.pack_lines import PackLines
from ui.picking.pack_middle import PackMiddle
from ui.picking.pack_ready import show_side
from ui.picking.pack_side import PackSide
from ui.picking.put_back_strip import PutBackStrip
from ui.picking.words import kilos
from ui.theme import theme

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from app.packing.close import Closed
    from app.packing.scan import PackVerdict
    from ui.common.desk import Desk

UNDO_STEPS = 50
LOW = 700  # px; under it the table is drawn compactly
WRONG = ("wrong_item", "over", "unknown")


class PackTable(QWidget):
    """One box after the other.

    Signals:
        left: back to the waiting totes.
        next_wanted: this tote is done, the next one (its row).
        keys_changed: other keys act now.
        other_scanned: a code that is no goods; carries the Scan.
    """

    left = Signal()
    next_wanted = Signal(object)
    keys_changed = Signal()
    other_scanned = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.parcel_id = 0
        self.data: jobs.PackData | None = None
        self.closed: Closed | None = None
        self._is_closing = False
        self._red: PackVerdict | None = None
        self._last_line: int | None = None
        self.takes: list[list[tuple[int, int]]] = []
        self.grams: int | None = None
        self._is_steady = self.is_typed = False
        self.asked_for = (0, 0)  # the weight that suspects were looked for
        self.lines, self.middle, self.side = PackLines(), PackMiddle(), PackSide()
        self.cartons, self.scale, self.put_back = self.middle.cartons, self.middle.scale, PutBackStrip(radius=0)
        self._make_layout()
        self.cartons.chosen.connect(partial(acts.choose_carton, self))
        self.side.primary.clicked.connect(self.go_on)
        desk.device_signals.weight.connect(self._on_weight)

    def _make_layout(self) -> None:
        for react in (self._give_room, self.keys_changed):
            self.put_back.keys_changed.connect(react)
        self.middle.weighed.connect(partial(acts.weigh, self))
        self.middle.photographed.connect(partial(acts.photograph, self))
        left = HBox((self.lines, 41), (self.middle, 49), margins=(16, 16, 16, 20), gap=16)
        table = HBox((left, 1), Divider(upright=True), self.side, gap=0)
        fill(QVBoxLayout(self), (self.put_back, (table, 1)), 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window gives the room of pictures and buttons to what is read; the keys stay in the key bar."""
        self._give_room()

    def _give_room(self) -> None:
        self.middle.set_low(self.height() < LOW * theme().scale, bool(self.put_back.keys()))

    # -- a box comes to the table

    def start(self, parcel_id: int) -> None:
        """Put a box on the table."""
        self.parcel_id, self.data, self.closed = parcel_id, None, None
        self._is_closing = False
        self.takes, self._red, self._last_line = [], None, None
        self.asked_for = (0, 0)
        if self.is_typed:
            self.grams, self.is_typed = None, False
        self.middle.begin()
        self.lines.wrong.hide()
        self.lines.set_state("go")
        self.side.label.set_png(None)
        self.refresh()

    def refresh(self) -> None:
        """Read the box anew."""
        parcel_id = self.parcel_id
        if not parcel_id:
            return
        fits = self.data.fits if self.data is not None else ()

        def shown(data: jobs.PackData | None) -> None:
            if parcel_id == self.parcel_id:
                self._show(data)

        self.desk.read(self, lambda: jobs.read_pack(parcel_id, fits), shown, merge="pack", urgent=True)

    def _show(self, data: jobs.PackData | None) -> None:
        if data is None or str(data.screen.state) == "void":
            self.leave()
            return
        is_first = self.data is None
        self.data = data
        if is_first:
            self.middle.checks[2].setVisible(bool(data.screen.note))
            self._read_label()
        self.put_back.load(self.desk, fulfillment_id=data.screen.fulfillment_id)
        self._draw()
        self.try_close()

    def _draw(self) -> None:
        """Show what is known now; only what changed is painted anew."""
        data = self.data
        if data is None:
            return
        self.lines.show_screen(data.screen, self._last_line)
        self.cartons.show_fits(data.fits, self.carton_id)
        self.middle.show_photos(data.photos)
        self.draw_scale()

    def draw_scale(self) -> None:
        data = self.data
        if data is None:
            return
        self.scale.show_weight(
            data.expected, self.grams, is_steady=self._is_steady or self.is_typed, is_typed=self.is_typed,
            is_complete=self.is_complete,
        )  # fmt: skip
        if self.scale.state == "off":
            acts.look_for_suspects(self)
        show_side(self)

    def _read_label(self) -> None:
        parcel_id = self.parcel_id

        def shown(picture: bytes) -> None:
            if parcel_id == self.parcel_id:
                self.side.label.set_png(picture)

        self.desk.read(self, lambda: jobs.label_picture(parcel_id), shown, merge="label", failed=lambda _error: None)
        hub = self.desk.hub
        state = str(hub.health().get("label_printer", ("none", ""))[0]) if hub is not None else "none"
        self.side.show_printer(state)

    # -- how far the box is

    @property
    def carton_id(self) -> int | None:
        """The chosen carton, else the proposed one."""
        return self.data.carton_id if self.data is not None else None

    @property
    def is_complete(self) -> bool:
        """Whether everything of the order is scanned."""
        return self.data is not None and self.data.is_complete

    @property
    def weight(self) -> int | None:
        """The weight that counts now in g: steady or typed; None without one."""
        if self.grams and (self.is_typed or self._is_steady):
            return self.grams
        return None

    # -- scans

    def on_code(self, text: str) -> None:
        """A piece into the box; a carton, a tote or an order is something else."""
        times, code = jobs.free_number(text)
        if not code:
            return
        if self.closed is not None:
            self.desk.recognise(code, self, self.other_scanned.emit)
            return
        self.desk.write(
            self, jobs.scan_box, self.parcel_id, code, times, done=partial(self._on_answer, self.parcel_id),
            failed=self.refused, urgent=True,
        )  # fmt: skip

    def _on_answer(self, parcel_id: int, answer: PackVerdict | Scan) -> None:
        if parcel_id != self.parcel_id:
            return  # another box is on the table by now
        if hasattr(answer, "sentence"):
            self._on_verdict(answer)
        else:
            self.desk.window.take_scan(answer, self.other_scanned.emit)

    def _on_verdict(self, verdict: PackVerdict) -> None:
        state = str(verdict.state)
        if state in WRONG:
            self._red = verdict
            self.lines.wrong.show_verdict(verdict)
            self.lines.set_state("over" if state == "over" else "wrong")
            self.desk.feedback("wrong")
            announce(self, self.lines.wrong.accessibleName(), urgent=True)
            return
        self.clear_red()
        self._apply(verdict)
        self.desk.feedback("done" if state == "done" else "ok")
        announce(self, f"{verdict.name}. {verdict.sentence}")
        if state == "done":
            self.lines.set_state("ok")
            self.try_close()
        self.refresh()

    def _apply(self, verdict: PackVerdict) -> None:
        """Show the new counts from the answer alone; remember what to take back."""
        data = self.data
        if data is None:
            return
        left, grams, takes, lines = verdict.last, data.expected.grams, [], []
        for line in data.screen.lines:
            part = min(left, line.picked - line.packed) if line.product_id == verdict.product_id else 0
            if part:
                takes.append((line.line_id, part))
                left -= part
                grams += part * line.piece_grams if line.unit == "piece" else 0
                line = line._replace(packed=line.packed + part, in_box=line.in_box + part)
            lines.append(line)
        self.takes = [*self.takes[-UNDO_STEPS + 1 :], takes]
        self._last_line = verdict.line_id
        screen = data.screen._replace(lines=tuple(lines))
        self.data = data._replace(screen=screen, expected=data.expected._replace(grams=grams))
        self._draw()
        self.lines.flash(verdict.line_id)

    def refused(self, error: BaseException) -> None:
        self._is_closing = False
        self.desk.explain(error)
        self.refresh()

    def clear_red(self) -> None:
        """The right piece, or Esc, answers what was red."""
        self._red = None
        self.lines.wrong.hide()
        self.lines.set_state("go")

    # -- weight

    def _on_weight(self, grams: int, is_stable: bool) -> None:
        """The scale says something; a typed weight gives way when there is something on it."""
        if self.is_typed and not grams:
            return
        self.grams, self._is_steady, self.is_typed = grams, is_stable, False
        if self.isVisible() and self.closed is None:
            self.draw_scale()
            if is_stable and grams:
                self.try_close()

    def type_weight(self, grams: int) -> None:
        """Take a weight that was read off another scale, in g."""
        self.grams, self._is_steady, self.is_typed = grams, True, True
        self.draw_scale()
        self.try_close()

    def try_close(self) -> None:
        """The label prints by itself when all is scanned and the weight fits."""
        data = self.data
        if data is None or not self.is_complete or self._is_closing or self.closed is not None or self._red:
            return
        if str(data.screen.state) != "open":
            return
        if data.is_weighed and not (self.weight and data.expected.allows(self.weight)):
            return
        self.close_box("")

    def close_box(self, reason: str) -> None:
        from app.packing.close import close_parcel

        self._is_closing = True
        self.desk.write(
            self, close_parcel, self.parcel_id, self.carton_id, self.weight, reason, urgent=True,
            done=partial(self._on_closed, self.parcel_id), failed=self.refused,
        )  # fmt: skip

    def _on_closed(self, parcel_id: int, closed: Closed) -> None:
        self.desk.feedback("done")
        self.desk.toast(_("Parcel {code} is packed, {weight}").format(
            code=closed.code, weight=kilos(closed.weight_grams)))  # fmt: skip
        if parcel_id != self.parcel_id:
            return
        self.closed, self._is_closing = closed, False
        self.takes.clear()
        self.lines.set_state("ok")
        show_side(self)
        self._read_label()
        self.refresh()
        self.keys_changed.emit()

    # -- keys

    def keys(self) -> list[Key]:
        """What the keys mean now."""
        return keys_of(self)

    def go_on(self) -> None:
        """F9: the label, or a jump to what is missing for it."""
        data = self.data
        if data is None:
            return
        if self.closed is not None:
            following = data.following()
            self.next_wanted.emit(following) if following else self.leave()
        elif missing := data.missing():
            self._last_line = missing[0].line_id
            self._draw()
            self.lines.flash(missing[0].line_id)
            self.desk.feedback("attention")
            announce(self, self.side.reason.text())
        elif self.scale.state == "off":
            acts.ask_accept(self)
        elif data.is_weighed and self.weight is None:
            acts.weigh(self)
        elif not self._is_closing:
            self.close_box("")

    def escape(self) -> None:
        """Answer what is red, else take the last scan back, else back to the list."""
        if self._red is not None:
            self.clear_red()
        elif self.takes:
            acts.undo(self)
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the waiting totes; an open box stays open."""
        self.parcel_id, self.data, self.closed = 0, None, None
        self.takes.clear()
        self.clear_red()
        self.left.emit()
