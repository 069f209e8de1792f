"""Incidents and decisions as they may be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tacitus.publish.redact.areas import coarsened
from tacitus.publish.redact.article import RedactedArticle, coder_name
from tacitus.publish.redact.masking import Mask, block_out
from tacitus.publish.redact.names import folded, is_personal, name_runs
from tacitus.publish.redact.profile import Level, Profile, coarser
from tacitus.publish.redact.protection import Protection
from tacitus.publish.words import TOLLS
from tacitus.records import Decision, Event, Incident, Party, Place, Voice

Lookup = Callable[[str], RedactedArticle | None]
"""From an article's id in the record to the article as it may be told."""

_PLAIN_FIELDS = frozenset({*TOLLS, "date", "event_type", "sub_event_type", "assertion", "background", "status", "type"})
"""Fields whose values name nobody."""

Rebuild = Callable[[Incident], Incident]
"""From an incident with some of its voices to the incident as only these tell it."""


def sensitive_events(incidents: Iterable[Incident], profile: Profile) -> dict[str, Level]:
    """Return the events of incidents that any report tells as something whose place must be coarsened, with the level.

    One report says rape, another attack: the place is hidden in both.
    """
    levels: dict[str, Level] = {}
    for incident in incidents:
        level: Level = "exact"
        for place in incident.places or ([incident.place] if incident.place else []):
            level = coarser(level, _asked(incident, place, profile))
        if level != "exact":
            levels |= {voice.event_id: coarser(level, levels.get(voice.event_id, "exact")) for voice in incident.voices}
    return levels


def redact_incident(
    incident: Incident, lookup: Lookup, profile: Profile, rebuild: Rebuild | None = None
) -> Incident | None:
    """Return the incident as its articles may be told; null where none of its reports may be.

    Where some may not be, the incident is built anew from the others, for its values would tell what the left out
    ones say; without `rebuild` it is left out whole.
    """
    told = {voice.article_id: lookup(voice.article_id) for voice in incident.voices}
    voices, ids = [], {}
    for voice in incident.voices:
        redacted = told[voice.article_id]
        event = _event(redacted, voice.event_id)
        if redacted is None or redacted.article is None or event is None:
            continue
        ids[voice.event_id] = f"{redacted.article.document.id}:{event.id}"
        voices.append(_voice(voice, redacted, event))
    if not voices or (len(voices) < len(incident.voices) and rebuild is None):
        return None
    if rebuild is not None and len(voices) < len(incident.voices):
        left = [voice for voice in incident.voices if voice.event_id in ids]
        incident = rebuild(incident.model_copy(update={"voices": left}))
    together = _Together([redacted.protection for redacted in told.values() if redacted], incident, profile)
    articles = {own: redacted.article.document.id for own, redacted in told.items() if redacted and redacted.article}
    return Incident.model_construct(
        **(
            {name: together.value(getattr(incident, name)) for name in Incident.model_fields}
            | {
                "id": _told_incident_id(incident.id, ids),
                "first_event": ids.get(incident.first_event, next(iter(ids.values()))),
                "place": together.place(incident.place) if incident.place else None,
                "places": [together.place(place) for place in incident.places],
                "actor1": [together.party(party) for party in incident.actor1],
                "actor2": [together.party(party) for party in incident.actor2],
                "date": incident.date.model_copy(update={"text": together.text(incident.date.text or "") or None}),
                "voices": [v.model_copy(update={"copy_of": articles.get(v.copy_of or "")}) for v in voices],
                "claims": together.claims(incident, ids),
                "reports": len(voices),
                "articles": len({voice.article_id for voice in voices}),
                "sources": len({voice.source for voice in voices}),
            }
        )
    )


def redact_decision(decision: Decision, lookup: Lookup, profile: Profile, key: bytes) -> Decision | None:
    """Return a decision as it may be told: about what is told, by whom the profile lets be named. Else null."""
    article_id, _, own_id = decision.target.rpartition(":")
    redacted = lookup(article_id) if article_id else None
    if redacted is None or redacted.article is None:
        return None
    article = redacted.article
    told = {event.id for event in article.events} | {relation.id for relation in article.relations}
    told |= {facility.id for facility in article.facilities}
    if own_id not in told and decision.kind != "reject":
        return None
    reason = redacted.protection.mask(decision.reason)
    if profile.quotes.unknown_names == "mask":
        runs = [run for run in name_runs(reason) if len(run.words) > 1 and is_personal(run, reason)]
        reason = block_out(reason, [(run.start, run.end) for run in runs])
    undone_by = decision.undone_by
    return decision.model_copy(
        update={
            "target": f"{redacted.article.document.id}:{own_id}",
            # What was thought before stands in no article any more: nobody can say whom it names.
            "old": _told_value(decision, decision.old),
            "new": _told_value(decision, decision.new),
            "reason": reason,
            "coder": coder_name(decision.coder, profile, key),
            "undone_by": coder_name(undone_by, profile, key) if undone_by else None,
            "more": {},
        }
    )


def _told_value(decision: Decision, value: Any) -> Any:
    """Numbers, days and types of a decision may be told, without the words that gave them; names and places not."""
    if decision.field not in _PLAIN_FIELDS:
        return None
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if name not in ("text", "spans")}
    return value


class _Together:
    """What all articles of an incident hide, applied to the incident."""

    def __init__(self, protections: list[Protection], incident: Incident, profile: Profile) -> None:
        self._incident = incident
        self._profile = profile
        self._persons: dict[str, str] = {}
        self._levels: dict[str, Level] = {}
        self._masks: list[Mask] = []
        for protection in protections:
            self._persons |= protection.persons
            self._masks.append(protection.mask)
            for name, level in protection.levels.items():
                self._levels[name] = coarser(level, self._levels.get(name, "exact"))
        self._protection = Protection(self._levels, self._persons)

    def text(self, text: str) -> str:
        for mask in self._masks:
            text = mask(text)
        return text

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._persons.get(folded(value)) or self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, Mapping):
            if value.get("latitude") is not None or value.get("precision") == "settlement":
                return self._place_values(value)
            return {self.text(str(name)): self.value(item) for name, item in value.items()}
        return value

    def place(self, place: Place) -> Place:
        level = coarser(self._protection.level_of(place), _asked(self._incident, place, self._profile))
        told = coarsened(place, level, self._profile.name)
        fields = {name: self.value(getattr(told, name)) for name in Place.model_fields}
        area = {name: getattr(told, name) for name in ("name", "admin2", "admin1", "country", "basis")}
        return Place.model_construct(**(fields | area | {"text": self.text(place.text)}))

    def party(self, party: Party) -> Party:
        name = self._persons.get(folded(party.name)) or self.text(party.name)
        same = name == party.name
        fields = {field: getattr(party, field) for field in Party.model_fields}
        key = party.key if same else name
        return Party.model_construct(**(fields | {"name": name, "key": key, "sources": self.value(party.sources)}))

    def claims(self, incident: Incident, ids: Mapping[str, str]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for field, claims in incident.claims.items():
            left = []
            for claim in claims:
                events = [ids[event] for event in claim.events if event in ids]
                if events:
                    values = {name: self.value(getattr(claim, name)) for name in type(claim).model_fields}
                    places = field in ("place", "places")
                    label = self._area(claim.label) if places else self.value(claim.label)
                    left.append(type(claim).model_construct(**(values | {"events": events, "label": label})))
            if left:
                told[field] = left
        return told

    def _area(self, label: str) -> str:
        return "a place within the area told" if folded(label) in self._levels else self.text(label)

    def _place_values(self, value: Mapping[str, Any]) -> dict[str, Any]:
        known: dict[str, Any] = {name: value.get(name) for name in Place.model_fields}
        place = Place.model_construct(**(known | {"text": str(value.get("text") or "")}))
        told = self.place(place)
        return {name: getattr(told, name) for name in value if name in Place.model_fields}


def _asked(incident: Incident, place: Place, profile: Profile) -> Level:
    types = {incident.sub_event_type} | {
        claim.value for claim in incident.claims.get("sub_event_type", []) if isinstance(claim.value, str)
    }
    level: Level = "exact"
    for rule in profile.places:
        for sub_event_type in types:
            values = {"precision": place.precision, "country": place.country, "event_type": incident.event_type}
            if rule.when.fits(sub_event_type=sub_event_type, **values):
                level = coarser(level, rule.to)
    return level


def _event(redacted: RedactedArticle | None, event_id: str) -> Event | None:
    own_id = event_id.rpartition(":")[2]
    events = redacted.article.events if redacted and redacted.article else []
    return next((event for event in events if event.id == own_id), None)


def _voice(voice: Voice, redacted: RedactedArticle, event: Event) -> Voice:
    assert redacted.article is not None
    document = redacted.article.document
    return Voice.model_construct(
        event_id=f"{document.id}:{event.id}",
        article_id=document.id,
        source=redacted.protection.mask(voice.source),
        publisher=document.publisher if voice.publisher else None,
        published=voice.published,
        title=document.title,
        copy_of=voice.copy_of,
        assertion=voice.assertion,
        claimants=[actor.name or actor.text for actor in event.attributed_to] or ([document.publisher or ""]),
        denied_by=[actor.name or actor.text for actor in event.denied_by],
        sentence=event.sentence.text,
    )


def _told_incident_id(incident_id: str, ids: Mapping[str, str]) -> str:
    changed = {old: new for old, new in ids.items() if old != new}
    for old, new in changed.items():
        if old in incident_id:
            return incident_id.replace(old, new)
    return incident_id
