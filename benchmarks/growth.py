"""How coding, storing, linking, export and the workbench grow with the record: from 1,000 events up, as a plot.

`python benchmarks/growth.py 1000 10000 100000 --plot docs/growth.svg` makes a record of each size (as linking.py does),
measures each step in a process of its own, prints a JSON line for each size, and draws them. Seconds are those of a
core, since other work on the machine counts in the clock's. `--minutes` stops before a size that would take longer.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from linking import fill

CODED = (100, 300, 1000)
"""Events to code at the sizes up to the last: coding knows nothing of the record, so more would show the same."""
STORED = 200
QUESTIONS = {
    "map": "/api/v1/map?view=-180,-60,180,80&zoom=2",
    "timeline": "/api/v1/timeline",
    "list": "/see/results?type=Battles",
    "incidents": "/api/v1/incidents?type=Battles",
}


def main() -> None:
    """Measure each size and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--folder", type=Path, help="where the records are made (default: a temporary folder)")
    given = parser.parse_args()
    found: list[dict[str, Any]] = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for size in given.sizes:
            started = time.perf_counter()
            found.append(measure(Path(folder), size))
            print(json.dumps(found[-1]), flush=True)
            took, left = time.perf_counter() - started, given.minutes * 60 - (time.perf_counter() - began)
            following = given.sizes[given.sizes.index(size) + 1 :]
            if following and took * following[0] / size > left:
                print(json.dumps({"stopped before": following[0], "minutes left": round(left / 60, 1)}))
                break
    if given.plot:
        draw(found, given.plot)


def measure(folder: Path, size: int) -> dict[str, Any]:
    """All steps over a record of one size."""
    path = folder / f"{size}.db"
    fill(path, size, seed=size, name="a")
    _sign(path)
    figures: dict[str, Any] = {"events": size, "load": round(os.getloadavg()[0], 1)}
    for step in (_code, _link, _store, _export, _serve):
        figures |= apart(step, path, size)
    path.unlink()
    return figures


def _sign(path: Path) -> None:
    """Name the coder in each coding: linking does not ask for one, reading articles does."""
    import sqlite3

    rest = json.dumps({"coder": {"name": "made", "version": "1", "config_sha256": ""}})
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE codings SET rest = ?", (rest,))
    connection.close()


def apart(step: Callable[[str, int, Any], None], path: Path, size: int) -> dict[str, float]:
    """Take a step in a process of its own, and return its figures."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=step, args=(str(path), size, queue))
    process.start()
    process.join()
    return dict(queue.get()) if process.exitcode == 0 else {f"{step.__name__} failed": process.exitcode or -1}


def _code(_path: str, size: int, queue: Any) -> None:
    wanted = next((number for number in CODED if number * 10 >= size), 0)
    if not wanted:
        queue.put({})
        return
    from mixed_news import relevant

    from tacitus.run import PipelineRecipe

    pipeline = PipelineRecipe()()
    events = 0
    documents = relevant(wanted, size)
    pipeline.code(next(documents))
    began = time.process_time()
    while events < wanted:
        events += len(pipeline.code(next(documents)).events)
    queue.put({"code, s per 1000 events": round(1000 * (time.process_time() - began) / events, 1)})


def _link(path: str, _size: int, queue: Any) -> None:
    from tacitus.store import Record

    began = time.process_time()
    with Record.open(path) as record:
        record.link()
    queue.put({"link, s": round(time.process_time() - began, 2)})


def _store(path: str, size: int, queue: Any) -> None:
    """Articles like those of the record, under new ids, one transaction each, as `tacitus code` stores them."""
    from tacitus.store import Record

    with Record.open(path) as record:
        some = list(islice(record.coded(), STORED))
        again = [one.model_copy(update={"document": one.document.model_copy(update={
            "id": f"new-{number}", "text": one.document.text + f" {number}", "sha256": f"{number:064x}"})})
            for number, one in enumerate(some)]  # fmt: skip
        began = time.process_time()
        for one in again:
            record.add(one)
        queue.put({"store, s per 1000 articles": round(1000 * (time.process_time() - began) / len(again), 2)})


def _export(path: str, size: int, queue: Any) -> None:
    from tacitus.cli.main import run

    with tempfile.TemporaryDirectory() as out:
        began = time.process_time()
        code = run(["export", "--store", path, "--out", out, "--format", "csv"])
        assert code == 0
        queue.put({"export csv, s": round(time.process_time() - began, 2)})


def _serve(path: str, size: int, queue: Any) -> None:
    from fastapi.testclient import TestClient

    from tacitus.serve import Settings, create_app

    app = create_app(Settings(target=path))
    client = TestClient(app)
    began = time.process_time()
    app.state.workbench.index.columns()
    figures = {"workbench start, s": round(time.process_time() - began, 2)}
    for name, question in QUESTIONS.items():
        times = []
        for _ in range(6):
            began = time.process_time()
            assert client.get(question).status_code == 200, question
            times.append(time.process_time() - began)
        figures[f"workbench {name}, ms"] = round(1000 * statistics.median(times[1:]), 1)
    queue.put(figures)
    queue.close()
    queue.join_thread()
    app.state.workbench.close()


def draw(found: list[dict[str, Any]], target: Path) -> None:
    """Draw the steps in two panels, both axes logarithmic: what is done once, and what somebody waits for."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "tacitus"
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for panel, unit, title in (
        (panels[0], ", s", "seconds of one core"),
        (panels[1], ", ms", "milliseconds a question"),
    ):
        names = dict.fromkeys(name for one in found for name in one if unit in name)
        for name in names:
            points = [(one["events"], one[name]) for one in found if name in one]
            panel.plot(*zip(*points, strict=True), marker="o", label=name)
        panel.set(xscale="log", yscale="log", xlabel="coded events in the record", title=title)
        panel.grid(alpha=0.3)
        panel.legend(fontsize=8)
    figure.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    main()
