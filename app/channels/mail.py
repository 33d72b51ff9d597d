"""A mail that was saved as a file, with the export of a web shop attached as such shops send it; pure, as reading is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from tempfile import TemporaryDirectory

from app.channels.shopify import LARGEST_FILE
from app.channels.web_order import UnreadableFile
from app.core.i18n import _

ENDING = ".eml"
ORDERS = (".csv", ".json")
LARGEST_MAIL = 2 * LARGEST_FILE  # what is attached is written in letters, a third longer


@contextmanager
def attached(mail: Path) -> Iterator[list[Path]]:
    """The files of orders that are attached to a mail, for as long as they are read; UnreadableFile without one."""
    if mail.stat().st_size > LARGEST_MAIL:
        size = LARGEST_FILE // 10**6
        raise UnreadableFile(_("The file is larger than {size} MB. Export less at a time.").format(size=size))
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    with TemporaryDirectory() as folder:
        files: list[Path] = []
        for part in message.walk():
            ending = Path(part.get_filename() or "").suffix.lower()
            if ending in ORDERS:
                files.append(Path(folder) / f"{len(files)}{ending}")
                content = part.get_payload(decode=True)
                files[-1].write_bytes(content if isinstance(content, bytes) else b"")
        if not files:
            raise UnreadableFile(_("No file of orders (CSV or JSON) is attached to this mail."))
        yield files
