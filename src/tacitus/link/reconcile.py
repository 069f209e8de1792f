"""One incident from its reports: every value kept with who gives it, and one chosen by a named rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tacitus.link.parties import parties_of, sides_contested
from tacitus.link.reports import Report, latest_by_source
from tacitus.link.rules import COUNTS, RuleSet, signature
from tacitus.link.tolls import count_claims, figures_by_source, toll
from tacitus.link.traits import Family, no_family
from tacitus.records import EVENT_TYPE_OF, ClaimedValue, EventDate, Incident, Place, Voice

_DATE_ORDER = ("day", "days", "week", "month", "season", "year", "unknown")
_PLACE_ORDER = (
    "site", "settlement", "near_settlement", "admin2", "linear_or_fuzzy", "admin1", "country", "unlocated",
)  # fmt: skip
_BASES = ("stated", "relative", "anaphoric", "publication")
_STATUS_ORDER = ("asserted", "attributed", "hedged", "denied", "planned", "hypothetical")
_CLEAR_PLACES = frozenset({"site", "settlement", "near_settlement"})


def incident_of(
    incident_id: str,
    reports: Sequence[Report],
    rules: RuleSet | None = None,
    *,
    adjudicated: Mapping[str, Any] | None = None,
    family: Family = no_family,
    score: float = 1.0,
) -> Incident:
    """Build an incident from its reports, the first to come first, under a rule set.

    `adjudicated` are values that a person settled, by field; they stand above every rule. `score` is how sure the
    linking is, 0 to 1.
    """
    rules = rules or RuleSet()
    settled = dict(adjudicated or {})
    types = _typed(reports, rules)
    date, date_claims = _date(reports, rules)
    place, places, place_claims = _place(reports, rules)
    actor1, actor2, side_claims = parties_of(reports, rules, family)
    claims: dict[str, list[ClaimedValue]] = {"sub_event_type": types[1], "date": date_claims, "place": place_claims}
    claims |= side_claims
    status, denied = _status(reports)
    claims["occurrence"] = denied
    values: dict[str, Any] = {
        "sub_event_type": types[0],
        "date": date,
        "place": place,
        "places": places,
        "actor1": actor1,
        "actor2": actor2,
    }
    used = {"sub_event_type": rules.signature("type")}
    used |= {name: rules.signature(name) for name in ("date", "place", "actor1", "actor2")}
    contested = _contested(claims, reports, actor1, denied)
    for name in COUNTS:
        figures = figures_by_source(reports, name)
        if figures:
            values[name] = toll(figures, rules.rule(name), rules.hierarchy)
            claims[name] = count_claims(reports, name)
            used[name] = rules.signature(name)
            if _disjoint(figures):
                contested.append(name)
    for name, value in settled.items():
        if name in Incident.model_fields:
            values[name] = value
            used[name] = signature("adjudicated")
            contested = [one for one in contested if one != name]
    sub_type = str(values["sub_event_type"])
    clear = date.precision in ("day", "days") and place is not None and place.precision in _CLEAR_PLACES
    return Incident.model_validate(
        values
        | {
            "id": incident_id,
            "first_event": reports[0].event_id,
            "event_type": EVENT_TYPE_OF.get(sub_type, sub_type),
            "ucdp_type": _commonest(reports, "ucdp_type"),
            "status": settled.get("status", status),
            "contested": list(dict.fromkeys(contested)),
            "clarity": 1 if clear else 2,
            "reports": len(reports),
            "articles": len({report.article_id for report in reports}),
            "sources": len({report.source for report in reports}),
            "background": all(report.event.get("background") for report in reports),
            "confidence": round(score, 3),
            "rules": used,
            "voices": [_voice(report) for report in reports],
            "claims": {name: found for name, found in claims.items() if found},
        }
    )


def claimed(label: str, value: Any, reports: Sequence[Report]) -> ClaimedValue:
    """Return one value with everybody who gives it."""
    return ClaimedValue(
        value=value,
        label=label,
        sources=list(dict.fromkeys(report.source for report in reports)),
        events=[report.event_id for report in reports],
        claimants=list(dict.fromkeys(name for report in reports for name in report.claimants)),
        stances=list(dict.fromkeys(report.event.get("assertion", "asserted") for report in reports)),
    )


def _grouped(reports: Sequence[Report], keys: Sequence[str | None]) -> dict[str, list[Report]]:
    groups: dict[str, list[Report]] = {}
    for report, key in zip(reports, keys, strict=True):
        if key:
            groups.setdefault(key, []).append(report)
    return groups


def _chosen(groups: Mapping[str, Sequence[Report]], rule: str, hierarchy: Sequence[str]) -> str:
    """Choose a label: the most trusted source's, or the one that most independent sources give, the earliest first."""
    if rule == "source_hierarchy":
        ranks = {key: min(rank_of(report, hierarchy) for report in group) for key, group in groups.items()}
        if min(ranks.values()) < len(hierarchy):
            return min(ranks, key=lambda key: ranks[key])
    return max(groups, key=lambda key: len({report.source for report in groups[key]}))


def rank_of(report: Report, hierarchy: Sequence[str]) -> int:
    """Return the place of a report's outlet or claimants in a hierarchy of sources; its length where it has none."""
    names = {name.casefold() for name in (*report.claimants, report.outlet or "", report.publisher or "")}
    for place, name in enumerate(hierarchy):
        if name.casefold() in names:
            return place
    return len(hierarchy)


def _typed(reports: Sequence[Report], rules: RuleSet) -> tuple[str, list[ClaimedValue]]:
    groups = _grouped(reports, [report.event["sub_event_type"] for report in reports])
    chosen = _chosen(groups, rules.rule("type"), rules.hierarchy)
    return chosen, [claimed(name, name, group) for name, group in groups.items()]


def _date(reports: Sequence[Report], rules: RuleSet) -> tuple[EventDate, list[ClaimedValue]]:
    dates = {report.event_id: report.event.get("date") or {} for report in reports}
    groups = _grouped(reports, [date_label(dates[report.event_id]) for report in reports])
    claims = [claimed(label, dates[group[0].event_id], group) for label, group in groups.items()]
    if not groups:
        return EventDate(), []
    rule = rules.rule("date")
    if len(groups) == 1:
        label = next(iter(groups))
    elif rule == "most_precise":
        label = _most_precise_day(groups, dates)
    else:
        label = _chosen(groups, rule, rules.hierarchy)
    best = min(groups[label], key=lambda report: _basis(dates[report.event_id]))
    return EventDate.model_validate(dates[best.event_id]), claims


def _most_precise_day(groups: Mapping[str, Sequence[Report]], dates: Mapping[str, Mapping[str, Any]]) -> str:
    """Choose the most precise day; of equally precise ones that of most sources, then that which most agree with."""

    def worth(label: str) -> tuple[int, int, int, int]:
        date, group = dates[groups[label][0].event_id], groups[label]
        agreeing = sum(_meet(date, other) for other in dates.values())
        precision = _DATE_ORDER.index(date.get("precision") or "unknown") + 10 * (date.get("start") is None)
        basis = min(_basis(dates[report.event_id]) for report in group)
        return precision, -len({report.source for report in group}), -agreeing, basis

    return min(groups, key=worth)


def _basis(date: Mapping[str, Any]) -> int:
    return _BASES.index(date.get("basis") or "publication")


def _meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two dates share a day. ISO days sort as text."""
    if not one.get("end") or not other.get("end"):
        return False
    return bool((one.get("start") or one["end"]) <= other["end"] and (other.get("start") or other["end"]) <= one["end"])


def date_label(date: Mapping[str, Any]) -> str | None:
    """Return a date as people write it; null where there is none."""
    start, end = date.get("start"), date.get("end")
    if not end:
        return str(start) if start else None
    if not start:
        return f"by {end}"
    return str(start) if start == end else f"{start} to {end}"


def _place(reports: Sequence[Report], rules: RuleSet) -> tuple[Place | None, list[Place], list[ClaimedValue]]:
    firsts: dict[str, Mapping[str, Any]] = {}
    every: dict[str, Mapping[str, Any]] = {}
    for report in reports:
        places = report.event.get("places") or ()
        for place in places:
            held = every.get(_called(place))
            if held is None or _place_worth(place) < _place_worth(held):
                every[_called(place)] = place
        if places:
            firsts[report.event_id] = min(places, key=_place_worth)
    with_place = [report for report in reports if report.event_id in firsts]
    if not with_place:
        return None, [], []
    groups = _grouped(with_place, [_called(firsts[report.event_id]) for report in with_place])
    claims = [claimed(label, _plain(firsts[group[0].event_id]), group) for label, group in groups.items()]
    rule = rules.rule("place")
    if rule == "most_precise":

        def worth(label: str) -> tuple[int, int]:
            group = groups[label]
            best = min(_place_worth(firsts[report.event_id]) for report in group)
            return best, -len({report.source for report in group})

        label = min(groups, key=worth)
    else:
        label = _chosen(groups, rule, rules.hierarchy)
    chosen = min((firsts[report.event_id] for report in groups[label]), key=_place_worth)
    # Areas around the place say nothing more; other places as precise are part of the incident.
    most = max(_place_worth(chosen), 2)
    others = [place for name, place in every.items() if _place_worth(place) <= most and name != _called(chosen)]
    place = Place.model_validate(chosen)
    return place, [place, *map(Place.model_validate, others)], claims


def _called(place: Mapping[str, Any]) -> str:
    return str(place.get("name") or place["text"])


def _place_worth(place: Mapping[str, Any]) -> int:
    return _PLACE_ORDER.index(place.get("precision") or "unlocated") + (5 if place.get("latitude") is None else 0)


def _plain(place: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in place.items() if key not in ("start", "end", "runners_up")}


def _status(reports: Sequence[Report]) -> tuple[str, list[ClaimedValue]]:
    """Return the strongest status that any source gives, and who says that it happened and that it did not."""
    statuses = [report.event.get("assertion", "asserted") for report in reports]
    strongest = min(statuses, key=_STATUS_ORDER.index)
    deniers = [report for report in reports if report.event.get("denied_by") or report.event["assertion"] == "denied"]
    if not deniers:
        return strongest, []
    # "Denied" says that somebody contradicts it; whoever the denial answers still tells it.
    tellers = [report for report in reports if report.event.get("assertion") != "denied" or _tellers(report)]
    names = [str(a.get("name") or a["text"]) for report in deniers for a in report.event.get("denied_by") or ()]
    denial = claimed("denied", False, deniers)
    denial.claimants = list(dict.fromkeys(names)) or denial.claimants
    told = claimed("told", True, tellers)
    told.claimants = [name for name in told.claimants if name not in denial.claimants] or told.claimants
    return strongest, [*([told] if tellers else []), denial]


def _tellers(report: Report) -> list[str]:
    """Return the claimants of a denied event who do not deny it."""
    deniers = {str(actor.get("name") or actor["text"]) for actor in report.event.get("denied_by") or ()}
    named = [str(actor.get("name") or actor["text"]) for actor in report.event.get("attributed_to") or ()]
    return [name for name in named if name not in deniers] if deniers else []


def _contested(
    claims: Mapping[str, Sequence[ClaimedValue]],
    reports: Sequence[Report],
    actor1: Sequence[Any],
    denied: Sequence[Any],
) -> list[str]:
    found = [name for name in ("actor1", "actor2") if sides_contested(claims.get(name, ()))]
    if any(party.contested for party in actor1) and "actor1" not in found:
        found.insert(0, "actor1")
    types = {EVENT_TYPE_OF.get(value.label, value.label) for value in claims["sub_event_type"]}
    if len(types) > 1 and _several_sources(claims["sub_event_type"]):
        found.append("sub_event_type")
    days = [latest[0].event.get("date") or {} for latest in latest_by_source(reports).values()]
    known = [day for day in days if day.get("start") and day.get("precision") in ("day", "days")]
    if any(not _meet(one, other) for one in known for other in known):
        found.append("date")
    return found + (["occurrence"] if denied else [])


def _several_sources(values: Sequence[ClaimedValue]) -> bool:
    return len({source for value in values for source in value.sources}) > 1


def _disjoint(figures: Mapping[str, tuple[int | None, int | None, int | None]]) -> bool:
    """Tell whether two sources' figures have no number in common."""
    spans = [(low or 0, high if high is not None else 10**9) for low, _, high in figures.values()]
    return any(one[1] < other[0] for one in spans for other in spans)


def _commonest(reports: Sequence[Report], name: str) -> str | None:
    values = Counter(report.event[name] for report in reports if report.event.get(name))
    return str(values.most_common(1)[0][0]) if values else None


def _voice(report: Report) -> Voice:
    denied = [str(actor.get("name") or actor["text"]) for actor in report.event.get("denied_by") or ()]
    return Voice(
        event_id=report.event_id,
        article_id=report.article_id,
        source=report.source,
        publisher=report.publisher,
        published=report.published,
        title=report.title,
        copy_of=report.copies[0] if report.copies else None,
        assertion=report.event.get("assertion", "asserted"),
        claimants=report.claimants,
        denied_by=denied,
        sentence=str((report.event.get("sentence") or {}).get("text", "")),
    )
