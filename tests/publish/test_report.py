"""The briefing: what it says, that it is harmless, and that the PDF says the same."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from lxml import html
from pypdf import PdfReader

from tacitus.publish.imprint import Imprint
from tacitus.publish.publication import Source, source_of_articles, source_of_record
from tacitus.publish.redact import load_profile
from tacitus.publish.report import write_report
from tacitus.records import CodedArticle
from tacitus.store import Record

IMPRINT = Imprint(title="The valley in May", made=datetime.date(2021, 6, 1))


@pytest.fixture
def page(source: Source, tmp_path: Path) -> str:
    (path,) = write_report(source, tmp_path, IMPRINT, pdf=False)
    return path.read_text(encoding="utf-8")


def test_it_has_all_its_parts(page: str) -> None:
    tree = html.fromstring(page)
    headings = [" ".join(heading.text_content().split()) for heading in tree.xpath("//h2")]
    assert headings == [
        "Where",
        "When",
        "What: all incidents",
        "Contested",
        "Changes among groups",
        "Posts, bases, checkpoints",
        "Method and limits",
        "Articles read",
    ]
    figures = dict(zip(tree.xpath("//dl//dd/text()"), tree.xpath("//dl//dt/text()"), strict=True))
    assert figures["incidents"] == "4"
    assert figures["articles"] == "3"
    rows = [" ".join(row.text_content().split()) for row in tree.xpath("//table[@class='wide']/tbody/tr")]
    strike = next(row for row in rows if "Air/drone strike" in row)
    assert "2 independent sources" in strike
    assert "Coast Radio, 2021-05-05: Nine dead in Varda" in strike
    assert "The Valley Gazette" in strike
    assert "Free Valley Brigade is a member of the Valley Front" in page
    assert "checkpoint at near Varda (Free Valley Brigade): established" in page


def test_contested_values_stand_side_by_side(page: str) -> None:
    tree = html.fromstring(page)
    (contest,) = [a for a in tree.xpath("//article") if "Air/drone strike" in a.text_content()]
    cells = [[" ".join(cell.text_content().split()) for cell in row] for row in contest.xpath(".//tbody/tr")]
    told = {value: by for _, value, by in cells}
    assert any(value == "at least 4" and "The Valley Gazette" in by for value, by in told.items())
    assert any(value == "9" and "Coast Radio" in by for value, by in told.items())


def test_it_asks_the_network_for_nothing_and_runs_nothing(page: str) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("//script | //img | //link | //iframe") == []
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    links = tree.xpath("//a/@href")
    assert set(links) == {"https://example.org/grain", "https://example.org/2021/salma-haddad-speaks"}
    assert re.findall(r'(?:src|href)="(?!https://example|#)[^"]*"', page) == []


def test_hostile_text_stays_text(hostile: CodedArticle, tmp_path: Path) -> None:
    (path,) = write_report(source_of_articles(lambda: [hostile]), tmp_path, IMPRINT, pdf=False)
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in html.fromstring(page).xpath("string(//a/@href)")
    assert "&lt;script&gt;alert(1)" in page


def test_the_pdf_says_the_same(source: Source, hostile: CodedArticle, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    _, path = write_report(source, tmp_path, IMPRINT)
    reader = PdfReader(path)
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    for words in ("The valley in May", "Air/drone strike", "Coast Radio", "Contested", "Method and limits"):
        assert words in text
    assert reader.metadata is not None
    assert reader.metadata.title == "The valley in May"
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    _, other = write_report(source_of_articles(lambda: [hostile]), tmp_path / "hostile", IMPRINT)
    assert "[bold red]shouting[/]" in " ".join(PdfReader(other).pages[0].extract_text().split())


def test_a_period_is_kept_to(record: Record, tmp_path: Path) -> None:
    first, last = datetime.date(2021, 5, 4), datetime.date(2021, 5, 4)
    source = source_of_record(record, since=first, until=last)
    (path,) = write_report(source, tmp_path, IMPRINT, since=first, until=last, pdf=False)
    page = path.read_text(encoding="utf-8")
    assert "2021-05-04 to 2021-05-04" in page
    assert "Air/drone strike" not in page
    assert "Shelling/artillery/missile attack" in page


def test_nothing_in_the_period_is_said_so(record: Record, tmp_path: Path) -> None:
    day = datetime.date(1990, 1, 1)
    paths = write_report(source_of_record(record, since=day, until=day), tmp_path, IMPRINT, since=day, until=day)
    assert "Nothing in this period." in paths[0].read_text(encoding="utf-8")


def test_the_profile_is_named_with_what_it_removed(record: Record, tmp_path: Path) -> None:
    source = source_of_record(record, profile=load_profile("public"), as_of=datetime.date(2021, 12, 1), key=b"k" * 32)
    (path,) = write_report(source, tmp_path, IMPRINT, pdf=False)
    page = path.read_text(encoding="utf-8")
    assert "Redaction profile: public. It removed" in page
    assert "2 private persons" in page
