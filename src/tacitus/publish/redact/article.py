"""One article as it may be told: the same form, offsets that still hold, and nothing that the profile hides."""

from __future__ import annotations

import datetime
import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tacitus.publish.redact.areas import coarsened
from tacitus.publish.redact.masking import block_out, merged, only, pseudonym
from tacitus.publish.redact.names import folded, is_personal, name_runs, private_names
from tacitus.publish.redact.profile import Level, Profile, ProfileError
from tacitus.publish.redact.protection import Protection, all_actors, all_places, protection_of
from tacitus.records import Actor, CodedArticle, Coder, Document, Event, Facility, Place, Record, Relation, Span

Region = tuple[int, int]

_ADDRESSED = (" mr", " mrs", " ms", " dr")


@dataclass(frozen=True)
class RedactedArticle:
    """An article as it may be told (null: not at all), what was hidden in it, and what was removed, by kind."""

    article: CodedArticle | None
    protection: Protection
    removed: Counter[str]


def redact_article(
    coded: CodedArticle,
    profile: Profile,
    key: bytes,
    *,
    as_of: datetime.date | None = None,
    asked: Mapping[str, Level] | None = None,
    restricted: bool = False,
) -> RedactedArticle:
    """Apply a profile to one article. Pure: the same input gives the same output.

    `key` makes pseudonyms; `as_of` is the day from which an embargo counts; `asked` are levels of places that incidents
    ask for, by event id; `restricted` says that the record marks the article as restricted. Keys that this version does
    not know are dropped, for nobody can say what they hold. Raises ProfileError where an embargo has no `as_of`.
    """
    removed: Counter[str] = Counter()
    if profile.articles.restricted == "drop" and (restricted or _is_restricted(coded.document, profile)):
        return RedactedArticle(None, Protection(), Counter({"restricted articles": 1}))
    kept, embargoed = _after_embargo(coded, profile, as_of, removed)
    if embargoed and not (kept.events or kept.relations or kept.facilities):
        removed["articles under embargo"] += 1
        return RedactedArticle(None, Protection(), removed)
    protection = protection_of(kept, profile, key, asked)
    told = _Telling(kept, profile, key, protection, removed).told(hide_title=embargoed)
    return RedactedArticle(told, protection, removed)


def _is_restricted(document: Document, profile: Profile) -> bool:
    publishers = {document.publisher, document.republished_from}
    rules = profile.articles
    return (
        document.id in rules.ids
        or bool(publishers & set(rules.publishers))
        or getattr(document, "restricted", False) is True
    )


def _after_embargo(
    coded: CodedArticle, profile: Profile, as_of: datetime.date | None, removed: Counter[str]
) -> tuple[CodedArticle, bool]:
    if not profile.embargo_days:
        return coded, False
    if as_of is None:
        raise ProfileError("the profile has an embargo, and no day is given from which it counts", where=profile.name)
    limit = as_of - datetime.timedelta(profile.embargo_days)
    published = coded.document.published
    lists: dict[str, Any] = {
        "events": [event for event in coded.events if _before(event.date.end or published, limit)],
        "relations": [r for r in coded.relations if _before(r.end or r.start or published, limit)],
        "facilities": [f for f in coded.facilities if _before(f.date.end or published, limit)],
    }
    gone = {name: len(getattr(coded, name)) - len(items) for name, items in lists.items()}
    removed.update({f"{name} under embargo": count for name, count in gone.items() if count})
    left = {event.id for event in lists["events"]}
    lists["events"] = [
        event.model_copy(update={"because_of": [reason for reason in event.because_of if reason in left]})
        for event in lists["events"]
    ]
    return coded.model_copy(update=lists), any(gone.values())


def _before(day: datetime.date | None, limit: datetime.date) -> bool:
    # A day that nobody knows may be yesterday.
    return day is not None and day <= limit


class _Telling:
    """The telling of one article under a profile."""

    def __init__(
        self, coded: CodedArticle, profile: Profile, key: bytes, protection: Protection, removed: Counter[str]
    ) -> None:
        self._coded = coded
        self._profile = profile
        self._key = key
        self._protection = protection
        self._removed = removed
        self._sentences = self._cut_sentences()
        self._text = self._told_text()

    def told(self, *, hide_title: bool) -> CodedArticle:
        coded = self._coded
        self._removed["places coarsened"] += sum(
            1 for place, owner in all_places(coded) if owner and self._place(place) is not place
        )
        self._removed["private persons"] += len(self._protection.persons)
        return CodedArticle.model_construct(
            document=self._document(coded.document, hide_title=hide_title),
            events=[self._record(event) for event in coded.events],
            relations=[self._record(relation) for relation in coded.relations],
            facilities=[self._record(facility) for facility in coded.facilities],
            places=[self._record(place) for place in coded.places],
            actors=[self._record(actor) for actor in coded.actors],
            coder=self._coder(coded.coder),
        )

    def _record(self, value: Any) -> Any:
        if isinstance(value, Record):
            return self._fields(value)
        if isinstance(value, list):
            return [self._record(item) for item in value]
        if isinstance(value, dict):
            return {name: self._record(item) for name, item in value.items()}
        return self._protection.mask(value) if isinstance(value, str) else value

    def _fields(self, record: Record) -> Record:
        if isinstance(record, Place):
            record = self._place(record)
        if isinstance(record, Actor):
            record = self._actor(record)
        fields: dict[str, Any] = {}
        for name in type(record).model_fields:
            value = getattr(record, name)
            sentence = name == "sentence" and isinstance(value, Span)
            fields[name] = self._sentence(value) if sentence else self._record(value)
        if isinstance(record, Span):
            fields["text"] = self._text[record.start : record.end]
        if isinstance(record, Event | Relation | Facility):
            fields["id"] = record.id
        return type(record).model_construct(**fields)

    def _place(self, place: Place) -> Place:
        return coarsened(place, self._protection.level_of(place), self._profile.name)

    def _actor(self, actor: Actor) -> Actor:
        if not self._protection.persons:
            return actor
        found = [
            self._protection.persons[folded(name)]
            for name in dict.fromkeys([actor.name or "", *private_names(actor, roles=self._profile.persons.roles)])
            if name and folded(name) in self._protection.persons
        ]
        hidden = self._protection.mask(actor.name or actor.text) != (actor.name or actor.text)
        if not found and hidden:
            found = [shown for name, shown in self._protection.persons.items() if name in folded(actor.text)]
        return actor.model_copy(update={"name": "; ".join(dict.fromkeys(found))}) if found else actor

    def _sentence(self, sentence: Span) -> Span:
        start, end = self._sentences.get((sentence.start, sentence.end), (sentence.start, sentence.start))
        return Span(text=self._text[start:end], start=start, end=end)

    def _cut_sentences(self) -> dict[Region, Region]:
        """Where each quoted sentence begins and ends once it is cut, around the word that tells the event."""
        longest = self._profile.quotes.longest
        cut: dict[Region, Region] = {}
        for sentence, trigger in _sentences(self._coded):
            start, end = sentence.start, sentence.end
            if longest is not None and end - start > longest:
                self._removed["quotations cut"] += (start, end) not in cut
                start, end = _window(self._coded.document.text, sentence, trigger, longest)
            cut.setdefault((sentence.start, sentence.end), (start, end))
        return cut

    def _told_text(self) -> str:
        coded = self._coded
        text = self._protection.mask(coded.document.text)
        quotes = merged(self._sentences.values())
        if self._profile.quotes.unknown_names == "mask":
            text = self._without_unknown_names(text, quotes)
        values = [(span.start, span.end) for span in _value_spans(coded)]
        return only(text, [*quotes, *values])

    def _without_unknown_names(self, text: str, quotes: list[Region]) -> str:
        known = _known_words(self._coded, self._protection)
        regions: list[Region] = []
        for start, end in quotes:
            quote = text[start:end]
            for run in name_runs(quote):
                strange = [word for word in run.words if folded(word) not in known]
                after_title = (
                    quote[: run.start].rstrip().lower().endswith(("mr.", "mrs.", "ms.", "dr.", "mr", "mrs", "dr"))
                )
                long_enough = len(run.words) > 1 or after_title or not run.text.isascii()
                if strange and long_enough and is_personal(run, quote):
                    regions.append((start + run.start, start + run.end))
        self._removed["names in quotations"] += len(regions)
        return block_out(text, regions)

    def _document(self, document: Document, *, hide_title: bool) -> Document:
        rules = self._profile.articles
        title = None if hide_title or rules.title == "drop" else self._title(document.title)
        address = None if rules.address == "drop" else document.url
        if address and self._protection.mask.touches(address):
            address = None
        self._removed["titles"] += bool(document.title) and title is None
        self._removed["addresses"] += bool(document.url) and address is None
        self._removed["authors"] += bool(document.author) and rules.authors == "drop"
        return Document.model_construct(
            id=told_id(document.id, self._protection, self._key),
            text=self._text,
            title=title,
            published=document.published,
            published_basis=document.published_basis,
            publisher=document.publisher,
            republished_from=document.republished_from,
            republished=document.republished,
            republished_basis=document.republished_basis,
            author=None if rules.authors == "drop" else self._protection.mask(document.author or "") or None,
            url=address,
            language=document.language,
            sections=[],
            media=[],
            boilerplate=[],
            sha256=document.sha256,
            source=None,
            warnings=[],
        )

    def _title(self, title: str | None) -> str | None:
        if title is None:
            return None
        masked = self._protection.mask(title)
        if self._profile.quotes.unknown_names == "mask":
            # Headlines are written in capitals, so that names cannot be told from words: only known words stay.
            known = _known_words(self._coded, self._protection)
            runs = [run for run in name_runs(masked) if _looks_like_a_name(run.words, known, self._coded.document.text)]
            masked = block_out(masked, [(run.start, run.end) for run in runs])
        return masked

    def _coder(self, coder: Coder) -> Coder:
        rule = self._profile.coders
        if rule == "keep" or coder.name in ("tacitus", "gold"):
            return Coder.model_construct(name=coder.name, version=coder.version, config_sha256=coder.config_sha256)
        self._removed["coder names"] += 1
        return Coder.model_construct(
            name=coder_name(coder.name, self._profile, self._key),
            version=coder.version,
            config_sha256=coder.config_sha256,
        )


def told_id(article_id: str, protection: Protection, key: bytes) -> str:
    """Return the article's id, or one made of it where the id itself spells what is hidden."""
    if not protection.mask.touches(article_id):
        return article_id
    return f"a-{hmac.new(key, article_id.encode(), hashlib.sha256).hexdigest()[:16]}"


def coder_name(name: str, profile: Profile, key: bytes) -> str:
    """Return how a person who coded or decided is named."""
    if profile.coders == "keep":
        return name
    return pseudonym(name, key, "Coder") if profile.coders == "pseudonymise" else "a person"


def _window(text: str, sentence: Span, trigger: Span | None, longest: int) -> Region:
    """Cut a sentence around the word that tells the event, at spaces."""
    begin, limit = sentence.start, sentence.end
    if trigger:
        begin = max(sentence.start, min(trigger.start - longest // 3, sentence.end - longest))
    stop = min(begin + longest, limit)
    while sentence.start < begin < stop and not text[begin - 1].isspace():
        begin += 1
    while begin < stop < limit and not text[stop].isspace():
        stop -= 1
    return begin, stop


def _sentences(coded: CodedArticle) -> list[tuple[Span, Span | None]]:
    found: list[tuple[Span, Span | None]] = []
    for event in coded.events:
        found.append((event.sentence, event.trigger))
        found += [(mention.sentence, mention.trigger) for mention in event.mentions]
    found += [(relation.sentence, None) for relation in coded.relations]
    found += [(facility.sentence, None) for facility in coded.facilities]
    return found


def _value_spans(coded: CodedArticle) -> list[Span]:
    """The stretches that values stand in: they are told with or without quotations."""
    spans: list[Span] = [place for place, _ in all_places(coded)]
    spans += all_actors(coded)
    for event in coded.events:
        spans += [event.trigger, *(mention.trigger for mention in event.mentions), *event.weapons, *event.cues]
        spans += [span for found in event.evidence.values() for span in found if span != event.sentence]
        counts = [event.fatalities, event.injured, event.abducted, event.arrested, event.displaced]
        counts += [loss.count for loss in event.losses]
        spans += [span for count in counts if count for span in count.spans]
    return spans


def _known_words(coded: CodedArticle, protection: Protection) -> set[str]:
    """Words of the names that may be told: known actors, places, outlets, whoever acts in a role."""
    names = [coded.document.publisher, coded.document.republished_from]
    names += [text for actor in all_actors(coded) for text in (actor.name, actor.text)]
    for place, _ in all_places(coded):
        names += [place.text, place.name, place.admin2, place.admin1, place.country]
    told = (protection.mask(name) for name in names if name)
    return {folded(word) for name in told for word in name.split()}


def _looks_like_a_name(words: list[str], known: set[str], text: str) -> bool:
    strange = [word for word in words if folded(word) not in known and f" {word.lower()}" not in text]
    return len(strange) > 1
