"""Naming: which known actor the words of a text name, seen from the country where the story plays."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence

from tacitus.codebook.actor_matching import ActorHit
from tacitus.codebook.actors import ActorEntry, ActorLexicon
from tacitus.codebook.countries import CountryList
from tacitus.records import Actor, ActorKind
from tacitus.resolve.article import NamedPlace

_WITHOUT_FORCES = frozenset({"PS"})
"""Peoples whose adjective names no state's forces."""


def scene_of(places: Sequence[NamedPlace], theatre: Sequence[str], countries: CountryList) -> str | None:
    """The country (ISO code) where the story plays: that of most located places, else the best supported theatre."""
    codes = {name: country.code for country in countries for name in (country.name, *country.other_names)}
    counts: Counter[str] = Counter()
    for named in places:
        code = codes.get(named.place.country or "")
        if code is not None and named.place.precision not in ("country", "unlocated"):
            counts[code] += 1
    if counts:
        best, number = counts.most_common(1)[0]
        return next((code for code in theatre if counts.get(code, 0) == number), best)
    return theatre[0] if theatre else None


def name_actors(
    hits: Sequence[ActorHit], text: str, scene: str | None, published: datetime.date | None, lexicon: ActorLexicon
) -> list[Actor]:
    """The actors that the lexicon's hits name. Force words without a country are those of the scene."""
    actors = []
    for hit in hits:
        entry = _entry(hit, scene, published, lexicon)
        if entry is None:
            continue
        actors.append(
            Actor(
                text=text[hit.start : hit.end],
                start=hit.start,
                end=hit.end,
                actor_id=entry.actor_id,
                name=entry.name,
                kind=kind_at(entry, scene, published),
            )
        )
    return actors


_IN_BRACKETS = re.compile(r"\s*[(\[][\"“‘']?(?P<acronym>[A-Z][A-Za-z&-]{0,7}[A-Z])[\"”’']?[)\]]")


def with_acronyms(actors: Sequence[Actor], text: str) -> list[Actor]:
    """The actors together with the acronyms that the text itself gives them: "Sri Lanka Army (SLA)".

    What a text defines holds in it, whomever else the lexicon knows by these letters.
    """
    defined: dict[str, Actor] = {}
    for actor in actors:
        found = _IN_BRACKETS.match(text, actor.end)
        initials = {word[0].lower() for word in actor.text.split()}
        if found and found["acronym"] != actor.text and found["acronym"][0].lower() in initials:
            defined.setdefault(found["acronym"], actor)
    if not defined:
        return list(actors)
    letters = "|".join(re.escape(acronym) for acronym in sorted(defined, key=len, reverse=True))
    own = []
    for match in re.finditer(rf"(?<![\w-])(?:{letters})(?![\w-])", text):
        actor = defined[match.group()]
        if match.start() >= actor.end:
            own.append(actor.model_copy(update={"text": match.group(), "start": match.start(), "end": match.end()}))
    kept = [a for a in actors if not any(o.start <= a.start and a.end <= o.end for o in own)]
    kept_spans = [(a.start, a.end) for a in kept]
    own = [o for o in own if not any(start < o.end and o.start < end for start, end in kept_spans)]
    return sorted([*kept, *own], key=lambda actor: actor.start)


def _entry(
    hit: ActorHit, scene: str | None, published: datetime.date | None, lexicon: ActorLexicon
) -> ActorEntry | None:
    if hit.match == "people":
        return None
    entries = [lexicon.get(actor_id) for actor_id in hit.actor_ids]
    if not entries and hit.match == "bare" and hit.force and scene is not None and scene in lexicon.countries:
        entries = [lexicon.force_actor(scene, hit.force)]
    if not entries:
        return None
    if len(entries) > 1 and published is not None:
        entries = [entry for entry in entries if entry.active_in(published.year)] or entries
    return entries[0]


def kind_at(entry: ActorEntry, scene: str | None, published: datetime.date | None = None) -> ActorKind:
    """The kind in the year of publication. A state's forces are external where another state's war is told."""
    kind = entry.kind if published is None else entry.kind_in(published.year)
    if kind == "state_forces" and scene is not None and entry.countries and scene not in entry.countries:
        return "external_forces"
    return kind


def _adjectives(text: str, plain_text: str, scene: str | None, lexicon: ActorLexicon) -> dict[int, Actor]:
    """The forces behind a country's adjective, for deeds that it qualifies ("Israeli strikes")."""
    actors = {}
    for hit in lexicon.countries.find_countries(plain_text):
        if hit.word != "adjective" or hit.code in _WITHOUT_FORCES:
            continue
        entry = lexicon.force_actor(hit.code, "military")
        actors[hit.start] = Actor(
            text=text[hit.start : hit.end],
            start=hit.start,
            end=hit.end,
            actor_id=entry.actor_id,
            name=entry.name,
            kind=kind_at(entry, scene),
        )
    return actors


def country_actors(
    places: Sequence[NamedPlace], text: str, plain_text: str, scene: str | None, lexicon: ActorLexicon
) -> dict[int, Actor]:
    """The state behind a country's name where it acts ("Israel bombed"), by offset of the name."""
    codes = {name: country.code for country in lexicon.countries for name in (country.name, *country.other_names)}
    actors = _adjectives(text, plain_text, scene, lexicon)
    for named in places:
        code = codes.get(named.place.name or "") or codes.get(named.name.text)
        if named.place.precision != "country" or code is None:
            continue
        entry = lexicon.force_actor(code, "government")
        actors[named.name.start] = Actor(
            text=text[named.name.start : named.name.end],
            start=named.name.start,
            end=named.name.end,
            actor_id=entry.actor_id,
            name=entry.name,
            kind=kind_at(entry, scene),
        )
    return actors
