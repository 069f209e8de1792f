"""Talking to an OpenAI-compatible server: one question, one answer, or a reason why not.

`http.client` is used bare, on purpose: it follows no redirect and asks no proxy, so that text goes to the address that
the user named and to no other.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tacitus.errors import TacitusError
from tacitus.llm.settings import Answering, LlmSettings
from tacitus.llm.usage import Usage

_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LADDER: tuple[Answering, ...] = ("json_schema", "json_object", "text")
_LONGEST_WAIT = 60.0
_CHUNK = 65_536
_TOO_LONG = re.compile(r"context|too (?:long|large|many tokens)|maximum.{0,20}tokens|exceed", re.IGNORECASE)
_ABOUT_FORMAT = re.compile(r"response_format|json_schema|json_object|grammar|schema|structured", re.IGNORECASE)

Message = dict[str, str]


class LlmFailed(TacitusError):
    """The language model's server cannot be used, or gives no usable answer. The article is refused; a later run
    tries it again."""


class WindowTooLong(LlmFailed):
    """The server says that the question is longer than the model can read."""


class _Passing(Exception):
    """A failure that may pass: worth another try, after `wait` seconds where the server says so."""

    def __init__(self, said: str, wait: float | None = None) -> None:
        super().__init__(said)
        self.wait = wait


@dataclass(frozen=True)
class Answer:
    """What the model wrote. `cut` tells that it was stopped before it was done."""

    content: str
    cut: bool


@dataclass
class ModelServer:
    """A server and the form of answer that it has been found to take. `sleep` is replaced in tests."""

    settings: LlmSettings
    model: str = ""
    sleep: Callable[[float], None] = time.sleep
    _rung: int = field(default=0, init=False)

    def connect(self) -> None:
        """Find out whether the server is there, and which model to use where none is named. Raises LlmFailed."""
        self.model = self.settings.model or self.model
        try:
            status, _, body = self._exchange("GET", "/models", None, min(10.0, self.settings.timeout))
        except _Passing as failure:
            raise self._failed(f"the server does not answer: {failure}") from failure
        if self.model:
            return
        names = _model_names(body) if status == 200 else []
        if not names:
            raise self._failed("the server does not say which models it has", "Name one with --llm-model.")
        self.model = names[0]

    def ask(self, messages: list[Message], schema: dict[str, Any], usage: Usage) -> Answer:
        """Ask once, trying again where that may help. Raises LlmFailed, or WindowTooLong."""
        started = time.monotonic()
        failures = 0
        try:
            while True:
                usage.calls += 1
                try:
                    answer = self._ask_once(messages, schema, usage)
                    if answer is not None:
                        usage.answered_as = _LADDER[self._rung]
                        return answer
                except _Passing as failure:
                    failures += 1
                    if failures > self.settings.retries:
                        raise self._failed(f"no usable answer after {failures} tries: {failure}") from failure
                    usage.retries += 1
                    wait = failure.wait if failure.wait is not None else self.settings.first_wait * 2 ** (failures - 1)
                    self.sleep(min(wait, _LONGEST_WAIT))
        finally:
            usage.seconds += time.monotonic() - started

    def _ask_once(self, messages: list[Message], schema: dict[str, Any], usage: Usage) -> Answer | None:
        """Ask; None where the server does not take this form of answer and the next one is to be tried."""
        body = {
            "model": self.model,
            "messages": messages,
            "temperature": 0,
            "max_tokens": self.settings.most_tokens,
            "stream": False,
            **_form_of(_LADDER[self._rung], schema),
        }
        status, headers, raw = self._exchange("POST", "/chat/completions", body, self.settings.timeout)
        if status == 200:
            return _answer_in(raw, usage)
        said = raw[:2000].decode("utf-8", "replace")
        if status in (400, 422, 501) or (status == 500 and _ABOUT_FORMAT.search(said)):
            about_length = _TOO_LONG.search(said) and not _ABOUT_FORMAT.search(said)
            if about_length:
                raise WindowTooLong("the text is longer than the model can read", where=self.settings.url)
            if self._rung + 1 < len(_LADDER):
                self._rung += 1
                usage.note(f"the server does not take {_LADDER[self._rung - 1]}: {_LADDER[self._rung]} was asked for")
                return None
        if status == 413:
            raise WindowTooLong("the text is longer than the server takes", where=self.settings.url)
        if status in _TRY_AGAIN:
            raise _Passing(f"HTTP {status}: {_short(said)}", _wait_told(headers.get("retry-after")))
        if 300 <= status < 400:
            raise self._failed(
                f"the server sends on to {headers.get('location', 'another address')}",
                "Text is sent to the named address only: give the final one as --llm-url.",
            )
        remedy = {
            401: "Name the variable that holds the key with --llm-key-env.",
            403: "The key does not open this model.",
            404: "Check --llm-url (it ends in /v1 as a rule) and --llm-model.",
        }.get(status)
        raise self._failed(f"HTTP {status}: {_short(said)}", remedy)

    def _exchange(
        self, method: str, path: str, body: dict[str, Any] | None, seconds: float
    ) -> tuple[int, dict[str, str], bytes]:
        """Send and read all, in `seconds` together. Raises _Passing where the connection fails."""
        deadline = time.monotonic() + seconds
        end = self.settings.endpoint
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "tacitus"}
        key = self.settings.key()
        if key:
            headers["Authorization"] = f"Bearer {key}"
        connection: http.client.HTTPConnection
        if end.scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(end.hostname or "", end.port, timeout=seconds, context=context)
        else:
            connection = http.client.HTTPConnection(end.hostname or "", end.port, timeout=seconds)
        try:
            connection.request(method, end.path + path, None if body is None else json.dumps(body).encode(), headers)
            wire = connection.sock
            response = connection.getresponse()
            content = self._read(response, wire, deadline)
            return response.status, {name.lower(): value for name, value in response.getheaders()}, content
        except TimeoutError as error:
            raise _Passing(f"no answer within {seconds:g} seconds") from error
        except (OSError, http.client.HTTPException) as error:
            raise _Passing(f"{type(error).__name__}: {_short(str(error))}") from error
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse, wire: Any, deadline: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if wire is not None and wire.fileno() >= 0:
                wire.settimeout(left)
            part = response.read1(_CHUNK)
            if not part:
                break
            size += len(part)
            if size > self.settings.most_bytes:
                raise self._failed(f"the answer is over {self.settings.most_bytes} bytes", "Try another model.")
            parts.append(part)
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(parts)

    def _failed(self, problem: str, remedy: str | None = None) -> LlmFailed:
        return LlmFailed(problem, where=self.settings.url, remedy=remedy or "Check that the server runs; run it again.")


def _form_of(answering: Answering, schema: dict[str, Any]) -> dict[str, Any]:
    if answering == "json_schema":
        wanted = {"name": "coding", "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": wanted}}
    return {"response_format": {"type": "json_object"}} if answering == "json_object" else {}


def _answer_in(raw: bytes, usage: Usage) -> Answer:
    try:
        reply = json.loads(raw)
        choice = reply["choices"][0]
        content = choice["message"].get("content")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise _Passing("the reply is not of the form of a chat completion") from error
    counts = reply.get("usage")
    if isinstance(counts, dict):
        usage.read_tokens += _tokens(counts.get("prompt_tokens"))
        usage.written_tokens += _tokens(counts.get("completion_tokens"))
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if isinstance(part, dict) and _is_text(part.get("text")))
    if not isinstance(content, str) or not content.strip():
        raise _Passing("the reply is empty")
    return Answer(content, choice.get("finish_reason") == "length")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _tokens(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0


def _model_names(body: bytes) -> list[str]:
    try:
        listed = json.loads(body)["data"]
        return [str(one["id"]) for one in listed if one.get("id")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _wait_told(value: str | None) -> float | None:
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None


def _short(said: str) -> str:
    return " ".join(said.split())[:160]
