"""Every widget of the kit is built and painted in both themes, and does what it promises."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.core.money import format_money
from ui.common.boxes import (
    Avatar,
    Banner,
    Bar,
    Card,
    ClickCard,
    Divider,
    EmptyState,
    Gauge,
    HBox,
    KeyValue,
    Panel,
    ProgressCard,
    Scroll,
    Stage,
    StageLine,
    VBox,
)
from ui.common.buttons import KINDS, Button, FilterChips, IconButton, KeyCap, Link, Segmented
from ui.common.charts import BarChart, LineChart, Series, ShareBar, ShareRows, Sparkline, ticks
from ui.common.chips import Chip, risk_look, status_chip, status_look
from ui.common.inputs import (
    CheckBox,
    ComboField,
    DateTimeField,
    Keypad,
    MoneyField,
    NoteField,
    NumberField,
    RadioRow,
    Stepper,
    TextField,
    Toggle,
)
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.sheet import Sheet, ask, top_sheet
from ui.common.signature import SignaturePad
from ui.common.thumb import Thumb, initials_of, thumb_pixmap
from ui.common.timeline import Timeline
from ui.common.toast import Toasts
from ui.theme import theme

EVENTS = [
    ("truck", "sky", "Left the shop", "Dara, van 2", "12:20", "Today"),
    ("package", "teal", "Packed", "", "12:06", "Today"),
    ("globe-simple", "bad", "Placed", "3rd order", "11:47", "Yesterday"),
]


def a_line_chart() -> LineChart:
    chart = LineChart("reports.sales", title="Sales")
    now = Series("Today", [100, 900, None])
    chart.set_series(["09", "10", "11"], [now, Series("Before", [80, 700, 1200], "before")], target=(600.0, "Goal"))
    return chart


def filled(chart, *shares):
    chart.set_shares(shares)
    return chart


def bars() -> BarChart:
    chart = BarChart("reports.week", title="Week")
    chart.set_bars([("Mon", 3), ("Tue", 5), ("Wed", 0)], highlight=1, bad=2)
    return chart


def timeline() -> Timeline:
    line = Timeline("order.timeline")
    line.set_events(EVENTS)
    return line


WIDGETS = {
    "labels": lambda: VBox(
        Label("a", elide=True), MoneyLabel(None), MoneyLabel(1500), Icon("truck"), Label("b", wrap=True)
    ),
    "buttons": lambda: VBox(*[Button(kind, kind=kind, icon="plus", key="F9") for kind in KINDS], KeyCap("Esc")),
    "links": lambda: HBox(Link("Show", "x.link", icon="info"), IconButton("x", name="x.close", accessible="Close")),
    "choices": lambda: VBox(Segmented([("a", "A"), ("b", "B")], "x.mode"), FilterChips([("a", "A")], "x.filter")),
    "chips": lambda: VBox(Chip("VIP", "accent", "star-fill"), status_chip("order", "placed"), Chip(*risk_look(72))),
    "boxes": lambda: VBox(
        Card(Label("x")), Panel("rail", bar="accent"), Divider(), Scroll(Label("x")), Avatar("MK", 9)
    ),
    "pieces": lambda: VBox(
        Banner("info", "sky", "Title", "Text", Button("Try again")),
        EmptyState("tray", "Nothing to check", "83 of 86 passed.", Button("Open")),
        KeyValue("Total", "€1.00"),
        ClickCard(Label("x"), on_click=lambda: None, name="x.card", accessible="Card"),
    ),
    "progress": lambda: VBox(
        Bar(0.4, "warn"), Gauge(55), StageLine([Stage("Placed", "11:47", "done"), Stage("Now", "", "now")])
    ),
    "work": lambda: ProgressCard("Import"),
    "fields": lambda: VBox(
        TextField("Phone", name="x.phone", icon="phone", help="Digits search"),
        MoneyField("Amount", name="x.amount", minor=100),
        NumberField("Pieces", name="x.pieces", value=3, suffix="pcs"),
        NoteField("Note", name="x.note", optional=True),
        ComboField("Reason", [("a", "A")], "x.reason"),
        DateTimeField("When", name="x.when"),
    ),
    "pickers": lambda: VBox(
        CheckBox("Print", "x.print", checked=True),
        Toggle("On", "x.on"),
        RadioRow([("a", "A"), ("b", "B")], "x.r"),
        Stepper(2, name="x.step"),
        Keypad("x.pad", last=("clear", "0", "back")),
    ),
    "pictures": lambda: HBox(Thumb("", 40, "Enamel mug"), Thumb("<svg xmlns='http://www.w3.org/2000/svg'/>", 80)),
    "timeline": timeline,
    "line": a_line_chart,
    "bars": bars,
    "shares": lambda: VBox(
        filled(ShareBar("x"), ("Card", 61), ("Cash", 39)), filled(ShareRows("y"), ("A", 1), ("B", 0))
    ),
    "spark": lambda: Sparkline([1, 4, 2], "ok"),
    "sign": lambda: SignaturePad("x.sign"),
}


@pytest.fixture(autouse=True)
def _light_again(qapp):
    theme().apply(qapp)
    yield
    theme().set_mode("light")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", WIDGETS)
def test_each_widget_is_painted_in_each_theme(qtbot, name, mode):
    theme().set_mode(mode)
    widget = WIDGETS[name]()
    qtbot.addWidget(widget)
    widget.resize(420, 500)
    widget.show()
    for child in [widget, *widget.findChildren(QWidget)]:
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
            child.setFocus()
            assert not child.grab().isNull()
    picture = widget.grab().toImage()
    theme().set_mode("dark" if mode == "light" else "light")
    assert widget.grab().toImage() != picture or name in ("spark", "pictures")


def test_a_label_reads_no_markup(qtbot):
    label = Label("<b>Tom & Co</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>Tom & Co</b>"


def test_a_button_says_its_words_and_key_and_keeps_an_ampersand(qtbot):
    button = Button("Pick & pack", key="F9", name="pick.primary")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Pick & pack, F9"
    button.set_text("Pay €153.99")
    assert button.accessibleName() == "Pay €153.99, F9"
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_segment_is_chosen_by_click_and_arrow_and_told_once(qtbot):
    row = Segmented([("counter", "Counter"), ("phone", "Phone order")], "sell.mode")
    qtbot.addWidget(row)
    row.show()
    told: list[str] = []
    row.chosen.connect(told.append)
    row.set_current("phone")
    assert told == []
    qtbot.keyClick(row.findChild(QWidget, "sell.mode.phone"), Qt.Key.Key_Left)
    assert (told, row.current()) == (["counter"], "counter")


def test_every_state_has_its_one_look_and_an_unknown_one_is_grey():
    assert status_look("order", "in_review") == ("In review", "violet", "shield-warning")
    assert status_look("fulfillment", "dispatched")[1] == "sky"
    assert status_look("order", "half_way") == ("Half way", "grey", "")


def test_money_is_typed_as_people_type_it_and_read_as_cents(qtbot):
    field = MoneyField("Amount", name="payment.amount")
    qtbot.addWidget(field)
    assert field.minor() is None
    qtbot.keyClicks(field.edit, "1,150.5")
    assert field.minor() == 115050
    field.set_minor(9900)
    assert format_money(field.minor()) == "€99.00"
    field.set_text("abc")
    assert field.check() is False
    assert field.error() != ""


def test_the_keypad_types_into_a_field_that_keeps_the_focus(qtbot):
    pad, field = Keypad("payment.keypad"), MoneyField("Amount", name="payment.amount")
    row = HBox(field, pad)
    qtbot.addWidget(row)
    row.show()
    pad.pressed.connect(field.press)
    for key in ("1", "5", "00"):
        qtbot.mouseClick(pad.findChild(QWidget, f"payment.keypad.{key}"), Qt.MouseButton.LeftButton)
    assert field.text() == "1500"


def test_a_number_field_steps_with_the_arrows_and_names_its_bounds(qtbot):
    field = NumberField("Pieces", name="count.pieces", value=9, maximum=10)
    qtbot.addWidget(field)
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    assert field.value() == 10
    field.set_value(11)
    assert not field.check()


def test_an_error_goes_when_the_field_is_changed(qtbot):
    field = TextField("E-mail", name="x.mail", help="For the receipt")
    qtbot.addWidget(field)
    field.set_error("This is not a whole e-mail address")
    assert field.frame.property("state") == "wrong"
    qtbot.keyClicks(field.edit, "a")
    assert field.error() == ""


def test_a_moment_survives_the_date_field(qtbot):
    field = DateTimeField("When", name="x.when", at=1_795_357_920_000)
    qtbot.addWidget(field)
    assert field.ms() == 1_795_357_920_000


def window(qtbot) -> tuple[QWidget, QLineEdit]:
    main = QWidget()
    qtbot.addWidget(main)
    main.resize(1280, 720)
    edit = QLineEdit()
    QVBoxLayout(main).addWidget(edit)
    main.show()
    main.activateWindow()
    qtbot.waitUntil(main.isActiveWindow)
    edit.setFocus()
    return main, edit


def test_a_sheet_keeps_the_focus_and_gives_it_back(qtbot):
    main, edit = window(qtbot)
    sheet = Sheet(main, "Payment", "Sale 10482", name="payment")
    first, second = TextField("A", name="payment.a"), TextField("B", name="payment.b")
    sheet.set_body(first, second)
    sheet.set_primary("Take cash, finish sale")
    assert top_sheet(main) is None
    sheet.open()
    assert top_sheet(main) is sheet
    assert first.edit.hasFocus()
    visited = set()
    for _step in range(4):
        visited.add(main.focusWidget().objectName())
        qtbot.keyClick(main.focusWidget(), Qt.Key.Key_Tab)
    assert visited == {"payment.a", "payment.b", "payment.primary", "payment.back"}
    assert first.edit.hasFocus()
    with qtbot.waitSignal(sheet.finished) as told:
        qtbot.keyClick(first.edit, Qt.Key.Key_Escape)
    assert told.args == [False]
    assert edit.hasFocus()


def test_no_key_of_the_window_below_acts_while_a_sheet_is_open(qtbot):
    main, _edit = window(qtbot)
    pressed: list[str] = []
    QShortcut("F9", main, activated=lambda: pressed.append("window F9"))
    QShortcut("F4", main, activated=lambda: pressed.append("window F4"))
    sheet = Sheet(main, "Payment", name="payment")
    box = CheckBox("Print receipt", "payment.print")
    sheet.set_body(box)
    sheet.set_primary("Pay", lambda: pressed.append("pay"))
    sheet.bind("K", lambda: pressed.append("card"))
    sheet.open()
    for key in (Qt.Key.Key_F4, Qt.Key.Key_K, Qt.Key.Key_F9):
        qtbot.keyClick(box, key)
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["card", "pay", "pay"]


def test_a_blue_button_that_is_off_stays_off_for_f9_too(qtbot):
    main, _edit = window(qtbot)
    sheet = Sheet(main, "Payment", name="payment")
    sheet.set_primary("Pay", lambda: pytest.fail("it was off"))
    sheet.primary.setEnabled(False)
    sheet.open()
    qtbot.keyClick(sheet, Qt.Key.Key_F9)


def test_a_question_about_losing_something_starts_on_the_way_back(qtbot):
    main, _edit = window(qtbot)
    answered: list[bool] = []
    sheet = ask(main, "Void sale 10482?", "€153.99 goes back.", "Void sale", lambda: answered.append(True), danger=True)
    assert sheet.back.hasFocus()
    qtbot.mouseClick(sheet.primary, Qt.MouseButton.LeftButton)
    assert answered == [True]


def test_a_toast_can_be_undone_and_is_kept_in_the_list(qtbot):
    main, _edit = window(qtbot)
    toasts = Toasts(main)
    undone: list[bool] = []
    toasts.show("Line removed", lambda: undone.append(True))
    assert toasts.is_shown()
    assert toasts.undo() is True
    assert (undone, toasts.is_shown(), toasts.undo()) == ([True], False, False)
    toasts.show("Shelf label printed " * 12)
    assert main.findChild(QWidget, "toast").width() <= 640
    assert next(said.text for said in toasts.history) == "Line removed"


def test_a_signature_becomes_a_png_and_a_dot_is_none(qtbot):
    pad = SignaturePad("door.sign")
    qtbot.addWidget(pad)
    pad.resize(400, 180)
    pad.show()
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton)
    assert pad.is_empty()
    assert pad.png_bytes() == b""
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    for step in range(8):
        qtbot.mouseMove(pad, pad.rect().topLeft() + type(pad.pos())(40 + 20 * step, 60 + 9 * (step % 3)))
        pad._go_to((pad.rect().topLeft() + type(pad.pos())(40 + 20 * step, 60)).toPointF(), 0.5)
    assert pad.png_bytes().startswith(b"\x89PNG")
    pad.clear()
    assert pad.is_empty()


def test_charts_can_be_walked_and_read_as_a_table(qtbot):
    chart = a_line_chart()
    qtbot.addWidget(chart)
    chart.resize(500, 220)
    chart.show()
    assert chart.rows()[1] == ("09", "100", "80")
    assert chart.rows()[3] == ("11", "–", "1,200")
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.point_text(chart.current()) == "10   Today 900   Before 700"
    with qtbot.waitSignal(chart.opened) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [1]


def test_the_grid_of_a_chart_has_few_round_values():
    assert ticks(0, 5700) == [0, 2000, 4000, 6000]
    assert ticks(0, 1)[0] == 0
    assert len(ticks(0, 987_654)) <= 5


def test_a_timeline_is_read_event_by_event(qtbot):
    line = timeline()
    qtbot.addWidget(line)
    told = [line.model().data(line.model().index(at, 0), Qt.ItemDataRole.AccessibleTextRole) for at in range(3)]
    assert told[0] == "Left the shop, Dara, van 2, 12:20, Today"


def test_products_without_a_picture_show_initials_on_their_tile(qapp):
    assert initials_of("Enamel mug 350 ml") == "EM"
    assert initials_of("搪瓷杯") == "搪瓷"
    assert thumb_pixmap("nothing", 40, "Enamel mug").cacheKey() == thumb_pixmap("nothing", 40, "Enamel mug").cacheKey()
