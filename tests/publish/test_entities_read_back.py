"""Entities, annotations and provenance as their own libraries see them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tacitus.publish.entities.hxl import TAGS
from tacitus.publish.imprint import Imprint
from tacitus.publish.publication import Source, publish

pytestmark = pytest.mark.filterwarnings("ignore")


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_followthemoney_takes_every_entity_as_it_is(source: Source, tmp_path: Path) -> None:
    followthemoney = pytest.importorskip("followthemoney")
    publish(source, tmp_path, ["ftm"])
    entities = {line["id"]: line for line in lines_of(tmp_path / "entities.ftm.json")}
    for line in entities.values():
        proxy = followthemoney.model.get_proxy(line, cleaned=False)
        for name, values in line["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values), (line["schema"], name)
    schemata = Counter(line["schema"] for line in entities.values())
    assert (schemata["Article"], schemata["Event"]) == (3, 5)
    shelling = next(line for line in entities.values() if line["properties"].get("recordId") == ["b1:e1"])
    assert shelling["properties"]["startDate"] == ["2021-05-04"]
    assert shelling["properties"]["country"] == ["zm"]
    (involved,) = [entities[key] for key in shelling["properties"]["involved"] if key in entities]
    assert involved["properties"]["name"] == ['Lions, of the "=Delta" أسود']
    assert entities[shelling["properties"]["proof"][0]]["schema"] == "Article"
    member = next(line for line in entities.values() if line["schema"] == "Membership")
    assert entities[member["properties"]["member"][0]]["properties"]["name"] == ["Free Valley Brigade"]


def test_statements_are_those_that_followthemoney_makes(source: Source, tmp_path: Path) -> None:
    statement = pytest.importorskip("followthemoney.statement")
    publish(source, tmp_path, ["ftm"])
    lines = lines_of(tmp_path / "statements.json")
    read = list(statement.read_path_statements(tmp_path / "statements.json", "json"))
    assert len(read) == len(lines)
    for one, line in zip(read, lines, strict=True):
        assert one.id == one.generate_key() == line["id"]
        assert (one.prop, one.value, one.schema) == (line["prop"], line["value"], line["schema"])
    proxies = {line["id"] for line in lines_of(tmp_path / "entities.ftm.json")}
    assert {one.entity_id for one in read} == proxies


def test_annotations_find_their_words_again(source: Source, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    publish(source, tmp_path, ["annotations"])
    collection = json.loads((tmp_path / "annotations.jsonld").read_text(encoding="utf-8"))
    items = collection["first"]["items"]
    assert collection["total"] == len(items) > 20
    # What the W3C model asks of an annotation and of the two selectors (4.2.4, 4.2.5).
    selector = {
        "oneOf": [
            {"required": ["exact"], "properties": {"type": {"const": "TextQuoteSelector"}}},
            {
                "required": ["start", "end"],
                "properties": {
                    "type": {"const": "TextPositionSelector"},
                    "start": {"minimum": 0},
                    "end": {"minimum": 0},
                },
            },
        ]
    }
    target = {"required": ["source", "selector"], "properties": {"selector": {"type": "array", "items": selector}}}
    schema = {
        "required": ["id", "type", "target"],
        "properties": {"type": {"const": "Annotation"}, "id": {"format": "uri"}, "target": target},
    }
    texts = {f"urn:tacitus:article:{coded.document.id}": coded.document.text for coded in source.articles()}
    for item in items:
        jsonschema.validate(item, schema)
        quote, position = item["target"]["selector"]
        text = texts[item["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
    assert len({item["id"] for item in items}) == len(items)


def test_prov_tells_the_chain_from_file_to_incident(source: Source, tmp_path: Path) -> None:
    model = pytest.importorskip("prov.model")
    publish(source, tmp_path, ["prov"])
    with (tmp_path / "provenance.json").open(encoding="utf-8") as stream:
        document = model.ProvDocument.deserialize(stream, format="json")
    derived = {}
    for record in document.get_records(model.ProvDerivation):
        values = dict(record.formal_attributes)
        pair = [str(value) for value in values.values() if value is not None]
        derived.setdefault(pair[0], set()).add(pair[1])
    event = "tac:event/b1%3Ae1"
    assert derived[event] == {"tac:article/b1"}
    assert derived["tac:article/b1"] == {f"tac:file/{'b' * 64}"}
    incidents = [name for name, from_ in derived.items() if event in from_]
    assert len(incidents) == 1
    assert incidents[0].startswith("tac:incident/")
    agents = {str(agent.identifier) for agent in document.get_records(model.ProvAgent)}
    assert "tac:coder/Amina%20Coder%203" in agents


def test_hxl_is_read_by_its_hashtags(source: Source, tmp_path: Path) -> None:
    hxl = pytest.importorskip("hxl")
    publish(source, tmp_path, ["hxl"], Imprint(title="Delta"))
    read = hxl.data(str(tmp_path / "hxl.csv"), hxl.InputOptions(allow_local=True))
    assert read.display_tags == list(TAGS.values())
    data = list(read)
    rows = [row for row in data if row.get("#loc+name") == 'Ash-Shatt, "Upper" Quarter']
    assert [row.get("#affected+killed-min-max") for row in rows] == ["2"]
    assert rows[0].get("#country+code") == "ZMB"
    assert sum(int(row.get("#affected+killed-min-max") or 0) for row in data) in (6, 11)
