"""Making the gold corpus from its sources, and scoring a coding against it (docs/evaluation.md)."""

from tacitus.evaluate.baseline import Baseline, check_gate, load_baseline, pinned, save_baseline
from tacitus.evaluate.figures import Miss, Scores, Share, Tally
from tacitus.evaluate.halves import half_of, read_split
from tacitus.evaluate.report import Report
from tacitus.evaluate.scorer import evaluate, evaluate_files, read_articles

__all__ = [
    "Baseline",
    "Miss",
    "Report",
    "Scores",
    "Share",
    "Tally",
    "check_gate",
    "evaluate",
    "evaluate_files",
    "half_of",
    "load_baseline",
    "pinned",
    "read_articles",
    "read_split",
    "save_baseline",
]
