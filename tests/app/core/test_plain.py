"""Names and notes that would steer a printer, a screen or a reader."""

from __future__ import annotations

from app.core.plain import one_line


def test_printer_commands_and_direction_marks_go_and_letters_stay():
    assert one_line("Mug\x1b@\x1dV\x00\r\n \u202egum\u2069  blue\t") == "Mug@ V gum blue"
    assert one_line("قهوة 👩‍🌾 café 漢字") == "قهوة 👩‍🌾 café 漢字"
    assert one_line("\x00\x1b\n") == ""
