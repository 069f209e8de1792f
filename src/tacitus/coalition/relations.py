"""Relations of an article: its ties, each once, with status, sources and day."""

from __future__ import annotations

from collections.abc import Iterator

from tacitus.attribute.sources import SourceFinder
from tacitus.coalition.compounds import compound_ties
from tacitus.coalition.mentions import find_mentions
from tacitus.coalition.naming import Naming
from tacitus.coalition.telling import day_of, telling_of
from tacitus.coalition.ties import Tie, ties_of
from tacitus.coalition.words import RelationWords
from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.article import ExtractedArticle
from tacitus.parse.tree import verb_of
from tacitus.records import Actor, Relation

_DATED = frozenset({"member_of", "merged_into", "renamed_to", "created", "dissolved", "splinter_of", "alliance_with"})
_SYMMETRIC = frozenset({"alliance_with", "opposed_to", "linked_to"})
_STRONGER = {
    "linked_to": ("splinter_of", "member_of", "merged_into"),
    "alliance_with": ("member_of",),
    "member_of": ("splinter_of", "merged_into"),
}
"""A type is left out where the article states a stronger one of the same two actors."""


def find_relations(article: ExtractedArticle, words: RelationWords, sayings: Sayings) -> list[Relation]:
    """The relations of an article in order of the text."""
    sources = SourceFinder(article.finder, sayings)
    relations: list[Relation] = []
    seen: set[tuple[str, str, str]] = set()
    ties = list(_ties(article, words))
    told = {_key(tie) for tie in ties}
    for tie in ties:
        kind, subject, target = key = _key(tie)
        if key in seen or (kind in _SYMMETRIC and (kind, target, subject) in seen):
            continue
        if _is_told_better(key, told):
            continue
        seen.add(key)
        relations.append(_relation(tie, f"r{len(relations) + 1}", article, sources, words))
    return relations


def _is_told_better(key: tuple[str, str, str], told: set[tuple[str, str, str]]) -> bool:
    """Whether the article states more of the same: a stronger type, a founder, the body that two groups merged into."""
    kind, subject, target = key
    pairs = ((subject, target), (target, subject))
    if any((stronger, *pair) in told for stronger in _STRONGER.get(kind, ()) for pair in pairs):
        return True
    merged = {(s, t) for k, s, t in told if k == "merged_into"}
    if kind == "created":
        founded = any(k == "created" and s == subject and t != "-" for k, s, t in told)
        members = any(k == "member_of" and t == subject and target == s for k, s, t in told)
        return any(t == subject for _, t in merged) or members or (target == "-" and founded)
    if kind == "merged_into":
        return any(one == target and (subject, into) in merged and into != target for one, into in merged)
    return False


def _ties(article: ExtractedArticle, words: RelationWords) -> Iterator[Tie]:
    """All ties; sentences are read to their end first, since a later one may name what an earlier one describes."""
    naming = Naming(words)
    layers = []
    for sentence in article.resolved.sentences:
        found = find_mentions(sentence, article.finder, words)
        layers.append((sentence, naming.name(sentence, found)))
    for sentence, mentions in layers:
        if mentions:
            yield from ties_of(sentence, mentions, words)
            yield from compound_ties(sentence, mentions, article.resolved, words)


def _relation(
    tie: Tie, relation_id: str, article: ExtractedArticle, sources: SourceFinder, words: RelationWords
) -> Relation:
    telling = telling_of(tie.word, sources)
    resolved = article.resolved
    day = None
    if tie.former:
        # Only what ends a command dates its end: a former leader's arrest does not.
        verb = verb_of(tie.word)
        day = day_of(verb, tie.sentence, resolved) if verb.lemma_.lower() in words["ending_verbs"] else None
    elif tie.type in _DATED and tie.word.pos_ in ("VERB", "NOUN"):
        day = day_of(tie.word, tie.sentence, resolved)
    extra: dict[str, object] = {}
    if tie.former:
        extra["former"] = True
    if tie.note is not None:
        extra["note"] = tie.note
    return Relation(
        id=relation_id,
        type=tie.type,
        subject=tie.subject,
        object=tie.object,
        start=None if tie.former else day,
        end=day if tie.former else None,
        assertion=telling.assertion,
        attributed_to=telling.sources,
        sentence=tie.sentence.span,
        **extra,
    )


def _key(tie: Tie) -> tuple[str, str, str]:
    return (tie.type, _label(tie.subject), "-" if tie.object is None else _label(tie.object))


def _label(actor: Actor) -> str:
    """What tells two mentions apart: the lexicon's id, else the words without a leading article."""
    text = " ".join(actor.text.lower().split()).removeprefix("the ")
    return actor.actor_id or text.removesuffix("'s").removesuffix("’s")
