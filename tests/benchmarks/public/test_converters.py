"""The converters of public corpora, on files of the same form with text of our own."""

from __future__ import annotations

import datetime
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[3] / "benchmarks" / "public"


@pytest.fixture(autouse=True)
def _beside_each_other(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(FOLDER))
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if (FOLDER / f"{name}.py").exists():
            del sys.modules[name]


def load(name: str) -> ModuleType:
    if name in {"muc4", "casing"}:
        pytest.importorskip("truecase", reason="restoring case needs truecase, see docs/public-corpora.md")
    return importlib.import_module(name)


KEY = r"""
0.  MESSAGE: ID                     DEV-MUC3-9001 (TACITUS)
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  17 MAR 90
3.  INCIDENT: LOCATION              EL SALVADOR: MORAZAN (DEPARTMENT): OSICALA (TOWN)
4.  INCIDENT: TYPE                  BOMBING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
9.  PERP: INDIVIDUAL ID             "TWO GUNMEN"
10. PERP: ORGANIZATION ID           "NORTHERN FRONT" / "NF"
12. PHYS TGT: ID                    "\"LA FUENTE\" BAKERY" / "BAKERY"
18. HUM TGT: NAME                   "ANA RUIZ"
19. HUM TGT: DESCRIPTION            "BAKER": "ANA RUIZ"
                                    "CUSTOMERS"
                                    ? "PASSER-BY"
21. HUM TGT: NUMBER                 1: "ANA RUIZ"
                                    3: "CUSTOMERS"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "ANA RUIZ"
                                    DEATH: "CUSTOMERS"

0.  MESSAGE: ID                     DEV-MUC3-9002 (TACITUS)
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""

TEXT = """DEV-MUC3-9001 (TACITUS)

   SAN SALVADOR, 18 MAR 90 (OWN) -- [TEXT] TWO GUNMEN OF THE NORTHERN
FRONT [NF] BOMBED THE BAKERY OF ANA RUIZ IN OSICALA YESTERDAY.

   SHE AND THREE CUSTOMERS DIED.


DEV-MUC3-9002 (TACITUS)

   LIMA, 2 MAY 90 -- [TEXT] THE MINISTER OPENED A SCHOOL.
"""


def test_a_muc_key_is_read_with_alternatives_levels_and_numbers(tmp_path: Path) -> None:
    (tmp_path / "key-dev-9001.muc4").write_text(KEY)
    muc4 = load("muc4")

    keys = muc4.keys_of(tmp_path)

    incident = keys["DEV-MUC3-9001"][0]
    assert keys["DEV-MUC3-9002"] == []
    assert incident.types == ["BOMBING"]
    assert incident.day == (datetime.date(1990, 3, 17), datetime.date(1990, 3, 17))
    assert incident.places == [["EL SALVADOR", "MORAZAN", "OSICALA"]]
    assert incident.organizations == [["NORTHERN FRONT", "NF"]]
    assert incident.things == [['"LA FUENTE" BAKERY', "BAKERY"]]
    assert incident.people == [["ANA RUIZ", "BAKER", "ANA RUIZ"], ["CUSTOMERS"]]
    assert incident.deaths == 4


@pytest.mark.parametrize("date", ["- 04 FEB 90", "(04 FEB 90) / (- 05 FEB 90)", "-", "31 FEB 90"])
def test_a_muc_date_that_is_no_certain_day_is_none(date: str) -> None:
    assert load("muc4")._days(date) is None


def test_a_muc_article_is_unwrapped_dated_and_given_its_capitals(tmp_path: Path) -> None:
    (tmp_path / "dev-muc3-9001-9100").write_text(TEXT)
    muc4 = load("muc4")
    from tacitus.codebook import Codebook

    raw = dict(muc4.texts_of(tmp_path))
    document = muc4.document_of("DEV-MUC3-9001", raw["DEV-MUC3-9001"], load("casing").Casing(Codebook.load()))

    assert document.published == datetime.date(1990, 3, 18)
    assert document.text == (
        "San Salvador, 18 Mar 90 (OWN) -- Two gunmen of the northern front [NF] bombed the bakery of Ana Ruiz in Osicala "
        "yesterday.\n\nShe and three customers died."
    )


def test_unseen_parts_of_muc_are_never_read(tmp_path: Path) -> None:
    for name in ("tst3-muc4", "tst4-muc4"):
        (tmp_path / name).write_text(TEXT.replace("DEV-MUC3", "TST3-MUC4"))
    (tmp_path / "key-tst3.v2").write_text(KEY.replace("DEV-MUC3", "TST3-MUC4"))
    muc4 = load("muc4")

    assert list(muc4.texts_of(tmp_path)) == []
    assert muc4.keys_of(tmp_path) == {}


@pytest.mark.parametrize(
    ("one", "other", "right"),
    [
        ("two gunmen", "GUNMEN", True),
        ("members of the Northern Front", "NORTHERN FRONT", True),
        ("a guerrilla column", "COLUMN OF REBELS", True),
        ("the mayor's bodyguards", "BODYGUARD", True),
        ("soldiers", "PEASANTS", False),
        ("three", "THREE SOLDIERS", False),
        ("the governor of Osicala", "OSICALA", True),
        ("the mayor of Osicala", "THE PRIEST OF OSICALA", False),
    ],
)
def test_strings_match_by_words_within_or_by_the_head_noun(one: str, other: str, right: bool) -> None:
    assert load("strings").same(one, other) is right


def test_tokens_are_put_together_and_found_again() -> None:
    wikievents = load("wikievents")
    line = json.dumps(
        {
            "docid": "own",
            "tokens": "Gunmen killed a U . S . - born baker ( Ana ) in Osicala .".split(),
            "event_mentions": [
                {
                    "event_type": "Life.Die",
                    "trigger": {"start_idx": 1, "end_idx": 2, "text": "killed"},
                    "arguments": [],
                },
                {
                    "event_type": "Life.Die",
                    "trigger": {"start_idx": 1, "end_idx": 2, "text": "killed"},
                    "arguments": [],
                },
            ],
        }
    )

    told = wikievents.told(line)

    assert told.text == "Gunmen killed a U.S.-born baker (Ana) in Osicala."
    assert len(told.mentions) == 1
    start, end = told.span(1, 2)
    assert told.text[start:end] == "killed"


def test_token_numbers_in_place_of_characters_are_repaired() -> None:
    module = load("event_location")
    tokens = [{"start": 0, "end": 5}, {"start": 6, "end": 14}, {"start": 15, "end": 17}, {"start": 18, "end": 25}]
    row = {
        "text": "Bombs exploded in Osicala",
        "tokens": tokens,
        "spans": [
            {"label": "VERB", "start": 6, "end": 14, "token_start": 1, "token_end": 1},
            {"label": "LOCATION", "start": 3, "end": 3, "token_start": 3, "token_end": 3},
        ],
    }

    assert [one.places for one in module.questions([row, row])] == [frozenset({(18, 25)})]


def test_no_place_rightly_given_counts_as_one_right_answer() -> None:
    module, tally = load("event_location"), load("tally").Tally()

    module.count(tally, frozenset(), frozenset())
    module.count(tally, frozenset({(3, 9)}), frozenset())
    module.count(tally, frozenset({(3, 9)}), frozenset({(0, 9), (20, 25)}))

    assert (tally.key, tally.ours, tally.found, tally.right) == (3, 4, 2, 2)


def test_snippets_of_the_task_are_read_with_our_types(tmp_path: Path) -> None:
    file = tmp_path / "labels.tsv"
    file.write_text('id\tEventSnippet\tSubType\n7\tHe said "no" to it\tARREST\n8\tA flood came\tNATURAL_DISASTER\n')
    case2021 = load("case2021")

    assert case2021.snippets(file) == [("7", 'He said "no" to it', "Arrests"), ("8", "A flood came", "none")]


def test_gold_records_with_one_id_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "records.txt"
    rows = [{"id": "a", "event": name, "text": "x"} for name in ("DOCUMENT", "FIGHT", "COERCE")]
    file.write_text(json.dumps(rows))

    assert [row["id"] for row in load("plover").records(file)] == ["000-a", "001-a"]
