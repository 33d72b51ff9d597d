"""Where the shop's files are: the store of this user, and the sample shop in a folder of its own."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """This user's folder for Kontor's stores."""
    from platformdirs import user_data_path

    return user_data_path("kontor", appauthor=False)


def default_url() -> str:
    """The store that opens when none is named."""
    return f"sqlite://{data_folder() / 'shop.kontor'}"


def demo_url() -> str:
    """The sample shop's store."""
    return f"sqlite://{data_folder() / 'demo' / 'shop.kontor'}"


def make_first_shop(url: str) -> None:
    """Make an empty store where this user's own shop is to be, the first time; the wizard fills it."""
    from app import shop
    from app.core import db

    if not db.path_of(url).exists():
        shop.new_shop(url)
        shop.close_shop()


def make_demo(url: str) -> None:
    """Make the sample shop, once a day, so that its day is today."""
    from app.core import clock, db
    from resources.sample.build import build_sample_shop

    path = db.path_of(url)
    stamp = path.parent / "made-on"
    if path.exists() and stamp.exists() and stamp.read_text() == clock.today():
        return
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    build_sample_shop(url)
    db.close_store()
    stamp.write_text(clock.today())
