"""Opening a case for a delivery: what the customer says, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import N_, _
from ui.common.choices import FilterChips
from ui.common.inputs import NoteField, TextField
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

KINDS = (("complaint", N_("Complaint")), ("enquiry", N_("Question")), ("repair", N_("Repair")))


def ask_case(desk: Desk, owner: QObject, card: Any) -> Sheet:
    """Ask for kind, subject and words, then open the case and show it."""
    sheet = Sheet(
        desk.surface, _("Open a case for order {number}").format(number=card.order_number), card.customer, width=600,
        name="delivery.case",
    )  # fmt: skip
    kind = FilterChips([(key, _(title)) for key, title in KINDS], "delivery.case.kind")
    subject = TextField(_("Subject"), name="delivery.field.subject")
    text = NoteField(_("What the customer says"), name="delivery.field.text", height=110, optional=True)
    subject.set_text(_("Delivery of order {number}").format(number=card.order_number))

    def told(case_id: int) -> None:
        sheet.accept()
        desk.feedback("done")
        said = _("A case is open for order {number}").format(number=card.order_number)
        desk.toast(said)
        desk.open("case", case_id)

    def save() -> None:
        from app.aftersales.open import CaseKind, NewCase, open_case

        if not subject.text():
            subject.set_error(_("Say in a few words what it is about."))
            subject.focus()
            return
        new = NewCase(CaseKind(kind.current()), subject.text(), text.text(), card.order_id, customer_name=card.customer)
        desk.write(sheet, open_case, new, done=told)

    subject.submitted.connect(save)
    sheet.set_body(kind, subject, text)
    sheet.set_primary(_("Open the case"), save)
    return sheet.open(subject.edit)
