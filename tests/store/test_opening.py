"""Opening: what is refused and what is said then; and that a killed process leaves a sound record."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from tacitus.errors import StoreError, StoreLocked
from tacitus.records import CodedArticle
from tacitus.review import tables as _tables_of_people  # noqa: F401 - registers them in the metadata
from tacitus.store import Record
from tacitus.store.opening import open_engine
from tacitus.store.schema import SCHEMA_REVISION, VERSION_TABLE, metadata

Coding = Callable[..., CodedArticle]


def test_the_migrations_make_exactly_the_tables_that_the_code_speaks_of(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_engine(path, create=True, read_only=False, busy_timeout=1)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == SCHEMA_REVISION
    engine.dispose()


def test_the_tables_can_be_made_on_postgresql() -> None:
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_it_is_sqlite_with_a_write_ahead_log(path: Path) -> None:
    Record.open(path).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_url_opens_the_same_record(path: Path, coding: Coding) -> None:
    with Record.open(f"sqlite:///{path}") as record:
        record.add(coding())
    with Record.open(path, create=False) as record:
        assert len(record.events()) == 2


@pytest.mark.parametrize("name", ["the record #1 50%.db", "رکورد.db", "a?mode=ro&b.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    Record.open(tmp_path / name).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_what_is_no_record_is_refused_and_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "bookmarks.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()
    text = tmp_path / "notes.txt"
    text.write_text("Interview notes, 14 March. " * 100)
    for file in (foreign, text):
        before = file.read_bytes()
        with pytest.raises(StoreError, match="not a Tacitus record"):
            Record.open(file)
        assert file.read_bytes() == before
    with pytest.raises(StoreError, match="folder, not a record"):
        Record.open(tmp_path)


def test_a_missing_record_is_not_made_by_a_reader(path: Path) -> None:
    with pytest.raises(StoreError, match="no record here"):
        Record.open(path, create=False)
    with pytest.raises(StoreError, match="no record here"):
        Record.open(path, read_only=True)
    with pytest.raises(StoreError, match="folder of the record does not exist"):
        Record.open(path.parent / "nowhere" / "record.db")
    assert not path.exists()


def test_a_database_of_another_kind_and_a_url_that_is_none() -> None:
    with pytest.raises(StoreError, match="cannot be kept in mssql"):
        Record.open("mssql+pyodbc://archive:secret@db.example.org/tacitus")
    with pytest.raises(StoreError, match="cannot be kept in nosuch") as refused:
        Record.open("nosuch://archive:secret@db.example.org/tacitus")
    assert "secret" not in str(refused.value)


def test_a_record_of_a_newer_tacitus(path: Path) -> None:
    Record.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0907'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=r"newer Tacitus \(form 0907.*pip install --upgrade"):
        Record.open(path)


def test_a_damaged_record(path: Path, coding: Coding) -> None:
    with Record.open(path) as record:
        for number in range(30):
            record.add(coding(f"a{number}"))
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\x5a" * (len(content) - 8192 - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(StoreError, match="damaged"):
        _read_all(path)


def _read_all(path: Path) -> None:
    with Record.open(path) as record:
        list(record.coded())
        list(record.articles())


def test_a_locked_record_says_so_after_the_wait(path: Path, coding: Coding) -> None:
    Record.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Record.open(path, busy_timeout=0.2) as record:
        with pytest.raises(StoreLocked, match="Wait until it has finished"):
            record.add(coding())
        assert len(record.events()) == 0, "reading goes on while another writes"
        other.execute("ROLLBACK")
        assert record.add(coding())
    other.close()


def test_two_writers_wait_for_each_other(path: Path, coding: Coding) -> None:
    def write(writer: str) -> int:
        with Record.open(path, busy_timeout=30) as record:
            return sum(record.add(coding(f"{writer}{number}")) for number in range(20))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write, "abcd")) == [20, 20, 20, 20]
    with Record.open(path, read_only=True) as record:
        assert len(record.events()) == 160


def test_a_reader_writes_nothing(path: Path, coding: Coding) -> None:
    with Record.open(path) as record:
        record.add(coding("a1"))
    with Record.open(path, read_only=True) as record:
        assert len(record.events()) == 2
        with pytest.raises(StoreError, match="may be read here, but not written"):
            record.add(coding("a2"))


_AS_SOMEBODY_ELSE = """
import os, sys
from tacitus.errors import StoreError
from tacitus.store import Record
import alembic.command, alembic.config
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Record.open(sys.argv[1], read_only=True) as record:
    print(len(record.events()))
try:
    Record.open(sys.argv[1])
except StoreError as error:
    print(error)
"""


def test_a_record_in_a_folder_that_may_not_be_written(coding: Coding) -> None:
    # Not under tmp_path: pytest's folders above it are closed to the other user that root becomes here.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "record.db"
        with Record.open(path) as record:
            record.add(coding())
        path.chmod(0o444)
        folder.chmod(0o555)
        command = [sys.executable, "-c", _AS_SOMEBODY_ELSE, str(path)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        finally:
            folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    count, message = done.stdout.splitlines()
    assert count == "2"
    assert "may be read here, but not written" in message
    assert "copy the record to a folder of your own" in message


_WRITER = textwrap.dedent("""
    import json, sys
    from tacitus.records import CodedArticle
    from tacitus.store import Record
    template = CodedArticle.from_json(json.loads(sys.stdin.readline()))
    with Record.open(sys.argv[1]) as record:
        for number in range(100000):
            template.document.id = template.document.sha256 = f"a{number}"
            record.add(template)
            print(f"a{number}", flush=True)
""")


def test_kill_minus_nine_loses_no_acknowledged_article(path: Path, coding: Coding) -> None:
    acknowledged: list[str] = []
    for round_number in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(coding(version=str(round_number)).to_json()) + "\n")
        process.stdin.flush()
        acknowledged = [process.stdout.readline().strip() for _ in range(25)]
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += process.stdout.read().split()
        process.wait()
        process.stdin.close()
        process.stdout.close()
        with Record.open(path) as record:
            whole = list(record.coded())
        kept = {coded.document.id for coded in whole if coded.coder.version == str(round_number)}
        assert set(acknowledged) <= kept
        assert all(len(coded.events) == 2 and len(coded.relations) == 1 for coded in whole)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
