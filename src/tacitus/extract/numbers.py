"""Numbers in words and figures, with what hedges them ("at least", "more than", "several")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = frozenset(
    "several dozens scores hundreds thousands many some few numerous multiple unspecified tens "
    "countless couple various number".split()
)
_AT_LEAST = ("at least", "no fewer than", "no less than", "not less than", "a minimum of", "upwards of", "as many as")
_MORE_THAN = ("more than", "over", "above", "in excess of", "upwards of", "well over")
_AT_MOST = (
    "up to",
    "at most",
    "as many as",
    "no more than",
    "fewer than",
    "less than",
    "under",
    "nearly",
    "almost",
    "close to",
)
_FIGURE = re.compile(r"^\d{1,3}(?:[,. ]\d{3})+$|^\d+$")
_RANGE = re.compile(r"^(\d+)\s*[-–]\s*(\d+)$")


@dataclass(frozen=True)
class Quantity:
    """A quantity as a range; all None where only a vague word stands ("several"). `first`, `last` are token indexes."""

    low: int | None
    best: int | None
    high: int | None
    first: int
    last: int
    fuzzy: bool = False


def number_value(words: list[str]) -> int | None:
    """The value of a number told by words or figures ("twenty-five", "1,200", "two hundred"), or None."""
    total, current, seen = 0, 0, False
    for word in [part for given in words for part in _parts(given)]:
        if word in ("and", "a", "an", "-"):
            if word in ("a", "an"):
                current = max(current, 1)
            continue
        if _FIGURE.match(word):
            current += int(re.sub(r"\D", "", word))
        elif word in _UNITS or word in _TENS:
            current += _UNITS.get(word, 0) or _TENS.get(word, 0)
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, 0
        else:
            return None
        seen = True
    return total + current if seen else None


def _parts(word: str) -> list[str]:
    lowered = word.lower()
    if "-" in lowered and not lowered[0].isdigit():
        return [part for part in lowered.split("-") if part]
    return [lowered]


def quantity_of(noun: Token) -> Quantity | None:
    """The quantity told with a noun: "at least five villagers", "dozens of people", "a soldier", "10 to 15 men"."""
    modifiers = [
        child
        for child in noun.lefts
        if child.dep_ in ("nummod", "amod", "det", "quantmod", "predet", "compound", "nmod")
    ]
    numbers = [m for m in modifiers if m.pos_ == "NUM" or (number_value([m.text]) is not None and m.dep_ == "nummod")]
    if noun.pos_ == "NUM" or number_value([noun.text]) is not None:
        numbers = [noun]
    if numbers:
        return _counted(noun, numbers)
    for modifier in modifiers:
        if modifier.lower_ in _VAGUE:
            return Quantity(None, None, None, modifier.i, modifier.i)
        if modifier.lower_ == "dozen":
            return _hedged(noun.doc, 12, modifier.i, modifier.i)
        if modifier.lower_ in ("both",):
            return Quantity(2, 2, 2, modifier.i, modifier.i)
    if noun.lower_ in _VAGUE:
        return Quantity(None, None, None, noun.i, noun.i)
    if noun.lower_ == "dozen":
        return _hedged(noun.doc, 12, noun.i, noun.i)
    return _single(noun, modifiers)


def _single(noun: Token, modifiers: list[Token]) -> Quantity | None:
    """ "a soldier", "another woman", "a man named ...": one."""
    article = next((m for m in modifiers if m.lower_ in ("a", "an", "another")), None)
    if article is not None and noun.tag_ in ("NN", "NNP"):
        return Quantity(1, 1, 1, article.i, noun.i)
    return None


def _counted(noun: Token, numbers: list[Token]) -> Quantity | None:
    document = noun.doc
    first, last = numbers[0].i, numbers[-1].i
    while (
        first - 1 >= noun.sent.start
        and document[first - 1].dep_ in ("compound", "quantmod")
        and (
            number_value([document[first - 1].text]) is not None
            or document[first - 1].lower_ in ("and", "-", "to", "or")
        )
    ):
        first -= 1
    if document[first - 1].text == "-" and first >= 2 and number_value([document[first - 2].text]) is not None:
        first -= 2  # "twenty-three" is three tokens
    after = document[last + 1 : last + 3]
    if (
        len(after) == 2
        and after[0].lower_ in ("and", "to", "or", "-", "–")
        and number_value([after[1].text]) is not None
    ):
        last += 2
    spread = _range(document, first, last)
    if spread is not None:
        return Quantity(spread[0], None, spread[1], first, last) if spread[0] != spread[1] else None
    joined = document[first : last + 1].text
    single = _RANGE.match(joined)
    if single:
        return Quantity(int(single[1]), None, int(single[2]), first, last)
    value = number_value([word.text for word in document[first : last + 1]])
    if value is None:
        value = number_value([numbers[-1].text])
        first = last
    return None if value is None else _hedged(document, value, first, last)


def _range(document, first: int, last: int) -> tuple[int, int] | None:  # type: ignore[no-untyped-def]
    """ "between 10 and 15", "10 to 15", "10-15", "five or six"."""
    words = [token.lower_ for token in document[max(0, first - 2) : last + 1]]
    for joiner in ("and", "to", "or", "-", "–"):
        if joiner in words:
            at = len(words) - 1 - words[::-1].index(joiner)
            if at == 0 or at == len(words) - 1:
                continue
            low, high = number_value([words[at - 1]]), number_value([words[at + 1]])
            if low is None or high is None or low >= high or (joiner == "and" and "between" not in words):
                continue
            if words[at - 1] in _TENS and joiner == "-":
                continue
            return low, high
    return None


def _hedged(document, value: int, first: int, last: int) -> Quantity:  # type: ignore[no-untyped-def]
    before = " ".join(token.lower_ for token in document[max(0, first - 4) : first])
    for phrase in _MORE_THAN:
        if before.endswith(phrase):
            return Quantity(value, None, None, first - len(phrase.split()), last)
    for phrase in _AT_LEAST:
        if before.endswith(phrase):
            return Quantity(value, value, None, first - len(phrase.split()), last)
    for phrase in _AT_MOST:
        if before.endswith(phrase):
            exact = phrase in ("nearly", "almost", "close to")
            return Quantity(
                value if exact else None, value if exact else None, value, first - len(phrase.split()), last, True
            )
    return Quantity(value, value, value, first, last)
