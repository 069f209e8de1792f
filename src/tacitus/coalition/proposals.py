"""The merge queue: actors that may be one under two names, each proposal with what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz

from tacitus.codebook.name_folding import content_words, skeleton

_ALIKE = 80.0
"""Names less alike than this (rapidfuzz ratio, 0 to 100) are not proposed unless their skeletons are equal."""
_CROWD = 60
"""A word that more names share than this ("front", "brigade") does not bring two of them together."""


@dataclass
class ActorUse:
    """An actor as the record uses it: its key, names with how often, kinds, countries, articles, some sentences."""

    key: str
    names: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name that is used most."""
        return max(self.names, key=lambda name: (self.names[name], name)) if self.names else self.key


@dataclass(frozen=True)
class MergeProposal:
    """Two actors that may be one: `keep` is the better known. `evidence` says why, in short sentences."""

    keep: str
    other: str
    keep_name: str
    other_name: str
    score: float
    evidence: tuple[str, ...]


def propose(
    uses: Iterable[ActorUse],
    lookup: Callable[[str], Sequence[str]],
    apart: frozenset[tuple[str, str]] = frozenset(),
) -> list[MergeProposal]:
    """Return proposals, the likeliest first. `lookup` gives the ids of known actors that a name may stand for.

    `apart` are pairs that a person said are two.
    """
    uses = [use for use in uses if use.names]
    known = {use.key: use for use in uses}
    found: dict[tuple[str, str], MergeProposal] = {}
    for one, other in _alike(uses):
        _propose(found, one, other, (), apart)
    for use in uses:
        if not use.key.startswith("name:"):
            continue
        for actor_id in lookup(use.name)[:2]:
            if actor_id != use.key:
                target = known.get(actor_id) or ActorUse(actor_id, {actor_id.replace("-", " "): 1})
                _propose(found, target, use, (f"the lexicon knows a name like {use.name!r}",), apart)
    return sorted(found.values(), key=lambda one: (-one.score, one.keep, one.other))


def _propose(
    found: dict[tuple[str, str], MergeProposal],
    one: ActorUse,
    other: ActorUse,
    reasons: tuple[str, ...],
    apart: frozenset[tuple[str, str]],
) -> None:
    if (one.key, other.key) in apart or (other.key, one.key) in apart:
        return
    # Two ids of the lexicon are two actors: somebody wrote them down as such.
    if not one.key.startswith("name:") and not other.key.startswith("name:"):
        return
    keep, gone = sorted((one, other), key=lambda use: (use.key.startswith("name:"), -len(use.articles), use.key))
    names, score = _likeness(keep, gone)
    if score < _ALIKE and not reasons:
        return
    evidence = [*reasons, *names]
    shared = keep.countries & gone.countries
    if shared:
        evidence.append(f"both act in {', '.join(sorted(shared))}")
        score += 5
    elif keep.countries and gone.countries:
        evidence.append(f"they act in different countries ({_some(keep.countries)}; {_some(gone.countries)})")
        score -= 25
    if keep.kinds and gone.kinds and not set(keep.kinds) & set(gone.kinds):
        evidence.append(f"coded as different kinds ({_some(keep.kinds)}; {_some(gone.kinds)})")
        score -= 5
    both = keep.articles & gone.articles
    if both:
        evidence.append(f"{len(both)} article(s) use both names, which speaks for two actors")
        score -= 15
    evidence.append(f"{len(keep.articles)} and {len(gone.articles)} article(s)")
    held = found.get((keep.key, gone.key))
    if held is None or score > held.score:
        found[keep.key, gone.key] = MergeProposal(
            keep.key, gone.key, keep.name, gone.name, round(max(0.0, min(100.0, score)), 1), tuple(evidence)
        )


def _likeness(one: ActorUse, other: ActorUse) -> tuple[tuple[str, ...], float]:
    best, said = 0.0, ""
    for name in one.names:
        for match in other.names:
            score = fuzz.token_sort_ratio(" ".join(content_words(name)), " ".join(content_words(match)))
            if _bones(name) == _bones(match) and _bones(name):
                score = max(score, 90.0)
            if score > best:
                best, said = score, f"{name!r} and {match!r} are alike ({score:.0f} of 100)"
    return ((said,) if best >= _ALIKE else ()), best


def _bones(name: str) -> tuple[str, ...]:
    return tuple(sorted(map(skeleton, content_words(name))))


def _alike(uses: Sequence[ActorUse]) -> Iterator[tuple[ActorUse, ActorUse]]:
    """Yield pairs of actors that share a word's skeleton, each once."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, use in enumerate(uses):
        for bone in {bone for name in use.names for bone in _bones(name) if len(bone) > 1}:
            by_word[bone].append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in by_word.values():
        if len(numbers) > _CROWD:
            continue
        for pair in combinations(numbers, 2):
            if pair not in seen:
                seen.add(pair)
                yield uses[pair[0]], uses[pair[1]]


def _some(values: Iterable[str]) -> str:
    return ", ".join(sorted(values)[:3])
