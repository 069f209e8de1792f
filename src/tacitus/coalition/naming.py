"""Who a described group is: names told beside or after it ("a new coalition ... The coalition, dubbed X")."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.coalition.mentions import Mention
from tacitus.coalition.words import RelationWords
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children
from tacitus.records import Actor

_MEMORY = 3
"""Sentences after which "the coalition" no longer goes back to a coalition announced without a name."""
_QUOTES = frozenset("\"'“”‘’«»")
_LINKS = frozenset("as the be to itself themselves is was which that will has been a so -".split())
_BRACKET = 12
"""Tokens in which a bracket of other names must close."""
_LISTED_WITH = frozenset({"the", "a", "an", "both", "so", "-", "called", "its", "their"})
_BREAKS = frozenset({",", "-", "–", "—", "--"})
_ARTICLES = (["a"], ["an"], ["the"], ["one", "of", "the"])
_ENUMERATING = frozenset({"including", "like", "namely"})


@dataclass
class Naming:
    """Gives names to descriptions, sentence by sentence. `unnamed` are coalitions announced but not named yet."""

    words: RelationWords
    unnamed: list[tuple[int, Mention]] = field(default_factory=list)
    last_named: tuple[int, Mention] | None = None

    def name(self, sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
        """Fill the descriptions of a sentence with the actors told for them; return what is left, lists joined.

        A name that only stands beside its description ("The coalition, dubbed X,") is left out.
        """
        kept = _without_aliases(mentions, sentence)
        _by_apposition(sentence, kept)
        for mention in mentions:
            if not mention.noun or mention not in kept:
                continue
            following = [m for m in kept if m.first > mention.last and not m.possessive]
            if following:
                self._by_name(sentence, mention, following[0], kept)
        kept = _joined(kept, sentence, self.words)
        for mention in kept:
            if mention.noun and not mention.parts:
                _by_enumeration(mention, kept, sentence, self.words)
        for mention in kept:
            self._across_sentences(sentence, mention)
        return kept

    def _by_name(self, sentence: Sentence, mention: Mention, name: Mention, kept: list[Mention]) -> None:
        """ "X, dubbed the Y", "the coalition 'Y'", "another coalition, Y"."""
        if "n" not in name.kinds or ("g" not in name.kinds and "p" not in name.kinds):
            return
        between = [sentence.syntax.doc[index] for index in range(mention.last + 1, name.first)]
        lower = [word.lower_ for word in between if word.text not in _QUOTES]
        told = any(word in self.words["naming_words"] for word in lower)
        told = told and all(word in self.words["naming_words"] | _LINKS | {","} for word in lower)
        beside = not lower or lower in ([","], [",", "the"])
        after = sentence.syntax.doc[name.last + 1] if name.last + 1 < sentence.syntax.end else None
        closed = after is None or (after.lower_ not in ("and", "or") and after.pos_ not in ("NOUN", "PROPN"))
        if beside and lower:
            closed = (
                closed
                and (after is None or after.text in (",", ".", ";", ")") or after.text in _QUOTES)
                and "g" in name.kinds
            )
            closed = closed and not _listed_after(name, kept, sentence)
        if not told and not (beside and closed and mention.head.tag_ not in ("NNS", "NNPS")):
            return
        mention.actors = [_as_group(name.actor)]
        mention.kinds = "gwbn"
        mention.noun = False
        mention.last = name.last + _closing(sentence, name.last)
        kept.remove(name)
        if mention.head.lemma_.lower() in self.words["coalition_nouns"]:
            self.last_named = (sentence.index, mention)
            if _is_definite(mention.head) and told:
                self._announced(sentence, mention)

    def _announced(self, sentence: Sentence, named: Mention) -> None:
        """Give the name to the coalition that a sentence before announced without one."""
        for index, mention in reversed(self.unnamed):
            if 0 <= sentence.index - index <= _MEMORY and mention is not named and mention.noun:
                mention.actors, mention.kinds, mention.noun = named.actors, named.kinds, False
                return

    def _across_sentences(self, sentence: Sentence, mention: Mention) -> None:
        if not mention.noun or mention.head.lemma_.lower() not in self.words["coalition_nouns"]:
            return
        if not _is_definite(mention.head):
            self.unnamed.append((sentence.index, mention))
        elif self.last_named is not None and sentence.index - self.last_named[0] <= _MEMORY and _is_bare(mention.head):
            named = self.last_named[1]
            span = {"text": mention.head.text, "start": mention.actor.start, "end": mention.actor.end}
            mention.actors = [named.actor.model_copy(update=span)]
            mention.kinds, mention.noun = "gwbn", False


def _without_aliases(mentions: list[Mention], sentence: Sentence) -> list[Mention]:
    """ "the Volunteers (VDP)": a name in brackets is the one before it."""
    kept: list[Mention] = []
    inside = -1
    for mention in sorted(mentions, key=lambda m: (m.first, m.possessive)):
        if mention.first <= inside:
            continue
        closing = None if mention.possessive else _bracket(sentence, mention.last)
        if closing is not None:
            mention.last = inside = closing
        if kept and not mention.possessive and _is_byname(kept[-1], mention, sentence):
            kept[-1].last = mention.last + (_text(sentence, mention.last + 1) == ",")
            continue
        kept.append(mention)
    return [*(m for m in kept if not m.possessive), *(m for m in kept if m.possessive)]


def _is_byname(name: Mention, mention: Mention, sentence: Sentence) -> bool:
    """ "X, known as Y,", "X alias Y": a second name of the person or group before it."""
    between = [_text(sentence, index) for index in range(name.last + 1, mention.first)]
    plain = " ".join(word for word in between if word not in _QUOTES and word not in ("the", ",", "also", "better"))
    return "n" in name.kinds and "n" in mention.kinds and plain in ("known as", "alias", "aka", "a.k.a", "nicknamed")


def _text(sentence: Sentence, index: int) -> str:
    return sentence.syntax.doc[index].lower_ if index < sentence.syntax.end else ""


def _bracket(sentence: Sentence, last: int) -> int | None:
    """The token that closes a bracket of other names right after a name."""
    document = sentence.syntax.doc
    opened = last + 1
    if opened >= sentence.syntax.end or document[opened].text not in ("(", "["):
        return None
    for index in range(opened + 1, min(opened + _BRACKET, sentence.syntax.end)):
        if document[index].text in (")", "]"):
            return index
        if document[index].pos_ in ("VERB", "AUX"):
            return None
    return None


def _by_apposition(sentence: Sentence, mentions: list[Mention]) -> None:
    """ "X, a militia tied to Y": the description is of the name before it, and so what it states."""
    document = sentence.syntax.doc
    ordered = [m for m in mentions if not m.possessive]
    for name, mention in itertools.pairwise(ordered):
        if not mention.noun or not set("gb") & set(name.kinds) or "n" not in name.kinds:
            continue
        between = [document[index].lower_ for index in range(name.last + 1, mention.first)]
        between = [word for word in between if word not in _QUOTES]
        if mention.head.tag_ != "NN" and between != [",", "the"]:
            continue
        described = bool(between) and between[0] in _BREAKS and between[1:] in _ARTICLES
        described = described or (between == ["the"] and mention.head.tag_ == "NN")
        is_said = mention.head.dep_ == "attr" and any(name.first <= s.i <= name.last for s in mention.head.head.lefts)
        if described or (is_said and between[:1] in (["is"], ["was"], ["are"])):
            mention.actors = [_as_group(actor) for actor in name.actors]
            mention.kinds, mention.noun = name.kinds.replace("p", "").replace("o", "") + "gw", False


def _joined(mentions: list[Mention], sentence: Sentence, words: RelationWords) -> list[Mention]:
    """Join "A, B and C" to one mention of several actors."""
    ordered = sorted((m for m in mentions if not m.possessive), key=lambda m: m.first)
    joined: list[Mention] = []
    run: list[Mention] = []
    for mention in ordered:
        if (
            run
            and _link(run[-1], mention, sentence)
            and _alike(run[-1], mention)
            and not _qualifies(mention, sentence, words)
        ):
            run.append(mention)
            continue
        joined.extend(_list_of(run, sentence))
        run = [mention]
    joined.extend(_list_of(run, sentence))
    return sorted([*joined, *(m for m in mentions if m.possessive)], key=lambda m: m.first)


def _qualifies(mention: Mention, sentence: Sentence, words: RelationWords) -> bool:
    """The group in "X leader Y", which is told of the name after it and no part of a list."""
    after = mention.last + 1
    if after >= sentence.syntax.end:
        return False
    word = sentence.syntax.doc[after]
    return word.pos_ in ("NOUN", "PROPN") and word.lemma_.lower() in words["leader_nouns"] | words["tie_nouns"]


def _list_of(run: list[Mention], sentence: Sentence) -> list[Mention]:
    """The run as one mention, if its last link is an "and" or it has three parts or more; else its parts."""
    if len(run) < 2:
        return run
    last_link = _link(run[-2], run[-1], sentence)
    if "and" not in (last_link or "") and len(run) < 4:
        ends = [n for n in range(1, len(run)) if "and" in (_link(run[n - 1], run[n], sentence) or "")]
        if not ends:
            return run
        return [*_list_of(run[: ends[-1] + 1], sentence), *run[ends[-1] + 1 :]]
    groups = any("g" in part.kinds for part in run)
    actors = [_as_group(actor) if groups else actor for part in run for actor in part.actors]
    kinds = "lgwb" + "n" * any("n" in p.kinds for p in run) if groups else "".join(set("nphw") & set(run[0].kinds))
    return [Mention(run[0].first, run[-1].last, actors, kinds, run[0].head, parts=run)]


def _link(first: Mention, second: Mention, sentence: Sentence) -> str | None:
    """ "and" or "," where nothing but a link of a list stands between two mentions."""
    tokens = [sentence.syntax.doc[index] for index in range(first.last + 1, second.first)]
    where = next((n for n, token in enumerate(tokens[:3]) if token.ent_type_ in ("GPE", "LOC")), None)
    if where and tokens[0].lower_ in ("in", "of", "from"):
        tokens = tokens[where + 1 :]  # "A in Mali, and B"
    if {"its", "their"} & {t.lower_ for t in tokens} and any(t.text == "," for t in tokens):
        return None
    between = [token.lower_ for token in tokens if token.text not in _QUOTES and token.lower_ not in _LISTED_WITH]
    plain = " ".join(between)
    if plain in ("and", ", and", "as well as", "& ", "&", "or", ", or", ", as well as", "along with", "together with"):
        return "and"
    return "," if plain in (",", ";") else None


def _alike(first: Mention, second: Mention) -> bool:
    """Whether two mentions can stand in one list: both groups, both persons, or an unknown name beside a group."""
    if "g" in first.kinds and "g" in second.kinds:
        return True
    if "g" in first.kinds or "g" in second.kinds:
        unknown = second if "g" in first.kinds else first
        if "h" in unknown.kinds:
            return False
        return "n" in first.kinds and "n" in second.kinds and ("w" not in unknown.kinds or "o" in unknown.kinds)
    if "h" in first.kinds or "h" in second.kinds:
        return "h" in first.kinds and "h" in second.kinds
    return set(first.kinds) & set("pw") == set(second.kinds) & set("pw")


def _listed_after(name: Mention, mentions: list[Mention], sentence: Sentence) -> bool:
    following = [m for m in mentions if m.first > name.last and not m.possessive]
    return bool(following) and _link(name, following[0], sentence) is not None and _alike(name, following[0])


def _by_enumeration(mention: Mention, mentions: list[Mention], sentence: Sentence, words: RelationWords) -> None:
    """ "several groups operating there: A, B and C", "factions such as A and B", "two groups, A and B"."""
    following = [m for m in mentions if m.first > mention.last and "n" in m.kinds and not m.possessive]
    if not following or mention.head.tag_ not in ("NNS", "NNPS"):
        return
    named = following[0]
    between = [sentence.syntax.doc[index].lower_ for index in range(mention.last + 1, named.first)]
    between = [word for word in between if word not in ("the", "both")]
    such = " ".join(between[-2:]).strip(" ,") == "such as" or bool(set(between[-1:]) & _ENUMERATING)
    beside = (between in ([","], [], ["-"], ["–"], ["—"])) and len(named.actors) > 1
    if not (between[-1:] == [":"] or such or beside):
        return
    parts = named.parts or [named]
    actors = [_as_group(actor) for part in parts for actor in part.actors]
    for target in (named, mention):
        target.actors = actors
        target.kinds = "lgwbn" if len(actors) > 1 else "gwbn"
    mention.noun = False
    if such or beside:
        mention.last = named.last
        mentions.remove(named)


def _as_group(actor: Actor) -> Actor:
    """A name of unknown kind in the place of an armed group."""
    return actor.model_copy(update={"kind": "rebel_group"}) if actor.kind == "unidentified" else actor


def _closing(sentence: Sentence, last: int) -> int:
    """How many tokens after a name close it: a quotation mark, and the comma after an apposition."""
    count = 0
    for index in range(last + 1, min(last + 3, sentence.syntax.end)):
        text = sentence.syntax.doc[index].text
        if text in _QUOTES or (text == "," and count <= 1):
            count += 1
        else:
            break
    return count


def _is_definite(head: Token) -> bool:
    return any(c.lower_ in ("the", "this", "that", "these", "its") for c in children(head, "det", "poss"))


def _is_bare(head: Token) -> bool:
    """No adjective tells it from another: "the coalition", "the new alliance"."""
    return all(c.dep_ in ("det", "punct") or c.lower_ in ("new", "very", "same") for c in head.lefts) and not any(
        c.dep_ in ("prep", "relcl") for c in head.rights
    )
