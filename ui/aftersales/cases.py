"""Cases: the inbox at the left, one case with its thread in the middle, the customer and what can be done at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from ui.aftersales import reads, sheets, words
from ui.aftersales.case_acts import CaseActs
from ui.aftersales.case_keys import keys_of
from ui.aftersales.composer import ANSWER, HEARD, NOTE, Composer
from ui.aftersales.context import NARROW, WIDTH, Context
from ui.aftersales.inbox import Inbox, is_feedback, key_of
from ui.aftersales.thread_view import ThreadView
from ui.common.boxes import Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.choices import Segmented
from ui.common.keys import Key
from ui.common.labels import Label
from ui.orders.words import short_moment
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

LIST_WIDTH, LIST_NARROW = 372, 300
NARROW_BELOW = 1250
ROOMY = 1.15  # text scale up to which the head of the list has room for words


class CasesPage(QWidget):
    """The mode "Cases"."""

    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("service.cases")
        self.desk = desk
        self.detail: Any = None
        self._row: Any = None
        self._wanted: int | None = None
        self._asked = 0  # the case that is being read, or was
        self._drafts: dict[tuple[str, int], str] = {}  # what was begun for each case and not sent yet
        self.is_searching = False
        self.acts = CaseActs(desk, self)
        self._build()

    def _build(self) -> None:
        self.view = Segmented(
            [("mine", _("Mine")), ("open", _("All open")), ("done", _("Done"))], "service.view", "open", px=12
        )
        self.view.chosen.connect(lambda _key: self.refresh())
        self._new = Button(_("New case"), icon="plus", height=36, name="service.button.new", accessible=_("New case"))
        self._new.clicked.connect(lambda: self.new_case(""))
        self.inbox = Inbox("service.list", _("Cases"))
        self.inbox.moved.connect(self._on_moved)
        self.inbox.opened.connect(lambda _row: self.write())
        head = HBox(self.view, None, self._new, margins=(10, 14), gap=8)
        self._left = Panel("surface", head, Divider(), (self.inbox, 1), gap=0)
        self._left.setFixedWidth(LIST_WIDTH)
        self.thread = ThreadView()
        self.composer = Composer(self.send)
        self._work = QStackedWidget()
        self._work.addWidget(VBox(self._head(), (self.thread, 1), Divider(), self.composer, gap=0))
        self._empty = EmptyState("chats-circle", _("No case is open"), _("Ctrl+N begins one."), name="service.empty")
        self._work.addWidget(self._empty)
        self.context = Context(self.act)
        self.context.setFixedWidth(WIDTH)
        columns = HBox(self._left, Divider(upright=True), (self._work, 1), Divider(upright=True), self.context, gap=0)
        fill(QVBoxLayout(self), (columns,), 0, 0)
        self.setFocusProxy(self.inbox)

    def _head(self) -> QWidget:
        self._subject = Label("", 20, 600, elide=True, name="service.title")
        self._kind = Chip("", "grey", name="service.chip.kind")
        self._due = Chip("", "grey", "clock", name="service.chip.due")
        self._state = Chip("", "grey", name="service.chip.status")
        self._number = Label("", 12, 400, "text3", elide=True)
        self._assign = Button("", icon="user-plus", key="Alt+A", height=40, name="service.button.assign")
        self._assign.clicked.connect(self.assign)
        self._close = Button(_("Close case"), icon="check-bold", key="Alt+E", height=40, name="service.button.close")
        self._close.clicked.connect(self.close_case)
        first = HBox((self._subject, 1), self._assign, self._close, gap=8)
        marks = HBox(self._kind, self._due, self._state, (self._number, 1), gap=8)
        panel = Panel("surface", VBox(first, marks, margins=(10, 20), gap=6), Divider(), gap=0)
        panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_BELOW
        self._left.setFixedWidth(LIST_NARROW if is_narrow else LIST_WIDTH)
        self.context.setFixedWidth(NARROW if is_narrow else WIDTH)
        self._new.set_text("" if is_narrow or theme().scale > ROOMY else _("New case"))

    # -- what the tab asks

    def keys(self) -> list[Key]:
        """The keys of the case that is shown."""
        return keys_of(self)

    def standing_on(self) -> object:
        """The case or answer that is chosen."""
        return self._asked or (key_of(self._row) if self._row is not None else None)

    def focus_list(self) -> None:
        """The list has the focus."""
        self.inbox.setFocus()

    def refresh(self) -> None:
        """Read the inbox and the case anew."""
        if self.is_searching:
            self._read_case(self._row)
            return
        view = self.view.current()
        me = self.desk.actor.person_id if self.desk.actor else 0
        self.desk.read(self, lambda: reads.inbox(view, me), self._show, merge="inbox")

    def _show(self, seen: reads.Seen) -> None:
        self.view.set_count("mine", seen.counts.mine)
        self.view.set_count("open", seen.counts.undone)
        self.context.show_stars(seen.stars, seen.counts.undone, seen.minutes)
        self._show_rows(seen.rows)

    def _show_rows(self, rows: list[Any]) -> None:
        self.inbox.set_rows(rows)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            if not self.inbox.select(("case", wanted)):
                self._read_case_id(wanted)
        self._work.setCurrentIndex(0 if rows else 1)
        self.context.setVisible(bool(rows))

    def stand_on(self, case_id: int) -> None:
        """Show one case, in whichever list it is."""
        self.is_searching = False
        self._wanted = case_id
        self.refresh()

    def search(self, text: str) -> None:
        """Cases that a typed text means; without a text the list again."""
        if len(text) < 2:
            if self.is_searching:
                self.is_searching = False
                self.refresh()
            return
        self.desk.read(self, lambda: reads.cases_named(text), self._show_search, merge="inbox")

    def _show_search(self, rows: list[Any]) -> None:
        self.is_searching = True
        self._show_rows(rows)

    def show_found(self, rows: list[Any]) -> None:
        """Show the cases of a scanned order or customer; Esc goes back to the list."""
        self._show_search(rows)
        self.focus_list()

    def step_back(self) -> None:
        """Esc: from the field to the list, from what was found to the whole list."""
        if not self.inbox.hasFocus():
            self.focus_list()
        elif self.is_searching:
            self.is_searching = False
            self.desk.window.scan_box.clear()
            self.refresh()

    # -- one case

    def _on_moved(self, row: Any) -> None:
        if self._row is not None and (row is None or key_of(row) != key_of(self._row)):
            self._drafts[key_of(self._row)] = self.composer.text()
            self.composer.set_text(self._drafts.pop(key_of(row), "") if row is not None else "")
        self._row = row
        if row is None:
            self._forget()
            self.keys_changed.emit()
        elif is_feedback(row):
            self._forget()
            self._show_answer(row)
        else:
            self._read_case(row)

    def _read_case(self, row: Any) -> None:
        if row is not None and not is_feedback(row):
            self._read_case_id(row.id)

    def _read_case_id(self, case_id: int) -> None:
        if self.detail is None or self.detail.row.id != case_id:
            self._forget()
            self.keys_changed.emit()
        self._asked = case_id
        self.desk.read(self, lambda: reads.case(case_id), self._show_case, merge="case")

    def _forget(self) -> None:
        """Until the other one is read, no key may act on what is still to be seen."""
        self.detail, self._asked = None, 0

    @property
    def row(self) -> Any:
        """The case or answer that is chosen in the list, or None."""
        return self._row

    def is_undone(self) -> bool:
        """Whether the case that is read waits for something."""
        return self.detail is not None and self.detail.row.state.value in ("open", "waiting")

    def _show_case(self, detail: Any) -> None:
        if detail.row.id != self._asked:
            return
        self.detail = detail
        row = detail.row
        self._subject.set_text(row.subject)
        icon, tone = words.KIND_LOOKS[row.kind.value]
        self._kind.set_look(words.kind_word(row.kind.value), tone, icon)
        undone = self.is_undone()
        self._due.setVisible(undone)
        if undone:
            late = row.due_at < clock.now_ms()
            said = _("Answer by {time}") if row.state.value == "open" else _("Waits until {time}")
            self._due.set_look(said.format(time=short_moment(row.due_at)), "bad" if late else "warn", "clock")
        self._state.setVisible(not undone)
        self._state.set_status("case", row.state.value)
        self._number.set_text(_("Case {number}").format(number=row.number))
        self._assign.set_text(row.assigned_name.split()[0] if row.assigned_name else "")
        theme().set_tip(self._assign, _("Who takes care of it"))
        self._assign.setVisible(undone)
        self._close.setVisible(row.state.value != "closed")
        self.thread.show_thread(detail.thread)
        self.composer.setVisible(undone)
        self.composer.field.setEnabled(True)
        self.composer.show_case(detail, self.desk.actor.name if self.desk.actor else "")
        self.context.show_case(detail)
        self._work.setCurrentIndex(0)
        self.context.setVisible(True)
        self.keys_changed.emit()

    def _show_answer(self, row: Any) -> None:
        """A customer's stars and words, shown like a case with one message."""
        self._subject.set_text(f"“{row.comment}”" if row.comment else _("No words"))
        self._kind.set_look(_("{score} of 5 stars").format(score=row.score), "warn" if row.score <= 3 else "ok", "star")
        for widget in (self._due, self._state, self._assign, self._close, self.composer):
            widget.setVisible(False)
        self._number.set_text(_("Feedback on {number}").format(number=row.order_number))
        said = reads.Said(row.answered_at, "customer", row.customer_name or _("Customer"), row.comment, "feedback")
        self.thread.show_thread([said] if row.comment else [])
        self.context.show_answer(row)
        self.context.setVisible(True)
        self.keys_changed.emit()

    # -- writing

    def write(self) -> None:
        """Enter: the caret goes into the field."""
        if self.is_undone():
            self.composer.field.focus()

    def next_way(self) -> None:
        """Alt+W: an answer, a note, or what the customer said."""
        self.composer.next_way()
        self.keys_changed.emit()

    def send(self) -> None:
        """F9: the answer goes out, the note is kept, what the customer said is written down."""
        from app.aftersales.thread import add_note, hear, reply

        if not self.is_undone():
            return
        text = self.composer.text()
        if not text:
            self.composer.field.set_error(_("Write something first."))
            self.composer.field.focus()
            return
        case_id, way = self.detail.row.id, self.composer.way.current()
        command = {ANSWER: reply, NOTE: add_note, HEARD: hear}[way]
        said = {ANSWER: _("The answer is on its way"), NOTE: _("The note is kept"), HEARD: _("Written down")}[way]

        def done(_message_id: int) -> None:
            self._drafts.pop(("case", case_id), None)
            self.desk.feedback("done")
            self.desk.toast(said)
            if self._asked == case_id:
                self.composer.field.clear()
                self.composer.way.set_current(ANSWER)
                self._read_case_id(case_id)

        self.desk.write(self, command, case_id, text, done=done, once=True)

    # -- what can be done

    def act(self, name: str) -> None:
        """Do one of the things beside the case."""
        if self._row is not None and is_feedback(self._row):
            self._act_on_answer(name)
        elif self.detail is not None:
            self.acts.run(name, self.detail)

    def _act_on_answer(self, name: str) -> None:
        row = self._row
        if name == "order":
            self.desk.open("order", row.order_id)
        elif row.case_id is not None:
            self.stand_on(row.case_id)
        else:
            self.case_of_answer(row)

    def case_of_answer(self, row: Any) -> None:
        """Begin a case about what a customer answered."""
        sheet = sheets.NewCaseSheet(self.desk, self.acts.open_case)
        sheet.about(row.order_id, row.order_number, row.customer_name, row.comment)
        sheet.open(sheet.subject.edit)

    def new_case(self, about: str) -> None:
        """Ctrl+N."""
        sheet = sheets.NewCaseSheet(self.desk, self.acts.open_case)
        sheet.open()
        if about:
            sheet.order.set_text(about)

    def assign(self) -> None:
        """Alt+A."""
        if self.is_undone():
            self.acts.assign(self.detail)

    def wait(self) -> None:
        """F4."""
        if self.is_undone():
            self.acts.wait(self.detail)

    def close_case(self) -> None:
        """Alt+E."""
        if self.detail is not None and self.detail.row.state.value != "closed":
            self.acts.close(self.detail)
