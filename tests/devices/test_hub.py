"""The hub: all devices of a station at once, each with its health."""

import pytest

from devices.hub import KINDS, DeviceConfig, DeviceHub, HubCallbacks
from devices.simulators import (
    PrinterFault,
    SimulatedDisplay,
    SimulatedPrinter,
    SimulatedScale,
    SimulatedScanner,
    SimulatedTerminal,
)
from devices.terminal import PayRequest, PayState, TypedAnswer
from tests.devices.helpers import Heard


def test_a_station_without_devices_says_so():
    with DeviceHub([]) as hub:
        assert hub.health() == dict.fromkeys(KINDS, ("none", "Not set up"))
        assert (hub.scale(), hub.display(), hub.terminal()) == (None, None, None)


def test_all_devices_run_together_and_stop_together():
    codes, weights, changes = Heard(), Heard(), Heard()
    with (
        SimulatedScanner() as scanner,
        SimulatedScale("mtsics") as scale,
        SimulatedDisplay() as display,
        SimulatedPrinter() as printer,
        SimulatedTerminal() as bank,
    ):
        config = [
            DeviceConfig("scanner", scanner.url),
            DeviceConfig("scale", scale.url, {"protocol": "mtsics", "poll_s": 0.01}),
            DeviceConfig("display", display.url),
            DeviceConfig("printer", printer.url),
            DeviceConfig("terminal", bank.url, {"ask_s": 1.0}),
        ]
        callbacks = HubCallbacks(on_code=codes, on_weight=weights, on_change=changes)
        with DeviceHub(config, callbacks) as hub:
            ready = {kind for kind in KINDS if kind not in ("label_printer", "drawer")}
            changes.wait(lambda heard: {kind for kind, state, _words in heard if state == "ok"} >= ready)
            scanner.scan("4006381333931")
            scale.put(2_515)
            hub.display().write_lines("Hello", "")

            codes.wait_for("4006381333931")
            weights.wait_last((2_515, True))
            assert display.wait_lines("Hello", "")
            assert hub.terminal().pay(PayRequest("k", 100, "EUR")).state is PayState.APPROVED
            assert {hub.health()[kind][0] for kind in ready} == {"ok"}
        assert hub.health()["scanner"] == ("none", "Not set up")


def test_one_broken_device_leaves_the_others_alone():
    changes, codes = Heard(), Heard()
    with SimulatedScanner() as scanner:
        config = [
            DeviceConfig("scale", scanner.url + "x", {"protocol": "abacus"}),
            DeviceConfig("terminal", "carrier-pigeon"),
            DeviceConfig("display", "serial:///nowhere"),
            DeviceConfig("scanner", scanner.url),
        ]
        with DeviceHub(config, HubCallbacks(on_code=codes, on_change=changes)) as hub:
            changes.wait(lambda heard: any(kind == "scanner" and state == "ok" for kind, state, _words in heard))
            changes.wait(lambda heard: any(kind == "display" and state == "bad" for kind, state, _words in heard))
            scanner.scan("ABCD1234")
            codes.wait_for("ABCD1234")
            assert hub.health()["scale"] == ("bad", "The settings of this device are wrong.")
            assert hub.health()["terminal"][0] == "bad"


def test_the_worst_printer_speaks_for_all_and_others_may_report_on_it():
    changes = Heard()
    with SimulatedPrinter() as good, SimulatedPrinter() as bad:
        bad.fault = PrinterFault.COVER_OPEN
        config = [
            DeviceConfig("printer", good.url, {"every_s": 60.0}, "counter"),
            DeviceConfig("printer", bad.url, {"every_s": 60.0}, "kitchen"),
        ]
        with DeviceHub(config, HubCallbacks(on_change=changes)) as hub:
            changes.wait_last(("printer", "bad", "The printer's cover is open."))
            bad.fault = PrinterFault.NONE
            hub.look_now("printer")
            changes.wait_last(("printer", "ok", "Printer ready"))

            hub.note("printer", "warn", "Two receipts are waiting.", name="counter")

            assert hub.health()["printer"] == ("warn", "Two receipts are waiting.")


def test_devices_that_need_no_line_are_ready_at_once():
    config = [
        DeviceConfig("scanner", "keyboard:"),
        DeviceConfig("label_printer", "system:Zebra"),
        DeviceConfig("terminal", "typed:"),
    ]
    callbacks = HubCallbacks(ask_clerk=lambda request, purpose: TypedAnswer(True, "1234"))
    with DeviceHub(config, callbacks) as hub:
        assert {hub.health()[kind][0] for kind in ("scanner", "label_printer", "terminal")} == {"ok"}
        assert hub.terminal().pay(PayRequest("k", 100, "EUR")).auth_code == "1234"


def test_new_settings_replace_the_old_devices():
    changes = Heard()
    with SimulatedScanner() as first, SimulatedScanner() as second:
        with DeviceHub([DeviceConfig("scanner", first.url)], HubCallbacks(on_change=changes)) as hub:
            changes.wait_count(1)
            codes = Heard()
            hub.configure([])
            assert hub.health()["scanner"][0] == "none"
            hub.configure([DeviceConfig("scanner", second.url)])
            changes.wait_count(2)
            assert hub.health()["scanner"][0] == "ok"
            assert codes.all == []


def test_an_unknown_kind_of_device_is_a_mistake():
    with pytest.raises(ValueError):
        DeviceConfig("abacus", "tcp://x:1")
