"""The red page of a walk: what was scanned beside what is needed; it stays until the right scan or Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.core.i18n import _
from ui.common.boxes import HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.labels import Icon, Label
from ui.picking.walk_cards import Picture
from ui.picking.words import name_of, quantity_text

if TYPE_CHECKING:
    from app.picking.queries import Stop
    from app.picking.scan import PickVerdict


class _Side(Panel):
    """One of the two cards: scanned or needed."""

    def __init__(self, tone: str, icon: str, title: str, name: str) -> None:
        self._picture = Picture()
        self._name = Label("", 26, 600, align="center", wrap=True, name=f"{name}.name")
        self._sku = Label("", 15, 500, "text2", align="center")
        self._bin_head = Label(_("Bin"), 16, 500, "text2")
        self._bin = Label("", 34, 700, f"{tone}_text", name=f"{name}.bin")
        head = HBox(Icon(icon, 32, f"{tone}_text"), Label(title, 22, 600, f"{tone}_text"), None, gap=10)
        super().__init__(
            "surface", head, (self._picture, 1), self._name, self._sku, 12,
            HBox(None, self._bin_head, self._bin, None, gap=10), radius=18, margins=(22, 28), gap=8, name=name,
        )  # fmt: skip

    def show_goods(self, art: str, name: str, sku: str, place: str) -> None:
        """Show a product and its bin, which may be unknown."""
        self._picture.set_art(art, name)
        self._name.set_text(name)
        self._sku.set_text(sku)
        self._bin_head.setVisible(bool(place))
        self._bin.set_text(place)


class WrongPage(Panel):
    """Fills everything below the head in red (wrong) or amber (right thing, too many)."""

    def __init__(self) -> None:
        self._icon = Icon("x-circle-fill", 86, "ontext")
        self._title = Label("", 68, 700, "ontext", name="pick.wrong.title")
        self._sentence = Label("", 22, 500, "ontext", wrap=True, name="pick.wrong.sentence")
        self._count = Label("", 16, 500, "ontext", align="right")
        self._nothing = Label(_("Nothing was counted"), 16, 600, "ontext", align="right")
        self.scanned = _Side("bad", "x-circle-fill", _("You scanned"), "pick.wrong.scanned")
        self.needed = _Side("ok", "check-circle-fill", _("You need"), "pick.wrong.needed")
        self._do = Label("", 24, 600, "ontext", wrap=True, name="pick.wrong.do")
        self._stays = Label("", 15, 500, "ontext", wrap=True)
        self.mixed = Button(_("Bin is mixed up"), icon="flag", key="F7", height=60, name="pick.button.mixed")
        self.again = Button(_("Try again"), key="Esc", height=60, name="pick.button.again")
        for button in (self.mixed, self.again):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = VBox(None, self._title, self._sentence, None, gap=0)
        count = VBox(None, self._nothing, self._count, None, gap=2)
        head = HBox(self._icon, (words, 1), count, gap=22)
        cards = QHBoxLayout()
        fill(cards, ((self.scanned, 1), (self.needed, 1)), 0, 18)
        foot = HBox((VBox(self._do, self._stays, gap=2), 1), self.mixed, self.again, gap=12)
        super().__init__("bad", head, (cards, 1), foot, margins=(24, 36, 20, 36), gap=14)
        self.state = "wrong"

    def show_verdict(self, verdict: PickVerdict, stop: Stop) -> None:
        """Say what was wrong and what to do about it."""
        kind = str(verdict.state)
        is_over = kind == "over"
        self.state = "over" if is_over else "wrong"
        self._paint_as("amber" if is_over else "bad", "onamber" if is_over else "ontext")
        titles = {
            "wrong_item": _("Wrong item"), "wrong_bin": _("Wrong bin"), "over": _("Too many"),
            "unknown": _("Unknown code"),
        }  # fmt: skip
        self._icon.set_icon("arrow-u-up-left" if is_over else "x-circle-fill", "onamber" if is_over else "ontext")
        self._title.set_text(titles[kind])
        self._sentence.set_text(verdict.sentence)
        self._count.set_text(
            _("still {taken} of {wanted}").format(
                taken=verdict.taken, wanted=quantity_text(verdict.wanted, stop.unit)
            )
        )  # fmt: skip
        self._show_sides(verdict, stop)
        self._do.set_text(self._what_to_do(verdict, stop))
        self._stays.set_text(
            _("This stays until you press Esc or scan on.") if is_over
            else _("The red screen stays until the right item is scanned, or you press Esc.")
        )  # fmt: skip
        self.mixed.setVisible(kind == "wrong_item")
        self.setAccessibleName(f"{titles[kind]}. {verdict.sentence} {self._do.text()}")

    def _paint_as(self, token: str, ink: str) -> None:
        self.set_look(token)
        for label in (self._title, self._sentence, self._count, self._nothing, self._do, self._stays):
            label.set_token(ink)

    def _show_sides(self, verdict: PickVerdict, stop: Stop) -> None:
        known = bool(verdict.scanned_name)
        self.scanned.setVisible(known and verdict.scanned_id != stop.product_id)
        if known:
            self.scanned.show_goods(
                verdict.scanned_art, verdict.scanned_name, verdict.scanned_sku, verdict.put_back
            )  # fmt: skip
        self.needed.show_goods(stop.art, name_of(stop), stop.sku, stop.place)

    @staticmethod
    def _what_to_do(verdict: PickVerdict, stop: Stop) -> str:
        kind = str(verdict.state)
        if kind == "wrong_bin":
            return _("Go to {bin}.").format(bin=stop.place)
        if kind == "unknown":
            return _("Scan {name} again.").format(name=name_of(stop))
        if kind == "over":
            place = verdict.put_back or stop.place
            return _("Put it back in {bin}.").format(bin=place)
        if verdict.put_back:
            return _("Put it back in {bin}, then scan {name}.").format(bin=verdict.put_back, name=name_of(stop))
        return _("Put it aside, then scan {name}.").format(name=name_of(stop))
