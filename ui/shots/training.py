"""Pictures of the practice window: exercises, the strip of a lesson, and a paper that came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ui.shots.shot import press, scan


def band(running: Any) -> None:
    """The amber band over the Sell tab."""
    running.window.show_practice()
    scan("MUG-350-FOR", "SKL-26", "COF-HB-250")(running)


def exercises(running: Any) -> None:
    """What somebody of the counter may try."""
    from app.training.queries import Best
    from ui.training.sheet import ExercisesSheet

    running.window.show_practice()
    sheet = ExercisesSheet(running.window.desk)
    sheet.open_ready()
    running.settle()
    best = {"two_for_cash": Best(3, 48_000, 0, 0), "park_recall": Best(1, 130_000, 2, 0)}
    sheet.show_rows([row._replace(best=best.get(row.code)) for row in sheet.table.rows()])


def lesson(code: str, done: int = 0, mistakes: int = 0, *, hint: bool = False) -> Callable[[Any], None]:
    """The strip at a step of a lesson."""

    def prepare(running: Any) -> None:
        from app.training.goods import codes_for
        from app.training.learn import Begun
        from app.training.lessons import BY_CODE
        from ui.training.watch import Watch

        running.window.show_practice()
        station = running.window.desk.station
        kinds = tuple(kind for kind in BY_CODE[code].kinds if kind != "till")
        codes = running.ask(lambda: codes_for(kinds, station))
        watch = Watch.of(running.window.desk)
        watch.follow(Begun(0, code, tuple(codes)))
        running.settle()
        if done and BY_CODE[code].mode == "counter":
            scan(codes[0].code)(running)
        watch.done, watch.mistakes = done, mistakes
        watch.changed.emit()
        if hint:
            watch.hint()

    return prepare


def lesson_in_sheet(running: Any) -> None:
    """The payment sheet leaves the strip in sight."""
    from ui.training.watch import Watch

    lesson("two_for_cash", 1)(running)
    scan(*(one.code for one in Watch.of(running.window.desk).codes[1:]))(running)
    press("F9")(running)


def lesson_done(running: Any) -> None:
    """The end of a lesson, and its receipt on the screen."""
    from app.core.outbox import recent
    from app.documents.build import paper_for
    from ui.training.paper_peek import PaperPeek
    from ui.training.watch import Watch

    lesson("two_for_cash")(running)
    watch = Watch.of(running.window.desk)
    watch.done, watch.mistakes, watch.is_finished, watch.took_ms = 2, 1, True, 74_000
    watch.changed.emit()
    peek = PaperPeek(running.window.desk)
    wish, paper = running.ask(lambda: next((one, paper_for(one)) for one in recent(["receipt"])))
    peek.show_paper(wish.title, replace(paper, training=True))
    running.settle()


def stopping(running: Any) -> None:
    """The page while a shop is copied."""
    from app.core.i18n import _
    from ui.shell.making_page import MakingPage
    from ui.shell.practice import MAKING

    page = MakingPage(_("Making the shop"), _(MAKING))
    running.window.pages.addWidget(page)
    running.window.pages.setCurrentWidget(page)
    page.told.emit(38_000, 94_957)


def first_steps(running: Any) -> None:
    """The Sell tab of a shop that was just set up."""
    from app.training.first_steps import FirstSteps

    counter = running.window.tab.counter
    counter.keys.grid.show_rows([])
    counter.keys.parked.show_rows([])
    counter.keys.guide.show_steps(FirstSteps(goods=False, till=False, people=False, printer=False, practice=False))
