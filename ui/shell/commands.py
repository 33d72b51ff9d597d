"""The ways in that need no window: verify, backup, restore, import, report and shots."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.i18n import _, ngettext

if TYPE_CHECKING:
    from app.analysis.report import Cell, Kind, Report


def run_command(words: Sequence[str]) -> int:
    """Run one command by its words; returns the exit status.  Refusals are raised and told by main."""
    asked = _arguments().parse_args(list(words))
    if asked.demo and asked.store:
        sys.stderr.write("--demo and --store exclude each other\n")
        return 2
    run: Callable[[argparse.Namespace], int] = asked.run
    return run(asked)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kontor", description="What Kontor does without a window.")
    ways = parser.add_subparsers(dest="way", required=True, metavar="COMMAND")
    shop = argparse.ArgumentParser(add_help=False)
    shop.add_argument("--demo", action="store_true", help="the sample shop, made anew")
    shop.add_argument("--store", metavar="URL", help="sqlite:///path/shop.kontor or postgresql://…; default: your shop")

    def way(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = ways.add_parser(name, parents=[shop], help=text, description=text)
        added.set_defaults(run=run)
        return added

    way("verify", _verify, "Count everything anew and print what differs; status 1 when something does.")
    backup = way("backup", _backup, "Copy the shop into a folder while it is in use, and check the copy.")
    backup.add_argument("folder", type=Path, metavar="FOLDER")
    restore = way("restore", _restore, "Put a checked copy where the shop's store is; the old one is kept beside it.")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="also where a shop is already")
    orders = way("import", _import, "Take a file of online orders and print what became of each.")
    orders.add_argument("file", type=Path, metavar="FILE")
    orders.add_argument("--source", choices=("shopify", "woocommerce"), default="shopify")
    orders.add_argument("--preview", action="store_true", help="only say what would become of them")
    report = way("report", _report, "Print a report; without a name list the reports.")
    report.add_argument("name", nargs="?", default="", metavar="NAME")
    report.add_argument("--from", dest="from_day", default="", metavar="DAY", help="first day, as 2026-11-22")
    report.add_argument("--to", dest="to_day", default="", metavar="DAY", help="last day; without days today")
    report.add_argument("--format", choices=("table", "csv", "json"), default="table")
    shots = way("shots", _shots, "Draw all screens of the sample shop into a folder.")
    shots.add_argument("folder", type=Path, metavar="FOLDER")
    return parser


@contextmanager
def _opened(asked: argparse.Namespace) -> Iterator[str]:
    """The asked shop, open for the length of a block; yields its URL."""
    from app import shop

    url = _url(asked)
    if asked.demo:
        from ui.shell.places import make_demo

        make_demo(url)
    shop.open_shop(url)
    try:
        yield url
    finally:
        shop.close_shop()


def _url(asked: argparse.Namespace) -> str:
    from ui.shell.places import default_url, demo_url

    return demo_url() if asked.demo else asked.store or default_url()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _verify(asked: argparse.Namespace) -> int:
    from app import shop
    from app.core.checks import check_names

    wrong = 0
    with _opened(asked):
        for name, sentence in shop.verify(_tell_check):
            wrong += 1
            _end_check()
            _say(f"{name}: {sentence}")
        _end_check()
        checked = ", ".join(check_names())
    if wrong:
        _say(ngettext("{count} thing does not add up.", "{count} things do not add up.", wrong).format(count=wrong))
        return 1
    _say(_("Everything adds up: {checks}.").format(checks=checked))
    return 0


def _tell_check(name: str, at: int, whole: int) -> None:
    """Name the check that is under way, to a person who waits; a script reads only what was found."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{at}/{whole} {name} …")
        sys.stderr.flush()


def _end_check() -> None:
    """Take the line of progress away, so that a finding stands alone."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _backup(asked: argparse.Namespace) -> int:
    from app.core.backup import make_backup

    with _opened(asked):
        made = make_backup(asked.folder, _progress)
    _say(str(made.path))
    return 0


def _restore(asked: argparse.Namespace) -> int:
    from app.core.backup import restore_backup

    url = _url(asked)
    restore_backup(asked.file, url, replace=asked.replace, progress=_progress)
    _say(_("Restored to {url}").format(url=url))
    return 0


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done * 100 // max(whole, 1)}%{chr(10) if done >= whole else ''}")
        sys.stderr.flush()


def _import(asked: argparse.Namespace) -> int:
    """Status 1 when an order of the file was refused."""
    from app.channels.import_orders import REFUSED, preview_orders, take_import
    from app.channels.queries import staged
    from app.channels.read import read_file
    from app.core.actor import system_actor

    orders = tuple(read_file(str(asked.file), asked.source))
    with _opened(asked):
        by = system_actor()
        import_id = preview_orders(by, asked.source, asked.file.name, orders)
        if not asked.preview:
            take_import(by, import_id)
        rows = staged(import_id, limit=len(orders) or 1)
        for row in rows:
            _say("  ".join([row.verdict.ljust(8), row.name.ljust(12), row.customer_name, *row.reasons]))
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in ("new", "known", "held", "refused")}
    _say(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 1 if counts[REFUSED] else 0


def _report(asked: argparse.Namespace) -> int:
    from app.analysis import reports
    from app.analysis.export import to_csv, to_json
    from app.core import clock

    if not asked.name:
        for name, title in reports.TITLES.items():
            _say(f"{name:16} {_(title)}")
        return 0
    with _opened(asked):
        first = asked.from_day or asked.to_day or clock.today()
        last = asked.to_day or (clock.today() if asked.from_day else first)
        for day in (first, last):
            if not _is_day(day):
                sys.stderr.write(f"{day} is no day; write it as 2026-11-22\n")
                return 2
        report = reports.make_report(asked.name, first, last)
        shape = {"csv": to_csv, "json": to_json, "table": _table}[asked.format]
        _say(shape(report).rstrip("\r\n"))
    return 0


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _table(report: Report) -> str:
    """The report in columns for a terminal; figures stand at the right."""
    from app.analysis.report import Kind

    cells = [[column.title for column in report.columns]]
    kinds = [column.kind for column in report.columns]
    for row in (*report.rows, *([report.totals] if report.totals else [])):
        cells.append([_shown(cell, kind) for cell, kind in zip(row, kinds, strict=True)])
    widths = [max(len(row[place]) for row in cells) for place in range(len(kinds))]
    left = (Kind.TEXT, Kind.DAY, Kind.MOMENT)
    lines = [
        "  ".join(
            text.ljust(width) if kind in left else text.rjust(width)
            for text, width, kind in zip(row, widths, kinds, strict=True)
        ).rstrip()
        for row in cells
    ]
    head = report.title if not report.note else f"{report.title} ({report.note})"
    return "\n".join([head, "", lines[0], "-" * min(sum(widths) + 2 * len(widths), 120), *lines[1:]])


def _shown(cell: Cell, kind: Kind) -> str:
    from app.analysis.report import Kind as K
    from app.core.clock import format_moment, format_span
    from app.core.money import format_money

    if cell is None or cell == "" or isinstance(cell, str):
        return "" if cell is None else str(cell)
    if kind == K.FLAG:
        return "!" if cell else ""
    shapes: dict[Kind, Callable[[int], str]] = {
        K.MONEY: format_money, K.PERCENT: lambda value: f"{value / 100:.1f}%", K.SPAN: format_span,
        K.MOMENT: format_moment,
    }  # fmt: skip
    return shapes.get(kind, str)(cell)


def _shots(asked: argparse.Namespace) -> int:
    from ui.shots.render import render_all

    asked.folder.mkdir(parents=True, exist_ok=True)
    render_all(asked.folder)
    return 0
