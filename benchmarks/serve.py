"""How quick the workbench is with many incidents, in a real browser without a graphics card.

Prints a Markdown table. Options: `--incidents N`, `--record FILE` (made where it is missing), `--passes N`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from serve_record import make_record

from tacitus.serve import Settings, create_app

ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
QUESTIONS = {
    "map of the world": "/api/v1/map?view=-180,-60,180,80&zoom=2",
    "map of Syria, battles": "/api/v1/map?type=Battles&view=35,32,43,38&zoom=6",
    "timeline, one country": "/api/v1/timeline?country=Syria",
    "filters with their numbers, and the list": "/see/results?type=Battles&status=attributed",
    "incidents of an actor": "/api/v1/incidents?actor=Free+Army",
    "queue": "/api/v1/queue",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--record", type=Path, default=Path("build/serve.db"))
    parser.add_argument("--passes", type=int, default=5)
    given = parser.parse_args()
    if not given.record.exists():
        given.record.parent.mkdir(exist_ok=True)
        make_record(given.record, given.incidents)
    address, stop = serve(given.record)
    began = time.perf_counter()
    ask(address + "/api/v1/counts")
    rows = [("reading the index at the start", (time.perf_counter() - began) * 1000)]
    rows += [(name, median(lambda path=path: timed(address + path), given.passes)) for name, path in QUESTIONS.items()]
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium:
        rows += in_browser(address, chromium, given.passes)
    stop()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    print(f"{given.incidents:,} incidents; {os.cpu_count()} cores; load of the machine {load:.1f}\n")
    print("| figure (median) | ms |\n|---|---|")
    for name, milliseconds in rows:
        print(f"| {name} | {milliseconds:.0f} |")


def serve(record: Path) -> tuple[str, Callable[[], None]]:
    """Serve a record on a free port, in a thread."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    app = create_app(Settings(target=str(record)))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)

    def stop() -> None:
        server.should_exit = True
        thread.join(timeout=10)
        app.state.workbench.close()

    return f"http://127.0.0.1:{port}", stop


def ask(url: str) -> None:
    """Ask once."""
    with urllib.request.urlopen(url) as answer:
        answer.read()


def timed(url: str) -> float:
    """Return how many milliseconds an answer takes."""
    began = time.perf_counter()
    ask(url)
    return (time.perf_counter() - began) * 1000


def median(measure: Callable[[], float], passes: int) -> float:
    """Return the median of several measurements."""
    return statistics.median(measure() for _ in range(passes))


def in_browser(address: str, chromium: str, passes: int) -> list[tuple[str, float]]:
    """Measure the first paint of the map, and a change of filter until all of it is on the page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        first = statistics.median(painted(browser, address) for _ in range(passes))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/see")
        page.wait_for_selector("html[data-painted]", state="attached")
        page.wait_for_timeout(3000)
        changes = [changed(page, name) for name in ("Battles", "Protests", "Riots", "Battles", "Protests")]
        browser.close()
    return [
        ("first paint of the map, from the address to coasts and incidents", first),
        ("change of a filter, until list, numbers and timeline are new", statistics.median(changes)),
    ]


def painted(browser: Any, address: str) -> float:
    """Return when a fresh window shows the map with its incidents."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/see", wait_until="commit")
    page.wait_for_selector("html[data-painted]", state="attached")
    found = float(page.evaluate("document.documentElement.dataset.painted"))
    context.close()
    return found


def changed(page: Any, name: str) -> float:
    """Tick or untick a type of event, and return how long it took."""
    page.evaluate("delete document.documentElement.dataset.filtered")
    page.get_by_label(name, exact=False).first.click()
    page.wait_for_selector("html[data-filtered]", state="attached")
    return float(page.evaluate("document.documentElement.dataset.filtered"))


if __name__ == "__main__":
    main()
