"""What every harness shares: a corpus that is kept between runs, the words of its input, and how it is started.

A harness gives a function that takes bytes and raises where a promise of the code is broken, and a few first inputs.
The corpus, crashing inputs and the log of a run are kept under build/fuzz/NAME, which no commit takes.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "fuzz"
FOLLOWED = ["tacitus", "pypdf", "feedparser", "warcio", "email", "json", "csv", "zipfile", "gzip"]
"""Packages whose branches guide the fuzzer."""


@contextmanager
def followed() -> Iterator[None]:
    """Import under this what is to guide the fuzzer."""
    with atheris.instrument_imports(include=FOLLOWED, enable_loader_override=False):
        yield


def fuzz(name: str, test: Callable[[bytes], None], seeds: Iterable[bytes], words: Iterable[bytes] = ()) -> None:
    """Run `test` on mutations of the seeds until the time on the command line is over (-max_total_time=SECONDS).

    Raising ends the run with a file crash-* beside the corpus; give that file as an argument to run it once more.
    """
    folder = KEPT / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    arguments = [argument for argument in sys.argv[1:] if argument.startswith("-")]
    again = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    usual = [f"-artifact_prefix={folder}/", "-print_final_stats=1", "-timeout=20", "-rss_limit_mb=4096"]
    if words:
        dictionary = folder / "words.txt"
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in sorted(set(words))), encoding="ascii")
        usual.append(f"-dict={dictionary}")
    atheris.Setup([sys.argv[0], *usual, *arguments, *(again or [str(corpus)])], test)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(chr(b) if 32 < b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in word)


def scratch() -> Path:
    """A folder for files under test, in memory where the machine has such a place."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))
