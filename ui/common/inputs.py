"""Everything one types or chooses in, in one place to import from."""

from ui.common.amounts import MoneyField, NumberField, PercentField, PriceField
from ui.common.fields import Field, Frame, NoteField, TextField
from ui.common.pickers import (
    CheckBox,
    ComboField,
    DateTimeField,
    Keypad,
    Radio,
    RadioRow,
    Stepper,
    Toggle,
    paint_check,
)

__all__ = [
    "CheckBox",
    "ComboField",
    "DateTimeField",
    "Field",
    "Frame",
    "Keypad",
    "MoneyField",
    "NoteField",
    "NumberField",
    "PercentField",
    "PriceField",
    "Radio",
    "RadioRow",
    "Stepper",
    "TextField",
    "Toggle",
    "paint_check",
]
