"""What has to be hidden in an article: found once, used for its words, its rows and the incidents it tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tacitus.publish.redact.masking import Mask, pseudonym
from tacitus.publish.redact.names import common_words, folded, private_names
from tacitus.publish.redact.profile import Level, Profile, coarser
from tacitus.records import Actor, CodedArticle, Event, Facility, Place

_SHORTEST = 3
"""Letters of a part of a name that is hidden by itself."""


@dataclass(frozen=True)
class Protection:
    """`levels`: how exact each place may be told, by every key it goes by. `persons`: pseudonyms by folded name.

    `mask` hides their words.
    """

    levels: Mapping[str, Level] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    mask: Mask = field(default_factory=lambda: Mask(()))

    def level_of(self, place: Place) -> Level:
        """Return how exact a place may be told."""
        level: Level = "exact"
        for key in place_keys(place):
            level = coarser(level, self.levels.get(key, "exact"))
        return level


def protection_of(
    coded: CodedArticle, profile: Profile, key: bytes, asked: Mapping[str, Level] | None = None
) -> Protection:
    """Find what the profile hides in an article. `asked` are levels that incidents ask of its events, by event id."""
    levels = _levels(coded, profile, asked or {})
    persons, hidden_names = _persons(coded, profile, key)
    kept = _kept(coded, profile)
    areas = _areas(coded, levels)
    hidden = {*hidden_names, *_place_words(coded, levels)} - areas
    return Protection(levels, persons, Mask(hidden - kept, kept | areas))


def place_keys(place: Place) -> list[str]:
    """Return every key by which a place may be met again: id, name, words of the text."""
    keys = [f"id {place.place_id}"] if place.place_id else []
    return keys + [folded(text) for text in (place.name, place.text) if text]


def all_actors(coded: CodedArticle) -> Iterator[Actor]:
    """Yield every mention of an actor in the article, in whatever role."""
    yield from coded.actors
    for event in coded.events:
        for side in (event.actor1, event.actor2, event.associated, event.attributed_to, event.denied_by):
            yield from side
        yield from (loss.owner for loss in event.losses if loss.owner)
    for relation in coded.relations:
        yield relation.subject
        yield from ([relation.object] if relation.object else [])
        yield from relation.attributed_to
    yield from (facility.owner for facility in coded.facilities if facility.owner)


def all_places(coded: CodedArticle) -> Iterator[tuple[Place, Event | Facility | None]]:
    """Yield every mention of a place with the event or facility it belongs to."""
    for event in coded.events:
        yield from ((place, event) for place in event.places)
    yield from ((facility.place, facility) for facility in coded.facilities)
    yield from ((place, None) for place in coded.places)


def level_by_rules(profile: Profile, place: Place, owner: Event | Facility | None) -> Level:
    """Return how exact the profile's rules let a place be told for an event or facility."""
    level: Level = "exact"
    for rule in profile.places:
        values: dict[str, str | None] = {"precision": place.precision, "country": place.country}
        if isinstance(owner, Event):
            values |= {"event_type": owner.event_type, "sub_event_type": owner.sub_event_type}
        if isinstance(owner, Facility):
            values["facility_kind"] = owner.kind
        if rule.when.fits(**values):
            level = coarser(level, rule.to)
    return level


def _levels(coded: CodedArticle, profile: Profile, asked: Mapping[str, Level]) -> dict[str, Level]:
    # One level for a place in the whole article: told exactly once, it would be told exactly.
    levels: dict[str, Level] = {}
    for place, owner in all_places(coded):
        level = level_by_rules(profile, place, owner)
        if isinstance(owner, Event):
            level = coarser(level, asked.get(f"{coded.document.id}:{owner.id}", "exact"))
        if level != "exact":
            for key in place_keys(place):
                levels[key] = coarser(level, levels.get(key, "exact"))
    return levels


def _place_words(coded: CodedArticle, levels: Mapping[str, Level]) -> set[str]:
    return {
        text
        for place, _ in all_places(coded)
        for text in (place.text, place.name)
        if text and any(key in levels for key in place_keys(place)) and place.precision not in ("admin1", "country")
    }


def _areas(coded: CodedArticle, levels: Mapping[str, Level]) -> set[str]:
    """Names that the coarsened places will carry; they cannot be hidden."""
    areas: set[str] = set()
    for place, _ in all_places(coded):
        level = max((levels.get(key, "exact") for key in place_keys(place)), key=_rank, default="exact")
        told = (place.country, place.admin1 if level != "country" else None)
        areas |= {name for name in told if name}
        if level in ("near", "admin2") and place.admin2:
            areas.add(place.admin2)
    return areas


def _rank(level: Level) -> int:
    from tacitus.publish.redact.profile import LEVELS

    return LEVELS.index(level)


def _persons(coded: CodedArticle, profile: Profile, key: bytes) -> tuple[dict[str, str], set[str]]:
    rules = profile.persons
    kept = {folded(name) for name in rules.keep}
    kept |= {folded(r.subject.name or r.subject.text) for r in coded.relations if r.type == "leader_of"}
    names = set(rules.hide)
    if rules.private != "keep":
        places = {word for place, _ in all_places(coded) for word in place.text.lower().split()}
        for actor in all_actors(coded):
            names |= set(private_names(actor, roles=rules.roles, places=places))
    names = {name for name in names if folded(name) and folded(name) not in kept}
    shown = {
        folded(name): pseudonym(folded(name), key) if rules.private != "drop" else "a private person" for name in names
    }
    return shown, names | _parts(names, coded, kept)


def _parts(names: set[str], coded: CodedArticle, kept: set[str]) -> set[str]:
    """Parts of the names that stand alone in the text ("Rahman said"); not words that name something else too."""
    plain = {word for name in kept for word in name.split()} | common_words()
    known = {word.casefold() for actor in coded.actors if actor.actor_id for word in (actor.name or "").split()}
    text = coded.document.text
    return {
        word
        for name in names
        for word in name.replace(".", " ").split()
        if len(word) >= _SHORTEST
        and word.casefold() not in plain | known
        and (word[0].isupper() or not word.isascii())
        and f" {word.lower()} " not in text
    }


def _kept(coded: CodedArticle, profile: Profile) -> set[str]:
    """Names of known actors and outlets: hidden strings inside them stay."""
    document = coded.document
    kept = {name for name in (document.publisher, document.republished_from) if name} | set(profile.persons.keep)
    for actor in all_actors(coded):
        if actor.actor_id:
            kept |= {text for text in (actor.name, actor.text) if text}
    for relation in coded.relations:
        if relation.type == "leader_of":
            kept |= {text for text in (relation.subject.name, relation.subject.text) if text}
    return kept - set(profile.persons.hide)
