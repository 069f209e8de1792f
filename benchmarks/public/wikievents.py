"""Event mentions of WikiEvents' training part: `python benchmarks/public/wikievents.py FILE`.

FILE is the training part only, one document a line with `docid`, `tokens` and `event_mentions` (type, trigger tokens,
arguments by role): `data/wikievents/wiki-train-human.jsonl` of the repository mc2259/gen-arg at commit 196f46fac829, a
reworking of the corpus of raspberryice/gen-arg. A file whose name tells of dev or test is refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from coding import code_all, command, document, pipeline, sample
from strings import any_same
from tally import Tally, confusion, shares, table

from tacitus.records import CodedArticle, Event

_VIOLENT = frozenset(("Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"))
TYPES: dict[str, frozenset[str]] = {
    "Conflict.Attack": _VIOLENT,
    "Life.Die": _VIOLENT | {"Protests"},
    "Life.Injure": _VIOLENT | {"Protests"},
    "Conflict.Demonstrate": frozenset(("Protests", "Riots")),
    "Justice.ArrestJailDetain": frozenset(("Strategic developments", "Violence against civilians", "Protests")),
    "ArtifactExistence.DamageDestroyDisableDismantle": _VIOLENT | {"Strategic developments"},
}
"""Which of our event types fit WikiEvents' types. Its other types (trials, journeys, talks) are no conflict."""

SIDES: dict[str, str] = {
    "Attacker": "1",
    "Killer": "1",
    "Injurer": "1",
    "Demonstrator": "1",
    "Jailer": "1",
    "Target": "2",
    "Victim": "2",
    "Detainee": "2",
}
"""Which of our sides a role is; Place is the event's place."""

_NO_SPACE_BEFORE = frozenset(". , ; : ! ? ) ] } ’ ' ” %".split())
_NO_SPACE_AFTER = frozenset("( [ { “ ‘ $ £ € ’".split())


@dataclass
class Told:
    """A document with its text put together again; `offsets` are the (start, end) of each token."""

    identity: str
    text: str
    offsets: list[tuple[int, int]]
    mentions: list[dict[str, Any]] = field(default_factory=list)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the tokens from `first` to `last`, which is not included."""
        return self.offsets[first][0], self.offsets[last - 1][1]


def put_together(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of tokens as one would have written it, and where each token stands in it."""
    text, offsets, before = "", [], ""
    for token in tokens:
        joined = (
            not text
            or token in _NO_SPACE_BEFORE
            or before in _NO_SPACE_AFTER
            or token == "-"
            or before == "-"
            or (before == "." and len(token) == 1 and token.isupper() and text[-2:-1].isupper())
        )
        text += "" if joined else " "
        offsets.append((len(text), len(text) + len(token)))
        text += token
        before = token
    return text, offsets


def told(line: str) -> Told:
    """Read one document; a mention that the corpus has twice counts once."""
    value = json.loads(line)
    text, offsets = put_together(value["tokens"])
    mentions = {
        (m["event_type"], m["trigger"]["start_idx"]): m
        for m in value["event_mentions"]
        if m["trigger"]["end_idx"] > m["trigger"]["start_idx"]
    }
    return Told(value["docid"], text, offsets, list(mentions.values()))


@dataclass
class Score:
    """Counts over documents."""

    triggers: dict[str, Tally] = field(default_factory=lambda: {"a conflict mention": Tally()})
    roles: dict[str, Tally] = field(default_factory=dict)
    types: list[tuple[str, str]] = field(default_factory=list)
    fits: list[bool] = field(default_factory=list)

    def document(self, one: Told, coded: CodedArticle | None) -> None:
        """Count one document: the triggers of all our events' mentions against those of the corpus."""
        ours = [
            (m.trigger.start, m.trigger.end, event) for event in (coded.events if coded else []) for m in event.mentions
        ]
        key = [m for m in one.mentions if m["event_type"] in TYPES]
        right = set()
        for mention in key:
            start, end = one.span(mention["trigger"]["start_idx"], mention["trigger"]["end_idx"])
            hits = [(place, hit) for place, hit in enumerate(ours) if hit[0] < end and start < hit[1]]
            right.update(place for place, _ in hits)
            self.triggers["a conflict mention"].add(1, 0, bool(hits), 0)
            self.triggers.setdefault(mention["event_type"], Tally()).add(1, 0, bool(hits))
            fitting = [hit[2] for _, hit in hits if hit[2].event_type in TYPES[mention["event_type"]]]
            if hits:
                self.fits.append(bool(fitting))
                self.types.append((mention["event_type"], hits[0][1][2].event_type))
                self._roles(mention, fitting[0] if fitting else hits[0][1][2])
        self.triggers["a conflict mention"].add(0, len(ours), 0, len(right))

    def _roles(self, mention: dict[str, Any], event: Event) -> None:
        both = event.sub_event_type == "Armed clash"
        for argument in mention["arguments"]:
            side = SIDES.get(argument["role"])
            if side:
                actors = [*event.actor1, *event.actor2] if both else event.actor1 if side == "1" else event.actor2
                texts = [value for actor in actors for value in (actor.text, actor.name) if value]
            elif argument["role"] == "Place":
                texts = [value for place in event.places for value in (place.text, place.name) if value]
            else:
                continue
            self.roles.setdefault(argument["role"], Tally()).add(1, 0, any_same(texts, [argument["text"]]))


def main() -> None:
    """Measure, and print the tables."""
    given = command(__doc__, "the training part").parse_args()
    if "dev" in given.corpus.name or "test" in given.corpus.name:
        sys.exit("The parts dev and test are not to be looked at; give the training part.")
    documents = sample([told(line) for line in given.corpus.read_text(encoding="utf-8").splitlines()], given)
    coded = code_all(pipeline(given.packs), [document(one.identity, one.text) for one in documents], given.out)
    score = Score()
    for one in documents:
        score.document(one, coded.get(one.identity))
    print(f"WikiEvents, training part, {len(documents)} documents\n")
    print(table(score.triggers), "\n")
    print(table(score.roles), "\n")
    print(shares({"type fits, of found mentions": (sum(score.fits), len(score.fits))}))
    print("\nwhat found mentions were to us:")
    print(confusion((kind, ours) for kind, ours in score.types if ours not in TYPES[kind]))


if __name__ == "__main__":
    main()
