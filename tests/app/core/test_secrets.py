"""Secrets: in a file only this user can read."""

from __future__ import annotations

import os
import stat

import pytest

from app.core import secrets


@pytest.fixture(autouse=True)
def _folder(tmp_path):
    secrets.use_folder(tmp_path / "config")


def test_a_secret_is_kept_recalled_and_forgotten():
    assert secrets.recall("mail.password") is None

    secrets.keep("mail.password", "geheim €")
    secrets.keep("courier.key", "k")

    assert secrets.recall("mail.password") == "geheim €"
    assert secrets.names() == ["courier.key", "mail.password"]

    secrets.forget("mail.password")
    secrets.forget("mail.password")

    assert secrets.names() == ["courier.key"]


def test_only_this_user_can_read_the_file():
    secrets.keep("mail.password", "geheim")
    path = secrets.secrets_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    os.chmod(path, 0o644)
    secrets.recall("mail.password")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secrets.json"]
