"""The figures of linking and of coalition histories: `python -m tacitus.evaluate.linking`.

`--half train --errors` shows what goes wrong on the half that may be looked at; `--gate FILE` checks the floors pinned
there, `--pin` pins what was reached (`--lower` also where that is lower).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tacitus.evaluate.halves import HALVES
from tacitus.evaluate.histories import HistoryScore, read_histories, score_histories
from tacitus.evaluate.incident_gold import read_families
from tacitus.evaluate.incident_score import LinkingScore, score_families
from tacitus.link.settings import LinkSettings

_ROUNDING = 0.0005


def figures_of(score: LinkingScore, half: str) -> dict[str, float]:
    """Return the figures that are pinned, the higher the better, by name."""
    return {
        f"{half}.b_cubed.f1": score.f1,
        f"{half}.b_cubed.precision": score.precision,
        f"{half}.b_cubed.recall": score.recall,
        f"{half}.look_alikes_kept_apart": 1 - score.false_merges,
        f"{half}.copies.recall": score.copies_recall,
        f"{half}.copies.precision": score.copies_precision,
        f"{half}.incremental_equals_batch": float(score.incremental_equals_batch),
    }


def table(scores: dict[str, LinkingScore], histories: HistoryScore) -> str:
    """Return the figures as Markdown."""
    lines = ["| linking | " + " | ".join(scores) + " |", "|---" * (len(scores) + 1) + "|"]
    rows: list[tuple[str, Callable[[LinkingScore], str]]] = [
        ("incidents / reports", lambda s: f"{s.groups} / {s.reports}"),
        ("B-cubed precision", lambda s: f"{100 * s.precision:.1f}"),
        ("B-cubed recall", lambda s: f"{100 * s.recall:.1f}"),
        ("B-cubed F1", lambda s: f"{100 * s.f1:.1f}"),
        ("look-alikes falsely merged", lambda s: f"{s.merged} of {s.look_alikes} ({100 * s.false_merges:.1f} %)"),
        ("copies found", lambda s: f"{s.copies_found} of {s.copies}"),
        ("copies invented", lambda s: str(s.copies_invented)),
        ("day by day equals all at once", lambda s: "yes" if s.incremental_equals_batch else "NO"),
    ]
    lines += [f"| {name} | " + " | ".join(show(score) for score in scores.values()) + " |" for name, show in rows]
    right = f"{histories.right} of {histories.questions}"
    lines.append(f"\nCoalition histories: {right} questions right, in {histories.histories} theatres.")
    return "\n".join(lines)


def corpus_sha256(folder: Path) -> str:
    """Return the hash of all files of the corpus of groups and histories."""
    digest = hashlib.sha256()
    for path in sorted([*(folder / "incidents").glob("*.yaml"), *(folder / "histories").glob("*.yaml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def check(figures: dict[str, float], sha256: str, path: Path) -> list[str]:
    """Return what is under its floor, or that the corpus is another."""
    pinned = json.loads(path.read_text(encoding="utf-8"))
    faults = [
        f"{name} is {figures.get(name, 0.0):.3f}, under its floor {floor:.3f}"
        for name, floor in pinned["floors"].items()
        if figures.get(name, 0.0) < floor - _ROUNDING
    ]
    if pinned["corpus_sha256"] != sha256:
        faults.append("the corpus of groups and histories is not the pinned one: pin it anew with --pin")
    return faults


def pin(figures: dict[str, float], sha256: str, path: Path, *, lower: bool) -> None:
    """Raise the floors to the figures; with `lower`, lower them too."""
    old = json.loads(path.read_text(encoding="utf-8"))["floors"] if path.exists() else {}
    floors = {
        name: round(value, 4) if lower else max(round(value, 4), old.get(name, 0.0)) for name, value in figures.items()
    }
    path.write_text(json.dumps({"corpus_sha256": sha256, "floors": floors}, indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 1 where a file is wrong or a figure is under its floor."""
    parser = argparse.ArgumentParser(prog="python -m tacitus.evaluate.linking", description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("gold"), help="folder with incidents/ and histories/")
    parser.add_argument("--half", choices=HALVES, help="only this half (default: both)")
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    parser.add_argument("--weights", type=Path, help="another file of weights")
    parser.add_argument("--gate", type=Path, help="file with the pinned floors")
    parser.add_argument("--pin", action="store_true", help="with --gate: raise the floors to what was reached")
    parser.add_argument("--lower", action="store_true", help="with --pin: lower floors too")
    given = parser.parse_args(arguments)
    say = sys.stdout.write
    families, problems = read_families(given.gold / "incidents")
    histories, wrong = read_histories(given.gold / "histories")
    if problems or wrong:
        say("".join(f"{line}\n" for line in problems + wrong))
        return 1
    settings = LinkSettings.load(given.weights)
    halves = (given.half,) if given.half else HALVES
    scores = {half: score_families([one for one in families if one.half == half], settings) for half in halves}
    answered = score_histories(histories)
    say(table(scores, answered) + "\n")
    if given.errors:
        errors = [line for score in scores.values() for line in score.errors] + answered.errors
        say("".join(f"{line}\n" for line in errors))
    if not given.gate:
        return 0
    figures = {name: value for half, score in scores.items() for name, value in figures_of(score, half).items()}
    figures["histories.right"] = answered.right / answered.questions if answered.questions else 0.0
    if given.pin:
        pin(figures, corpus_sha256(given.gold), given.gate, lower=given.lower)
        return 0
    faults = check(figures, corpus_sha256(given.gold), given.gate)
    say("".join(f"{fault}\n" for fault in faults) or "The gate of linking is passed.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
