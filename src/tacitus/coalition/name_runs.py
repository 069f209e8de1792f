"""Runs of capitalised words that no lexicon knows: names of groups and persons."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from tacitus.coalition.words import RelationWords
from tacitus.parse.sentence import Sentence
from tacitus.resolve.article import ResolvedArticle

_INSIDE = frozenset({"al", "-", "–", "wa", "wal", "ul", "bin", "ibn", "e", "de", "du", "la"})
_JOINING = frozenset({"of", "for", "the", "and", "in"})
_PEOPLE = frozenset({"people", "peoples", "women", "workers", "farmers", "citizens", "soldiers"})
_NO_NAMES = frozenset({"DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE"})
_QUOTES = frozenset("\"'“”‘’«»")


@dataclass(frozen=True)
class NameRun:
    """A name of tokens `first` to `last` of the block; `group` where its words or the words before tell a group."""

    sentence: Sentence
    first: int
    last: int
    group: bool


def name_runs(sentence: Sentence, article: ResolvedArticle, words: RelationWords) -> list[NameRun]:
    """The unknown names of a sentence, in order."""
    tokens = sentence.tokens
    found: list[NameRun] = []
    position = 0
    while position < len(tokens):
        introduced = _introduced(tokens, position, words)
        length = _length(tokens, position, article, words, named=introduced)
        if length == 0:
            position += 1
            continue
        run = tokens[position : position + length]
        if not introduced and (sentence.headline or _is_generic(run, words)):
            position += length
            continue
        bare = _without_office(run, words)
        found.append(NameRun(sentence, bare[0].i, bare[-1].i, introduced or _tells_group(bare, words)))
        position += length
    return found


def _without_office(run: list[Token], words: RelationWords) -> list[Token]:
    """ "Chairman X": the office is none of the name; a rank is, unless a group's name stands before it."""
    before = run[0].doc[run[0].i - 1] if run[0].i > run[0].sent.start else None
    owned = before is not None and (before.pos_ == "PROPN" or before.text == ")")
    first = run[0].lower_
    if len(run) > 1 and first in words["leader_nouns"] and (owned or first not in words["ranks"]):
        return run[1:]
    return run


def _length(tokens: list[Token], start: int, article: ResolvedArticle, words: RelationWords, *, named: bool) -> int:
    """How many tokens the name at `start` has, 0 where none begins."""
    if not _is_name_word(tokens[start], article, named) or (start == 0 and tokens[0].pos_ != "PROPN"):
        return 0
    end = start + 1
    while end < len(tokens):
        token = tokens[end]
        if _is_name_word(token, article, named) and tokens[end - 1].whitespace_ + tokens[end - 1].text != "":
            end += 1
            continue
        ahead = 1
        if token.lower_ in ("of", "and") and end + 1 < len(tokens) and _is_ranked(tokens[end + 1], words):
            break
        joins = _INSIDE | _JOINING if _tells_group(tokens[start:end], words) else _INSIDE
        while end + ahead < len(tokens) and ahead < 3 and tokens[end + ahead - 1].lower_ in joins:
            if _is_name_word(tokens[end + ahead], article, named):
                break
            ahead += 1
        joined = _owns_name(tokens, end) or (
            tokens[end].lower_ == "and" and (tokens[end].ent_type_ == "ORG" or _closes_acronym(tokens, start, end))
        )
        if joined and end + 1 < len(tokens) and _is_name_word(tokens[end + 1], article, named):
            end += 2
            continue
        between = tokens[end : end + ahead]
        reaches = end + ahead < len(tokens) and _is_name_word(tokens[end + ahead], article, named)
        if (
            not reaches
            or not all(word.lower_ in joins for word in between)
            or between[0].lower_ in ("and", "in", "the")
        ):
            break
        end += ahead + 1
    return end - start


def _is_ranked(token: Token, words: RelationWords) -> bool:
    """Whether a person begins here, so that "the division of General X" is no name."""
    return token.lower_.rstrip(".") in words["ranks"] or token.ent_type_ == "PERSON"


def _closes_acronym(tokens: list[Token], start: int, joint: int) -> bool:
    """ "Group for the Support of Islam and Muslims (GSIM)": what the brackets abbreviate is one name."""
    if joint + 3 >= len(tokens) or tokens[joint + 2].text != "(":
        return False
    name = [t for t in tokens[start : joint + 2] if t.text[0].isupper()]
    return tokens[joint + 3].text.isupper() and len(name) > 2 and len(tokens[joint + 3].text) >= len(name) - 1


def _owns_name(tokens: list[Token], position: int) -> bool:
    """The "'s" of "People's Liberation Army", which is part of the name."""
    return tokens[position].lower_ in ("'s", "’s") and tokens[position - 1].lower_ in _PEOPLE


def _is_name_word(token: Token, article: ResolvedArticle, named: bool) -> bool:
    text = token.text
    if not (
        text[0].isupper() or (text[0].isdigit() and text[-2:] in ("st", "nd", "rd", "th")) or text.startswith("al-")
    ):
        return False
    if article.actor_of(token) is not None or article.date_of(token) is not None:
        return False
    if token.ent_type_ in _NO_NAMES and not text[0].isdigit():
        return False
    place = article.place_of(token)
    unknown = place is not None and place.place.precision == "unlocated"
    if not named and place is not None and not (unknown and (token.ent_type_ == "PERSON" or not place.name.relation)):
        return False
    return (
        token.pos_ == "PROPN"
        or named
        or text[0].isdigit()
        or (text.startswith("al-") and len(text) > 3)
        or token.pos_ in ("ADJ", "NOUN")
    )


def _is_generic(run: list[Token], words: RelationWords) -> bool:
    """Words that name nobody by themselves: "New Coalition", "Army"."""
    generic = words["group_names"] | words["group_nouns"] | words["coalition_nouns"] | words["generic_words"]
    return all(token.lower_ in generic or token.lemma_.lower() in generic for token in run)


def _tells_group(tokens: list[Token], words: RelationWords) -> bool:
    return any(token.lower_ in words["group_names"] for token in tokens)


def _introduced(tokens: list[Token], position: int, words: RelationWords) -> bool:
    """Whether the words before say that a name follows: "dubbed the X", "known as 'X'", "the group 'X'"."""
    before = position - 1
    quoted = False
    while before >= 0 and (tokens[before].lower_ == "the" or tokens[before].text in _QUOTES):
        quoted = quoted or tokens[before].text in _QUOTES
        before -= 1
    if before < 0:
        return False
    word = tokens[before]
    if word.lower_ in words["naming_words"]:
        subject = (
            word.head if word.dep_ == "acl" else next((c for c in word.children if c.dep_.startswith("nsubj")), None)
        )
        return subject is None or _is_group_noun(subject, words)
    if word.lower_ == "as" and before > 0 and tokens[before - 1].lower_ in words["naming_words"]:
        return True
    return quoted and _is_group_noun(word, words)


def _is_group_noun(token: Token, words: RelationWords) -> bool:
    return token.lemma_.lower() in words["group_nouns"] | words["coalition_nouns"] or token.pos_ == "PRON"
