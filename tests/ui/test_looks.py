"""Every screen and sheet of the sample shop in the smallest window: nothing is cut, and every control has its name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from app import shop
from app.core import clock, db
from app.core.i18n import use_language
from resources.sample.build import build_sample_shop
from tests.ui.cut_texts import cut_texts
from ui.common.keys import TEXT_INPUTS
from ui.shots.render import opened
from ui.shots.screens import SHOTS
from ui.shots.shot import NOON, Shot
from ui.theme import theme

SMALLEST = (1280, 720)
LEAST_TARGET = 24  # px, for a finger or a shaky hand
# A row at a time goes through the languages: each screen is seen in both, and no picture is opened twice.
SEEN = [(shot, language) for at, shot in enumerate(SHOTS) for language in (("en", "zh_CN")[at % 2],)]


@pytest.fixture(scope="module")
def sample(quick_folder: Path) -> Path:
    """The sample shop, built once."""
    path = quick_folder / "sample.kontor"
    with clock.frozen(NOON):
        build_sample_shop(db.url_of(path))
        shop.close_shop()
    return path


@pytest.fixture
def languages() -> Iterator[None]:
    clock.freeze(NOON)
    yield
    use_language("en")
    clock.freeze(None)


def _nameless(window: QWidget) -> Iterator[str]:
    """Controls that the keyboard reaches and that tests or people who do not see could not call by a name."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if widget.focusProxy() is not None:
            continue
        name = widget.objectName()
        what = f"{type(widget).__name__} {name or 'in ' + _around(widget)}"
        if not name or name.startswith("qt_"):
            yield f"{what} has no objectName"
        if not widget.accessibleName():
            yield f"{what} has no accessibleName"
        small = min(widget.width(), widget.height())
        if small < LEAST_TARGET and not isinstance(widget, (QAbstractScrollArea, *TEXT_INPUTS)):  # their frames are
            yield f"{what} is {widget.width()} x {widget.height()} px"


def _around(widget: QWidget) -> str:
    at = widget.parentWidget()
    while at is not None and (not at.objectName() or at.objectName().startswith("qt_")):
        at = at.parentWidget()
    return at.objectName() if at is not None else "nothing"


@pytest.mark.parametrize(("shot", "language"), SEEN, ids=lambda value: getattr(value, "name", value))
def test_nothing_is_cut_and_every_control_has_its_name(
    qapp: Any, languages: None, sample: Path, tmp_path: Path, shot: Shot, language: str
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme().apply(app)
    use_language(language)
    copy = tmp_path / sample.name
    shutil.copy(sample, copy)
    with opened(shot, db.url_of(copy), SMALLEST) as window:
        window.grab()  # lays everything out
        faults = [*cut_texts(window), *_nameless(window)]
    assert not faults, "\n".join(faults)
