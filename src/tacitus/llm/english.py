"""Reading of an English article: quotes are judged by the syntax and resolvers that the rules engine uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from tacitus.attribute.sources import SourceFinder
from tacitus.attribute.stage import attribute
from tacitus.codebook import Codebook
from tacitus.codebook.triggers import Frame, TriggerPhrase
from tacitus.extract.arguments import Arguments, arguments_of
from tacitus.extract.article import ExtractedArticle, ExtractedEvent
from tacitus.extract.counts import FIELD_OF_FRAME
from tacitus.extract.dating import last_date_before
from tacitus.extract.draft import Draft
from tacitus.extract.happening import GENERIC_FRAMES, UNREST, VIOLENT, Happening
from tacitus.extract.mentions import TriggerMention, WordClass
from tacitus.extract.nonevents import is_announced, is_no_event, is_possible
from tacitus.extract.numbers import Quantity, quantity_of
from tacitus.gazetteer import Gazetteer
from tacitus.llm.reading import WORDS_OF_A_QUOTE, ActorRole, Deed, Refusal, plain_actor
from tacitus.parse.blocks import plain
from tacitus.parse.place_names import PlaceName
from tacitus.records import Actor, Count, Event, EventDate, Place, Span
from tacitus.resolve.actors import Discourse, PartyFinder
from tacitus.resolve.article import Party, ResolvedArticle
from tacitus.resolve.dates import DateMention, resolve_anaphor
from tacitus.resolve.places import resolve_places

_PLACE_WORDS = frozenset({"GPE", "LOC", "FAC"})
_NO_NAMES = frozenset("day week month year today yesterday morning night".split())


@dataclass
class EnglishReading:
    """Judges quotes by a resolved article."""

    article: ResolvedArticle
    book: Codebook
    gazetteer: Gazetteer
    finder: PartyFinder = field(init=False)
    speakers: SourceFinder = field(init=False)

    def __post_init__(self) -> None:
        self.finder = PartyFinder(self.article, self.book.people, Discourse())
        self.speakers = SourceFinder(self.finder, self.book.sayings)

    def sentence_at(self, offset: int) -> Span | None:
        """The sentence that covers an offset."""
        sentence = self.article.parsed.sentence_at(offset)
        return None if sentence is None else sentence.span

    def deed(self, span: Span, sub_event: str) -> Deed | Refusal:
        """Whether the words tell a deed of this type that happened, is announced or possible."""
        mention = self._mention(span, sub_event)
        if isinstance(mention, Refusal):
            return mention
        arguments = arguments_of(mention)
        reason = is_no_event(mention, arguments, self.article)
        unreal = None
        if reason == "not happened":
            unreal = "planned" if is_announced(mention, arguments) else None
            unreal = unreal or ("hypothetical" if is_possible(mention, arguments) else None)
        if reason is not None and unreal is None:
            return Refusal(f"no event by our own rules: {reason}")
        trigger = self.article.span_of(mention.words)
        return Deed(trigger, mention.sentence.span, sub_event, unreal)  # type: ignore[arg-type]

    def actors(self, span: Span, role: ActorRole) -> list[Actor] | Refusal:
        """The actors that the words name: known ones by the lexicon, others by the head of the phrase."""
        tokens = self.article.tokens_of(span.start, span.end)
        if not tokens or len(tokens) > WORDS_OF_A_QUOTE:
            return Refusal("names nobody: not a phrase but a passage")
        found: list[Actor] = []
        if role == "source":
            found = [actor for head in _heads(tokens) for actor in self.speakers.source(head)]
            found = [actor for actor in found if actor.start < span.end and span.start < actor.end]
        for head in _heads(tokens) if not found else ():
            for party in self.finder.parties(head):
                if party.actor.start >= span.end + 60 or (party.thing and role != "target"):
                    continue
                if all(party.actor.start != known.start for known in found):
                    found.append(party.actor)
                    self.finder.discourse.remember(party)
        if found:
            return found
        named = next((actor for token in tokens if (actor := self.article.actor_of(token)) is not None), None)
        if named is not None:
            return [named]
        if any(self.article.place_of(token) is not None for token in tokens):
            return Refusal("a place, no actor")
        if any(self.article.date_of(token) is not None for token in tokens):
            return Refusal("a date, no actor")
        if role == "source" and all(token.pos_ == "PROPN" for token in tokens):
            return [plain_actor(span, "civilians")]
        return Refusal("no word for people, a group or a force")

    def places(self, span: Span) -> list[Place] | Refusal:
        """The places that the words name, as the article's places were resolved."""
        tokens = self.article.tokens_of(span.start, span.end)
        if not tokens or len(tokens) > WORDS_OF_A_QUOTE:
            return Refusal("names no place: not a name but a passage")
        found = [p for p in self.article.places if p.name.start < span.end and span.start < p.name.end]
        if found:
            inner = [p for p in found if p.area_start is None or len(found) == 1]
            areas = {p.area_start for p in found}
            kept = [p for p in found if p.name.start not in areas] or inner or found
            return [p.place for p in kept]
        if any(self.article.actor_of(token) is not None for token in tokens):
            return Refusal("an actor, no place")
        name = _name_in(tokens)
        if name is None:
            return Refusal("no name of a place")
        return self._resolved_now(*name)

    def _resolved_now(self, start: int, end: int) -> list[Place] | Refusal:
        """A name that our own reading did not take for a place: it must be one to the gazetteer."""
        text = plain(self.article.parsed.document.text)
        names = [named.name for named in self.article.places]
        alone = PlaceName(start, end, text[start:end])
        resolved = resolve_places([*names, alone], text, self.gazetteer, theatre=self.article.theatre)[-1]
        if resolved.latitude is None:
            return Refusal("a name that no gazetteer has and that the text does not call a place")
        span = Span.of(self.article.parsed.document.text, start, end)
        return [resolved.model_copy(update={"text": span.text})]

    def date(self, span: Span) -> tuple[EventDate, Span] | Refusal:
        """The days that the words name, by our own grammar of dates."""
        for mention in self.article.dates:
            if mention.start < span.end and span.start < mention.end:
                day = self._resolved_date(mention)
                if day is not None and (day.start is not None or day.end is not None):
                    words = self.article.parsed.cut(mention.start, mention.end)
                    return day.model_copy(update={"text": words.text}), words
        return Refusal("no date that our rules can read")

    def _resolved_date(self, mention: DateMention) -> EventDate | None:
        if mention.role in ("duration", "habitual"):
            return None
        if mention.date is not None:
            return mention.date
        before = last_date_before(mention.start, self.article) if mention.anaphor is not None else None
        return None if before is None else resolve_anaphor(mention, before)

    def count(self, span: Span, field: str) -> Count | Refusal:
        """The number that the words give, read by our own rules for numbers."""
        tokens = self.article.tokens_of(span.start, span.end)
        heads = [t for t in tokens if t.pos_ in ("NOUN", "PROPN") and quantity_of(t) is not None]
        heads = heads or [t for t in tokens if t.pos_ == "NUM" and quantity_of(t) is not None]
        told = [(head, quantity) for head in heads if (quantity := quantity_of(head)) is not None]
        if not told:
            return Refusal("no number in the words")
        other = next((name for head in heads if (name := self._told_of(head)) not in (None, field)), None)
        if other is not None:
            return Refusal(f"the text tells it of the {other}")
        words = self.article.span_of([head.doc[i] for head, q in told for i in (q.first, q.last, head.i)])
        wide = self.article.parsed.cut(min(span.start, words.start), max(span.end, words.end))
        return _summed(wide, [quantity for _, quantity in told])

    def _told_of(self, head: Token) -> str | None:
        """Which toll the verb over a number tells: "wounded" tells the injured, "killing" the dead."""
        current = head
        for word in (head, *[child for child in head.children if child.tag_ in ("VBN", "JJ")]):
            if word.lemma_.lower() in ("dead", "death"):
                return "fatalities"
            if word.lower_ in ("injured", "wounded"):
                return "injured"
        for _ in range(3):
            current = current.head
            phrases = self.book.triggers.verbs.get(current.lemma_.lower(), [])
            name = next((FIELD_OF_FRAME[p.frame.name] for p in phrases if p.frame.name in FIELD_OF_FRAME), None)
            if name is not None:
                return name
        return None

    def check_status(self, events: Sequence[Event]) -> None:
        """Run the rules engine's attribution over the model's events."""
        extracted = ExtractedArticle(self.article, self.finder)
        for event in events:
            drafts = [draft for mention in event.mentions if (draft := self._draft(mention.trigger, event)) is not None]
            if drafts:
                extracted.events.append(ExtractedEvent(event, Happening(drafts)))
        attribute(extracted, self.book.sayings)

    def _draft(self, trigger: Span, event: Event) -> Draft | None:
        mention = self._mention(trigger, event.sub_event_type)
        if isinstance(mention, Refusal):
            return None
        arguments: Arguments = arguments_of(mention)
        draft = Draft(mention, arguments, event.sub_event_type)
        draft.actor1 = [party for actor in event.actor1 if (party := self._party(actor)) is not None]
        draft.actor2 = [party for actor in event.actor2 if (party := self._party(actor)) is not None]
        if is_no_event(mention, arguments, self.article) == "not happened":
            draft.planned = is_announced(mention, arguments)
            draft.hypothetical = not draft.planned and is_possible(mention, arguments)
        return draft

    def _party(self, actor: Actor) -> Party | None:
        tokens = self.article.tokens_of(actor.start, actor.end)
        return Party(actor, _heads(tokens)[-1], named=actor.actor_id is not None) if tokens else None

    def named(self) -> tuple[list[Actor], list[Place]]:
        """Every actor and place that the article names, as our own resolvers find them."""
        return list(self.article.named_actors), [named.place for named in self.article.places]

    def _mention(self, span: Span, sub_event: str) -> TriggerMention | Refusal:
        tokens = self.article.tokens_of(span.start, span.end)
        sentence = self.article.parsed.sentence_at(span.start)
        if sentence is None or not tokens:
            return Refusal("stands in no sentence that may be coded")
        words = [t for t in tokens if t.pos_ in ("VERB", "NOUN", "ADJ") and not t.is_stop and not self._is_name(t)]
        words = words or [t for t in tokens if t.pos_ == "PROPN" and sentence.headline and not self._is_name(t)]
        if not words:
            return Refusal("no word for a deed")
        known = [word for word in words if self._frames(word)]
        chosen = next((w for w in known if any(_may_be(f, sub_event) for f in self._frames(w))), None)
        if known and chosen is None:
            tells = self._frames(known[0])[0].sub_event
            return Refusal(f"“{known[0].text}” tells {tells}, not {sub_event}")
        token = chosen or _heads(words)[-1]
        if token.lemma_.lower() in _NO_NAMES:
            return Refusal("no word for a deed")
        return self._as_mention(token, sub_event, sentence)

    def _as_mention(self, token: Token, sub_event: str, sentence) -> TriggerMention:  # type: ignore[no-untyped-def]
        frames = [frame for frame in self._frames(token) if _may_be(frame, sub_event)]
        kept = next((f for f in frames if f.sub_event == sub_event), frames[0] if frames else None)
        of_type = next((f for f in self.book.triggers.frames.values() if f.sub_event == sub_event), None)
        frame = kept or of_type or self.book.triggers.frames["attack"]
        word_class: WordClass = "verb" if token.pos_ == "VERB" or token.tag_.startswith("VB") else "noun"
        return TriggerMention(token, (token,), TriggerPhrase(frame, token.lemma_.lower(), ()), sentence, word_class)

    def _is_name(self, token: Token) -> bool:
        article = self.article
        return any(
            found is not None for found in (article.actor_of(token), article.place_of(token), article.date_of(token))
        )

    def _frames(self, token: Token) -> list[Frame]:
        lemma, lexicon = token.lemma_.lower(), self.book.triggers
        index = lexicon.verbs if token.pos_ == "VERB" or token.tag_.startswith("VB") else lexicon.nouns
        phrases = index.get(lemma) or index.get(token.lower_) or lexicon.adjectives.get(lemma) or []
        return [phrase.frame for phrase in phrases]


def _may_be(frame: Frame, sub_event: str) -> bool:
    """Whether a word of the frame may tell an event of the type: what it tells, or what its kind of deed may be."""
    told = frame.sub_event
    if told == sub_event or sub_event == "Other":
        return True
    general = frame.name in GENERIC_FRAMES or frame.by_sides or frame.effect or frame.weak
    return (told in UNREST and sub_event in UNREST) or (general and sub_event in VIOLENT)


def _heads(tokens: Sequence[Token]) -> list[Token]:
    """The heads of the phrases among the tokens: those whose own head is not among them."""
    inside = {token.i for token in tokens}
    heads = [t for t in tokens if (t.head.i not in inside or t.head == t) and not t.is_punct]
    content = [t for t in heads if t.pos_ in ("NOUN", "PROPN", "PRON", "VERB", "ADJ", "NUM")]
    under = [c for t in heads if t.pos_ == "ADP" for c in t.children if c.i in inside and c.dep_ == "pobj"]
    return content or under or heads or list(tokens[-1:])


def _name_in(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The run of capitalised words in a quote, by document offsets."""
    from tacitus.parse.sentence import end_of, start_of

    names = [t for t in tokens if t.text[:1].isupper() and (t.pos_ == "PROPN" or t.ent_type_ in _PLACE_WORDS)]
    return (start_of(names[0]), end_of(names[-1])) if names else None


def _summed(span: Span, quantities: Sequence[Quantity]) -> Count:
    """The sum over the groups that a quote counts; a range where one is uncertain, nulls where only words are given."""
    known = [q for q in quantities if q.low is not None or q.high is not None]
    if not known:
        return Count(text=span.text, spans=[span])
    vague = len(known) < len(quantities)
    lows = [q.low for q in known]
    highs = [q.high for q in known]
    bests = [q.best for q in known]
    low = None if None in lows else sum(value or 0 for value in lows)
    best = low if vague else None if None in bests else sum(value or 0 for value in bests)
    high = None if vague or None in highs else sum(value or 0 for value in highs)
    return Count(text=span.text, low=low, best=best, high=high, spans=[span])
