"""How fast Tacitus codes, against spaCy alone on the same texts, with the same model, in the same run.

`make bench` prints a Markdown table. Options: `--passes N` over the texts, `--texts FILE` in the interchange form.
"""

from __future__ import annotations

import argparse
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tacitus.records import Document
from tacitus.run import Outcome, PipelineRecipe, code_batch
from tacitus.store import read_coded

GOLD = Path(__file__).parents[1] / "gold" / "gold.jsonl"
MEGABYTE = 1024 if platform.system() == "Linux" else 1024 * 1024
"""What `ru_maxrss` counts in: kilobytes, on macOS bytes."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=GOLD)
    parser.add_argument("--passes", type=int, default=3)
    given = parser.parse_args()
    documents = english_documents(given.texts)
    words = sum(len(document.text.split()) for document in documents)
    print(f"{len(documents)} texts, {words} words, {given.passes} passes; Python {platform.python_version()}\n")
    rows = [*one_process(documents, words, given.passes), *workers(documents, given.passes), *starts()]
    print("| figure | value |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


def english_documents(path: Path) -> list[Document]:
    """Return the documents that are coded, not refused."""
    from tacitus.errors import InterchangeError

    found = [line.document for line in read_coded(path) if not isinstance(line, InterchangeError)]
    return [document for document in found if document.language in (None, "en")]


def one_process(documents: list[Document], words: int, passes: int) -> list[tuple[str, str]]:
    """Compare the whole pipeline with spaCy alone. The quickest pass of each counts, taken in turns."""
    import spacy

    from tacitus.parse.syntax import MODEL

    bare = spacy.load(MODEL)
    pipeline = PipelineRecipe()()

    def parse() -> None:
        for document in documents:
            bare(document.text)

    def code() -> None:
        for document in documents:
            pipeline.code(document)

    pairs = [(seconds_of(parse), seconds_of(code)) for _ in range(passes)]
    alone, whole = (min(column) for column in zip(*pairs, strict=True))
    return [
        ("spaCy alone, one process", f"{words / alone:,.0f} words/s"),
        ("whole pipeline, one process", f"{words / whole:,.0f} words/s"),
        ("whole pipeline / spaCy alone, time", f"{whole / alone:.2f}"),
    ]


def workers(documents: list[Document], passes: int) -> list[tuple[str, str]]:
    """Compare two workers with one, in turns. The quickest of each counts."""
    pairs = [(rate(documents, 1, passes), rate(documents, 2, passes)) for _ in range(2)]
    one, two = (max(column) for column in zip(*pairs, strict=True))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE
    return [
        ("one worker", f"{one:,.0f} words/s"),
        ("two workers", f"{two:,.0f} words/s"),
        ("two workers / one worker, speed", f"{two / one:.2f} (runs: {', '.join(f'{t / o:.2f}' for o, t in pairs)})"),
        ("peak memory of a worker", f"{peak:,.0f} MB"),
    ]


def rate(documents: list[Document], count: int, passes: int) -> float:
    """Return words a second over whole passes, after a first pass in which every worker loads and warms up.

    Whole passes, so that one and two workers are measured on the same mixture of texts.
    """
    many = [
        document.model_copy(update={"id": f"{document.id}-{number}"})
        for number in range(1 + passes)
        for document in documents
    ]
    moments: list[float] = []

    def sink(outcome: Outcome) -> None:
        if outcome.error:
            raise outcome.error
        moments.append(time.perf_counter())

    code_batch(many, PipelineRecipe(), sink=sink, workers=count)
    words = passes * sum(len(document.text.split()) for document in documents)
    return words / (moments[-1] - moments[len(documents) - 1])


def starts() -> list[tuple[str, str]]:
    """Measure how long the command line and the pipeline take to start, in fresh processes."""
    command = [sys.executable, "-m", "tacitus", "--version"]
    load = [sys.executable, "-c", "from tacitus.run import PipelineRecipe; PipelineRecipe()()"]
    rows = []
    for name, arguments in (("start of `tacitus --version`", command), ("start and loading of the pipeline", load)):
        seconds = min(
            seconds_of(lambda run=arguments: subprocess.run(run, check=True, capture_output=True)) for _ in "12"
        )
        rows.append((name, f"{seconds:.2f} s"))
    return rows


def seconds_of(action: Callable[[], object]) -> float:
    """Return how long the action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
