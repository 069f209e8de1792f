"""The gate on the command line.

`python -m tacitus.evaluate.gate CODED.jsonl` checks a coding of the gold corpus against the floors of
gold/baseline.json, `--pin` raises the floors to what was reached.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tacitus.errors import EvaluationError, InterchangeError
from tacitus.evaluate.baseline import check_gate, load_baseline, pinned, save_baseline
from tacitus.evaluate.scorer import evaluate_files


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 1 if a figure is under its floor."""
    parser = argparse.ArgumentParser(prog="python -m tacitus.evaluate.gate", description=__doc__)
    parser.add_argument("coded", type=Path, help="the coding of the gold corpus, an interchange file")
    parser.add_argument("--gold", type=Path, default=Path("gold"), help="folder with gold.jsonl and baseline.json")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was reached")
    parser.add_argument("--lower", action="store_true", help="with --pin: lower floors too")
    given = parser.parse_args(arguments)
    path = given.gold / "baseline.json"
    try:
        report = evaluate_files(given.gold / "gold.jsonl", given.coded)
        if given.pin:
            old = load_baseline(path) if path.exists() else None
            save_baseline(path, pinned(report, old, lower=given.lower))
            return 0
        faults = check_gate(report, load_baseline(path))
    except (EvaluationError, InterchangeError) as error:
        faults = [str(error)]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "The gate is passed.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
