"""Drafting: triggers of one sentence become drafts with parties, tolls, means and type."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from tacitus.codebook.triggers import TriggerLexicon
from tacitus.codebook.vocabulary import People, Weapons
from tacitus.extract.arguments import Arguments, arguments_of
from tacitus.extract.blame import blamed_for
from tacitus.extract.circumstances import give_circumstances
from tacitus.extract.counts import tolls_of
from tacitus.extract.draft import ARMED, Draft, is_armed
from tacitus.extract.mentions import TriggerMention, find_triggers
from tacitus.extract.nearby import complete_arguments
from tacitus.extract.nonevents import is_announced, is_no_event, is_possible
from tacitus.extract.sub_event import sub_event_of
from tacitus.extract.weapons import means_of, weapons_in
from tacitus.parse.sentence import Sentence, start_of
from tacitus.parse.tree import children, conjuncts, prepositional_objects
from tacitus.resolve.actors import PartyFinder
from tacitus.resolve.article import Party

_TWO_SIDED = re.compile(r"\b(?:between|and|with|against)\b")
_JOINED = re.compile(r"\b(?:and|with|against)(?: \w+){0,4}\s*$")
_REACH_OF_AND = 60
_BESIDE = ("outside", "near", "inside", "in", "at", "under", "beneath", "beside")
_JOINING = frozenset({"join", "unite", "absorb", "desert", "rename", "merge"})
_AIRCRAFT = frozenset(
    "aircraft helicopter plane jet drone warplane airliner balloon missile rocket gunship uav".split()
)
_VEHICLES = frozenset(
    "bus minibus car truck taxi vehicle lorry train boat van ambulance ship vessel plane aircraft airliner tanker "
    "dhow trawler motorcycle convoy coach ferry".split()
)
_TERRITORY_WORDS = frozenset(
    "town village city area position hill base district province region post checkpoint airport "
    "neighbourhood neighborhood camp barracks "
    "bridge road highway border territory stronghold capital outpost crossing port island mountain "
    "valley garrison headquarters settlement part "
    "enclave block percent front farm farmland point line portion strip half third swathe suburb "
    "quarter building dam airbase enclave ground sector field hilltop ridge factory station hamlet "
    "locality".split()
)
_WEAPON_WORDS = frozenset(
    "weapon arm ammunition rifle explosive cache gun grenade rocket missile mine bomb drone device "
    "munition shell pistol detonator ied cartridge uav "
    "aircraft helicopter jet plane launcher round landmine".split()
)
_GROUP_WORDS = frozenset(
    "group coalition alliance front movement organization organisation brigade council faction "
    "party militia army command room force "
    "allegiance reinforcement troop soldier arm fighter officer commander member itself unit rebel "
    "militant convoy operation".split()
)
_PROPERTY_WORDS = frozenset(
    "house home shop property building vehicle car village church mosque school crop farm store "
    "market livestock cattle cow office hut "
    "clinic convoy hideout position stronghold cache mast tower line plant hospital truck warehouse food goods "
    "grain money aid supply "
    "tent bridge pipeline bus motorcycle camp shelter barn field kiosk medicine "
    "stall station post herd goat sheep pylon flag statue belonging equipment bank safe granary "
    "hectare orchard tree tanker ambulance convoy residence palace headquarters".split()
)
_CROWD_WORDS = frozenset(
    "crowd protest protester demonstrator demonstration rally march marcher gathering student "
    "mourner sit-in striker worker supporter mob procession".split()
)


@dataclass
class Drafter:
    """Drafts the events of an article's sentences."""

    lexicon: TriggerLexicon
    people: People
    weapons: Weapons
    finder: PartyFinder
    refused: list[tuple[TriggerMention, str]]

    def drafts_of(self, sentence: Sentence) -> list[Draft]:
        """The drafts of one sentence, with dates and places given to them."""
        drafts = []
        for mention in find_triggers(sentence, self.lexicon):
            draft = self._draft(mention)
            if draft is not None:
                drafts.append(draft)
        give_circumstances(drafts, sentence, self.finder.article)
        for draft in drafts:
            if draft.mention.token.lemma_.lower() in ("dead", "death", "toll", "casualty", "fatality"):
                # "The governor of X spoke of six dead": a toll report says nothing of where.
                draft.places = [] if len(drafts) == 1 else draft.places
        drafts = [draft for draft in drafts if not self._only_alleged(draft)]
        for draft in drafts:
            for party in [*draft.actor1, *draft.actor2]:
                self.finder.discourse.remember(party)
        return drafts

    def _only_alleged(self, draft: Draft) -> bool:
        """ "Charged with murdering policemen and extortion": no day, no place, no number, no deed."""
        if draft.places or draft.tolls.counts:
            return False
        over = draft.mention.token
        for _ in range(4):
            over = over.head
            dated = any(date.start > start_of(over) for date in draft.dates)
            if over.lemma_ in ("accuse", "charge", "convict", "indict", "acquit", "guilty") and not dated:
                self.refused.append((draft.mention, "a charge without when or where"))
                return True
        return False

    def _draft(self, mention: TriggerMention) -> Draft | None:
        """Draft the first reading of the words that fits; remember why the first one was refused."""
        first_reason: str | None = None
        for reading in (mention, *mention.others):
            result = self._reading(reading)
            if isinstance(result, Draft):
                return result
            first_reason = first_reason or result
        self.refused.append((mention, first_reason or "no reading fits"))
        return None

    def _reading(self, mention: TriggerMention) -> Draft | str:
        article = self.finder.article
        arguments = arguments_of(mention)
        self._read_blame(mention, arguments)
        complete_arguments(mention, arguments, self.finder)
        arguments.targets = [head for head in arguments.targets if article.date_of(head) is None]
        reason = is_no_event(mention, arguments, article) or self._wrong_object(mention, arguments)
        planned = reason == "not happened" and is_announced(mention, arguments)
        possible = reason == "not happened" and not planned and is_possible(mention, arguments)
        if reason is not None and not (planned or possible):
            return reason
        agents = self._parties(arguments.agents)
        targets = self._parties(arguments.targets)
        if mention.frame.mutual:
            agents, targets = self._sides(mention, arguments)
        elif _suffered(mention, arguments, agents, targets):
            agents, targets, arguments.targets = [], agents, arguments.agents
        if mention.frame.name in ("attack", "shelling", "air_strike") and mention.word_class == "verb":
            targets = [party for party in targets if not _may_be_place(party)]
        if mention.frame.name == "explosion" and mention.word_class == "verb" and not children(mention.token, "dobj"):
            # "A saloon loaded with dynamite exploded": an unknown name that explodes is no doer.
            agents = [party for party in agents if not party.named or party.actor.name is not None]
        means = means_of(mention, self.weapons, arguments.agents)
        on_place = any(article.place_of(head) for head in arguments.targets)
        sub_event = sub_event_of(mention, agents, targets, means, on_place)
        if sub_event is None:
            return "no type fits"
        draft = Draft(mention, arguments, sub_event, agents, targets, means=means)
        draft.planned, draft.hypothetical = planned, possible
        if mention.frame.name == "displace":
            draft.actor2 = []
        if mention.frame.name == "base":
            # "Turkish posts were set up": whose the post is set it up.
            owners = self._parties([word for word in mention.words[1:] if word not in arguments.targets])
            draft.actor1 = draft.actor1 or [party for party in [*targets, *owners] if party.named]
            draft.actor2 = []
        if mention.frame.name in ("explosion", "suicide"):
            draft.actor2 = [
                *draft.actor2,
                *self._beside([*mention.words, *filter(None, [arguments.carrier])], draft.actor2),
            ]
        if mention.frame.name == "riot" and not draft.actor2:
            # "Protesters clashed with police": the police are a word of the trigger.
            draft.actor2 = self._parties([word for word in mention.words[1:] if word.lemma_.lower() == "police"])
        draft.associated = self._parties(arguments.companions)
        draft.tolls = tolls_of(mention, arguments.targets, self.finder, self.people, self.weapons)
        draft.weapons = weapons_in(mention, article, self.weapons)
        return draft

    def _beside(self, carriers: list[Token], known: list[Party]) -> list[Party]:
        """The building that a bomb was set at: "exploded outside a bank", "a blast in a mosque"."""
        heads = [head for word in carriers for head in prepositional_objects(word, *_BESIDE)]
        found = [self.finder.party(head) for head in heads if self.finder.article.place_of(head) is None]
        starts = {party.actor.start for party in known}
        return [party for party in found if party is not None and party.thing and party.actor.start not in starts]

    def _read_blame(self, mention: TriggerMention, arguments: Arguments) -> None:
        """Take those who are blamed or claim the deed for its doers, where its own words name none."""
        if mention.frame.mutual:
            return
        blamed = [head for head in blamed_for(mention) if self.finder.parties(head)]
        arguments.targets = [head for head in arguments.targets if head not in blamed]
        if not arguments.agents:
            arguments.agents = blamed

    def _parties(self, heads: list[Token]) -> list[Party]:
        found: list[Party] = []
        for head in heads:
            if head.lemma_.lower() in self.weapons.means and self.finder.article.actor_of(head) is None:
                owner = self.finder.party(head)
                if owner is not None and owner.named and owner.actor.start != start_of(head):
                    found.append(owner)
                continue
            found.extend(p for p in self.finder.parties(head) if all(p.actor.start != f.actor.start for f in found))
        return found

    def _sides(self, mention: TriggerMention, arguments: Arguments) -> tuple[list[Party], list[Party]]:
        """The two sides of a mutual event: by phrase where there are two, else the first party against the rest."""
        phrases = [self.finder.parties(head) for head in arguments.parties]
        phrases = [_armed_or_all(parties) for parties in phrases if parties]
        seen: set[tuple[int, int]] = set()
        groups: list[list[Party]] = []
        for parties in phrases:
            fresh = [p for p in parties if (p.actor.start, p.actor.end) not in seen]
            seen.update((p.actor.start, p.actor.end) for p in fresh)
            if fresh:
                groups.append(fresh)
        if not groups:
            return [], []
        if len(groups) == 1 and _was_before(mention.token) and all(map(_is_opponent, arguments.parties)):
            # "Took the town after a fight with police": whom they fought, not who fought.
            return [], groups[0]
        if len(groups) == 1:
            return groups[0][:1], groups[0][1:] or self._other_side(groups[0][0], arguments)
        return groups[0], [party for group in groups[1:] for party in group]

    def _other_side(self, party: Party, arguments: Arguments) -> list[Party]:
        """The second side where the parser lost it: "between the government in Kinshasa and the M23"."""
        article = self.finder.article
        sentence = article.parsed.sentence_at(start_of(party.head))
        if sentence is None or not _TWO_SIDED.search(sentence.lower):
            return []
        for actor in article.named_actors:
            apart = actor.start > party.actor.end and actor.actor_id != party.actor.actor_id
            if not apart or not sentence.span.start <= actor.start < sentence.span.end or actor.kind == "civilians":
                continue
            between = article.document_text(party.actor.end, actor.start)
            tokens = article.tokens_of(actor.start, actor.end)
            if tokens and len(between) < _REACH_OF_AND and _JOINED.search(between):
                return [Party(actor, tokens[-1], named=True)]
        return []

    def _wrong_object(self, mention: TriggerMention, arguments: Arguments) -> str | None:
        """Verbs that need a certain kind of object ("seized the town" against "seized weapons")."""
        wanted = mention.frame.objects
        if mention.frame.name == "transfer" and mention.word_class == "verb" and arguments.targets:
            heads = [head for target in arguments.targets for head in conjuncts(target)]
            return None if any(self._is_of("territory", head) for head in heads) else "hands over no territory"
        if mention.token.lemma_ == "intercept" and mention.word_class == "verb":
            heads = [head for target in arguments.targets for head in conjuncts(target)]
            arms = any(self._is_of("weapons", head) or head.lemma_.lower() in _AIRCRAFT for head in heads)
            return "stops people or vehicles, no weapons" if heads and not arms else None
        if mention.frame.name == "abduct" and mention.word_class == "verb":
            return self._no_people(mention, arguments)
        if mention.frame.name == "disarm" and mention.token.lemma_ == "shoot":
            heads = [head for target in arguments.targets for head in conjuncts(target)]
            people = any(self._is_of("people", head) and head.lemma_.lower() not in _AIRCRAFT for head in heads)
            return "shoots people down, no aircraft" if people else None
        if mention.frame.name == "group" and mention.token.lemma_ in _JOINING and len(mention.words) == 1:
            heads = [head for target in arguments.targets for head in conjuncts(target)]
            heads += prepositional_objects(mention.token, "with", "from", "to")
            return None if any(self._is_of("group", head) for head in heads) else "joins no group"
        if mention.token.lemma_ == "engage" and not any(self._is_of("armed", head) for head in _engaged(mention.token)):
            return "engages nobody armed"
        if "any" in wanted or (len(mention.words) > 1 and mention.frame.name not in ("capture", "property")):
            return None
        heads = [head for target in [*arguments.targets, *mention.words[1:]] for head in conjuncts(target)]
        if any(self._is_of(wanted_class, head) for wanted_class in wanted for head in heads):
            return None
        return f"acts on no {' or '.join(sorted(wanted))}"

    def _no_people(self, mention: TriggerMention, arguments: Arguments) -> str | None:
        """ "Looters carried off furniture": only people, and vehicles with people, are abducted."""
        if mention.token.lemma_ in ("disappear", "vanish", "go", "abduct", "kidnap"):
            return None
        heads = [head for target in arguments.targets for head in conjuncts(target)]
        goods = [head for head in heads if head.pos_ == "NOUN" and not self._is_of("people", head)]
        taken = [head for head in goods if head.lemma_.lower() not in _VEHICLES]
        return "takes goods, no people" if taken and len(taken) == len(heads) else None

    def _is_of(self, wanted: str, head: Token) -> bool:
        lemma = head.lemma_.lower()
        article = self.finder.article
        if wanted == "territory":
            if article.place_of(head) is not None or lemma in _TERRITORY_WORDS:
                return True
            return head.pos_ == "PROPN" and article.actor_of(head) is None and head.ent_type_ not in ("PERSON", "NORP")
        if wanted == "weapons":
            return lemma in _WEAPON_WORDS
        if wanted == "group":
            return lemma in _GROUP_WORDS or article.actor_of(head) is not None
        if wanted == "property":
            return lemma in _PROPERTY_WORDS
        if wanted == "crowd":
            return lemma in _CROWD_WORDS or head.lower_ in ("them", "they")
        if head.lower_ in ("they", "them", "he", "him", "she", "her"):
            return True
        party = self.finder.party(head)
        if party is None or party.thing or lemma in self.weapons.materiel or lemma in _TERRITORY_WORDS:
            return False
        return wanted == "people" or party.actor.kind in ARMED


def _engaged(verb: Token) -> list[Token]:
    return [*children(verb, "dobj"), *prepositional_objects(verb, "with", "against", "in", "by")]


def _suffered(mention: TriggerMention, arguments: Arguments, agents: list[Party], targets: list[Party]) -> bool:
    """ "The senator's murder": whoever owns the noun of a killing suffered it, unless it is a group under arms."""
    if mention.word_class != "noun" or mention.frame.name not in ("kill", "wound", "abduct", "sexual") or targets:
        return False
    owned = bool(agents) and all(head.dep_ == "poss" for head in arguments.agents)
    return owned and all(not is_armed(party) or party.head.ent_type_ == "PERSON" for party in agents)


def _was_before(event: Token) -> bool:
    """Whether the fight stands behind "after" or "following"."""
    return event.dep_ == "pobj" and event.head.lower_ in ("after", "following")


def _is_opponent(head: Token) -> bool:
    return head.dep_ == "pobj" and head.head.lower_ in ("with", "against")


def _may_be_place(party: Party) -> bool:
    """ "Herders attacked Agatu": a bare name that nobody knows, struck as towns are."""
    if not party.named or party.actor.name is not None or " " in party.actor.text or party.head.dep_ != "dobj":
        return False
    return party.actor.kind in ("civilians", "unidentified") and not list(party.head.children)


def _armed_or_all(parties: list[Party]) -> list[Party]:
    armed = [party for party in parties if party.actor.kind in ARMED | {"protesters", "rioters"}]
    return armed or parties
