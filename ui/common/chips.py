"""Chips, and the one table that gives every status of the shop its word, colour and icon."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import N_, _
from ui.common import paint
from ui.theme import theme
from ui.theme.tokens import TONES, tone

Look = tuple[str, str, str]

_LOOKS: dict[str, dict[str, Look]] = {
    "order": {
        "draft": (N_("Draft"), "grey", ""),
        "placed": (N_("New"), "sky", "circle-dashed"),
        "in_review": (N_("In review"), "violet", "shield-warning"),
        "confirmed": (N_("Confirmed"), "indigo", "check-circle"),
        "completed": (N_("Done"), "ok", "check-circle-fill"),
        "archived": (N_("Archived"), "grey", "archive"),
        "cancelled": (N_("Cancelled"), "grey", "x-circle"),
        "on_hold": (N_("On hold"), "warn", "pause-circle"),
        "parked": (N_("Parked"), "grey", "pause-circle"),
    },
    "fulfillment": {
        "waiting": (N_("Waiting for stock"), "warn", "clock"),
        "ready": (N_("To pick"), "grey", ""),
        "picking": (N_("Picking"), "teal", "hand-grabbing"),
        "picked": (N_("Picked"), "teal", "hand-grabbing"),
        "packing": (N_("Packing"), "teal", "package"),
        "packed": (N_("Packed"), "teal", "package"),
        "dispatched": (N_("On the way"), "sky", "truck"),
        "ready_for_pickup": (N_("Ready for pickup"), "indigo", "storefront"),
        "delivered": (N_("Delivered"), "ok", "check-circle-fill"),
        "collected": (N_("Collected"), "ok", "check-circle-fill"),
        "accepted": (N_("Accepted"), "ok", "check-circle-fill"),
        "failed": (N_("Not delivered"), "bad", "warning-circle-fill"),
        "returned": (N_("Returned"), "pink", "arrow-u-up-left"),
        "lost": (N_("Lost"), "bad", "warning-circle-fill"),
        "cancelled": (N_("Cancelled"), "grey", "x-circle"),
    },
    "payment": {
        "unpaid": (N_("Unpaid"), "warn", "money"),
        "partly_paid": (N_("Partly paid"), "warn", "circle-half"),
        "paid": (N_("Paid"), "ok", "check-circle-fill"),
        "overpaid": (N_("Overpaid"), "warn", "money"),
        "partly_refunded": (N_("Partly refunded"), "pink", "arrow-u-up-left"),
        "refunded": (N_("Refunded"), "pink", "arrow-u-up-left"),
        "cod_due": (N_("Cash on delivery"), "warn", "money"),
        "charged_back": (N_("Charged back"), "bad", "warning-circle-fill"),
    },
    "attempt": {
        "created": (N_("Starting"), "grey", "circle-dashed"),
        "sent": (N_("Waiting for terminal"), "sky", "credit-card"),
        "approved": (N_("Approved"), "ok", "check-circle-fill"),
        "declined": (N_("Declined"), "bad", "warning-circle-fill"),
        "in_doubt": (N_("In doubt"), "warn", "question"),
        "reversed": (N_("Reversed"), "pink", "arrow-u-up-left"),
        "corrected": (N_("Put right"), "grey", "arrows-left-right"),
    },
    "return": {
        "requested": (N_("Requested"), "sky", "circle-dashed"),
        "approved": (N_("Approved"), "indigo", "check-circle"),
        "declined": (N_("Declined"), "bad", "warning-circle-fill"),
        "received": (N_("Received"), "teal", "package"),
        "inspected": (N_("Inspected"), "teal", "magnifying-glass"),
        "settled": (N_("Settled"), "ok", "check-circle-fill"),
        "refund": (N_("Refunded"), "pink", "arrow-u-up-left"),
        "exchange": (N_("Exchange"), "pink", "arrows-left-right"),
    },
    "case": {
        "open": (N_("Open"), "sky", "circle-dashed"),
        "waiting": (N_("Waiting for customer"), "warn", "clock"),
        "resolved": (N_("Resolved"), "ok", "check-circle-fill"),
        "closed": (N_("Closed"), "grey", "x-circle"),
    },
    "job": {
        "queued": (N_("Waits"), "grey", "clock"),
        "sent": (N_("Printing"), "sky", "printer"),
        "done": (N_("Done"), "ok", "check-circle-fill"),
        "failed": (N_("Failed"), "bad", "warning-circle-fill"),
        "unknown": (N_("In doubt"), "warn", "question"),
    },
    "stock": {
        "in_stock": (N_("In stock"), "ok", "check-circle-fill"),
        "low": (N_("Low stock"), "warn", "clock"),
        "out": (N_("Out of stock"), "bad", "warning-circle-fill"),
        "matches": (N_("Matches"), "ok", "check-circle-fill"),
        "short": (N_("Short"), "bad", "warning-circle-fill"),
    },
}
KINDS = tuple(_LOOKS)


def status_look(kind: str, state: str) -> Look:
    """Return word, tone and icon of a state; kinds are order, fulfillment, payment, attempt, return, case, job, stock.

    A state this table does not know is shown in grey by its own name.
    """
    word, tint, icon = _LOOKS[kind].get(state, (state.replace("_", " ").capitalize(), "grey", ""))
    return _(word), tint, icon


def risk_look(score: int) -> Look:
    """Return word, tone and icon of a risk score of 0 to 100, always with the number."""
    if score >= 70:
        return _("Risk {score}, high").format(score=score), "bad", "shield-warning"
    if score >= 40:
        return _("Risk {score}, medium").format(score=score), "warn", "shield-warning"
    return _("Risk {score}, low").format(score=score), "ok", "shield-check"


def status_chip(kind: str, state: str, name: str = "") -> "Chip":
    """Return the chip of a state, in the one colour it has everywhere."""
    chip = Chip(*status_look(kind, state), name=name)
    chip.setProperty("state", state)
    return chip


class Chip(QWidget):
    """A small rounded mark of icon, word and tint."""

    def __init__(self, text: str, tone: str = "grey", icon: str = "", *, name: str = "", height: int = 24) -> None:
        super().__init__()
        self._height = height
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_look(text, tone, icon)
        theme().changed.connect(self.updateGeometry)

    def set_look(self, text: str, tone: str = "grey", icon: str = "") -> None:
        """Show another word, tone and icon, as status_look gives them."""
        assert tone in TONES, f"no tone {tone!r}"
        self._text, self._tone, self._icon = text, tone, icon
        self.setProperty("tone", tone)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_status(self, kind: str, state: str) -> None:
        """Show a state of the shop's things."""
        self.setProperty("state", state)
        self.set_look(*status_look(kind, state))

    @property
    def text(self) -> str:
        """The word on it."""
        return self._text

    @property
    def tone(self) -> str:
        """The tone it has."""
        return self._tone

    def sizeHint(self) -> QSize:
        return chip_size(self._text, self._icon, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._height * 2, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        paint_chip(painter, QRectF(self.rect()), self._text, self._tone, self._icon)
        painter.end()


def chip_size(text: str, icon: str = "", height: int = 24) -> QSize:
    """Return the size of a painted chip."""
    words = paint.advance(text, 12, 600)
    return QSize(round(words) + 20 + (19 if icon else 0), round(height * theme().scale))


def paint_chip(painter, rect: QRectF, text: str, tone_name: str, icon: str = "") -> None:
    """Draw a chip into a rectangle, for delegates and for Chip itself."""
    look = tone(tone_name)
    edge = look.edge if tone_name == "accent" else None
    paint.box(painter, rect, rect.height() / 2, look.tint, edge)
    x = rect.left() + 9
    if icon:
        spot = QRectF(x, rect.center().y() - 7, 14, 14)
        theme().paint_icon(painter, icon, spot, look.text)
        x += 19
    line = QRectF(x, rect.top(), rect.right() - x - 5, rect.height())
    paint.text(painter, line, text, px=12, weight=600, token=look.text)
