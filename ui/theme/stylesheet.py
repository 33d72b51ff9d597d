"""The style sheets of the few widgets that Qt paints itself, made of tokens; weights stay out of them because Inter
takes its weight by axis.

They are given to those widgets alone: under a sheet of the whole application Qt walks through everything below a widget
each time that it is put into another one, and a screen took half as long again to build.
"""

_TIP = """
QToolTip {{ background: {ink}; color: {onink}; border: none; padding: 6px 8px; }}
"""

_MENU = """
QMenu {{ background: {surface}; color: {text}; border: 1px solid {border}; border-radius: 10px; padding: 6px; }}
QMenu::item {{ padding: 8px 28px 8px 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {hover}; color: {text}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 6px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
"""

_BAR = """
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {strong}; border-radius: 4px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {control}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""

_DATE = """
QDateTimeEdit {{ background: transparent; color: {text}; border: none; padding: 0;
    selection-background-color: {accent}; selection-color: {ontext}; }}
QDateTimeEdit::up-button, QDateTimeEdit::down-button {{ width: 0; }}
QDateTimeEdit::drop-down {{ width: 0; border: none; }}
QCalendarWidget QWidget {{ background: {surface}; color: {text}; alternate-background-color: {sunken}; }}
QCalendarWidget QToolButton {{ background: transparent; color: {text}; border: none; padding: 6px; }}
QCalendarWidget QToolButton:hover {{ background: {hover}; border-radius: 6px; }}
QCalendarWidget QAbstractItemView:enabled {{ color: {text}; selection-background-color: {accent};
    selection-color: {ontext}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {text3}; }}
QHeaderView {{ background: transparent; border: none; }}
"""

_COMBO = """
QComboBox {{ background: transparent; color: {text}; border: none; padding: 0 24px 0 0; }}
QComboBox:disabled {{ color: {text3}; }}
QComboBox::drop-down {{ border: none; width: 0; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {text}; border: 1px solid {border};
    padding: 6px; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {item}px; padding: 0 8px; border-radius: 6px; }}
QComboBox QAbstractItemView::item:selected {{ background: {selected}; color: {text}; }}
"""

SHEETS = {
    "tip": _TIP, "menu": _MENU, "bar": _BAR + _TIP, "date": _DATE + _MENU + _TIP, "combo": _COMBO + _BAR + _TIP,
}  # fmt: skip


def stylesheet(part: str, table: dict[str, str], scale: float = 1.0) -> str:
    """Return the style sheet of one sort of widget for one table of tokens and a text scale."""
    return SHEETS[part].format(**table, item=round(34 * scale))
