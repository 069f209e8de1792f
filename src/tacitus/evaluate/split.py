"""Print one half of the gold corpus: `python -m tacitus.evaluate.split train|test|all [--inputs]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tacitus.evaluate.halves import HALVES, input_line, read_split
from tacitus.evaluate.scorer import read_articles


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the ids of one half, or with --inputs its articles as input for `tacitus code`."""
    parser = argparse.ArgumentParser(prog="python -m tacitus.evaluate.split", description=__doc__)
    parser.add_argument("half", choices=[*HALVES, "all"])
    parser.add_argument("--gold", type=Path, default=Path("gold"), help="folder with gold.jsonl and split.csv")
    parser.add_argument("--inputs", action="store_true", help="print input lines for `tacitus code` instead of ids")
    given = parser.parse_args(arguments)
    halves = HALVES if given.half == "all" else (given.half,)
    ids = {name for half in halves for name in read_split(given.gold / "split.csv", half)}
    lines = sorted(ids)
    if given.inputs:
        articles = read_articles(given.gold / "gold.jsonl")
        lines = [input_line(article) for article in articles if article.document.id in ids]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
