"""A card terminal on a TCP port with the bank behind it: it knows what was really charged."""

import json
import socket
import threading
from collections import deque
from enum import StrEnum
from typing import Any

from devices.simulators.tcp_server import TcpServer

_LONGEST = 64 * 1024


class Answer(StrEnum):
    """What the terminal does with the next charge or refund."""

    APPROVE = "approve"
    DECLINE = "decline"
    LOSE_ANSWER = "lose_answer"  # charged, but the line breaks before the answer
    LOSE_REQUEST = "lose_request"  # not charged, and no answer either
    LATE = "late"  # the customer is at it until release()
    CUT_ANSWER = "cut_answer"  # charged, half an answer
    GARBLED = "garbled"  # charged, an answer that is none
    HUGE = "huge"  # charged, an answer without an end
    OTHER_AMOUNT = "other_amount"  # approved, but only half of the amount


class SimulatedTerminal(TcpServer):
    """Speaks the lines of JSON of devices.tcp_terminal; approves unless told otherwise."""

    def __init__(self, port: int = 0) -> None:
        self._plan: deque[Answer] = deque()
        self._books: dict[str, dict[str, Any]] = {}
        self._charges: list[tuple[str, int]] = []
        self._denied: set[str] = set()
        self.codes: list[str] = []  # payment codes that were taken money from
        self._news = threading.Condition()
        self._released = threading.Event()
        self._deaf = False
        super().__init__(port=port)

    def will(self, *answers: Answer) -> None:
        """Plan the next charges, in order."""
        with self._news:
            self._plan.extend(answers)
            if Answer.LATE in answers:
                self._released.clear()

    def release(self) -> None:
        """The customer has typed the PIN: late charges go on."""
        self._released.set()

    def cut_off(self) -> None:
        """The line is down: nobody gets an answer until restore()."""
        self._deaf = True
        self.hang_up()

    def restore(self) -> None:
        """The line is up again."""
        self._deaf = False
        self.listen()

    def charges(self) -> list[tuple[str, int]]:
        """What the bank took: (key, amount) each time it did, also when it was given back later."""
        with self._news:
            return list(self._charges)

    def state(self, key: str) -> str:
        """What the bank says of a key: approved, declined, reversed, pending or unknown."""
        with self._news:
            return str(self._books.get(key, {}).get("state", "unknown"))

    def wait_state(self, key: str, state: str, timeout_s: float = 5.0) -> bool:
        """Wait until the bank says state of a key; False when it did not."""
        with self._news:
            return self._news.wait_for(lambda: self._books.get(key, {}).get("state") == state, timeout_s)

    def close(self) -> None:
        """Switch off for good."""
        self._closing.set()
        self._released.set()
        super().close()

    def serve(self, caller: socket.socket) -> None:
        raw = b""
        while b"\n" not in raw:
            data = caller.recv(4096)
            if not data or len(raw) > _LONGEST:
                return
            raw += data
        try:
            question = json.loads(raw.split(b"\n", 1)[0])
            op, key = str(question["op"]), str(question["key"])
        except (ValueError, KeyError, TypeError):
            caller.sendall(b'{"state":"error"}\n')
            return
        if self._deaf:
            return
        if op in ("charge", "refund"):
            self._move(caller, key, int(question["amount"]), str(question.get("code", "")))
        elif op == "status":
            self._say(caller, self._look_up(key))
        elif op == "reverse":
            self._say(caller, self._reverse(key))
        else:
            self._say(caller, {"key": key, "state": "ready"})

    def _say(self, caller: socket.socket, reply: dict[str, Any]) -> None:
        if not self._deaf:
            caller.sendall(json.dumps(reply).encode() + b"\n")

    def _look_up(self, key: str) -> dict[str, Any]:
        """A key once called unknown is refused for ever, so that "unknown" is a proof."""
        with self._news:
            if key not in self._books:
                self._denied.add(key)
                return {"key": key, "state": "unknown"}
            return dict(self._books[key])

    def _reverse(self, key: str) -> dict[str, Any]:
        with self._news:
            reply = self._books.setdefault(key, {"key": key})
            reply["state"] = "reversed"
            self._news.notify_all()
            return dict(reply)

    def _move(self, caller: socket.socket, key: str, amount: int, code: str = "") -> None:
        with self._news:
            known = dict(self._books.get(key, {}))
            if key in self._denied:
                known = {"key": key, "state": "declined", "reason": "It was asked about before it came."}
            answer = self._plan.popleft() if self._plan and not known else Answer.APPROVE
            if not known and answer is not Answer.LOSE_REQUEST:
                self._books[key] = {"key": key, "state": "pending"}
                self._news.notify_all()
        if known:
            self._say(caller, known)
            return
        if answer is Answer.LOSE_REQUEST:
            return
        if answer is Answer.LATE:
            self._released.wait()
        self._reply(caller, answer, self._settle(key, amount, answer, code))

    def _settle(self, key: str, amount: int, answer: Answer, code: str) -> dict[str, Any]:
        """Decide about a pending key; one that is decided already stays as it is."""
        with self._news:
            reply = self._books[key]
            if reply["state"] != "pending" or self._closing.is_set():
                return dict(reply)
            if answer is Answer.DECLINE:
                reply |= {"state": "declined", "reason": "Insufficient funds"}
            else:
                taken = amount // 2 if answer is Answer.OTHER_AMOUNT else amount
                self._charges.append((key, taken))
                reply |= {"state": "approved", "amount": taken, "scheme": "VISA", "masked_pan": "************4242"}
                if code:
                    self.codes.append(code)
                    reply |= {"scheme": "WECHAT" if code.startswith("1") else "ALIPAY", "masked_pan": ""}
                number = len(self._charges)
                reply |= {"auth_code": f"{100000 + number}", "reference": f"T{number:06}"}
            self._news.notify_all()
            return dict(reply)

    def _reply(self, caller: socket.socket, answer: Answer, reply: dict[str, Any]) -> None:
        if answer is Answer.LOSE_ANSWER:
            return
        if answer is Answer.CUT_ANSWER:
            caller.sendall(b'{"state": "appr')
        elif answer is Answer.GARBLED:
            caller.sendall(b"\xff\x00<html>502</html>\n")
        elif answer is Answer.HUGE:
            caller.sendall(b"x" * 1_000_000)
        else:
            self._say(caller, reply)
