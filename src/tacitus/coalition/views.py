"""Views of a sentence on which templates are matched: as it stands, and with distant parts put beside their noun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from tacitus.coalition.mentions import Mention
from tacitus.coalition.words import RelationWords
from tacitus.extract.arguments import subjects_of
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import is_passive

_QUOTES = frozenset({'"', "'", "“", "”", "‘", "’", "``", "''"})
_LEFT_OUT = frozenset("a an the so-called both also already still same".split()) | _QUOTES
_TIMES = frozenset({"formerly", "previously"})

_OWNING = frozenset({"'s", "’s", "'", "’"})

Item = Token | Mention


@dataclass(frozen=True)
class View:
    """A row of words and mentions, and its text for templates.

    `starts` are the offsets of the items in the text; `whole` marks the sentence as it stands.
    """

    items: tuple[Item, ...]
    mentions: tuple[Mention, ...]
    text: str
    starts: tuple[int, ...]
    whole: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word and lemma of the text."""
        return frozenset(part for piece in self.text.split(" ") for part in piece.split("|")[:2])

    @cached_property
    def actors(self) -> int:
        """How many mentions stand in the text."""
        return self.text.count(" @")

    def token_at(self, offset: int) -> Token:
        """The word (or the head of the mention) at an offset of the text."""
        number = max(n for n, start in enumerate(self.starts) if start <= offset)
        item = self.items[number]
        return item.head if isinstance(item, Mention) else item


def views_of(sentence: Sentence, mentions: list[Mention], words: RelationWords) -> Iterator[View]:
    """The sentence as it stands, then each verb after its subject, each apposition after its noun; then the same
    without those who own a named group ("X split from Y's Z")."""
    items = _items(sentence, mentions, words)
    yield from _views(items, sentence, mentions)
    unowned = _without_owners(items)
    if len(unowned) < len(items):
        yield from _views(unowned, sentence, mentions)


def _views(items: list[Item], sentence: Sentence, mentions: list[Mention]) -> Iterator[View]:
    yield _view(items, mentions, whole=True)
    by_token = {index: m for m in mentions for index in range(m.first, m.last + 1)}
    for token in sentence.syntax:
        if token.i in by_token and by_token[token.i].head != token:
            continue
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            yield from _clause(token, items, mentions, by_token)
        elif token.dep_ == "appos" and token.head.i in by_token and token.i not in by_token:
            first = min(word.i for word in token.subtree)
            yield _view([by_token[token.head.i], *_from(items, first, sentence.syntax.end)], mentions)


def _clause(verb: Token, items: list[Item], mentions: list[Mention], by_token: dict[int, Mention]) -> Iterator[View]:
    for subject in _subjects(verb):
        mention = by_token.get(subject.i) or _described_by(subject, by_token)
        if mention is None or mention.first <= verb.i <= mention.last:
            continue
        rest = _from(items, verb.i, verb.sent.end)
        adjacent = mention.last + 1 == verb.i
        if rest and not adjacent:
            yield _view([mention, *rest], mentions)


def _subjects(verb: Token) -> list[Token]:
    subjects, _ = subjects_of(verb)
    if not subjects and verb.dep_ == "ccomp" and verb.head.dep_ == "relcl":
        # "which X says is armed by Y": the relative pronoun belongs to the inner verb.
        return [verb.head.head]
    return [_antecedent(subject) for subject in subjects]


def _antecedent(subject: Token) -> Token:
    """What a relative pronoun stands for."""
    if subject.lower_ in ("which", "who", "that"):
        for ancestor in subject.ancestors:
            if ancestor.dep_ == "relcl":
                return ancestor.head
    return subject


def _described_by(noun: Token, by_token: dict[int, Mention]) -> Mention | None:
    """The mention whose apposition the noun stands in ("X, the largest of the groups there, which ...")."""
    current = noun
    for _ in range(6):
        if current.dep_ == "appos":
            return by_token.get(current.head.i)
        if current.dep_ not in ("pobj", "prep", "dobj", "acl", "amod") or current.head == current:
            return None
        current = current.head
    return None


def _without_owners(items: list[Item]) -> list[Item]:
    """The items without an owner, its "'s" and up to two words that qualify the named group owned."""
    left: list[Item] = []
    position = 0
    while position < len(items):
        item = items[position]
        owner = isinstance(item, Mention) and not item.possessive and position + 1 < len(items)
        after = items[position + 1] if owner else None
        if isinstance(after, Token) and after.lower_ in _OWNING:
            ahead = next((n for n in range(2, 5) if _is_named_group(items, position + n)), None)
            if ahead is not None and all(_is_qualifier(i) for i in items[position + 2 : position + ahead]):
                position += ahead
                continue
        left.append(item)
        position += 1
    return left


def _is_named_group(items: list[Item], position: int) -> bool:
    item = items[position] if position < len(items) else None
    return isinstance(item, Mention) and {"g", "n"} <= set(item.kinds)


def _is_qualifier(item: Item) -> bool:
    return isinstance(item, Token) and item.pos_ == "ADJ"


def _items(sentence: Sentence, mentions: list[Mention], words: RelationWords) -> list[Item]:
    by_first = {m.first: m for m in mentions}
    inside = {index for m in mentions for index in range(m.first, m.last + 1)}
    items: list[Item] = []
    tokens = sentence.tokens
    for position, token in enumerate(tokens):
        mention = by_first.get(token.i)
        if mention is not None:
            items.append(mention)
            continue
        if (
            token.i in inside
            or token.lower_ in _LEFT_OUT
            or (token.dep_ in ("aux", "auxpass", "neg") and token.lower_ != "to")
        ):
            continue
        if token.lower_ in ("so", "called", "-") and _in_so_called(tokens, position):
            continue
        if token.dep_ == "advmod" and token.lower_.endswith("ly") and token.lower_ not in _TIMES:
            continue
        if _is_rank(tokens, position, by_first, words):
            continue
        items.append(token)
    return items


def _is_rank(tokens: list[Token], position: int, by_first: dict[int, Mention], words: RelationWords) -> bool:
    """A rank or title before a name, itself or what follows it ("Maj. Gen. X")."""
    for token in tokens[position : position + 4]:
        if token.i in by_first:
            return token.i > tokens[position].i
        if token.text != "." and token.lower_.rstrip(".") not in words["ranks"] - words["leader_nouns"]:
            return False
    return False


def _in_so_called(tokens: list[Token], position: int) -> bool:
    for start in (position - 2, position - 1, position):
        if start >= 0 and [t.lower_ for t in tokens[start : start + 3]] == ["so", "-", "called"]:
            return True
    return False


def _from(items: list[Item], first: int, end: int) -> list[Item]:
    return [item for item in items if first <= (item.first if isinstance(item, Mention) else item.i) < end]


def _view(items: list[Item], mentions: list[Mention], *, whole: bool = False) -> View:
    numbers = {id(mention): number for number, mention in enumerate(mentions)}
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    kept: list[Item] = []
    for item in items:
        piece = _mention_text(item, numbers) if isinstance(item, Mention) else _word_text(item)
        pieces.append(piece)
        starts.append(length)
        kept.append(item)
        length += len(piece)
    return View(tuple(kept), tuple(mentions), "".join(pieces), tuple(starts), whole)


def _mention_text(mention: Mention, numbers: dict[int, int]) -> str:
    owned = " 's|'s|PART" if mention.possessive or re.search(r"['’]s?$", mention.head.text) else ""
    return f" @{numbers[id(mention)]}|{mention.kinds}|M{owned}"


def _word_text(token: Token) -> str:
    lower = re.sub(r"[\s|@]", "_", token.lower_)
    lemma = re.sub(r"[\s|@]", "_", token.lemma_.lower())
    if lower in _OWNING:
        return " 's|'s|PART"
    if lower in ("-", "–", "—"):
        return " -|-|X"
    tag = token.pos_
    if tag in ("VERB", "AUX"):
        qualifies = token.dep_ in ("amod", "compound", "nmod")
        tag = "ADJ" if qualifies else f"V.{'p' if _is_passive(token) else 'a'}"
    return f" {lower}|{lemma}|{tag}"


def _is_passive(verb: Token) -> bool:
    return is_passive(verb) or (verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.children))
