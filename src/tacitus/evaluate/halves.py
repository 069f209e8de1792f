"""The two halves of the gold corpus: which report belongs to which, and what a coder may see of it."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

from tacitus.errors import EvaluationError
from tacitus.records import CodedArticle

HALVES = ("train", "test")
_INPUT_KEYS = ("title", "published", "publisher", "author", "url", "language")


def half_of(story: str) -> str:
    """Return "test" or "train": an even first byte of the story's SHA-256 is test. Nothing else ever moves a report."""
    return "train" if hashlib.sha256(story.encode()).digest()[0] % 2 else "test"


def read_split(path: Path, half: str) -> set[str]:
    """Return the ids of one half from a split.csv. Raises EvaluationError if the file or its columns are missing."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["id"] for row in csv.DictReader(file) if row["split"] == half}
    except (OSError, KeyError) as error:
        raise EvaluationError(
            "cannot be read as a table with the columns id and split", where=str(path), remedy="Build it: make gold."
        ) from error


def input_line(article: CodedArticle) -> str:
    """Write what a coder may see of a gold article: a line of input .jsonl, without any coding."""
    document = article.document.to_json()
    values = {"id": document["id"], "text": document["text"]}
    return json.dumps(
        values | {key: document[key] for key in _INPUT_KEYS if document[key] is not None}, ensure_ascii=False
    )
