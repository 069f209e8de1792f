"""Facilities of an article: posts, checkpoints, bases, camps, headquarters and depots at a place."""

from __future__ import annotations

from spacy.tokens import Token

from tacitus.attribute.sources import SourceFinder
from tacitus.coalition.posts import Post, find_posts
from tacitus.coalition.telling import telling_of
from tacitus.coalition.words import FacilityWords
from tacitus.codebook.vocabulary import Sayings
from tacitus.extract.arguments import subjects_of
from tacitus.extract.article import ExtractedArticle
from tacitus.extract.nearness import tree_distance
from tacitus.parse.sentence import Sentence
from tacitus.parse.tree import ancestors, children, is_passive, prepositional_objects
from tacitus.records import Actor, EventDate, Facility, Place
from tacitus.records.relation import FacilityStatus
from tacitus.resolve.article import NamedPlace, ResolvedArticle
from tacitus.resolve.dates import DateMention, resolve_anaphor

_FINE = frozenset({"site", "settlement", "near_settlement", "unlocated", "linear_or_fuzzy", "admin2", "admin1"})
_AREAS = frozenset({"linear_or_fuzzy", "admin1"})
_POINTS = frozenset({"site", "settlement", "near_settlement", "admin2"})
_RANK: dict[FacilityStatus, int] = {"active": 0, "attacked": 1, "established": 2, "removed": 3}
_DATE_ROLES = frozenset({"point", "season", "by", "after", "before"})


def find_facilities(article: ExtractedArticle, words: FacilityWords, sayings: Sayings) -> list[Facility]:
    """The facilities of an article in order of the text, one a place; a facility told again is not repeated."""
    sources = SourceFinder(article.finder, sayings)
    found: dict[tuple[str, str], Facility] = {}
    for sentence in article.resolved.sentences:
        for post in find_posts(sentence, article, words):
            status, governor = _status(post, words)
            owner = post.owner or _agent(post, governor, status, article)
            telling = telling_of(governor or post.token, sources)
            if telling.assertion == "hypothetical" or (post.plural and status == "active" and owner is None):
                continue
            for place in _told_places(post, status, governor, sentence, article):
                key = (post.kind, (place.place_id or place.name or place.text).lower())
                if key in found and _RANK[found[key].status] >= _RANK[status]:
                    continue
                old = found.get(key)
                found[key] = Facility(
                    id=old.id if old else f"f{len(found) + 1}",
                    kind=post.kind,
                    owner=owner or (old.owner if old else None),
                    place=place,
                    date=_date(post, governor, sentence, article),
                    status=status,
                    assertion=telling.assertion,
                    sentence=sentence.span,
                )
    return list(found.values())


def _status(post: Post, words: FacilityWords) -> tuple[FacilityStatus, Token | None]:
    """What became of the post, by the verb or event noun that governs it, with that word."""
    for clause in children(post.token, "acl", "relcl"):
        status = _of_verb(clause, words)
        # Who mans a post does not tell that nothing befell it ("raided checkpoints manned by soldiers").
        if status is not None and (status != "active" or post.token.dep_ not in ("dobj", "nsubjpass")):
            return status, clause
    current = post.token
    for governor in ancestors(post.token):
        lemma = governor.lemma_.lower()
        if governor.pos_ in ("NOUN", "PROPN"):
            if (
                lemma in words["attack_nouns"]
                and current.dep_ == "prep"
                and current.lower_ in ("on", "against", "at", "of", "in")
            ):
                return "attacked", governor
            if lemma in ("establishment", "creation", "construction", "opening"):
                return "established", governor
            if lemma in ("removal", "closure", "evacuation", "withdrawal", "dismantling"):
                return "removed", governor
            if current.dep_ == "compound" and lemma in words["attack_nouns"]:
                return "attacked", governor
        elif governor.pos_ in ("VERB", "AUX"):
            status = _by_place_in_clause(current, governor, words)
            if status is not None:
                return status, governor
            if governor.lemma_.lower() not in ("be", "become", "say", "start", "begin", "continue", "have"):
                return "active", governor
        current = governor
    return "active", None


def _by_place_in_clause(child: Token, verb: Token, words: FacilityWords) -> FacilityStatus | None:
    """The status that a verb gives to its object, its passive subject, or the goal of an attack."""
    status = _of_verb(verb, words)
    suffering = _under_attack(verb, words)
    if suffering and child.dep_ in ("nsubj", "nsubjpass"):
        return "attacked"
    if child.dep_ in ("dobj", "nsubjpass", "attr", "oprd", "xcomp", "pcomp", "conj"):
        return status
    if child.dep_ == "nsubj" and is_passive(verb):
        return status
    if (
        child.dep_ == "prep"
        and status == "attacked"
        and child.lower_ in ("at", "on", "against", "into", "inside", "within", "near", "outside")
    ):
        target = children(verb, "dobj")
        harmed = [
            t
            for t in target
            if t.lemma_.lower() not in ("fire", "rocket", "mortar", "shell", "grenade", "bomb", "device", "vehicle")
        ]
        return None if harmed and verb.lemma_ not in ("fire", "detonate", "explode") else "attacked"
    if child.dep_ == "prep" and status == "removed" and child.lower_ == "from":
        return "removed"
    return None


def _of_verb(verb: Token, words: FacilityWords) -> FacilityStatus | None:
    lemma = verb.lemma_.lower()
    particles = [f"{lemma} {c.lower_}" for c in children(verb, "prt")]
    for status in ("removed", "established", "attacked", "active"):
        if lemma in words[status] or any(form in words[status] for form in particles):
            return status
    return None


def _under_attack(verb: Token, words: FacilityWords) -> bool:
    """ "came under attack", "was the target of an attack", "suffered a raid"."""
    nouns = [*prepositional_objects(verb, "under"), *children(verb, "attr", "dobj")]
    return verb.lemma_.lower() in ("come", "be", "suffer", "sustain", "face") and any(
        n.lemma_.lower() in words["attack_nouns"] for n in nouns
    )


def _agent(post: Post, governor: Token | None, status: FacilityStatus, article: ExtractedArticle) -> Actor | None:
    """Whoever set the post up, mans it or takes it down, where no words beside the noun say whose it is."""
    if governor is None or governor.pos_ not in ("VERB", "AUX") or status in ("attacked", "removed"):
        return None
    subjects, passive = subjects_of(governor)
    if governor in list(children(post.token, "acl")) and governor.tag_ == "VBN":
        subjects, passive = [], True
    heads = prepositional_objects(governor, "by") if passive else subjects
    for head in heads:
        for party in article.finder.parties(head):
            if party.actor.kind != "civilians" and not party.thing and head != post.token:
                return party.actor
    return None


def _told_places(
    post: Post, status: FacilityStatus, governor: Token | None, sentence: Sentence, article: ExtractedArticle
) -> list[Place]:
    """The places of the sentence, or, where it names none or only an area, those of the event that befell the post."""
    places = _places(post, status, sentence, article.resolved)
    if governor is None or status == "active" or any(place.precision not in _AREAS for place in places):
        return places
    span = article.resolved.span(governor)
    for item in article.events:
        if any(mention.trigger.overlaps(span) for mention in item.event.mentions):
            fine = [place for place in item.event.places if place.precision in _POINTS]
            return fine or places or [p for p in item.event.places if p.precision in _FINE]
    return places


def _places(post: Post, status: FacilityStatus, sentence: Sentence, article: ResolvedArticle) -> list[Place]:
    """Where the post is: the nearest place of its sentence and what is listed with it, else the item's heading."""
    candidates = [p for p in article.places_in(sentence) if not p.name.dateline and p.place.precision in _FINE]
    candidates = [p for p in candidates if _tells_where(p, post, status, article)]
    best = min(candidates, key=lambda p: _distance(p, post, article), default=None)
    if best is None or _distance(best, post, article) > 12:
        heading = article.slug_place(sentence)
        return [heading.place] if heading is not None and heading.place.precision in _FINE else []
    if best.name.group is None:
        return [best.place]
    return [p.place for p in candidates if p.name.group == best.name.group]


def _tells_where(named: NamedPlace, post: Post, status: FacilityStatus, article: ResolvedArticle) -> bool:
    """Whether a place can be the post's: it hangs on the noun or on the verb that tells its fate."""
    tokens = article.tokens_of(named.name.start, named.name.end)
    head = next((t for t in tokens if t.head not in tokens), None)
    if head is None:
        return False
    chain = [head, *ancestors(head)]
    if any(t.lower_ in ("from", "to", "toward", "towards") and t.dep_ == "prep" for t in chain[1:3]):
        return False
    beside = named.name.end <= post.start and not article.document_text(named.name.end, post.start).strip(" '’s\n")
    if post.token in chain or beside or 0 <= named.name.start - post.end <= 20:
        return named.name.relation is not None or beside or head.head == post.token
    if named.name.relation is None:
        return False
    return status != "active" or not post.plain


def _distance(named: NamedPlace, post: Post, article: ResolvedArticle) -> float:
    """Steps in the tree, with places after the noun before those ahead of it and fine ones before coarse ones."""
    tokens = article.tokens_of(named.name.start, named.name.end)
    head = next((t for t in tokens if t.head not in tokens), None)
    if head is None:
        return 99.0
    steps = tree_distance(head, post.token)
    near = abs(head.i - post.token.i) / 10
    coarse = 2.0 if named.place.precision in ("linear_or_fuzzy", "admin2", "admin1") else 0.0
    beside = -4.0 if 0 < named.name.start - post.end <= 12 else 0.0
    return steps + near + coarse + beside


def _date(post: Post, governor: Token | None, sentence: Sentence, article: ExtractedArticle) -> EventDate:
    """The date of the event that the governor triggers, else the nearest in the sentence, else the publication's."""
    resolved = article.resolved
    if governor is not None:
        span = resolved.span(governor)
        for item in article.events:
            if any(m.trigger.overlaps(span) for m in item.event.mentions) and item.event.date.basis != "publication":
                return item.event.date
    told: list[tuple[float, EventDate]] = []
    for date in resolved.dates_in(sentence):
        value = _resolved(date, resolved)
        tokens = resolved.tokens_of(date.start, date.end)
        if date.role not in _DATE_ROLES or value is None or not tokens:
            continue
        head = next((t for t in tokens if t.head not in tokens), tokens[0])
        told.append((tree_distance(head, governor or post.token), value))
    if told:
        return min(told, key=lambda item: item[0])[1]
    return EventDate(end=resolved.parsed.document.published, precision="unknown", basis="publication")


def _resolved(date: DateMention, article: ResolvedArticle) -> EventDate | None:
    if date.date is not None:
        return date.date.model_copy(update={"text": date.text})
    if date.anaphor is None:
        return None
    before = [d.date for d in article.dates if d.start < date.start and d.date is not None and d.date.start is not None]
    resolved = resolve_anaphor(date, before[-1]) if before else None
    return None if resolved is None else resolved.model_copy(update={"text": date.text})
