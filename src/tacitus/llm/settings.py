"""Where the model is, what may be spent on it, and how an article is cut for it."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from tacitus.errors import UsageError

LOCAL_URL = "http://127.0.0.1:11434/v1"
"""Where Ollama listens on the same machine: without another address, text does not leave the machine."""

Answering = Literal["json_schema", "json_object", "text"]


@dataclass(frozen=True)
class LlmSettings:
    """Settings of the llm engine; picklable, so that workers can make their own.

    `url` is the base of an OpenAI-compatible API ("http://host:port/v1"). `key_env` names the environment variable
    that holds the key; the key itself is never kept. `timeout` is in seconds for one call, all of it. `window` and
    `overlap` are in characters. `price` is per million tokens, (read, written), in whatever currency the user pays.
    """

    url: str = LOCAL_URL
    model: str | None = None
    key_env: str | None = None
    timeout: float = 300.0
    retries: int = 3
    first_wait: float = 1.0
    window: int = 6000
    overlap: int = 900
    most_tokens: int = 4000
    most_bytes: int = 2_000_000
    price: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        parts = _split(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                "the address of the model is no http(s) URL", where=self.url, remedy=f"Give one like {LOCAL_URL}."
            )
        if self.window < 200 or not 0 <= self.overlap < self.window:
            raise UsageError(
                f"windows of {self.window} characters that overlap by {self.overlap} cannot be made",
                remedy="Give windows of at least 200 characters that are longer than their overlap.",
            )

    @property
    def endpoint(self) -> SplitResult:
        """The base of the API, without /chat/completions where the user gave that too."""
        parts = _split(self.url)
        path = parts.path.rstrip("/").removesuffix("/chat/completions")
        return parts._replace(path=path or "/v1", query="", fragment="")

    @property
    def is_loopback(self) -> bool:
        """Whether the address is this machine, so that no text leaves it."""
        host = _split(self.url).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    def warnings(self) -> list[str]:
        """What the user must know before any text is sent."""
        if self.is_loopback:
            return []
        parts = self.endpoint
        said = [f"The text of every article is sent to {parts.hostname}, which is another machine than this one."]
        if parts.scheme == "http":
            said.append(f"The connection to {parts.hostname} is not encrypted: others on the way can read the text.")
        return said

    def key(self) -> str | None:
        """The key from the environment. Raises UsageError where the named variable is empty."""
        if self.key_env is None:
            return None
        key = os.environ.get(self.key_env, "").strip()
        if not key or not key.isascii() or not key.isprintable():
            raise UsageError(
                "the variable holds no usable key", where=self.key_env, remedy="Set it, or leave --llm-key-env out."
            )
        return key


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"the address of the model is no URL: {error}", where=url) from error
    return parts
