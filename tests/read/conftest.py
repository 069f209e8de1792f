"""Sources of our own making that the tests of reading share."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tacitus.read import Limits, Refusal, read_paths
from tacitus.records import Document

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Clashes rock Tell Sukkar - Valley Observer</title>
<link rel="canonical" href="https://valley.example/2021/05/04/clashes">
<meta property="og:site_name" content="Valley Observer">
<meta property="article:section" content="Conflict">
<meta property="article:published_time" content="2021-05-05T08:00:00Z">
<meta property="og:image" content="https://valley.example/photo.jpg"></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></nav></header>
<article><h1>Clashes rock Tell Sukkar</h1><p class="byline">By Lina Haddad</p>
<div class="share"><a>Share on Facebook</a> <a>Tweet</a></div>
<p>Fighters of the Northern Front attacked an army checkpoint near Tell Sukkar late on Monday, killing two soldiers,
residents said.</p>
<p>The army said its troops repelled the assault and shelled the orchards west of the town until dawn on Tuesday.</p>
<video src="https://valley.example/clip.mp4"></video>
<p>Read also: <a href="/x">Truce talks stall in the capital</a></p>
<p>A medic at the town clinic counted nine wounded, among them a child of six, and said that three more had been sent
over the border.</p>
<p>Please support our work with a donation via PayPal.</p></article>
<aside><h3>Related articles</h3><ul><li><a href="/y">Market reopens</a></li></ul></aside>
<footer>Copyright © Valley Observer, 2021. All rights reserved.</footer></body></html>"""

REPUBLISHED = """Rival Fronts Meet at Tell Sukkar

By [Hill Monitor](#)

World Digest, May 6, 2021

[Hill Monitor](#) 5 May 2021

Region: [Levant](#)

Theme: [Militias](#), [Borders](#)

[Proxy Wars](#)

In-depth Report: [VALLEY](#)

On May 4, the Northern Front stormed two army posts east of Tell Sukkar and held them for a night. Officers in the
town admitted the loss of one post.

https://hill.example/video/week_18.mp4

Both sides had signed a truce in March. "Nobody here believed in it," a baker said.

*

Note to readers: please use the share buttons above. Forward this text to your friends.

The original source of this article is [Hill Monitor](#)
Copyright © [Hill Monitor](#), [Hill Monitor](#), 2021

[Comment on World Digest articles on our Facebook page](#)

Articles by: [Hill Monitor](#)

Disclaimer: The contents of this article are of sole responsibility of the author. World Digest takes none.
"""

ReadBytes = Callable[..., list[Document | Refusal]]


@pytest.fixture
def page() -> str:
    return PAGE


@pytest.fixture
def republished() -> str:
    return REPUBLISHED


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadBytes:
    """Read bytes as a file of a given name, or from standard input where no name is given."""

    def read(data: bytes, name: str | None = None, **limits: Any) -> list[Document | Refusal]:
        bounds = Limits(**limits)
        if name is None:
            return list(read_paths(["-"], stdin=io.BytesIO(data), limits=bounds))
        path = tmp_path / name
        path.write_bytes(data)
        return list(read_paths([path], limits=bounds))

    return read


@pytest.fixture
def read_one(read_bytes: ReadBytes) -> Callable[..., Document]:
    def read(data: bytes, name: str | None = None, **limits: Any) -> Document:
        found = read_bytes(data, name, **limits)
        assert len(found) == 1
        assert isinstance(found[0], Document), found[0]
        return found[0]

    return read


@pytest.fixture
def uncovered() -> Callable[[Document], list[str]]:
    """The lines of a document that no boilerplate covers."""

    def lines(document: Document) -> list[str]:
        kept = list(document.text)
        for span in document.boilerplate:
            kept[span.start : span.end] = ["\0"] * (span.end - span.start)
        return [line for line in "".join(kept).replace("\0", "").splitlines() if line.strip()]

    return lines
