"""The house: imports point backwards, no drawer for odds and ends, no module that grew out of hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "tacitus"
ORDER = (
    "errors",
    "harmless",
    "records",
    "codebook",
    "gazetteer",
    "read",
    "parse",
    "resolve",
    "languages",
    "extract",
    "attribute",
    "coalition",
    "llm",
    "link",
    "store",
    "review",
    "publish",
    "run",
    "evaluate",
    "train",
    "serve",
    "cli",
)
"""The way of the data. A folder may import itself and those before it."""

MOST_LINES = 450
MODULES = sorted(SOURCE.rglob("*.py"))
EXEMPT = {SOURCE / "__init__.py", SOURCE / "__main__.py"}
"""The door of the package, and the door of the command line, see the whole house."""


def name_of(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


def imported_folders(text: str, module: Path) -> Iterator[tuple[int, str]]:
    """Yield line and folder of each import from within the package, at the top of the module or inside functions."""
    package = ("tacitus", *module.relative_to(SOURCE).parent.parts)
    for node in ast.walk(ast.parse(text, filename=str(module))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "tacitus" else [base]
        for name in names:
            parts = name.split(".")
            if parts[0] == "tacitus" and len(parts) > 1 and not parts[1].startswith("__"):
                yield node.lineno, parts[1]


def test_every_folder_has_its_place_in_the_order() -> None:
    folders = {module.relative_to(SOURCE).parts[0].removesuffix(".py") for module in MODULES if module not in EXEMPT}
    assert folders <= set(ORDER)


@pytest.mark.parametrize("module", [module for module in MODULES if module not in EXEMPT], ids=name_of)
def test_imports_point_backwards(module: Path) -> None:
    own = ORDER.index(module.relative_to(SOURCE).parts[0].removesuffix(".py"))
    imports = imported_folders(module.read_text(encoding="utf-8"), module)
    forward = [f"line {line}: {folder}" for line, folder in imports if folder in ORDER[own + 1 :]]
    assert forward == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [
        name_of(module) for module in MODULES if drawers & {part.removesuffix(".py") for part in module.parts}
    ] == []


def test_no_module_grew_out_of_hand() -> None:
    long = {name_of(module): module.read_text(encoding="utf-8").count("\n") for module in MODULES}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_the_check_sees_imports_of_every_shape() -> None:
    text = "from tacitus import store\ndef late():\n    import tacitus.run.batch\n    from ..cli import main\n"
    found = imported_folders(text, SOURCE / "records" / "imagined.py")
    assert [folder for _, folder in found] == ["store", "run", "cli"]
