"""Tacitus: from conflict reports to a record that can be defended.

`code(text)` codes one text, `Pipeline` many, `Record` keeps what was coded.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tacitus.records import CodedArticle
    from tacitus.run.pipeline import Pipeline
    from tacitus.store import Record

__all__ = ["Pipeline", "Record", "__version__", "code"]


def code(
    text: str,
    *,
    published: str | datetime.date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    packs: Sequence[str | Path] = (),
) -> CodedArticle:
    """Code one English text and return its events, relations and facilities with their evidence.

    Dates in the text count from `published` (ISO date). `packs` are theatre packs with places (docs/python.md).
    Raises tacitus.errors.TacitusError where the text cannot be coded.
    """
    from tacitus.read import read_text

    day = published.isoformat() if isinstance(published, datetime.date) else published
    document = read_text(text, title=title, published=day, publisher=publisher, url=url)
    return _pipeline(tuple(Path(pack) for pack in packs)).code(document)


@lru_cache(maxsize=4)
def _pipeline(packs: tuple[Path, ...]) -> Pipeline:
    from tacitus.run.pipeline import Pipeline

    return Pipeline.load(packs=packs)


def __getattr__(name: str) -> Any:
    """Load the larger parts when they are first asked for, so that importing stays quick."""
    if name == "Record":
        from tacitus.store import Record

        return Record
    if name == "Pipeline":
        from tacitus.run.pipeline import Pipeline

        return Pipeline
    raise AttributeError(f"module 'tacitus' has no attribute {name!r}")
