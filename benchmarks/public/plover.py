"""PLOVER's gold records: `python benchmarks/public/plover.py FILE` (default: the file in the shared data folder).

FILE is `gold_standard_records/PLOVER_GSR_CAMEO.txt` of openeventdata/PLOVER: single sentences of the
CAMEO manual with event, source and target, without dates (so dates cannot be measured).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from coding import SHARED, code_all, command, document, pipeline, sample
from strings import any_same
from tally import Tally, confusion, shares, table

from tacitus.records import Actor, CodedArticle, Event

FILE = SHARED / "data" / "plover_gsr" / "PLOVER_GSR_CAMEO.txt"

OURS: dict[str, frozenset[str]] = {
    "ASSAULT": frozenset(("Violence against civilians", "Explosions/Remote violence", "Battles", "Riots", "Protests")),
    "FIGHT": frozenset(("Battles", "Explosions/Remote violence", "Violence against civilians")),
    "PROTEST": frozenset(("Protests", "Riots")),
    "COERCE": frozenset(
        ("Strategic developments", "Violence against civilians", "Explosions/Remote violence", "Protests")
    ),
    "AGREE": frozenset(("Strategic developments",)),
    "RETREAT": frozenset(("Strategic developments",)),
    "MOBILIZE": frozenset(("Strategic developments",)),
}
"""Which of our event types tell an event of PLOVER's types. The first four always are conflict events to us; AGREE,
RETREAT and MOBILIZE sometimes are (peace agreements are, trade is not) and count neither way; the rest never are."""

ALWAYS = frozenset(("ASSAULT", "FIGHT", "PROTEST", "COERCE"))

ROLES: dict[str, frozenset[str]] = {
    "MIL": frozenset(("state_forces", "external_forces")),
    "COP": frozenset(("state_forces",)),
    "GOV": frozenset(("state_forces", "external_forces", "civilians")),
    "REB": frozenset(("rebel_group", "political_militia", "unidentified")),
    "UAF": frozenset(("rebel_group", "political_militia", "unidentified")),
    "CVL": frozenset(("civilians", "protesters", "rioters")),
    "OPP": frozenset(("protesters", "civilians", "rioters")),
    "EDU": frozenset(("protesters", "civilians", "rioters")),
    "LAB": frozenset(("protesters", "civilians", "rioters")),
    "REF": frozenset(("civilians", "protesters", "rioters")),
    "JRN": frozenset(("civilians",)),
}
"""Which of our kinds fit PLOVER's sectors (their first three letters)."""


def records(file: Path) -> list[dict[str, Any]]:
    """Return the gold records; two of them share an id, so each is numbered."""
    rows = [row for row in json.loads(file.read_text(encoding="utf-8")) if row["event"] != "DOCUMENT"]
    return [{**row, "id": f"{position:03}-{row['id']}"} for position, row in enumerate(rows)]


def telling(record: Mapping[str, Any], article: CodedArticle | None) -> Event | None:
    """Return the event that tells the record: of a fitting type, the one with most of its actors."""
    fits = OURS.get(record["event"], frozenset())
    events = [event for event in article.events if event.event_type in fits] if article else []
    names = [actor["actorText"] for side in ("source", "target") for actor in record.get(side) or ()]
    return max(events, key=lambda event: sum(any_same([a.text], names) for a in _actors(event)), default=None)


def _actors(event: Event) -> list[Actor]:
    return [*event.actor1, *event.actor2]


def score(
    rows: Sequence[Mapping[str, Any]], coded: Mapping[str, CodedArticle]
) -> tuple[dict[str, Tally], dict[str, list[int]]]:
    """Return tallies of events and sides, and [right, asked] of what is asked of found events."""
    tallies: dict[str, Tally] = {"a conflict event": Tally()}
    asked: dict[str, list[int]] = {}
    for row in rows:
        article = coded.get(row["id"])
        if row["event"] in ALWAYS or row["event"] not in OURS:
            given = bool(article and article.events)
            tallies["a conflict event"].add(row["event"] in ALWAYS, given, row["event"] in ALWAYS and given)
        if row["event"] not in ALWAYS:
            continue
        event = telling(row, article)
        tallies.setdefault(f"{row['event']}, type fits", Tally()).add(1, 0, event is not None)
        for side, ours in (("source", event.actor1 if event else []), ("target", event.actor2 if event else [])):
            key = [actor for actor in row.get(side) or () if actor["actorText"].strip()]
            texts = [value for actor in ours for value in (actor.text, actor.name) if value]
            found = [actor for actor in key if any_same(texts, [actor["actorText"]])]
            right = [a for a in ours if any(any_same([a.text, a.name or a.text], [k["actorText"]]) for k in key)]
            tallies.setdefault(side, Tally()).add(len(key), len(ours), len(found), len(right))
            for actor in ours:
                sectors = {k["sector"][:3] for k in found if k.get("sector")} & ROLES.keys()
                if actor in right and sectors:
                    _ask(asked, f"kind of {side}", any(actor.kind in ROLES[sector] for sector in sectors))
        if event and row.get("eventLoc"):
            places = [value for place in event.places for value in (place.text, place.name) if value]
            _ask(asked, "place", any_same(places, [row["eventLoc"]["name"]]))
    return tallies, asked


def _ask(asked: dict[str, list[int]], name: str, right: bool) -> None:
    counts = asked.setdefault(name, [0, 0])
    counts[0] += right
    counts[1] += 1


def main() -> None:
    """Measure, and print the tables."""
    given = command(__doc__, "the gold records", FILE).parse_args()
    given.whole = True
    rows = sample(records(given.corpus), given)
    coded = code_all(pipeline(given.packs), [document(row["id"], row["text"]) for row in rows], given.out)
    tallies, asked = score(rows, coded)
    print(f"PLOVER gold records, {len(rows)} sentences\n")
    print(table(tallies), "\n")
    print(shares({name: (right, total) for name, (right, total) in asked.items()}))
    types = [(row["event"], event.event_type) for row in rows for event in coded[row["id"]].events]
    print("\nwhat our events were in PLOVER:")
    print(confusion(types))


if __name__ == "__main__":
    main()
