"""A server that speaks as an OpenAI-compatible one does, and misbehaves as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler", dict[str, Any]], None]


class FakeServer(ThreadingHTTPServer):
    """Answers with the replies it is given, in turn; the last one again and again. Keeps what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, replies: list[Reply], models: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies = replies
        self.models = models
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what is tested."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: FakeServer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.send(200, json.dumps({"data": [{"id": name} for name in self.server.models]}).encode())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **body})
        self.server.headers.append(dict(self.headers))
        number = min(len(self.server.asked), len(self.server.replies)) - 1
        self.server.replies[number](self, body)

    def send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(*replies: Reply, models: tuple[str, ...] = ("small-model",)) -> Iterator[FakeServer]:
    """Serve while the context is open."""
    server = FakeServer(list(replies), list(models))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(content: Any, finish: str = "stop") -> Reply:
    """A well-formed completion with this content (what is not text is written as JSON)."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)

    def reply(handler: Handler, _: dict[str, Any]) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
        usage = {"prompt_tokens": 100, "completion_tokens": 20}
        handler.send(200, json.dumps({"choices": [choice], "usage": usage}).encode())

    return reply


def failing(status: int, said: str = "", **headers: str) -> Reply:
    """An error of HTTP."""

    def reply(handler: Handler, _: dict[str, Any]) -> None:
        handler.send(status, json.dumps({"error": {"message": said}}).encode(), **headers)

    return reply


def raw(content: bytes) -> Reply:
    """Bytes with status 200, whatever they are."""

    def reply(handler: Handler, _: dict[str, Any]) -> None:
        handler.send(200, content)

    return reply
