"""What all window tests share: no window of one test lives on into the next; and a card terminal for those that want one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from devices.simulators.terminal import SimulatedTerminal


@pytest.fixture(autouse=True)
def _all_gone(qapp: Any) -> Iterator[None]:
    """Delete what was closed; outside an event loop nothing else does, and each change of look dresses what lives."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def terminal() -> Iterator[SimulatedTerminal]:
    """A terminal on a socket that approves unless it is told otherwise."""
    with SimulatedTerminal() as running:
        yield running
