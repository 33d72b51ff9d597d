"""The bar under the scan box: refusals and unknown codes stay here until someone answers; nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.buttons import Button, IconButton
from ui.common.keys import Key
from ui.common.labels import Icon, Label
from ui.theme import theme

if TYPE_CHECKING:
    from app.overview.codes import Scan

Offer = tuple[str, Callable[[], None]]
OFFER_KEY, CLOSE_KEY = "Ctrl+{no}", "Ctrl+0"


class Notice(QWidget):
    """One sentence, red or amber, with what can be done about it.

    The shell fills `offers_for_code` (what to do with an unknown code) and `offers_for_scan` (where a code fits).
    """

    def __init__(self) -> None:
        super().__init__()
        self.offers_for_code: Callable[[str], Sequence[Offer]] = lambda _code: ()
        self.offers_for_scan: Callable[[Scan], Sequence[Offer]] = lambda _scan: ()
        self.setObjectName("shell.notice")
        self._tone = "bad"
        self._icon = Icon("warning-circle-fill", 20, "bad_text")
        self._text = Label("", 14, 600, "bad_text", elide=True)
        self._close = IconButton("x", name="shell.button.close_notice", accessible=_("Close this message"), height=32)
        theme().set_tip(self._close, f"{_('Close this message')} ({CLOSE_KEY})")
        self._close.clicked.connect(self.close_notice)
        self._buttons: list[Button] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(20, 7, 14, 7)
        self._layout.setSpacing(10)
        self._layout.addWidget(self._icon)
        self._layout.addWidget(self._text, 1)
        self._layout.addWidget(self._close)
        self._retheme()
        self.hide()
        theme().changed.connect(self._retheme)

    def _retheme(self) -> None:
        self.setFixedHeight(max(48, theme().target() + 14))
        self.update()

    @property
    def text(self) -> str:
        """What is said now, or nothing."""
        return "" if self.isHidden() else self._text.text()

    def refuse(self, sentence: str, details: str = "") -> None:
        """Say in red why something was not done; the technical text is the tooltip."""
        self._say("bad", "warning-circle-fill", sentence, ())
        theme().set_tip(self._text, details or sentence)

    def warn(self, sentence: str, offers: Sequence[Offer] = ()) -> None:
        """Say in amber what needs an answer."""
        self._say("warn", "warning-fill", sentence, offers)

    def unknown(self, code: str) -> None:
        """Nobody knows this code."""
        from app.catalog.scanned import ScanKind, code_to_keep, read_scan

        shown, sentence = code_to_keep(code), _("{code} is not known. Add it as a product, or search by name.")
        if read_scan(code).kind == ScanKind.MISREAD:
            sentence = _("{code} is not known, and its last digit does not fit the others. Scan it again.")
        shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
        self._say("warn", "barcode", sentence.format(code=shown), self.offers_for_code(code))

    def unfit(self, scan: Scan) -> None:
        """A known code that means nothing on this screen."""
        sentence = _("{title} is known, but it does nothing here.").format(title=scan.title)
        self._say("warn", "barcode", sentence, self.offers_for_scan(scan))

    def keys(self) -> list[Key]:
        """A key for each way to answer, and one that closes the bar."""
        if self.isHidden():
            return []
        ways = [Key(OFFER_KEY.format(no=no), one.label(), one.click, False) for no, one in enumerate(self._buttons, 1)]
        return [*ways, Key(CLOSE_KEY, _("Close this message"), self.close_notice, False)]

    def take_first(self) -> bool:
        """Answer in the first way, if there is one."""
        if self.isHidden() or not self._buttons:
            return False
        self._buttons[0].click()
        return True

    def close_notice(self) -> None:
        """Someone answered."""
        self.hide()

    def _say(self, tone: str, icon: str, sentence: str, offers: Sequence[Offer]) -> None:
        self._tone = tone
        self.setProperty("tone", tone)
        self._icon.set_icon(icon, f"{tone}_text")
        self._text.set_text(sentence)
        self._text.set_token(f"{tone}_text")
        self.setAccessibleName(sentence)
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for no, (words, action) in enumerate(offers, start=1):
            button = Button(words, key=OFFER_KEY.format(no=no), height=32, name="shell.notice.offer")
            button.clicked.connect(lambda _checked=False, act=action: self._answer(act))
            self._layout.insertWidget(self._layout.count() - 1, button)
            self._buttons.append(button)
        self.show()
        self.update()

    def _answer(self, action: Callable[[], None]) -> None:
        self.close_notice()
        action()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme().color(f"{self._tone}_tint"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme().color(f"{self._tone}_edge"))
        painter.end()
