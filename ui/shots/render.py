"""Every screen as a picture, from the sample shop at its frozen hour: for the manual, and to be looked at."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.core import clock
from ui.shots.screens import SHOTS
from ui.shots.shot import NOON, Shot


def render_all(
    folder: Path, *, looks: tuple[str, ...] = ("light", "dark"), languages: tuple[str, ...] = ("en", "zh_CN"),
    sizes: tuple[tuple[int, int], ...] = ((1440, 900),), only: str = "", store: str = "",
) -> list[Path]:  # fmt: skip
    """Render every screen in every look and language into a folder; returns the files."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.core.i18n import languages as spoken
    from app.core.i18n import use_language
    from ui.theme import theme

    app = QApplication.instance() or QApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch, clock.frozen(NOON):
        clock.freeze(NOON)  # for the worker threads as well
        url = store or _sample(Path(scratch))
        kept = Path("/", url.removeprefix("sqlite:///"))
        for look in looks:
            theme().set_mode(look)
            theme().apply(app)  # type: ignore[arg-type]
            for language in [code for code in languages if code in spoken()]:
                use_language(language)
                for width, height in sizes:
                    suffix = _suffix(look, language, width)
                    made += _round(kept, folder, suffix, (width, height), only)
        use_language("en")
        clock.freeze(None)
    return made


def _suffix(look: str, language: str, width: int) -> str:
    parts = [
        look if look != "light" else "",
        language.split("_")[0] if language != "en" else "",
        str(width) if width != 1440 else "",
    ]
    return "".join(f"-{part}" for part in parts if part)


def _sample(folder: Path) -> str:
    from app.core import db
    from resources.sample.build import build_sample_shop

    url = db.url_of(folder / "shop.kontor")
    build_sample_shop(url)
    db.close_store()
    return url


def _round(kept: Path, folder: Path, suffix: str, size: tuple[int, int], only: str) -> list[Path]:
    """One picture after the other, each from the shop as it was: none shows what was done for another one."""
    made = []
    for shot in SHOTS:
        if not only or only in shot.name:
            with tempfile.TemporaryDirectory() as scratch:
                copy = Path(scratch) / kept.name
                shutil.copy(kept, copy)
                made.append(_take(shot, f"sqlite:///{copy}", folder / f"{shot.name}{suffix}.png", size))
    return made


def _take(shot: Shot, url: str, path: Path, size: tuple[int, int]) -> Path:
    with opened(shot, url, size) as target:
        target.grab().save(str(path))
    return path


def _new_shop(beside: str) -> str:
    """A store that was made a moment ago, in the folder of another one."""
    from ui.shell.places import make_first_shop

    url = f"{beside}.new"
    make_first_shop(url)
    return url


@contextmanager
def opened(shot: Shot, url: str, size: tuple[int, int]) -> Iterator[Any]:
    """The window of one picture, open and ready to be looked at."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from app.core.i18n import language, use_language
    from ui.shell.start import Station

    spoken = language()  # a new shop speaks as its computer does
    running = Station(_new_shop(url) if shot.is_new else url, shot.station, role=shot.role)
    window = running.show()
    window.resize(*size)
    running.settle(2)
    while shot.role and window.tab is None:
        running.settle(1)
    if shot.is_new:
        while window.pages.currentWidget().objectName() != "setup.wizard":
            running.settle(1)
        window.pages.currentWidget().speak(spoken)
    target = window
    if shot.tab == "reports":
        window.show_reports()
        target = window._reports
    elif shot.tab:
        window.show_tab(shot.tab, shot.mode)
    running.settle(8)
    try:
        target = shot.prepare(running) or target
        target.resize(*size)
        running.settle(8)
        yield target
    finally:
        for shown in {target, window._reports} - {window, None}:
            shown.hide()
            shown.deleteLater()
        window.hide()
        running.stop()
        use_language(spoken)
        window.deleteLater()
        # Outside an event loop nothing else deletes it, and every living window is dressed at each change of look.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
