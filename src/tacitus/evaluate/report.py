"""The report of an evaluation: all figures, their breakdowns, and the misses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tacitus.evaluate.figures import Miss, Scores, Share, Tally

# The figures by which groups are compared: name of the tally or share, heading of the column.
_KEY_FIGURES = (
    ("events.untyped", "events"),
    ("events.typed", "typed events"),
    ("actors", "actors"),
    ("places", "places"),
    ("dates.exact", "dates exact"),
    ("status.accuracy", "status"),
    ("tolls.exact", "tolls"),
    ("rows", "whole rows"),
)


@dataclass
class Report:
    """Figures over all articles (`scores`), over groups (`groups[theatre|voice|split][name]`), and misses.

    `missing` are gold articles without a prediction, `unknown` predictions without gold. `subset_of` is the number of
    articles in the gold file if only some were scored.
    """

    gold_sha256: str
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    subset_of: int | None = None
    scores: Scores = field(default_factory=Scores)
    groups: dict[str, dict[str, Scores]] = field(default_factory=dict)
    spurious_on_empty: list[Miss] = field(default_factory=list)

    def add(self, scores: Scores, groups: dict[str, str], *, nothing_to_code: bool) -> None:
        """Add one article's scores, to the whole and to each of its groups."""
        self.scores.merge(scores)
        for kind, name in groups.items():
            self.groups.setdefault(kind, {}).setdefault(name, Scores()).merge(scores)
        if nothing_to_code:
            self.spurious_on_empty += [miss for miss in scores.misses if miss.field == "events"]

    def errors(self, field: str | None = None) -> list[Miss]:
        """Return the misses, or those of one field: "places" gives also "places.distance"."""
        return [
            miss
            for miss in self.scores.misses
            if field is None or miss.field == field or miss.field.startswith(f"{field}.")
        ]

    def figures(self) -> dict[str, float]:
        """Return every figure by name, from 0 to 1, as the gate pins them; figures without any case are left out."""
        return {name: value for name, value, _ in self.scores.figures()}

    def cases(self) -> dict[str, int]:
        """Return for every figure on how many gold cases it rests."""
        return {name: cases for name, _, cases in self.scores.figures()}

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain JSON values, misses included."""
        return {
            "gold_sha256": self.gold_sha256,
            "articles": self.scores.articles,
            "missing": self.missing,
            "unknown": self.unknown,
            "subset_of": self.subset_of,
            "figures": self.figures(),
            **_plain(self.scores),
            "groups": {
                kind: {name: {"articles": scores.articles, **_plain(scores)} for name, scores in sorted(groups.items())}
                for kind, groups in sorted(self.groups.items())
            },
            "spurious_on_empty": [miss.to_json() for miss in self.spurious_on_empty],
            "misses": [miss.to_json() for miss in self.scores.misses],
        }

    def to_markdown(self) -> str:
        """Write the report for people: one table a kind of figure, "-" where there was no case."""
        return "\n".join(self._markdown()) + "\n"

    def _markdown(self) -> Iterator[str]:
        part = f" of {self.subset_of}" if self.subset_of else ""
        yield f"# Evaluation over {self.scores.articles}{part} articles"
        yield ""
        yield f"Gold {self.gold_sha256[:12]}. Figures are explained in docs/evaluation.md."
        for names, what in ((self.missing, "without a prediction"), (self.unknown, "predicted but not in the gold")):
            if names:
                yield f"{len(names)} articles {what}: {', '.join(names[:10])}{' ...' if len(names) > 10 else ''}."
        yield from _table(
            "Lists",
            ("figure", "matched", "gold", "predicted", "precision", "recall", "F1", "F1 on found events"),
            [_tally_row(name, tally) for name, tally in sorted(self.scores.tallies.items())],
        )
        yield from _table(
            "Shares",
            ("figure", "right", "of", "share"),
            [
                [name, share.right, share.of, _percent(share.value)]
                for name, share in sorted(self.scores.shares.items())
            ],
        )
        yield from self._status_tables()
        yield from _table(
            "Sub-event types",
            ("sub-event type", "matched", "gold", "predicted", "precision", "recall", "F1"),
            [_tally_row(name, tally)[:-1] for name, tally in sorted(self.scores.sub_types.items())],
        )
        for kind, groups in sorted(self.groups.items()):
            rows = [[name, scores.articles, *_key_figures(scores)] for name, scores in sorted(groups.items())]
            yield from _table(f"By {kind}", (kind, "articles", *(heading for _, heading in _KEY_FIGURES)), rows)
        if self.spurious_on_empty:
            yield from _table(
                "Events coded where there is nothing to code",
                ("article", "event", "sentence"),
                [[miss.article, miss.predicted, miss.sentence] for miss in self.spurious_on_empty],
            )

    def _status_tables(self) -> Iterator[str]:
        tallies = self.scores.status_tallies()
        rows = [_tally_row(name, tally)[:-1] for name, tally in tallies.items()]
        rows.append(["macro F1", "", "", "", "", "", _percent(self.scores.status_macro_f1())])
        yield from _table("Status", ("status", "matched", "gold", "predicted", "precision", "recall", "F1"), rows)
        confusion = [[gold, *(self.scores.statuses[gold, other] for other in tallies)] for gold in tallies]
        yield from _table("Status: gold in rows, predicted in columns", ("", *tallies), confusion)


def _plain(scores: Scores) -> dict[str, Any]:
    return {
        "tallies": {name: tally.to_json() for name, tally in sorted(scores.tallies.items())},
        "shares": {name: share.to_json() for name, share in sorted(scores.shares.items())},
        "sub_event_types": {name: tally.to_json() for name, tally in sorted(scores.sub_types.items())},
        "status": {
            "macro_f1": scores.status_macro_f1(),
            "classes": {name: tally.to_json() for name, tally in scores.status_tallies().items()},
            "confusion": [[*pair, number] for pair, number in sorted(scores.statuses.items())],
        },
    }


def _key_figures(scores: Scores) -> list[str]:
    values = []
    for name, _ in _KEY_FIGURES:
        tally, share = scores.tallies.get(name, Tally()), scores.shares.get(name, Share())
        values.append(_percent(share.value if name in scores.shares else tally.f1))
    return values


def _tally_row(name: str, tally: Tally) -> list[object]:
    figures = [_percent(value) for value in (tally.precision, tally.recall, tally.f1, tally.found_f1)]
    return [name, tally.matched, tally.gold, tally.predicted, *figures]


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _table(title: str, headings: tuple[str, ...], rows: list[list[object]]) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    yield f"| {' | '.join(headings)} |"
    yield f"|{' --- |' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/').replace(chr(10), ' ') for cell in row)} |"
