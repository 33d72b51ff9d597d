"""Forms made from declared settings: each field saves itself when it is left, and says so when a value cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.core import settings
from app.core.i18n import _
from ui.common.boxes import Card, fill
from ui.common.inputs import ComboField, Field, MoneyField, NoteField, NumberField, TextField, Toggle
from ui.common.labels import Label
from ui.theme import theme

if TYPE_CHECKING:
    from app.core.settings import Declared
    from ui.common.desk import Desk


class SettingField(QWidget):
    """One setting; `load` shows what holds, and a change is written at once."""

    def __init__(self, desk: Desk, declared: Declared, saved: Callable[[str], None]) -> None:
        super().__init__()
        self._desk, self.declared, self._saved = desk, declared, saved
        self._station = desk.station if declared.scope == "station" else ""
        self._value: Any = declared.default
        self._loading = False
        self.editor = self._make(declared)
        fill(QHBoxLayout(self), ((self.editor, 1),), 0, 0)
        self._connect()

    def _make(self, declared: Declared) -> Any:
        title, help_, name = (
            _(declared.title),
            _(declared.help) if declared.help else "",
            f"setup.field.{declared.name}",
        )
        choices = declared.choices()
        if declared.kind is bool:
            return Toggle(title, name)
        if choices is not None:
            return ComboField(title, list(choices.items()), name, help=help_)
        if declared.name.endswith("_minor"):
            return MoneyField(title, name=name, help=help_)
        if declared.kind is int:
            most = declared.most if declared.most is not None else 999_999_999
            return NumberField(title, name=name, help=help_, minimum=declared.least or 0, maximum=most)
        if declared.kind is list:
            return NoteField(title, name=name, help=help_, height=84)
        return TextField(title, name=name, help=help_)

    def _connect(self) -> None:
        editor = self.editor
        if isinstance(editor, Toggle):
            theme().set_tip(editor, _(self.declared.help) if self.declared.help else "")
            editor.toggled.connect(lambda _on: self.save())
        elif isinstance(editor, ComboField):
            editor.changed.connect(self.save)
        elif isinstance(editor, NoteField):
            editor.edit.installEventFilter(self)
        else:
            editor.edit.editingFinished.connect(self.save)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == event.Type.FocusOut:
            self.save()
        return super().eventFilter(watched, event)

    def show_value(self, value: Any) -> None:
        """Show what holds now, unless somebody is typing here."""
        self._value = value
        editor, self._loading = self.editor, True
        if isinstance(editor, Toggle):
            editor.setChecked(value)
        elif isinstance(editor, ComboField):
            editor.set_current(value)
        elif isinstance(editor, MoneyField):
            editor.set_minor(value)
        elif isinstance(editor, NumberField):
            editor.set_value(value)
        else:
            editor.set_text("\n".join(value) if isinstance(value, list) else value)
        self._loading = False

    def _typed(self) -> Any:
        editor = self.editor
        if isinstance(editor, Toggle):
            return editor.isChecked()
        if isinstance(editor, ComboField):
            return editor.current()
        if isinstance(editor, MoneyField):
            return editor.minor()
        if isinstance(editor, NumberField):
            return editor.value()
        text = editor.text()
        return [line.strip() for line in text.splitlines() if line.strip()] if isinstance(editor, NoteField) else text

    def save(self) -> None:
        """Write the value when it is another than before."""
        if self._loading:
            return
        value = self._typed()
        if value is None:
            self._refuse(_("Type a number."))
            return
        if value == self._value:
            return

        def done(_nothing: Any) -> None:
            self._value = value
            self._saved(self.declared.name)

        self._desk.write(
            self, settings.change_setting, self.declared.name, value, self._station, done=done,
            failed=lambda error: self._refuse(str(error)),
        )  # fmt: skip

    def _refuse(self, sentence: str) -> None:
        if isinstance(self.editor, Field):
            self.editor.set_error(sentence)
        else:
            self._desk.window.notice.refuse(sentence)
            self.show_value(self._value)


class RecordField(SettingField):
    """A setting that is the number of a record, nought for none; the page says which records there are."""

    def _make(self, declared: Declared) -> ComboField:
        return ComboField(_(declared.title), [(0, "")], f"setup.field.{declared.name}", help=_(declared.help))

    def offer(self, items: Sequence[tuple[int, str]]) -> None:
        """Offer these records; what holds stays chosen."""
        self._loading = True
        self.editor.set_items(items)
        self.editor.set_current(self._value)
        self._loading = False


class SettingsCard(Card):
    """A titled group of settings; those in `records` are chosen from a list that the page offers."""

    def __init__(
        self, desk: Desk, title: str, names: Sequence[str], saved: Callable[[str], None], hint: str = "",
        records: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self._desk = desk
        known = {one.name: one for one in settings.declared()}
        self.fields = [
            (RecordField if name in records else SettingField)(desk, known[name], saved)
            for name in names if name in known
        ]  # fmt: skip
        head = [Label(title, 15, 600)] + ([Label(hint, 13, 400, "text3", wrap=True)] if hint else [])
        super().__init__(*head, self._grid(), gap=12)

    def _grid(self) -> QWidget:
        """Two columns; what takes several lines goes across both."""
        place = QWidget()
        grid = QGridLayout(place)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        row = column = 0
        for field in self.fields:
            wide = isinstance(field.editor, NoteField)
            if wide and column:
                row, column = row + 1, 0
            grid.addWidget(field, row, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            row, column = (row + 1, 0) if wide or column else (row, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return place

    def load(self) -> None:
        """Read what holds at this station."""
        station = self._desk.station
        fields = [field for field in self.fields if not field.editor.hasFocus()]

        def read() -> list[Any]:
            return [
                settings.read(field.declared.name, station if field.declared.scope == "station" else "")
                for field in fields
            ]

        def show(values: list[Any]) -> None:
            for field, value in zip(fields, values, strict=True):
                field.show_value(value)

        self._desk.read(self, read, show)


def names_under(*prefixes: str, but: Sequence[str] = ()) -> list[str]:
    """The settings below some prefixes, without those that have a form of their own and those kept as a table."""
    return [
        one.name
        for prefix in prefixes
        for one in settings.declared(prefix)
        if one.kind is not dict and one.name not in but
    ]
