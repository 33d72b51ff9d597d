"""The customer's window: fed by the same ticket as the counter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common import paint
from ui.counter.till import IDLE, PAY, SIGN, THANKS, Till
from ui.display.pages import (
    TRAINING_BAND,
    paint_idle,
    paint_lines,
    paint_pay,
    paint_thanks,
    paint_training,
    star_at,
)
from ui.display.sign import SignPage
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

IDLE_AFTER_MS = 20_000


class CustomerDisplay(QWidget):
    """Idle, sale, pay, thank you: the page follows the till; only the rating is tapped.

    Signals:
        gone: it is not seen any more.
    """

    gone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(None)
        self.setObjectName("customer_display")
        self.setWindowTitle(_("Customer display"))
        self.setMinimumSize(800, 500)
        self.resize(1280, 800)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.desk, self.till = desk, Till.of(desk)
        self.shop = ""
        self.score = 0
        self.sign_page = SignPage(self, self.till.signed.emit)
        self._quiet = QTimer(self, singleShot=True, interval=IDLE_AFTER_MS)
        self._quiet.timeout.connect(self._to_idle)
        self.till.changed.connect(self._follow)
        self.till.stage_changed.connect(self._follow)
        theme().changed.connect(self.update)
        desk.read(self, _shop_name, self._name_shop)
        self._follow()

    @property
    def state(self) -> str:
        """idle, sale, pay, sign or thanks."""
        return self.till.stage

    def _name_shop(self, name: str) -> None:
        self.shop = name
        self.update()

    def _follow(self) -> None:
        self.setProperty("state", self.state)
        paying = self.till.payment
        self.sign_page.follow(paying.terms if self.state == SIGN else (), paying.terms_title)
        if self.state == THANKS:
            self.score = 0
            self._quiet.start()
        else:
            self._quiet.stop()
        self.setAccessibleName(self._words())
        self.update()

    def _words(self) -> str:
        if self._band_height() and self.state == IDLE:
            return _("TRAINING. Nothing here counts.")
        if self.state == IDLE:
            return _("Welcome to {shop}").format(shop=self.shop)
        if self.state == THANKS:
            return _("Thank you")
        return _("Total {amount}").format(amount=format_money(self.till.ticket.totals().total_minor))

    def _to_idle(self) -> None:
        if self.state == THANKS:
            self.till.set_stage(IDLE)

    def _band_height(self) -> int:
        """In practice a band over all pages says so, for a customer who looks at it by mistake."""
        return TRAINING_BAND if self.desk.window.is_practice else 0

    # -- the rating

    def rate(self, score: int) -> None:
        """Keep how the customer liked it, 1 to 5, for the sale that was just finished."""
        last = self.till.last
        if last is None or self.score or not 1 <= score <= 5:
            return
        self.score = score
        self.update()
        from app.feedback.record import record_feedback

        self.desk.write(self, record_feedback, last.sold.order_id, score)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.state == THANKS:
            band = self._band_height()
            page = QRectF(0, 0, self.width(), self.height() - band)
            score = star_at(page, event.position() - QPointF(0, band))
            if score:
                self.rate(score)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F11:
            self.showNormal() if self.isFullScreen() else self.showFullScreen()
        elif self.state == THANKS and event.text() in ("1", "2", "3", "4", "5"):
            self.rate(int(event.text()))
        else:
            super().keyPressEvent(event)

    def on_code(self, code: str) -> None:
        """A scan while this window is in front belongs to the counter."""
        tab: Any = self.desk.window.tab
        if tab is not None:
            tab.on_code(code)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter: QPainter = paint.start(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme().color("surface"))
        if self._band_height():
            paint_training(painter, QRectF(0, 0, rect.width(), TRAINING_BAND))
            painter.translate(0, TRAINING_BAND)
            rect.setHeight(rect.height() - TRAINING_BAND)
        if self.state == IDLE:
            paint_idle(painter, rect, self.shop)
        elif self.state == THANKS:
            paint_thanks(painter, rect, self.till, self.score)
        else:
            split = rect.width() * 0.61
            paint_lines(painter, QRectF(0, 0, split, rect.height()), self.till, self.shop)
            side = QRectF(split, 0, rect.width() - split, rect.height())
            paint_pay(painter, side, self.till, paying=self.state in (PAY, SIGN))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sign_page.place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.gone.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()


def _shop_name() -> str:
    from app.core.settings import read

    return str(read("shop.name"))
