"""A manager's yes on the spot: who asks, for what and why, PIN or badge; both names go into the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSize

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Avatar, Divider, HBox, Panel, VBox
from ui.common.buttons import Button, Link
from ui.common.choices import FilterChips
from ui.common.fields import TextField
from ui.common.labels import Icon, Label
from ui.common.sheet import Sheet
from ui.common.thumb import Thumb
from ui.shell.pin_pad import PinPad
from ui.shell.session import sign_in_words

if TYPE_CHECKING:
    from app.core.actor import Actor, NotPermitted
    from ui.shell.window import MainWindow


def _reasons() -> list[tuple[str, str]]:
    return [
        (words, words) for words in (_("Damaged"), _("Price match"), _("Regular customer"), _("Staff"), _("Mistake"))
    ]


class OverrideSheet(Sheet):
    """Opens over a refusal that a manager may lift."""

    TAKES_BADGES: ClassVar[bool] = True

    def __init__(
        self, window: MainWindow, refusal: NotPermitted, by: Actor, again: Callable[[Actor], None],
        dropped: Callable[[], Any], *, content: str = "", instead: Callable[[int], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(window, _("A manager has to allow this"), width=960, height=680, name="override")
        self._desk, self._by, self._right, self._content = window.desk, by, refusal.right, content
        name, asked = refusal.facts.get("limit_name"), refusal.facts.get("asked")
        self._over = None if name is None or asked is None else (name, asked)
        self._effect: dict[str, Any] = refusal.facts.get("effect") or {}
        self._thumb = Thumb("", 56, self._effect.get("name", ""))
        self._times = _Fact(_("Today by {name}").format(name=first_name(by.name)), "", "override.today")
        self._again, self._dropped = again, dropped
        self._managers: list[Any] = []
        self._chosen = 0
        self._avatar, self._name = Avatar("", 0, 48), Label("", 16, 600, align="center")
        self._other = Link(_("Someone else"), "override.someone_else")
        self._other.clicked.connect(self._next_manager)
        self.pad = PinPad("override.pin", key_size=QSize(92, 56), gap=8)
        self.pad.entered.connect(self._on_pin)
        self.reason = TextField(_("Reason, goes into the log"), name="override.field.reason", icon="note-pencil")
        chips = FilterChips(_reasons(), "override.reasons")
        chips.set_current("")
        chips.chosen.connect(self.reason.set_text)
        self.back.set_text(_("Cancel"))
        self.set_body(
            HBox((self._left(refusal, chips), 1), Divider(upright=True), self._right_side(), gap=0), margins=0
        )
        self._offer(refusal, instead)
        self.finished.connect(lambda done: None if done else dropped())
        self._load()

    def _left(self, refusal: NotPermitted, chips: FilterChips) -> Panel:
        who = Label(self._asks(refusal), 15, 400, "text2", wrap=True, name="override.asks")
        icon = HBox(Icon("lock-key-fill", 24, "warn_text"), (who, 1), gap=12)
        facts: list[Any] = [self._goods(), self._figures()] if self._effect else [HBox((self._times, 1), None)]
        return Panel("surface", icon, *facts, self.reason, chips, None, margins=(24, 24, 24, 28), gap=16)

    def _asks(self, refusal: NotPermitted) -> str:
        """Who asks for what, and how far that person may go alone."""
        name, facts = first_name(self._by.name), refusal.facts
        asked, limit, item = facts.get("asked"), facts.get("limit"), self._effect.get("name")
        if asked and limit is not None and item:
            share, most = f"{asked / 100:g}%", f"{limit / 100:g}%"
            said = (
                _("{name} wants to sell {item} {share} below the list and may go down {most} alone.")
                if self._right == "orders.change_price"
                else _("{name} wants to take {share} off {item} and may give up to {most} alone.")
            )
            if self._effect.get("lines", 0) > 1:
                item = _("{n} items").format(n=self._effect["lines"])
            return said.format(name=name, share=share, item=item, most=most)
        from app.staff.roles import act_of

        if refusal.is_plain and (act := act_of(self._right)):
            return _("{name} asks: {act}. The role may not do this alone.").format(name=name, act=act)
        return _("{name} asks. {sentence}").format(name=name, sentence=str(refusal))

    def _goods(self) -> Panel:
        told = self._effect
        cost = f"{told['sku']} · " + _("cost {amount}").format(amount=format_money(told["cost_minor"]))
        title = told["name"] if told["quantity"] == 1 else f"{told['name']} × {told['quantity']}"
        before = Label(format_money(told["before_minor"]), 13, 400, "text3", align="right", strike=True)
        after = Label(format_money(told["after_minor"]), 24, 600, align="right", name="override.after")
        said = VBox(None, Label(title, 15, 600, elide=True), Label(cost, 13, 400, "text2"), None, gap=2)
        return Panel(
            "sunken", self._thumb, (said, 1), VBox(None, before, after, None, gap=0), edge="border", radius=10,
            margins=14, gap=14, row=True,
        )  # fmt: skip

    def _figures(self) -> HBox:
        told = self._effect
        off = f"{told['off_bp'] / 100:g}%, {format_money(told['off_minor'])}"
        margin = told["margin_bp"]
        left = "–" if margin is None else f"{margin / 100:.1f}%"
        tone = "bad_text" if margin is not None and margin < 0 else "warn_text"
        parts: list[Any] = [
            (_Fact(_("Discount"), off, "override.off", "warn_text"), 1),
            (_Fact(_("Margin left"), left, "override.margin", tone), 1),
        ]  # fmt: skip
        if told["lines"] > 1 and told["sale_margin_bp"] is not None:
            whole = f"{format_money(told['sale_off_minor'])}, {told['sale_margin_bp'] / 100:.1f}%"
            parts.append((_Fact(_("Whole sale: off, margin"), whole, "override.sale"), 1))
        return HBox(*parts, (self._times, 1), gap=12)

    def _offer(self, refusal: NotPermitted, instead: Callable[[int], None] | None) -> None:
        """The way out that saves the face: what the clerk may give alone."""
        limit = refusal.facts.get("limit")
        if instead is None or not limit or self._right != "orders.discount":
            return
        offer = Button(
            _("Offer {share} instead").format(share=f"{limit / 100:g}%"), key="Alt+A", height=48, px=15,
            name="override.button.offer",
        )  # fmt: skip

        def take() -> None:
            self.finished.disconnect()
            self.reject()
            instead(int(limit))

        offer.clicked.connect(take)
        self.bind("Alt+A", take)
        self.set_foot(offer, None)

    def _right_side(self) -> Panel:
        scan = HBox(
            None,
            Icon("barcode", 18, "accent_text"),
            Label(_("or scan the manager badge"), 13, 500, "accent_text"),
            None,
        )
        column = VBox(
            Label(_("Manager badge or PIN"), 13, 600, "text2", align="center"), HBox(None, self._avatar, None),
            self._name, HBox(None, self._other, None), HBox(None, self.pad, None), scan, None, margins=(20, 24), gap=8,
        )  # fmt: skip
        panel = Panel("sunken", column)
        panel.setFixedWidth(360)
        return panel

    def _load(self) -> None:
        asks, right, over = self._by.person_id, self._right, self._over
        product = self._effect.get("product_id")

        def managers() -> tuple[list[Any], int, str]:
            from app.analysis.exceptions import allowed_today
            from app.catalog.queries import product_detail
            from app.staff.queries import who_may_allow

            art = product_detail(product).row.art if product else ""
            return who_may_allow(asks, right, over), allowed_today(asks, right), art

        def show(found: tuple[list[Any], int, str]) -> None:
            self._managers, before, art = found
            self._times.set_value(_times_word(before + 1))
            if art:
                self._thumb.set_art(art, self._effect.get("name", ""))
            self._choose(0)

        self._desk.read(self, managers, show)

    def _next_manager(self) -> None:
        self._choose((self._chosen + 1) % max(1, len(self._managers)))

    def _choose(self, place: int) -> None:
        if self._managers:
            self._chosen = place
            tile = self._managers[place]
            self._avatar.set_person(tile.initials, tile.color)
            self._name.set_text(tile.name)
            self.pad.ask(tile.pin_length, only=len(self._managers) == 1)
            self._other.setVisible(len(self._managers) > 1)
        else:
            self.pad.refuse(_("Nobody else here may allow this."))
        self.pad.setFocus()

    def _on_pin(self, pin: str) -> None:
        from app.staff.sign_in import approve

        manager, reason, content = self._managers[self._chosen].id, self.reason.text(), self._content
        self._desk.writer.run(
            lambda: approve(self._by.alone(), manager, pin, self._right, reason, content, self._over), owner=self,
            done=self._on_answer, failed=self._on_failure,
        )  # fmt: skip

    def on_code(self, code: str) -> None:
        """A manager's badge."""
        from app.staff.sign_in import approve_badge

        reason, content = self.reason.text(), self._content
        self._desk.writer.run(
            lambda: approve_badge(self._by.alone(), code, self._right, reason, content, self._over), owner=self,
            done=self._on_answer, failed=self._on_failure,
        )  # fmt: skip

    def _on_failure(self, error: BaseException) -> None:
        self.pad.refuse(str(error))

    def _on_answer(self, answer: Any) -> None:
        words = sign_in_words(answer)
        if words:
            self._desk.feedback("wrong")
            self.pad.refuse(words)
            return
        self.accept()
        self._again(self._by.approved(answer))


class _Fact(VBox):
    """A small grey word over its value."""

    def __init__(self, title: str, value: str, name: str, token: str = "text") -> None:
        self._value = Label(value, 15, 600, token, name=name)
        super().__init__(Label(title, 12, 400, "text3"), self._value, gap=2)

    def set_value(self, value: str) -> None:
        """Show another value."""
        self._value.set_text(value)


def first_name(name: str) -> str:
    """What somebody is called across the counter."""
    return name.split()[0] if name.split() else name


def _times_word(times: int) -> str:
    return _("1st time") if times == 1 else _("time no. {n}").format(n=times)
