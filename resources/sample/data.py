"""The sample shop's data, read from the JSON files beside this module."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def load(name: str) -> Any:
    """One file's content; do not change it."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
