"""The packing table: scan every piece, weigh, and the label prints by itself when both are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core.i18n import _, ngettext
from ui.common.announce import announce
from ui.common.boxes import Card, Divider, HBox, VBox, fill
from ui.common.buttons import Button
from ui.common.inputs import CheckBox
from ui.common.keys import Key
from ui.common.labels import Label
from ui.picking import jobs
from ui.picking.pack_cartons import Cartons
from ui.picking.pack_lines import PackLines
from ui.picking.pack_scale import ScaleCard
from ui.picking.pack_side import PackSide
from ui.picking.sheets import Missing, ask_code, ask_missing, ask_number, ask_reason
from ui.picking.words import kilos, name_of

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from app.packing.close import Closed
    from app.packing.queries import PackLine, WaitingTote
    from app.packing.scan import PackVerdict
    from app.packing.start import Started
    from app.packing.weight import Suspect
    from ui.common.desk import Desk

UNDO_STEPS = 50
WRONG = ("wrong_item", "over", "unknown")
HEAVIEST = 200_000  # g, what can be typed


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
        self._desk = desk
        self.parcel_id = 0
        self.data: jobs.PackData | None = None
        self.closed: Closed | None = None
        self._is_closing = False
        self._red: PackVerdict | None = None
        self._last_line: int | None = None
        self._undo: list[list[tuple[int, int]]] = []
        self._grams: int | None = None
        self._is_steady = self._is_typed = False
        self._asked_for = (0, 0)  # the weight that suspects were looked for
        self.lines, self.cartons, self.scale, self.side = PackLines(), Cartons(), ScaleCard(), PackSide()
        self._make_layout()
        self.cartons.chosen.connect(self.choose_carton)
        self.side.primary.clicked.connect(self.go_on)
        signals = desk.device_signals
        if signals is not None:
            signals.weight.connect(self._on_weight)

    def _make_layout(self) -> None:
        self.checks = [
            CheckBox(words, f"pack.check.{name}")
            for name, words in (
                ("slip", _("Packing slip, 1 page")), ("padding", _("Padded, nothing rattles")),
                ("note", _("Note of the customer followed")),
            )
        ]  # fmt: skip
        checklist = Card(
            HBox(Label(_("Before you close it"), 15, 600), None, Label(_("Space ticks the next one"), 12, 400, "text3")),
            *self.checks, None, pad=(14, 16), gap=4, name="pack.checklist",
        )  # fmt: skip
        checklist.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        weigh = Button(_("Weigh again"), icon="scales", key="F6", height=52, name="pack.button.weigh").grow()
        more = Button(_("One more box"), icon="package", key="F7", height=52, name="pack.button.more").grow()
        self._weigh, self._more = weigh, more
        weigh.clicked.connect(self.weigh)
        more.clicked.connect(self.next_box)
        middle = VBox(self.cartons, (self.scale, 1), checklist, HBox((weigh, 1), (more, 1), gap=10), gap=14)
        left = HBox((self.lines, 41), (middle, 49), margins=(16, 16, 16, 20), gap=16)
        fill(QHBoxLayout(self), ((left, 1), Divider(upright=True), self.side), 0, 0)

    # -- a box comes to the table

    def start(self, parcel_id: int) -> None:
        """Put a box on the table."""
        self.parcel_id, self.data, self.closed = parcel_id, None, None
        self._is_closing = False
        self._undo, self._red, self._last_line = [], None, None
        self._asked_for = (0, 0)
        if self._is_typed:
            self._grams, self._is_typed = None, False
        for check in self.checks:
            check.setChecked(False)
        self.lines.wrong.hide()
        self.lines.set_state("go")
        self.side.label.set_png(None)
        self.refresh()

    def refresh(self) -> None:
        """Read the box anew."""
        parcel_id = self.parcel_id
        if not parcel_id:
            return
        same = self.data if self.data is not None else None
        fits = same.fits if same is not None else ()

        def shown(data: jobs.PackData | None) -> None:
            if parcel_id == self.parcel_id:
                self._show(data)

        self._desk.read(self, lambda: jobs.read_pack(parcel_id, fits), shown, merge="pack", urgent=True)

    def _show(self, data: jobs.PackData | None) -> None:
        if data is None or str(data.screen.state) == "void":
            self.leave()
            return
        is_first = self.data is None
        self.data = data
        if is_first:
            self.checks[2].setVisible(bool(data.screen.note))
            self._read_label()
        self._draw()
        self._try_close()

    def _draw(self) -> None:
        """Show what is known now; only what changed is painted anew."""
        data = self.data
        if data is None:
            return
        self.lines.show_screen(data.screen, self._last_line)
        self.cartons.show_fits(data.fits, self.carton_id)
        self._draw_scale()

    def _draw_scale(self) -> None:
        data = self.data
        if data is None:
            return
        self.scale.show_weight(
            data.expected, self._grams, is_steady=self._is_steady or self._is_typed, is_typed=self._is_typed,
            is_complete=self.is_complete,
        )  # fmt: skip
        if self.scale.state == "off":
            self._look_for_suspects()
        self._draw_side()

    def _read_label(self) -> None:
        parcel_id = self.parcel_id

        def shown(picture: bytes) -> None:
            if parcel_id == self.parcel_id:
                self.side.label.set_png(picture)

        self._desk.read(self, lambda: jobs.label_picture(parcel_id), shown, merge="label", failed=lambda _error: None)
        hub = self._desk.hub
        state = str(hub.health().get("label_printer", ("none", ""))[0]) if hub is not None else "none"
        self.side.show_printer(state)

    # -- how far the box is

    @property
    def carton_id(self) -> int | None:
        """The chosen carton, else the proposed one."""
        if self.data is None:
            return None
        return self.data.screen.carton_id or jobs.best_carton(self.data.fits)

    @property
    def is_complete(self) -> bool:
        """Whether everything of the order is scanned."""
        return self.data is not None and 0 < self.data.screen.wanted == self.data.screen.packed

    @property
    def weight(self) -> int | None:
        """The weight that counts now in g: steady or typed; None without one."""
        if self._grams and (self._is_typed or self._is_steady):
            return self._grams
        return None

    def _missing(self) -> list[PackLine]:
        return [line for line in self.data.screen.lines if line.packed < line.picked] if self.data else []

    def _draw_side(self) -> None:
        """What F9 does now and why it is off."""
        data = self.data
        if data is None:
            return
        side = self.side
        if self.closed is not None:
            following = self._next()
            words = _("Next tote") if following else _("Back to the list")
            where = _("{tote}, order {number}").format(
                tote=following.tote or "–", number=following.order_number) if following else ""  # fmt: skip
            code = self.closed.code
            side.show_ready(words, _("Parcel {code} is packed; its label is printing.").format(code=code), where)
            return
        info = _("The label prints by itself when the last piece is scanned and the weight fits.")
        missing = self._missing()
        if missing:
            left = sum(line.picked - line.packed for line in missing)
            said = ngettext("{count} piece left to scan: {name}", "{count} pieces left to scan: {name}", left)
            side.show_ready(
                _("Print label"), info, said.format(count=left, name=name_of(missing[0])), enabled=False
            )  # fmt: skip
        elif data.is_weighed and not self._grams:
            side.show_ready(_("Print label"), info, _("Put the box on the scale, or type its weight with F6"),
                            enabled=False)  # fmt: skip
        elif self.scale.state == "off":
            side.show_ready(
                _("Accept this weight"), _("Which piece is missing? Look again before a manager accepts the weight."),
                _("The weight does not fit"), kind="bad",
            )  # fmt: skip
        elif data.is_weighed and self.weight is None:
            side.show_ready(_("Print label"), info, _("The scale is settling"), enabled=False)
        else:
            side.show_ready(_("Print label"), info, "")

    def _next(self) -> WaitingTote | None:
        if self.data is None:
            return None
        own = self.data.screen.fulfillment_id
        rows = [row for row in self.data.waiting if row.fulfillment_id != own and not row.is_fetched]
        return next((row for row in rows if row.parcel_id is None), None)

    # -- scans

    def on_code(self, text: str) -> None:
        """A piece into the box; a carton, a tote or an order is something else."""
        times, code = jobs.free_number(text)
        if not code:
            return
        if self.closed is not None:
            self._desk.recognise(code, self, self.other_scanned.emit)
            return
        self._desk.write(
            self, jobs.scan_box, self.parcel_id, code, times, done=self._on_answer, failed=self._on_refused, urgent=True
        )

    def _on_answer(self, answer: PackVerdict | Scan) -> None:
        if hasattr(answer, "sentence"):
            self._on_verdict(answer)
        else:
            self._desk.window.take_scan(answer, self.other_scanned.emit)

    def _on_verdict(self, verdict: PackVerdict) -> None:
        state = str(verdict.state)
        if state in WRONG:
            self._red = verdict
            self.lines.wrong.show_verdict(verdict)
            self.lines.set_state("over" if state == "over" else "wrong")
            self._desk.feedback("wrong")
            announce(self, self.lines.wrong.accessibleName(), urgent=True)
            return
        self.clear_red()
        self._apply(verdict)
        self._desk.feedback("done" if state == "done" else "ok")
        announce(self, f"{verdict.name}. {verdict.sentence}")
        if state == "done":
            self.lines.set_state("ok")
            self._try_close()
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
        self._undo = [*self._undo[-UNDO_STEPS + 1 :], takes]
        self._last_line = verdict.line_id
        screen = data.screen._replace(lines=tuple(lines))
        self.data = data._replace(screen=screen, expected=data.expected._replace(grams=grams))
        self._draw()
        self.lines.flash(verdict.line_id)

    def _on_refused(self, error: BaseException) -> None:
        self._is_closing = False
        self._desk.explain(error)
        self.refresh()

    def clear_red(self) -> None:
        """The right piece, or Esc, answers what was red."""
        self._red = None
        self.lines.wrong.hide()
        self.lines.set_state("go")

    # -- weight

    def _on_weight(self, grams: int, is_stable: bool) -> None:
        """The scale says something; a typed weight gives way when there is something on it."""
        if self._is_typed and not grams:
            return
        self._grams, self._is_steady, self._is_typed = grams, is_stable, False
        if self.isVisible() and self.closed is None:
            self._draw_scale()
            if is_stable and grams:
                self._try_close()

    def _has_scale(self) -> bool:
        hub = self._desk.hub
        return hub is not None and hub.scale() is not None and str(hub.health().get("scale", ("none",))[0]) != "bad"

    def weigh(self) -> None:
        """Weigh again; without a scale the weight is typed."""
        if self.closed is not None or self.data is None:
            return
        if self._has_scale() and not self._is_typed and self._grams:
            self._asked_for = (0, 0)
            self._draw_scale()
            self._try_close()
            return
        ask_number(
            self._desk.surface, _("Weight of the box"), _("Weight with the carton"), self.type_weight,
            name="pack.type_weight", suffix="g", maximum=HEAVIEST, button=_("Take this weight"),
            help=_("Expected {weight}").format(weight=kilos(self.data.expected.grams)),
        )  # fmt: skip

    def type_weight(self, grams: int) -> None:
        """Take a weight that was read off another scale, in g."""
        self._grams, self._is_steady, self._is_typed = grams, True, True
        self._draw_scale()
        self._try_close()

    def _look_for_suspects(self) -> None:
        assert self.data is not None
        grams, expected = self._grams or 0, self.data.expected
        wanted = (self.parcel_id, grams)
        if self._asked_for == wanted:
            return
        self._asked_for = wanted
        difference, parcel_id = grams - expected.grams, self.parcel_id
        self._desk.feedback("wrong")

        def shown(found: list[Suspect]) -> None:
            if self._asked_for == wanted:
                self.scale.show_hint(_suspect_words(found, difference))

        self._desk.read(
            self, lambda: jobs.read_suspects(parcel_id, difference, expected.tolerance), shown, merge="suspects"
        )

    def _try_close(self) -> None:
        """The label prints by itself when all is scanned and the weight fits."""
        data = self.data
        if data is None or not self.is_complete or self._is_closing or self.closed is not None or self._red:
            return
        if str(data.screen.state) != "open":
            return
        if data.is_weighed and not (self.weight and data.expected.allows(self.weight)):
            return
        self._close("")

    def _close(self, reason: str) -> None:
        from app.packing.close import close_parcel

        self._is_closing = True
        self._desk.write(
            self, close_parcel, self.parcel_id, self.carton_id, self.weight, reason, done=self._on_closed,
            failed=self._on_refused, urgent=True,
        )  # fmt: skip

    def _on_closed(self, closed: Closed) -> None:
        self.closed, self._is_closing = closed, False
        self._undo.clear()
        self.lines.set_state("ok")
        self._desk.feedback("done")
        self._desk.toast(_("Parcel {code} is packed, {weight}").format(
            code=closed.code, weight=kilos(closed.weight_grams)))  # fmt: skip
        self._draw_side()
        self._read_label()
        self.refresh()
        self.keys_changed.emit()

    # -- keys

    def keys(self) -> list[Key]:
        """What the keys mean now."""
        if self.closed is not None:
            return [
                Key("F7", _("Open it again"), self.reopen), Key("F9", self.side.primary.label(), self.go_on),
                Key("Esc", _("Waiting totes"), self.leave),
            ]  # fmt: skip
        digits = [Key(str(no), _("Carton {no}").format(no=no), lambda no=no: self._digit(no), False)
                  for no in range(1, 5)]  # fmt: skip
        shown = Key("1–4", _("Carton"), self._next_carton)
        return [
            shown, *digits, Key("Space", _("Tick"), self.tick, False), Key("F2", _("Type a code"), self.type_code),
            Key("F4", _("Set aside"), self.leave), Key("F6", _("Weigh again"), self.weigh),
            Key("F7", _("One more box"), self.next_box), Key("F8", _("Something is missing"), self.missing),
            Key("F9", self.side.primary.label(), self.go_on), Key("Ctrl+Z", _("Undo last scan"), self.undo, False),
            Key("Esc", _("Undo last scan"), self.escape),
        ]  # fmt: skip

    def _digit(self, number: int) -> None:
        carton = self.cartons.carton_of_key(number)
        if carton is not None:
            self.choose_carton(carton)

    def _next_carton(self) -> None:
        """The cap of the key bar, clicked: the next carton in the row."""
        at = self.cartons.place_of(self.carton_id)
        self._digit(at % self.cartons.shown + 1 if self.cartons.shown else 0)

    def choose_carton(self, carton_id: int) -> None:
        """Pack into this carton; its weight is part of the expected one."""
        from app.packing.close import choose_carton

        if self.closed is not None or self.data is None:
            return
        self.data = self.data._replace(screen=self.data.screen._replace(carton_id=carton_id))
        self.cartons.show_fits(self.data.fits, carton_id)
        self._desk.write(
            self, choose_carton, self.parcel_id, carton_id, done=lambda _nothing: self.refresh(), urgent=True,
            failed=self._on_refused,
        )  # fmt: skip

    def tick(self) -> None:
        """Tick the next line of the checklist; when all are ticked, begin again."""
        shown = [check for check in self.checks if check.isVisibleTo(self)]
        for check in shown:
            if not check.isChecked():
                check.setChecked(True)
                return
        for check in shown:
            check.setChecked(False)

    def type_code(self) -> None:
        """Type what cannot be scanned."""
        ask_code(self._desk.surface, self.on_code)

    def go_on(self) -> None:
        """F9: the label, or a jump to what is missing for it."""
        data = self.data
        if data is None:
            return
        if self.closed is not None:
            following = self._next()
            self.next_wanted.emit(following) if following else self.leave()
        elif missing := self._missing():
            self._last_line = missing[0].line_id
            self._draw()
            self.lines.flash(missing[0].line_id)
            self._desk.feedback("attention")
            announce(self, self.side.reason.text())
        elif self.scale.state == "off":
            self._ask_accept()
        elif data.is_weighed and self.weight is None:
            self.weigh()
        elif not self._is_closing:
            self._close("")

    def _ask_accept(self) -> None:
        ask_reason(
            self._desk.surface, _("Accept this weight?"), self.scale.accessibleName(), _("Accept and print"),
            self._close,
        )  # fmt: skip

    def escape(self) -> None:
        """Answer what is red, else take the last scan back, else back to the list."""
        if self._red is not None:
            self.clear_red()
        elif self._undo:
            self.undo()
        else:
            self.leave()

    def undo(self) -> None:
        """Take the last scan out of the box again."""
        from app.packing.scan import unpack

        if not self._undo:
            self._desk.toast(_("Nothing to undo in this box"))
            return
        takes = self._undo.pop()

        def told(_nothing: Any) -> None:
            self.lines.set_state("go")
            self.refresh()

        for line_id, part in takes:
            self._desk.write(
                self, unpack, self.parcel_id, line_id, part, done=told, failed=self._on_refused, urgent=True
            )
        self._desk.toast(_("The last scan is taken back"))

    def missing(self) -> None:
        """A piece is not in the tote."""
        lines = [Missing(line.line_id, name_of(line), line.picked - line.packed) for line in self._missing()]
        if self.closed is not None or not lines:
            self._desk.feedback("attention")
            return
        ask_missing(self._desk.surface, lines, self._fetch)

    def _fetch(self, line_id: int, quantity: int) -> None:
        from app.packing.missing import missing_piece

        def told(released: Any) -> None:
            self._desk.toast(_("List {number} fetches it; the tote waits").format(number=released.number))
            self.leave()

        self._desk.write(self, missing_piece, self.parcel_id, line_id, quantity, done=told, failed=self._on_refused)

    def next_box(self) -> None:
        """Close this full box and put the next one on the table."""
        from app.packing.close import next_parcel

        if self.closed is not None or self.data is None:
            return
        if self.data.is_weighed and self.weight is None:
            self.weigh()
            return

        def told(started: Started) -> None:
            self._desk.toast(_("Box {code} is next").format(code=started.code))
            self.start(started.parcel_id)

        def refused(error: BaseException) -> None:
            if getattr(error, "code", "") == "weight_off":
                ask_reason(self._desk.surface, _("Accept this weight?"), str(error), _("Accept and print"), again)
            else:
                self._on_refused(error)

        def again(reason: str = "") -> None:
            self._desk.write(
                self, next_parcel, self.parcel_id, self.carton_id, self.weight, reason, done=told, failed=refused
            )

        again()

    def reopen(self) -> None:
        """Void the label and put the box back on the table."""
        from app.packing.close import reopen_parcel

        def go(reason: str) -> None:
            def told(started: Started) -> None:
                self._desk.toast(_("The old label does not hold any more; the box is {code} now").format(
                    code=started.code))  # fmt: skip
                self.start(started.parcel_id)

            self._desk.write(self, reopen_parcel, self.parcel_id, reason, done=told)

        ask_reason(
            self._desk.surface, _("Open the box again?"), _("Its label does not hold any more"), _("Open it"), go
        )

    def leave(self) -> None:
        """Back to the waiting totes; an open box stays open."""
        self.parcel_id, self.data, self.closed = 0, None, None
        self._undo.clear()
        self.clear_red()
        self.left.emit()


def _suspect_words(found: list[Suspect], difference: int) -> str:
    """Which piece explains the difference."""
    head = _("Which piece is missing?") if difference < 0 else _("Which piece is too many?")
    if not found:
        return f"{head} {_('No single piece explains it. Look at the carton and the padding.')}"
    names = ", ".join(
        _("{count} × {name}").format(count=one.quantity, name=one.name) if one.quantity > 1 else one.name
        for one in found[:3]
    )
    return f"{head} {_('Perhaps {names}.').format(names=names)}"
