"""The middle of the packing table: cartons, scale and checklist, and the buttons below where the window is high."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import Card, HBox, fill
from ui.common.buttons import Button
from ui.common.inputs import CheckBox
from ui.common.labels import Label
from ui.picking.pack_cartons import Cartons
from ui.picking.pack_scale import ScaleCard


class PackMiddle(QWidget):
    """Which carton, what it weighs, and what is looked at before it is closed.

    Signals:
        weighed, photographed: the buttons below.
    """

    weighed = Signal()
    photographed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cartons, self.scale = Cartons(), ScaleCard()
        self._is_low = False
        self.checks = [
            CheckBox(words, f"pack.check.{name}")
            for name, words in (
                ("slip", _("Packing slip, 1 page")), ("padding", _("Padded, nothing rattles")),
                ("note", _("Note of the customer followed")),
            )
        ]  # fmt: skip
        self._checklist = Card(
            HBox(Label(_("Before you close it"), 15, 600), None, Label(_("Space ticks the next one"), 12, 400, "text3")),
            *self.checks, None, pad=(10, 16), gap=8, name="pack.checklist",
        )  # fmt: skip
        self._checklist.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        weigh = Button(_("Weigh again"), icon="scales", key="F6", height=52, name="pack.button.weigh").grow()
        self._photo = Button(_("Photo of the box"), icon="camera", key="F7", height=52, name="pack.button.photo").grow()
        self._buttons = HBox((weigh, 1), (self._photo, 1), gap=10)
        weigh.clicked.connect(self.weighed)
        self._photo.clicked.connect(self.photographed)
        fill(QVBoxLayout(self), (self.cartons, (self.scale, 1), self._checklist, self._buttons), 0, 14)

    def begin(self) -> None:
        """Another box: nothing is ticked yet."""
        for check in self.checks:
            check.setChecked(False)

    def show_photos(self, count: int) -> None:
        """Say how many photos there are."""
        many = ngettext("{n} photo, one more", "{n} photos, one more", count).format(n=count)
        self._photo.set_text(many if count else _("Photo of the box"))

    def set_low(self, low: bool, putting_back: bool) -> None:
        """Give the room of pictures and buttons to what is read, and that of the checklist until all is put back."""
        self._checklist.setHidden(low and putting_back)
        if low != self._is_low:
            self._is_low = low
            self._buttons.setVisible(not low)
            self.cartons.set_compact(low)
            self.scale.set_compact(low)
