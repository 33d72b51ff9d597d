"""Every screen and sheet of the sample shop in the smallest window: nothing is cut, every control has its name, the Tab
key reaches each in reading order, and in Touch density a finger hits it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget

from app import shop
from app.core import clock, db
from app.core.i18n import use_language
from resources.sample.build import build_sample_shop
from tests.ui.cut_texts import cut_texts, name_of
from tests.ui.tab_walk import walk_faults
from tests.ui.touch import near_targets, small_targets
from ui.common.keys import TEXT_INPUTS
from ui.shots.render import opened
from ui.shots.screens import SHOTS
from ui.shots.shot import NOON, Shot
from ui.theme import theme

SMALLEST = (1280, 720)
LEAST_TARGET = 24  # px, for a finger or a shaky hand
# A row at a time goes through the languages: each screen is seen in both, and no picture is opened twice.
FINGER, APART = 44, 8  # px, at the stations where people work by touch: counter, picking, packing, returns, the door
TOUCHED = ("01", "02", "03", "09", "10", "13", "18b")
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
def copy(sample: Path, quick_folder: Path) -> Iterator[str]:
    """The URL of a copy of it, in memory as it is."""
    with tempfile.TemporaryDirectory(dir=quick_folder) as folder:
        yield db.url_of(Path(shutil.copy(sample, folder)))


@pytest.fixture
def languages() -> Iterator[None]:
    clock.freeze(NOON)
    yield
    use_language("en")
    theme().set_sizes(touch=False)
    clock.freeze(None)


def _nameless(window: QWidget) -> Iterator[str]:
    """Controls that the keyboard reaches and that tests or people who do not see could not call by a name."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if widget.focusProxy() is not None:
            continue
        name = widget.objectName()
        what = name_of(widget)
        if not name or name.startswith("qt_"):
            yield f"{what} has no objectName"
        if not widget.accessibleName():
            yield f"{what} has no accessibleName"
        small = min(widget.width(), widget.height())
        if small < LEAST_TARGET and not isinstance(widget, (QAbstractScrollArea, *TEXT_INPUTS)):  # their frames are
            yield f"{what} is {widget.width()} x {widget.height()} px"


def _under_a_finger(window: QWidget) -> Iterator[str]:
    """The same screen in Touch density: nothing is cut there either, and each target is large and apart enough."""
    theme().set_sizes(touch=True)
    for _round in range(3):
        QApplication.processEvents()
    window.grab()
    yield from (f"in Touch: {fault}" for fault in cut_texts(window))
    yield from (f"in Touch: {fault}" for fault in small_targets(window, FINGER))
    yield from (f"in Touch: {fault}" for fault in near_targets(window, APART))


@pytest.mark.parametrize(("shot", "language"), SEEN, ids=lambda value: getattr(value, "name", value))
def test_nothing_is_cut_and_every_control_is_named_reached_and_hit(
    qapp: Any, languages: None, copy: str, shot: Shot, language: str
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme().apply(app)
    use_language(language)
    with opened(shot, copy, SMALLEST) as window:
        window.grab()  # lays everything out
        faults = [*cut_texts(window), *_nameless(window), *small_targets(window, LEAST_TARGET), *walk_faults(window)]
        if shot.name.startswith(TOUCHED):
            faults += _under_a_finger(window)
    assert not faults, "\n".join(faults)


HEIGHTS = (  # px in normal density, where the hand goes a thousand times a day
    ("02-counter-sale", "tile.", 140, 400), ("02-counter-sale", "sell.primary", 60, 68),
    ("03-payment", "payment.primary", 60, 68), ("03-payment", "payment.keypad.", 60, 76),
    ("01-sign-in", "sign_in.pin.", 60, 76), ("10-pack", "pack.primary", 60, 68),
    ("13-returns", "returns.primary", 60, 68),
)  # fmt: skip


@pytest.mark.parametrize("name", sorted({name for name, *_figures in HEIGHTS}))
def test_what_is_pressed_all_day_is_as_high_as_the_hand_wants_it(
    qapp: Any, languages: None, copy: str, name: str
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme().apply(app)
    shot = next(shot for shot in SHOTS if shot.name == name)
    with opened(shot, copy, (1440, 900)) as window:
        for where, part, least, most in HEIGHTS:
            if where == name:
                shown = [one for one in window.findChildren(QAbstractButton) if one.objectName().startswith(part)]
                heights = {one.height() for one in shown if one.isVisible()}
                assert heights, f"no {part} is shown"
                assert least <= min(heights) and max(heights) <= most, f"{part} is {heights} px high"
