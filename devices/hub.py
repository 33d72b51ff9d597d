"""All devices of this station: started and stopped together, with one health for each kind."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from app.core.i18n import N_, _
from devices.display import PoleDisplay
from devices.printers import DrawerEye, PrinterWatch
from devices.scale import Scale
from devices.scanner import SerialScanner
from devices.state import State
from devices.tcp_terminal import TcpTerminal, TerminalWatch
from devices.terminal import PayRequest, Terminal, TypedAnswer, TypedTerminal

KINDS = ("scanner", "printer", "label_printer", "drawer", "scale", "display", "terminal")
_TROUBLE = (State.NONE, State.OK, State.WARN, State.BAD)
_PRINTERS = ("printer", "label_printer", "drawer")
_NO_DEVICE = N_("Not set up")


@dataclass(frozen=True)
class DeviceConfig:
    """One device of the station as the settings hold it.

    kind is one of KINDS.  url is an address for open_line; a scanner that types is "keyboard:", a terminal
    whose code is typed by the clerk "typed:", a printer of the operating system "system:NAME".  options
    are the keyword arguments of its class (scale: protocol, unit, imperial; scanner: ends, symbology;
    display: command_set, encoding; terminal: answer_s; printers: every_s).
    """

    kind: str
    url: str
    options: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of device {self.kind}")


Health = tuple[str, str]


class _Running(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class HubCallbacks:
    """Who is told what; every call comes on a device's thread, so a window must queue it.

    on_code(text), on_refused(kind, sentence), on_weight(grams, stable), on_change(kind, state, words);
    on_drawer(seconds that it stood open);
    ask_clerk is the question of a typed terminal.
    """

    on_code: Callable[[str], None] = lambda text: None
    on_refused: Callable[[str, str], None] = lambda kind, sentence: None
    on_weight: Callable[[int, bool], None] = lambda grams, stable: None
    on_drawer: Callable[[int], None] = lambda seconds: None
    on_change: Callable[[str, str, str], None] = lambda kind, state, words: None
    ask_clerk: Callable[[PayRequest, str], TypedAnswer | None] = lambda request, purpose: None


class DeviceHub:
    """Owns the station's devices; a device that is missing or broken never stops the others."""

    def __init__(self, config: Sequence[DeviceConfig], callbacks: HubCallbacks | None = None) -> None:
        self._callbacks = callbacks or HubCallbacks()
        self._lock = threading.Lock()
        self._config: list[DeviceConfig] = list(config)
        self._running: list[_Running] = []
        self._health: dict[str, dict[int, Health]] = {}
        self._scale: Scale | None = None
        self._display: PoleDisplay | None = None
        self._terminal: Terminal | None = None

    def __enter__(self) -> "DeviceHub":
        self.start()
        return self

    def __exit__(self, *_unused: object) -> None:
        self.stop()

    def start(self) -> None:
        """Build and start every device; addresses that make no sense show as broken."""
        for number, device in enumerate(self._config):
            try:
                self._build(number, device)
            except (TypeError, ValueError, KeyError):
                self._set(device.kind, number, State.BAD, _("The settings of this device are wrong."))
        for running in self._running:
            running.start()

    def stop(self) -> None:
        """Stop every device; no callback comes after this returns."""
        for running in self._running:
            running.stop()
        if isinstance(self._terminal, TcpTerminal):
            self._terminal.close()
        with self._lock:
            self._running, self._health = [], {}
            self._scale = self._display = self._terminal = None

    def configure(self, config: Sequence[DeviceConfig]) -> None:
        """Take new settings: stop what runs and start what is wanted now."""
        self.stop()
        self._config = list(config)
        self.start()

    def health(self) -> dict[str, Health]:
        """The state ("ok", "warn", "bad", "none") and words of every kind; the worst device speaks for its kind."""
        with self._lock:
            return {kind: self._worst(kind) for kind in KINDS}

    def note(self, kind: str, state: str, words: str, name: str = "") -> None:
        """Take in what somebody else found out, such as the spooler about a printer (name: which one)."""
        for number, device in enumerate(self._config):
            if device.kind == kind and name in ("", device.name):
                self._set(kind, number, State(state), words)

    def look_now(self, kind: str) -> None:
        """Have the watched devices of a kind (printers, terminal) looked at at once."""
        for running in self._running:
            if isinstance(running, _Watched) and running.kind == kind:
                running.watch.look_now()

    def scale(self) -> Scale | None:
        """The station's scale, or None."""
        return self._scale

    def display(self) -> PoleDisplay | None:
        """The station's pole display, or None."""
        return self._display

    def terminal(self) -> Terminal | None:
        """The station's card terminal, or None."""
        return self._terminal

    def _build(self, number: int, device: DeviceConfig) -> None:
        if device.kind in _PRINTERS:
            self._build_printer(number, device)
        elif device.kind == "terminal":
            self._build_terminal(number, device)
        else:
            self._build_line_device(number, device)

    def _build_line_device(self, number: int, device: DeviceConfig) -> None:
        tell = self._teller(device.kind, number)
        calls, kind, options = self._callbacks, device.kind, dict(device.options)

        def refused(sentence: str) -> None:
            calls.on_refused(kind, sentence)

        if kind == "scanner" and device.url.startswith("keyboard:"):
            tell(State.OK, _("Keyboard scanner ready"))
        elif kind == "scanner":
            scanner = SerialScanner(device.url, calls.on_code, tell, on_refused=refused, **options)
            self._running.append(scanner)
        elif kind == "scale":
            protocol = options.pop("protocol")
            self._scale = Scale(device.url, protocol, calls.on_weight, tell, on_refused=refused, **options)
            self._running.append(self._scale)
        else:
            self._display = PoleDisplay(device.url, tell, **options)
            self._running.append(self._display)

    def _build_printer(self, number: int, device: DeviceConfig) -> None:
        tell = self._teller(device.kind, number)
        if device.url.startswith("system:"):
            tell(State.OK, _("Printer of this computer"))
            return
        options = dict(device.options)
        level = options.pop("drawer_open", "")
        eye = DrawerEye(level, self._callbacks.on_drawer) if level else None
        watch = PrinterWatch(device.url, tell, drawer=eye, **options)
        self._running.append(_Watched(device.kind, watch))

    def _build_terminal(self, number: int, device: DeviceConfig) -> None:
        tell = self._teller(device.kind, number)
        if device.url.startswith("typed:"):
            self._terminal = TypedTerminal(self._callbacks.ask_clerk)
            tell(State.OK, _("The code of the card terminal is typed in."))
            return
        parts = urlsplit(device.url)
        if parts.scheme != "tcp" or not parts.hostname or not parts.port:
            raise ValueError(device.url)
        terminal = TcpTerminal(parts.hostname, parts.port, **device.options)
        self._terminal = terminal
        self._running.append(_Watched(device.kind, TerminalWatch(terminal, tell)))

    def _teller(self, kind: str, number: int) -> Callable[[State, str], None]:
        return lambda state, words: self._set(kind, number, state, words)

    def _set(self, kind: str, number: int, state: State, words: str) -> None:
        with self._lock:
            before = self._worst(kind)
            self._health.setdefault(kind, {})[number] = (state.value, words)
            after = self._worst(kind)
        if after != before:
            self._callbacks.on_change(kind, *after)

    def _worst(self, kind: str) -> Health:
        known = self._health.get(kind)
        if not known:
            return State.NONE.value, _(_NO_DEVICE)
        return max(known.values(), key=lambda health: _TROUBLE.index(State(health[0])))


@dataclass(frozen=True)
class _Watched:
    """A watch together with the kind of device it looks at."""

    kind: str
    watch: PrinterWatch | TerminalWatch

    def start(self) -> None:
        self.watch.start()

    def stop(self) -> None:
        self.watch.stop()
