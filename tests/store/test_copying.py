"""A record from one database to another and back: every row of every table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from postgres_cluster import Cluster
from sqlalchemy import create_engine, inspect

from tacitus.errors import StoreError
from tacitus.records import CodedArticle
from tacitus.review.audit import AuditLog
from tacitus.store import ArticleConflict, Record
from tacitus.store.copying import compare_records, copy_record
from tacitus.store.opening import open_engine
from tacitus.store.schema import SCHEMA_REVISION, metadata
from tacitus.store.upgrading import downgrade, form_of, upgrade

Coding = Callable[..., CodedArticle]


def fill(target: str, coding: Coding) -> None:
    """A bit of everything: codings of two coders, runs, refusals, decisions, incidents, copies, the audit log."""
    with Record.open(target) as record:
        run = record.runs.start("code", coder=coding().coder, arguments={"files": ["a.txt"], "ünï": "۱۴"})
        for number in range(4):
            record.add(coding(f"a{number}"), run=run)
        record.add(coding("a1", name="Amina"), imported=True)
        record.runs.refuse(run, "b.txt", ArticleConflict("another text", where="b.txt"))
        record.runs.finish(run, {"coded": 4})
        made = record.decisions.make("merge", "a0:e1", new=["a1:e1"], coder="Amina", reason="one raid")
        record.decisions.undo(made.id, coder="Bashir")
        record.decisions.make("correct", "a2:e1", field="fatalities", new={"best": 3_000_000_000.5}, coder="Amina")
        record.link()
    engine = open_engine(target, create=False, read_only=False, busy_timeout=5)
    log = AuditLog(engine, target)
    log.catch_up(who="Amina")
    engine.dispose()


def test_to_postgresql_and_back_nothing_is_lost(tmp_path: Path, postgresql: Cluster, coding: Coding) -> None:
    first, there, back = str(tmp_path / "first.db"), postgresql.database(), str(tmp_path / "back.db")
    fill(first, coding)
    counts = copy_record(first, there)
    assert counts["codings"] == 5
    assert counts["audit"] == 3 + 1 - 1
    assert compare_records(first, there) == []
    copy_record(there, back)
    assert compare_records(first, back) == []
    with Record.open(first) as one, Record.open(back) as other:
        assert [kept.to_json() for kept in one.coded()] == [kept.to_json() for kept in other.coded()]
    with Record.open(there) as record:
        record.add(coding("a9"))
        record.decisions.make("note", "a9:e1", new="seen", coder="Amina")
        record.runs.start("link")
        assert record.link().new_events == 2, "numbers go on where the source stopped"
    (problem,) = compare_records(first, there)[:1]
    assert "articles: the row a9 is in one of the two only" in problem


def test_nothing_is_poured_into_a_record_that_holds_something(
    tmp_path: Path, postgresql: Cluster, coding: Coding
) -> None:
    source, there = str(tmp_path / "first.db"), postgresql.database()
    fill(source, coding)
    copy_record(source, there)
    with pytest.raises(StoreError, match="with something in it"):
        copy_record(source, there)
    with pytest.raises(StoreError, match="with something in it"):
        copy_record(there, source)


def test_a_copy_that_fails_leaves_nothing(
    tmp_path: Path, postgresql: Cluster, coding: Coding, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, there, file = str(tmp_path / "first.db"), postgresql.database(), tmp_path / "back.db"
    fill(source, coding)
    with monkeypatch.context() as patch:
        patch.setattr("tacitus.store.copying._carry_numbers", lambda *_: 1 / 0)
        for target in (there, str(file)):
            with pytest.raises(ZeroDivisionError):
                copy_record(source, target)
    assert not list(tmp_path.glob("back*"))
    copy_record(source, there)
    assert compare_records(source, there) == []


def test_a_character_that_postgresql_cannot_hold_refuses_one_article(target: str, coding: Coding) -> None:
    odd = coding("odd")
    odd.events[0].actor1[0].name = "gun\x00men"
    huge = coding("huge")
    assert huge.events[0].fatalities is not None
    huge.events[0].fatalities.best = 10**25
    with Record.open(target) as record:
        if "postgresql" in target:
            with pytest.raises(ArticleConflict, match=r"odd.txt: something in it does not fit.*NUL"):
                record.add(odd)
        with pytest.raises(ArticleConflict, match=r"huge.txt: something in it does not fit"):
            record.add(huge)
        large = coding("large")
        assert large.events[0].fatalities is not None
        large.events[0].fatalities.best = 10**12
        assert record.add(large)
        assert [one.document.id for one in record.coded()] == (["large"])


def test_forms_go_down_and_up_again(target: str, coding: Coding) -> None:
    fill(target, coding)
    with Record.open(target) as record:
        before = [kept.to_json() for kept in record.coded()]
    for form in ("0004", "0003", "0002", "0001"):
        assert downgrade(target, form)[1] == form
        assert form_of(target) == form
    with pytest.raises(StoreError, match="no form that this record can be brought back to"):
        downgrade(target, "0003")
    assert upgrade(target) == ("0001", SCHEMA_REVISION)
    engine = create_engine(target if "://" in target else f"sqlite:///{target}")
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()
    with Record.open(target) as record:
        assert [kept.to_json() for kept in record.coded()] == before
        assert record.link().new_events == 8
    engine = open_engine(target, create=False, read_only=False, busy_timeout=5)
    AuditLog(engine, target).append("note", who="Amina")
    engine.dispose()


def test_the_migrations_make_on_postgresql_what_the_code_speaks_of(postgresql: Cluster) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_engine(postgresql.database(empty=True), create=True, read_only=False, busy_timeout=5)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "tacitus_version"})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_what_postgresql_says_is_said_with_a_remedy(postgresql: Cluster) -> None:
    with pytest.raises(StoreError, match=r"no such database.*createdb"):
        Record.open(postgresql.url("nowhere"))
    with pytest.raises(StoreError, match="not a Tacitus record"):
        Record.open(postgresql.database(empty=True), create=False)
    with pytest.raises(StoreError, match=r"cannot be reached.*Check that it runs"):
        Record.open(postgresql.url("x").replace("tacitus-pg-", "tacitus-none-"))
    postgresql.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'SQL_ASCII'")
    with pytest.raises(StoreError, match=r"not in UTF-8.*encoding=UTF8"):
        Record.open(postgresql.url("latin"))
