"""Small sheets of receiving: a typed quantity, the word why more is kept, and the letter to the supplier."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.core.i18n import _
from ui.common.buttons import Button
from ui.common.inputs import NoteField, NumberField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.inventory import words

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.inventory.tally import Tally, TallyLine


class CountedSheet(Sheet):
    """F6: how many came, typed."""

    def __init__(self, desk: Desk, line: TallyLine, take: Callable[[int], None]) -> None:
        super().__init__(desk.surface, _("How many came?"), words.name_of(line), width=400, name="counted")
        self._take = take
        self.field = NumberField(
            _("Pieces") if line.unit == "piece" else words.unit_word(line.unit), name="counted.field",
            value=line.counted or line.due or None, height=64, px=28,
        )  # fmt: skip
        self.field.submitted.connect(self.go_on)
        self.field.edit.selectAll()
        self.set_body(self.field)
        self.set_primary(_("Take this"), self._go)

    def _go(self) -> None:
        value = self.field.value()
        if value is None or not self.field.check():
            self.field.set_error(_("How many came?"))
            return
        self.accept()
        self._take(value)


class KeepSheet(Sheet):
    """More came than was ordered: it is kept with a word why, or counted again."""

    def __init__(self, desk: Desk, sentence: str, take: Callable[[str], None]) -> None:
        super().__init__(desk.surface, _("More than ordered"), width=520, name="keep", back_text=_("Count again"))
        self._take = take
        self.field = TextField(_("Why is it kept?"), name="keep.field", height=48, px=16)
        self.field.submitted.connect(self.go_on)
        self.set_body(Label(sentence, 14, 400, "text2", wrap=True), self.field)
        self.set_primary(_("Keep and book in"), self._go)

    def _go(self) -> None:
        if not self.field.text():
            self.field.set_error(_("Say why."))
            return
        self.accept()
        self._take(self.field.text())


class ReportSheet(Sheet):
    """What to tell the supplier: short, too many, broken."""

    def __init__(self, desk: Desk, tally: Tally) -> None:
        super().__init__(
            desk.surface, _("Report to supplier"), tally.supplier, width=640, name="report", back_text=_("Close")
        )
        self._desk, self._tally = desk, tally
        self.text = NoteField(_("Message"), name="report.field.text", height=260)
        self.text.set_text(report_text(tally))
        mail = Button(_("Open in mail program"), icon="envelope-simple", height=48, name="report.button.mail")
        mail.clicked.connect(self._mail)
        self.set_body(self.text)
        self.set_foot(mail)
        self.set_primary(_("Copy text"), self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())
        self.accept()
        self._desk.toast(_("Message copied"))

    def _mail(self) -> None:
        subject = quote(_("Delivery {number}").format(number=self._tally.number))
        url = f"mailto:{self._tally.email}?subject={subject}&body={quote(self.text.text())}"
        QDesktopServices.openUrl(QUrl(url))
        self.accept()


def report_text(tally: Tally) -> str:
    """The differences of a delivery in plain words."""
    told = [_("Our order {number}:").format(number=tally.number), ""]
    for line in tally.lines.values():
        if line.left and line.seen:
            told.append(_("{name}: {n} missing").format(name=line.name, n=line.left - line.broken))
        elif line.left:
            told.append(_("{name}: {n} not delivered").format(name=line.name, n=line.left))
        if line.extra:
            told.append(_("{name}: {n} more than ordered").format(name=line.name, n=line.extra))
        if line.broken:
            told.append(_("{name}: {n} broken").format(name=line.name, n=line.broken))
    if tally.wrong:
        told.append(_("{n} wrong items").format(n=tally.wrong))
    return "\n".join(told)
