"""Printing papers of the house on demand: run sheets, and the Z report of a closed shift again as a copy."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import N_
from app.core.outbox import Outbox, titled, wish
from app.core.refusal import NotFound
from app.delivery.models import Run
from app.payments.models import Shift, ShiftState


@command("documents.print_run_sheet")
def print_run_sheet(by: Actor, run_id: int) -> int:
    """Queue the sheet of a run at this station; returns the wish.  NotFound."""
    number = Run.select(Run.number).where(Run.id == run_id).scalar()
    if number is None:
        raise NotFound("run", run_id)
    title = titled(N_("Run sheet {number}"), number=number)
    note(run=number)
    return wish("run_sheet", f"run_sheet:{run_id}:{clock.now_ms()}", {"run_id": run_id}, title=title)


@command("documents.print_z_again")
def print_z_again(by: Actor, shift_id: int) -> int:
    """Queue the frozen Z report of a closed shift again, marked as a copy; returns the wish.  NotFound while open."""
    closed = (Shift.id == shift_id) & (Shift.state == ShiftState.CLOSED)
    number = Shift.select(Shift.z_number).where(closed).scalar()
    if number is None:
        raise NotFound("shift", shift_id)
    begins = f"z_copy:{shift_id}:"
    copy = 1 + Outbox.select().where(Outbox.key.startswith(begins)).count()
    title = titled(N_("Z report {number}, copy {copy}"), number=number, copy=copy)
    note(shift_id=shift_id, z_number=number, copy=copy)
    return wish("z_report", f"{begins}{copy}", {"shift_id": shift_id, "copy": copy}, title=title)
