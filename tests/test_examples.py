"""The example reports, coded as a newcomer would code them: what must hold for the demo to be worth looking at."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tacitus.read import read_paths
from tacitus.records import CodedArticle, Document
from tacitus.run.pipeline import Pipeline

EXAMPLES = Path(__file__).parents[1] / "examples"
HARD_NEGATIVE = "sports-opinion.txt"


@pytest.fixture(scope="module")
def coded(pytestconfig: pytest.Config) -> dict[str, CodedArticle]:
    # A home that lives on, so that the gazetteer is compiled once and not at every run; not the user's own packs.
    assert pytestconfig.cache
    pipeline = Pipeline.load(packs=[EXAMPLES / "places.csv"], home=pytestconfig.cache.mkdir("tacitus-home"))
    articles: dict[str, CodedArticle] = {}
    for item in read_paths([EXAMPLES / "reports"]):
        assert isinstance(item, Document), f"{item.source}: {item.error}"
        articles[Path(item.source or "").name] = pipeline.code(item)
    return articles


def test_every_report_is_read_from_every_kind_of_file(coded: dict[str, CodedArticle]) -> None:
    assert len(coded) == 14
    kinds = {Path(name.partition(":")[0]).suffix for name in coded}
    assert kinds == {".html", ".txt", ".jsonl", ".eml", ".xml", ".pdf"}
    assert [name for name, article in coded.items() if article.document.published is None] == []


def test_every_offset_holds(coded: dict[str, CodedArticle]) -> None:
    for name, article in coded.items():
        text = article.document.text
        wrong = [span for span in spans_in(article.to_json()) if text[span["start"] : span["end"]] != span["text"]]
        assert wrong == [], name


def test_every_report_but_the_football_column_tells_something(coded: dict[str, CodedArticle]) -> None:
    silent = [name for name, article in coded.items() if not article.events and name != HARD_NEGATIVE]
    assert silent == []


def test_football_is_no_war(coded: dict[str, CodedArticle]) -> None:
    article = coded[HARD_NEGATIVE]
    told = [event.sentence.text for event in article.events]
    assert (told, article.relations, article.facilities) == ([], [], [])


def test_the_republished_page_has_both_outlets_and_dates(coded: dict[str, CodedArticle]) -> None:
    document = coded["idlib-coalition.html"].document
    assert (document.publisher, document.republished_from) == ("Meridian Digest", "Orontes Monitor")
    assert document.published == datetime.date(2020, 6, 16)
    assert document.republished == datetime.date(2020, 6, 17)


def test_page_furniture_tells_no_events(coded: dict[str, CodedArticle]) -> None:
    for name, article in coded.items():
        furniture = [part for part in article.document.boilerplate if part.kind != "headline"]
        triggers = [mention.trigger for event in article.events for mention in event.mentions]
        inside = [t for t in triggers if any(part.start <= t.start < part.end for part in furniture)]
        assert inside == [], name


def test_one_contested_incident_keeps_both_tolls_and_the_denial(coded: dict[str, CodedArticle]) -> None:
    agency, monitor = coded["mali-dogofry-agency.html"], coded["mali-dogofry-monitor.txt"]
    assert 28 in tolls_of(agency)
    assert 24 in tolls_of(monitor)
    for article in (agency, monitor):
        deniers = {actor.name for event in article.events for actor in event.denied_by}
        assert "Malian Armed Forces" in deniers


def test_villages_of_the_pack_are_on_the_map(coded: dict[str, CodedArticle]) -> None:
    named = {place.text: place for article in coded.values() for place in article.places}
    for village in ("Bsanqul", "Urum al-Jawz", "Mareian", "Dogofry", "Drodro", "Thantlang", "Synkivka"):
        assert named[village].latitude is not None, village


def test_turkish_posts_along_the_highway_are_facilities(coded: dict[str, CodedArticle]) -> None:
    posts = [post for post in coded["idlib-coalition.html"].facilities if post.status == "established"]
    assert {"Bsanqul", "Urum al-Jawz"} <= {post.place.text for post in posts}


def tolls_of(article: CodedArticle) -> set[int | None]:
    counts = [event.fatalities for event in article.events if event.fatalities]
    return {number for count in counts for number in (count.low, count.best, count.high)}


def spans_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every span of an article's JSON: what has a text and whole numbers as start and end."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and isinstance(value.get("start"), int):
            yield value
        for inner in value.values():
            yield from spans_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans_in(inner)
