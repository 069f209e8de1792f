"""What all measures on public corpora share: the command line, the coder with its packs, a seeded sample."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from tacitus.errors import TacitusError
from tacitus.read import read_text
from tacitus.records import CodedArticle, Document
from tacitus.run.pipeline import Pipeline

Item = TypeVar("Item")

SHARED = Path(os.environ.get("TACITUS_SHARED", Path(__file__).parents[2].parent / "shared"))
"""The data folder beside the checkout, or where the environment variable says."""


def command(description: str | None, corpus: str, default: Path | None = None) -> argparse.ArgumentParser:
    """Return a parser with the options that all measures have; `default` is where the corpus is if not given."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?" if default else None, default=default, help=corpus)
    parser.add_argument("--whole", action="store_true", help="all texts, not a sample")
    parser.add_argument("--sample", type=int, default=300, help="texts in the sample (default 300)")
    parser.add_argument("--seed", type=int, default=1, help="which sample (default 1)")
    parser.add_argument("--packs", type=Path, help="folder of theatre packs (default: the shared gazetteer)")
    parser.add_argument("--out", type=Path, help="write the coded texts here, in the interchange form")
    return parser


def sample(items: Sequence[Item], given: argparse.Namespace) -> list[Item]:
    """Return all items, or a seeded sample of them in their own order."""
    if given.whole or given.sample >= len(items):
        return list(items)
    chosen = sorted(random.Random(given.seed).sample(range(len(items)), given.sample))
    return [items[position] for position in chosen]


def pipeline(packs: Path | None) -> Pipeline:
    """Load the coder with all packs of the folder; without a folder, with the shared ones if there are any."""
    folder = packs or SHARED / "gazetteer" / "wof"
    return Pipeline.load(packs=sorted(folder.glob("*.tsv.gz")))


def document(identity: str, text: str, published: datetime.date | None = None) -> Document:
    """Read a text as the reader would read a file of it."""
    read = read_text(text, published=published.isoformat() if published else None)
    return read.model_copy(update={"id": identity})


def code_all(coder: Pipeline, documents: Sequence[Document], out: Path | None = None) -> dict[str, CodedArticle]:
    """Code each text. A text that the coder refuses is coded as empty, and said so."""
    coded = {}
    for one in documents:
        try:
            coded[one.id] = coder.code(one)
        except TacitusError as error:
            print(f"refused {one.id}: {error}")
    if out:
        with out.open("w", encoding="utf-8") as stream:
            for article in coded.values():
                stream.write(json.dumps(article.to_json(), ensure_ascii=False) + "\n")
    return coded
