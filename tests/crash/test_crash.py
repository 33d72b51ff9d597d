"""The program is killed at random moments and at write points; what it had promised is there, whole and once."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.reduction import DupFd
from pathlib import Path

import pytest

from app import shop
from app.core import db
from tests.crash import plan, target
from tests.crash.checker import Picture, faults, picture

SEEDS = (11, 12, 13)
KILLS, WRITE_POINTS = 66, 44
FIRST_POINT = 40_000  # bytes; a new -shm file is 32 KiB and has to be made
LONGEST_S = 60


class Room:
    """A shop to copy, and processes that are forked with everything imported, so that a run takes a blink."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._runs = folder, 0
        self.template = folder / "template.kontor"
        shop.new_shop(db.url_of(self.template))
        plan.fill_shop()
        db.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close_store()
        self._fork: ForkServerContext = get_context("forkserver")
        self._fork.set_forkserver_preload(
            ["tests.crash.target", *sorted(m for m in sys.modules if m.startswith("app."))]
        )
        self.whole = {seed: self._undisturbed(seed) for seed in SEEDS}

    def copy(self) -> str:
        """The URL of a fresh copy of the shop."""
        self._runs += 1
        path = self.folder / f"run-{self._runs}.kontor"
        shutil.copy(self.template, path)
        return db.url_of(path)

    def drop(self, url: str) -> None:
        """Throw a copy away."""
        for path in self.folder.glob(f"{db.path_of(url).name}*"):
            path.unlink()

    def start(self, url: str, seed: int, **named: object) -> tuple[ForkServerProcess, int]:
        """A process that plays the day, and the descriptor to read its promises from."""
        ours, theirs = os.pipe()
        process = self._fork.Process(target=_play, args=(url, seed, DupFd(theirs)), kwargs=named, daemon=True)
        process.start()
        os.close(theirs)
        return process, ours

    def _undisturbed(self, seed: int) -> tuple[Picture, int, float]:
        """What the day leaves when nobody kills it, how large its files become, how long it takes."""
        url = self.copy()
        process, out = self.start(url, seed)
        _lines(out, until="ACK")
        started = time.monotonic()
        assert _lines(out)[-1] == "END"
        took = time.monotonic() - started
        process.join()
        size = max(path.stat().st_size for path in self.folder.glob(f"{db.path_of(url).name}*"))
        assert faults(url, seed, [], {}) == []
        shop.open_shop(url)
        seen = picture()
        db.close_store()
        return seen, size, took


def _play(url: str, seed: int, out: object, **named: object) -> None:
    target.run(url, seed, out.detach(), **named)  # type: ignore[attr-defined]


def _lines(out: int, *, until: str = "") -> list[str]:
    """What the process said, to its end or until a line that starts so; closes the descriptor at the end."""
    said = b""
    while select.select([out], [], [], LONGEST_S)[0]:
        piece = os.read(out, 1 if until else 65_536)
        said += piece
        if not piece:
            os.close(out)
            break
        if until and said.endswith(b"\n") and said.splitlines()[-1].startswith(until.encode()):
            break
    return said.decode().splitlines()


def _promised(said: list[str]) -> list[str]:
    return [line.removeprefix("ACK ") for line in said if line.startswith("ACK ")]


@pytest.fixture(scope="module")
def room(quick_folder: Path) -> Room:
    folder = quick_folder / "crash"
    folder.mkdir()
    return Room(folder)


def kill_at(room: Room, seed: int, moment: float, **named: object) -> tuple[str, list[str]]:
    """Kill the process that many seconds after its first promise; returns the store and all promises."""
    url = room.copy()
    process, out = room.start(url, seed, **named)
    said = _lines(out, until="ACK")
    time.sleep(moment)
    process.kill()
    said += _lines(out)
    process.join()
    return url, _promised(said)


def die_at_write(room: Room, seed: int, point: int) -> tuple[str, list[str], int | None]:
    """Kill the process in the write that would make a file larger than `point` bytes; returns its exit status too."""
    url = room.copy()
    process, out = room.start(url, seed, largest_file=point)
    acked = _promised(_lines(out))
    process.join()
    return url, acked, process.exitcode


def test_a_kill_at_any_moment_loses_halves_and_doubles_nothing(room: Room) -> None:
    rng = random.Random(2026)
    cut = 0
    seeds = [SEEDS[turn % len(SEEDS)] for turn in range(KILLS)]
    moments = [rng.uniform(0, room.whole[seed][2]) for seed in seeds]
    with ThreadPoolExecutor(1) as hand:  # the next one is killed while the last one is looked at
        for seed, (url, acked) in zip(seeds, hand.map(partial(kill_at, room), seeds, moments), strict=True):
            whole = room.whole[seed][0]
            cut += len(acked) < whole["journal"]
            assert faults(url, seed, acked, whole) == [], f"{url} after {len(acked)} promises"
            room.drop(url)
    assert cut > KILLS // 2, "most of the kills came too late to be a test"


def test_a_kill_at_any_write_of_the_log_loses_halves_and_doubles_nothing(room: Room) -> None:
    died = 0
    seeds = [SEEDS[turn % len(SEEDS)] for turn in range(WRITE_POINTS)]
    points = [
        FIRST_POINT + (room.whole[seed][1] - FIRST_POINT) * turn // WRITE_POINTS for turn, seed in enumerate(seeds)
    ]
    with ThreadPoolExecutor(1) as hand:
        ends = hand.map(partial(die_at_write, room), seeds, points)
        for seed, point, (url, acked, status) in zip(seeds, points, ends, strict=True):
            assert status in (0, -signal.SIGKILL)
            died += status != 0
            found = faults(url, seed, acked, room.whole[seed][0])
            assert found == [], f"{url} at byte {point} after {len(acked)} promises"
            room.drop(url)
    assert died > WRITE_POINTS // 2
    assert died + KILLS >= 100, "too few kills to be a test"


@pytest.mark.parametrize(
    ("defect", "word"),
    [("ack_first", "acknowledged and lost"), ("no_key", "acknowledged and lost"), ("no_transaction", "half done")],
)
def test_a_seeded_defect_is_found_by_the_same_checks(room: Room, defect: str, word: str) -> None:
    rng = random.Random(7)
    found: list[str] = []
    for _turn in range(20):
        url, acked = kill_at(room, SEEDS[0], rng.uniform(0, room.whole[SEEDS[0]][2] / 2), defect=defect)
        found += faults(url, SEEDS[0], acked, room.whole[SEEDS[0]][0])
        room.drop(url)
        if any(line.startswith(word) for line in found):
            return
    pytest.fail(f"{defect} went unseen: {found}")


def test_a_day_sent_twice_without_keys_shows_as_doubled(room: Room) -> None:
    seed = SEEDS[0]
    url = room.copy()
    shop.open_shop(url)
    plan.play(seed, target.sender(lambda _key: None, "no_key"))
    db.close_store()
    assert faults(url, seed, [], room.whole[seed][0]) != []


def test_the_program_is_killed_as_a_whole_and_started_again(room: Room) -> None:
    seed = SEEDS[0]
    url = room.copy()
    argv = [sys.executable, "-m", "tests.crash.target", url, "--seed", str(seed)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True) as running:
        assert running.stdout is not None
        said = [running.stdout.readline().strip() for _line in range(5)]
        running.kill()
        said += running.stdout.read().splitlines()
    with suppress(ValueError):
        said.remove("END")
    assert len(_promised(said)) >= 5
    assert faults(url, seed, _promised(said), room.whole[seed][0]) == []
