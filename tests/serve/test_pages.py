"""What the pages show: evidence at its words, reports facing each other, and hostile text as nothing but text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from signing import token_of
from told import HOSTILE

from tacitus.harmless import harmless
from tacitus.store import Record

EVERY = [
    "/see", "/see/results?type=Battles", "/articles", "/articles/wire", "/articles/wire?event=r1", "/articles/radio",
    "/articles/hostile/%3Cx%3E", "/incidents/wire:e1", "/incidents/hostile/%3Cx%3E:e1", "/actors", "/actors/desert-front",
    "/network", "/network?day=2024-03-20&stated=1", "/facilities", "/facilities?day=2024-03-20", "/same-actors", "/queue",
    "/queue?reason=contested", "/judge/wire:e1", "/judge/hostile/%3Cx%3E:e1", "/judge-pair?a=wire:e1&b=radio:e1",
    "/decisions", "/audit", "/add", "/accounts", "/api", "/rounds", "/sign-in",
]  # fmt: skip


class Parts(HTMLParser):
    """Gathers the tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def parts(client: TestClient, path: str) -> Parts:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[:300])
    found = Parts()
    found.feed(answer.text)
    return found


@pytest.mark.parametrize("address", EVERY)
def test_hostile_text_is_nothing_but_text_on_every_page(client: TestClient, address: str) -> None:
    page = parts(client, address)
    own = {"script", "img", "svg", "b", "i"}
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert all(each.get("src", "").startswith("/assets/") or each.get("type") == "application/json" for each in scripts)
    assert not [tag for tag, _ in page.tags if tag in ("img", "svg", "iframe", "object", "embed", "base")]
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        for name in ("href", "src", "action", "formaction"):
            assert not (attributes.get(name) or "").lstrip().lower().startswith(("javascript:", "data:")), (
                tag,
                attributes,
            )
    assert own


def test_the_hostile_article_can_be_read(client: TestClient) -> None:
    words = re.sub(r"\s+", "", "".join(parts(client, "/articles/hostile/%3Cx%3E").words))
    for line in HOSTILE.split("\n"):
        assert re.sub(r"\s+", "", harmless(line)) in words


def test_words_carry_what_was_coded_from_them(client: TestClient) -> None:
    marks = {
        attributes["data-keys"]: attributes["class"]
        for tag, attributes in parts(client, "/articles/wire").tags
        if tag == "mark" and "data-keys" in attributes
    }
    assert marks["e1.fatalities"] == "m-fatalities"
    assert any("e1.denied_by" in keys for keys in marks)
    assert any("r1.object" in keys for keys in marks)
    rows = [attributes.get("data-key") for tag, attributes in parts(client, "/articles/wire").tags if tag == "tr"]
    assert {"e1.actor1", "e1.places", "e1.date", "e1.denied_by"} <= set(rows)


def test_boilerplate_is_folded_and_who_else_printed_it_named(client: TestClient) -> None:
    page = client.get("/articles/wire").text
    assert "Donate to keep" in page.partition('<details class="boilerplate">')[2].partition("</details>")[0]
    assert "Border Post" in page
    assert "republished from Delta Wire" in client.get("/articles/copy").text


def test_graphic_descriptions_are_veiled_until_somebody_wants_them(client: TestClient) -> None:
    assert (
        "corpses"
        in client.get("/articles/radio").text.partition('<details class="veil">')[2].partition("</details>")[0]
    )
    client.post("/theme", data={"form_token": token_of(client), "veil": "off", "next": "/articles/radio"})
    assert 'class="veil"' not in client.get("/articles/radio").text


def test_reports_of_one_incident_face_each_other(client: TestClient) -> None:
    page = client.get("/incidents/wire:e1").text
    assert "3 reports, side by side" in page
    killed = page.partition(">killed")[2].partition("</tr>")[0]
    assert "differs" in killed
    assert "12" in killed
    assert "4 or more" in killed or "at least 4" in killed.lower() or "4+" in killed
    assert '<span class="tag">copy</span>' in page


def test_the_list_says_what_is_contested(client: TestClient) -> None:
    assert "contested" in client.get("/see/results").text


def test_filters_are_the_address(client: TestClient) -> None:
    page = client.get("/see?type=Battles&status=denied&since=2024-03-01&confidence=0.3").text
    assert re.search(r'name="type" value="Battles" checked', page)
    assert 'value="2024-03-01"' in page
    assert "clear filters" in page


@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "confidence=much", "box=1,2", "page=99999", "page=-1", "order=best", "type=%00", "box=nan,nan,nan,nan",
     "z=x&lon=y", "text=" + "a" * 5000, "since=9999-12-31", "country=%F0%9F%92%A3", "page=1e9"],
)  # fmt: skip
def test_a_mangled_address_still_shows_a_page(client: TestClient, query: str) -> None:
    assert client.get(f"/see?{query}").status_code == 200
    assert client.get(f"/api/v1/map?{query}").status_code == 200


def test_what_is_not_there_is_said_plainly(client: TestClient) -> None:
    for path in ("/articles/none", "/incidents/none", "/judge/none:e1", "/actors/none", "/add/jobs/7", "/nowhere"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "Not here" in answer.text, path


def test_an_actor_s_page_says_who_belonged_to_whom_and_who_says_so(client: TestClient) -> None:
    page = client.get("/actors/desert-front?day=2024-03-20").text
    assert "Member of" in page
    assert "Southern Alliance" in page
    assert "2024-03-01" in page
    assert "Delta Wire" in page
    before = client.get("/actors/desert-front?day=2024-02-01").text
    assert "Member of" not in before


def test_an_article_can_be_restricted_and_opened_again(app: FastAPI, client: TestClient) -> None:
    form = {"form_token": token_of(client), "article": "radio", "reason": "names a witness"}
    client.post("/restrict", data=form)
    assert "names a witness" in client.get("/articles/radio").text
    client.post("/restrict", data={**form, "lift": "1"})
    assert "names a witness" not in client.get("/articles/radio").text
    acts = [entry.action for entry in app.state.workbench.audit.entries()]
    assert acts[-2:] == ["restrict", "unrestrict"]


def test_numbers_that_no_record_holds_are_answered_without_a_fault(client: TestClient) -> None:
    number = 10**30
    for address in (
        f"/rounds/{number}",
        f"/tasks/{number}",
        f"/rounds/{number}/settle/wire",
        f"/audit?before={number}",
    ):
        assert client.get(address).status_code == 422, address


def test_an_incident_is_shown_from_its_beginning_where_it_has_no_more_reports(client: TestClient) -> None:
    key = client.get("/api/v1/incidents").json()["incidents"][0]["id"]
    assert client.get(f"/incidents/{key}?start=5000").status_code == 200


def test_an_incident_all_of_whose_reports_were_judged_no_event_is_said_to_be_none(
    client: TestClient, path: Path
) -> None:
    record = Record.open(path)
    key, voices = next((one.id, one.voices) for one in record.incidents() if len(one.voices) == 1)
    record.decisions.make("reject", voices[0].event_id, coder="Reader", reason="an exercise, no attack")
    answer = client.get(f"/incidents/{key}")
    assert answer.status_code == 404
    assert "no report of this incident" in answer.text
