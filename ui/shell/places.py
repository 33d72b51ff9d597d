"""Where the shop's files are: the store of this user, and the sample shop in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.core.i18n import N_

Step = Callable[[int, int], None]  # how many of how many; raises to stop
Make = Callable[[str, Step], None]
FIRST = N_("An empty shop, in a moment. Then you say what it sells.")


def silent(_done: int, _whole: int) -> None:
    """Nobody wants to know."""


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


def first_shop_maker() -> Make | None:
    """What makes this user's own shop, the first time; nothing when it is there, so that it opens at once."""
    return None if (data_folder() / "shop.kontor").exists() else make_first_shop


def make_first_shop(url: str, _step: Step = silent) -> None:
    """Make an empty store where this user's own shop is to be, the first time; the wizard fills it."""
    from app import shop
    from app.core import db

    if not db.path_of(url).exists():
        shop.new_shop(url)
        shop.close_shop()


def make_demo(url: str, _step: Step = silent) -> None:
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


def make_practice(url: str, station: str, *, anew: bool, noted: bool, step: Step = silent) -> str:
    """Have the practice copy of a shop ready, made anew when asked or when there is none; returns its URL.

    The shop notes it, unless its own window has done so (`noted`).  `step` is told how far the copy is, and stops it
    by raising; what was there before is then still there.
    """
    from app import shop
    from app.core import db
    from app.core.actor import system_actor
    from app.core.practice import copy_shop, give_place, is_on_server, mark_practice, practice_url
    from app.staff.practice import begin_practice
    from app.training.learn import carry_over
    from app.training.queries import finished_in

    practice = practice_url(url)
    by, fresh = system_actor(station), anew or not db.path_of(practice).exists()
    made = None
    shop.open_shop(url)
    try:
        if not noted:
            begin_practice(by, fresh)
        if fresh and not is_on_server(url):
            made = copy_shop(step)
    finally:
        shop.close_shop()
    if fresh:
        learned = finished_in(practice)  # what people have learned is theirs, whatever becomes of the goods
        made = made or _copy_of_server(url, db.path_of(practice), step)
        try:
            shop.open_shop(db.url_of(made))
            mark_practice(by)
            if learned:
                carry_over(by, learned)
            shop.close_shop()
            give_place(made, url)
        except BaseException:
            shop.close_shop()
            made.unlink(missing_ok=True)  # a copy that is not marked must not lie about
            raise
    return practice


def _copy_of_server(url: str, practice: Path, step: Step) -> Path:
    """A file with all rows of a server's store and its photos beside it, not yet marked."""
    from app import shop
    from app.core import db
    from app.core.photo_copies import copy_photos
    from app.core.server_copy import copy_server

    made = practice.with_name(f"copying-{practice.name}")
    _remove(made)  # what a crash left
    try:
        shop.new_shop(db.url_of(made))
        shop.close_shop()
        copy_server(url, made, step)
        copy_photos(url, practice.parent, step)  # after the rows: a photo is never deleted
    except BaseException:
        shop.close_shop()
        _remove(made)
        raise
    return made


def _remove(store: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        store.with_name(store.name + ending).unlink(missing_ok=True)
