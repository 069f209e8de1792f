"""Relations of an article: its ties, each once, with status, sources and day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
_BRACKET = 16
"""Characters in which initials in brackets follow the name that they stand for."""
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
    labels = Labels.of(ties, article, words)
    told = {labels.key(tie) for tie in ties}
    for tie in ties:
        kind, subject, target = key = labels.key(tie)
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


@dataclass(frozen=True)
class Labels:
    """What tells two actors of an article apart. `acronyms` maps initials in brackets to the label of the name before
    them; `ranks` are left out of persons' names."""

    acronyms: Mapping[str, str]
    ranks: frozenset[str]

    @classmethod
    def of(cls, ties: Sequence[Tie], article: ExtractedArticle, words: RelationWords) -> Labels:
        """The labels for the actors of the ties."""
        labels = cls({}, words["ranks"])
        acronyms: dict[str, str] = {}
        for tie in ties:
            for actor in (tie.subject, tie.object):
                if actor is not None:
                    behind = article.resolved.document_text(actor.end, actor.end + _BRACKET)
                    match = re.match(r"\s*\(([A-Z][\w/-]+)\)", behind)
                    if match:
                        acronyms[match[1].lower()] = labels.label(actor)
        return cls(acronyms, words["ranks"])

    def key(self, tie: Tie) -> tuple[str, str, str]:
        """Type, subject and object of a tie, "-" where there is no object."""
        return tie.type, self.label(tie.subject), "-" if tie.object is None else self.label(tie.object)

    def label(self, actor: Actor) -> str:
        """The lexicon's id, else the words without a leading article or ranks."""
        if actor.actor_id:
            return actor.actor_id
        text = " ".join(actor.text.lower().split()).removeprefix("the ").removesuffix("'s").removesuffix("’s")
        name = text.split(" ")
        while len(name) > 1 and name[0].rstrip(".") in self.ranks:
            name = name[1:]
        return self.acronyms.get(text, " ".join(name))
