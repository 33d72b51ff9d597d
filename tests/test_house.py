"""The rules of the house that no single room can keep: who imports what, what loads when, what every part must have."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import PySide6
import pytest
from importlinter.cli import lint_imports
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from app import shop
from app.core.command import registry
from app.staff.models import Role
from app.staff.roles import rights_of
from tests.conftest import Stores
from ui.shell.tabs import REPORTS, SETTINGS, TABS

HOUSE = Path(__file__).parents[1]
ROOMS = ("app", "ui", "printing", "devices")
HEAVY = (
    "stripe",
    "reportlab",
    "barcode",
    "psycopg",
    "argon2",
    "apprise",
    "escpos",
    "segno",
    "PIL",
    "xlsxwriter",
    "pypdfium2",
)
SQLITE = {"sqlite3", "pysqlite3", "_sqlite3", "apsw"}
QT_TEXTS = {"tr", "QT_TR_NOOP", "QT_TRANSLATE_NOOP"}
LANGUAGES = ("en", "zh_CN")
TIMES = 1_000
MOST_LINES = 350
SHOW_SELL = """
import json, sys
from PySide6.QtWidgets import QApplication
from ui.shell.start import Station
from ui.theme import theme

app = QApplication([])
theme().apply(app)
running = Station(sys.argv[1], "till-1", role="counter")
window = running.show()
while window.tab is None:
    app.processEvents()
running.settle()
heavy = sorted(set(sys.argv[2:]) & {name.partition(".")[0] for name, found in sys.modules.items() if found})
print(json.dumps({"tab": window.tab.NAME, "heavy": heavy}))
running.stop()
"""


@cache
def sources() -> dict[str, str]:
    """Every source file of the program, by its path."""
    paths = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
    return {path.relative_to(HOUSE).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def calls_and_imports(text: str) -> Iterator[ast.AST]:
    """The nodes of one file that tests look at."""
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Call, ast.Import, ast.ImportFrom)))


def test_no_file_is_longer_than_one_can_read_in_a_sitting() -> None:
    """A long file is two: look for the seam."""
    assert [path for path, text in sources().items() if text.count("\n") > MOST_LINES] == []


def test_imports_go_down_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(HOUSE)
    assert lint_imports() == 0, capsys.readouterr().out


def test_only_the_store_knows_sqlite() -> None:
    found = {
        path
        for path, text in sources().items()
        if any(name in text for name in SQLITE)
        for node in calls_and_imports(text)
        if SQLITE & {part.partition(".")[0] for part in _imported(node)}
    }
    assert found <= {"app/core/db.py"}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_texts_go_through_gettext_and_never_through_qt() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, text in sources().items()
        if any(f"{name}(" in text for name in QT_TEXTS)
        for node in calls_and_imports(text)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in QT_TEXTS
        and any(isinstance(value, ast.Constant) and isinstance(value.value, str) for value in node.args)
    ]
    assert found == []


def test_the_till_is_shown_without_loading_what_it_does_not_need(stores: Stores) -> None:
    url = stores.fresh()
    shop.open_shop(url)
    from app.core.actor import system_actor
    from app.staff.people import add_person

    add_person(system_actor(), "Maya Kelly", "counter", "4711")
    shop.close_shop()
    done = subprocess.run(
        [sys.executable, "-c", SHOW_SELL, url, *HEAVY], cwd=HOUSE, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"tab": "sell", "heavy": []}
    stores.drop(url)


def test_qt_takes_no_reference_of_none_or_true(qtbot: object) -> None:
    class Bell(QObject):
        rung = Signal(str)
        asked = Signal(bool)

    bell, label = Bell(), QLabel()
    bell.rung.connect(label.setText)
    bell.asked.connect(label.setEnabled)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(TIMES):
        label.setText(f"{number}")
        label.setVisible(False)
        bell.rung.emit("ring")
        bell.asked.emit(True)
    lost = before[0] - sys.getrefcount(None), before[1] - sys.getrefcount(True)
    assert max(lost) < TIMES // 4, f"references lost: None {lost[0]}, True {lost[1]}"
    assert sys.version_info >= (3, 12) or PySide6.__version_info__ < (6, 12)


def test_every_command_is_described_and_some_role_may_run_it() -> None:
    shop.open_rooms()
    ours = {name: step for name, step in registry.items() if not name.startswith("tests.")}
    assert [name for name, step in ours.items() if not (step.__doc__ or "").strip()] == []
    assert [name for name in ours if not any(name in rights_of(role) for role in Role)] == []
    assert len(ours) > 100


def test_every_tab_has_its_help_in_every_language() -> None:
    names = [spec.name for spec in (*TABS, SETTINGS, REPORTS)]
    missing = [
        f"{language}/{name}.md"
        for language in LANGUAGES
        for name in names
        if not _text(HOUSE / "resources" / "help" / language / f"{name}.md")
    ]
    assert missing == []


def test_help_pages_of_all_languages_tell_the_same() -> None:
    def parts(path: Path) -> int:
        return sum(line.startswith("#") for line in _text(path).splitlines())

    folder = HOUSE / "resources" / "help"
    pages = {path.name for language in LANGUAGES for path in (folder / language).glob("*.md")}
    other = [name for name in sorted(pages) if len({parts(folder / language / name) for language in LANGUAGES}) > 1]
    assert other == []


def test_every_source_says_what_it_is_for() -> None:
    silent = [
        path
        for path, text in sources().items()
        if not path.endswith("__init__.py") and not text.lstrip().startswith('"""')
    ]
    assert silent == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
