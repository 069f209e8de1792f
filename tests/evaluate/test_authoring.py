import json
from pathlib import Path

import pytest
import yaml

from tacitus.evaluate.authoring import build_file, main
from tacitus.evaluate.halves import half_of, read_split
from tacitus.evaluate.scorer import read_articles
from tacitus.evaluate.split import main as split_main

REPORT = """
id: mali-wire-01
theatre: Mali
story: mali-2021-konna
voice: wire agency
input:
  title: Ambush on the Konna road
  published: 2021-03-04
  publisher: Sahel Wire
text: |
  BAMAKO, March 4 - Five Malian soldiers were killed on Tuesday when gunmen attacked a convoy near
  the town of Konna, the army said. Mortars were used in the clash, a second army officer said.

  The clash ended at dusk. Katiba Macina, which is part of JNIM, burned two pickup trucks of the army.
  Soldiers have since set up a checkpoint at Konna.
actors:
  army: {name: Malian Armed Forces, kind: state_forces}
  gunmen: {name: null, kind: unidentified}
  katiba: {name: Katiba Macina, kind: rebel_group}
  jnim: {name: JNIM, kind: rebel_group}
places:
  konna: {name: Konna, country: Mali, admin1: Mopti, latitude: 14.94, longitude: -3.89, precision: settlement}
events:
  - id: e1
    type: Armed clash
    trigger: attacked
    mentions: [killed, clash, "clash@2"]
    actor1: [gunmen: gunmen]
    actor2: [army: Malian soldiers]
    places: [{konna: Konna, precision: near_settlement, relation: near}]
    date: {text: on Tuesday, start: 2021-03-02, end: 2021-03-02, precision: day, basis: relative}
    fatalities: {text: Five, low: 5, best: 5, high: 5}
    losses: [{what: pickup truck, text: two pickup trucks, low: 2, best: 2, high: 2, owner: {army: army}}]
    weapons: [Mortars]
    assertion: attributed
    attributed_to: [army: the army]
  - id: e2
    type: Looting/property destruction
    trigger: burned
    actor1: [katiba: Katiba Macina]
    because_of: [e1]
relations:
  - {type: member_of, subject: {katiba: Katiba Macina}, object: {jnim: JNIM}, sentence: part of JNIM}
facilities:
  - {kind: checkpoint, owner: {army: Soldiers}, place: {konna: Konna}, status: established,
     sentence: set up a checkpoint}
"""


def written(folder: Path, **changes) -> Path:
    source = yaml.safe_load(REPORT)
    source.update(changes)
    path = folder / f"{source['id']}.yaml"
    path.write_text(yaml.safe_dump(source, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def problems(folder: Path, event: dict | None = None, **changes) -> str:
    source = yaml.safe_load(REPORT)
    if event:
        source["events"][0].update(event)
        changes["events"] = source["events"]
    article, complaints = build_file(written(folder, **changes))
    assert (article is None) == bool(complaints.problems)
    return "\n".join(complaints.problems + complaints.notes)


def test_words_become_offsets(tmp_path):
    path = tmp_path / "mali-wire-01.yaml"
    path.write_text(REPORT, encoding="utf-8")
    article, complaints = build_file(path)
    assert complaints.problems == complaints.notes == []
    text = article.document.text
    assert "convoy near the town of Konna" in text
    first, second = article.events
    assert [mention.trigger.text for mention in first.mentions] == ["killed", "attacked", "clash", "clash"]
    assert first.mentions[-1].sentence.text == "The clash ended at dusk."
    assert first.trigger == first.mentions[0].trigger
    assert first.event_type == "Battles"
    assert first.attributed_to[0].start == text.index("the army said")
    assert first.places[0].precision == "near_settlement"
    assert first.fatalities.spans[0].text == "Five"
    assert first.losses[0].owner.name == "Malian Armed Forces"
    assert first.evidence["date"][0].text == "on Tuesday"
    assert second.date.model_dump(mode="json") == {
        "text": None,
        "start": None,
        "end": "2021-03-04",
        "precision": "unknown",
        "basis": "publication",
    }
    assert article.relations[0].sentence.text.startswith("Katiba Macina, which")
    assert article.facilities[0].place.start == text.rindex("Konna")
    assert article.document.model_extra == {"theatre": "Mali", "story": "mali-2021-konna", "voice": "wire agency"}


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({"trigger": "atacked"}, "e1 trigger: the words 'atacked' are not in the text; the text has 'attacked'"),
        ({"mentions": ["clash@4"]}, "e1 mentions: 'clash' stands 2 times in the text, so no @4"),
        ({"type": "Armed clashes"}, "e1 type: 'Armed clashes' is not known; did you mean 'Armed clash'"),
        ({"actor1": [{"gunman": "gunmen"}]}, "the key 'gunman' is not in the table `actors`; did you mean 'gunmen'?"),
        ({"places": [{"gao": "Konna"}]}, "e1 places: the key 'gao' is not in the table `places`"),
        ({"places": [{"konna": "Konna", "precison": "site"}]}, "unknown key 'precison'; did you mean 'precision'"),
        ({"because_of": ["e9"]}, "e1 because_of: no other event has the id 'e9'"),
        ({"assertion": "claimed"}, "e1 assertion: 'claimed' is not known"),
        ({"fatalities": {"text": "Five", "low": 6, "best": 5, "high": 7}}, "low <= best <= high does not hold"),
        ({"weapons": [True]}, "put them into quotation marks"),
        ({"fatality": {}}, "e1: unknown key 'fatality'; did you mean 'fatalities'"),
    ],
)
def test_messages_name_event_field_and_words(tmp_path, event, message):
    assert message in problems(tmp_path, event)


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ({"end": "2021-03-03"}, "2 days do not go with precision day (1 to 1)"),
        ({"start": None}, "precision day needs a start"),
        ({"start": "2021-03-05", "end": "2021-03-05"}, "is after the publication date 2021-03-04"),
        ({"start": "2021-03-01", "end": "2021-03-01"}, "note: 'on Tuesday', but 2021-03-01 is a Monday"),
        ({"basis": "publication"}, "words of the text go with every basis but publication"),
    ],
)
def test_dates_must_agree_with_their_precision(tmp_path, date, message):
    whole = {"text": "on Tuesday", "start": "2021-03-02", "end": "2021-03-02", "precision": "day", "basis": "relative"}
    assert message in problems(tmp_path, {"date": whole | date})


def test_faults_of_the_file(tmp_path):
    assert "'mali-wire-02' must be the file's name" in build_with_text(
        tmp_path, REPORT.replace("mali-wire-01", "mali-wire-02")
    )
    assert "stands here twice" in build_with_text(tmp_path, REPORT + "relations: []\n")
    unquoted = REPORT.replace("text: on Tuesday,", "text: on Tuesday, near the town,")
    assert "put words with a comma into quotation marks" in build_with_text(tmp_path, unquoted)
    assert "must be a mapping" in build_with_text(tmp_path, "- one\n- two\n")


def build_with_text(folder: Path, text: str) -> str:
    path = folder / "mali-wire-01.yaml"
    path.write_text(text, encoding="utf-8")
    article, complaints = build_file(path)
    assert article is None
    return "\n".join(complaints.problems)


def test_build_and_split(tmp_path, capsys):
    (tmp_path / "reports").mkdir()
    written(tmp_path / "reports")
    written(tmp_path / "reports", id="mali-quiet-01", story="mali-2021-quiet", events=[], relations=[], facilities=[])
    assert main(["--gold", str(tmp_path)]) == 0
    articles = read_articles(tmp_path / "gold.jsonl")
    assert [article.document.id for article in articles] == ["mali-quiet-01", "mali-wire-01"]
    rows = (tmp_path / "split.csv").read_text().splitlines()
    assert rows[0] == "id,story,theatre,split"
    assert rows[2] == f"mali-wire-01,mali-2021-konna,Mali,{half_of('mali-2021-konna')}"
    assert read_split(tmp_path / "split.csv", "train") | read_split(tmp_path / "split.csv", "test") == {
        "mali-quiet-01",
        "mali-wire-01",
    }
    capsys.readouterr()
    assert split_main(["all", "--inputs", "--gold", str(tmp_path)]) == 0
    line = json.loads(capsys.readouterr().out.splitlines()[1])
    assert line["id"] == "mali-wire-01"
    assert line["published"] == "2021-03-04"
    assert "events" not in line


def test_nothing_is_written_while_a_report_is_wrong(tmp_path, capsys):
    (tmp_path / "reports").mkdir()
    written(tmp_path / "reports", theatre=None)
    assert main(["--gold", str(tmp_path)]) == 1
    assert not (tmp_path / "gold.jsonl").exists()
    assert "mali-wire-01.yaml: theatre: is missing" in capsys.readouterr().out


def test_every_gold_report_is_right():
    folder = Path(__file__).parents[2] / "gold" / "reports"
    faults = [line for path in sorted(folder.glob("*.yaml")) for line in build_file(path)[1].problems]
    assert faults == []
