"""What a scan means while a bin is counted: one more piece, something that the books do not know, or another bin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.inventory.count import Count


def take(count: Count, scan: Scan) -> bool:
    """A product counts one; another bin offers to close this one; False for anything else."""
    if scan.kind == "place":
        _take_bin(count, scan)
        return True
    if scan.kind != "product" or count.bin is None:
        return False
    if count.bin.is_done:
        count.desk.window.notice.warn(_("Bin {bin} is closed. Recount it first.").format(bin=count.bin.code))
        count.desk.feedback("wrong")
        return True
    if not count.is_read:
        count.keep_early(scan)
        return True
    count.rows.commit()
    if count.rows.row(scan.ref) is None:
        _take_up(count, scan)
    else:
        count.count_one(scan.ref, scan.quantity)
    return True


def _take_up(count: Count, scan: Scan) -> None:
    """Something else lies here than the books say."""
    from app.inventory.stock_list import stock_row

    place = count.bin.place_id

    def found(row: Any) -> None:
        if not count.is_read or count.bin.place_id != place:
            count.desk.feedback("wrong")
            count.desk.window.notice.warn(_("Another bin is shown now. Scan it again where it lies."))
            return
        if row is None:
            return
        if count.rows.row(scan.ref) is None:
            count.add_line(row)
        count.count_one(scan.ref, scan.quantity)
        count.desk.feedback("attention")

    count.desk.read(count, lambda: stock_row(scan.ref), found, urgent=True)


def _take_bin(count: Count, scan: Scan) -> None:
    if count.bin is not None and scan.ref == count.bin.place_id:
        count.desk.feedback("ok")
        return
    if count.bin is not None and count.has_counted and not count.bin.is_done:
        count.desk.feedback("attention")
        count.desk.window.notice.warn(
            _("Bin {bin} is not closed yet.").format(bin=count.bin.code),
            [(_("Close it, go to {bin}").format(bin=scan.text.upper()), lambda: count.close_bin(scan.ref)),
             (_("Go without closing"), lambda: count.go_to(scan.ref))],
        )  # fmt: skip
        return
    count.desk.feedback("ok")
    count.go_to(scan.ref)
