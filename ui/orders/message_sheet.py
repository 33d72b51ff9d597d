"""Writing to an order's customer: the way, ready texts, and the words as they will be read; ten seconds to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject

from app.core import clock
from app.core.i18n import N_, _, speaking
from ui.common.boxes import VBox
from ui.common.choices import Segmented
from ui.common.inputs import ComboField, NoteField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

TEXTS = (
    ("own", N_("Own words"), ""),
    ("call", N_("Ask to call back"), N_("Hello {name}, we have a question about your order {number}. When may we call you?")),
    ("late", N_("It will be later"), N_("Hello {name}, your order {number} will be later than promised. We are sorry and"
                                        " tell you the new time as soon as we know it.")),
    ("time", N_("When it comes"), N_("Hello {name}, your order {number} comes {time}.")),
    ("ready", N_("Ready for pickup"), N_("Hello {name}, your order {number} is ready. You can collect it in the shop.")),
)  # fmt: skip


def open_message(desk: Desk, owner: QObject, order_id: int, question: str = "") -> None:
    """Read how the customer can be reached, then show the sheet."""

    def load() -> Any:
        from app.notices.by_hand import reach

        return reach(order_id)

    desk.read_for_sheet(owner, load, lambda found: MessageSheet(desk, owner, found, question).open_ready())


class MessageSheet(Sheet):
    """The message as it will be read, and F9 to send it."""

    RESTS: ClassVar[bool] = True

    def __init__(self, desk: Desk, owner: QObject, reach: Any, question: str = "") -> None:
        title = _("Write to {name}").format(name=reach.name or _("the customer"))
        subtitle = _("order {number}").format(number=reach.number)
        super().__init__(desk.surface, title, subtitle, width=600, name="message")
        self._desk, self._owner, self._reach = desk, owner, reach
        ways = [
            (key, words)
            for key, words, to in (("sms", _("SMS"), reach.phone), ("mail", _("E-mail"), reach.email))
            if to
        ]
        self.way = Segmented(ways, "message.way")
        self.way.chosen.connect(lambda _key: self._count())
        self._to = Label("", 13, 400, "text3")
        self.ready = ComboField(_("Text"), [(key, _(title)) for key, title, _words in TEXTS], "message.field.ready")
        self.ready.changed.connect(self._fill)
        self.text = NoteField(_("Message"), name="message.field.text", height=150)
        self.text.changed.connect(self._count)
        self._length = Label("", 12, 400, "text3")
        language = {"zh_CN": "简体中文", "en": "English"}.get(reach.language, reach.language)
        told = Label(_("The customer reads {language}.").format(language=language), 12, 400, "text3")
        self.set_body(VBox(self.way, self._to, gap=6), self.ready, self.text, self._length, told)
        self.set_primary(_("Send"), self._send)
        self.text.set_text(question)
        self._count()

    def open_ready(self) -> None:
        """Open with the caret in the text, or say that nobody can be reached."""
        if not (self._reach.phone or self._reach.email):
            self._desk.window.notice.refuse(_("There is neither a phone number nor an e-mail address."))
            self.deleteLater()
            return
        self.open(self.text.edit)

    def _fill(self) -> None:
        words = next(text for key, _title, text in TEXTS if key == self.ready.current())
        if not words:
            self.text.clear()
            return
        with speaking(self._reach.language):
            at = clock.format_moment(self._reach.promised_at) if self._reach.promised_at else ""
            said = _(words).format(name=self._reach.name, number=self._reach.number, time=at)
        self.text.set_text(said)

    def _count(self) -> None:
        is_sms = self.way.current() == "sms"
        self._to.set_text(self._reach.phone if is_sms else self._reach.email)
        count = len(self.text.text())
        self._length.set_text(_("{count} characters, {parts} SMS").format(count=count, parts=max(1, -(-count // 153)))
                              if is_sms else "")  # fmt: skip
        self.primary.setEnabled(bool(self.text.text()))

    def _send(self) -> None:
        from app.core.outbox import withdraw_wish
        from app.notices.by_hand import write_by_hand

        desk, owner = self._desk, self._owner

        def sent(wish_id: int) -> None:
            said = _("Message to {name} goes in 10 s").format(name=self._reach.name)
            desk.toast(said, lambda: desk.write(owner, withdraw_wish, wish_id))

        desk.write(owner, write_by_hand, self._reach.order_id, self.way.current(), self.text.text(), done=sent)
        self.accept()
