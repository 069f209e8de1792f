"""Which place an event's verb has: `python benchmarks/public/event_location.py [FILE]`.

FILE is `labeled_text.jsonl.zip` of ahalterman/event_location (default: in the shared data folder): sentences with one
event verb marked and the places where the event happened. 1,113 of the place spans hold token numbers in place of
characters and are repaired. Only verbs that the coder drafts as an event, refused later or not, have an answer of ours.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from coding import SHARED, command, document, pipeline, sample
from tally import Tally, shares, table

from tacitus.errors import TacitusError
from tacitus.extract.article import ExtractedArticle
from tacitus.extract.stage import ExtractionRules, drafts_of
from tacitus.run.pipeline import Pipeline

FILE = SHARED / "data" / "event_location" / "labeled_text.jsonl.zip"
NOTHING = (-1, -1)
"""Stands for "no place", so that a rightly empty answer counts as one right span."""

Spans = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Question:
    """A verb in a sentence and the spans of its places, in characters."""

    text: str
    verb: tuple[int, int]
    places: Spans


def questions(rows: Iterable[dict[str, Any]]) -> list[Question]:
    """Return the accepted rows with exactly one verb, each sentence and verb once, offsets repaired."""
    found: dict[tuple[str, int], Question] = {}
    for row in rows:
        if row.get("answer") not in {None, "accept"}:
            continue
        spans = [(span["label"], repaired(span, row["tokens"])) for span in row.get("spans") or ()]
        verbs = [span for label, span in spans if label == "VERB"]
        if len(verbs) == 1:
            places = frozenset(span for label, span in spans if label == "LOCATION")
            found[row["text"], verbs[0][0]] = Question(row["text"], verbs[0], places)
    return list(found.values())


def repaired(span: dict[str, Any], tokens: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Return the characters of a span by its token numbers, where it has them."""
    if "token_start" not in span or span["token_end"] >= len(tokens):
        return span["start"], span["end"]
    return tokens[span["token_start"]]["start"], tokens[span["token_end"]]["end"]


def by_sentence(asked: Sequence[Question]) -> list[list[Question]]:
    """Return the questions of each sentence together."""
    together: dict[str, list[Question]] = defaultdict(list)
    for one in asked:
        together[one.text].append(one)
    return list(together.values())


def is_hard(asked: Sequence[Question]) -> bool:
    """Tell whether a sentence has several verbs with different answers."""
    return len({one.places for one in asked}) > 1


def count(tally: Tally, key: Spans, ours: Spans) -> None:
    """Count one answer: a span of ours is right where it overlaps one of the key; "no place" is one span."""
    keys, given = key or {NOTHING}, ours or {NOTHING}
    found = sum(any(_overlap(one, other) for other in given) for one in keys)
    right = sum(any(_overlap(one, other) for other in keys) for one in given)
    tally.add(len(keys), len(given), found, right)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one == other or (one[0] < other[1] and other[0] < one[1])


def answers(coder: Pipeline, asked: Sequence[Question]) -> list[Spans | None]:
    """Return our places for each verb of one sentence: its event's, else what its draft would have been given.

    None where the verb is no event to the coder.
    """
    text = asked[0].text
    shift = len(text) - len(text.lstrip())
    article = coder.extracted(document("sentence", text))
    rules = ExtractionRules(coder.codebook.triggers, coder.codebook.people, coder.codebook.weapons, {})
    drafts = drafts_of(ExtractedArticle(article.resolved, article.finder), rules)
    given: list[Spans | None] = []
    for one in asked:
        start, end = one.verb[0] - shift, one.verb[1] - shift
        events = [
            told.event
            for told in article.events
            if any(m.trigger.start < end and start < m.trigger.end for m in told.event.mentions)
        ]
        if events:
            given.append(frozenset((p.start + shift, p.end + shift) for event in events[:1] for p in event.places))
            continue
        own = [
            d for d in drafts if d.mention.token.idx < end and start < d.mention.token.idx + len(d.mention.token.text)
        ]
        areas = {p.area_start for d in own for p in d.places}  # "Grozny, Chechnya" is one place
        names = {(p.name.start + shift, p.name.end + shift) for d in own for p in d.places if p.name.start not in areas}
        given.append(frozenset(names) if own else None)
    return given


def main() -> None:
    """Measure, and print the table."""
    given = command(__doc__, "the zipped sentences", FILE).parse_args()
    with zipfile.ZipFile(given.corpus) as archive:
        rows = json.loads(archive.read("labeled_text.jsonl"))
    sentences = by_sentence(questions(rows))
    hard = [one for one in sentences if is_hard(one)]
    easy = sample([one for one in sentences if not is_hard(one)], given)
    coder = pipeline(given.packs)
    tallies = {
        name: Tally() for name in ("one answer", "one answer, places only", "answers differ", "differ, places only")
    }
    known, asked = 0, 0
    for group, kind in ((easy, "one answer"), (sample(hard, given), "answers differ")):
        for sentence in group:
            try:
                ours = answers(coder, sentence)
            except TacitusError as error:
                print(f"refused: {error}")
                continue
            asked += len(ours)
            for one, spans in zip(sentence, ours, strict=True):
                if spans is None:
                    continue
                known += 1
                count(tallies[kind], one.places, spans)
                if one.places:
                    count(tallies[f"{kind.removeprefix('answers ')}, places only"], one.places, spans)
    print(f"event_location: {len(easy)} sentences with one answer, {min(len(hard), given.sample)} with several\n")
    print(table(tallies), "\n")
    print(shares({"the verb is an event to us": (known, asked)}))


if __name__ == "__main__":
    main()
