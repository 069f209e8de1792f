"""The pages: their Python runs, the files they name exist, the commands they show are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tacitus.cli.main import main as tacitus_command
from tacitus.codebook.event_types import plover_of
from tacitus.records import SUB_EVENT_TYPES

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples" / "README.md", *sorted(ROOT.glob("docs/*.md"))]
WITH_SNIPPETS = [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")]
MADE = {"demo/", "build/"}
"""Folders that a command makes: pages may name files in them."""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", WITH_SNIPPETS, ids=name_of)
def test_python_on_the_page_runs(
    page: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert pytestconfig.cache
    monkeypatch.setenv("TACITUS_HOME", str(pytestconfig.cache.mkdir("tacitus-home")))
    snippets = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    names: dict[str, Any] = {}
    for number, snippet in enumerate(snippets, 1):
        exec(compile(snippet, f"{page.name}, snippet {number}", "exec"), names)
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if not link.startswith("http")]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_files_that_the_readme_names_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\b(?:examples|docs|src|tests|gold|demo|benchmarks)/[\w./-]*\w", text)
    assert named
    assert [name for name in named if not name.startswith(tuple(MADE)) and not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_targets_and_commands_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([a-z]+)|^ *make ([a-z]+)", text, re.M))
    unknown = [one or other for one, other in targets if f"\n{one or other}:" not in makefile]
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"(?:^    |`)(?:\.venv/bin/)?tacitus ([a-z]+)", text, re.M))
    assert unknown == []
    assert [command for command in commands if f"## tacitus {command}\n" not in reference] == []
    assert callable(tacitus_command)


def test_the_table_of_types_is_the_codes_own() -> None:
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    for event_type, sub_events in SUB_EVENT_TYPES.items():
        for sub_event in sub_events:
            plover = ", ".join(filter(None, plover_of(sub_event)))
            assert f"| {event_type} | {sub_event} | {plover} |" in page
