"""Shards: files of many articles (WARC, Parquet, JSON Lines), here or behind a URL, and what is made of them.

A shard's outcome is one Parquet file, which appears under its name only when it is whole. The name follows from the
shard and from who codes, so a shard that is coded twice (a retry, a node thought dead) still counts once.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.implementations.local import LocalFileSystem

from tacitus.errors import ReadError, TacitusError
from tacitus.read import Refusal, read_paths, read_text
from tacitus.records import CodedArticle, Coder, Document
from tacitus.run.outcome import Outcome

SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("source", pa.string()),
        ("status", pa.string()),
        ("id", pa.string()),
        ("published", pa.string()),
        ("publisher", pa.string()),
        ("events", pa.int32()),
        ("relations", pa.int32()),
        ("facilities", pa.int32()),
        ("reason", pa.string()),
        ("message", pa.string()),
        ("coded", pa.string()),
    ]
)
"""One row an input, in order. `status` is coded, passed over or refused; `coded` is the interchange form as JSON."""

_ROWS = 256
"""Rows kept before they are written: a few megabytes."""
_GIVEN = ("id", "text", "title", "published", "publisher", "author", "url", "language")


@dataclass(frozen=True)
class Shard:
    """One file of articles. `url` is a path or an fsspec URL; `size` in bytes is part of what it is."""

    url: str
    size: int

    def file_name(self, coder: Coder) -> str:
        """Return the name of the file that holds what a coder made of the shard."""
        identity = json.dumps([self.url, self.size, coder.to_json()], sort_keys=True)
        return f"coded-{hashlib.sha256(identity.encode()).hexdigest()[:20]}.parquet"


def find_shards(sources: Iterable[str]) -> list[Shard]:
    """Return the files of paths, folders, patterns and URLs, sorted. Raises ReadError for a source without any."""
    found: dict[str, Shard] = {}
    for source in sources:
        try:
            filesystem, path = fsspec.core.url_to_fs(source)
            listed = filesystem.find(path) if filesystem.isdir(path) else filesystem.glob(path)
            files = [file for file in listed if not file.rsplit("/", 1)[-1].startswith(".") and filesystem.isfile(file)]
            for file in files:
                url = file if isinstance(filesystem, LocalFileSystem) else filesystem.unstrip_protocol(file)
                found[url] = Shard(url, int(filesystem.size(file) or 0))
        except (OSError, ValueError, ImportError) as error:
            raise ReadError(f"it cannot be listed ({error})", where=source, remedy="Check the address") from error
        if not files:
            raise ReadError("no file matches", where=source, remedy="Check the path or address, and quote a pattern")
    return [found[url] for url in sorted(found)]


def documents_of(shard: Shard) -> Iterator[Document | Refusal]:
    """Yield the articles of a shard. One that is not of this machine is fetched whole first, for a while."""
    filesystem, path = fsspec.core.url_to_fs(shard.url)
    if isinstance(filesystem, LocalFileSystem):
        yield from _read(Path(path), shard.url)
        return
    with tempfile.TemporaryDirectory(prefix="tacitus-shard-") as folder:
        local = Path(folder) / path.rsplit("/", 1)[-1]
        filesystem.get_file(path, str(local))
        yield from _read(local, shard.url)


def _read(file: Path, url: str) -> Iterator[Document | Refusal]:
    if file.suffix == ".parquet":
        yield from _read_parquet(file, url)
        return
    for item in read_paths([file]):
        source = (item.source or "").replace(str(file), url, 1)
        yield Refusal(source, item.error) if isinstance(item, Refusal) else item.model_copy(update={"source": source})


def _read_parquet(file: Path, url: str) -> Iterator[Document | Refusal]:
    number = 0
    try:
        table = pq.ParquetFile(file)
        columns = [name for name in _GIVEN if name in table.schema_arrow.names]
        if "text" not in columns:
            raise ReadError(
                "there is no column `text`", where=url, remedy=f"Columns that are read: {', '.join(_GIVEN)}"
            )
        for batch in table.iter_batches(batch_size=_ROWS, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield _of_row(row, f"{url}#{number}")
    except (OSError, pa.ArrowException) as error:
        yield Refusal(url, ReadError(f"it is not a whole Parquet file ({error})", where=url, remedy="Write it again"))
    except TacitusError as error:
        yield Refusal(url, error)


def _of_row(row: dict[str, Any], source: str) -> Document | Refusal:
    try:
        given: dict[str, Any] = {
            name: str(value) for name, value in row.items() if value is not None and name != "text"
        }
        given |= {"published": given["published"][:10]} if "published" in given else {}
        return read_text(row["text"] or "", **given).model_copy(update={"source": source})
    except TacitusError as error:
        return Refusal(source, type(error)(error.problem, where=source, remedy=error.remedy))


class ShardWriter:
    """Takes the outcomes of a shard in order and writes its Parquet file, in batches, in a temporary place."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tacitus-shard-")
        self._path = Path(self._folder.name) / "coded.parquet"
        self._file = pq.ParquetWriter(self._path, SCHEMA, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._number = 0

    def add(self, outcome: Outcome) -> None:
        """Take one outcome."""
        coded, document, error = outcome.coded, outcome.document, outcome.error
        self._number += 1
        self._rows.append(
            {
                "number": self._number,
                "source": outcome.source,
                "status": outcome.what,
                "id": document.id if document else None,
                "published": str(document.published) if document and document.published else None,
                "publisher": document.publisher if document else None,
                "events": len(coded.events) if coded else None,
                "relations": len(coded.relations) if coded else None,
                "facilities": len(coded.facilities) if coded else None,
                "reason": type(error).__name__ if error else None,
                "message": str(error) if error else None,
                "coded": json.dumps(coded.to_json(), ensure_ascii=False) if coded else None,
            }
        )
        if len(self._rows) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._file.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
            self._rows.clear()

    def finish(self, shard: Shard, folder: str, name: str, report: dict[str, Any]) -> None:
        """Put the file under its name, with the shard and the report of its coding in its meta data."""
        self._flush()
        meta = {"tacitus": json.dumps({"shard": asdict(shard), "report": report})}
        self._file.add_key_value_metadata(meta)
        self._file.close()
        filesystem, path = fsspec.core.url_to_fs(folder)
        filesystem.makedirs(path, exist_ok=True)
        if isinstance(filesystem, LocalFileSystem):
            # Beside its place first: only a rename within a folder is whole or not at all.
            beside = Path(path) / f".{name}.{self._folder.name.rsplit('-', 1)[-1]}"
            beside.write_bytes(self._path.read_bytes())
            beside.replace(Path(path) / name)
        else:
            # A store of objects shows an object when all of it is there.
            filesystem.put_file(str(self._path), f"{path}/{name}")
        self._folder.cleanup()

    def drop(self) -> None:
        """Forget what was taken."""
        self._file.close()
        self._folder.cleanup()


def report_of(folder: str, name: str) -> dict[str, Any] | None:
    """Return the report of a shard that has been coded into a folder, or None."""
    filesystem, path = fsspec.core.url_to_fs(folder)
    if not filesystem.exists(f"{path}/{name}"):
        return None
    with filesystem.open(f"{path}/{name}", "rb") as stream:
        meta = pq.read_metadata(stream).metadata
    report: dict[str, Any] = json.loads(meta[b"tacitus"])["report"]
    return report


def outcomes_of(folder: str, name: str) -> Iterator[CodedArticle | tuple[str, ReadError]]:
    """Yield what a shard's file holds: codings, and refusals with their source."""
    filesystem, path = fsspec.core.url_to_fs(folder)
    with filesystem.open(f"{path}/{name}", "rb") as stream:
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                if row["coded"] is not None:
                    yield CodedArticle.from_json(json.loads(row["coded"]))
                else:
                    yield row["source"], ReadError(row["message"])
