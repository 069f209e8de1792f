"""How well reports are linked: B-cubed, false merges of look-alikes, copies found, day by day as at once."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from pathlib import Path

from tacitus.evaluate.incident_gold import Family, all_articles
from tacitus.link.settings import LinkSettings
from tacitus.records import CodedArticle
from tacitus.store import Record


@dataclass
class LinkingScore:
    """The figures of one half, as shares of 1, and what went wrong, one line each."""

    groups: int = 0
    reports: int = 0
    precision: float = 0.0
    recall: float = 0.0
    look_alikes: int = 0
    merged: int = 0
    copies: int = 0
    copies_found: int = 0
    copies_invented: int = 0
    incremental_equals_batch: bool = True
    errors: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of B-cubed precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def false_merges(self) -> float:
        """The share of pairs of look-alike incidents that were made one."""
        return self.merged / self.look_alikes if self.look_alikes else 0.0

    @property
    def copies_recall(self) -> float:
        """The share of copies that were found with their original."""
        return self.copies_found / self.copies if self.copies else 1.0

    @property
    def copies_precision(self) -> float:
        """The share of found whole copies that are copies."""
        found = self.copies_found + self.copies_invented
        return self.copies_found / found if found else 1.0


def b_cubed(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float]:
    """Return B-cubed precision and recall of a grouping (A. Bagga, B. Baldwin, 1998); both map events to groups."""
    in_gold, in_found = _members(gold), _members(found)
    precision = recall = 0.0
    for event, group in gold.items():
        own = in_found.get(found.get(event, ""), {event})
        both = len(own & in_gold[group])
        precision += both / len(own & gold.keys()) if own & gold.keys() else 0.0
        recall += both / len(in_gold[group])
    return (precision / len(gold), recall / len(gold)) if gold else (1.0, 1.0)


def score_families(families: Sequence[Family], settings: LinkSettings | None = None) -> LinkingScore:
    """Link the reports of the families in one record, day by day and at once, and score what comes out."""
    gold = {event: incident for family in families for event, incident in family.incident_of.items()}
    articles = list(all_articles(families))
    with tempfile.TemporaryDirectory(prefix="tacitus-") as folder:
        batch = _linked(Path(folder) / "batch.db", [articles], settings)
        days = [list(day) for _, day in groupby(articles, key=lambda article: article.document.published)]
        daily = _linked(Path(folder) / "daily.db", days, settings)
    found, copies = batch[0], batch[1]
    score = LinkingScore(groups=len(set(gold.values())), reports=len(articles))
    score.precision, score.recall = b_cubed(gold, found)
    score.incremental_equals_batch = batch == daily
    _count_merges(score, families, found)
    _count_copies(score, families, copies)
    _list_splits(score, gold, found)
    return score


def _linked(
    path: Path, parts: Iterable[Sequence[CodedArticle]], settings: LinkSettings | None
) -> tuple[dict[str, str], set[tuple[str, str, str]]]:
    """Return each event's incident, and the copies."""
    with Record.open(path) as record:
        for part in parts:
            for article in part:
                record.add(article)
            record.link(settings=settings)
        found = {voice.event_id: incident.id for incident in record.incidents() for voice in incident.voices}
        return found, {(copy.article_id, copy.original_id, copy.kind) for copy in record.copies()}


def _count_merges(score: LinkingScore, families: Sequence[Family], found: Mapping[str, str]) -> None:
    for family in families:
        groups = _members(family.incident_of)
        for one, other in combinations(sorted(groups), 2):
            score.look_alikes += 1
            shared = {found.get(event) for event in groups[one]} & {found.get(event) for event in groups[other]}
            if shared:
                score.merged += 1
                score.errors.append(f"merged: {one} and {other}")
    owner = {event: family.name for family in families for event in family.incident_of}
    for members in _members(found).values():
        names = {owner[event] for event in members if event in owner}
        if len(names) > 1:
            score.errors.append(f"merged across: {', '.join(sorted(names))}")


def _count_copies(score: LinkingScore, families: Sequence[Family], copies: set[tuple[str, str, str]]) -> None:
    """A copy is found where it shares a group of copies with its original; which one came first does not matter."""
    gold = {pair for family in families for pair in family.copy_of.items()}
    roots: dict[str, str] = {}

    def root(key: str) -> str:
        while roots.get(key, key) != key:
            key = roots[key]
        return key

    for article, original, kind in copies:
        if kind != "part":
            roots[root(article)] = root(original)
    score.copies = len(gold)
    for article, original in sorted(gold):
        if root(article) == root(original):
            score.copies_found += 1
        else:
            score.errors.append(f"copy not found: {article} of {original}")
    known = {frozenset(pair) for pair in gold}
    same_original: dict[str, set[str]] = defaultdict(set)
    for article, original in gold:
        same_original[original].add(article)
    for siblings in same_original.values():
        known.update(frozenset(pair) for pair in combinations(siblings, 2))
    for article, original, kind in sorted(copies):
        if kind != "part" and frozenset((article, original)) not in known:
            score.copies_invented += 1
            score.errors.append(f"no copy: {article} of {original}")


def _list_splits(score: LinkingScore, gold: Mapping[str, str], found: Mapping[str, str]) -> None:
    for incident, members in sorted(_members(gold).items()):
        parts = _members({event: found.get(event, event) for event in members})
        if len(parts) > 1:
            score.errors.append(f"split: {incident}: {' | '.join(', '.join(sorted(part)) for part in parts.values())}")


def _members(group_of: Mapping[str, str]) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for event, group in group_of.items():
        members[group].add(event)
    return members
