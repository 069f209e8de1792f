"""Options and report of the engines: rules, or a language model of the user's own; articles coded in part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tacitus.cli.terminal import say

if TYPE_CHECKING:
    from tacitus.llm import LlmSettings
    from tacitus.records import CodedArticle

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--engine",
        type=click.Choice(["rules", "llm"]),
        default="rules",
        show_default=True,
        help="What codes: the rules, or a language model of your own, every answer checked against the article.",
    ),
    click.option(
        "--llm-url",
        metavar="URL",
        help="Base of an OpenAI-compatible API (Ollama, vLLM, llama.cpp). Without it: http://127.0.0.1:11434/v1. "
        "The text of every article is sent there, and nowhere else.",
    ),
    click.option("--llm-model", metavar="NAME", help="The model. Without it: the first that the server names."),
    click.option("--llm-key-env", metavar="VAR", help="Environment variable that holds the server's key."),
    click.option(
        "--llm-price",
        metavar="READ,WRITTEN",
        help="Price of a million tokens read and written; the run then says what it cost.",
    ),
    click.option("--llm-timeout", type=click.FloatRange(min=1), metavar="SECONDS", help="Longest wait for one answer."),
    click.option(
        "--llm-window",
        type=click.IntRange(min=200),
        metavar="CHARACTERS",
        help="Longer articles are asked about in overlapping parts of this size.",
    ),
)


def engine_options(command: _Command) -> _Command:
    """Add the options that choose an engine to a command; they arrive as keywords for `llm_settings`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def llm_settings(
    engine: str,
    llm_url: str | None,
    llm_model: str | None,
    llm_key_env: str | None,
    llm_price: str | None,
    llm_timeout: float | None,
    llm_window: int | None,
) -> LlmSettings | None:
    """The settings of the llm engine, None for the rules. Says aloud where text leaves this machine.

    Raises UsageError where options make no sense together.
    """
    from tacitus.errors import UsageError
    from tacitus.llm import LlmSettings

    given: dict[str, Any] = {
        "url": llm_url, "model": llm_model, "key_env": llm_key_env, "timeout": llm_timeout, "window": llm_window,
        "price": None if llm_price is None else _price(llm_price),
    }  # fmt: skip
    given = {name: value for name, value in given.items() if value is not None}
    if engine != "llm":
        if given:
            raise UsageError(
                "the rules engine asks no language model", remedy="Add --engine llm, or leave the --llm options out."
            )
        return None
    if "window" in given:
        given["overlap"] = given["window"] * 15 // 100
    settings = LlmSettings(**given)
    settings.key()
    for warning in settings.warnings():
        say(f"Warning: {warning}")
    return settings


def _price(text: str) -> tuple[float, float]:
    from tacitus.errors import UsageError

    try:
        read, written = (float(part) for part in text.split(","))
    except ValueError:
        read = written = -1.0
    if not (0 <= read < 1e9 and 0 <= written < 1e9):
        raise UsageError("no price", where=f"--llm-price {text}", remedy="Write two numbers, like 0.15,0.60.")
    return read, written


def engine_arguments(settings: LlmSettings | None) -> dict[str, Any]:
    """What the record's log keeps of the engine: where text was sent, never a key."""
    if settings is None:
        return {}
    return {"engine": "llm", "llm_url": settings.url, "llm_model": settings.model}


@dataclass
class EngineReport:
    """Adds up, over a run, what the articles say of their engine, and which were coded in part."""

    partial: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    prices: list[float] = field(default_factory=list)
    model: str = ""

    def add(self, coded: CodedArticle) -> None:
        """Count one article."""
        more = coded.model_extra or {}
        if isinstance(more.get("partial"), dict):
            self.partial[str(more["partial"].get("language"))] += 1
        engine = more.get("engine")
        if isinstance(engine, dict):
            self.model = str(engine.get("model", ""))
            for name in ("calls", "retries", "read_tokens", "written_tokens", "seconds", "dropped"):
                self.total[name] += engine.get(name, 0)
            if "price" in engine:
                self.prices.append(engine["price"])

    def tell(self) -> None:
        """Say it."""
        if self.partial:
            number = sum(self.partial.values())
            listed = ", ".join(f"{language} {count}" for language, count in sorted(self.partial.items()))
            say(
                f"Coded {number} of them in part ({listed}): actors, places and dates were found, but no event, "
                "relation or facility can be coded from these languages by the rules."
            )
        if self.total:
            cost = f", price {sum(self.prices):.4f}" if self.prices else ""
            say(
                f"{self.model} was asked {self.total['calls']} times ({self.total['retries']} tries again): "
                f"{self.total['read_tokens']} tokens read, {self.total['written_tokens']} written, "
                f"{self.total['seconds']:.1f} s of waiting{cost}."
            )
            if self.total["dropped"]:
                say(
                    f"Dropped {self.total['dropped']} of its answers that the articles do not bear out; "
                    "each article's `engine` lists them with the reason."
                )
