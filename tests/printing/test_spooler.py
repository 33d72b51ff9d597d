"""Printers that refuse, hang, die in the middle or run out of paper: never done without paper, never two originals."""

import queue
import socket
import time

import pytest

from app.core import clock
from devices.lines import open_line
from printing import spooler as room
from printing.spooler import Job, JobKind, Outcome, OutcomeState, PrinterTarget, PrinterTongue, Spooler, print_job
from tests.printing.fake_label import read_zpl
from tests.printing.fake_printer import FakePrinter, Fault, tokenize
from tests.printing.samples import LABEL, RECEIPT

DONE, FAILED, UNKNOWN = OutcomeState.DONE, OutcomeState.FAILED, OutcomeState.UNKNOWN
NOTHING_SENT = (Fault.SILENT, Fault.HANGS_UP_AT_STATUS, Fault.GARBAGE_STATUS, Fault.PAPER_OUT, Fault.COVER_OPEN)
HALF_DONE = (
    Fault.DIES_EARLY,
    Fault.RESETS_EARLY,
    Fault.PAPER_RUNS_OUT,
    Fault.STALLS,
    Fault.DIES_BEFORE_CONFIRM,
    Fault.NEVER_CONFIRMS,
)


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch):
    monkeypatch.setattr(room, "_BYTES_A_SECOND", 10**9)
    monkeypatch.setattr("devices.printers.ANSWER_S", 0.2)


def receipt_job(**changes):
    return Job(kind=JobKind.RECEIPT, printer="Till 1", paper=RECEIPT, **changes)


def quick_line(url):
    return open_line(url, connect_s=0.5, write_s=0.5)


def printed(job, printer, **target):
    line = quick_line(printer.url)
    try:
        return print_job(job, line, PrinterTarget("Till 1", printer.url, **target), confirm_s=0.3)
    finally:
        line.close()


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.PAPER_LOW, Fault.READS_SLOWLY])
def test_a_working_printer_prints_one_receipt_and_says_so(fault):
    with FakePrinter(fault) as printer:
        outcome = printed(receipt_job(), printer)
        paper = tokenize(printer.paper)

    assert outcome == Outcome(DONE)
    assert paper.cuts == 1
    assert "153.99" in paper.text


@pytest.mark.parametrize("fault", NOTHING_SENT)
def test_nothing_is_sent_to_a_printer_that_cannot_print(fault):
    with FakePrinter(fault) as printer:
        outcome = printed(receipt_job(), printer)
        assert outcome.state is FAILED
        assert outcome.reason
        assert printer.paper == b""

        printer.fault = Fault.NONE
        assert printed(receipt_job(), printer).state is DONE
        assert tokenize(printer.paper).cuts == 1


@pytest.mark.parametrize("fault", HALF_DONE)
def test_a_job_that_may_be_on_paper_is_unknown_and_comes_again_as_a_copy(fault):
    job = receipt_job()
    with FakePrinter(fault) as printer:
        outcome = printed(job, printer, picture=fault is Fault.STALLS)
        assert outcome.state is UNKNOWN
        assert outcome.reason

        printer.fault, printer.paper = Fault.NONE, b""
        assert printed(job.again(), printer).state is DONE
    assert job.again().paper.copy_number == 1


def test_hostile_text_never_makes_the_printer_do_anything():
    from dataclasses import replace

    job = replace(receipt_job(), paper=replace(RECEIPT, customer="\x1bp\x00\x19\xfa\x10\x04\x01~HS^XZ"))
    with FakePrinter() as printer:
        assert printed(job, printer).state is DONE
        assert tokenize(printer.paper).kicks == 0


def test_a_printer_that_cannot_answer_is_believed_when_its_bytes_are_gone():
    with FakePrinter(Fault.SILENT) as printer:
        assert printed(receipt_job(), printer, answers=False) == Outcome(DONE)


def test_labels_are_asked_for_and_confirmed_in_zpl():
    job = Job(kind=JobKind.LABEL, printer="Till 1", paper=LABEL, copies=2)
    with FakePrinter() as printer:
        assert printed(job, printer, tongue=PrinterTongue.ZPL) == Outcome(DONE)
        assert read_zpl(printer.paper).commands.count("XA") == 2
        for fault in (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.SILENT):
            printer.fault, printer.paper = fault, b""
            assert printed(job, printer, tongue=PrinterTongue.ZPL).state is FAILED
            assert printer.paper == b""


def test_a_paper_that_cannot_be_printed_there_fails_for_good():
    with FakePrinter() as printer:
        outcome = printed(Job(kind=JobKind.LABEL, printer="Till 1", paper=LABEL), printer)

    assert outcome.state is FAILED
    assert outcome.final


def test_a_drawer_opens_without_paper_but_never_late():
    kick = Job(kind=JobKind.DRAWER, printer="Till 1")
    with FakePrinter(Fault.PAPER_OUT) as printer:
        assert printed(kick, printer).state is DONE
        printer.wait_paper(5)
        assert tokenize(printer.paper).kicks == 1

        with clock.frozen(kick.queued_at + 10_000):
            late = printed(kick, printer)
        assert late.state is FAILED
        assert late.final
        assert tokenize(printer.paper).kicks == 1
    with pytest.raises(AssertionError):
        kick.again()


class Desk:
    """Collects outcomes as the outbox would."""

    def __init__(self):
        self.outcomes = queue.Queue()

    def finish(self, job, outcome):
        self.outcomes.put((job, outcome))

    def next(self):
        return self.outcomes.get(timeout=8)


def test_handing_over_a_job_takes_no_time_even_when_the_printer_hangs():
    desk = Desk()
    with FakePrinter(Fault.STALLS) as printer:
        target = PrinterTarget("Till 1", printer.url, picture=True)
        spooler = Spooler([target], desk.finish, opener=quick_line, confirm_s=0.3)
        began = time.perf_counter()
        spooler.submit(receipt_job(reference=1))
        took = time.perf_counter() - began
        job, outcome = desk.next()
        spooler.stop()

    assert took < 0.1
    assert (job.reference, outcome.state) == (1, UNKNOWN)


def test_a_dead_printer_fails_its_own_jobs_and_holds_up_no_other():
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    desk = Desk()
    with FakePrinter() as printer:
        targets = [PrinterTarget("Till 1", printer.url), PrinterTarget("Zebra", f"tcp://127.0.0.1:{port}")]
        spooler = Spooler(targets, desk.finish, opener=quick_line, confirm_s=1)
        spooler.submit(Job(kind=JobKind.LABEL, printer="Zebra", paper=LABEL, reference="label"))
        spooler.submit(receipt_job(reference="receipt"))
        spooler.submit(Job(kind=JobKind.SLIP, printer="Nobody", paper=RECEIPT, reference="nowhere"))
        found = {job.reference: outcome for job, outcome in (desk.next(), desk.next(), desk.next())}
        spooler.stop()

    assert found["receipt"].state is DONE
    assert found["label"].state is FAILED
    assert not found["label"].final
    assert found["nowhere"].state is FAILED
    assert "Nobody" in found["nowhere"].reason


def test_jobs_come_out_in_order_with_the_drawer_first_and_each_is_told_once():
    desk = Desk()
    with FakePrinter() as printer:
        spooler = Spooler([PrinterTarget("Till 1", printer.url)], desk.finish, opener=quick_line, confirm_s=1)
        for number in range(4):
            spooler.submit(receipt_job(reference=number))
        spooler.submit(Job(kind=JobKind.DRAWER, printer="Till 1", reference="drawer"))
        order = [desk.next()[0].reference for _turn in range(5)]
        spooler.stop()

    assert [name for name in order if name != "drawer"] == [0, 1, 2, 3]
    assert order.index("drawer") <= 2
    assert desk.outcomes.empty()


def test_closing_hands_back_what_still_waits():
    desk = Desk()
    with FakePrinter(Fault.STALLS) as printer:
        target = PrinterTarget("Till 1", printer.url, picture=True)
        spooler = Spooler([target], desk.finish, opener=quick_line, confirm_s=0.3)
        for number in range(3):
            spooler.submit(receipt_job(reference=number))
        spooler.stop()
        states = sorted(desk.next()[1].state for _turn in range(3))

    assert FAILED in states
    assert len(states) == 3


def test_what_waits_for_a_changed_printer_comes_out_at_its_new_address(tmp_path):
    desk = Desk()
    with FakePrinter(Fault.STALLS) as printer:
        spooler = Spooler(
            [PrinterTarget("Till 1", printer.url, picture=True)], desk.finish, opener=quick_line, confirm_s=0.3
        )
        spooler.submit(receipt_job(reference="stuck"))
        while spooler.waiting("Till 1"):  # until the printer's thread has it in hand
            pass
        spooler.submit(Job(kind=JobKind.SLIP, printer="Till 1", data=b"second", reference="waits"))
        spooler.configure([PrinterTarget("Till 1", f"file://{tmp_path}/new.bin")])
        found = {job.reference: outcome.state for job, outcome in (desk.next(), desk.next())}
        spooler.stop()

    assert found["waits"] is DONE
    assert (tmp_path / "new.bin").read_bytes() == b"second"


def test_a_printer_can_come_and_go_while_others_print(tmp_path):
    desk = Desk()
    spooler = Spooler([], desk.finish)
    spooler.submit(Job(kind=JobKind.SLIP, printer="File", data=b"early"))
    assert desk.next()[1].state is FAILED
    spooler.configure([PrinterTarget("File", f"file://{tmp_path}/out.bin")])
    spooler.submit(Job(kind=JobKind.SLIP, printer="File", data=b"late"))
    assert desk.next()[1] == Outcome(DONE)
    spooler.configure([])
    spooler.submit(Job(kind=JobKind.SLIP, printer="File", data=b"gone"))
    _job, outcome = desk.next()
    assert (outcome.state, outcome.final) == (FAILED, False)
    spooler.stop()


def test_a_file_takes_finished_bytes(tmp_path):
    desk = Desk()
    target = PrinterTarget("File", f"file://{tmp_path}/out.bin")
    spooler = Spooler([target], desk.finish)
    spooler.submit(Job(kind=JobKind.SLIP, printer="File", data=b"hello"))
    _job, outcome = desk.next()
    spooler.stop()

    assert outcome == Outcome(DONE)
    assert (tmp_path / "out.bin").read_bytes() == b"hello"


class BrokenDriver:
    """A line with a bug in it."""

    def write(self, data):
        raise ZeroDivisionError

    def read(self, size, timeout_s):
        return b""

    def close(self):
        pass


def test_a_bug_in_one_job_leaves_the_printer_working(caplog):
    desk = Desk()
    lines = iter([BrokenDriver()])
    with FakePrinter() as printer:
        target = PrinterTarget("Till 1", printer.url)
        spooler = Spooler([target], desk.finish, opener=lambda url: next(lines, None) or quick_line(url), confirm_s=1)
        spooler.submit(receipt_job(reference=1))
        spooler.submit(receipt_job(reference=2))
        states = [desk.next()[1].state, desk.next()[1].state]
        spooler.stop()

    assert states == [UNKNOWN, DONE]
    assert "job for Till 1 broke" in caplog.text


def test_a_job_that_came_too_late_is_dropped():
    with FakePrinter() as printer:
        outcome = printed(receipt_job(expires_at=clock.now_ms() - 1), printer)

        assert outcome.state is FAILED
        assert outcome.final
        assert printer.paper == b""


def test_an_office_printer_takes_pdf():
    with FakePrinter() as printer:
        assert printed(receipt_job(), printer, tongue=PrinterTongue.PDF).state is DONE
        assert printer.wait_paper(1_000).startswith(b"%PDF")
