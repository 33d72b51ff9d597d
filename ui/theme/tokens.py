"""The two colour tables of the design, and its spacing, radii and type sizes; widgets read names, never hex."""

from typing import NamedTuple

LIGHT: dict[str, str] = {
    "app": "#F5F4F1", "surface": "#FFFFFF", "sunken": "#FAF9F7", "hover": "#F1F0EC", "selected": "#EEF1FD",
    "rail": "#ECEBE6", "border": "#E3E1DB", "strong": "#CBC8C0", "control": "#8C8A83",
    "text": "#1A1B1E", "text2": "#54565B", "text3": "#6B6D72", "ontext": "#FFFFFF",
    "accent": "#2B4BD6", "accent_hover": "#223DB3", "accent_text": "#2440BD", "accent_tint": "#EEF1FD",
    "accent_edge": "#C5D0F8",
    "ok": "#0E7A4A", "ok_text": "#0B6B40", "ok_tint": "#E4F4EA", "ok_edge": "#B5DFC6",
    "warn": "#B26A00", "warn_text": "#8A4F00", "warn_tint": "#FDF0D9", "warn_edge": "#F0D29A",
    "amber": "#F2A31B", "onamber": "#1A1B1E",
    "bad": "#C7291F", "bad_text": "#B3231A", "bad_tint": "#FCE9E6", "bad_edge": "#F2BEB7",
    "sky_text": "#0B5FA5", "sky_tint": "#E2F0FC", "sky_edge": "#B9DAF5",
    "indigo_text": "#3F3CBB", "indigo_tint": "#EBEBFC", "indigo_edge": "#CBCAF4",
    "violet_text": "#6436B0", "violet_tint": "#F1EBFB", "violet_edge": "#D9C8F2",
    "teal_text": "#0A6770", "teal_tint": "#DFF2F3", "teal_edge": "#AFDCDF",
    "pink_text": "#9C2467", "pink_tint": "#FBE8F2", "pink_edge": "#F0C0DA",
    "grey_text": "#54565B", "grey_tint": "#ECEBE6", "grey_edge": "#D6D3CB",
    "tile": "#F3F2EE", "tile_text": "#54565B", "ink": "#1A1B1E", "onink": "#FFFFFF", "ink_link": "#A9BBFF",
    "badge": "#54565B", "scrim": "#820E0F12", "shadow": "#1A1B1E", "logo_leg": "#6F8BFF",
}  # fmt: skip

DARK: dict[str, str] = {
    "app": "#111215", "surface": "#1A1B1F", "sunken": "#151619", "hover": "#24262B", "selected": "#20274A",
    "rail": "#0C0D0F", "border": "#2D2F35", "strong": "#41444B", "control": "#777A81",
    "text": "#EFEFEC", "text2": "#B5B7BB", "text3": "#94969C", "ontext": "#FFFFFF",
    "accent": "#4765F0", "accent_hover": "#3B57DB", "accent_text": "#9DB0FF", "accent_tint": "#20274A",
    "accent_edge": "#38457F",
    "ok": "#15834F", "ok_text": "#63D39B", "ok_tint": "#10301F", "ok_edge": "#1F5A3A",
    "warn": "#B26A00", "warn_text": "#F4B95A", "warn_tint": "#38270B", "warn_edge": "#6A4A14",
    "amber": "#F2A31B", "onamber": "#1A1B1E",
    "bad": "#CF362B", "bad_text": "#FF9388", "bad_tint": "#3D1815", "bad_edge": "#74302A",
    "sky_text": "#7FC0F8", "sky_tint": "#102B44", "sky_edge": "#1F4B73",
    "indigo_text": "#AFADFF", "indigo_tint": "#25254B", "indigo_edge": "#43437E",
    "violet_text": "#C3A5FB", "violet_tint": "#2B2042", "violet_edge": "#4D3A75",
    "teal_text": "#67D3DC", "teal_tint": "#0D2F33", "teal_edge": "#1A555B",
    "pink_text": "#F598C8", "pink_tint": "#3C1A2D", "pink_edge": "#6B3151",
    "grey_text": "#B5B7BB", "grey_tint": "#2A2C31", "grey_edge": "#41444B",
    "tile": "#DEDCD6", "tile_text": "#54565B", "ink": "#EFEFEC", "onink": "#111215", "ink_link": "#2440BD",
    "badge": "#55585F", "scrim": "#820E0F12", "shadow": "#000000", "logo_leg": "#2B4BD6",
}  # fmt: skip

# People and money keep their colours in both themes: a five-euro note is grey by day and by night.
FIXED: dict[str, str] = {
    "avatar_0": "#D9D3F2", "avatar_0_text": "#3B2A7A", "avatar_1": "#CFE3F7", "avatar_1_text": "#0B3F6E",
    "avatar_2": "#CFE8DA", "avatar_2_text": "#0B4A2C", "avatar_3": "#EDE3BF", "avatar_3_text": "#5C4700",
    "avatar_4": "#F7D6E6", "avatar_4_text": "#7A1B4E", "avatar_5": "#FBDDC9", "avatar_5_text": "#7A3410",
    "paper": "#FFFFFF", "print": "#111111",
    "money_200": "#E8CF6B", "money_100": "#8FBF8A", "money_50": "#E3A869", "money_20": "#8FB3D9",
    "money_10": "#D98E86", "money_5": "#BFC3C7", "money_text": "#20242A",
    "coin_silver": "#C9CDD2", "coin_gold": "#D8B45C", "coin_copper": "#C58A62", "coin_text": "#33291A",
}  # fmt: skip
AVATARS = 6

TONES = ("accent", "ok", "warn", "bad", "sky", "indigo", "violet", "teal", "pink", "grey")
assert LIGHT.keys() == DARK.keys(), "a token missing in one theme would only show there"


class Tone(NamedTuple):
    """Names of the four tokens that make a tinted thing: text, tint, edge and strong fill."""

    text: str
    tint: str
    edge: str
    fill: str


def tone(name: str) -> Tone:
    """Return the token names of a tone such as "ok" or "violet"."""
    assert name in TONES, f"no tone {name!r}"
    fill = name if name in LIGHT else f"{name}_text"
    return Tone(f"{name}_text", f"{name}_tint", f"{name}_edge", fill)


SPACING = (4, 8, 12, 16, 20, 24, 32, 48)
PAGE_MARGIN = 20
CARD_PADDING = 16
CARD_GAP = 12

RADIUS_SEGMENT = 6
RADIUS_CONTROL = 8
RADIUS_CARD = 10
RADIUS_TOAST = 12
RADIUS_DIALOG = 14

CAPTION = 12
TABLE = 13
BODY = 14
CARD_TITLE = 15
PAGE_TITLE = 20
OBJECT_TITLE = 24
TOTAL = 38
CHANGE_DUE = 52

HEAD_HEIGHT = 34
ROW_HEIGHT = 44
ROW_HEIGHT_DENSE = 36
TOUCH_EXTRA = 8
TARGET, TARGET_TOUCH = 24, 44  # the least side of what is tapped
FOCUS_RING = 2
MOTION_MS = 120
FLASH_MS = 600

# Series of a chart in their fixed order.
SERIES = ("accent", "teal_text", "amber", "violet_text", "pink_text", "grey_text")
