"""The program that is killed: plays a planned day on a store and says `ACK <key>` only after each commit.

`python -m tests.crash.target STORE_URL --seed 1` plays it to the end.  `--defect` seeds a fault, to show that the
checks find it: `ack_first` promises before the commit, `no_key` forgets the keys, `no_transaction` commits each
statement by itself.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import signal
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

from app import shop
from app.core import command as commands
from app.core import db
from tests.crash import plan

DEFECTS = ("ack_first", "no_key", "no_transaction")
CHECKPOINT_EVERY = 7  # commands; a kill may also fall into moving the log into the file
STATION = "till-1"


def sender(ack: Callable[[str], None], defect: str = "") -> plan.Send:
    """What sends one command under its key and acknowledges it after the commit."""
    sent = 0

    def send(key: str, command: Callable[..., Any], by: Any, *args: Any) -> Any:
        nonlocal sent
        if defect == "ack_first":
            ack(key)
        answer = command(by, *args, key=None if defect == "no_key" else key)
        if defect != "ack_first":
            ack(key)
        sent += 1
        if sent % CHECKPOINT_EVERY == 0:
            db.checkpoint()
        return answer

    return send


def run(url: str, seed: int, out: int, *, defect: str = "", largest_file: int = 0) -> None:
    """Play the day; ACK lines go to the descriptor `out`.

    With `largest_file` the very write that would make a file larger ends in SIGKILL: a kill at a write point of the
    log, with no hook in the program.
    """
    if defect == "no_transaction":
        commands.db = _EachByItself()  # type: ignore[assignment]
    shop.open_shop(url)
    shop.recover(STATION)
    if largest_file:
        ctypes.CDLL(None).signal(signal.SIGXFSZ, _kill)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    plan.play(seed, sender(lambda key: _say(out, f"ACK {key}\n"), defect))
    _say(out, "END\n")
    shop.close_shop()


@ctypes.CFUNCTYPE(None, ctypes.c_int)
def _kill(_signal: int) -> None:
    """Called by the kernel inside that write, before SQLite hears that it failed; Python's own handlers come too late."""
    os.kill(os.getpid(), signal.SIGKILL)


class _EachByItself:
    """The store without its transactions."""

    atomic = staticmethod(nullcontext)

    def __getattr__(self, name: str) -> Any:
        return getattr(db.db, name)


def _say(out: int, line: str) -> None:
    os.write(out, line.encode())


def main() -> None:
    """Read the arguments and play."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--defect", choices=DEFECTS, default="")
    asked: SimpleNamespace = parser.parse_args(namespace=SimpleNamespace())
    run(asked.store, asked.seed, 1, defect=asked.defect)


if __name__ == "__main__":
    main()
