"""Incidents of MUC-4: `python benchmarks/public/muc4.py FOLDER`, what and how: docs/public-corpora.md.

FOLDER holds the texts and keys of the parts dev, tst1 and tst2, as they lie in the repository xinyadu/gtt under
`data/muc/raw_files/muc34/TASK/CORPORA`. The parts tst3 and tst4 are refused: nobody who works on Tacitus looks at them.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from casing import Casing
from coding import code_all, command, document, pipeline, sample
from strings import any_same
from tally import Tally, confusion, shares, table

from tacitus.evaluate.assignment import best_pairs
from tacitus.records import CodedArticle, Document, Event

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_ID = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b.*$", re.MULTILINE)
_DATELINE = re.compile(r"^(.{2,60}?), (\d{1,2}) ([A-Z]{3}) (\d{2})\b([^\[]*?)--")
_FBIS = re.compile(r"\[(?:TEXT|EXCERPTS?|REPORT|COMMUNIQUE|ARTICLE|COMMENTARY|EDITORIAL|SPEECH|STATEMENT)\]\s*")
_QUOTED = re.compile(r'"((?:\\"|[^"])*)"')
_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3}) (\d{2})")

TYPES: dict[str, frozenset[str]] = {
    "ATTACK": frozenset(
        (
            "Attack",
            "Armed clash",
            "Air/drone strike",
            "Shelling/artillery/missile attack",
            "Grenade",
            "Chemical weapon",
            "Sexual violence",
            "Mob violence",
            "Excessive force against protesters",
            "Government regains territory",
            "Non-state actor overtakes territory",
        )
    ),
    "BOMBING": frozenset(
        (
            "Remote explosive/landmine/IED",
            "Suicide bomb",
            "Grenade",
            "Air/drone strike",
            "Shelling/artillery/missile attack",
            "Disrupted weapons use",
        )
    ),
    "KIDNAPPING": frozenset(("Abduction/forced disappearance",)),
    "ARSON": frozenset(("Looting/property destruction",)),
    "ROBBERY": frozenset(("Looting/property destruction",)),
    "FORCED WORK STOPPAGE": frozenset(("Other", "Mob violence", "Violent demonstration")),
}
"""Which of our sub-event types fit an incident of MUC's types."""

RELEVANT = frozenset().union(*TYPES.values()) - {
    "Other",
    "Armed clash",
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Violent demonstration",
    "Excessive force against protesters",
}
"""Events that make an article relevant: MUC leaves out fighting between armed sides, and disorder."""


@dataclass
class Incident:
    """One template of the key. Each filler is a list of alternatives; dates are (first, last) days."""

    article: str
    number: str
    optional: bool
    types: list[str] = field(default_factory=list)
    stage: str = ""
    day: tuple[datetime.date, datetime.date] | None = None
    places: list[list[str]] = field(default_factory=list)
    individuals: list[list[str]] = field(default_factory=list)
    organizations: list[list[str]] = field(default_factory=list)
    things: list[list[str]] = field(default_factory=list)
    names: list[list[str]] = field(default_factory=list)
    descriptions: list[list[str]] = field(default_factory=list)
    deaths: int | None = None

    @property
    def perpetrators(self) -> list[list[str]]:
        """Individuals and organizations together."""
        return self.individuals + self.organizations

    @property
    def people(self) -> list[list[str]]:
        """Human targets: a named person and the person's description are one filler."""
        named = {name for filler in self.names for name in filler}
        loose = [filler for filler in self.descriptions if not named & set(filler)]
        told = [f + [d for other in self.descriptions if set(f) & set(other) for d in other] for f in self.names]
        return told + loose


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (id, text) of each article of dev, tst1 and tst2, in capitals and wrapped as they came."""
    files = [*sorted(folder.glob("**/dev-muc3-*")), *folder.glob("**/tst1-muc3"), *folder.glob("**/tst2-muc4")]
    for file in files:
        parts = _ID.split(file.read_text(encoding="latin-1"))
        yield from zip(parts[1::2], parts[2::2], strict=True)


def keys_of(folder: Path) -> dict[str, list[Incident]]:
    """Return the incidents of each article that has a key; an irrelevant article has none."""
    files = [*sorted(folder.glob("**/key-dev-*")), *folder.glob("**/key-tst1*"), *folder.glob("**/key-tst2*")]
    keys: dict[str, list[Incident]] = {}
    for file in files:
        lines = [line for line in file.read_text(encoding="latin-1").splitlines() if not line.startswith(";")]
        for block in re.split(r"^0\. .*?(?=DEV|TST)", "\n".join(lines), flags=re.MULTILINE)[1:]:
            incident = incident_of(block)
            known = keys.setdefault(incident.article, [])
            if incident.number != "*":
                known.append(incident)
    return keys


def incident_of(block: str) -> Incident:
    """Read one template, from its message id on."""
    slots: dict[str, list[str]] = {}
    slot = ""
    for line in block.splitlines()[1:]:
        start = re.match(r"\d+\.\s+([A-Z ]+: [A-Z ]+?)\s{2,}(.*)", line)
        if start:
            slot = start.group(1)
            slots[slot] = [start.group(2).strip()]
        elif slot and line.strip():
            slots[slot].append(line.strip())
    number = slots["MESSAGE: TEMPLATE"][0]
    return Incident(
        article=block.split()[0],
        number=number.split()[0],
        optional="OPTIONAL" in number,
        types=[part.strip(" ?") for part in slots.get("INCIDENT: TYPE", [""])[0].split("/")],
        stage=slots.get("INCIDENT: STAGE OF EXECUTION", [""])[0],
        day=_days(" ".join(slots.get("INCIDENT: DATE", []))),
        places=_places(slots.get("INCIDENT: LOCATION", [])),
        individuals=_fillers(slots.get("PERP: INDIVIDUAL ID", [])),
        organizations=_fillers(slots.get("PERP: ORGANIZATION ID", [])),
        things=_fillers(slots.get("PHYS TGT: ID", [])),
        names=_fillers(slots.get("HUM TGT: NAME", [])),
        descriptions=_fillers(slots.get("HUM TGT: DESCRIPTION", [])),
        deaths=_deaths(slots.get("HUM TGT: EFFECT OF INCIDENT", []), slots.get("HUM TGT: NUMBER", [])),
    )


def _fillers(lines: Sequence[str]) -> list[list[str]]:
    """One filler a line, its alternatives apart by "/"; a line with a leading "?" is optional and left out."""
    found = []
    for line in lines:
        quoted = [text.replace('\\"', '"') for text in _QUOTED.findall(line)]
        if quoted and not line.lstrip(" -").startswith("?"):
            found.append(quoted)
    return found


def _places(lines: Sequence[str]) -> list[list[str]]:
    """The levels of each place, the country first, without the words that tell the level."""
    places = []
    for line in lines:
        for part in re.split(r"\s+-\s+|\s+/\s+", line):
            levels = [re.sub(r"\s*\([^)]*\)", "", level).strip(" ?()") for level in part.split(":")]
            levels = [level for level in levels if level and level not in {"-", "*"}]
            if levels:
                places.append(levels)
    return places


def _days(text: str) -> tuple[datetime.date, datetime.date] | None:
    """The stated days, null for an upper bound, alternatives or none."""
    if "/" in text or text.startswith("-"):
        return None
    days = []
    for day, month, year in _DAY.findall(text):
        try:
            days.append(datetime.date(1900 + int(year), _MONTHS.index(month) + 1, int(day)))
        except ValueError:  # the keys have a few days that no calendar has
            return None
    return (days[0], days[-1]) if days else None


def _deaths(effects: Sequence[str], numbers: Sequence[str]) -> int | None:
    """How many died, where the key gives a number for all who did."""
    dead = [set(_QUOTED.findall(line)) for line in effects if line.startswith("DEATH")]
    total = 0
    for names in dead:
        given = [line.split(":")[0] for line in numbers if names & set(_QUOTED.findall(line))]
        if not given or not given[0].isdigit():
            return None
        total += int(given[0])
    return total if dead else None


def document_of(identity: str, raw: str, casing: Casing) -> Document:
    """Unwrap the paragraphs, take off the listener's marks, restore the case; the dateline gives the day."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", raw.strip())]
    text = "\n\n".join(_FBIS.sub("", part) for part in paragraphs if part)
    told = _DATELINE.match(text)
    published = None
    if told and told.group(3) in _MONTHS:
        day, month, year = int(told.group(2)), _MONTHS.index(told.group(3)) + 1, 1900 + int(told.group(4))
        published = datetime.date(year, month, day)
    return document(identity, casing.restore(text), published)


def _texts(event: Event, sides: str) -> list[str]:
    actors = {"1": event.actor1, "2": event.actor2}
    if event.sub_event_type == "Armed clash":
        actors = {"1": [*event.actor1, *event.actor2], "2": [*event.actor1, *event.actor2]}
    return [actor.text for actor in actors[sides]] + [actor.name for actor in actors[sides] if actor.name]


def _place_names(event: Event) -> list[str]:
    return [place.text for place in event.places] + [place.name for place in event.places if place.name]


def likeness(incident: Incident, event: Event) -> float:
    """How well an event tells an incident; 0 where nothing but the type, or nothing at all, speaks for it."""
    fits = any(event.sub_event_type in TYPES.get(kind, ()) for kind in incident.types)
    doers = sum(any_same(_texts(event, "1"), filler) for filler in incident.perpetrators)
    hit = _texts(event, "2") + [loss.what for loss in event.losses]
    targets = sum(any_same(hit, filler) for filler in incident.people + incident.things)
    named = _place_names(event)
    where = any(any_same(named, levels[1:][-1:]) for levels in incident.places)
    when = incident.day is not None and (event.date.start, event.date.end) == incident.day
    strings = min(doers, 1) + 2 * min(targets, 2)
    if not strings and not (fits and (where or when)):
        return 0.0
    return 2 * fits + strings + where + when + 0.01


@dataclass
class Score:
    """What the measure counts."""

    relevance: Tally = field(default_factory=Tally)
    incidents: Tally = field(default_factory=Tally)
    slots: dict[str, Tally] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    types: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, name: str, right: bool) -> None:
        """Count one yes-or-no question of a matched incident."""
        self.asked[name] += 1
        self.right[name] += right

    def article(self, incidents: Sequence[Incident], coded: CodedArticle | None) -> list[tuple[Incident, Event | None]]:
        """Score one article, and return each incident with the event that tells it."""
        events = [event for event in coded.events if event.assertion != "denied"] if coded else []
        needed = [incident for incident in incidents if not incident.optional]
        telling = any(event.sub_event_type in RELEVANT and not event.background for event in events)
        if needed or not incidents:  # an article with nothing but optional incidents counts neither way
            self.relevance.add(bool(needed), telling, bool(needed) and telling)
        pairs = dict(best_pairs(incidents, events, likeness))
        taken = {incidents[first].optional: 0 for first in pairs}
        for first in pairs:
            taken[incidents[first].optional] += 1
        spurious = [
            event
            for position, event in enumerate(events)
            if position not in pairs.values() and event.sub_event_type in RELEVANT and not event.background
        ]
        found = taken.get(False, 0)
        self.incidents.add(len(needed), found + len(spurious), found)
        told = [(one, events[pairs[place]] if place in pairs else None) for place, one in enumerate(incidents)]
        for incident, event in told:
            if not incident.optional:
                self.fill(incident, event)
        return told

    def fill(self, incident: Incident, event: Event | None) -> None:
        """Score the slots of one incident; where no event tells it, all its fillers are missed."""
        one = _texts(event, "1") if event else []
        two = (_texts(event, "2") + [loss.what for loss in event.losses]) if event else []
        self._slot(
            "perpetrator, individual", incident.individuals, one, event.actor1 if event else [], incident.perpetrators
        )
        self._slot("perpetrator, organization", incident.organizations, one, [], [])
        targets = incident.people + incident.things
        self._slot("target, person", incident.people, two, event.actor2 if event else [], targets)
        self._slot("target, thing", incident.things, two + (_place_names(event) if event else []), [], [])
        if event is None:
            return
        self.ask("type fits", any(event.sub_event_type in TYPES.get(kind, ()) for kind in incident.types))
        self.types.append((incident.types[0], event.sub_event_type))
        if incident.day:
            single = incident.day[0] == incident.day[1]
            self.ask("day exact" if single else "days exact", (event.date.start, event.date.end) == incident.day)
        fine = [levels for levels in incident.places if len(levels) > 1]
        if fine:
            self.ask("finest place named", any(any_same(_place_names(event), levels[-1:]) for levels in fine))
            self.ask("a place of it named", any(any_same(_place_names(event), levels[1:]) for levels in fine))
        if incident.deaths is not None:
            toll = event.fatalities
            self.ask("number of dead", toll is not None and incident.deaths in {toll.best, toll.low, toll.high})

    def _slot(
        self,
        name: str,
        key: Sequence[Sequence[str]],
        ours: Sequence[str],
        given: Sequence[object],
        any_of: Sequence[Sequence[str]],
    ) -> None:
        tally = self.slots.setdefault(name, Tally())
        right = sum(
            any(any_same([value for value in (actor.text, actor.name) if value], filler) for filler in any_of)  # type: ignore[attr-defined]
            for actor in given
        )
        tally.add(len(key), len(given), sum(any_same(ours, filler) for filler in key), right)


def main() -> None:
    """Measure, and print the tables."""
    given = command(__doc__, "folder with the parts dev, tst1 and tst2").parse_args()
    keys = keys_of(given.corpus)
    raw = sample([(name, text) for name, text in texts_of(given.corpus) if name in keys], given)
    coder = pipeline(given.packs)
    casing = Casing(coder.codebook)
    documents = [document_of(name, text, casing) for name, text in raw]
    coded = code_all(coder, documents, given.out)
    score = Score()
    for one in documents:
        score.article(keys[one.id], coded.get(one.id))
    print(f"MUC-4, {len(documents)} articles, {sum(len(keys[one.id]) for one in documents)} incidents\n")
    print(table({"article is relevant": score.relevance, "incident": score.incidents, **score.slots}), "\n")
    print(shares({name: (score.right[name], score.asked[name]) for name in score.asked}))
    print("\ntypes of matched incidents that do not fit:")
    print(confusion((kind, ours) for kind, ours in score.types if ours not in TYPES.get(kind, ())))


if __name__ == "__main__":
    main()
