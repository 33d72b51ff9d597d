"""Kontor's ways in: the window, and the commands that need none.  `main.py --help` lists them.

Nothing heavy is imported before the first paint: each way in imports what it needs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

WAYS = ("verify", "backup", "restore", "import", "report", "shots")
VALUES = (["--store"], ["--station"])  # what stands behind them is theirs


def main(words: Sequence[str] | None = None) -> int:
    """Read the arguments and go in; returns the exit status."""
    words = list(sys.argv[1:] if words is None else words)
    way = next((at for at, word in enumerate(words) if word in WAYS and words[at - 1 : at] not in VALUES), None)
    if way is not None:
        from app.core.refusal import Refusal
        from ui.shell.commands import run_command

        try:
            return run_command([words[way], *words[:way], *words[way + 1 :]])
        except Refusal as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 2
    return _window(_window_arguments().parse_args(words))


def _window_arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kontor", description="One shop's whole order cycle from one program.",
        epilog=f"Other ways in, each with --help: {', '.join(WAYS)}.",
    )  # fmt: skip
    parser.add_argument("--demo", action="store_true", help="open the sample shop, in a folder of its own")
    parser.add_argument(
        "--store", metavar="URL", help="sqlite:///path/shop.kontor or postgresql://…; default: your shop"
    )
    parser.add_argument("--station", default="till-1", help="the code of this workplace (default till-1)")
    parser.add_argument("--practice", action="store_true", help="open the shop's practice copy, where nothing counts")
    parser.add_argument("--anew", action="store_true", help="with --practice: copy the shop again first")
    parser.add_argument("--noted", action="store_true", help=argparse.SUPPRESS)  # the shop's own window noted it
    parser.add_argument(
        "--role", choices=("counter", "warehouse", "manager"), help="sign in at once (sample shop only)"
    )
    parser.add_argument("--look", choices=("light", "dark", "system"), default="", help="colors of the window")
    parser.add_argument("--language", choices=("en", "zh_CN"), default="", help="language of the window")
    return parser


def _window(asked: argparse.Namespace) -> int:
    if asked.role and not asked.demo:
        sys.stderr.write("--role works with the sample shop only: add --demo\n")
        return 2
    if asked.demo and asked.practice:
        sys.stderr.write("--demo and --practice exclude each other: the sample shop is for practice anyway\n")
        return 2
    if not _has_display():
        sys.stderr.write(
            "There is no display here. This line starts Kontor on Qt's built-in remote screen, port 5900;\n"
            "it has NO PASSWORD, so let only this computer reach it (for instance through an SSH tunnel):\n\n"
            "    QT_QPA_PLATFORM=vnc:size=1440x900 " + " ".join([sys.executable, *sys.argv]) + "\n"
        )
        return 3
    from ui.shell.first_paint import run_window

    if asked.practice:
        return _practice(asked)
    make: Callable[[str, Callable[[int, int], None]], None] | None = None
    making = ""
    if asked.demo:
        from ui.shell.places import demo_url, make_demo

        url, make = demo_url(), make_demo
    else:
        from ui.shell.places import FIRST, default_url, first_shop_maker

        url = asked.store or default_url()
        make, making = None if asked.store else first_shop_maker(), FIRST
    return run_window(
        url, asked.station, role=asked.role or "", make=make, making=making, look=asked.look, language=asked.language
    )


def _practice(asked: argparse.Namespace) -> int:
    from app.core.practice import practice_url
    from app.core.refusal import Refusal
    from ui.shell.first_paint import run_window
    from ui.shell.places import default_url
    from ui.shell.practice import MAKING, prepare_practice

    own = asked.store or default_url()
    try:
        url = practice_url(own)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    return run_window(
        url, asked.station, look=asked.look, language=asked.language, making=MAKING,
        make=lambda _url, step: prepare_practice(own, asked.station, anew=asked.anew, noted=asked.noted, step=step),
    )  # fmt: skip


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    sys.exit(main())
