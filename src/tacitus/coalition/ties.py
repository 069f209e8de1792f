"""Ties: what the templates find in a sentence, before they become relations."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from tacitus.coalition.mentions import Mention
from tacitus.coalition.views import View, views_of
from tacitus.coalition.words import RelationWords
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import children, is_negated
from tacitus.records import Actor
from tacitus.records.relation import RelationType


@dataclass(frozen=True)
class Tie:
    """One tie between two actors, told by `word`. `former` and `note` become extra keys of the relation."""

    type: RelationType
    subject: Actor
    object: Actor | None
    word: Token
    sentence: Sentence
    former: bool = False
    note: str | None = None


def ties_of(sentence: Sentence, mentions: list[Mention], words: RelationWords) -> Iterator[Tie]:
    """The ties that a sentence states, some perhaps more than once."""
    for view in views_of(sentence, mentions, words):
        for kind, templates in words.templates.items():
            for template in templates:
                if not template.may_match(view.actors, view.words):
                    continue
                for match in template.pattern.finditer(view.text):
                    word = view.token_at(match.start("tie"))
                    found = {name: mentions[int(n)] for name, n in match.groupdict().items() if name != "tie" and n}
                    last = mentions[int(match[template.slots[-1]])] if match[template.slots[-1]] else None
                    if last is not None and _qualifies_other(last, words):
                        continue
                    if _refused(kind, word, found, view, words):
                        continue
                    for tie in _ties(kind, found, word, sentence, words, mentions):
                        if tie.object is None or not _same(tie):
                            yield tie


def _ties(
    kind: str, found: dict[str, Mention], word: Token, sentence: Sentence, words: RelationWords, mentions: list[Mention]
) -> Iterator[Tie]:
    if kind == "founding":
        yield from _founding(found, word, sentence, mentions)
        return
    if "pair" in found:
        for one, other in itertools.combinations(found["pair"].actors, 2):
            yield Tie(kind, one, other, word, sentence)  # type: ignore[arg-type]
        return
    note = "expanded variant" if kind == "variant" else None
    type_: RelationType = "linked_to" if kind == "variant" else kind  # type: ignore[assignment]
    subjects = [*found["subject"].actors, *(found["partner"].actors if "partner" in found else [])]
    former = type_ == "leader_of" and _is_former(word, found["subject"], words)
    if type_ == "leader_of" and _is_of_last(word, found["subject"]):
        subjects = subjects[-1:]
    for subject in subjects:
        if type_ in ("leader_of", "member_of") and subject.kind == "unidentified" and "object" in found:
            # Who leads a group or belongs to it is of its kind.
            subject = subject.model_copy(update={"kind": found["object"].actor.kind})
        if "object" not in found:
            yield Tie(type_, subject, None, word, sentence)
            continue
        for target in found["object"].actors:
            yield Tie(type_, subject, target, word, sentence, former=former, note=note)


def _founding(found: dict[str, Mention], word: Token, sentence: Sentence, mentions: list[Mention]) -> Iterator[Tie]:
    coalition = found["coalition"]
    founders = found.get("founders")
    groups = founders is not None and "g" in founders.kinds
    actors = [] if founders is None or founders.noun else list(founders.actors)
    if founders is not None and groups:
        actors += _companions(founders, word, mentions)
    together = groups and len(actors) > 1
    # "A, B and C form the alliance" tells who belongs to it, not that it was just founded.
    standing = groups and word.tag_ in ("VBZ", "VBP") and not any(child.dep_ == "aux" for child in word.children)
    for group in coalition.actors:
        if not standing:
            note = f"by {actors[0].text}" if actors and not together else None
            yield Tie("created", group, None, word, sentence, note=note)
        for member in actors if together or standing else ():
            yield Tie("member_of", member, group, word, sentence)


def _companions(founder: Mention, word: Token, mentions: list[Mention]) -> list[Actor]:
    """ "X, together with Y and Z, formed the alliance": all of them founded it."""
    between = [token for token in word.sent if founder.last < token.i < word.i]
    start = next((token.i for token in between if token.lower_ in ("with", "alongside")), None)
    if start is None:
        return []
    inside = [m for m in mentions if start < m.first < word.i and {"g", "n"} <= set(m.kinds)]
    return [actor for mention in inside for actor in mention.actors]


def _qualifies_other(mention: Mention, words: RelationWords) -> bool:
    """ "head of the X mediation team": the words are told of the team."""
    head = mention.head
    after = head.doc[mention.last + 1] if mention.last + 1 < len(head.doc) else None
    if after is None or after.pos_ not in ("NOUN", "ADJ") or head.dep_ not in ("compound", "nmod", "amod", "poss"):
        return False
    known = words["group_nouns"] | words["leader_nouns"] | words["coalition_nouns"] | words["tie_nouns"]
    return head.head.i > mention.last and head.head.lemma_.lower() not in known


def _has_other_subject(word: Token, found: dict[str, Mention], view: View) -> bool:
    """Whether a verb of the sentence as it stands has another actor as its subject than the mention before it."""
    before = [m for m in found.values() if m.last < word.i]
    if word.pos_ != "VERB" or not before or not view.whole:
        return False
    nearest = max(before, key=lambda mention: mention.last)
    subjects = [child.i for child in children(word, "nsubj", "nsubjpass")]
    if not subjects or any(nearest.first <= index <= nearest.last for index in subjects):
        return False
    relative = any(word.doc[index].lower_ in ("which", "who", "that") for index in subjects)
    return relative and word.doc[nearest.last + 1].text not in (",",) and nearest.head != word.head


def _refused(kind: str, word: Token, found: dict[str, Mention], view: View, words: RelationWords) -> bool:
    """Wordings that look like a tie and state none."""
    if (
        _has_other_subject(word, found, view)
        or is_negated(word)
        or len({id(mention) for mention in found.values()}) < len(found)
    ):
        return True
    if any(first.actors == second.actors for first, second in itertools.combinations(found.values(), 2)):
        return True
    if kind == "founding":
        coalition = found["coalition"]
        state = any(actor.kind in ("state_forces", "external_forces") for actor in coalition.actors)
        return coalition.noun or "n" not in coalition.kinds or state
    if (
        kind in ("dissolved", "merged_into", "renamed_to", "splinter_of", "created")
        and found.get("subject") is not None
    ):
        if kind == "dissolved" and (children(word, "dobj") or "h" in found["subject"].kinds):
            return word.pos_ == "VERB" and not any(c.lower_ in ("itself", "themselves") for c in word.children)
        return any("n" not in m.kinds and m.noun for m in found.values())
    if kind == "leader_of":
        return _no_leadership(word, found["subject"], found["object"], words)
    if kind == "member_of":
        return _no_membership(word, found["subject"], found["object"], words)
    if kind == "backed_by":
        client, backer = found["subject"], found["object"]
        if client.actor.kind == "state_forces" and backer.actor.kind not in ("external_forces", "state_forces"):
            return True
        return backer.noun or _is_vague(client)
    if kind in ("alliance_with", "opposed_to"):
        return any(_is_vague(m) for m in found.values())
    if kind == "linked_to":
        return _is_vague(found["subject"])
    return False


def _is_vague(mention: Mention) -> bool:
    """Some group or other, not one that the text has named or points at."""
    if not mention.noun or "n" in mention.kinds:
        return False
    definite = any(child.lower_ in ("the", "this", "that") for child in children(mention.head, "det"))
    return mention.head.tag_ != "NN" or not definite


def _no_leadership(word: Token, person: Mention, group: Mention, words: RelationWords) -> bool:
    """Who leads a state's services as an office, several leaders of whom one is named, or nobody's group."""
    identity = group.actor.actor_id or ""
    noun = word.lemma_.lower() in words["leader_nouns"]
    if identity.endswith(("-government", "-police")) or (noun and identity.endswith("-military")):
        return True
    if group.actor.kind == "external_forces" and not identity:
        return True
    if noun and {w.lower_ for w in word.lefts} & {"deputy", "vice", "assistant", "acting", "second"}:
        return True
    if noun and word.tag_ == "NNS" and len(person.actors) == 1:
        return True
    named = "n" in group.kinds or bool(identity)
    if word.lemma_.lower() in words["leading_verbs"] and word.tag_ != "VBN" and group.noun and not named:
        return True
    if group.noun and not named and not noun and word.lemma_.lower() not in words["leading_verbs"]:
        return not _is_led_directly(word, person, group)
    if noun and _is_told_of_next(word, person, group):
        return True
    commanded = word.lower_ == "under" and "of" in (word.doc[word.i + 2].lower_, word.doc[word.i + 3].lower_)
    return "h" not in person.kinds and not commanded and ("w" in person.kinds or not noun)


def _is_told_of_next(word: Token, person: Mention, group: Mention) -> bool:
    """ "A, the commander of X, B, and": the office with an article is told of B."""
    ahead = word.doc[group.last + 1 : group.last + 3]
    named = len(ahead) == 2 and ahead[0].text == "," and ahead[1].ent_type_ == "PERSON"
    return named and person.last < word.i and any(child.lower_ == "the" for child in children(word, "det"))


def _is_of_last(word: Token, person: Mention) -> bool:
    """ "A and B, leader of X" is told of B alone."""
    return word.tag_ == "NN" and len(person.actors) > 1 and person.last < word.i


def _is_led_directly(word: Token, person: Mention, group: Mention) -> bool:
    """ "the militia of X", "rebel forces under General X"."""
    head = group.head.lemma_.lower()
    if word.lower_ == "of":
        return head in ("movement", "faction", "wing", "militia", "group")
    title = word.doc[person.first].lower_.rstrip(".")
    ranked = title not in ("president", "mr", "mrs", "ms", "dr", "prof")
    return word.lower_ == "under" and ranked and head in ("force", "troop", "fighter", "rebel", "unit", "gunman")


def _no_membership(word: Token, member: Mention, group: Mention, words: RelationWords) -> bool:
    """ "five members of X" are people; who joins forces is an ally; a bare "of" ties only a unit to its force."""
    if "n" not in member.kinds or ("n" not in group.kinds and not group.actor.actor_id):
        return True
    if word.lower_ in ("'s", "’s") or word in (group.head, member.head):
        return group.actor.kind in ("state_forces", "external_forces") or group.possessive
    if "h" in member.kinds:
        civil = {"council", "committee", "commission", "congress", "parliament", "assembly"}
        return bool(civil & set(group.actor.text.lower().split()))
    if word.lower_ == "of":
        unit = bool({t.lower() for t in member.actor.text.split()} & words["unit_names"])
        return "l" in member.kinds or not (
            unit and group.actor.kind in ("state_forces", "rebel_group", "external_forces")
        )
    if word.lemma_.lower() in words["joining_verbs"]:
        return bool({"forces", "hands", "battle"} & {t.lower_ for t in word.doc[word.i + 1 : word.i + 3]})
    return word.tag_ == "NNS" and word.lemma_.lower() == "member" and len(member.actors) == 1


def _is_former(word: Token, person: Mention, words: RelationWords) -> bool:
    beside = [word, *word.lefts, person.head, *person.head.lefts]
    if person.head.head.lemma_ == word.lemma_:
        beside += list(person.head.head.lefts)
    return any(w.lower_ in words["former"] for w in beside for w in (w, *children(w, "amod", "compound"))) or (
        word.pos_ == "VERB" and any(c.lower_ in ("once", "formerly", "previously") for c in word.children)
    )


def _same(tie: Tie) -> bool:
    """Whether both are one actor. A lexicon may hold a wing under its movement, and still it is a member."""
    one, other = tie.subject, tie.object
    assert other is not None
    if one.actor_id and other.actor_id and tie.type != "member_of":
        return one.actor_id == other.actor_id
    return (one.start, one.end) == (other.start, other.end) or one.text.lower() == other.text.lower()
