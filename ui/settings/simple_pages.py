"""The sections that are forms and short lists: shop, selling, delivery, notices, looks, about."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import qVersion

from app.core import secrets
from app.core.i18n import _
from ui.common.boxes import Card, HBox, KeyValue
from ui.common.buttons import Button
from ui.common.inputs import ComboField, TextField
from ui.common.labels import Label
from ui.inventory.beside import beside
from ui.settings.form import names_under
from ui.settings.lists import carrier_card, category_card, supplier_card
from ui.settings.page import Page
from ui.settings.taxes_page import ELSEWHERE as TAXES

if TYPE_CHECKING:
    from ui.common.desk import Desk

VERSION = "0.7.0"


class ShopPage(Page):
    """Section "Shop"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "shop", _("Shop"), _("Stands on receipts, labels and messages."))
        place = ["shop.country", "shop.currency", "shop.currency_symbol", "shop.zone", "shop.language"]
        self.add_settings(_("Name and address"), names_under("shop.", but=["shop.is_practice", *place]))
        self.add_settings(_("Country, money and time"), place)
        self.add_settings(_("Papers"), names_under("documents."))


class SellingPage(Page):
    """Section "Selling and payments"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "selling", _("Selling and payments"))
        self.add_settings(_("Prices"), names_under("catalog.", "analysis.", but=["catalog.embedded_codes", *TAXES]))
        self.add_settings(_("Loyalty points"), names_under("customers."))
        self._lists = [category_card(desk), supplier_card(desk)]
        self.add(*self._lists)
        self.add_settings(_("Cash and cards"), names_under("payments.", "counter."))
        self.add_settings(_("Orders"), names_under("orders.", "archive.", "channels.", but=TAXES))
        self.add_settings(_("Returns and service"), names_under("returns.", "aftersales.", "feedback."))

    def load(self) -> None:
        super().load()
        for card in self._lists:
            card.load()


class DeliveryPage(Page):
    """Section "Packing and delivery"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "delivery", _("Packing and delivery"))
        self.add_settings(_("Picking and packing"), names_under("picking.", "packing.", "inventory."))
        self.add_settings(_("Own drivers and pickup"), names_under("delivery."))
        self.add_settings(_("Photos of boxes, returned goods and the door"), names_under("photos."))
        self._carriers = carrier_card(desk)
        self.add(self._carriers)

    def load(self) -> None:
        super().load()
        self._carriers.load()


class NoticesPage(Page):
    """Section "Notices": mail and text messages; the password lies outside the store."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "notices", _("Notices"), _("Mail and text messages to customers and to the team."))
        names = names_under("notices.")
        mail = [name for name in names if ".smtp" in name]
        self.add_settings(_("Mail"), mail)
        self.add(self._make_password(), self._make_test())
        self.add_settings(_("Text messages and the team"), [name for name in names if name not in mail])

    def _make_password(self) -> Card:
        self.secret_name = TextField(
            _("Name"), name="setup.secret.name", help=_("Stands as {secret:name} in addresses.")
        )
        self.secret_name.set_text("notices.smtp_password")
        self.secret = TextField(_("Password or key"), name="setup.secret.value")
        self.secret.set_secret()
        self._kept = Label("", 13, 400, "text3", wrap=True)
        keep = Button(_("Keep"), icon="key", name="setup.secret.keep")
        keep.clicked.connect(self.keep_secret)
        self.secret.submitted.connect(self.keep_secret)
        return Card(
            Label(_("Passwords"), 15, 600),
            Label(_("They lie in a file that only this user can read, never in the shop's file."), 13, 400, "text3",
                  wrap=True),
            beside((self.secret_name, 1), (self.secret, 1)), HBox((self._kept, 1), keep), gap=10,
        )  # fmt: skip

    def _make_test(self) -> Card:
        self.address = TextField(_("Send a test to"), name="setup.mail.address", placeholder="you@shop.example")
        self.answer = Label("", 13, 500, "text2", wrap=True, name="setup.mail.answer")
        test = Button(_("Send test mail"), icon="envelope-simple", name="setup.mail.test")
        test.clicked.connect(self.send_test)
        return Card(Label(_("Test"), 15, 600), HBox((self.address, 1), test, gap=12), self.answer, gap=10)

    def load(self) -> None:
        super().load()
        self.read(secrets.names, self._show_names, "secrets")

    def _show_names(self, names: list[str]) -> None:
        self._kept.set_text(_("Kept: {names}").format(names=", ".join(names)) if names else _("None kept yet."))

    def keep_secret(self) -> None:
        """Keep a password under its name."""
        name, value = self.secret_name.text(), self.secret.text()
        if not name or not value:
            self.secret.set_error(_("Type the password."))
            return

        def done(_nothing: Any) -> None:
            self.secret.clear()
            self.saved("secret")
            self.load()

        self.desk.read(self, lambda: secrets.keep(name, value), done)

    def send_test(self) -> None:
        """Send a mail now and say what the server answered."""
        from app.notices.mail import send_mail
        from ui.common.worker import Worker

        address = self.address.text()
        if "@" not in address:
            self.address.set_error(_("Type an address, such as you@shop.example"))
            return
        self._mailer = getattr(self, "_mailer", None) or Worker("test mail", parent=self)
        self.answer.set_text(_("Sending"))
        payload = {"to": address, "subject": _("Kontor test"), "body": _("This mail was sent by Kontor as a test.")}

        def told(outcome: Any) -> None:
            good = str(outcome.state) == "done"
            self.answer.set_text(_("The mail server took it.") if good else outcome.reason or _("It was not sent."))
            self.answer.set_token("ok_text" if good else "bad_text")

        self._mailer.run(lambda: send_mail(payload), owner=self, done=told, failed=self.desk.explain)


class LooksPage(Page):
    """Section "Appearance and language"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "looks", _("Appearance and language"), _("For this station; they work at once."))
        self.add_settings(
            _("Appearance"),
            names_under("station.", but=["station.devices", "station.customer_screen", "station.stand_in"]),
        )
        self.language = ComboField(_("Language of my window"), [("en", "English"), ("zh_CN", "中文")], "setup.language")
        self.language.setMaximumWidth(420)
        self.add(Card(Label(_("Language"), 15, 600), self.language, gap=12))
        self.language.changed.connect(self._speak)
        self._shown = False

    def load(self) -> None:
        from app.core.i18n import language

        super().load()
        self._shown = False
        self.language.set_current(language())
        self._shown = True

    def _speak(self) -> None:
        if self._shown:
            self.desk.window.session.spoken.choose(str(self.language.current()))


class AboutPage(Page):
    """Section "About": versions, and where things are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "about", _("About"), _("What to tell whoever helps you."))
        self._facts = Card(gap=8, name="setup.about.facts")
        copy = Button(_("Copy all"), icon="copy", name="setup.about.copy")
        copy.clicked.connect(self.copy_all)
        self.add(self._facts, HBox(copy, None))
        self._found: list[tuple[str, str]] = []

    def load(self) -> None:
        self.read(_versions, self._show, "about")

    def _show(self, found: list[tuple[str, str]]) -> None:
        self._found = found
        self._facts.clear()
        for title, value in found:
            line = Label(value, 13, 500, selectable=True, wrap=True)
            line.setMinimumWidth(380)
            self._facts.add(KeyValue(title, line, key_width=190))

    def copy_all(self) -> None:
        """Put the facts on the clipboard."""
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText("\n".join(f"{title}: {value}" for title, value in self._found))
        self.desk.toast(_("Copied"))


def _versions() -> list[tuple[str, str]]:
    from importlib.metadata import version

    import PySide6

    from app.core import db

    where = db.store_url().rpartition("@")[2] if db.is_postgres() else str(db.path_of(db.store_url()))
    return [
        ("Kontor", VERSION), ("Python", platform.python_version()), ("Qt", qVersion()),
        ("PySide6", PySide6.__version__), ("peewee", version("peewee")), ("SQLite", db.sqlite_version()),
        (_("Store"), "PostgreSQL" if db.is_postgres() else "SQLite"), (_("Where"), where),
        (_("Passwords"), str(secrets.secrets_file())), (_("System"), platform.platform()),
    ]  # fmt: skip
