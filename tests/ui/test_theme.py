"""The theme: both tables, contrast, fonts with true weights, icons, and a live switch."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication

from ui.common.labels import Label
from ui.common.panels import Scroll
from ui.theme import icons, theme, tokens
from ui.theme.fonts import is_figures
from ui.theme.stylesheet import SHEETS, stylesheet


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    theme().set_mode("light")
    theme().set_sizes(touch=False, dense=False, scale=1.0, motion=True)


def luminance(color: QColor) -> float:
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3])
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(theme().color(one)), luminance(theme().color(other))), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


TEXT_PAIRS = [
    *((f"{tone}_text", f"{tone}_tint") for tone in tokens.TONES),
    *((text, ground) for text in ("text", "text2", "text3") for ground in ("surface", "app", "hover", "selected")),
    *(("ontext", fill) for fill in ("accent", "accent_hover", "ok", "bad", "badge")),
    *((f"avatar_{index}_text", f"avatar_{index}") for index in range(tokens.AVATARS)),
    ("onamber", "amber"),
    ("onink", "ink"),
    ("ink_link", "ink"),
    ("tile_text", "tile"),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(qapp, mode):
    theme().set_mode(mode)
    poor = {pair: round(contrast(*pair), 2) for pair in TEXT_PAIRS if contrast(*pair) < 4.45}
    assert poor == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_edges_of_controls_and_the_focus_ring_are_seen(qapp, mode):
    theme().set_mode(mode)
    assert contrast("control", "surface") >= 3
    assert contrast("control", "app") >= 3
    assert contrast("accent", "surface") >= 3


def test_weights_are_really_different_widths_and_not_smeared(qapp):
    widths = [
        QFontMetricsF(theme().font(20, weight)).horizontalAdvance("Kettle 0.9 L") for weight in (400, 500, 600, 700)
    ]
    assert widths == sorted(widths)
    assert len(set(widths)) == 4
    assert theme().font(20, 700).weight() <= 600


def test_figures_have_one_width(qapp):
    metrics = QFontMetricsF(theme().font(14, 600, "0123456789"))
    assert len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


def test_a_theme_switch_reaches_labels_that_are_open_and_forgets_those_that_are_gone(qapp, qtbot):
    kept = Label("Total")
    qtbot.addWidget(kept)
    gone = Label("gone")
    gone.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.waitSignal(theme().changed):
        theme().set_mode("dark")
    assert kept.palette().windowText().color() == QColor(tokens.DARK["text"])


def test_touch_makes_rows_and_buttons_taller_and_dense_makes_rows_lower(qapp):
    assert theme().row() == 44
    theme().set_sizes(touch=True)
    assert (theme().row(), theme().control(40)) == (52, 48)
    theme().set_sizes(touch=False, dense=True)
    assert theme().row() == 36
    theme().set_sizes(dense=False, scale=1.5)
    assert theme().font(14).pixelSize() == 21


@pytest.mark.parametrize("part", SHEETS)
def test_no_style_sheet_has_an_open_field_or_a_weight(part):
    sheet = stylesheet(part, {**tokens.LIGHT, **tokens.FIXED})
    assert "{surface}" not in sheet
    assert "font-weight" not in sheet


def test_only_what_qt_paints_has_a_style_sheet_and_it_follows_the_theme(qapp, qtbot):
    theme().apply(qapp)
    assert qapp.styleSheet() == ""  # with one, each screen takes half as long again to build
    area = Scroll()
    qtbot.addWidget(area)
    theme().set_mode("dark")
    assert area.styleSheet() == ""
    assert tokens.DARK["strong"] in area.verticalScrollBar().styleSheet()


def test_every_icon_is_drawn_in_the_colour_asked_for(qapp):
    pixmap = theme().pixmap("storefront-fill", "bad", 40)
    image = pixmap.toImage()
    colors = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colors == {QColor(tokens.LIGHT["bad"]).name()}


def test_icons_that_states_need_are_all_there():
    from ui.common import chips

    wanted = {icon for kind in chips._LOOKS.values() for _word, _tone, icon in kind.values() if icon}
    wanted |= {"x", "plus", "minus", "check-bold", "caret-down", "arrow-up", "arrow-down", "backspace", "pause", "play"}
    assert [name for name in sorted(wanted) if not icons.has_icon(name)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("€1,240.00", True), ("10:32", True), ("−12.3%", True), ("1.25 kg", True), ("+15 pcs", True), ("KET-09", False),
     ("Pour-over kettle 0.9 L", False), ("086-555 0143", False), ("Order 10483", False), ("–", False), ("", False)],
)  # fmt: skip
def test_only_numbers_have_figures_of_one_width_so_that_hyphens_stay_narrow(text: str, expected: bool) -> None:
    assert is_figures(text) is expected
