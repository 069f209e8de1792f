"""The section labels under which a page files an article: "Region: Middle East", "Filed under: Conflict"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LABEL = re.compile(
    r"(?P<label>regions?|themes?|in-?depth reports?|categor(?:y|ies)|tags?|tagged(?: with)?|topics?|sections?|"
    r"filed under|posted in|keywords|labels?|countr(?:y|ies))\s*:\s*(?P<values>\S.{0,240})$",
    re.I,
)


def sections_in(lines: Iterable[str]) -> list[str]:
    """One entry "Label: value" for each value of each labelled line, in order, each once."""
    found: dict[str, None] = {}
    for line in lines:
        labelled = _LABEL.match(line)
        if labelled is None:
            continue
        for value in re.split(r"\s*[,;|•]\s*", labelled["values"]):
            if value.strip(" ."):
                found[f"{labelled['label']}: {value.strip(' .')}"] = None
    return list(found)
