"""Fields side by side: their tops are level although only some have a line of help below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.common.boxes import HBox


def beside(*fields: QWidget | tuple[QWidget, int], gap: int = 12) -> HBox:
    """A row of fields, each with its share of the width (1 unless given)."""
    pairs = [field if isinstance(field, tuple) else (field, 1) for field in fields]
    return HBox(*((field, share, Qt.AlignmentFlag.AlignTop) for field, share in pairs), gap=gap)
