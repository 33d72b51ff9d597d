"""The one style sheet, made of tokens; weights stay out of it because Inter takes its weight by axis."""

_SHEET = """
QToolTip {{ background: {ink}; color: {onink}; border: none; padding: 6px 8px; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {border}; border-radius: 10px; padding: 6px; }}
QMenu::item {{ padding: 8px 28px 8px 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {hover}; color: {text}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 6px 8px; }}
QMenu::icon {{ padding-left: 8px; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {strong}; border-radius: 4px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {control}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea {{ border: none; background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}

QLineEdit[kit="true"], QPlainTextEdit[kit="true"], QDateTimeEdit[kit="true"] {{
    background: transparent; color: {text}; border: none; padding: 0;
    selection-background-color: {accent}; selection-color: {ontext}; }}
QLineEdit[kit="true"]:disabled, QPlainTextEdit[kit="true"]:disabled {{ color: {text3}; }}
QDateTimeEdit[kit="true"]::up-button, QDateTimeEdit[kit="true"]::down-button {{ width: 0; }}
QDateTimeEdit[kit="true"]::drop-down {{ width: 0; border: none; }}

QComboBox[kit="true"] {{ background: transparent; color: {text}; border: none; padding: 0 24px 0 0; }}
QComboBox[kit="true"]:disabled {{ color: {text3}; }}
QComboBox[kit="true"]::drop-down {{ border: none; width: 0; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {text}; border: 1px solid {border};
    padding: 6px; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {item}px; padding: 0 8px; border-radius: 6px; }}
QComboBox QAbstractItemView::item:selected {{ background: {selected}; color: {text}; }}

QCalendarWidget QWidget {{ background: {surface}; color: {text}; alternate-background-color: {sunken}; }}
QCalendarWidget QToolButton {{ background: transparent; color: {text}; border: none; padding: 6px; }}
QCalendarWidget QToolButton:hover {{ background: {hover}; border-radius: 6px; }}
QCalendarWidget QAbstractItemView:enabled {{ color: {text}; selection-background-color: {accent};
    selection-color: {ontext}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {text3}; }}

QTableView[kit="true"], QListView[kit="true"] {{ background: transparent; color: {text}; border: none;
    outline: none; selection-background-color: {selected}; selection-color: {text}; }}
QTableView[kit="true"]::item, QListView[kit="true"]::item {{ border: none; padding: 0; }}
QHeaderView {{ background: transparent; border: none; }}
QSplitter::handle {{ background: {border}; }}
QProgressBar {{ background: {hover}; border: none; border-radius: 3px; height: 6px; color: transparent; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
"""


def stylesheet(table: dict[str, str], scale: float = 1.0) -> str:
    """Return the application's style sheet for one table of tokens and a text scale."""
    return _SHEET.format(**table, item=round(34 * scale))
