"""The map: one HTML page with map, timeline and list, that opens from a file and asks the network for nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from tacitus.publish.map_page.payload import Payload
from tacitus.publish.terminal import harmless
from tacitus.publish.whole_file import whole_file
from tacitus.records import CodedArticle

_FILES = Path(__file__).parent
_SCRIPTS = ("state.js", "projection.js", "map.js", "timeline.js", "panel.js", "app.js")
"""In the order in which they use each other; the page carries them as one script."""


def write_map(articles: Iterable[CodedArticle], path: Path, *, title: str = "Events") -> None:
    """Write the page. Articles are taken one by one; of each only the quoted evidence enters the page.

    Style and script are inlined and named by their hashes in the page's content security policy, which allows nothing
    else; the data is JSON that no script runs.
    """
    payload = Payload()
    for coded in articles:
        payload.add(coded)
    with whole_file(path) as stream:
        stream.write(page(payload.json(title), title))


def page(data: str, title: str) -> str:
    """Return the page around the data (JSON that is safe in a script element)."""
    style = _read("style.css")
    script = '"use strict";\n(() => {\n' + "\n".join(_read(name) for name in _SCRIPTS) + "})();\n"
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return Template(_read("page.html")).substitute(
        policy=policy, title=escape(harmless(title)), style=style, script=script, data=data
    )


def _read(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
