"""A serial scanner on a real pseudo-terminal: bursts, halves, unplugging."""

import pytest

from devices.scanner import SerialScanner
from devices.simulators import SimulatedScanner
from tests.devices.helpers import Heard

A, B, C = "4006381333931", "9780201379624", "5901234123457"


class Counter:
    """A simulated scanner, its driver, and what the driver said."""

    def __init__(self, port):
        self.port, self.codes, self.states, self.refused = port, Heard(), Heard(), Heard()
        self.driver = SerialScanner(port.url, self.codes, self.states, on_refused=self.refused)
        self.driver.start()
        self.states.wait_state("ok")


@pytest.fixture
def counter():
    with SimulatedScanner() as port:
        made = Counter(port)
        yield made
        made.driver.stop()


def test_fifty_codes_in_a_burst_all_arrive_in_order(counter):
    codes = [f"{number:013}" for number in range(50)]
    counter.port.scan(*codes)
    counter.codes.wait_for(*codes)


def test_the_same_code_twice_is_two_codes(counter):
    counter.port.scan(A, A)
    counter.codes.wait_for(A, A)


def test_a_code_split_over_many_writes_is_one_code(counter):
    for byte in (A + "\r").encode():
        counter.port.send(bytes([byte]))
    counter.codes.wait_for(A)


def test_half_a_code_is_refused_and_the_next_one_is_taken(counter):
    counter.port.send(A[:6].encode())
    counter.refused.wait_count(1)
    counter.port.scan("", B)  # the terminator ends what was refused
    counter.codes.wait_for(B)


def test_noise_and_endless_codes_are_refused_with_a_word(counter):
    counter.port.send(bytes(range(128, 256)) + b"\r")
    counter.port.send(b"7" * 4096 + b"\r")
    counter.port.scan(A)
    counter.codes.wait_for(A)
    assert len(counter.refused.all) == 2


def test_unplugging_in_mid_code_is_noticed_and_the_scanner_comes_back(counter):
    counter.port.send(A[:7].encode())
    counter.port.unplug()
    assert "plugged" in counter.states.wait_state("bad", timeout_s=2.0)

    counter.port.plug()
    counter.states.wait_state("ok")
    counter.port.scan(B)

    counter.codes.wait_for(B)


def test_unplugging_again_and_again_does_no_harm(counter):
    for code in (A, B, C):
        counter.port.unplug()
        counter.states.wait_state("bad")
        counter.port.plug()
        counter.states.wait_state("ok")
        counter.port.scan(code)
        counter.codes.wait_last(code)
    assert counter.codes.all == [A, B, C]


def test_a_scanner_that_is_plugged_in_later_is_found():
    with SimulatedScanner() as port:
        port.unplug()
        codes, states = Heard(), Heard()
        driver = SerialScanner(port.url, codes, states)
        driver.start()
        states.wait_state("bad")

        port.plug()
        states.wait_state("ok")
        port.scan(C)

        codes.wait_for(C)
        driver.stop()


def test_nothing_is_said_after_the_scanner_was_stopped(counter):
    counter.driver.stop()
    counter.port.scan(A)
    assert counter.codes.all == []
    counter.driver.stop()


def test_a_mistake_in_a_callback_does_not_silence_the_scanner(caplog):
    taken, states = Heard(), Heard()

    def clumsy(code):
        if code == A:
            raise RuntimeError("a bug in the window")
        taken(code)

    with SimulatedScanner() as port:
        driver = SerialScanner(port.url, clumsy, states)
        driver.start()
        states.wait_state("ok")
        port.scan(A)
        states.wait_state("bad")
        states.wait_state("ok")
        port.scan(B)

        taken.wait_for(B)
        driver.stop()
    assert "stumbled" in caplog.text
