"""Practice copies of a till and of a warehouse, and the practice window on one of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import shop
from app.core import clock, db, secrets, settings
from tests.conftest import NOON
from tests.ui.pick_shop import fill_shop as fill_warehouse
from tests.ui.till_shop import open_till
from ui.shell.places import make_practice


def make_copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The practice copies of a till and of a warehouse, made once."""
    found: dict[str, Path] = {}
    fills: dict[str, Callable[[], object]] = {"till-1": open_till, "pack-1": fill_warehouse}
    with clock.frozen(NOON):
        for station, fill in fills.items():
            url = db.url_of(tmp_path_factory.mktemp("own") / "shop.kontor")
            shop.new_shop(url)
            fill()
            shop.close_shop()
            found[station] = db.path_of(make_practice(url, station, anew=True, noted=True))
    return found


@contextmanager
def practice(
    made: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Any], qtbot: Any, role: str,
    station: str,
) -> Iterator[Any]:  # fmt: skip
    """The practice window on a copy of its own."""
    monkeypatch.setattr(secrets, "_folder", tmp_path / "secrets")
    folder = tmp_path / "practice"
    folder.mkdir()
    url = db.url_of(folder / "shop.kontor")
    shutil.copy(made[station], db.path_of(url))
    with clock.frozen(NOON):
        settings.forget()
        running = kind(qtbot, url, role=role, station=station)
        try:
            running.wait(lambda: running.window.is_practice)
            running.settle()
            yield running
        finally:
            running.close()
        shop.open_shop(url)
        assert list(shop.verify()) == []
        shop.close_shop()
