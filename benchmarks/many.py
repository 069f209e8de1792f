"""Many articles on one machine: mixed news with triage, memory over a long run, and Ray beside the process pool.

`python benchmarks/many.py mixed 600`, `memory 100000`, `ray 400`. The news is made up (mixed_news.py). Each prints
JSON. Seconds of cores are given beside the clock's, since other work on the machine counts in the latter.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from mixed_news import mixed

from tacitus.records import Document
from tacitus.run import Outcome, PipelineRecipe, RunSummary, code_batch

MEBIBYTE = 1024**2


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("mixed", "memory", "ray"))
    parser.add_argument("count", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--share", type=float, default=1 / 3, help="of articles that tell of conflict")
    given = parser.parse_args()
    print(json.dumps({"load before": [round(load, 1) for load in os.getloadavg()]}), flush=True)
    if given.what == "mixed":
        measure_mixed(given.count, given.workers, given.share)
    elif given.what == "memory":
        measure_memory(given.count, given.workers, given.share)
    else:
        measure_ray(given.count, given.workers, given.share)
    print(json.dumps({"load after": [round(load, 1) for load in os.getloadavg()]}))


def measure_mixed(count: int, workers: int, share: float) -> None:
    """Articles a second of mixed news, with and without triage, loading left out."""
    documents = list(mixed(count, share=share))
    words = sum(len(document.text.split()) for document in documents) / count
    for triage in (True, False):
        some = documents if triage else documents[: count // 3]
        summary, seconds, cores = run(some, PipelineRecipe(triage=triage), workers)
        figures = {
            "triage": triage, "articles": len(some), "words each": round(words), "workers": workers,
            "passed over": summary.passed_over, "events": summary.events,
            "articles/s": round(len(some) / seconds, 1), "core seconds": round(cores, 1),
            "articles/s if both cores were free": round(workers * len(some) / cores, 1),
            "stages": summary.report()["stages"],
        }  # fmt: skip
        print(json.dumps(figures), flush=True)


def run(documents: Iterable[Document], recipe: PipelineRecipe, workers: int) -> tuple[RunSummary, float, float]:
    """Code with workers; return the summary, seconds from the first outcome on, and core seconds of all processes.

    The first articles come twice: only after them are all workers loaded.
    """
    first: list[float] = []

    def sink(outcome: Outcome) -> None:
        if outcome.error:
            raise outcome.error
        if not first:
            first.append(time.perf_counter())

    before = cpu()
    summary = code_batch(documents, recipe, sink=sink, workers=workers)
    used = cpu() - before - workers * loading(recipe)
    return summary, time.perf_counter() - first[0], used


def cpu() -> float:
    """Core seconds of this process and of all that it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


_loading: dict[PipelineRecipe, float] = {}


def loading(recipe: PipelineRecipe) -> float:
    """Core seconds that one worker takes to load, measured with a worker that codes one short text."""
    if recipe not in _loading:
        before = cpu()
        code_batch([Document(id="a", text="It rained.", language="en")], recipe, sink=lambda _: None, workers=1)
        _loading[recipe] = cpu() - before
    return _loading[recipe]


def measure_memory(count: int, workers: int, share: float) -> None:
    """Memory of this process and of the workers, as the run goes on. Every article is a new one."""
    seen = itertools.count(1)
    began = time.perf_counter()
    every = max(1, count // 20)

    def sink(outcome: Outcome) -> None:
        number = next(seen)
        if number % every == 0 or number == count:
            figures = {
                "articles": number,
                "seconds": round(time.perf_counter() - began),
                "parent MiB": resident(os.getpid()),
                "workers MiB": [resident(pid) for pid in children()],
            }
            print(json.dumps(figures), flush=True)

    summary = code_batch(stream(count, share), PipelineRecipe(triage=True), sink=sink, workers=workers)
    print(json.dumps(summary.report()), flush=True)


def stream(count: int, share: float) -> Iterator[Document]:
    """Mixed news in parts with seeds of their own, never all in memory; none of the courts, which parse slowly."""
    for seed in range(1, count // 1000 + 2):
        yield from itertools.islice(
            mixed(1000, seed=seed, share=share, courts=False), max(0, count - (seed - 1) * 1000)
        )


def resident(pid: int) -> int:
    """Mebibytes that a process holds in memory (Linux)."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // MEBIBYTE
    except OSError:
        return 0


def children() -> list[int]:
    """The worker processes."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in listed if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()]


def measure_ray(count: int, workers: int, share: float) -> None:
    """The same shards by the process pool and by Ray with as many actors, in turns; from first outcome to last."""
    from tacitus.read import read_paths
    from tacitus.run.on_ray import code_on_ray
    from tacitus.run.shards import find_shards

    # Ray's processes give way to all others unless told not to; the pool's do not, so neither do Ray's here.
    os.environ.setdefault("RAY_worker_niceness", "0")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        documents = list(mixed(count, share=share))
        size = max(1, count // (8 * workers))
        for number in range(0, count, size):
            lines = (document.model_dump_json() + "\n" for document in documents[number : number + size])
            (folder / f"{number:07}.jsonl").write_text("".join(lines), encoding="utf-8")
        recipe = PipelineRecipe(triage=True)
        began: list[float] = []
        for turn in range(2):
            _, pool, _ = run(read_paths([folder]), recipe, workers)  # type: ignore[arg-type]
            code_on_ray(find_shards([str(folder)]), recipe, f"{name}/out{turn}", actors=workers,
                        begin=lambda _: began.append(time.perf_counter()))  # fmt: skip
            by_ray = time.perf_counter() - began[-1]
            print(json.dumps({"articles": count, "pool s": round(pool, 1), "ray s": round(by_ray, 1),
                              "ray / pool": round(by_ray / pool, 2)}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
