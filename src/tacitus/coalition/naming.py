"""Who a described group is: names told beside or after it ("a new coalition ... The coalition, dubbed X")."""

from __future__ import annotations

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
_LINKS = frozenset(
    {
        "as",
        "the",
        "be",
        "to",
        "itself",
        "themselves",
        "is",
        "was",
        "which",
        "that",
        "will",
        "has",
        "been",
        "a",
        "so",
        "-",
    }
)
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
        mention.actors = [name.actor if name.actor.kind != "unidentified" else _as_group(name)]
        mention.kinds = "gwn"
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
            mention.kinds, mention.noun = "gwn", False


def _without_aliases(mentions: list[Mention], sentence: Sentence) -> list[Mention]:
    """ "the Volunteers (VDP)": a name in brackets is the one before it."""
    document = sentence.syntax.doc
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept and not mention.possessive else None
        opened = mention.first - 1 >= sentence.syntax.start and document[mention.first - 1].text == "("
        closed = mention.last + 1 < sentence.syntax.end and document[mention.last + 1].text == ")"
        if before is not None and opened and closed and before.last == mention.first - 2 and "n" in mention.kinds:
            before.last = mention.last + 1
        else:
            kept.append(mention)
    return kept


def _joined(mentions: list[Mention], sentence: Sentence, words: RelationWords) -> list[Mention]:
    """Join "A, B and C" to one mention of several actors."""
    ordered = sorted((m for m in mentions if not m.possessive), key=lambda m: m.first)
    joined: list[Mention] = []
    run: list[Mention] = []
    for mention in ordered:
        if run and _link(run[-1], mention, sentence) and _alike(run[-1], mention):
            run.append(mention)
            continue
        joined.extend(_list_of(run, sentence))
        run = [mention]
    joined.extend(_list_of(run, sentence))
    return sorted([*joined, *(m for m in mentions if m.possessive)], key=lambda m: m.first)


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
    actors = [
        part.actor if "g" in part.kinds or not groups else _as_group(part) for part in run for _ in (0,) if part.actors
    ]
    kinds = "lgw" + "n" * all("n" in p.kinds for p in run) if groups else "".join(set("npw") & set(run[0].kinds))
    return [Mention(run[0].first, run[-1].last, actors, kinds, run[0].head, parts=run)]


def _link(first: Mention, second: Mention, sentence: Sentence) -> str | None:
    """ "and" or "," where nothing but a link of a list stands between two mentions."""
    between = [sentence.syntax.doc[index].lower_ for index in range(first.last + 1, second.first)]
    between = [
        word for word in between if word not in _QUOTES and word not in ("the", "a", "an", "both", "so", "-", "called")
    ]
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
        return "n" in first.kinds and "n" in second.kinds and ("w" not in unknown.kinds or "o" in unknown.kinds)
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
    actors = [part.actor if "g" in part.kinds else _as_group(part) for part in parts]
    for target in (named, mention):
        target.actors = actors
        target.kinds = "lgwn" if len(actors) > 1 else "gwn"
    mention.noun = False
    if such or beside:
        mention.last = named.last
        mentions.remove(named)


def _as_group(mention: Mention) -> Actor:
    """A name of unknown kind in the place of an armed group."""
    return (
        mention.actor.model_copy(update={"kind": "rebel_group"})
        if mention.actor.kind == "unidentified"
        else mention.actor
    )


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
