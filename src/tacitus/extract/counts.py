"""Counts: tolls and losses told with a trigger."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.codebook.vocabulary import People, Weapons
from tacitus.extract.mentions import TriggerMention
from tacitus.extract.numbers import Quantity, quantity_of
from tacitus.parse.tree import children, conjuncts, prepositional_objects
from tacitus.records import Actor, Count, Loss
from tacitus.resolve.actors.parties import PartyFinder
from tacitus.resolve.article import ResolvedArticle

FIELD_OF_FRAME = {
    "kill": "fatalities",
    "wound": "injured",
    "abduct": "abducted",
    "arrest": "arrested",
    "capture_people": "arrested",
}
_DISPLACING = frozenset({"displace", "flee", "uproot", "evacuate"})
_NOT_COUNTED = frozenset({"attack", "blow", "position", "operation"})


@dataclass
class Tolls:
    """Counts by field, and materiel lost, as one mention tells them."""

    counts: dict[str, Count] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)


def tolls_of(
    mention: TriggerMention, targets: list[Token], finder: PartyFinder, people: People, weapons: Weapons
) -> Tolls:
    """Read the toll that a trigger tells of its targets ("killing two soldiers and three civilians")."""
    tolls = Tolls()
    name = FIELD_OF_FRAME.get(mention.frame.name)
    if mention.token.lemma_.lower() in _DISPLACING:
        name = "displaced"
    heads = [head for target in targets for head in conjuncts(target)]
    lost = mention.token.lemma_.lower() in ("lose", "destroy", "damage")
    if lost:
        heads = [*heads, *(head for child in children(mention.token, "dobj") for head in conjuncts(child))]
        heads = list(dict.fromkeys(heads))
    things = [head for head in heads if lost and head.lemma_.lower() in weapons.materiel]
    heads = [head for head in heads if head not in things] if name is not None else heads
    if name is not None:
        count = _count_of(heads, finder.article, people)
        if count is not None:
            tolls.counts[name] = count
    if mention.frame.name == "property" or lost:
        tolls.losses.extend(_losses(things or heads, finder, weapons))
    return tolls


def _count_of(heads: list[Token], article: ResolvedArticle, people: People) -> Count | None:
    quantities: list[tuple[Token, Quantity]] = []
    for head in heads:
        if head.lemma_.lower() in _NOT_COUNTED and head.pos_ == "NOUN":
            continue
        quantity = quantity_of(head)
        if (
            quantity is None
            and head.pos_ == "PROPN"
            and head.ent_type_ in ("PERSON", "")
            and article.place_of(head) is None
        ):
            named = article.actor_of(head)
            if named is None or named.kind == "civilians":
                quantity = Quantity(1, 1, 1, head.i, head.i)
        if quantity is not None:
            quantities.append((head, quantity))
    if not quantities:
        return None
    return _summed(quantities, article)


def _summed(quantities: list[tuple[Token, Quantity]], article: ResolvedArticle) -> Count:
    spans = [_span(head, quantity, article) for head, quantity in quantities]
    known = [quantity for _, quantity in quantities if quantity.low is not None or quantity.high is not None]
    text = article.document_text(min(s.start for s in spans), max(s.end for s in spans))
    if not known:
        return Count(text=text, spans=spans)
    if len(known) < len(quantities):
        low = sum(q.low or 0 for q in known) or None
        return Count(text=text, low=low, best=low, high=None, spans=spans)
    low = None if any(q.low is None for q in known) else sum(q.low or 0 for q in known)
    high = None if any(q.high is None for q in known) else sum(q.high or 0 for q in known)
    best = None if any(q.best is None for q in known) else sum(q.best or 0 for q in known)
    return Count(text=text, low=low, best=best, high=high, spans=spans)


def _span(head: Token, quantity: Quantity, article: ResolvedArticle):  # type: ignore[no-untyped-def]
    first, last = min(quantity.first, head.i), max(quantity.last, head.i)
    nested = prepositional_objects(head, "of")
    if nested and head.lower_ in ("dozens", "scores", "hundreds", "thousands", "number", "couple", "tens", "dozen"):
        last = max(last, nested[0].i)
    return article.span(head.doc[first], head.doc[last])


def _losses(heads: list[Token], finder: PartyFinder, weapons: Weapons) -> list[Loss]:
    losses = []
    for head in heads:
        if head.lemma_.lower() not in weapons.materiel:
            continue
        quantity = quantity_of(head)
        first = min([word.i for word in head.lefts if word.dep_ in ("compound", "amod", "nummod")] + [head.i])
        what = finder.article.span(_after_number(head, first), head).text
        if quantity is None:
            span = finder.article.span(head.doc[first], head)
            count = Count(text=span.text, spans=[span])
        else:
            span = _span(head, quantity, finder.article)
            count = Count(text=span.text, low=quantity.low, best=quantity.best, high=quantity.high, spans=[span])
        losses.append(Loss(what=what, count=count, owner=_owner(head, finder)))
    return losses


def _after_number(head: Token, first: int) -> Token:
    index = first
    while index < head.i and (
        head.doc[index].pos_ in ("NUM", "DET") or head.doc[index].dep_ in ("nummod", "quantmod", "advmod")
    ):
        index += 1
    return head.doc[index]


def _owner(head: Token, finder: PartyFinder) -> Actor | None:
    for child in head.lefts:
        if child.dep_ in ("poss", "compound", "amod", "nmod"):
            for word in (child, *child.lefts):
                actor = finder.article.actor_of(word)
                if actor is not None:
                    return actor
    for owner in prepositional_objects(head, "of", "belonging", "to"):
        actor = finder.article.actor_of(owner)
        if actor is not None:
            return actor
    return None


def merged_counts(first: Count | None, second: Count | None) -> Count | None:
    """Join two tolls of one event: the range spans both (CODEBOOK: low-high spans all tolls the article gives)."""
    if first is None or second is None:
        return first or second
    spans = [*first.spans, *[span for span in second.spans if all(span.start != s.start for s in first.spans)]]
    if second.low is None and second.high is None:
        return Count(text=first.text, low=first.low, best=first.best, high=first.high, spans=spans)
    if first.low is None and first.high is None:
        return Count(text=second.text, low=second.low, best=second.best, high=second.high, spans=spans)
    lows = [value for value in (first.low, second.low) if value is not None]
    if None in (first.high, second.high):
        bests = [value for value in (first.best, second.best) if value is not None]
        high = max([v for v in (first.high, second.high) if v is not None] + bests, default=None)
        high = high if len(set(bests)) > 1 else None
    else:
        high = max(value for value in (first.high, second.high) if value is not None)
    best = first.best if first.best is not None else second.best
    return Count(text=first.text, low=min(lows, default=None), best=best, high=high, spans=spans)


def summed_counts(counts: list[Count]) -> Count | None:
    """The toll over both sides (CODEBOOK: per-side sums are allowed). Two tolls that may overlap are a range."""
    if len(counts) < 2:
        return counts[0] if counts else None
    first, second = counts[0], counts[1]
    known = all(value is not None for count in (first, second) for value in (count.low, count.best))
    if not known or len(counts) > 2:
        return merged_counts(merged_counts(first, second), counts[2] if len(counts) > 2 else None)
    high = None if first.high is None or second.high is None else first.high + second.high
    return Count(
        text=f"{first.text}; {second.text}",
        low=(first.low or 0) + (second.low or 0),
        best=(first.best or 0) + (second.best or 0),
        high=high,
        spans=[*first.spans, *second.spans],
    )
