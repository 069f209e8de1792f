"""When and where: dates and places of a sentence are given to its triggers."""

from __future__ import annotations

import re

from spacy.tokens import Token

from tacitus.extract.draft import Draft
from tacitus.extract.nearness import tree_distance
from tacitus.parse.sentence import Sentence
from tacitus.resolve.article import NamedPlace, ResolvedArticle
from tacitus.resolve.dates import DateMention

_USABLE_ROLES = frozenset({"point", "season", "future", "by", "after", "before"})


def give_circumstances(drafts: list[Draft], sentence: Sentence, article: ResolvedArticle) -> None:
    """Give each date and place of the sentence to the draft it belongs to. `drafts` are all of one sentence."""
    if not drafts:
        return
    for date in article.dates_in(sentence):
        if date.role not in _USABLE_ROLES and not (date.role == "since" and _dates_agreement(drafts, date, article)):
            continue
        tokens = article.tokens_of(date.start, date.end)
        if _dates_the_saying(tokens, drafts):
            continue
        for draft in _just_before(tokens, drafts) or _owners(_head(tokens), drafts, shared=_leads(date, sentence)):
            draft.dates.append(date)
            draft.date = draft.date or date
    for named in article.places_in(sentence):
        if named.name.dateline or _not_scene(named, article):
            continue
        head = _head(article.tokens_of(named.name.start, named.name.end))
        for draft in _just_before(article.tokens_of(named.name.start, named.name.end), drafts) or _owners(
            head, drafts, shared=False
        ):
            draft.places.append(named)
            draft.own_places = True
    _share(drafts)
    _places_of_offices(drafts, sentence, article)
    heading = article.slug_place(sentence)
    for draft in drafts:
        if heading is not None and not draft.places:
            draft.places.append(heading)
            # "KABUL: ..." at the head of a report says where it was written, unless nothing else says where.
            draft.placed_by_dateline = len(article.parsed.slugs) == 1 and heading.name.text.isupper()


_TELLING = frozenset(
    "say tell report announce state declare confirm add claim note warn explain deny publish "
    "release quote write speak".split()
)


def _dates_the_saying(tokens: list[Token], drafts: list[Draft]) -> bool:
    """ "The army said on Thursday that its soldiers had killed ...": that is not the day of the deed."""
    head = _head(tokens)
    if head is None:
        return False
    triggers = {draft.mention.token.i for draft in drafts} | {
        draft.arguments.carrier.i for draft in drafts if draft.arguments.carrier is not None
    }
    current = head
    while current.head != current and current.pos_ not in ("VERB", "AUX"):
        current = current.head
        if current.i in triggers:
            return False
    if current.i in triggers or current.lemma_.lower() not in _TELLING or current.pos_ != "VERB":
        return False
    if current.lemma_.lower() == "claim" and any(c.lemma_ == "responsibility" for c in current.children):
        return True
    subjects = [child.i for child in current.children if child.dep_ == "nsubj"]
    if subjects and min(subjects) < head.i < current.i and not any(trigger < head.i for trigger in triggers):
        # "The army on Wednesday said ..."
        return True
    # Only right behind the verb: "..., in the night to Monday, officials said" dates the deed.
    return head.i > current.i and not any(current.i < trigger < head.i for trigger in triggers)


def _just_before(tokens: list[Token], drafts: list[Draft]) -> list[Draft]:
    """The trigger noun right before, with no verb between: "in response to attacks near the town on June 11"."""
    if not tokens:
        return []
    first = tokens[0]
    before = [draft for draft in drafts if draft.mention.token.i < first.i]
    if not before:
        return []
    nearest = max(before, key=lambda draft: draft.mention.token.i)
    if nearest.mention.word_class != "noun":
        return []
    between = first.doc[nearest.mention.token.i + 1 : first.i]
    if any(word.pos_ in ("VERB", "AUX") or word.text in (";", ",", "(") for word in between):
        return []
    return [nearest]


def _share(drafts: list[Draft]) -> None:
    """Coordinated verbs share date and place where the later has none ("attacked X on Monday and abducted Y")."""
    for draft in drafts:
        chain = _coordinated_under(draft.mention.token)
        for other in drafts:
            if other is draft or other.mention.token not in chain:
                continue
            if not draft.dates:
                draft.dates, draft.date = list(other.dates), other.date
            if not draft.places:
                draft.places = list(other.places)


def _coordinated_under(token: Token) -> list[Token]:
    chain, current = [], token
    while (
        current.dep_ == "conj"
        and current.head != current
        and not any(child.dep_ in ("nsubj", "nsubjpass") for child in current.children)
    ):
        current = current.head
        chain.append(current)
    return chain


def _dates_agreement(drafts: list[Draft], date: DateMention, article: ResolvedArticle) -> bool:
    """ "Since the signing of the agreement on March 5": the words date the agreement."""
    return any(draft.mention.frame.name == "agreement" for draft in drafts)


def _leads(date: DateMention, sentence: Sentence) -> bool:
    """A date that opens the sentence holds for all that follows ("On Tuesday, X attacked and Y fled")."""
    return date.start - sentence.span.start < 12


def _head(tokens: list[Token]) -> Token | None:
    for token in tokens:
        if token.head not in tokens:
            return token
    return tokens[0] if tokens else None


def _owners(head: Token | None, drafts: list[Draft], *, shared: bool) -> list[Draft]:
    if head is None:
        return []
    distances = [(_distance(head, draft), draft) for draft in drafts]
    nearest = min(distance for distance, _ in distances)
    if shared:
        return [draft for distance, draft in distances if distance < 90]
    # Coordinated verbs share what hangs on their common head.
    return [draft for distance, draft in distances if distance <= nearest + 0.5]


def _distance(head: Token, draft: Draft) -> float:
    tokens = {draft.mention.token}
    if draft.arguments.carrier is not None:
        tokens.add(draft.arguments.carrier)
    return min(tree_distance(head, token) for token in tokens)


def _in_source(head: Token) -> bool:
    """Whether the place stands in the phrase of who speaks ("the army's spokesman in X said")."""
    current = head
    while current.head != current and current.pos_ not in ("VERB", "AUX"):
        if current.dep_ == "nsubj" and current.head.lemma_.lower() in _TELLING and current != head:
            return True
        current = current.head
    return False


def _according_to(head: Token) -> bool:
    """Whether the place stands in who is cited ("according to the commissioner of X")."""
    current = head
    for _ in range(8):
        if current.head == current or (current.pos_ in ("VERB", "AUX") and current.lemma_ != "accord"):
            return False
        if current.lower_ == "according":
            return True
        current = current.head
    return False


_STANDING = frozenset("position base station locate headquarter deploy hail live bear".split())


def _whence(head: Token) -> bool:
    """Whether the place only tells where somebody is based ("groups positioned in X", "the X-based group")."""
    over = head.head.head if head.dep_ == "pobj" else head
    return head.dep_ == "pobj" and over.lemma_.lower() in _STANDING and over.dep_ in ("acl", "relcl", "amod")


def _of_office(head: Token) -> bool:
    """Whether the place says whose office or which people ("the mayor of X", "X police")."""
    if head.dep_ in ("compound", "amod", "nmod", "poss") and head.head.pos_ in ("NOUN", "PROPN"):
        return head.head.lemma_.lower() in _OFFICES
    of = head.dep_ == "pobj" and head.head.lower_ in ("of", "from", "for")
    return of and head.head.head.lemma_.lower() in _OFFICES


_MEASURING = re.compile(
    r",?\s*(?:about |some |just |around |roughly )?"
    r"(?:[\d,.]+ ?(?:km|kms|kilomet(?:er|re)s|miles?)\s*(?:\([^)]{1,30}\)\s*)?)?"
    r"(?:to the )?(?:(?:north|south|east|west)[\w-]*\s+(?:of|from)|from)\s+"
    r"(?:the )?(?:(?:capital|city|town)(?: of)? )?(?:city,? )?|,\s*near\s+",
    re.IGNORECASE,
)


def _only_measures(named: NamedPlace, article: ResolvedArticle) -> bool:
    """ "In X, north of Y", "near X, 40 km from Y": Y only says where X lies."""
    text = article.parsed.document.text
    return any(
        other is not named
        and 0 < named.name.start - other.name.end < 70
        and _MEASURING.fullmatch(text, other.name.end, named.name.start) is not None
        for other in article.places
    )


def _places_of_offices(drafts: list[Draft], sentence: Sentence, article: ResolvedArticle) -> None:
    """Where nothing else says where: the place of the victim's office ("killed the mayor of X")."""
    for named in article.places_in(sentence):
        head = _head(article.tokens_of(named.name.start, named.name.end))
        if named.name.dateline or head is None or not _of_office(head) or _in_source(head):
            continue
        for draft in drafts:
            if not draft.places and any(head in list(target.subtree) for target in draft.arguments.targets):
                draft.places.append(named)


def _not_scene(named: NamedPlace, article: ResolvedArticle) -> bool:
    """Places that say who or whence, not where: "the mayor of X", "residents of X", "a man from X", "told X radio"."""
    tokens = article.tokens_of(named.name.start, named.name.end)
    head = _head(tokens)
    if head is None:
        return True
    if _of_office(head) or _only_measures(named, article) or _whence(head):
        return True
    if "hospital" in named.name.text.lower() and head.dep_ == "pobj":
        # "Died at the hospital": where the wounded came to.
        return True
    if head.dep_ == "pobj" and head.head.lower_ in ("from", "by", "with", "against"):
        return True
    if _in_source(head) or _according_to(head):
        return True
    if named.place.precision == "country" and head.dep_ in ("nsubj", "nsubjpass", "poss", "compound"):
        return True
    speaks = head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_.lower() in _SAYING
    return speaks and named.name.type_word is None


_OFFICES = frozenset(
    "mayor governor minister president ambassador resident spokesman spokesperson spokeswoman "
    "commissioner bishop archbishop official native "
    "chief government ministry embassy university institute radio television newspaper agency court "
    "parliament senator deputy correspondent "
    "hospital authority authorities king emir sultan prime citizen people delegation envoy police "
    "director office capital".split()
)
_SAYING = frozenset(
    {"say", "accuse", "deny", "announce", "condemn", "claim", "report", "warn", "call", "urge", "want", "agree", "back"}
)
