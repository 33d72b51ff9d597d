"""Doing what a return says: F9 and what comes of it, inspect later, decline, hand back, the slip once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.returns import acts, sheets, words
from ui.returns.draft import LOOSE, RETURN, SALE, Draft

if TYPE_CHECKING:
    from ui.returns.tab import ReturnsTab


class Doing(QObject):
    """Runs the acts of the return that is shown, one at a time."""

    def __init__(self, tab: ReturnsTab) -> None:
        super().__init__(tab)
        self._tab, self._desk = tab, tab.desk
        self._asks = False  # the question before F9 is being read or answered
        self.last_return = 0

    @property
    def is_busy(self) -> bool:
        """Whether a return is being asked about or booked; it is not left meanwhile."""
        return self._asks or self._desk.is_acting(self)

    def ready(self) -> None:
        """The question before F9 was left, or could not be asked: it may be pressed again."""
        self._asks = False

    def go_on(self) -> None:
        """F9: the next thing; where something is missing, the hand goes there."""
        draft = self._tab.draft
        if draft is None or self.is_busy:
            return
        missing = acts.missing(draft)
        if missing:
            self._say_missing(draft, *missing)
        elif draft.pays_out:
            self._asks = True
            self._tab.asks.slips(draft, lambda: self._run(acts.go_on(draft), draft))
        else:
            self._run(acts.go_on(draft), draft)

    def _say_missing(self, draft: Draft, at: int | None, sentence: str) -> None:
        draft.at = at if at is not None else draft.at
        self._tab.page.say(sentence)
        self._desk.feedback("wrong")
        self._tab.show_again()
        if draft.kind == LOOSE and not draft.note and draft.lines and at is None:
            self._tab.asks.note()

    def _run(self, act: acts.Act, draft: Draft) -> None:
        self._asks = False
        self._desk.write(
            self, act.command, *act.args, done=lambda answer: self._done(act, answer, draft), key=act.key, urgent=True,
            failed=self._desk.explain, once=True,
        )  # fmt: skip

    def _done(self, act: acts.Act, answer: Any, draft: Draft) -> None:
        self._desk.feedback("done")
        if act.then is not None:
            self._run(act.then(answer), draft)
        elif hasattr(answer, "outcome"):
            self._settled(answer, draft)
        elif act.said:
            self._desk.toast(act.said)
            if self._tab.draft is not draft:
                return
            if act.opens and draft.kind == RETURN and self._desk.may("returns.settle"):
                self._tab.open_one("return", draft.detail.row.id)
            else:
                self._tab.step_back_quietly()

    def _settled(self, answer: Any, draft: Draft) -> None:
        self.last_return = answer.return_id
        title, text = words.settled_words(answer)
        if self._tab.draft is draft:
            self._tab.step_back_quietly()
        if answer.outcome == "exchange" and answer.credit_code:
            acts.sell_for_credit(self._desk, answer, draft)
            return
        self._tab.start.tell_done(title, text)
        self._desk.toast(f"{title}. {text}" if text else title)

    def inspect_later(self) -> None:
        """F4: take the goods in now; somebody looks at them and settles later."""
        draft = self._tab.draft
        if draft is None or draft.kind != SALE or self.is_busy:
            return
        if not draft.chosen() or any(not line.reason for line in draft.chosen()):
            self.go_on()
            return
        self._run(acts.inspect_later(draft), draft)

    def decline(self) -> None:
        """F8 on a request."""
        draft = self._tab.draft
        if draft is not None and draft.detail is not None and not self.is_busy:
            sheets.ask_decline(
                self._desk, draft.detail.row.number, lambda why: self._run(acts.decline(draft, why), draft)
            )

    def hand_back(self) -> None:
        """G: no money, the goods leave again."""
        draft = self._tab.draft
        if draft is not None and draft.detail is not None and self._desk.may("returns.settle") and not self.is_busy:
            sheets.ask_hand_back(self._desk, lambda: self._run(acts.hand_back(draft), draft))

    def print_slip(self) -> None:
        """F10: the slip of this return, or of the last one, again."""
        from app.returns.slip import print_slip

        draft = self._tab.draft
        ref = draft.detail.row.id if draft is not None and draft.detail is not None else self.last_return
        if ref:
            self._desk.write(
                self._tab, print_slip, ref, once=True,
                done=lambda _wish: self._desk.toast(_("The return slip is in the print queue")),
            )  # fmt: skip
