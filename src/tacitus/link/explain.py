"""Why two tellings are, or are not, one happening: a sentence and a table."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.link.compare import Comparer, Part
from tacitus.link.traits import Traits

_FOR: dict[tuple[str, str], str] = {
    ("date", "same_day"): "both give the same day",
    ("date", "within"): "the day of one lies in the few days of the other",
    ("date", "same_week"): "their days overlap",
    ("date", "next_day_loose"): "their days lie next to each other, and one is not exact",
    ("date", "open"): "one gives no day, but was published within days of the other",
    ("place", "same"): "both give the same place",
    ("place", "close"): "the places lie within each other's uncertainty",
    ("place", "inside"): "one place lies in the area that the other gives",
    ("place", "same_area"): "both give the same area",
    ("place", "same_name"): "both give a place of the same name, which is on no map",
    ("type", "same"): "both are of the same type",
    ("type", "alike"): "their types are easily taken for each other",
    ("doer", "same"): "both name the same doer",
    ("doer", "kin"): "their doers belong to each other",
    ("doer", "alike"): "their doers are of the same sort",
    ("target", "same"): "both name the same target",
    ("target", "kin"): "their targets belong to each other",
    ("target", "alike"): "their targets are of the same sort",
    ("copy", "repeats"): "one repeats the other's words",
}
_AGAINST: dict[tuple[str, str], str] = {
    ("date", "next_day"): "they are a day apart",
    ("date", "apart"): "their days do not meet",
    ("date", "wide"): "one gives only a long stretch of time",
    ("date", "unknown"): "one gives no day at all",
    ("place", "quarter"): "one gives a site, the other a town that it may or may not belong to",
    ("place", "other_settlement"): "they name different places near each other",
    ("place", "apart"): "the places lie too far apart",
    ("place", "country_only"): "one says no more than the country",
    ("place", "unknown"): "it is not known where both were",
    ("place", "nowhere"): "one gives no place",
    ("type", "none"): "their types cannot be one happening",
    ("type", "alike"): "their types differ",
    ("doer", "different"): "they name different doers",
    ("doer", "blame"): "they blame different doers",
    ("doer", "unlike"): "their doers are of different sorts",
    ("target", "different"): "they name different targets",
    ("target", "unlike"): "their targets are of different sorts",
    ("sides", "swapped"): "who did it in one had it done to them in the other",
    ("article", "one_article"): "one article tells them as two",
    ("cue", "said_to_be_another"): 'one says that it was "another" or "a second"',
    ("status", "plan_and_deed"): "one is only announced, the other happened",
}


@dataclass(frozen=True)
class Explanation:
    """Why two events are one incident or not. `verdict` is what stands in the record, `sentence` says why.

    `table` has a row for each aspect: aspect, what one gives, what the other gives, what was found, weight.
    """

    event_a: str
    event_b: str
    verdict: str
    score: float
    threshold: float
    sentence: str
    table: tuple[tuple[str, str, str, str, float], ...]


def sentence_of(parts: tuple[Part, ...], score: float, threshold: float) -> str:
    """Say in one sentence what speaks for and against, the weightiest first."""
    for_it = [said for part in _sorted(parts, 1) if (said := _said(part, _FOR))]
    against = [said for part in _sorted(parts, -1) if (said := _said(part, _AGAINST))]
    if score >= threshold:
        text = "Linked: " + (_joined(for_it[:4]) or "the evidence adds up")
        return text + (f"; although {_joined(against[:2])}" if against else "") + f" ({score:.1f})."
    text = "Not linked: " + (_joined(against[:3]) or "too little speaks for it")
    return text + (f"; although {_joined(for_it[:2])}" if for_it else "") + f" ({score:.1f}; {threshold:.1f} links)."


def explain(one: Traits, other: Traits, comparer: Comparer, verdict: str | None = None) -> Explanation:
    """Explain a pair. `verdict` is what became of it in the end; without it, what the score alone says."""
    comparison = comparer.compare(one, other)
    threshold = comparer.settings.threshold
    rows = tuple(
        (part.aspect, _value(one, part.aspect), _value(other, part.aspect), _finding(part), round(part.weight, 2))
        for part in comparison.parts
    )
    return Explanation(
        event_a=one.event_id,
        event_b=other.event_id,
        verdict=verdict or ("link" if comparison.score >= threshold else "refusal"),
        score=round(comparison.score, 2),
        threshold=threshold,
        sentence=sentence_of(comparison.parts, comparison.score, threshold),
        table=rows,
    )


def _sorted(parts: tuple[Part, ...], sign: int) -> list[Part]:
    return sorted((part for part in parts if part.weight * sign > 0), key=lambda part: -abs(part.weight))


def _said(part: Part, sayings: dict[tuple[str, str], str]) -> str | None:
    if part.aspect in ("fatalities", "injured", "abducted", "arrested", "displaced"):
        what = {"fatalities": "killed"}.get(part.aspect, part.aspect)
        said = {"same": "the same number", "same_large": "the same number", "close": "nearly the same number"}
        if sayings is _FOR and part.finding in said:
            return f"both give {said[part.finding]} of {what}"
        return f"their numbers of {what} lie far apart" if part.finding == "far" and sayings is _AGAINST else None
    if part.aspect == "text" and abs(part.weight) >= 0.3:
        return f"{'they share' if sayings is _FOR else 'they share only'} {part.finding} of their words"
    return sayings.get((part.aspect, part.finding))


def _finding(part: Part) -> str:
    return _said(part, _FOR if part.weight > 0 else _AGAINST) or part.finding.replace("_", " ")


def _joined(sayings: list[str]) -> str:
    return ", ".join(sayings[:-1]) + (" and " if len(sayings) > 1 else "") + sayings[-1] if sayings else ""


def _value(traits: Traits, aspect: str) -> str:
    import datetime

    if aspect == "date":
        if traits.start is None or traits.end is None:
            return "no day"
        start, end = (datetime.date.fromordinal(day).isoformat() for day in (traits.start, traits.end))
        return f"by {end}" if traits.open else start if start == end else f"{start} to {end}"
    if aspect == "place":
        return "; ".join(f"{spot.name or '?'} ({spot.precision})" for spot in traits.spots) or "no place"
    if aspect == "type":
        return traits.sub_type
    if aspect in ("doer", "target"):
        side = traits.doer if aspect == "doer" else traits.target
        return (
            ", ".join(sorted(key.removeprefix("name:") for key in side.named) or sorted(side.sorts)) or "nobody named"
        )
    counts = {name: str(best) for name, best, _ in traits.tolls}
    if aspect in counts:
        return counts[aspect]
    return {"cue": "another" if traits.another else "", "status": "announced" if traits.unhappened else "happened"}.get(
        aspect, ""
    )
