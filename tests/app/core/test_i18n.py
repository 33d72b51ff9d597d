"""Languages: a text is looked up when it is shown, and a paper may speak another language than the window."""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from app.core import clock, i18n, money
from app.core.i18n import N_, _, language, languages, ngettext, speaking, use_catalogs, use_language

TITLE = N_("Print")


@pytest.fixture(autouse=True)
def _chinese(tmp_path: Path):
    catalog = Catalog(locale="zh_CN")
    catalog.add("Print", "打印")
    catalog.add("Today {time}", "今天 {time}")
    catalog.add(("{n} day", "{n} days"), ("{n} 天",))
    folder = tmp_path / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    content = BytesIO()
    write_mo(content, catalog)
    (folder / "kontor.mo").write_bytes(content.getvalue())
    before = i18n.catalogs()
    use_catalogs(tmp_path)
    yield
    use_language("en")
    use_catalogs(before)


def test_the_window_changes_its_language_while_it_runs():
    assert _(TITLE) == "Print"

    use_language("zh_CN")

    assert _(TITLE) == "打印"
    assert ngettext("{n} day", "{n} days", 3).format(n=3) == "3 天"
    assert _("Not in the catalog") == "Not in the catalog"
    assert _("") == ""


def test_a_paper_speaks_its_own_language_and_the_window_keeps_its():
    with speaking("zh_CN"):
        assert _(TITLE) == "打印"
        with speaking("en"):
            assert _(TITLE) == "Print"

    assert _(TITLE) == "Print"


def test_a_paper_written_in_one_thread_does_not_turn_the_others():
    heard: list[str] = []
    with speaking("zh_CN"):
        thread = threading.Thread(target=lambda: heard.append(_(TITLE)))
        thread.start()
        thread.join()

    assert heard == ["Print"]


def test_a_language_without_a_catalog_is_not_spoken():
    assert languages() == ["en", "zh_CN"]
    with pytest.raises(LookupError):
        use_language("xx")
    assert language() == "en"


def test_times_and_money_follow_the_language():
    with clock.frozen(1_795_357_920_000), speaking("zh_CN"):
        assert clock.format_stamp(clock.now_ms()) == "2026年11月22日 周日 14:32"
        assert clock.format_moment(clock.now_ms()) == "今天 14:32"
        assert clock.format_day("2026-11-26") == "11月26日"
        assert clock.format_span(50 * clock.HOUR_MS) == "2 天"
        assert money.format_money(-115_399) == "−€1,153.99"
