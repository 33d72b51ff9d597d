"""The Print tab: the queue of this station, true previews, the papers' settings, and printing again by a scan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from app.core.i18n import N_, _
from app.core.refusal import Refusal
from ui.common.boxes import Divider, fill
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.printing import jobs, wish_acts
from ui.printing.again import ask_again
from ui.printing.choose import ask_products
from ui.printing.previews import Previews
from ui.printing.queue import Queue, kind_words
from ui.printing.receipt_acts import EXPLAINED, ReceiptActs
from ui.printing.shelf import print_labels, save_paper
from ui.printing.side import AGAIN, BILLS, Side

if TYPE_CHECKING:
    from app.core.outbox import Wish
    from app.overview.codes import Scan
    from ui.common.desk import Desk

DEVICES = {jobs.RECEIPT: "printer", jobs.LABEL: "label_printer", jobs.SHELF: "label_printer"}


class PrintTab(Tab):
    """Queue left, previews in the middle, the chosen paper right."""

    NAME = "print"
    TITLE = N_("Print")
    SCAN_HINT = N_("Scan an order or product to print for it")
    WATCHES = frozenset({"outbox", "setting"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.slot = jobs.RECEIPT
        self._shown: dict[str, Wish | None] = {jobs.RECEIPT: None, jobs.LABEL: None}
        self._drawn: dict[str, tuple[Any, ...]] = {}
        self._shots: dict[str, jobs.Shot | None] = {}
        self._errors: dict[str, str] = {}
        self._products: list[int] = []
        self._kept: dict[str, Any] = {}
        self._devices: dict[str, Any] = {}
        self.queue, self.previews, self.side = Queue(), Previews(), Side()
        fill(
            QHBoxLayout(self),
            (self.queue, Divider(upright=True), (self.previews, 1), Divider(upright=True), self.side), 0, 0,
        )  # fmt: skip
        self.receipt_acts = ReceiptActs(self)
        self._connect()
        self.previews.choose(self.slot)

    def _connect(self) -> None:
        self.queue.table.chosen.connect(self._on_row)
        self.queue.cards.clicked.connect(self.save_cards)
        self.previews.chosen.connect(self.choose_slot)
        side = self.side
        side.go.connect(self.go_on)
        side.withdraw.connect(self.withdraw)
        side.save.connect(self.save_pdf)
        side.choose.connect(self.choose_products)
        side.changed.connect(self.change_setting)
        side.copies.changed.connect(lambda _count: self._show_side())
        side.receipts.edited.connect(self._redraw_receipt)
        acts = self.receipt_acts
        side.receipts.logo_wanted.connect(acts.choose_logo)
        side.mail_button.clicked.connect(acts.mail)
        side.invoice_button.clicked.connect(acts.make_invoice)
        self.queue.drawer.clicked.connect(acts.open_drawer)

    # -- keys

    def keys(self) -> list[Key]:
        """The keys of the studio; 1 to 3 stand on the papers themselves, so the bar has room for the others."""
        shown = self._shown.get(self.slot)
        is_explained = shown is not None and shown.kind in EXPLAINED
        why = [Key("Ctrl+W", _("Why this total"), self.receipt_acts.show_why)] if is_explained else []
        keys = [
            Key("1", _("Receipt"), partial(self.choose_slot, jobs.RECEIPT), False),
            Key("2", _("Shipping label"), partial(self.choose_slot, jobs.LABEL), False),
            Key("3", _("Shelf label"), partial(self.choose_slot, jobs.SHELF), False),
            *why,
            Key("F3", _("Choose products"), self.choose_products),
            Key("F5", _("Refresh"), self.refresh, False),
            Key("K", _("Command cards"), self.save_cards, False),
            Key("D", _("Open drawer"), self.receipt_acts.open_drawer, False),
            Key("Ctrl+S", _("Save as PDF"), self.save_pdf),
            Key("F9", self.side.primary.label(), self.go_on),
        ]
        if self.slot == jobs.SHELF:
            keys += [Key("+", _("One more"), partial(self._step, 1)), Key("-", _("One less"), partial(self._step, -1))]
        if self.side.mail_button.isVisibleTo(self):
            keys += self.receipt_acts.keys()
        if self.side.withdraw_button.isVisibleTo(self):
            keys.append(Key("Del", _("Withdraw"), self.withdraw))
        return keys

    def stands_on(self) -> object:
        wish = self._shown.get(self.slot)
        return self.slot, wish.id if wish is not None else None, tuple(self._products)

    def arrive(self) -> None:
        """The queue has the focus; the scan box listens."""
        super().arrive()
        self.queue.table.view.setFocus()

    def _step(self, by: int) -> None:
        self.side.copies.set_value(self.side.copies.value() + by)
        self._show_side()

    # -- reading

    def refresh(self) -> None:
        """Read the queue and the settings."""
        station = self.desk.station
        product = self._products[0] if self._products else None
        self.desk.read(self, lambda: jobs.read_queue(station, product), self._show, merge="queue")
        self.desk.read(self, jobs.read_templates, self._show_templates, merge="templates")

    def _show_templates(self, templates: jobs.Templates) -> None:
        self._kept = templates.values
        self.side.show_templates(templates, may_change=self.desk.may("settings.change"))

    def _show(self, found: jobs.QueueData) -> None:
        self._devices = found.devices
        self.side.show_stations(found.stations, self.desk.station)
        self.queue.show_printers(found.devices, self._health)
        if not self._products and found.default_product is not None:
            self._products = [found.default_product]
        first = not self._drawn
        by_id = {wish.id: wish for wish in found.wishes}
        for slot in self._shown:
            old = self._shown[slot]
            newest = next((wish for wish in found.wishes if jobs.slot_of(wish.kind) == slot), None)
            self._shown[slot] = by_id.get(old.id, old) if old is not None else newest
        self.queue.show_wishes(found.wishes)
        receipt = next((wish for wish in found.wishes if wish.kind in BILLS), None)
        if first and receipt is not None:
            self.queue.table.select_id(receipt.id)
        for slot in (jobs.RECEIPT, jobs.LABEL, jobs.SHELF):
            self._draw(slot)
        self._show_side()

    def _health(self, kind: str) -> tuple[str, str]:
        hub = self.desk.hub
        state, words = hub.health().get(kind, ("none", "")) if hub is not None else ("none", "")
        return str(state), words

    def _on_row(self, wish: Wish | None) -> None:
        if wish is None:
            return
        slot = jobs.slot_of(wish.kind)
        if slot == jobs.SHELF:
            ids = wish.payload.get("product_ids") or [wish.payload.get("product_id")]
            self._products = [int(product) for product in ids if product]
        else:
            self._shown[slot] = wish
        self._draw(slot)
        self.choose_slot(slot)

    def choose_slot(self, slot: str) -> None:
        """Work on one of the three papers."""
        self.slot = slot
        self.previews.choose(slot)
        self._show_side()

    def _redraw_receipt(self) -> None:
        """Head, foot or kind of the receipt changed: show it before it is kept."""
        self._drawn.pop(jobs.RECEIPT, None)
        self._draw(jobs.RECEIPT)
        self._show_side()

    def _draw(self, slot: str) -> None:
        """Draw a paper on the reader's thread, unless it is drawn already."""
        wish = self._shown.get(slot)
        job = self._paper_job(slot)
        mark = (self._products[0],) if slot == jobs.SHELF and self._products else ()
        mark = (wish.id, wish.tries, str(wish.state)) if wish is not None else mark
        if self._drawn.get(slot) == mark:
            return
        self._drawn[slot] = mark
        title = kind_words(wish.kind) if wish is not None else ""
        preview = self.previews.preview(slot)
        if job is None:
            self._shots[slot] = None
            preview.show_shot(title, None)
            return

        def shown(shot: jobs.Shot | None) -> None:
            if self._drawn.get(slot) == mark:
                self._shots[slot], self._errors[slot] = shot, ""
                preview.show_shot(title, shot)
                self._show_side()

        def failed(error: BaseException) -> None:
            if not isinstance(error, Refusal):
                self.desk.explain(error)
            if self._drawn.get(slot) == mark:
                self._shots[slot], self._errors[slot] = None, str(error)
                preview.show_shot(title, None)
                self._show_side()

        head, foot = self.side.receipts.draft()
        kept = self._kept if slot == jobs.RECEIPT else {}
        self.desk.read(
            self, lambda: jobs.shoot(jobs.drafted(job(), head, foot, kept)), shown, merge=f"draw.{slot}", failed=failed
        )

    def shown(self, slot: str) -> Wish | None:
        """The wish whose paper a slot shows."""
        return self._shown.get(slot)

    def _paper_job(self, slot: str) -> Any:
        """The function that fills a slot's paper, None without one."""
        if slot == jobs.SHELF:
            return partial(jobs.shelf_paper, self._products[0]) if self._products else None
        wish = self._shown.get(slot)
        if slot == jobs.RECEIPT and wish is not None and self._is_gift(wish):
            return partial(jobs.gift_of, wish)
        return partial(jobs.paper_of, wish) if wish is not None else None

    def _is_gift(self, wish: Wish) -> bool:
        return wish.kind == "receipt" and self.side.receipts.gift.isChecked()

    def _show_side(self) -> None:
        wish = self._shown.get(self.slot)
        device = self._devices.get(DEVICES[self.slot])
        printer = (device.get("name") or _("set up")) if device else ""
        self.side.show_paper(self.slot, wish, printer, bool(self._products))
        self.side.show_fits(self._shots.get(self.slot), self._errors.get(self.slot, ""))
        self.keys_changed.emit()

    # -- acts

    def go_on(self) -> None:
        """F9: print labels, try again, or print a copy."""
        wish = self._shown.get(self.slot)
        if self.slot == jobs.SHELF:
            self._print_labels()
        elif wish is None:
            self.desk.feedback("attention")
        elif str(wish.state) in ("failed", "unknown"):
            wish_acts.retry(self, wish, str(self.side.stand_in.current() or "") or None)
        elif str(wish.state) in ("done", "withdrawn") and wish.kind == "account_receipt":
            self.receipt_acts.reprint_account(wish.payload["receipt"])
        elif str(wish.state) in ("done", "withdrawn") and wish.order_ref and wish.kind in AGAIN:
            if wish.kind == "receipt" and wish.payload.get("receipt") and not self._is_gift(wish):
                self.receipt_acts.reprint(wish.payload["receipt"])
            else:
                self._print_again(wish.order_ref, "gift_receipt" if self._is_gift(wish) else wish.kind)
        else:
            self.desk.feedback("attention")

    def withdraw(self) -> None:
        """Take the shown paper back."""
        wish_acts.withdraw(self, self._shown.get(self.slot))

    def _print_again(self, order_id: int, paper: str) -> None:
        wish_acts.print_again(self, order_id, paper, self._await)

    def _await(self, slot: str) -> None:
        """What comes next to this slot is shown."""
        self._shown[slot] = None

    def _print_labels(self) -> None:
        if self._products:
            print_labels(self.desk, self, self._products, self.side.copies.value())
        else:
            self.choose_products()

    def choose_products(self) -> None:
        """Find products whose shelf labels are wanted."""
        ask_products(self.desk, self, self._take_products)

    def _take_products(self, product_ids: list[int]) -> None:
        self._products = product_ids
        self._draw(jobs.SHELF)
        self.choose_slot(jobs.SHELF)

    def save_pdf(self) -> None:
        """Save the chosen paper into the documents folder."""
        job = self._paper_job(self.slot)
        if job is None:
            self.desk.feedback("attention")
            return
        wish = self._shown.get(self.slot)
        words = f"{wish.kind}-{wish.id}" if wish is not None else f"{self.slot}-{self._products[0]}"
        save_paper(self.desk, self, job, words.replace("_", "-"))

    def save_cards(self) -> None:
        """Save the sheet of command cards."""
        save_paper(self.desk, self, jobs.card_paper, "command-cards")

    def change_setting(self, name: str, value: Any) -> None:
        """Keep a setting of the papers and draw them anew."""
        from app.core.settings import change_setting

        def told(_nothing: Any) -> None:
            self._drawn.clear()
            self.desk.toast(_("Kept; the next papers are printed so"))
            self.refresh()

        self.desk.write(self, change_setting, name, value, done=told)

    # -- scans

    def scanned(self, scan: Scan) -> None:
        """Anything of an order offers its papers, a product its shelf label."""
        if scan.kind == "product":
            self.desk.feedback("ok")
            self._take_products([scan.ref, *scan.also][:1])
        elif scan.kind in ("order", "receipt"):
            self._offer(scan.ref, scan.title)
        elif scan.kind in ("parcel", "shipment", "tracking"):
            self.desk.read_for_sheet(
                self, lambda: jobs.order_of(scan.kind, scan.ref), lambda ref: self._found(scan, ref)
            )
        else:
            self.desk.does_not_fit(scan)

    def _found(self, scan: Scan, order_id: int | None) -> None:
        if order_id is None:
            self.desk.does_not_fit(scan)
        else:
            self._offer(order_id, scan.title)

    def _offer(self, order_id: int, title: str) -> None:
        self.desk.feedback("ok")
        ask_again(self.desk.surface, title, lambda paper: self._print_again(order_id, paper))

    def open_record(self, kind: str, ref: int) -> None:
        """Offer an order's papers, or a product's label, because another screen leads here."""
        if kind == "order":
            self._offer(ref, _("Order"))
        elif kind == "product":
            self._take_products([ref])
