"""Fine-grained event types of CASE 2021, task 2: `python benchmarks/public/case2021.py FILE`.

FILE is `task2/test_dataset/test_set_final_release_with_labels.tsv` of emerging-welfare/case-2021-shared-task: snippets
of one to three sentences, each with one of ACLED's 25 sub-event types or one of five types that ACLED lacks.
Errors may be read in one half only (by a hash of the id); the figures are given for both halves apart.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from coding import code_all, command, document, pipeline, sample
from tally import Tally, confusion, table

from tacitus.records import CodedArticle

TYPES: dict[str, str] = {
    "ABDUCT_DISSAP": "Abduction/forced disappearance",
    "AGREEMENT": "Agreement",
    "AIR_STRIKE": "Air/drone strike",
    "ARMED_CLASH": "Armed clash",
    "ARREST": "Arrests",
    "ART_MISS_ATTACK": "Shelling/artillery/missile attack",
    "ATTACK": "Attack",
    "CHANGE_TO_GROUP_ACT": "Change to group/activity",
    "CHEM_WEAP": "Chemical weapon",
    "DISR_WEAP": "Disrupted weapons use",
    "FORCE_AGAINST_PROTEST": "Excessive force against protesters",
    "GOV_REGAINS_TERIT": "Government regains territory",
    "GRENADE": "Grenade",
    "HQ_ESTABLISHED": "Headquarters or base established",
    "MOB_VIOL": "Mob violence",
    "NON_STATE_ACTOR_OVERTAKES_TER": "Non-state actor overtakes territory",
    "NON_VIOL_TERRIT_TRANSFER": "Non-violent transfer of territory",
    "OTHER": "Other",
    "PEACE_PROTEST": "Peaceful protest",
    "PROPERTY_DISTRUCT": "Looting/property destruction",
    "PROTEST_WITH_INTER": "Protest with intervention",
    "REM_EXPLOS": "Remote explosive/landmine/IED",
    "SEX_VIOL": "Sexual violence",
    "SUIC_BOMB": "Suicide bomb",
    "VIOL_DEMONSTR": "Violent demonstration",
}
"""The task's names of ACLED's types, and ours. Its other types (disasters, crime, diplomacy) are no events to us."""

NO_EVENT = "none"


def half(identity: str) -> str:
    """Return "read" or "unread": whether errors of this snippet may be looked at."""
    return "read" if int(hashlib.md5(identity.encode()).hexdigest(), 16) % 2 else "unread"


def snippets(file: Path) -> list[tuple[str, str, str]]:
    """Return (id, text, our type or "none") of each snippet."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [(row[0], row[1], TYPES.get(row[-1].strip(), NO_EVENT)) for row in rows if len(row) >= 3]


def first_type(article: CodedArticle | None) -> str:
    """Return the type of the most certain event that happened; "none" where nothing is coded."""
    events = [event for event in article.events if event.assertion not in {"denied", "hypothetical"}] if article else []
    best = max(events, key=lambda event: (not event.background, event.confidence), default=None)
    return best.sub_event_type if best else NO_EVENT


def score(keys: Sequence[tuple[str, str]], coded: Mapping[str, CodedArticle]) -> dict[str, Tally]:
    """Return a tally for each type, and one for events of any type; keys are (id, type)."""
    tallies: dict[str, Tally] = {"an event, of any type": Tally(), "one of the events has the type": Tally()}
    for identity, key in keys:
        ours = first_type(coded.get(identity))
        types = {event.sub_event_type for event in coded[identity].events} if identity in coded else set()
        tallies["an event, of any type"].add(key != NO_EVENT, ours != NO_EVENT, NO_EVENT not in {key, ours})
        if key != NO_EVENT:
            tallies["one of the events has the type"].add(1, 0, key in types)
        for name in {key, ours} - {NO_EVENT}:
            tallies.setdefault(name, Tally()).add(name == key, name == ours, key == ours)
    return tallies


def summary(tallies: Mapping[str, Tally]) -> tuple[float, float, float]:
    """Return micro, macro and weighted F1 over the types."""
    types = {name: tally for name, tally in tallies.items() if name in TYPES.values()}
    micro = Tally()
    for tally in types.values():
        micro.add(tally.key, tally.ours, tally.found)
    asked = {name: tally for name, tally in types.items() if tally.key}
    macro = sum(tally.f1 for tally in asked.values()) / len(asked)
    weighted = sum(tally.f1 * tally.key for tally in asked.values()) / sum(tally.key for tally in asked.values())
    return micro.f1, macro, weighted


def main() -> None:
    """Measure, and print the tables."""
    given = command(__doc__, "the labelled file of the task").parse_args()
    given.whole = True
    rows = sample(snippets(given.corpus), given)
    coded = code_all(pipeline(given.packs), [document(name, text) for name, text, _ in rows], given.out)
    for part in ("read", "unread"):
        keys = [(name, key) for name, _, key in rows if half(name) == part]
        tallies = score(keys, coded)
        micro, macro, weighted = summary(tallies)
        print(f"CASE 2021 task 2, {part} half: {len(keys)} snippets, {Counter(k for _, k in keys)[NO_EVENT]} without")
        print(f"F1 of types: micro {micro:.1%}, macro {macro:.1%}, weighted {weighted:.1%}\n")
        print(table(tallies), "\n")
        if part == "read":
            print("most frequent confusions:")
            print(confusion((key, first_type(coded.get(name))) for name, key in keys), "\n")


if __name__ == "__main__":
    main()
