"""Who does it, where, and what this person may do; the first argument of every command."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from app.core.refusal import NotPermitted


@dataclass(frozen=True)
class Approval:
    """A manager's yes to one act of somebody else; with `content` it holds for that very act and no other."""

    person_id: int
    name: str
    right: str
    reason: str = ""
    limits: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    content: str = ""


@dataclass(frozen=True)
class Actor:
    """A signed-in person at a station, with the rights and limits that held at sign-in."""

    person_id: int
    name: str
    role: str
    station: str
    rights: Container[str]
    limits: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    approval: Approval | None = None
    earlier: tuple[Approval, ...] = ()  # for an act that needs the yes to several rights: those given before

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """Every yes that was given for this one act, in their order."""
        return (*self.earlier, self.approval) if self.approval else ()

    def may(self, right: str) -> bool:
        """True when this person, or a manager who approved this act, may do it."""
        return right in self.rights or "*" in self.rights or any(one.right == right for one in self.approvals)

    def check(self, right: str) -> None:
        """Raise NotPermitted unless the right is there."""
        if not self.may(right):
            raise NotPermitted(right)

    def limit(self, name: str) -> int:
        """The largest value allowed to this person or to the approving manager; nought when none is set."""
        own = self.limits.get(name, 0)
        return max([own, *(one.limits.get(name, 0) for one in self.approvals)])

    def approved(self, approval: Approval) -> Actor:
        """The same person, with a manager's yes to one act; a further yes to the same act adds to the first."""
        return replace(self, approval=approval, earlier=self.approvals)

    def alone(self) -> Actor:
        """The same person without any yes."""
        return replace(self, approval=None, earlier=())


def system_actor(station: str = "kontor") -> Actor:
    """The program itself: imports, rules and the spooler act in its name."""
    return Actor(0, "Kontor", "system", station, frozenset({"*"}), MappingProxyType({"discount_bp": 10_000}))


__all__ = ["Actor", "Approval", "NotPermitted", "system_actor"]
