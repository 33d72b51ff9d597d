"""How a ZPL printer is doing, asked by ~HS, and whether a label has come out."""

import re
import time

from devices.lines import Line, LineBroken
from devices.printers import ANSWER_S, PrinterState

_QUESTION = b"~HS"
_REPLY = re.compile(rb"\x02([0-9,]+)\x03\s*\x02([0-9,]+)\x03\s*\x02[0-9,]+\x03")
_LONGEST = 1_024


def query_label_printer(line: Line, answer_s: float = ANSWER_S) -> PrinterState:
    """Ask a label printer over an open line; silence or nonsense is UNKNOWN, a broken line OFFLINE."""
    try:
        flags = _ask(line, answer_s)
    except LineBroken:
        return PrinterState.OFFLINE
    return flags[0] if flags else PrinterState.UNKNOWN


def confirm_labels(line: Line, answer_s: float = 10.0) -> PrinterState:
    """Wait until no format and no label is left to print: READY, the trouble on the way, or UNKNOWN."""
    until = time.monotonic() + answer_s
    try:
        while (left := until - time.monotonic()) > 0:
            flags = _ask(line, min(left, ANSWER_S))
            if flags is None:
                return PrinterState.UNKNOWN
            state, waiting = flags
            if state is not PrinterState.READY or not waiting:
                return state
    except LineBroken:
        return PrinterState.UNKNOWN
    return PrinterState.UNKNOWN


def _ask(line: Line, answer_s: float) -> tuple[PrinterState, int] | None:
    """State and number of formats and labels still to come; None when the answer makes no sense."""
    line.write(_QUESTION)
    until = time.monotonic() + answer_s
    reply = b""
    while (left := until - time.monotonic()) > 0 and len(reply) < _LONGEST:
        reply += line.read(_LONGEST, left)
        if found := _REPLY.search(reply):
            return _read(found[1].split(b","), found[2].split(b","))
    return None


def _read(first: list[bytes], second: list[bytes]) -> tuple[PrinterState, int] | None:
    if len(first) < 5 or len(second) < 9:
        return None
    waiting = int(first[4] or 0) + int(second[8] or 0)
    if int(second[2] or 0):
        return PrinterState.COVER_OPEN, waiting
    if int(first[1] or 0) or int(second[3] or 0):
        return PrinterState.PAPER_OUT, waiting
    return (PrinterState.OFFLINE if int(first[2] or 0) else PrinterState.READY), waiting
