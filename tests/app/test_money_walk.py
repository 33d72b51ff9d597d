"""Whatever is done at random through the public commands, the money adds up at every step and on every paper."""

from __future__ import annotations

import os

import pytest

from tests.app.money_walk import Walk

SEEDS = range(int(os.environ.get("KONTOR_WALKS", "2")))
STEPS = 40


@pytest.mark.parametrize("seed", SEEDS)
def test_at_every_step_of_a_random_day_ledger_drawer_report_and_papers_agree(store: str, seed: int) -> None:
    walk = Walk(seed)
    try:
        for _turn in range(STEPS):
            walk.step()
        walk.undo()
    except AssertionError as error:
        raise AssertionError(f"{error} after {walk.done}") from error

    assert len(set(walk.done)) > 5, walk.refused
