"""Counts the fsyncs of a program part with strace: each `fdatasync` and `fsync` between two marks in its trace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

MARK = "/kontor-bench-mark"


def mark() -> None:
    """Leave a mark in the trace: a file that is not there is looked for."""
    os.path.exists(MARK)


def count(words: Sequence[str]) -> list[int] | None:
    """The fsyncs between the marks of a Python program, mark by mark; None where there is no strace."""
    if shutil.which("strace") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace"
        watched = "trace=fsync,fdatasync,stat,newfstatat,statx"
        subprocess.run(
            ["strace", "-f", "-qq", "-e", watched, "-o", str(trace), sys.executable, *words], check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        found: list[int] = []
        for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
            if MARK in line:
                found.append(0)
            elif found and re.search(r"\b(fsync|fdatasync)\(", line):
                found[-1] += 1
        return found
