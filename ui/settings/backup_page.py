"""Backup: make a copy while the shop sells, prove it by restoring it to a scratch place, restore it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app.core import clock, settings
from app.core.i18n import _, ngettext
from app.core.refusal import Refusal
from ui.common.boxes import Banner, Card, Divider, EmptyState, HBox, ProgressCard
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.common.worker import Worker
from ui.settings.page import Page
from ui.settings.verify_card import VerifyCard

if TYPE_CHECKING:
    from ui.common.desk import Desk


class CopyRow(NamedTuple):
    """A copy in the folder."""

    id: str
    path: Path
    made_at: int
    size: int
    rows: int


def folder_of(station: str) -> Path:
    """Where this station keeps copies."""
    from app.core import db

    named = settings.read("backup.folder", station)
    if named or db.is_postgres():
        return Path(named) if named else Path.home() / "kontor-backup"
    return db.path_of(db.store_url()).parent / "backup"


def copies_in(folder: Path) -> list[CopyRow]:
    """The copies there, newest first."""
    from datetime import datetime

    from app.core.backup import list_backups

    found = []
    for path in list_backups(folder) if folder.is_dir() else []:
        _kontor, day, time, number, *_rest = path.name.split("-")
        moment = datetime.strptime(f"{day}{time}", "%Y%m%d%H%M%S").replace(tzinfo=clock.shop_zone())
        found.append(CopyRow(path.name, path, int(moment.timestamp() * 1000), path.stat().st_size, int(number)))
    return found


class BackupPage(Page):
    """Section "Backup"."""

    progressed = Signal(int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "backup", _("Backup"), _("A copy is taken while the shop sells, and checked at once."))
        self._worker: Worker | None = None
        self._stopped = False
        self._proved: dict[str, tuple[str, str]] = {}
        self.folder = TextField(_("Folder"), name="setup.backup.folder", help=_("Another disk is safer."))
        choose = Button(_("Choose"), icon="folder-open", name="setup.backup.choose")
        choose.clicked.connect(self._choose)
        self.folder.edit.editingFinished.connect(self._keep_folder)
        self.primary = Button(_("Make a copy now"), kind="primary", key="F9", height=36, name="setup.primary")
        self.prove = Button(_("Prove it"), icon="shield-check", height=36, name="setup.backup.prove")
        self.restore = Button(_("Restore"), icon="clock-counter-clockwise", height=36, name="setup.backup.restore")
        self.primary.clicked.connect(self.make)
        self.prove.clicked.connect(self.prove_current)
        self.restore.clicked.connect(self.restore_current)
        self.table = LiveTable(
            [
                Column(_("Made"), lambda row: Cell(clock.format_stamp(row.made_at), row.id), None, kind="two"),
                Column(_("Size"), lambda row: Cell(f"{row.size / 1_048_576:.1f} MB"), 90, align="right"),
                Column(_("Journal"), "rows", 90, kind="number"), Column("", self._chip, 150, kind="chip"),
            ],
            "setup.backup.table", row_height=52, in_card=True, accessible=_("Copies"),
        )  # fmt: skip
        self.table.setMinimumHeight(330)
        head = HBox(None, self.restore, self.prove, self.primary, margins=(10, 12), gap=8)
        self.banner = Banner("info", "sky", "", name="setup.backup.banner")
        self.banner.hide()
        self._progress: ProgressCard | None = None
        self.verify = VerifyCard(desk)
        self.add(
            Card(Label(_("Where copies are kept"), 15, 600), HBox((self.folder, 1), choose, gap=8), gap=10),
            self.banner, Card(head, Divider(), (self.table, 1), pad=1, gap=0), self.verify,
        )  # fmt: skip
        self.progressed.connect(self._on_progress)
        self.table.chosen.connect(lambda _row: self._show_buttons())

    def load(self) -> None:
        station = self.desk.station

        def read() -> tuple[Path, list[CopyRow]]:
            folder = folder_of(station)
            return folder, copies_in(folder)

        self.read(read, self._show, "backups")

    def _show(self, found: tuple[Path, list[CopyRow]]) -> None:
        folder, rows = found
        if not self.folder.edit.hasFocus():
            self.folder.set_text(str(folder))
        self.table.set_empty(EmptyState("database", _("No copy yet"), _("Make one now; it takes a few seconds.")))
        self.table.set_rows(rows)
        if self.table.current() is None and rows:
            self.table.select_at(0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        for button in (self.prove, self.restore):
            button.setVisible(self.table.current() is not None)

    def _chip(self, row: CopyRow) -> Cell:
        word, tone = self._proved.get(row.id, (_("Checked when made"), "grey"))
        return Cell(word, tone=tone, icon="shield-check" if tone == "ok" else "")

    def keys(self) -> list[Key]:
        return [Key("F9", _("Make a copy"), self.make), Key("F7", _("Check the shop"), self.verify.start)]

    # -- the folder

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the copies"), self.folder.text())
        if chosen:
            self.folder.set_text(chosen)
            self._keep_folder()

    def _keep_folder(self) -> None:
        typed, station = self.folder.text(), self.desk.station

        def decide(now: Path) -> None:
            if typed and typed != str(now):
                self.desk.write(
                    self, settings.change_setting, "backup.folder", typed, station,
                    done=lambda _n: (self.saved("backup.folder"), self.load()),
                )  # fmt: skip

        self.read(lambda: folder_of(station), decide, "folder")

    # -- long work

    def _work(self, title: str, job: Any, done: Any) -> None:
        if self._progress is not None:
            return
        if self._worker is None:
            self._worker = Worker("backup", parent=self)
        self.banner.hide()
        self._stopped = False
        self._progress = ProgressCard(title, name="setup.backup.progress", can_pause=False)
        self._progress.stopped.connect(self._stop)
        self.cards.box.insertWidget(1, self._progress)

        def failed(error: BaseException) -> None:
            self._end()
            if isinstance(error, Refusal):
                self._tell("warning-circle-fill", "bad", str(error))
                self.desk.feedback("wrong")
            else:
                self.desk.explain(error)

        def finished(answer: Any) -> None:
            self._end()
            done(answer)

        self._worker.run(job, owner=self, done=finished, failed=failed)

    def _stop(self) -> None:
        self._stopped = True

    def _end(self) -> None:
        if self._progress is not None:
            self._progress.hide()
            self._progress.deleteLater()
            self._progress = None

    def _on_progress(self, done: int, whole: int) -> None:
        if self._progress is not None:
            self._progress.set_progress(done, whole)

    def _tell(self, icon: str, tone: str, title: str, text: str = "") -> None:
        self.banner.set_banner(icon, tone, title, text)
        self.banner.show()

    def make(self) -> None:
        """F9: a copy now."""
        from app.core.backup import make_backup

        folder = Path(self.folder.text())

        def done(made: Any) -> None:
            self.desk.feedback("done")
            told = _("{name}, {size} MB, SHA-256 {sum}").format(
                name=made.path.name, size=f"{made.size_bytes / 1_048_576:.1f}", sum=made.sha256[:16]
            )
            self._tell("check-circle-fill", "ok", _("The copy is made and checked"), told)
            if made.photos_missing:
                lost = ngettext("{n} photo is missing", "{n} photos are missing", made.photos_missing)
                self._tell(
                    "warning-fill", "warn", lost.format(n=made.photos_missing),
                    _("The copy is whole but for these; F7 says which they are."),
                )  # fmt: skip
            self.load()

        self._work(
            _("Copying the shop"), lambda: make_backup(folder, self.progressed.emit, lambda: self._stopped), done
        )

    def prove_current(self) -> None:
        """Restore the copy to a scratch place and check every page and the whole journal."""
        from app.core.backup import prove

        row = self.table.current()
        if row is None:
            return

        def done(proof: Any) -> None:
            self._proved[row.id] = (_("Proved"), "ok")
            told = _("{n} rows of the journal fit together. It can be restored.").format(n=f"{proof.journal_rows:,}")
            self._tell("shield-check", "ok", _("The copy is whole"), told)
            self.desk.feedback("done")
            self.load()

        self._work(_("Proving the copy"), lambda: prove(row.path, self.progressed.emit), done)

    def restore_current(self) -> None:
        """Put the copy beside the open shop, as a file of its own."""
        row = self.table.current()
        if row is not None:
            RestoreSheet(self.desk, row, self.restore_to).open()

    def restore_to(self, row: CopyRow, target: str) -> None:
        """Write the copy to a place where nothing is yet."""
        from app.core import db
        from app.core.backup import restore_backup

        url = target if "://" in target else db.url_of(Path(target))

        def done(_nothing: Any) -> None:
            self._tell(
                "check-circle-fill", "ok", _("Restored to {place}").format(place=target),
                _("Close Kontor and open it with --store {url}").format(url=url),
            )  # fmt: skip
            self.desk.feedback("done")

        self._work(_("Restoring"), lambda: restore_backup(row.path, url, progress=self.progressed.emit), done)


class RestoreSheet(Sheet):
    """Where to, and the word that must be typed."""

    def __init__(self, desk: Desk, row: CopyRow, restore: Any) -> None:
        super().__init__(desk.surface, _("Restore"), clock.format_stamp(row.made_at), width=620, name="restore")
        self._row, self._restore = row, restore
        self._word = _("RESTORE")
        place = row.path.with_name(f"restored-{row.path.name}")
        self.target = TextField(
            _("To this file"),
            name="restore.field.target",
            help=_("The open shop stays as it is; this is a second one."),
        )
        self.target.set_text(str(place))
        self.word = TextField(_("Type {word}").format(word=self._word), name="restore.field.word")
        self.word.submitted.connect(self.go_on)
        lost = _("What was done after {moment} is not in it.").format(moment=clock.format_stamp(row.made_at))
        self.set_body(Label(lost, 14, 400, "text2", wrap=True), self.target, self.word)
        self.set_primary(_("Restore the copy"), self._go, kind="bad")

    def open(self, focus: Any = None) -> Sheet:
        """Start at the word."""
        return super().open(focus or self.word)

    def _go(self) -> None:
        if self.word.text().upper() != self._word.upper():
            self.word.set_error(_("Type {word} to go on.").format(word=self._word))
            return
        if not self.target.text():
            self.target.set_error(_("Where to?"))
            return
        self.accept()
        self._restore(self._row, self.target.text())
