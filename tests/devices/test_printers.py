"""What a receipt printer says of itself, and whether a job came out on paper."""

import pytest

from devices.lines import LineBroken, open_line, turn
from devices.printers import (
    DrawerEye,
    PrinterState,
    PrinterWatch,
    confirm_printed,
    printer_state,
    printer_words,
    query_printer,
)
from devices.simulators import PrinterFault, SimulatedPrinter
from tests.devices.helpers import Heard
from tests.printing.fake_printer import FakePrinter


@pytest.fixture
def printer():
    with SimulatedPrinter() as made:
        yield made


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (PrinterFault.NONE, PrinterState.READY),
        (PrinterFault.PAPER_LOW, PrinterState.PAPER_LOW),
        (PrinterFault.PAPER_OUT, PrinterState.PAPER_OUT),
        (PrinterFault.COVER_OPEN, PrinterState.COVER_OPEN),
        (PrinterFault.REFUSE, PrinterState.OFFLINE),
        (PrinterFault.GARBLED, PrinterState.UNKNOWN),
    ],
)
def test_each_state_is_recognized_and_the_printer_heals(printer, fault, state):
    printer.fault = fault
    assert printer_state(printer.url) is state
    printer.fault = PrinterFault.NONE
    assert printer_state(printer.url) is PrinterState.READY


@pytest.mark.parametrize("fault", [PrinterFault.HANG, PrinterFault.MUTE])
def test_a_printer_that_says_nothing_is_unknown(printer, fault):
    printer.fault = fault
    line = open_line(printer.url)
    assert query_printer(line, answer_s=0.05) is PrinterState.UNKNOWN
    line.close()


def test_a_file_is_a_printer_that_never_runs_out(tmp_path):
    assert printer_state(f"file://{tmp_path}/paper.bin") is PrinterState.READY
    assert printer_state(f"file://{tmp_path}/nowhere/paper.bin") is PrinterState.OFFLINE


def test_a_printer_that_is_printing_is_not_disturbed(printer):
    with turn(printer.url):
        assert printer_state(printer.url) is None


def test_a_job_is_confirmed_only_when_it_is_on_paper(printer):
    line = open_line(printer.url)
    line.write(b"RECEIPT 1\x1dV\x00")
    assert confirm_printed(line) is PrinterState.READY
    assert printer.tear_off() == b"RECEIPT 1\x1dV\x00"

    printer.fault = PrinterFault.PAPER_OUT
    line.write(b"RECEIPT 2\x1dV\x00")
    assert confirm_printed(line) is PrinterState.PAPER_OUT
    assert printer.printed() == b""

    printer.fault = PrinterFault.MUTE
    assert confirm_printed(line, answer_s=0.05) is PrinterState.UNKNOWN
    line.close()


def test_a_printer_that_dies_midway_leaves_half_a_receipt_and_breaks_the_line(printer):
    printer.fault = PrinterFault.DIE_MIDWAY
    line = open_line(printer.url)

    line.write(b"x" * 500)

    assert confirm_printed(line) is PrinterState.UNKNOWN
    assert printer.printed() == b"x" * 100
    with pytest.raises(LineBroken):
        line.read(1, 5.0)
    line.close()


def test_the_drawer_opens_through_the_printer(printer):
    line = open_line(printer.url)
    line.write(b"\x1bp\x00\x19\xfa")
    assert confirm_printed(line) is PrinterState.READY
    assert printer.drawer_kicks() == 1
    line.close()


def test_the_watch_tells_changes_and_looks_when_told(printer):
    states = Heard()
    watch = PrinterWatch(printer.url, states, every_s=60.0)
    watch.start()
    assert states.wait_state("ok") == "Printer ready"

    printer.fault = PrinterFault.PAPER_OUT
    watch.look_now()
    assert states.wait_state("bad") == "The printer is out of paper."
    printer.fault = PrinterFault.NONE
    watch.look_now()

    states.wait_state("ok")
    watch.stop()
    assert len(states.all) == 3


def test_every_state_has_words():
    assert all(printer_words(state)[1] for state in PrinterState)


class PrinterWithDrawer(FakePrinter):
    """Reports its drawer's pin."""

    is_open = False

    def _bits(self, which: int) -> int:
        return super()._bits(which) | (0x04 if which == 1 and self.is_open else 0)


def test_a_drawer_that_stands_open_for_a_minute_is_told_once():
    told: list[int] = []
    eye = DrawerEye("high", told.append)
    with PrinterWithDrawer() as printer:
        line = open_line(printer.url)
        try:
            eye.look(line, 0)
            printer.is_open = True
            for now in (10, 40, 69):
                eye.look(line, now)
            assert told == []
            eye.look(line, 75)
            eye.look(line, 95)
            assert told == [65]
            printer.is_open = False
            eye.look(line, 100)
            printer.is_open = True
            eye.look(line, 101)
            eye.look(line, 170)
        finally:
            line.close()

    assert told == [65, 69]
