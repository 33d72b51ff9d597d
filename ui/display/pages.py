"""What the customer reads: lines and savings at the left, the total and what to do next at the right; thank you."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.counter.ticket import Ticket, TicketLine
from app.orders.pricing import PricedLine
from ui.common import paint
from ui.common.qr import paint_qr
from ui.common.thumb import thumb_pixmap
from ui.counter.cart_model import folded
from ui.counter.till import Till
from ui.counter.words import (
    change_words,
    discount_rows,
    marks_of,
    name_of,
    options_text,
    pieces_text,
    price_text,
    quantity_text,
)
from ui.theme import theme

MARGIN, ROW, THUMB = 44, 85, 56
TRAINING_BAND = 48
STAR, STAR_GAP = 72, 20
CENTER = Qt.AlignmentFlag.AlignHCenter
RIGHT = Qt.AlignmentFlag.AlignRight


def first_name(till: Till) -> str:
    """Only the first name is shown: others may read it too."""
    buyer = till.ticket.buyer
    return buyer.name.split()[0] if buyer and buyer.name.split() else ""


def _logo(painter: QPainter, rect: QRectF) -> None:
    paint.box(painter, rect, rect.width() * 0.22, "ink")
    token = "onink"
    paint.text(painter, rect, "K", px=round(rect.width() * 0.5), weight=700, token=token, align=CENTER)


def paint_idle(painter: QPainter, rect: QRectF, shop: str) -> None:
    """The logo and the shop's name."""
    side = 120.0
    middle = rect.center()
    _logo(painter, QRectF(middle.x() - side / 2, middle.y() - side - 20, side, side))
    name = QRectF(rect.left(), middle.y() + 16, rect.width(), 60)
    paint.text(painter, name, shop, px=40, weight=600, align=CENTER)
    words = QRectF(rect.left(), middle.y() + 80, rect.width(), 34)
    paint.text(painter, words, _("Welcome"), px=20, token="text2", align=CENTER)


def paint_training(painter: QPainter, rect: QRectF) -> None:
    """The amber band of practice."""
    painter.fillRect(rect, theme().color("amber"))
    paint.text(painter, rect, _("TRAINING. Nothing here counts."), px=22, weight=700, token="onamber", align=CENTER)


def paint_lines(painter: QPainter, rect: QRectF, till: Till, shop: str) -> None:
    """The last lines, the newest at the bottom, and what is saved."""
    _logo(painter, QRectF(MARGIN, 36, 40, 40))
    paint.text(painter, QRectF(MARGIN + 55, 36, rect.width() / 2, 40), shop, px=22, weight=600)
    name = first_name(till)
    if name:
        welcome = QRectF(rect.width() / 2, 36, rect.width() / 2 - MARGIN, 40)
        paint.text(painter, welcome, _("Welcome back, {name}").format(name=name), px=18, token="text2", align=RIGHT)
    saved = _saved_words(till)
    bottom = rect.bottom() - (36 + 64 + 20 if saved else 24)
    most = max(1, int((bottom - 100) // ROW))
    ticket = till.ticket
    rows = list(zip(*folded(ticket), strict=True))[-most:]
    for place, (line, part) in enumerate(rows):
        spot = QRectF(MARGIN, 94 + place * ROW, rect.width() - 2 * MARGIN, ROW)
        _paint_line(painter, spot, ticket, line, part)
    if saved:
        box = QRectF(MARGIN, rect.bottom() - 36 - 64, rect.width() - 2 * MARGIN, 64)
        paint.box(painter, box, 10, "violet_tint")
        theme().paint_icon(painter, "sparkle", QRectF(box.left() + 20, box.center().y() - 13, 26, 26), "violet_text")
        words = box.adjusted(58, 0, -16, 0)
        paint.text(painter, words, saved, px=18, weight=500, token="violet_text")


def _paint_line(painter: QPainter, spot: QRectF, ticket: Ticket, line: TicketLine, part: PricedLine) -> None:
    amount = format_money(part.total_minor)
    art = thumb_pixmap(line.item.art, THUMB, name_of(line.item))
    painter.drawPixmap(int(spot.left()), int(spot.center().y() - THUMB / 2), art)
    wide = paint.advance(amount, 20, 600) + 4
    words = QRectF(spot.left() + 74, spot.top(), spot.width() - 86 - wide, spot.height())
    offers = [mark for mark in marks_of(ticket, line, part) if mark.icon == "tag"]
    below, token = (offers[0].text, "ok_text") if offers else ("", "text3")
    if line.quantity != 1 or line.item.unit != "piece":
        count = quantity_text(line.quantity, line.item.unit).lstrip("× ")
        below = " · ".join(filter(None, (f"{count} × {price_text(line)}", below)))
    if line.options:
        below = " · ".join(filter(None, (options_text(line), below)))
    if below:
        top = QRectF(words.left(), spot.center().y() - 24, words.width(), 26)
        paint.text(painter, top, name_of(line.item), px=18, weight=500)
        low = QRectF(words.left(), spot.center().y() + 2, words.width(), 22)
        paint.text(painter, low, below, px=15, weight=500, token=token)
    else:
        paint.text(painter, words, name_of(line.item), px=18, weight=500)
    figure = QRectF(spot.right() - wide, spot.top(), wide, spot.height())
    paint.text(painter, figure, amount, px=20, weight=600, align=RIGHT)
    painter.fillRect(QRectF(spot.left(), spot.bottom() - 1, spot.width(), 1), theme().color("border"))


def _saved_words(till: Till) -> str:
    saved = -sum(minor for _words, minor in discount_rows(till.ticket))
    if saved <= 0:
        return ""
    return _("You save {amount} today.").format(amount=format_money(saved))


def paint_pay(painter: QPainter, rect: QRectF, till: Till, *, paying: bool) -> None:
    """The total on blue, and what to do next."""
    painter.fillRect(rect, theme().color("accent"))
    scale = min(1.0, rect.width() / 560)
    middle, payment = rect.center(), till.payment
    title, amount = _("Total"), till.ticket.totals().total_minor
    if paying and payment.left_minor and payment.left_minor != amount:
        title, amount = _("Still to pay"), payment.left_minor
    if paying and payment.change_minor:
        title, amount = _("Your change"), payment.change_minor
    top = middle.y() - 250 * scale
    _say(painter, QRectF(rect.left(), top, rect.width(), 40), title, 26, 500)
    shown = format_money(amount)
    px = 104
    while px > 40 and paint.advance(shown, px, 700) > rect.width() - 60:
        px -= 8
    _say(painter, QRectF(rect.left(), top + 44, rect.width(), 120), shown, px, 700)
    below = pieces_text(till.ticket.pieces)
    if till.ticket.totals().tax_minor:
        below = _("{pieces}, VAT included").format(pieces=below)
    if paying and payment.change_minor:
        below = change_words(payment.change_minor)
    for at, words in enumerate(paint.lines(below, rect.width() - 64, px=18, weight=500)):
        _say(painter, QRectF(rect.left(), top + 168 + at * 26, rect.width(), 30), words, 18, 500, 215)
    if paying:
        _paint_prompt(painter, rect, top + 240, till)
    if payment.email:
        hidden = _("Receipt by e-mail to {address}").format(address=masked(payment.email))
        _say(painter, QRectF(rect.left(), rect.bottom() - 64, rect.width(), 26), hidden, 15, 500, 215)


def _paint_prompt(painter: QPainter, rect: QRectF, top: float, till: Till) -> None:
    if till.payment.link:
        code = QRectF(rect.center().x() - 130, top - 30, 260, 260)
        paint_qr(painter, code, till.payment.link)
        _say(painter, QRectF(rect.left(), top + 244, rect.width(), 36), _("Scan the code to pay"), 24, 600)
        return
    center = QPointF(rect.center().x(), top + 84)
    by_card = till.payment.tender == "K"
    for radius, alpha in ((84, 38), (62, 70)):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint.faded("ontext", alpha))
        painter.drawEllipse(center, radius, radius)
    icon = QRectF(center.x() - 34, center.y() - 34, 68, 68)
    theme().paint_icon(painter, "credit-card-fill" if by_card else "money-fill", icon, "ontext")
    words = _("Tap, insert or swipe your card") if by_card else _("Pay cash at the till")
    if till.payment.change_minor:
        words = _("Take your change")
    _say(painter, QRectF(rect.left(), top + 188, rect.width(), 36), words, 24, 600)
    if not till.payment.change_minor:
        other = _("or pay cash at the till") if by_card else _("or ask to pay by card")
        _say(painter, QRectF(rect.left(), top + 226, rect.width(), 28), other, 17, 500, 215)


def paint_thanks(painter: QPainter, rect: QRectF, till: Till, score: int) -> None:
    """Thank you, the change, and five stars to tap."""
    middle = rect.center()
    last = till.last
    words = QRectF(rect.left(), middle.y() - 190, rect.width(), 70)
    paint.text(painter, words, _("Thank you"), px=56, weight=700, align=CENTER)
    if last is not None and last.had_cash and last.sold.change_minor:
        change = _("Your change: {amount}").format(amount=format_money(last.sold.change_minor))
        line = QRectF(rect.left(), middle.y() - 108, rect.width(), 44)
        paint.text(painter, line, change, px=28, weight=600, token="ok_text", align=CENTER)
    ask = _("Thank you for rating us.") if score else _("How was it today?")
    paint.text(painter, QRectF(rect.left(), middle.y() - 34, rect.width(), 34), ask, px=20, token="text2", align=CENTER)
    for place in range(1, 6):
        icon = "star-fill" if place <= score else "star"
        theme().paint_icon(painter, icon, _star(rect, place), "amber" if place <= score else "control")
    if score:
        told = ngettext("{n} star", "{n} stars", score).format(n=score)
        low = QRectF(rect.left(), middle.y() + 120, rect.width(), 30)
        paint.text(painter, low, told, px=16, token="text3", align=CENTER)


def _star(rect: QRectF, place: int) -> QRectF:
    wide = 5 * STAR + 4 * STAR_GAP
    left = rect.center().x() - wide / 2 + (place - 1) * (STAR + STAR_GAP)
    return QRectF(left, rect.center().y() + 24, STAR, STAR)


def star_at(rect: QRectF, point: QPointF) -> int:
    """Which star lies under a finger, 0 for none."""
    for place in range(1, 6):
        if _star(rect, place).adjusted(-8, -8, 8, 8).contains(point):
            return place
    return 0


def masked(address: str) -> str:
    """An e-mail address that others may read over the shoulder."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}•••@{host}" if host else "•••"


def _say(painter: QPainter, rect: QRectF, text: str, px: int, weight: int, alpha: int = 255) -> None:
    painter.setFont(theme().font(px, weight, text))
    painter.setPen(paint.faded("ontext", alpha))
    room = math.floor(rect.width() - 40)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect, CENTER | Qt.AlignmentFlag.AlignVCenter, shown)
