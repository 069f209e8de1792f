"""News as an archive holds it, made up: a third tells of conflict, the rest of anything else. All is our own prose.

The articles of conflict are those of the gold corpus, put together and cut at a sentence to about 450 words. The others
are drawn sentence by sentence from one of the sections below, with other names, numbers and days each time.
"""

from __future__ import annotations

import datetime
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from tacitus.records import Document

GOLD = Path(__file__).parents[1] / "gold" / "gold.jsonl"
WORDS = 450

TOWNS = "Arlon Bergvik Castelnovo Dunmore Elvas Fossano Grimstad Halden Ivrea Jarville Kemijoki Lundby Montalto".split()
PEOPLE = (
    "Anna Moreau|Piotr Wolski|Helena Lind|Tomas Vrba|Grace Okafor|Luis Pinto|Mei Tanaka|Omar Haddad|Ruth Adler".split(
        "|"
    )
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

SECTIONS: dict[str, tuple[str, ...]] = {
    "sport": (
        "{town} lost {n} points in the table after a goalless draw at home on {day}.",
        "The striker hit the post twice before the interval and was taken off with a sore ankle.",
        "Coach {person} said the defence had been solid and the passing poor.",
        "The visitors scored from a corner in the last minute, to the dismay of {n} hundred supporters.",
        "She won the downhill by a tenth of a second and dedicated the medal to her first trainer.",
        "The club signed a midfielder from {town} for a fee that neither side would name.",
        "Rain stopped play for an hour, and the umpires brought the tea break forward.",
        "It was the {n}th title of a career that began on a gravel court behind the school.",
        "The captain will miss the next match because of a knee injury.",
        "After the restart the home side attacked down the left and drew level through a header.",
        "The final will be played in {town} on {day}, weather permitting.",
    ),
    "business": (
        "Shares of the furniture maker fell {n} percent on {day} after it lowered its forecast.",
        "The central bank kept its rate unchanged, as most economists had expected.",
        "Chief executive {person} told analysts that orders from abroad were picking up.",
        "The merger, first reported in spring, needs the consent of the competition office.",
        "Inflation eased to {n} percent in the twelve months to June, helped by cheaper energy.",
        "A new bottling plant near {town} is to employ {n} people by next autumn.",
        "Wheat prices hit a two-year low as harvests came in larger than expected.",
        "The airline will add two daily flights between {town} and the coast.",
        "Retailers said that customers were buying fewer clothes and more garden tools.",
        "The pension fund sold its stake in the port and put the money into forests.",
        "Its loss narrowed to {n} million in the second quarter, from twice that a year earlier.",
    ),
    "science": (
        "Astronomers at the observatory of {town} have found a comet that comes by every {n} years.",
        "The fossil, a jaw the length of a finger, was dug out of a clay pit in {town}.",
        "Researchers followed {n} hundred families for a decade and asked them about their sleep.",
        "The telescope's mirror is polished to within a few millionths of a millimetre.",
        "{person}, who led the study, warned against reading too much into one season of data.",
        "Bees find their way home by the pattern of light in the sky, the paper suggests.",
        "The samples were frozen, ground and compared with leaves from a herbarium.",
        "A second team repeated the measurement with another instrument and found the same.",
        "The vaccine is now being tried in three clinics, {person} said on {day}.",
        "What makes the lake turn pink each summer remains an open question.",
    ),
    "weather": (
        "Showers will reach {town} by {day} noon and clear from the west towards evening.",
        "Temperatures are to climb to {n} degrees in the south, with light winds.",
        "Fog delayed the morning ferries, and the airport asked travellers to come early.",
        "Farmers welcomed the rain after the driest spring in {n} years.",
        "Snow is expected above {n} hundred metres, and drivers should carry chains.",
        "The river at {town} stood {n} centimetres above its usual level and was going down.",
        "A warm front from the Azores brings mild and cloudy days.",
        "Pollen counts stay high in the valley until the weekend.",
        "The long-term outlook shows a quiet week with some sunshine.",
    ),
    "culture": (
        "The museum of {town} opens its new wing on {day} with {n} paintings never shown before.",
        "{person} plays the widow with great restraint, and the audience rose at the end.",
        "The novel tells of three sisters who inherit a bakery and a quarrel.",
        "The festival drew {n} thousand visitors, a fifth more than last year.",
        "The choir sang without a conductor, standing in a circle around the piano.",
        "Restorers worked for {n} months on the ceiling, which candle smoke had blackened.",
        "The film was shot in {town} in eleven weeks and mostly at night.",
        "Critics praised the translation, which keeps the rhymes and loses none of the jokes.",
        "She learned to carve from her grandfather and still uses his knives.",
        "The library is lending musical instruments as well as books from this month.",
    ),
    "town": (
        "The council of {town} voted on {day} to widen the cycle path along the canal.",
        "Bus line {n} runs every ten minutes from next week and stops at the hospital.",
        "Parents asked for a crossing near the primary school, mayor {person} said.",
        "The swimming pool stays closed until the new filters have been fitted.",
        "Residents may bring old paint and batteries to the yard between eight and noon.",
        "The market moves to the square behind the town hall while the paving is renewed.",
        "A jury chose the design of an architect from {town} for the new library.",
        "The water works will flush the pipes in the old quarter on {day} night.",
        "{n} lime trees are to be planted along the station road before winter.",
        "The budget foresees {n} million for roofs and heating in the schools.",
    ),
    "health": (
        "Doctors advise drinking two litres a day in hot weather, more when working outside.",
        "The clinic in {town} has opened a ward for patients with long illnesses of the lung.",
        "Walking half an hour a day lowers the blood pressure, {person} reminded her listeners.",
        "The nurse shows parents how to hold a newborn and when to call for help.",
        "Flu jabs are free for everyone over {n} and can be had at any chemist.",
        "The study found no link between coffee and the complaint.",
        "A heart attack often announces itself with pain in the arm or jaw, she explained.",
        "Waiting times for new hips fell to {n} weeks, the health board reported on {day}.",
        "Cooks at the hospital now bake their own bread and have cut the salt.",
    ),
    "technology": (
        "The update brings a darker screen at night and longer battery life, the firm said on {day}.",
        "Engineers in {town} have built a pump that runs on the warmth of waste water.",
        "The telephone costs {n} hundred euros and comes in three colours.",
        "{person} wrote the first version of the program on a train to {town}.",
        "Users had complained that the keyboard stuck in damp weather.",
        "The company will open its code to anyone who wants to check it.",
        "A fibre line reaches the last farms of the valley this summer.",
        "The satellite photographs each field once in {n} days.",
        "Passwords of fewer than twelve letters will no longer be accepted.",
    ),
    "court and crime": (
        "A man of {n} was fined for selling watered olive oil at the market of {town}.",
        "Police said that the lorry had left the road in fog and that nobody was hurt.",
        "The court of {town} ordered the builder to repair the balconies at his own cost.",
        "Thieves took {n} bicycles from the cellar of a school, police reported on {day}.",
        "Two drivers died in a collision on the ring road near {town}.",
        "The officer told the jury that the signature on the will had been traced.",
        "Firefighters needed {n} hours to put out a blaze in a sawmill; its cause is not known.",
        "{person}, the lawyer of the heirs, said she would appeal.",
    ),
}  # fmt: skip


def relevant(count: int, seed: int) -> Iterator[Document]:
    """Yield articles of conflict of about 450 words, put together from gold reports."""
    lines = [json.loads(line)["document"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    texts = [line["text"] for line in lines if line.get("language") in (None, "en")]
    chance = random.Random(seed)
    for number in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            words += ["\n\n", *re.findall(r"\S+|\n+", chance.choice(texts))]
        text = re.sub(r" ?(\n+) ?", r"\1", " ".join(words[: WORDS + 20])).strip()
        yield _document(f"relevant-{seed}-{number}", text, chance)


def ordinary(count: int, seed: int, *, sections: tuple[str, ...] = tuple(SECTIONS)) -> Iterator[Document]:
    """Yield articles about anything but conflict, of about 450 words. One in nine is of the courts and the police."""
    chance = random.Random(seed)
    for number in range(count):
        section = SECTIONS[chance.choice(sections)]
        sentences: list[str] = []
        length = 0
        while length < WORDS:
            drawn = chance.choice(section).format(
                town=chance.choice(TOWNS),
                person=chance.choice(PEOPLE),
                n=chance.randrange(3, 60),
                day=chance.choice(DAYS),
            )
            sentences.append(drawn)
            length += len(drawn.split())
        text = "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
        yield _document(f"ordinary-{seed}-{number}", text, chance)


def mixed(count: int, seed: int = 1, share: float = 1 / 3, *, courts: bool = True) -> Iterator[Document]:
    """Yield `count` articles of which a `share` tells of conflict, in random order but spread evenly."""
    sections = tuple(SECTIONS if courts else [name for name in SECTIONS if name != "court and crime"])
    chance = random.Random(seed)
    of_conflict, others = relevant(count, seed), ordinary(count, seed, sections=sections)
    owed = 0.0
    for _ in range(count):
        owed += share
        if chance.random() < owed:
            owed -= 1.0
            yield next(of_conflict)
        else:
            yield next(others)


def _document(key: str, text: str, chance: random.Random) -> Document:
    day = datetime.date(2024, 1, 1) + datetime.timedelta(chance.randrange(365))
    return Document(id=key, text=text, published=day, language="en", source=key)
