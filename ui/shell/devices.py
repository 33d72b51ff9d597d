"""Brings the station's devices into the window: scans of serial scanners, health for the bar, paper to printers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.shell.topbar import Health

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.shell.start import Station


def start_devices(running: Station) -> None:
    """Read the station's devices and start them; without any, everything still works."""
    desk = running.desk
    signals = desk.device_signals
    signals.code.connect(running.window.router.take)

    def start(found: dict[str, Any]) -> None:
        from devices.hub import DeviceConfig, DeviceHub, HubCallbacks

        if running.window.is_practice:
            found = _stand_ins(running).devices
        callbacks = HubCallbacks(
            on_code=signals.code.emit, on_weight=signals.weight.emit,
            on_drawer=signals.left_open.emit,
            on_refused=lambda _kind, sentence: signals.refused.emit(sentence),
            on_change=lambda _kind, _state, _words: signals.health.emit(),
        )  # fmt: skip
        hub = DeviceHub(
            [
                DeviceConfig(kind, one["url"], one.get("options", {}), one.get("name", ""))
                for kind, one in found.items()
            ],
            callbacks,
        )
        desk.hub = hub
        signals.health.connect(lambda: show_health(running))
        signals.left_open.connect(lambda seconds: note_left_open(desk, seconds))
        signals.refused.connect(running.window.notice.warn)
        hub.start()
        show_health(running)
        start_porter(running, found)

    desk.read(running.window, lambda: _devices_of(running.station), start)


def _stand_ins(running: Station) -> Any:
    """In practice no device of the shop is touched: simulated ones stand in for them."""
    from ui.training.stand_ins import StandIns

    running.stand_ins = StandIns(running.desk)
    running.window.ask_practice_weight = running.stand_ins.ask_weight
    return running.stand_ins


def _devices_of(station: str) -> dict[str, Any]:
    from app.core.settings import read

    return dict(read("station.devices", station))


def note_left_open(desk: Desk, seconds: int) -> None:
    """The drawer stood open for more than a minute: it stands in the shift's cash moves."""
    from app.core.actor import system_actor
    from app.payments.shift import note_open_drawer

    by = system_actor(desk.station)
    desk.writer.run(lambda: note_open_drawer(by, seconds), owner=desk, done=lambda _told: None, failed=desk.explain)


def start_porter(running: Station, found: dict[str, Any]) -> None:
    """Let papers and messages leave this station, to its printers as they are set up at any time."""
    from ui.shell.porter import Porter
    from ui.shell.printer_trouble import Telling
    from ui.shell.refunder import Refunder

    desk = running.desk
    running.porter = Porter(desk, _printers(found))
    running.refunder = Refunder(desk)
    telling = Telling(desk)
    running.porter.trouble.connect(telling.on_trouble)
    running.porter.doubted.connect(telling.on_doubt)
    if running.stand_ins is not None:
        from ui.training.paper_peek import PaperPeek

        running.porter.printed.connect(PaperPeek(desk).show_paper)

    def on_changes(told: list[Any]) -> None:
        if any(change.kind == "setting" for change in told):
            desk.read(
                running.window, lambda: _devices_of(running.station),
                lambda now: running.porter.use(_printers(running.stand_ins.devices if running.stand_ins else now)),
                merge="printers",
            )  # fmt: skip

    desk.changed.connect(on_changes)
    running.porter.counted.connect(lambda waiting, online: running.window.topbar.sync.set_state(online, waiting))


def _printers(found: dict[str, Any]) -> dict[str, Any]:
    from printing.spooler import PrinterTarget

    return {
        kind: PrinterTarget(kind, found[kind]["url"], **found[kind].get("target", {}))
        for kind in ("printer", "label_printer")
        if kind in found
    }


def show_health(running: Station) -> None:
    """Draw the four dots of the station bar; a scanner that types needs no set-up."""
    found = {kind: Health(str(state), words) for kind, (state, words) in running.desk.hub.health().items()}
    if found.get("scanner", Health()).state == "none":
        found["scanner"] = Health("ok", "")
    running.window.topbar.devices.show_health(found)
