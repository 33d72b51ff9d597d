"""The ways in without a window, run as `main.py` runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import shop
from app.analysis.models import SalesHour
from app.core import db
from app.core.checks import check_names
from app.orders.place import place_order
from main import main
from tests.app.orders.conftest import phone_order
from tests.conftest import Stores
from tests.factories import clerk, make_product


@pytest.fixture
def closed(store: str) -> str:
    """A store with one order in it, closed again."""
    place_order(clerk, phone_order((make_product("MUG", on_hand=5), 2)))
    shop.close_shop()
    return store


def test_verify_finds_nothing_in_a_sound_store(closed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--store", closed]) == 0
    assert "Everything adds up" in capsys.readouterr().out


def test_verify_says_what_differs(closed: str, capsys: pytest.CaptureFixture[str]) -> None:
    shop.open_shop(closed)
    SalesHour.update(orders=7).execute()
    shop.close_shop()
    assert main(["verify", "--store", closed]) == 1
    out = capsys.readouterr().out
    assert "rollups: hours 2026-11-22 14 phone" in out
    assert "1 thing does not add up." in out


def test_verify_names_each_check_to_a_person_and_not_to_a_script(
    closed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["verify", "--store", closed])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    main(["verify", "--store", closed])
    told = capsys.readouterr()
    assert f"1/{len(check_names())} " in told.err
    assert " stock levels …" in told.err
    assert told.out.count("\n") == 1


def test_a_report_is_printed_as_table_csv_and_json(closed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "channels", "--store", closed]) == 0
    assert "€20.00" in capsys.readouterr().out
    assert main(["report", "products", "--store", closed, "--from", "2026-11-01", "--format", "csv"]) == 0
    assert "MUG,Product MUG,2,20.00,8.00,0,0.00,0.00" in capsys.readouterr().out
    assert main(["report", "days", "--store", closed, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["total"] == 2000


def test_reports_are_listed_and_unknown_ones_are_refused(closed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report"]) == 0
    assert "exceptions" in capsys.readouterr().out
    assert main(["report", "gossip", "--store", closed]) == 2
    assert "There is no report gossip." in capsys.readouterr().err
    shop.close_shop()
    assert main(["report", "days", "--store", closed, "--from", "22.11.2026"]) == 2


def test_a_backup_is_made_and_restored(closed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(tmp_path), "--store", closed]) == 0
    made = capsys.readouterr().out.strip()
    if closed.startswith("postgres"):
        assert Path(made).is_file()
        return
    target = db.url_of(tmp_path / "again.kontor")
    assert main(["restore", made, "--store", target]) == 0
    assert main(["verify", "--store", target]) == 0


def test_a_missing_store_is_a_plain_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--store", f"sqlite://{tmp_path / 'none.kontor'}"]) == 2
    assert capsys.readouterr().err.startswith("There is no shop at")


def test_help_names_every_way(capsys: pytest.CaptureFixture[str]) -> None:
    for way in ("verify", "backup", "restore", "import", "report", "shots"):
        with pytest.raises(SystemExit) as ended:
            main([way, "--help"])
        assert ended.value.code == 0
        assert "--store" in capsys.readouterr().out


def test_an_import_prints_its_verdicts(
    stores: Stores, closed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = {
        "id": 1, "name": "#1001", "email": "a@b.example", "currency": "EUR", "financial_status": "paid",
        "created_at": "2026-11-22T10:00:00+00:00", "total_price": "10.00", "subtotal_price": "10.00",
        "total_tax": "1.87", "total_discounts": "0.00", "taxes_included": True,
        "line_items": [{"name": "Mug", "sku": "MUG", "quantity": 1, "price": "10.00"}],
        "shipping_address": {"name": "Hannah Fischer", "address1": "1 Main St", "city": "Dublin", "zip": "D06 X2",
                             "country_code": "IE", "phone": "+353871234567"},
    }  # fmt: skip
    path = tmp_path / "orders.json"
    path.write_text(json.dumps({"orders": [order]}), encoding="utf-8")
    main(["import", str(path), "--store", closed, "--preview"])
    first = capsys.readouterr().out
    assert "#1001" in first
    assert "1 new" in first or "1 held" in first
    main(["import", str(path), "--store", closed])
    main(["import", str(path), "--store", closed])
    assert "1 known" in capsys.readouterr().out
