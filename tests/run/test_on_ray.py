"""Coding on a cluster: a local Ray of two actors over shards of three kinds; retries, a killed actor, nothing twice."""

from __future__ import annotations

import gzip
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

ray = pytest.importorskip("ray", reason="needs Ray: pip install 'tacitus[ray]'")
pq = pytest.importorskip("pyarrow.parquet")
pa = pytest.importorskip("pyarrow")

from stand_in_pipeline import Pipeline  # noqa: E402

from tacitus.errors import ReadError  # noqa: E402
from tacitus.run import WorkerLimits  # noqa: E402
from tacitus.run.on_ray import code_on_ray  # noqa: E402
from tacitus.run.shards import Shard, documents_of, find_shards, outcomes_of, report_of  # noqa: E402

PAGE = "<html><body><article><p>{}</p></article></body></html>"


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    folder = str(Path(__file__).parent)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = folder  # actors import the stand-in from here
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield
    ray.shutdown()
    os.environ.pop("PYTHONPATH") if before is None else os.environ.update(PYTHONPATH=before)


def lines(*texts: str, name: str) -> str:
    return "".join(json.dumps({"id": f"{name}-{n}", "text": text}) + "\n" for n, text in enumerate(texts))


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text(lines("plain", "french", "plain", name="a"))
    with gzip.open(folder / "b.jsonl.gz", "wt") as file:
        file.write(lines("plain", "kill", "plain", name="b"))
    rows = {"id": ["c-0", "c-1", None], "text": ["plain", "", "plain"], "published": ["2024-05-01T10:00", None, None]}
    pq.write_table(pa.table(rows), folder / "c.parquet")
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.format("plain " * 40).encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/a\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    (folder / "d.warc").write_bytes(head.encode() + content + b"\r\n\r\n")
    return folder


def rows_of(out: Path) -> list[dict[str, object]]:
    return [row for file in sorted(out.glob("*.parquet")) for row in pq.read_table(file).to_pylist()]


@pytest.mark.usefixtures("cluster")
def test_shards_of_every_kind_are_coded_once_and_refusals_are_listed(shards: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = find_shards([str(shards)])
    limits = WorkerLimits(seconds=20)
    summary = code_on_ray(found, Pipeline, str(out), actors=2, limits=limits)
    assert (summary.done, summary.failed, summary.before) == (4, [], 0)
    rows = rows_of(out)
    assert len(rows) == 10
    coded = sorted(str(row["id"]) for row in rows if row["status"] == "coded")
    assert {"a-0", "a-2", "b-0", "b-2", "c-0"} <= set(coded)
    assert len(coded) == 7
    assert sorted(str(row["reason"]) for row in rows if row["reason"]) == [
        "ArticleFailed",
        "EmptyArticle",
        "UnsupportedLanguage",
    ]
    assert summary.figures["coded"] == 7
    again = code_on_ray(found, Pipeline, str(out), actors=2, limits=limits)
    assert (again.done, again.before) == (4, 4)
    assert rows_of(out) == rows


@pytest.mark.usefixtures("cluster")
def test_a_killed_actor_costs_nothing_and_a_broken_shard_is_tried_again_and_listed(
    shards: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for number in range(6):
        (shards / f"e{number}.jsonl").write_text(lines(*["sleep 0.1"] * 6, name=f"e{number}"))
    found = [*find_shards([str(shards)]), Shard(str(shards / "gone.jsonl"), 1), Shard("nowhere://x/y.jsonl", 1)]
    killed: list[int] = []

    def kill_one(_name: str) -> None:
        if len(killed) < 2:
            actors = [pid for pid in actor_processes() if pid not in killed]
            os.kill(actors[0], signal.SIGKILL)
            killed.append(actors[0])

    summary = code_on_ray(found, Pipeline, str(out), actors=2, done=kill_one)
    assert len(killed) == 2
    assert [shard.url for shard, _ in summary.failed] == ["nowhere://x/y.jsonl"]
    assert summary.retried == 2
    rows = rows_of(out)
    ids = sorted(str(row["id"]) for row in rows if str(row["id"]).startswith("e"))
    assert ids == sorted(f"e{shard}-{n}" for shard in range(6) for n in range(6))
    assert not [file for file in out.iterdir() if file.name.startswith(".")]


def actor_processes() -> list[int]:
    """The processes in which Ray keeps our actors, on this machine."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            if command.startswith(b"ray::ShardCoder") and _descends(parent, os.getpid()):
                found.append(int(entry.name))
    return found


def _descends(process: int, from_: int) -> bool:
    while process > 1:
        if process == from_:
            return True
        process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return False


def test_shards_behind_a_url_are_read_and_named_by_it(shards: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe("/news/a.jsonl", (shards / "a.jsonl").read_bytes())
    (shard,) = find_shards(["memory://news/*.jsonl"])
    items = list(documents_of(shard))
    assert [item.source for item in items] == [f"{shard.url}:{number}" for number in (1, 2, 3)]
    assert shard.url.startswith("memory://")


def test_sources_without_files_and_broken_parquet_are_said(shards: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no file matches"):
        find_shards([str(tmp_path / "none*.jsonl")])
    broken = tmp_path / "broken.parquet"
    broken.write_bytes((shards / "c.parquet").read_bytes()[:200])
    (refusal,) = documents_of(Shard(str(broken), 200))
    assert "not a whole Parquet file" in str(refusal.error)  # type: ignore[union-attr]
    assert report_of(str(tmp_path), "coded-none.parquet") is None
    assert callable(outcomes_of)
