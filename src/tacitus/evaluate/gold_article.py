"""From one source file to one coded article in the interchange form."""

from __future__ import annotations

import hashlib
from typing import Any, get_args

from tacitus.evaluate.gold_parts import ACTOR_KEYS, COUNT_KEYS, PLACE_KEYS, Parts
from tacitus.evaluate.source import Complaints, Table, as_date, as_list, as_table, as_words, check_choice, check_keys
from tacitus.evaluate.words import unwrap
from tacitus.records import (
    EVENT_TYPE_OF,
    Actor,
    ActorKind,
    Assertion,
    CodedArticle,
    Coder,
    Document,
    Event,
    Facility,
    FacilityStatus,
    Loss,
    Mention,
    Place,
    Relation,
    RelationType,
    Span,
)

SOURCE_KEYS = (
    *("id", "theatre", "story", "voice", "input", "dateline", "text", "actors", "places"),
    *("events", "relations", "facilities", "notes"),
)
INPUT_KEYS = ("title", "published", "publisher", "author", "url", "language", "republished_from", "republished")
ROLES = ("actor1", "actor2", "associated", "attributed_to", "denied_by")
TOLLS = ("fatalities", "injured", "abducted", "arrested", "displaced")
EVENT_KEYS = (
    *("id", "type", "trigger", "mentions", *ROLES, "places", "date", *TOLLS, "losses", "weapons"),
    *("assertion", "cues", "because_of", "background", "notes", "ucdp_type", "plover_type", "plover_mode"),
)
RELATION_KEYS = ("type", "subject", "object", "start", "end", "assertion", "attributed_to", "sentence", "notes")
FACILITY_KEYS = ("kind", "owner", "place", "date", "status", "assertion", "attributed_to", "sentence", "notes")
_UNHAPPENED = ("planned", "hypothetical")


def build_article(source: Table, complaints: Complaints) -> CodedArticle | None:
    """Build the coded article of a source file; None if anything about it was complained of."""
    check_keys(source, SOURCE_KEYS, "file", complaints)
    for key in ("id", "theatre", "story", "voice", "text"):
        if not isinstance(source.get(key), str) or not source[key].strip():
            complaints.problem(key, "is missing or no text")
    if "events" not in source:
        complaints.problem("events", "is missing; a report from which nothing may be coded has `events: []`")
    if complaints.problems:
        return None
    document = _document(source, complaints)
    dateline = as_date(source.get("dateline"), "dateline", complaints)
    if document.published is None and dateline is not None and str(dateline.year) not in document.text:
        # A dateline without a year ("BAGHDAD Sept 5 -") is dated by its archive; without that no reader could.
        document = document.model_copy(update={"published": dateline, "published_basis": "given"})
    actors = as_table(source.get("actors"), "actors", complaints)
    places = as_table(source.get("places"), "places", complaints)
    parts = Parts(document.text, actors, places, document.published or dateline, complaints)
    _check_tables(parts)
    events = _events(as_list(source["events"], "events", complaints), parts)
    relations = _relations(as_list(source.get("relations"), "relations", complaints), parts)
    facilities = _facilities(as_list(source.get("facilities"), "facilities", complaints), parts)
    for name, table in (("actors", actors), ("places", places)):
        for key in table:
            if f"{name} {key}" not in parts.used:
                complaints.note(f"{name} {key}", "is defined but never used")
    if complaints.problems:
        return None
    return CodedArticle(
        document=document,
        events=events,
        relations=relations,
        facilities=facilities,
        places=_all_places(events, facilities),
        actors=_all_actors(events, relations, facilities),
        coder=Coder(name="gold", version="1"),
    )


def _document(source: Table, complaints: Complaints) -> Document:
    given = as_table(source.get("input"), "input", complaints)
    check_keys(given, INPUT_KEYS, "input", complaints)
    text = unwrap(source["text"]).strip()
    dates = {key: as_date(given.get(key), f"input {key}", complaints) for key in ("published", "republished")}
    words: dict[str, Any] = {
        key: as_words(given[key], f"input {key}", complaints)
        for key in INPUT_KEYS
        if given.get(key) is not None and key not in dates
    }
    extra = {key: source[key] for key in ("theatre", "story", "voice")}
    return Document(
        **{"language": "en"} | words | dates | extra,
        id=source["id"],
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _check_tables(parts: Parts) -> None:
    for key, row in parts.actors.items():
        row = as_table(row, f"actors {key}", parts.complaints)
        check_keys(row, ACTOR_KEYS, f"actors {key}", parts.complaints)
        check_choice(row.get("kind"), get_args(ActorKind), f"actors {key} kind", parts.complaints)
        if not isinstance(row.get("name"), str | None):
            parts.complaints.problem(f"actors {key} name", "must be a name or null")
    for key, row in parts.places.items():
        check_keys(as_table(row, f"places {key}", parts.complaints), PLACE_KEYS, f"places {key}", parts.complaints)


def _events(entries: list[Any], parts: Parts) -> list[Event]:
    tables = [as_table(entry, f"events[{number}]", parts.complaints) for number, entry in enumerate(entries, 1)]
    ids = [row.get("id") for row in tables]
    events: list[Event] = []
    for number, row in enumerate(tables, 1):
        where = str(row.get("id") or f"events[{number}]")
        if not isinstance(row.get("id"), str) or ids.count(row["id"]) > 1:
            parts.complaints.problem(where, "needs an id of its own, such as e1")
        for other in as_list(row.get("because_of"), f"{where} because_of", parts.complaints):
            if other not in ids or other == row.get("id"):
                parts.complaints.problem(f"{where} because_of", f"no other event has the id {other!r}")
        event = _event(row, where, parts)
        if event is None:
            continue
        for earlier in events:
            if {_offsets(item.trigger) for item in earlier.mentions} & {
                _offsets(item.trigger) for item in event.mentions
            }:
                note = f"shares a trigger or mention with {earlier.id} (write word@2 for the second occurrence)"
                parts.complaints.note(where, note)
        events.append(event)
    return events


def _event(row: Table, where: str, parts: Parts) -> Event | None:
    complaints = parts.complaints
    check_keys(row, EVENT_KEYS, where, complaints)
    typed = check_choice(row.get("type"), EVENT_TYPE_OF, f"{where} type", complaints)
    assertion = row.get("assertion", "asserted")
    stated = check_choice(assertion, get_args(Assertion), f"{where} assertion", complaints)
    trigger = parts.find(row.get("trigger"), f"{where} trigger", None)
    if trigger is None:
        return None
    anchor = _offsets(trigger)
    mentions = _mentions(row, trigger, where, parts)
    roles = {role: _actors(row.get(role), f"{where} {role}", anchor, parts) for role in ROLES}
    places = [
        place
        for entry in as_list(row.get("places"), f"{where} places", complaints)
        if (place := parts.place(entry, f"{where} places", anchor)) is not None
    ]
    tolls = {toll: parts.count(row.get(toll), f"{where} {toll}", anchor) for toll in TOLLS}
    spans = {
        key: parts.many(as_list(row.get(key), f"{where} {key}", complaints), f"{where} {key}", anchor)
        for key in ("weapons", "cues")
    }
    date, date_spans = parts.date(row.get("date"), f"{where} date", anchor, assertion in _UNHAPPENED)
    losses = _losses(row, where, anchor, parts)
    background = row.get("background", False)
    if not isinstance(background, bool):
        complaints.problem(f"{where} background", f"must be true or false, not {background!r}")
    _check_sources(where, assertion, roles, complaints)
    if not typed or not stated or not isinstance(row.get("id"), str) or not isinstance(background, bool):
        return None
    event = Event(
        **{key: row.get(key) for key in ("ucdp_type", "plover_type", "plover_mode")},
        **roles,
        **tolls,
        **spans,
        id=row["id"],
        event_type=EVENT_TYPE_OF[row["type"]],
        sub_event_type=row["type"],
        trigger=mentions[0].trigger,
        sentence=mentions[0].sentence,
        mentions=mentions,
        places=places,
        date=date,
        losses=losses,
        assertion=assertion,
        background=background,
        because_of=as_list(row.get("because_of"), f"{where} because_of", complaints),
    )
    event.evidence = _evidence(event, date_spans)
    return event


def _mentions(row: Table, trigger: Span, where: str, parts: Parts) -> list[Mention]:
    triggers = [trigger]
    for words in as_list(row.get("mentions"), f"{where} mentions", parts.complaints):
        taken = frozenset(_offsets(span) for span in triggers)
        found = parts.find(words, f"{where} mentions", _offsets(trigger), taken)
        if found is not None and _offsets(found) not in taken:
            triggers.append(found)
    triggers.sort(key=_offsets)
    return [Mention(trigger=span, sentence=parts.sentence(span)) for span in triggers]


def _actors(entry: object, where: str, anchor: tuple[int, int], parts: Parts) -> list[Actor]:
    entries = as_list(entry, where, parts.complaints)
    return [actor for item in entries if (actor := parts.actor(item, where, anchor)) is not None]


def _losses(row: Table, where: str, anchor: tuple[int, int], parts: Parts) -> list[Loss]:
    losses: list[Loss] = []
    for entry in as_list(row.get("losses"), f"{where} losses", parts.complaints):
        table = as_table(entry, f"{where} losses", parts.complaints)
        check_keys(table, ("what", "owner", *COUNT_KEYS), f"{where} losses", parts.complaints)
        what = as_words(table.get("what"), f"{where} losses what", parts.complaints)
        count = parts.count({key: table.get(key) for key in COUNT_KEYS}, f"{where} losses", anchor)
        owner = table.get("owner")
        actor = parts.actor(owner, f"{where} losses owner", anchor) if owner is not None else None
        if what is not None and count is not None:
            losses.append(Loss(what=what, count=count, owner=actor))
    return losses


def _check_sources(where: str, assertion: object, roles: dict[str, list[Actor]], complaints: Complaints) -> None:
    if assertion == "attributed" and not roles["attributed_to"]:
        complaints.note(where, "attributed, but attributed_to is empty")
    if assertion == "asserted" and roles["attributed_to"]:
        complaints.note(where, "asserted, but attributed_to names a source")


def _evidence(event: Event, date_spans: list[Span]) -> dict[str, list[Span]]:
    def bare(spans: Any) -> list[Span]:
        return [Span(text=span.text, start=span.start, end=span.end) for span in spans]

    evidence = {"trigger": bare([event.trigger]), "date": date_spans}
    evidence |= {field: bare(getattr(event, field)) for field in (*ROLES, "places", "weapons", "cues")}
    evidence |= {toll: bare(count.spans) for toll in TOLLS if (count := getattr(event, toll)) is not None}
    evidence["losses"] = bare(span for loss in event.losses for span in loss.count.spans)
    return {field: spans for field, spans in evidence.items() if spans}


def _relations(entries: list[Any], parts: Parts) -> list[Relation]:
    relations: list[Relation] = []
    for number, entry in enumerate(entries, 1):
        where = f"r{number}"
        row = as_table(entry, where, parts.complaints)
        check_keys(row, RELATION_KEYS, where, parts.complaints)
        typed = check_choice(row.get("type"), get_args(RelationType), f"{where} type", parts.complaints)
        anchor = parts.find(row.get("sentence"), f"{where} sentence", None)
        if anchor is None:
            continue
        subject = parts.actor(row.get("subject"), f"{where} subject", _offsets(anchor))
        given = row.get("object")
        target = parts.actor(given, f"{where} object", _offsets(anchor)) if given is not None else None
        start = as_date(row.get("start"), f"{where} start", parts.complaints)
        end = as_date(row.get("end"), f"{where} end", parts.complaints)
        sources = _actors(row.get("attributed_to"), f"{where} attributed_to", _offsets(anchor), parts)
        assertion = row.get("assertion", "asserted")
        stated = check_choice(assertion, get_args(Assertion), f"{where} assertion", parts.complaints)
        if typed and stated and subject is not None:
            relations.append(
                Relation(
                    id=where,
                    type=row["type"],
                    subject=subject,
                    object=target,
                    start=start,
                    end=end,
                    assertion=assertion,
                    attributed_to=sources,
                    sentence=parts.sentence(anchor),
                )
            )
    return relations


def _facilities(entries: list[Any], parts: Parts) -> list[Facility]:
    facilities: list[Facility] = []
    for number, entry in enumerate(entries, 1):
        where = f"f{number}"
        row = as_table(entry, where, parts.complaints)
        check_keys(row, FACILITY_KEYS, where, parts.complaints)
        kind = as_words(row.get("kind"), f"{where} kind", parts.complaints)
        known = check_choice(row.get("status"), get_args(FacilityStatus), f"{where} status", parts.complaints)
        assertion = row.get("assertion", "asserted")
        stated = check_choice(assertion, get_args(Assertion), f"{where} assertion", parts.complaints)
        anchor = parts.find(row.get("sentence"), f"{where} sentence", None)
        if anchor is None:
            continue
        place = parts.place(row.get("place"), f"{where} place", _offsets(anchor))
        given = row.get("owner")
        owner = parts.actor(given, f"{where} owner", _offsets(anchor)) if given is not None else None
        date, _ = parts.date(row.get("date"), f"{where} date", _offsets(anchor), assertion in _UNHAPPENED)
        sources = _actors(row.get("attributed_to"), f"{where} attributed_to", _offsets(anchor), parts)
        if known and stated and kind is not None and place is not None:
            facilities.append(
                Facility(
                    id=where,
                    kind=kind,
                    owner=owner,
                    place=place,
                    date=date,
                    status=row["status"],
                    assertion=assertion,
                    sentence=parts.sentence(anchor),
                    **({"attributed_to": sources} if sources else {}),
                )
            )
    return facilities


def _all_places(events: list[Event], facilities: list[Facility]) -> list[Place]:
    places = [place for event in events for place in event.places] + [facility.place for facility in facilities]
    return list({_offsets(place): place for place in sorted(places, key=_offsets)}.values())


def _all_actors(events: list[Event], relations: list[Relation], facilities: list[Facility]) -> list[Actor]:
    actors = [actor for event in events for role in ROLES for actor in getattr(event, role)]
    actors += [loss.owner for event in events for loss in event.losses if loss.owner is not None]
    actors += [actor for relation in relations for actor in (relation.subject, relation.object) if actor is not None]
    actors += [facility.owner for facility in facilities if facility.owner is not None]
    return list({_offsets(actor): actor for actor in sorted(actors, key=_offsets)}.values())


def _offsets(span: Span) -> tuple[int, int]:
    return (span.start, span.end)
