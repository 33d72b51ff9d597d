"""A strict stand-in for Stripe, written from its documentation: it declines, refuses what is too much, keeps keys."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


class StripeServer:
    """Checkout sessions and refunds on a port of this computer; `pay` and `decline` are what the customer does."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.refunds: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.down = False
        self._keys: dict[str, tuple[str, int, dict[str, Any]]] = {}
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(size).decode()
                self._answer(*server.post(self.path, body, self.headers.get("Idempotency-Key", "")))

            def do_GET(self) -> None:
                self._answer(*server.get(self.path))

            def _answer(self, status: int, reply: dict[str, Any]) -> None:
                raw = json.dumps(reply).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Switch off."""
        self._http.shutdown()
        self._http.server_close()

    # -- the customer

    def pay(self, page_id: str) -> None:
        """The customer pays on the telephone."""
        with self._lock:
            page = self.sessions[page_id]
            assert page["status"] == "open", "an ended page cannot be paid"
            page |= {"status": "complete", "payment_status": "paid", "payment_intent": f"pi_{page_id}"}

    def taken(self) -> int:
        """What was paid less what went back."""
        paid = sum(page["amount_total"] for page in self.sessions.values() if page["payment_status"] == "paid")
        return int(paid - sum(refund["amount"] for refund in self.refunds))

    # -- the calls

    def post(self, path: str, body: str, key: str) -> tuple[int, dict[str, Any]]:
        """A call that changes something: the same key gives the first answer, with other content an error."""
        with self._lock:
            self.calls.append(path)
            if self.down:
                return 500, _error("api_error", "down")
            if key in self._keys:
                content, status, reply = self._keys[key]
                if content != path + body:
                    return 400, _error("idempotency_error", "Keys can only be used with the same parameters.")
                return status, reply
            status, reply = self._change(path, dict(parse_qsl(body)))
            if key:
                self._keys[key] = (path + body, status, json.loads(json.dumps(reply)))
            return status, reply

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        """Read one session, or list the refunds of a payment."""
        with self._lock:
            if self.down:
                return 500, _error("api_error", "down")
            if path.startswith("/v1/refunds"):
                intent = dict(parse_qsl(path.partition("?")[2])).get("payment_intent")
                mine = [dict(refund) for refund in reversed(self.refunds) if refund["payment_intent"] == intent]
                return 200, {"object": "list", "data": mine, "has_more": False, "url": "/v1/refunds"}
            page = self.sessions.get(path.split("?")[0].rsplit("/", 1)[-1])
            return (200, dict(page)) if page else (404, _error("invalid_request_error", "No such session"))

    def _change(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path.endswith("/expire"):
            page = self.sessions[path.split("/")[-2]]
            if page["status"] != "open":
                return 400, _error("invalid_request_error", "Only open sessions can be expired.")
            page["status"] = "expired"
            return 200, dict(page)
        if path == "/v1/checkout/sessions":
            return self._new_page(form)
        if path == "/v1/refunds":
            return self._refund(form)
        return 404, _error("invalid_request_error", "Unrecognized request URL")

    def _new_page(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        amount = int(form["line_items[0][price_data][unit_amount]"])
        if amount < 50:
            return 400, _error("invalid_request_error", "The amount is below the least that can be charged.")
        page_id = f"cs_{len(self.sessions) + 1:06}"
        page = {
            "id": page_id, "object": "checkout.session", "amount_total": amount, "payment_intent": None,
            "currency": form["line_items[0][price_data][currency]"], "status": "open", "payment_status": "unpaid",
            "url": f"{self.url}/pay/{page_id}", "client_reference_id": form["client_reference_id"],
        }  # fmt: skip
        self.sessions[page_id] = page
        return 200, dict(page)

    def _refund(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        intent, amount = form["payment_intent"], int(form["amount"])
        page = next((page for page in self.sessions.values() if page["payment_intent"] == intent), None)
        if page is None:
            return 404, _error("invalid_request_error", "No such payment_intent")
        back = sum(refund["amount"] for refund in self.refunds if refund["payment_intent"] == intent)
        if amount > page["amount_total"] - back:
            return 400, _error("invalid_request_error", "Refund amount is greater than unrefunded amount on charge.")
        refund = {
            "id": f"re_{len(self.refunds) + 1:06}", "object": "refund", "amount": amount, "payment_intent": intent,
            "status": "succeeded", "metadata": {"kontor_key": form.get("metadata[kontor_key]", "")},
        }  # fmt: skip
        self.refunds.append(refund)
        return 200, dict(refund)


def _error(kind: str, message: str) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message}}
