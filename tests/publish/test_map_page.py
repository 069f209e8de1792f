"""The map page: complete in itself, and deaf to what hostile text asks of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tacitus.publish import write_map
from tacitus.publish.map_page.payload import script_safe, web_address
from tacitus.publish.map_page.reference import reference_for
from tacitus.records import CodedArticle


class Elements(HTMLParser):
    """The page as a browser's parser cuts it: tags with attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.texts.append((self.tags[-1][0], data))


def written(articles: list[CodedArticle], folder: Path, title: str = "Events") -> str:
    write_map(articles, folder / "map.html", title=title)
    return (folder / "map.html").read_text(encoding="utf-8")


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    value: dict[str, Any] = json.loads(found[1])
    return value


def test_the_page_carries_events_places_facilities_and_towns(coded: CodedArticle, tmp_path: Path) -> None:
    data = data_of(written([coded], tmp_path, title="The valley"))
    assert data["title"] == "The valley"
    assert [event["id"] for event in data["events"]] == ["a1:e2", "a1:e1"]  # by date
    strike = data["events"][1]
    assert strike["marks"] == [[35.5, 36.5, 10.0, False, "near Varda"]]
    assert strike["days"] == [18750, 18750]
    assert data["events"][0]["marks"][0][2:4] == [75.0, True]
    assert [facility["kind"] for facility in data["facilities"]] == ["checkpoint"]
    assert "Idlib" in [town[0] for town in data["towns"]]
    assert "Syria" in [country[0] for country in data["countries"]]


def test_articles_are_quoted_not_reprinted(coded: CodedArticle, tmp_path: Path) -> None:
    page = written([coded.model_copy(update={"relations": [], "facilities": [], "events": coded.events[1:]})], tmp_path)
    assert "grain store at Old Mill" not in page


def test_the_policy_allows_the_page_itself_and_nothing_else(coded: CodedArticle, tmp_path: Path) -> None:
    elements = Elements(written([coded], tmp_path))
    (policy,) = [
        attributes["content"]
        for tag, attributes in elements.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    runnable = [text for _, text in elements.texts if not text.startswith('{"title"')]
    assert len(runnable) == 2
    for text in runnable:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_the_page_names_no_other_file(coded: CodedArticle, tmp_path: Path) -> None:
    elements = Elements(written([coded], tmp_path))
    assert not [tag for tag, _ in elements.tags if tag in ("link", "img", "iframe", "object", "base")]
    assert not [attributes for _, attributes in elements.tags if "src" in attributes or "style" in attributes]
    assert not [name for _, attributes in elements.tags for name in attributes if name.startswith("on")]
    (style,) = [text for tag, text in elements.texts if tag == "style"]
    assert "url(" not in style
    assert "@import" not in style


def test_the_script_writes_text_only_as_text() -> None:
    folder = Path(__file__).parents[2] / "src" / "tacitus" / "publish" / "map_page"
    script = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "XMLHttp"):
        assert danger not in script


def test_hostile_text_stays_data(hostile: CodedArticle, tmp_path: Path) -> None:
    page = written([hostile], tmp_path, title='</title><script>alert("t")</script>')
    elements = Elements(page)
    assert [tag for tag, _ in elements.tags].count("script") == 2
    assert "img" not in [tag for tag, _ in elements.tags]
    assert not set("\u2028\u2029\u202e\x1b") & set(page)
    data = data_of(page)
    assert data["articles"][0]["url"] == ""
    quoted = "".join(piece[0] for piece in data["events"][0]["quotes"][0])
    assert "</script><script>alert(1)</script>" in quoted  # it is still there to be read


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "file:///etc",
        "//x",
        "",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert web_address(address) == ""
    assert web_address("https://example.org/a?b=1&c=2") == "https://example.org/a?b=1&c=2"
    assert web_address("http://[broken") == ""


def test_json_in_a_script_cannot_end_it() -> None:
    text = script_safe({"a": "</script><!--\u2028&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--\u2028&"}


def test_nothing_coded_is_a_page_too(tmp_path: Path) -> None:
    assert data_of(written([], tmp_path))["events"] == []


def test_types_of_another_codebook_are_kept(coded: CodedArticle, tmp_path: Path) -> None:
    event = coded.events[0].model_copy(update={"event_type": "Cyber operations"})
    data = data_of(written([coded.model_copy(update={"events": [event]})], tmp_path))
    assert data["types"][data["events"][0]["type"]] == "Cyber operations"


def test_reference_is_bounded_even_for_the_whole_world() -> None:
    reference = reference_for([(35.0, 36.0), (-30.0, -60.0), (60.0, 100.0)])
    assert len(reference.dots) <= 6000
    assert len(reference.towns) <= 500
    assert reference_for([]).towns == []
