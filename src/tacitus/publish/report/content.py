"""What a briefing says: counted, chosen and put in words, before it is laid out."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field

from tacitus.publish.geo.uncertainty import is_located
from tacitus.publish.imprint import Imprint
from tacitus.publish.publication import Source
from tacitus.publish.shapes.happening import Happening, happening_of_event, happening_of_incident
from tacitus.publish.terminal import harmless
from tacitus.publish.words import PLACE_PRECISION_WORDS, TOLLS, date_words, place_words
from tacitus.records import CodedArticle, Facility, Incident, Place, Relation

LONGEST_LIST = 500
"""Happenings that a briefing lists at most; all are counted and drawn."""

TIE_WORDS = {
    "member_of": "is a member of",
    "alliance_with": "is in an alliance with",
    "splinter_of": "split from",
    "merged_into": "merged into",
    "renamed_to": "was renamed to",
    "backed_by": "is backed by",
    "opposed_to": "is opposed to",
    "linked_to": "is linked to",
    "created": "was created",
    "dissolved": "was dissolved",
    "leader_of": "leads",
}
FIELD_WORDS = {
    "sub_event_type": "what",
    "date": "when",
    "place": "where",
    "actor1": "one side",
    "actor2": "other side",
    "occurrence": "whether",
    "fatalities": "killed",
    "injured": "injured",
    "abducted": "abducted",
    "arrested": "arrested",
    "displaced": "displaced",
}


@dataclass(frozen=True)
class SourceLine:
    """One report as it is cited: outlet, day, title, address."""

    outlet: str
    day: str
    title: str
    address: str


@dataclass(frozen=True)
class Entry:
    """One incident (or event) as a row of the briefing, in words."""

    id: str
    day: datetime.date | None
    date: str
    type: str
    event_type: str
    who: str
    where: str
    toll: str
    status: str
    sources: tuple[SourceLine, ...]
    sentence: str
    independent: int


@dataclass(frozen=True)
class Dispute:
    """A field of an incident on which the reports differ: each value with who gives it."""

    field: str
    claims: tuple[tuple[str, str], ...]
    rule: str


@dataclass(frozen=True)
class Contested:
    """A contested incident with its disputes."""

    entry: Entry
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True)
class Line:
    """A tie or a facility in one sentence, with day, status and source."""

    day: str
    text: str
    status: str
    source: str


@dataclass(frozen=True)
class Mark:
    """A place to draw: degrees, type of event, whether it is an area, words, deaths."""

    latitude: float
    longitude: float
    event_type: str
    area: bool
    words: str


@dataclass
class Content:
    """Everything that a briefing holds."""

    imprint: Imprint
    since: datetime.date | None
    until: datetime.date | None
    unit: str
    entries: list[Entry] = field(default_factory=list)
    contested: list[Contested] = field(default_factory=list)
    ties: list[Line] = field(default_factory=list)
    facilities: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    days: Counter[tuple[datetime.date, str]] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    killed: list[int] = field(default_factory=lambda: [0, 0, 0])
    open_tolls: int = 0
    happenings: int = 0
    reports: int = 0
    undated: int = 0
    unlocated: int = 0
    background: int = 0
    not_happened: int = 0
    articles: int = 0
    outlets: Counter[str] = field(default_factory=Counter)
    rules: set[str] = field(default_factory=set)
    article_list: dict[str, SourceLine] = field(default_factory=dict)

    @property
    def period(self) -> str:
        """The period in words."""
        if self.since and self.until:
            return f"{self.since.isoformat()} to {self.until.isoformat()}"
        if self.since:
            return f"from {self.since.isoformat()} on"
        return f"until {self.until.isoformat()}" if self.until else "the whole record"

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The figures at the head of the briefing: number and what it counts."""
        low, best, high = self.killed
        more = "+" if self.open_tolls else ""
        return [
            (str(self.happenings), self.unit),
            (f"{best}", f"killed, as told ({low} to {high}{more})"),
            (str(len(self.contested)), "contested"),
            (str(self.articles), "articles"),
            (str(len(self.outlets)), "outlets"),
        ]


def gather(source: Source, imprint: Imprint, since: datetime.date | None, until: datetime.date | None) -> Content:
    """Read the source once and gather what the briefing says. In memory: what it lists, and one mark a place."""
    unit = "incidents" if source.has_incidents else "events"
    content = Content(imprint, since, until, unit)
    for coded in source.articles():
        _add_article(content, coded, events=not source.has_incidents)
    for incident in source.incidents():
        content.rules |= {f"{field}: {rule}" for field, rule in incident.rules.items()}
        entry = _add_happening(content, happening_of_incident(incident))
        disputes = _disputes(incident)
        if entry is not None and disputes and len(content.contested) < LONGEST_LIST:
            content.contested.append(Contested(entry, disputes))
    content.entries.sort(key=lambda entry: (entry.day or datetime.date.max, entry.id))
    content.entries = content.entries[:LONGEST_LIST]
    content.ties = _distinct(content.ties)
    content.facilities = _distinct(content.facilities)
    return content


def _add_article(content: Content, coded: CodedArticle, *, events: bool) -> None:
    document = coded.document
    content.articles += 1
    outlet = harmless(document.republished_from or document.publisher or "outlet not known")
    content.outlets[outlet] += 1
    line = SourceLine(outlet, _iso(document.published), harmless(document.title or document.id), _address(document.url))
    if len(content.article_list) < LONGEST_LIST:
        content.article_list[document.id] = line
    content.ties += [_tie(relation, line) for relation in coded.relations]
    content.facilities += [_facility(facility, line) for facility in coded.facilities]
    if events:
        for event in coded.events:
            _add_happening(content, happening_of_event(coded, event))


def _add_happening(content: Content, happening: Happening) -> Entry | None:
    if happening.background:
        content.background += 1
        return None
    if happening.status in ("planned", "hypothetical"):
        content.not_happened += 1
        return None
    entry = _entry(content, happening)
    content.happenings += 1
    content.reports += len(happening.reports)
    content.types[happening.sub_event_type] += 1
    _count_toll(content, happening)
    if entry.day:
        content.days[entry.day, happening.event_type] += 1
    else:
        content.undated += 1
    located = [place for place in happening.places if is_located(place)]
    content.unlocated += not located
    content.marks += [_mark(place, happening) for place in located]
    if len(content.entries) < 2 * LONGEST_LIST:
        content.entries.append(entry)
    return entry


def _count_toll(content: Content, happening: Happening) -> None:
    toll = happening.tolls.get("fatalities")
    if toll is None or happening.status == "denied":
        return
    known = [number for number in (toll.best, toll.low, toll.high) if number is not None]
    if not known:
        content.open_tolls += 1
        return
    best = known[0]
    content.open_tolls += toll.high is None
    numbers = (toll.low if toll.low is not None else best, best, toll.high if toll.high is not None else best)
    content.killed = [total + number for total, number in zip(content.killed, numbers, strict=True)]


def _entry(content: Content, happening: Happening) -> Entry:
    sides = [" and ".join(side.words for side in sides[:3]) for sides in (happening.actor1, happening.actor2)]
    lines = {report.article_id: content.article_list.get(report.article_id) for report in happening.reports}
    sources = [
        line or SourceLine(harmless(report.publisher or "outlet not known"), _iso(report.published), "", "")
        for report in happening.reports
        for line in (lines[report.article_id],)
    ]
    return Entry(
        id=happening.id,
        day=happening.date.start or happening.date.end,
        date=date_words(happening.date),
        type=happening.sub_event_type,
        event_type=happening.event_type,
        who=harmless(" against ".join(filter(None, [sides[0] or "not said", sides[1]]))),
        where=harmless("; ".join(place_words(place) for place in happening.places[:3]) or "not said"),
        toll=harmless(_toll_words(happening)),
        status=happening.status,
        sources=tuple(dict.fromkeys(sources)),
        sentence=harmless(happening.reports[0].sentence) if happening.reports else "",
        independent=happening.sources,
    )


def _toll_words(happening: Happening) -> str:
    told = []
    for name, toll in happening.tolls.items():
        low, best, high = toll.low, toll.best, toll.high
        if best is None and low is None and high is None:
            told.append(f"{TOLLS[name]} (“{toll.text}”)" if toll.text else TOLLS[name])
        elif low == high == best or (low is None and high is None):
            told.append(f"{best} {TOLLS[name]}")
        else:
            upper = "or more" if high is None else f"to {high}"
            told.append(f"{best if best is not None else '?'} {TOLLS[name]} ({low if low is not None else 0} {upper})")
    return ", ".join(told)


def _disputes(incident: Incident) -> tuple[Dispute, ...]:
    """What the reports differ on; tolls too that could both be true ("at least four", "nine")."""
    tolls = [name for name in TOLLS if len({claim.label for claim in incident.claims.get(name, [])}) > 1]
    return tuple(
        Dispute(
            FIELD_WORDS.get(name, name),
            tuple(
                (harmless(claim.label), harmless(", ".join(dict.fromkeys([*claim.sources, *claim.claimants][:6]))))
                for claim in incident.claims.get(name, [])
            ),
            incident.rules.get(name, ""),
        )
        for name in dict.fromkeys([*incident.contested, *tolls])
    )


def _tie(relation: Relation, line: SourceLine) -> Line:
    subject = relation.subject.name or relation.subject.text
    object_ = (relation.object.name or relation.object.text) if relation.object else ""
    words = f"{subject} {TIE_WORDS[relation.type]} {object_}".strip()
    day = _iso(relation.start or relation.end) or (f"told {line.day}" if line.day else "")
    return Line(day, harmless(words), relation.assertion, _cited(line))


def _facility(facility: Facility, line: SourceLine) -> Line:
    owner = (facility.owner.name or facility.owner.text) if facility.owner else "owner not said"
    words = f"{facility.kind} at {place_words(facility.place)} ({owner}): {facility.status}"
    day = date_words(facility.date)
    return Line(day, harmless(words), facility.assertion, _cited(line))


def _mark(place: Place, happening: Happening) -> Mark:
    assert place.latitude is not None
    assert place.longitude is not None
    area = place.precision not in ("site", "settlement", "near_settlement")
    words = f"{happening.sub_event_type}, {place_words(place)}, {PLACE_PRECISION_WORDS[place.precision]}"
    return Mark(place.latitude, place.longitude, happening.event_type, area, harmless(words))


def _distinct(lines: list[Line]) -> list[Line]:
    found = {(line.text, line.day): line for line in reversed(lines)}
    return sorted(found.values(), key=lambda line: (line.day.removeprefix("told ").removeprefix("by "), line.text))


def _cited(line: SourceLine) -> str:
    return ", ".join(filter(None, [line.outlet, line.day]))


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _address(url: str | None) -> str:
    from tacitus.publish.map_page.payload import web_address

    return web_address(url)
