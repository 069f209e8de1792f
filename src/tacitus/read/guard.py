"""What a reader may fail with, and how a failure becomes a refusal: the reason why a batch never stops."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tacitus.errors import DamagedFile, ReadError, TacitusError
from tacitus.read.limits import Refusal
from tacitus.read.reading import Reading

FAILURES: tuple[type[Exception], ...] = (
    TacitusError,
    OSError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    MemoryError,
    RuntimeError,  # with RecursionError and NotImplementedError
    SyntaxError,  # parsers of XML raise kinds of it
    TypeError,
    ValueError,  # with the errors of decoding and of pydantic
    zlib.error,
)
"""The errors that third-party readers are known to run into on damaged files."""


def refusal_of(error: Exception, where: str) -> Refusal:
    """The refusal of a source for an error, whatever its kind; `where` names the source if the error does not."""
    if isinstance(error, TacitusError):
        if error.where is None:
            error = type(error)(error.problem, where=where, remedy=error.remedy)
        return Refusal(where, error)
    if isinstance(error, OSError):
        problem = f"it cannot be read ({error.strerror or error})"
        return Refusal(where, ReadError(problem, where=where, remedy="Check that it exists and may be read"))
    problem = f"its reader failed ({type(error).__name__}: {str(error)[:80]})"
    return Refusal(where, DamagedFile(problem, where=where, remedy="Save it in another form and try again"))


def guarded(readings: Iterator[Reading | Refusal], where: str) -> Iterator[Reading | Refusal]:
    """The readings of one source or record; a failure ends them with a refusal."""
    try:
        for reading in readings:
            yield refusal_of(reading.error, reading.source) if isinstance(reading, Refusal) else reading
    except FAILURES as error:
        yield refusal_of(error, where)
