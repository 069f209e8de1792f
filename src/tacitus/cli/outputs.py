"""What a command writes: coded lines, tables, maps of points; to a folder, to the output, or to the terminal."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

import click

from tacitus.cli.sources import lines_of
from tacitus.cli.terminal import say, show
from tacitus.errors import TacitusError, UsageError

if TYPE_CHECKING:
    from tacitus.records import CodedArticle

FORMATS = ("jsonl", "csv", "geojson", "table")
FILE_NAMES = {"jsonl": "coded.jsonl", "geojson": "events.geojson"}
TABLE_LIMIT = 60
"""Events that a table on the terminal shows at most."""


def chosen_formats(formats: Iterable[str], out: str | None) -> tuple[str, ...]:
    """Return the formats asked for, or the usual ones. Raises UsageError for a combination that makes no sense."""
    chosen = tuple(dict.fromkeys(formats)) or (("jsonl",) if out else ("table",))
    if out == "-" and chosen != ("jsonl",):
        raise UsageError("only jsonl can be written to the output", where="--out -", remedy="Give --out a folder")
    files = [name for name in chosen if name != "table"]
    if files and not out:
        raise UsageError(
            f"{files[0]} needs a place to go", where="--format", remedy="Add --out FOLDER, or --out - for jsonl"
        )
    return chosen


class Outputs:
    """Takes coded articles one by one as a run goes on, and makes the other formats of them in the end.

    Articles wait in a file, not in memory. A file in the folder appears under its name only when it is complete.
    """

    def __init__(self, formats: tuple[str, ...], out: str | None) -> None:
        self._formats = formats
        self._folder = Path(out) if out and out != "-" else None
        self._to_output = out == "-"
        self._spool = Path()
        self._lines: IO[str] | None = None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._refused: list[dict[str, str]] = []
        self._events = 0
        self.written: list[Path] = []

    def __enter__(self) -> Self:
        if self._to_output:
            return self
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._spool = self._folder / f"{FILE_NAMES['jsonl']}.part"
        else:
            self._temporary = tempfile.TemporaryDirectory(prefix="tacitus-")
            self._spool = Path(self._temporary.name) / FILE_NAMES["jsonl"]
        self._lines = self._spool.open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lines is not None:
            self._lines.close()
        if self._folder is not None and self._spool.suffix == ".part":
            self._spool.unlink(missing_ok=True)
        if self._temporary is not None:
            self._temporary.cleanup()

    def write(self, coded: CodedArticle) -> None:
        """Take one coded article."""
        if self._lines is None:
            # On a terminal everything that could steer it is escaped.
            click.echo(json.dumps(coded.to_json(), ensure_ascii=sys.stdout.isatty()))
        else:
            self._lines.write(json.dumps(coded.to_json(), ensure_ascii=False) + "\n")
        self._events += len(coded.events)

    def refuse(self, source: str, error: TacitusError) -> None:
        """Take note of an input that was refused."""
        self._refused.append({"source": source, "kind": type(error).__name__, "message": str(error)})

    def finish(self) -> None:
        """Make the formats that were asked for, and show the table."""
        if self._lines is None:
            return
        self._lines.close()
        if self._folder is not None:
            self._write_files(self._folder)
        if "table" in self._formats:
            self._show_table()

    def _write_files(self, folder: Path) -> None:
        from tacitus.publish import write_csv, write_geojson

        if "csv" in self._formats:
            self.written.extend(write_csv(lines_of(self._spool), folder))
        if "geojson" in self._formats:
            target = folder / FILE_NAMES["geojson"]
            write_geojson(lines_of(self._spool), target)
            self.written.append(target)
        if "jsonl" in self._formats:
            self._spool = self._spool.replace(folder / FILE_NAMES["jsonl"])
            self.written.append(self._spool)
        listing = folder / "refused.jsonl"
        listing.unlink(missing_ok=True)
        if self._refused:
            lines = (json.dumps(refusal, ensure_ascii=False) + "\n" for refusal in self._refused)
            listing.write_text("".join(lines), encoding="utf-8")
            self.written.append(listing)

    def _show_table(self) -> None:
        from tacitus.publish import events_table

        shown = _first_events(lines_of(self._spool), TABLE_LIMIT)
        show(events_table(shown))
        if self._events > TABLE_LIMIT:
            say(f"The table shows the first {TABLE_LIMIT} of {self._events} events; --out FOLDER --format csv has all.")


def _first_events(articles: Iterable[CodedArticle], limit: int) -> Iterator[CodedArticle]:
    """Yield articles until they hold `limit` events; the last one's events are cut there."""
    left = limit
    for coded in articles:
        if left <= 0:
            return
        yield coded.model_copy(update={"events": coded.events[:left]})
        left -= len(coded.events)
