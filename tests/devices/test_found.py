"""What is plugged into the computer, as addresses that can be set up."""

from __future__ import annotations

from types import SimpleNamespace

from devices.found import Found, serial_ports, usb_printers


def test_serial_lines_are_named_as_they_call_themselves(monkeypatch):
    ports = [
        SimpleNamespace(device="/dev/ttyUSB0", description="CAS PD-II"),
        SimpleNamespace(device="/dev/ttyS0", description="n/a"), SimpleNamespace(device="COM3", description="COM3"),
    ]  # fmt: skip
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: ports)

    assert serial_ports() == [
        Found("serial:///dev/ttyS0", "/dev/ttyS0"), Found("serial:///dev/ttyUSB0", "CAS PD-II · /dev/ttyUSB0"),
        Found("serial:///COM3", "COM3"),
    ]  # fmt: skip


def test_usb_printers_are_those_that_the_system_has_a_device_for(tmp_path):
    (tmp_path / "lp0").touch()
    (tmp_path / "hiddev0").touch()

    assert [one.url for one in usb_printers(tmp_path)] == [f"file://{tmp_path}/lp0"]
