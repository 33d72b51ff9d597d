"""Reading a file of online orders, whichever shop it is from; pure, so that it can run in a child process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.channels import mail, shopify, woocommerce
from app.channels.web_order import UnreadableFile, WebOrder
from app.core.i18n import _

SOURCES = {"shopify": "Shopify", "woocommerce": "WooCommerce"}


def read_file(path: str, source: str) -> list[WebOrder]:
    """All orders of a file, or of those attached to a saved mail; UnreadableFile when there is none of this source.

    Takes no store and changes nothing.
    """
    assert source in SOURCES, f"there is no source {source}"
    file = Path(path)
    if not file.is_file():
        raise UnreadableFile(_("There is no file at {path}.").format(path=file.name))
    if file.suffix.lower() == mail.ENDING:
        with mail.attached(file) as files:
            return [order for one in files for order in read_file(str(one), source)]
    if file.suffix.lower() != ".json":
        if source != "shopify":
            raise UnreadableFile(_("Orders of {shop} come as a JSON file.").format(shop=SOURCES[source]))
        return shopify.read_csv(file)
    read = shopify.read_rest if source == "shopify" else woocommerce.read_order
    try:
        return [read(order, line_no) for line_no, order in enumerate(_orders(file), 1)]
    except (AttributeError, TypeError) as error:  # a list where an object belongs, and the like
        raise UnreadableFile(_("This is no file of orders.")) from error


def _orders(file: Path) -> list[Mapping[str, Any]]:
    if file.stat().st_size > shopify.LARGEST_FILE:
        size = shopify.LARGEST_FILE // 10**6
        raise UnreadableFile(_("The file is larger than {size} MB. Export less at a time.").format(size=size))
    try:
        found = json.loads(file.read_bytes(), parse_float=str)  # 0.1 stays 0.1
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(_("The file is damaged: {reason}").format(reason=str(error)[:80])) from error
    if isinstance(found, dict):
        found = found.get("orders") or [found.get("order") or found]
    if not isinstance(found, list) or not all(isinstance(order, dict) for order in found):
        raise UnreadableFile(_("This is no file of orders."))
    if len(found) > shopify.MOST_ROWS:
        raise UnreadableFile(
            _("The file has more than {rows} rows. Export less at a time.").format(rows=shopify.MOST_ROWS)
        )  # fmt: skip
    return found
