"""The page in a real browser."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tacitus.publish import write_map
from tacitus.records import CodedArticle

BROWSER = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not BROWSER.exists(), reason="chromium is not installed")


def opened(page: Path, folder: Path, fragment: str = "") -> tuple[str, str]:
    """Open the page without a network; return the document as it stands then, and the console's messages."""
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder / 'profile'}",
        f"--log-net-log={folder / 'net.json'}",
        "--enable-logging=stderr",
        "--virtual-time-budget=2000",
        "--dump-dom",
        page.as_uri() + fragment,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    console = "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)
    return done.stdout, console


def asked_by_the_page(folder: Path) -> int:
    """Count the requests of the page; those of the browser on its own account have another initiator."""
    log = (folder / "net.json").read_text(encoding="utf-8", errors="replace")
    return len(re.findall(r'"initiator":"(?:file:[^"]*|null)"', log))


def test_the_page_draws_and_asks_for_nothing(coded: CodedArticle, hostile: CodedArticle, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    write_map([coded, hostile], page, title="The valley & <beyond>")
    document, console = opened(page, tmp_path)
    assert console == ""
    assert "<title>The valley &amp; &lt;beyond&gt;</title>" in document
    assert 'data-marks="3"' in document
    assert 'data-facilities="1"' in document
    assert 'data-spans="2"' in document
    assert "3 events at 3 places" in document
    assert document.count('class="item ') == 3
    assert document.count("<script") == 2
    assert asked_by_the_page(tmp_path) == 0


def test_a_request_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "asking.html"
    page.write_text('<img src="http://asked.example/x.png">', encoding="utf-8")
    opened(page, tmp_path)
    assert asked_by_the_page(tmp_path) > 0


def test_an_address_opens_an_event_with_its_evidence(coded: CodedArticle, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    write_map([coded], page)
    document, console = opened(page, tmp_path, "#a1%3Ae1")
    assert console == ""
    detail = document[document.index('id="detail"') :]
    assert re.search(r'<mark class="f f0" title="what happened">bombed</mark>', detail)
    assert "could also be Varda" in detail
    assert 'href="https://example.org/grain"' in detail


def test_hostile_text_is_read_not_run(hostile: CodedArticle, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    write_map([hostile], page)
    document, console = opened(page, tmp_path, "#h1%3Ae1")
    assert console == ""
    detail = document[document.index('id="detail"') : document.index("<footer")]
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in detail
    assert "<script" not in detail
    assert "<img" not in detail
    assert "<a " not in detail


def test_an_address_opens_a_facility(coded: CodedArticle, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    write_map([coded], page)
    document, console = opened(page, tmp_path, "#a1%3Af1")
    assert console == ""
    detail = document[document.index('id="detail"') : document.index("<footer")]
    for words in ("checkpoint", "established", "Free Valley Brigade", "which set up a checkpoint in Varda"):
        assert words in detail
