"""What the tests of faults share: the databases, and a warm process that forks the ones to be killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from postgres_cluster import Cluster, cluster

Do = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL cluster for these tests."""
    with cluster() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Where a new record may be, once on each database."""
    if request.param == "postgresql":
        made: Cluster = request.getfixturevalue("postgresql")
        return made.database
    numbers = iter(range(1_000_000))
    return lambda: str(tmp_path / f"record{next(numbers)}.db")


@pytest.fixture(scope="module")
def do(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Do]:
    """Do a job in a forked child: `do("code", store, point=17)` returns how it ended and what it acknowledged."""
    program = [sys.executable, str(Path(__file__).parent / "warm.py"), str(home)]
    said = tmp_path_factory.mktemp("warm") / "said.txt"
    with (
        said.open("wb") as errors,
        subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, bufsize=1
        ) as warm,
    ):
        assert warm.stdin
        assert warm.stdout
        jobs, answers = warm.stdin, warm.stdout

        def answer() -> str:
            line = answers.readline()
            assert line, said.read_text()[-2000:]
            return line

        def done(what: str, store: str, point: int = 0, **more: Any) -> dict[str, Any]:
            jobs.write(json.dumps({"what": what, "store": store, "point": point, **more}) + "\n")
            found: dict[str, Any] = json.loads(answer())
            return found | {"said": said.read_text()[-1500:]}

        assert answer() == "ready\n"
        yield done
        jobs.close()
        warm.wait()
