"""The fields of an address as its country writes it: a region where there are any, and what the post would miss."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from app.core.i18n import _, language
from app.customers.addresses import check_address, field_titles, regions_of, rules_of
from ui.common.boxes import HBox, VBox
from ui.common.inputs import ComboField, TextField


class AddressFields(VBox):
    """Street, town, postcode, region and country; `check` shows what is wrong where it is wrong."""

    def __init__(self, name: str, country: str, address: Any = None, *, height: int = 44) -> None:
        super().__init__(gap=10)
        self._region = ""  # that the address has, though its country may know none such
        self._first = (address.country if address is not None else "") or country
        self.street = TextField(_("Street and number"), name=f"{name}.field.street", height=height)
        self.more = TextField(_("Flat, floor, company"), name=f"{name}.field.more", height=height, optional=True)
        self.postcode = TextField(_("Postcode"), name=f"{name}.field.postcode", height=height)
        self.town = TextField(_("Town"), name=f"{name}.field.town", height=height)
        self.region = ComboField(_("Region"), [("", "–")], f"{name}.field.region", height=height)
        self.country = ComboField(_("Country"), countries(language()), f"{name}.field.country", height=height)
        for field in (self.region, self.country):
            field.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.combo.setMinimumContentsLength(6)  # the longest name of a country must not widen a narrow column
        top = Qt.AlignmentFlag.AlignTop
        for part in (
            self.street, self.more, HBox((self.town, 3, top), (self.postcode, 2, top), gap=10),
            HBox((self.region, 2, top), (self.country, 3, top), gap=10),
        ):  # fmt: skip
            self.box.addWidget(part)
        self.country.set_current(self._first)
        self.country.changed.connect(self._show_regions)
        self._show_regions()
        if address is not None:
            self._fill(address)

    def _fill(self, address: Any) -> None:
        for field, text in (
            (self.street, address.line1), (self.more, address.line2), (self.town, address.city),
            (self.postcode, address.postcode),
        ):  # fmt: skip
            field.set_text(text)
        rules = rules_of(self._country)
        known = rules.region(address.region) if rules else None
        self._region = known[0][min(1, len(known[0]) - 1)] if known else address.region
        self._show_regions()
        self.region.set_current(self._region)

    @property
    def all_fields(self) -> tuple[Any, ...]:
        """The fields, for whoever follows what is typed."""
        return self.street, self.more, self.town, self.postcode, self.region, self.country

    @property
    def _country(self) -> str:
        return str(self.country.current() or "")

    def _show_regions(self) -> None:
        for field in (self.street, self.postcode, self.town, self.region):
            field.set_error(None)  # another country asks for other things
        found = regions_of(self._country)
        own = [self._region] if self._region and self._region not in found and self._country == self._first else []
        self.region.set_items([("", "–"), *((name, name) for name in (*own, *found))])
        postcode, region = field_titles(self._country)
        self.postcode.set_label(postcode)
        self.region.set_label(region)
        self.region.setVisible(bool(found or own))

    def values(self) -> dict[str, str]:
        """What was typed, by the names that an address has."""
        return {
            "line1": self.street.text(), "line2": self.more.text(), "city": self.town.text(),
            "region": str(self.region.current() or ""), "postcode": self.postcode.text(), "country": self._country,
        }  # fmt: skip

    def check(self) -> bool:
        """Show what keeps the post from delivering there, and tell whether all is well."""
        given = self.values()
        problems = check_address(given["country"], given["line1"], given["city"], given["region"], given["postcode"])
        fields = {
            "line1": self.street, "city": self.town, "region": self.region, "postcode": self.postcode,
            "country": self.country,
        }  # fmt: skip
        for field in fields.values():
            field.set_error(None)
        for problem in reversed(problems):
            fields[problem.field].set_error(problem.sentence)
            fields[problem.field].focus()
        return not problems


@lru_cache(maxsize=4)
def countries(spoken: str) -> list[tuple[object, str]]:
    """All countries by their names in a language."""
    from babel import Locale

    names = Locale.parse(spoken).territories
    found = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code.isalpha() and rules_of(code)]
    return sorted(found, key=lambda row: row[1])
