"""Devices that exist only in the program, for tests, the sample shop and the benches.

Each is a context manager with the .url that its real driver opens, and can be made to fail.
"""

from devices.simulators.display import SimulatedDisplay
from devices.simulators.printer import PrinterFault, SimulatedPrinter
from devices.simulators.scale import SimulatedScale
from devices.simulators.scanner import SimulatedScanner
from devices.simulators.terminal import Answer, SimulatedTerminal

__all__ = [
    "Answer",
    "PrinterFault",
    "SimulatedDisplay",
    "SimulatedPrinter",
    "SimulatedScale",
    "SimulatedScanner",
    "SimulatedTerminal",
]
