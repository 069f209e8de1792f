"""Train the weights of coreference, event or not, and confidence on the train half of gold/.

`python -m tacitus.train [--gold gold]`: about two minutes on one core. It writes into the package, the same every time.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tacitus.evaluate import read_articles
from tacitus.evaluate.halves import read_split
from tacitus.extract.judgement import DIGESTS, judge_of, judgements
from tacitus.records import CodedArticle
from tacitus.run.pipeline import Pipeline
from tacitus.train.examples import events_or_not, events_right, pairs_of_mentions
from tacitus.train.fitting import Example, fit

PACKAGE = Path(__file__).parents[1]
STARTING = Path(__file__).with_name("starting_values.json")
BELIEF_IN_GOLD = 0.5
"""How far the weights move from their starting values to what gold alone would say. Gold has many round-ups of unlike
incidents, real reports tell one incident over and over: a half, with the readiness to join below, did best on real
text (docs/quality.md)."""
READINESS_TO_JOIN = 0.5
"""Added to the bias of the question whether a sentence tells again what was told before, in log-odds."""


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tacitus.train", description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("gold"), help="folder of the corpus (default: gold)")
    folder = parser.parse_args().gold
    wanted = read_split(folder / "split.csv", "train")
    gold = [article for article in read_articles(folder / "gold.jsonl") if article.document.id in wanted]
    pipeline = Pipeline.load()
    _write(PACKAGE / "extract" / "weights" / "coreference.json", train_coreference(gold, pipeline))
    sys.stdout.write(f"coreference: trained on {len(gold)} reports\n")
    # The confidence is that of the coder as it now is.
    judgements.cache_clear()
    examples = [example for article in gold for example in events_or_not(article, pipeline)]
    _write(PACKAGE / "run" / "weights" / "event_or_not.json", _told(fit(examples, pull=1.5, least=4)))
    sys.stdout.write(f"event or not: trained on {len(examples)} events\n")
    judge_of.cache_clear()
    confidence = train_confidence(gold, pipeline)
    _write(PACKAGE / "run" / "weights" / "confidence.json", confidence)
    sys.stdout.write(f"confidence: {len(confidence)} weights\n")
    return 0


def train_coreference(gold: list[CodedArticle], pipeline: Pipeline) -> dict[str, dict[str, float]]:
    """The weights of both questions of coreference, by question."""
    within: list[Example] = []
    between: list[Example] = []
    for article in gold:
        pairs = pairs_of_mentions(article, pipeline)
        within += pairs[0]
        between += pairs[1]
    starting = json.loads(STARTING.read_text(encoding="utf-8"))
    weights = {}
    for question, examples in (("between sentences", between), ("within a sentence", within)):
        start: Mapping[str, float] = starting[question]
        fitted = fit(examples, start)
        moved = {n: start.get(n, 0.0) + BELIEF_IN_GOLD * (w - start.get(n, 0.0)) for n, w in fitted.items()}
        if question == "between sentences":
            moved["bias"] += READINESS_TO_JOIN
        weights[question] = {name: round(weight, 3) for name, weight in moved.items() if abs(weight) >= 0.001}
    return weights


def train_confidence(gold: list[CodedArticle], pipeline: Pipeline) -> dict[str, float]:
    """The weights of the confidence."""
    examples: list[Example] = []
    for article in gold:
        examples += events_right(article, pipeline.record(pipeline.extracted(article.document)))
    return _told(fit(examples, pull=2.0, least=5))


def _told(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights that say something."""
    return {name: weight for name, weight in weights.items() if weight}


def _write(path: Path, weights: Mapping[str, object]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    listed = path.parent / DIGESTS
    others = [line for line in listed.read_text(encoding="ascii").splitlines() if line.split()[-1] != path.name]
    lines = sorted(
        [*others, f"{sha256(path.read_bytes()).hexdigest()}  {path.name}"], key=lambda line: line.split()[-1]
    )
    listed.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    sys.exit(main())
