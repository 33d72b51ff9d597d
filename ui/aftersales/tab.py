"""The Service tab: cases by when they must be answered, and what customers said after their deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.i18n import N_, _
from ui.aftersales import reads
from ui.aftersales.cases import CasesPage
from ui.aftersales.feedback_page import EnterSheet, FeedbackPage
from ui.common.keys import Key
from ui.common.tab import Tab

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk

CASES, FEEDBACK = "cases", "feedback"


class ServiceTab(Tab):
    """Hands keys, scans and records to the mode that is shown."""

    NAME = "service"
    TITLE = N_("Service")
    MODES = ((CASES, N_("Cases")), (FEEDBACK, N_("Feedback")))
    SCAN_HINT = N_("Scan an order or item, or type a name")
    WATCHES = frozenset({"case", "feedback"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cases = CasesPage(desk)
        self.cases.keys_changed.connect(self.keys_changed)
        self.feedback = FeedbackPage(desk)
        self.feedback.wanted.connect(self._on_feedback)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.cases)
        self._stack.addWidget(self.feedback)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    @property
    def _on_cases(self) -> bool:
        return self.mode == CASES

    def stands_on(self) -> object:
        return self.cases.standing_on() if self._on_cases else self.feedback.current()

    def keys(self) -> list[Key]:
        """The keys of the mode."""
        if self._on_cases:
            return self.cases.keys()
        return [
            Key("Enter", _("Open order"), lambda: self._on_feedback("order")),
            Key("C", _("Case"), lambda: self._on_feedback("case")),
            Key("Ctrl+N", _("Type an answer in"), lambda: self._on_feedback("enter")),
            Key("L", _("Next filter"), self.feedback.filter.next, False),
            Key("F5", _("Refresh"), self.refresh, False),
        ]

    def arrive(self) -> None:
        """The tab was chosen: the list has the focus."""
        super().arrive()
        self._focus()

    def _focus(self) -> None:
        if self._on_cases:
            self.cases.focus_list()
        else:
            self.feedback.table.setFocus()

    def set_mode(self, mode: str) -> None:
        """Cases or feedback."""
        self.mode = mode
        self._stack.setCurrentWidget(self.cases if mode == CASES else self.feedback)
        self.refresh()
        self._focus()

    def refresh(self) -> None:
        """Read the mode's list anew."""
        if self._on_cases:
            self.cases.refresh()
        else:
            self.desk.read(self, reads.feedback, lambda found: self.feedback.show_answers(*found), merge="feedback")

    # -- finding

    def open_record(self, kind: str, ref: int) -> None:
        """A case, or the answer of a feedback code."""
        if kind == "case":
            self._go(CASES)
            self.cases.stand_on(ref)
        else:
            self._go(FEEDBACK)

    def _go(self, mode: str) -> None:
        if self.mode != mode:
            self.set_mode(mode)
            self.head_changed.emit()
            self.keys_changed.emit()

    def typed(self, text: str) -> None:
        """Cases by number, name or words while typing."""
        if self._on_cases:
            self.cases.search(text.strip())

    def submitted(self, text: str) -> None:
        """Enter keeps what was found; a code is taken as scanned."""
        if self._on_cases and self.cases.is_searching:
            self.cases.focus_list()
        else:
            super().submitted(text)

    def scanned(self, scan: Scan) -> None:
        """An order shows its cases or begins one, a customer's card filters, a feedback code is typed in."""
        if scan.kind in ("order", "receipt"):
            self._go(CASES)
            self._find(lambda: reads.cases_of_order(scan.ref), scan)
        elif scan.kind == "customer":
            self._go(CASES)
            self._find(lambda: reads.cases_of_customer(scan.ref), scan)
        elif scan.kind == "feedback":
            self.desk.feedback("ok")
            self._enter(scan.text)
        else:
            self.desk.does_not_fit(scan)

    def _find(self, job: Any, scan: Scan) -> None:
        def show(rows: list[Any]) -> None:
            if rows:
                self.desk.feedback("ok")
                self.cases.show_found(rows)
            else:
                self.desk.feedback("attention")
                self.desk.window.notice.warn(
                    _("There is no case of {title}.").format(title=scan.title),
                    [(_("Open one"), lambda: self.cases.new_case(scan.text))],
                )

        self.desk.read(self, job, show, urgent=True)

    # -- feedback

    def _on_feedback(self, what: str) -> None:
        row = self.feedback.current()
        if what == "enter":
            self._enter("")
        elif row is None:
            return
        elif what == "order":
            self.desk.open("order", row.order_id)
        elif row.case_id is not None:
            self.open_record("case", row.case_id)
        else:
            self._go(CASES)
            self.cases.case_of_answer(row)

    def _enter(self, about: str) -> None:
        def keep(ref: str | int, score: int, words: str) -> None:
            from app.feedback.record import record_feedback

            self.desk.write(self, record_feedback, ref, score, words, done=self._kept)

        EnterSheet(self.desk, keep, about).open()

    def _kept(self, case_id: int | None) -> None:
        self.desk.feedback("done")
        if case_id is None:
            self.desk.toast(_("The answer is kept"))
        else:
            self.desk.toast(_("The answer is kept, a case is open"))
            self.open_record("case", case_id)
