"""The process: how fast it starts, and that pipes and signals end it cleanly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = ("spacy", "numpy", "pandas", "sqlalchemy", "alembic", "pydantic", "rich", "lxml", "trafilatura", "yaml")


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from tacitus.cli.main import run\n"
        "code = run(['--help'])\n"
        "print(code, *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    code, *modules = done.stdout.splitlines()[-1].split()
    assert code == "0"
    assert set(modules).isdisjoint(HEAVY)


def test_python_minus_m() -> None:
    done = subprocess.run([sys.executable, "-m", "tacitus", "nonsense"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "Error: No such command 'nonsense'."


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    line = {"document": {"id": "a", "text": "x" * 5000}, "coder": {"name": "tacitus", "version": "0.1"}}
    coded = tmp_path / "coded.jsonl"
    coded.write_text((json.dumps(line) + "\n") * 200)
    process = subprocess.Popen(
        [sys.executable, "-m", "tacitus", "export", "--store", str(coded), "--out", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert said == b""
