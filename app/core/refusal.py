"""What the rules of the shop forbid: an answer for a person, never an accident."""

from __future__ import annotations

import re
from typing import Any

from app.core.i18n import _


class Refusal(Exception):
    """Something that may not be done; nothing has changed when it is raised.

    `code` is the class name in snake_case, `str()` the plain sentence for the person at the till, and `facts`
    the plain values behind it (ids, amounts), so that a screen can point at what is wrong.
    """

    code = "refusal"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        # A child process hands its refusals back; subclasses take other arguments than the sentence.
        return _again, (type(self), self.sentence, self.facts), self.__dict__


def _again(kind: type[Refusal], sentence: str, facts: dict[str, Any]) -> Refusal:
    refusal = kind.__new__(kind)
    Refusal.__init__(refusal, sentence, **facts)
    return refusal


class StateChanged(Refusal):
    """Another station was faster: the thing is no longer in the state that this step starts from."""

    def __init__(self, kind: str, id: int | str) -> None:
        sentence = _("This was changed a moment ago, at another station or in another window. Look at it again.")
        super().__init__(sentence, kind=kind, id=id)


class NotPermitted(Refusal):
    """The person lacks a right, or goes over a limit; `facts` names what an approval must cover.

    `role` is the lowest role that may allow it; `limit` and `asked` are in the unit of the limit.  Where the right is
    there and only the limit is not, `limit_name` says which: who allows the act needs a larger one.
    """

    def __init__(
        self,
        right: str,
        sentence: str | None = None,
        *,
        role: str = "manager",
        limit: int | None = None,
        asked: int | None = None,
        limit_name: str | None = None,
        **facts: Any,
    ) -> None:
        known = {"right": right, "role": role, "limit": limit, "asked": asked, "limit_name": limit_name}
        facts = {name: value for name, value in known.items() if value is not None} | facts
        super().__init__(sentence or _("A manager has to allow this."), **facts)
        self.right, self.is_plain = right, not sentence  # nothing more is known than the right


class NoReason(Refusal):
    """This step needs a reason that others can read."""

    def __init__(self) -> None:
        super().__init__(_("Say why, so that the others know."))


class NoName(Refusal):
    """What is made or changed needs a name."""

    def __init__(self) -> None:
        super().__init__(_("Type a name."), field="name")


class TimePassed(Refusal):
    """A time that has to come has passed already."""

    def __init__(self, at_ms: int) -> None:
        super().__init__(_("This time has passed."), at_ms=at_ms)


def check_reason(reason: str) -> None:
    """Raise NoReason when there are no words in it."""
    if not reason.strip():
        raise NoReason


class KeyReused(Refusal):
    """A command's key came again with other content; the first result stands."""

    def __init__(self, key: str) -> None:
        sentence = _(
            "This was done already, with other values. Nothing was done now; look at what is there and start afresh."
        )
        super().__init__(sentence, key=key)


class NotFound(Refusal):
    """There is nothing of this kind with this id."""

    def __init__(self, kind: str, id: int | str) -> None:
        super().__init__(_("This is not there any more. Search for it again."), kind=kind, id=id)
