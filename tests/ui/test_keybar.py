"""The key bar: its caps are buttons that stay while the screen changes, and never press what was left."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from ui.common.keys import Key
from ui.shell.keybar import KeyBar, KeyHint

LEFT = Qt.MouseButton.LeftButton


def shown_bar(qtbot: Any, *keys: Key) -> KeyBar:
    bar = KeyBar()
    qtbot.addWidget(bar)
    bar.resize(900, 40)
    bar.show_keys(keys)
    bar.show()
    return bar


def words(bar: KeyBar) -> list[str]:
    hints = [hint for hint in bar.findChildren(KeyHint) if hint.isVisible()]
    return [hint.accessibleName() for hint in sorted(hints, key=lambda hint: hint.x())]


def test_other_keys_are_shown_on_the_caps_that_are_there(qtbot: Any) -> None:
    pressed: list[str] = []
    bar = shown_bar(qtbot, Key("F8", "Park", lambda: pressed.append("park")), Key("F9", "Pay", lambda: None))
    first = bar.findChildren(KeyHint)[0]
    bar.show_keys([Key("F3", "Customer", lambda: pressed.append("customer"))])
    qtbot.waitUntil(lambda: words(bar) == ["Customer, F3"])
    qtbot.mouseClick(bar.findChild(KeyHint, "shell.keybar.f3"), LEFT)
    assert pressed == ["customer"]
    assert bar.findChild(KeyHint, "shell.keybar.f3") is first
    bar.show_keys([Key(cap, cap, lambda: None) for cap in ("F3", "F4", "F9")])
    qtbot.waitUntil(lambda: words(bar) == ["F3, F3", "F4, F4", "F9, F9"])


def test_a_cap_that_is_held_while_the_screen_changes_presses_nothing(qtbot: Any) -> None:
    pressed: list[str] = []
    bar = shown_bar(qtbot, Key("F9", "Pay", lambda: pressed.append("pay")))
    held = bar.findChildren(KeyHint)[0]
    qtbot.mousePress(held, LEFT)
    bar.show_keys([Key("F9", "Void", lambda: pressed.append("void"))])
    qtbot.mouseRelease(held, LEFT)
    assert pressed == []
    qtbot.waitUntil(lambda: words(bar) == ["Void, F9"])
