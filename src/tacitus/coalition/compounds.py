"""Compounds that state a tie of the group after them: "Iran-backed militias", "al-Qaeda-linked groups"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tacitus.coalition.mentions import Mention
from tacitus.coalition.ties import Tie
from tacitus.coalition.words import RelationWords
from tacitus.parse.sentence import Sentence, end_of, start_of
from tacitus.records import Actor
from tacitus.resolve.article import ResolvedArticle

_REACH = 60
"""Characters in which the group must follow the compound."""


def compound_ties(
    sentence: Sentence, mentions: list[Mention], article: ResolvedArticle, words: RelationWords
) -> Iterator[Tie]:
    """The ties that compounds of the sentence state."""
    if not words.suffixes:
        return
    start, end = sentence.span.start, sentence.span.end
    text = article.document_text(start, end)
    ends = "|".join(map(re.escape, words.suffixes))
    power = r"(?P<power>(?:al|ar|as)-[A-Z]\w+|[A-Z][\w.]*(?:[ \n][A-Z]\w*)?)(?: \([A-Z]+\))?"
    pattern = rf"(?<![\w-]){power}\s?[-–‑]\s?(?P<tie>{ends})\b"
    for match in re.finditer(pattern, text):
        stretch = (start + match.start("power"), start + match.end("power"))
        backer = _power(stretch, mentions, article)
        client = _client(start + match.start("tie"), start + match.end("tie"), mentions, sentence)
        tokens = article.tokens_of(start + match.start("tie"), start + match.end("tie"))
        if client is None or not tokens:
            continue
        kind = words.suffixes[match["tie"]]
        if kind == "member_of":
            # "the X-led alliance": X belongs to it. Only a group that the lexicon or the text names.
            if backer.actor_id is not None and "n" in client.kinds:
                yield Tie("member_of", backer, client.actor, tokens[0], sentence)
            continue
        for actor in client.actors:
            if client.head.lemma_.lower() == "government":
                continue
            if (actor.start, actor.end) != (backer.start, backer.end):
                yield Tie(kind, actor, backer, tokens[0], sentence)  # type: ignore[arg-type]


def _power(stretch: tuple[int, int], mentions: list[Mention], article: ResolvedArticle) -> Actor:
    """Whoever the first half names: a named actor where its name is just that, else the words themselves."""
    for actor in article.named_actors:
        if (actor.start, actor.end) == stretch:
            return actor
    span = article.parsed.cut(*stretch)
    place = next((p for p in article.places if p.name.start <= stretch[0] < p.name.end), None)
    name = place.place.name if place is not None else None
    return Actor(**span.model_dump(), name=name, kind="external_forces")


def _client(position: int, closed: int, mentions: list[Mention], sentence: Sentence) -> Mention | None:
    """The group that the compound from `position` to `closed` qualifies: the mention that covers it, else the next."""
    document = sentence.syntax.doc
    for mention in mentions:
        if mention.possessive or "g" not in mention.kinds:
            continue
        first, last = start_of(document[mention.first]), end_of(document[mention.last])
        if first <= position < last:
            if last <= closed:
                continue  # only the compound itself ("IS)-affiliated")
            return mention
        if first > position:
            between = [w for w in sentence.syntax if position < start_of(w) < first]
            if first - position > _REACH or any(
                w.pos_ in ("VERB", "AUX", "ADP", "PUNCT") and w.dep_ != "amod" for w in between
            ):
                return None
            return mention
    return None
