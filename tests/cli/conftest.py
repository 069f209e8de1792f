"""Stand-ins for the slow or heavy parts behind the commands; the commands, the store and the files are real."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from stand_in_coder import StandInPipeline, read_texts

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command line: `run("show", "e1", "--store", path)` gives exit code, output and error stream."""
    from tacitus.cli.main import run as run_arguments

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run_arguments([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def coder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code with a stand-in, from plain text files."""
    monkeypatch.setattr("tacitus.run.recipe.PipelineRecipe._load", lambda _recipe: StandInPipeline())
    monkeypatch.setattr("tacitus.run.recipe.PipelineRecipe.prepare", lambda _recipe, _told: None)
    # A worker process would not know of the stand-in.
    monkeypatch.setattr("tacitus.cli.code._FOR_FEW", 0)
    monkeypatch.setattr("tacitus.read.read_paths", read_texts, raising=False)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two reports, an empty one, and one in French."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a-market.txt").write_text("Gunmen attacked the market in Tamba Kora on Friday, witnesses said.")
    (folder / "b-convoy.txt").write_text("Fighters attacked a convoy near Dori.")
    (folder / "c-empty.txt").write_text("")
    (folder / "d-french.txt").write_text("FRENCH Des hommes armés ont attaqué le marché.")
    return folder
