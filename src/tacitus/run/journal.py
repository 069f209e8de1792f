"""The journal of a run: what happened, one JSON object a line, for programs that watch or sum up runs.

It names sources and ids, never a word of an article. Every line has `time` (UTC) and `what`.
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from tacitus.errors import UsageError


class Journal:
    """Writes lines to a file that it adds to, or with "-" to the error stream. Each line is out before the next."""

    def __init__(self, target: str) -> None:
        self._own = target != "-"
        if not self._own:
            self._stream: IO[str] = sys.stderr
            return
        try:
            self._stream = Path(target).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115  closed by __exit__
        except OSError as error:
            raise UsageError(
                f"the log cannot be written ({error.strerror})", where=target, remedy="Give another path with --log"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.write("run broken off", kind=type(error).__name__, message=str(error))
        if self._own:
            self._stream.close()

    def write(self, what: str, **fields: Any) -> None:
        """Add one line. Null fields are left out."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        line = {"time": now, "what": what, **{name: value for name, value in fields.items() if value is not None}}
        self._stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
