"""Lines: addresses, time limits, and a plain sentence when the device is gone."""

import socket

import pytest

from devices.lines import BadAddress, LineBroken, open_line, turn
from devices.simulators import PrinterFault, SimulatedPrinter, SimulatedScanner

NONSENSE = (
    "",
    "printer",
    "ftp://host",
    "tcp://",
    "tcp://host:port",
    "serial://",
    "serial:///dev/x?baud=fast",
    "serial:///dev/x?parity=some",
    "serial:///dev/x?flow=big",
    "usb://printer",
    "file://",
)


@pytest.mark.parametrize("url", NONSENSE)
def test_an_address_that_makes_no_sense_is_named_in_the_refusal(url):
    with pytest.raises(BadAddress, match="not the address of a device"):
        open_line(url)


def test_bytes_go_both_ways_over_tcp():
    with SimulatedPrinter() as printer:
        line = open_line(printer.url)
        line.write(b"Hello\n\x10\x04\x01")

        assert line.read(10, 5.0) == b"\x12"
        assert printer.wait_printed(b"Hello\n")
        assert line.read(10, 0.01) == b""
        line.close()


def test_a_device_that_is_switched_off_is_said_to_be_unreachable():
    with SimulatedPrinter() as printer:
        printer.fault = PrinterFault.REFUSE

        with pytest.raises(LineBroken, match=r"No device answers at 127\.0\.0\.1"):
            open_line(printer.url)


def test_a_device_that_hangs_up_breaks_the_line():
    with SimulatedPrinter() as printer:
        line = open_line(printer.url)
        line.write(b"\x10\x04\x01")
        assert line.read(1, 5.0)

        printer.hang_up()

        with pytest.raises(LineBroken, match="hung up"):
            line.read(1, 5.0)
        line.close()


def test_a_device_that_takes_no_data_is_not_waited_for_longer_than_the_limit():
    with SimulatedPrinter() as printer:
        printer.fault = PrinterFault.HANG
        line = open_line(printer.url, write_s=0.1)

        with pytest.raises(LineBroken, match="takes no data"):
            line.write(b"x" * 20_000_000)
        line.close()


def test_a_serial_port_that_is_not_there_is_said_to_be_unplugged(tmp_path):
    with pytest.raises(LineBroken, match="not plugged in"):
        open_line(f"serial://{tmp_path}/ttyUSB0?baud=115200&bits=7&parity=even&stop=2")


def test_an_unplugged_serial_cable_breaks_the_line():
    with SimulatedScanner() as port:
        line = open_line(port.url)
        port.scan("4006381333931")
        assert line.read(1, 5.0) == b"4"

        port.unplug()

        with pytest.raises(LineBroken, match="unplugged"):
            _read_to_the_end(line)
        line.close()


def _read_to_the_end(line):
    while line.read(64, 5.0):
        pass


def test_the_same_serial_port_cannot_be_opened_twice():
    with SimulatedScanner() as port:
        first = open_line(port.url)

        with pytest.raises(LineBroken, match="another program"):
            open_line(port.url)
        first.close()


def test_a_file_takes_bytes_at_its_end(tmp_path):
    paper = tmp_path / "paper.bin"
    paper.write_bytes(b"first,")

    line = open_line(f"file://{paper}")
    line.write(b"second")
    assert line.read(1, 5.0) == b""
    line.close()
    line.close()

    assert paper.read_bytes() == b"first,second"


def test_a_file_in_a_folder_that_is_not_there_breaks_the_line(tmp_path):
    with pytest.raises(LineBroken, match="cannot be written"):
        open_line(f"file://{tmp_path}/nowhere/paper.bin")


def test_a_usb_printer_that_is_not_there_breaks_the_line():
    with pytest.raises(LineBroken, match=r"04b8:0e15|pyusb"):
        open_line("usb://04b8:0e15")


def test_only_one_conversation_at_a_time_is_held_with_a_printer():
    with turn("tcp://printer:9100") as first, turn("tcp://printer:9100") as second:
        assert (first, second) == (True, False)
    with turn("tcp://printer:9100", wait_s=0.01) as third, turn("tcp://other:9100") as other:
        assert third
        assert other


def test_a_port_that_nobody_listens_on_is_refused_at_once():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    try:
        with pytest.raises(LineBroken):
            open_line(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        listener.close()
