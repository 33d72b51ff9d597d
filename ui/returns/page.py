"""The page of one return: steps on top, its lines in the middle, the outcome at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, HBox, Panel, Scroll, VBox, clear, fill
from ui.common.labels import Label
from ui.returns import words
from ui.returns.draft import LOOSE, RETURN, Draft
from ui.returns.line_card import LineCard, RestRow, make_row
from ui.returns.side import NARROW, WIDTH, Side
from ui.returns.steps import Step, Steps

NARROW_BELOW = 1250


class Page(QWidget):
    """Shows a draft and tells what is touched.

    Signals:
        changed: something was answered, chosen or counted.
        wanted: see Side.wanted, and "go" for F9.
    """

    changed = Signal()
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Lines of the return"))
        self.setObjectName("returns.page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.draft: Draft | None = None
        self._rows: dict[int, QWidget] = {}
        self._built: tuple[Any, ...] = ()
        self._hint = ""
        self.steps = Steps()
        self._coming, self._staying = VBox(gap=12), VBox(gap=8)
        self._rest_word = Label("", 13, 600, "text2")
        page = VBox(self._coming, self._rest_word, self._staying, None, margins=16, gap=12)
        self._scroll = Scroll(page, name="returns.lines")
        self.side = Side(lambda: self.wanted.emit("go"))
        self.side.setFixedWidth(WIDTH)
        self.side.chosen.connect(self.choose)
        self.side.wanted.connect(self.wanted)
        body = HBox((self._scroll, 1), Divider(upright=True), self.side, gap=0)
        fill(QVBoxLayout(self), (self.steps, (body, 1)), 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(NARROW if self.width() < NARROW_BELOW else WIDTH)

    # -- showing

    def show_draft(self, draft: Draft, estimate: Any, policy: Sequence[Any], shelf: dict[int, Any]) -> None:
        """Show a draft as it is now; cards stay where they are unless lines came or went."""
        self.draft = draft
        shape = (draft.uid, draft.state, tuple((line.ref, line.is_in) for line in draft.lines))
        if shape != self._built:
            self._build(draft, shape)
        amounts = {value.order_line_id: value.refund_minor + value.fee_minor for value in estimate.lines}
        bought = _("bought {when}").format(when=words.days_ago(draft.sale.got_at)) if draft.sale is not None else ""
        for at, line in enumerate(draft.lines):
            row = self._rows[line.ref]
            if not line.place_code and line.product_id in shelf:
                line.place_code = shelf[line.product_id].bin
            if isinstance(row, LineCard):
                row.show_line(is_now=at == draft.at, amount_minor=amounts.get(line.ref), bought=bought)
            elif isinstance(row, RestRow):
                row.show_now(at == draft.at)
        self.steps.set_steps(_steps(draft))
        self.side.show_draft(draft, estimate, policy, shelf, self._hint)
        self._keep_in_sight()
        self._show_hand()

    def _show_hand(self) -> None:
        """The line that the hand is on is framed, strongly while the page has the keys."""
        line = self.draft.line if self.draft is not None else None
        row = self._rows.get(line.ref) if line is not None else None
        if isinstance(row, Panel):
            row.set_look("surface", "accent" if self.hasFocus() else "accent_edge", edge_width=2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_hand()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_hand()

    def say(self, hint: str) -> None:
        """Say what is missing above the blue button; it stays until the next answer."""
        self._hint = hint

    def _build(self, draft: Draft, shape: tuple[Any, ...]) -> None:
        self._built = shape
        clear(self._coming.box)
        clear(self._staying.box)
        self._rows = {}
        for at, line in enumerate(draft.lines):
            row = make_row(line, draft)
            self._rows[line.ref] = row
            row.touched.connect(lambda at=at: self._on_touch(at))  # type: ignore[attr-defined]
            if isinstance(row, LineCard):
                row.stepped.connect(lambda by, at=at: self._on_step(at, by))
                row.answered.connect(lambda part, code, at=at: self._on_answer(at, part, code))
                self._coming.add(row)
            else:
                self._staying.add(row)
        staying = len(draft.lines) - len(draft.chosen())
        self._rest_word.set_text(_("Not coming back") if draft.chosen() else _("What comes back?"))
        self._rest_word.setVisible(bool(staying) and draft.kind != LOOSE)

    def _keep_in_sight(self) -> None:
        line = self.draft.line if self.draft is not None else None
        if line is not None:
            self._scroll.ensureWidgetVisible(self._rows[line.ref], 0, 24)

    # -- answers by hand and by key

    def _on_touch(self, at: int) -> None:
        assert self.draft is not None
        line = self.draft.lines[at]
        if not line.is_in:
            self.draft.toggle(line)
        self.draft.at = at
        self._tell()

    def _on_step(self, at: int, by: int) -> None:
        assert self.draft is not None
        self.draft.at = at
        self.draft.count_up(self.draft.lines[at], by)
        self._tell()

    def _on_answer(self, at: int, part: str, code: str) -> None:
        assert self.draft is not None
        self.draft.at = at
        self.answer(part, code)

    def answer(self, part: str, code: str) -> None:
        """Answer one question about the line the hand is on; a line that stayed behind comes back with it."""
        draft = self.draft
        if draft is None or draft.line is None or not draft.looks:
            return
        line = draft.line
        if not line.is_in:
            draft.toggle(line)
        if not line.is_in:
            return
        if part == "reason" and draft.kind != RETURN:
            line.say_reason(code)
        elif part == "condition":
            line.say_condition(code)
        elif part == "place":
            line.disposition = code
        self._tell()

    def choose(self, outcome: str) -> None:
        """Choose the outcome."""
        draft = self.draft
        card = self.side.cards().get(outcome)
        if draft is not None and draft.settles and card is not None and not card.is_off:
            draft.choose(outcome)
            self._tell()

    def move(self, by: int) -> None:  # type: ignore[override]
        """Up or down."""
        if self.draft is not None:
            self.draft.step(by)
            self._tell()

    def toggle(self) -> None:
        """Space: this line comes back, or stays."""
        if self.draft is not None and self.draft.line is not None:
            self.draft.toggle(self.draft.line)
            self._tell()

    def count_up(self, by: int) -> None:
        """Plus and minus."""
        if self.draft is not None and self.draft.line is not None:
            self.draft.count_up(self.draft.line, by)
            self._tell()

    def _tell(self) -> None:
        self._hint = ""
        self.changed.emit()


def _steps(draft: Draft) -> list[Step]:
    if draft.kind == RETURN:
        return _steps_of_return(draft)
    chosen = draft.chosen()
    known = [line for line in chosen if line.is_known]
    if draft.sale is not None:
        begin = Step(_("Find the sale"), _("Order {number}, {day}").format(
            number=draft.sale.number, day=clock.format_day(draft.sale.got_at)), "done")  # fmt: skip
    else:
        begin = Step(_("No receipt"), draft.customer_name or _("for a walk-in customer"), "done")
    lines = ngettext("{n} of {all} line", "{n} of {all} lines", len(draft.lines)).format(
        n=len(chosen), all=len(draft.lines)
    )
    looked = bool(chosen) and len(known) == len(chosen)
    return [
        begin, Step(_("Choose lines"), lines, "done" if chosen else "now"),
        Step(_("Inspect"), _("{n} of {all} looked at").format(n=len(known), all=len(chosen)) if chosen else _("one by one"),
             "done" if looked else "now" if chosen else "todo"),
        Step(_("Refund or exchange"), _("or credit, or repair"), "now" if looked else "todo"),
    ]  # fmt: skip


_ORDER = ("requested", "approved", "received", "inspected", "settled")


def _steps_of_return(draft: Draft) -> list[Step]:
    row, state = draft.detail.row, draft.state
    place = _ORDER.index(state) if state in _ORDER else len(_ORDER)
    titles = (_("Asked for"), _("Goods come back"), _("Inspect"), _("Refund or exchange"))
    details = (
        clock.format_moment(row.made_at),
        clock.format_moment(draft.detail.received_at) if draft.detail.received_at else _("not here yet"),
        clock.format_moment(draft.detail.inspected_at) if draft.detail.inspected_at else _("one by one"),
        clock.format_moment(row.settled_at) if row.settled_at else _("or credit, or repair"),
    )
    if state == "declined":
        return [Step(titles[0], details[0], "done"), Step(_("Declined"), row.reason, "now")]
    # A request waits for a yes, an approved one for its goods, and so on.
    now = {"requested": 0, "approved": 1, "received": 2, "inspected": 3}.get(state, 4)
    return [
        Step(title, detail, "done" if at < now or place == 4 else "now" if at == now else "todo")
        for at, (title, detail) in enumerate(zip(titles, details, strict=True))
    ]
