"""Every regular expression of the package, and strings made to be slow for it.

The patterns are those that the package compiles: while its modules are imported, while a pipeline is loaded (the
codebook's words become patterns), and while a text is coded. For each repeat in a pattern an attack is made: what leads
to the repeat, then what it repeats, many times, then something that does not fit. That is how expressions blow up.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any

import tacitus

_UNLOADED = ("migrations", "__main__")
ARTICLE = """Clash at Sarana

By Lina Haddad

SARANA, Mali, March 2, 2024 (Hill Monitor) - Gunmen of the Dawn Front shot two traders near Sarana on Monday, the mayor
said. The army's northern command denied that its soldiers had withdrawn to the town of Doro, 12 km east of Sarana."""

_MANY = 16
"""Repeats that may go on for at least so long are attacked."""


@dataclass(frozen=True)
class Expression:
    """A pattern as it was compiled, and the module that did."""

    pattern: str | bytes
    flags: int
    where: str


@contextmanager
def recorded(found: dict[tuple[Any, int], Expression]) -> Iterator[None]:
    """Note each pattern that a module of the package compiles."""
    compile_ = _compiler.compile
    re.purge()

    def noted(pattern: Any, flags: int = 0) -> Any:
        made = compile_(pattern, flags)
        if isinstance(pattern, str | bytes) and (where := _caller()):
            found.setdefault((pattern, made.flags), Expression(pattern, made.flags, where))
        return made

    _compiler.compile = noted
    try:
        yield
    finally:
        _compiler.compile = compile_


def _caller() -> str | None:
    frame: Any = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__", "").split(".")[0] in ("re", "functools"):
        frame = frame.f_back
    name = str(frame.f_globals.get("__name__", "")) if frame is not None else ""
    return name if name.startswith("tacitus.") else None


def collect(home: Path) -> list[Expression]:
    """Every pattern of the package. To be asked in a fresh process, where no module has been imported yet."""
    found: dict[tuple[Any, int], Expression] = {}
    with recorded(found):
        import_all()
        from tacitus.read import load_rules, read_text
        from tacitus.records import Document
        from tacitus.run.pipeline import Pipeline

        load_rules()
        Pipeline.load(home=home).code(Document(id="a", text=ARTICLE, language="en"))
        read_text(ARTICLE)
    return list(found.values())


def collect_apart(home: Path) -> list[Expression]:
    """The same, in a process of its own."""
    done = subprocess.run([sys.executable, __file__, str(home)], capture_output=True, text=True, check=True)
    found = []
    for pattern, binary, flags, where in json.loads(done.stdout):
        found.append(Expression(pattern.encode("latin-1") if binary else pattern, flags, where))
    return found


def import_all() -> None:
    """Import every module of the package."""
    for module in pkgutil.walk_packages(tacitus.__path__, "tacitus."):
        if not any(part in module.name for part in _UNLOADED):
            importlib.import_module(module.name)


def attacks(expression: Expression) -> Iterator[Callable[[int], str]]:
    """Makers of strings of about a given length: one or more for each repeat without a small bound."""
    tree = _parser.parse(expression.pattern, expression.flags & ~re.DEBUG)
    seen: set[tuple[str, str, str]] = set()
    for lead, pumps in _repeats(list(tree), ""):
        for pump in pumps:
            for tail in ("", "\x01"):
                if pump and (lead, pump, tail) not in seen:
                    seen.add((lead, pump, tail))
                    yield lambda size, lead=lead, pump=pump, tail=tail: lead + pump * (size // len(pump)) + tail


def _repeats(items: list[Any], lead: str) -> Iterator[tuple[str, list[str]]]:
    """What leads to each repeat, and what may be repeated in it."""
    for kind, value in items:
        name = str(kind)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = value
            if most == _parser.MAXREPEAT or most >= _MANY:
                yield lead, _pumps(list(body))
            yield from _repeats(list(body), lead)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            yield from _repeats(list(value[-1] if name == "SUBPATTERN" else value), lead)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _repeats(list(branch), lead)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _repeats(list(value[1]), lead)
        lead += _example([(kind, value)], 0)


def _pumps(body: list[Any]) -> list[str]:
    """A few strings that a repeat's body fits."""
    found = [_example(body, choice) for choice in range(2)]
    return list(dict.fromkeys(pump for pump in found if pump))


def _example(items: list[Any], choice: int) -> str:
    """A string that the items fit, the `choice`-th of several where they leave a choice."""
    return "".join(_one(str(kind), value, choice) for kind, value in items)


def _one(name: str, value: Any, choice: int) -> str:
    if name == "LITERAL":
        return chr(value)
    if name == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if name == "ANY":
        return "a .\t"[choice % 4]
    if name == "IN":
        return _of_class(value, choice)
    if name == "BRANCH":
        branches = value[1]
        return _example(list(branches[choice % len(branches)]), choice)
    if name == "SUBPATTERN":
        return _example(list(value[-1]), choice)
    if name == "ATOMIC_GROUP":
        return _example(list(value), choice)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, body = value
        return _example(list(body), choice) * (least or min(1, most))
    return ""


_OF_CATEGORY = {"CATEGORY_DIGIT": "0", "CATEGORY_WORD": "aA0_", "CATEGORY_SPACE": " \t\n"}


def _of_class(value: list[Any], choice: int) -> str:
    allowed: list[str] = []
    negated = str(value[0][0]) == "NEGATE"
    for kind, item in value:
        if str(kind) == "LITERAL":
            allowed.append(chr(item))
        elif str(kind) == "RANGE":
            allowed += [chr(item[0]), chr(item[1])]
        elif str(kind) == "CATEGORY":
            allowed += _OF_CATEGORY.get(str(item), "!-")
    if not negated:
        return allowed[choice % len(allowed)] if allowed else "a"
    free = [letter for letter in "a A0.,\t-" if letter not in allowed]
    return free[choice % len(free)] if free else "\u00e9"


if __name__ == "__main__":
    json.dump(
        [
            (one.pattern.decode("latin-1"), True, one.flags, one.where)
            if isinstance(one.pattern, bytes)
            else (one.pattern, False, one.flags, one.where)
            for one in collect(Path(sys.argv[1]))
        ],
        sys.stdout,
    )
