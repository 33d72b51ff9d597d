"""Risk rules: which are on, how many points each gives, and from where on it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import N_, _
from ui.common.boxes import Card, Divider, HBox, VBox
from ui.common.inputs import MoneyField, NumberField, Toggle
from ui.common.keys import Key
from ui.common.labels import Label
from ui.settings.form import names_under
from ui.settings.page import Page
from ui.settings.risk_lists import ListsCard
from ui.settings.risk_trial import TrialCard

if TYPE_CHECKING:
    from ui.common.desk import Desk

UNITS = {
    "minor": "", "times": N_("times"), "minutes": N_("min"), "orders": N_("orders"), "bp": N_("%"), "cards": N_("cards"),
    "pieces": N_("pieces"), "km": N_("km"),
}  # fmt: skip


class RuleRow(HBox):
    """One rule: switch, points, limit; saved when it is left."""

    def __init__(self, code: str, rule: Any, save: Any) -> None:
        self.code, self._rule, self._save, self._loading = code, rule, save, False
        self.on = Toggle(_(rule.title), f"setup.rule.{code}")
        self.points = NumberField(
            name=f"setup.rule.{code}.points", minimum=-100, maximum=1000, height=36, align="right"
        )
        self.points.edit.setAccessibleName(_("Points for: {rule}").format(rule=_(rule.title)))
        self.points.setFixedWidth(90)
        unit = str(rule.unit)
        self.limit: Any = None
        if unit == "minor":
            self.limit = MoneyField(name=f"setup.rule.{code}.limit", height=36)
        elif unit != "none":
            self.limit = NumberField(name=f"setup.rule.{code}.limit", height=36, suffix=_(UNITS[unit]), align="right")
        shown = self.limit or Label("–", 13, 400, "text3", align="center")
        shown.setFixedWidth(150)
        if self.limit is not None:
            self.limit.edit.setAccessibleName(_("From: {rule}").format(rule=_(rule.title)))
            self.limit.edit.editingFinished.connect(self._changed)
        super().__init__((self.on, 1), self.points, shown, margins=(4, 0), gap=12)
        self.on.toggled.connect(lambda _on: self._changed())
        self.points.edit.editingFinished.connect(self._changed)
        self._known: tuple[int, int, bool] = (rule.weight, rule.limit, True)

    def show_rule(self, weight: int, limit: int, is_on: bool) -> None:
        """Show how the rule holds in this shop."""
        self._loading = True
        self._known = (weight, limit, is_on)
        self.on.setChecked(is_on)
        self.points.set_value(weight)
        if self.limit is not None:
            if str(self._rule.unit) == "minor":
                self.limit.set_minor(limit)
            else:
                self.limit.set_value(limit // 100 if str(self._rule.unit) == "bp" else limit)
        self._loading = False

    def _typed_limit(self) -> int:
        if self.limit is None:
            return self._known[1]
        if str(self._rule.unit) == "minor":
            return self.limit.minor() or 0
        value = self.limit.value() or 0
        return value * 100 if str(self._rule.unit) == "bp" else value

    def _changed(self) -> None:
        points = self.points.value()
        if self._loading or points is None or not self.points.check():
            return
        now = (points, self._typed_limit(), self.on.isChecked())
        if now != self._known:
            self._known = now
            self._save(self.code, *now)


class RiskPage(Page):
    """Section "Risk rules"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, "risk", _("Risk rules"), _("Each rule that fits an order adds its points; enough of them stop it.")
        )
        from app.review.rules import RULES

        self._as_set: dict[str, tuple[int, int, bool]] = {}
        self.rows = {code: RuleRow(code, rule, self._save) for code, rule in RULES.items()}
        head = HBox((Label(_("Rule"), 12, 600, "text3"), 1), _wide(_("Points"), 90), _wide(_("From"), 150), gap=12)
        self.trial = TrialCard(self)
        self.lists = ListsCard(self)
        self.add(self.trial)
        self.add_settings(_("When an order stops"), names_under("review."))
        self.add(Card(Label(_("Rules"), 15, 600), head, Divider(), VBox(*self.rows.values(), gap=0), gap=8), self.lists)

    def load(self) -> None:
        super().load()

        def rules() -> Any:
            from app.review.lists import entries, resold
            from app.review.rules import RULES, rules_as_set

            held = rules_as_set()
            as_set = {code: held.get(code, (rule.weight, rule.limit, True)) for code, rule in RULES.items()}
            return as_set, entries(), resold()

        def show(found: Any) -> None:
            self._as_set = found[0]
            for code, values in self._as_set.items():
                self.rows[code].show_rule(*values)
            self.lists.show_lists(found[1], found[2])

        self.read(rules, show, "rules")
        self.trial.load()

    def keys(self) -> list[Key]:
        return [Key("F9", _("Use this limit"), self.trial.use_limit)]

    def set_limit(self, code: str, limit: int) -> None:
        """Take a limit that was tried on past orders."""
        weight, _limit, is_on = self._as_set[code]
        self._save(code, weight, limit, is_on)

    def set_hold_from(self, points: int) -> None:
        """Take a number of points that was tried on past orders."""
        from app.core import settings

        self.desk.write(
            self, settings.change_setting, "review.hold_from", points, "",
            done=lambda _n: self.saved("review.hold_from"),
        )  # fmt: skip

    def _save(self, code: str, weight: int, limit: int, is_on: bool) -> None:
        from app.review.rules import change_rule

        self.desk.write(self, change_rule, code, weight, limit, is_on, done=lambda _n: self.saved(code))


def _wide(text: str, width: int) -> Label:
    label = Label(text, 12, 600, "text3", align="right")
    label.setFixedWidth(width)
    return label
