"""Windows: a long article in parts that overlap, cut between paragraphs or sentences, boilerplate left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.parse.blocks import blocks_of
from tacitus.records import Document

_SENTENCE_END = re.compile(r"[.!?…؟。۔]+[\"”’»)\]]*\s+")

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """A part of an article: stretches of its text that may be coded, in order."""

    stretches: tuple[Stretch, ...]

    @property
    def start(self) -> int:
        """Where it begins in the document."""
        return self.stretches[0][0]

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return self.stretches[-1][1]

    def text_in(self, document: Document) -> str:
        """The text of the part, paragraphs apart."""
        return "\n\n".join(document.text[start:end] for start, end in self.stretches)


def windows_of(document: Document, window: int, overlap: int) -> list[Window]:
    """Cut a document into windows of at most `window` characters, each beginning `overlap` before the last one's end.

    Every sentence stands whole in at least one window, unless it alone is longer than a window.
    """
    # The place that heads an item ("- Kornoi: ...") says where its events are.
    parts = [(block.slug[0] if block.slug else block.start, block.end) for block in blocks_of(document)]
    units = [unit for start, end in parts for unit in _units(document.text, start, end, window)]
    return _gathered(units, window, overlap)


def halves(window: Window, document: Document) -> list[Window]:
    """Cut a window that is too long for the model in two that overlap by a little; [] where it cannot be cut."""
    size = sum(end - start for start, end in window.stretches)
    half = size // 2 + 1
    if half < 100:
        return []
    units = [unit for start, end in window.stretches for unit in _units(document.text, start, end, half)]
    parts = _gathered(units, half, half // 8)
    return parts if len(parts) > 1 else []


def _units(text: str, start: int, end: int, window: int) -> list[Stretch]:
    """The sentences of a paragraph; what is longer than a window is cut at a blank."""
    cuts = [start, *(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end]
    units: list[Stretch] = []
    for first, last in itertools.pairwise(cuts):
        at = first
        while last - at > window:
            blank = text.rfind(" ", at + window // 2, at + window)
            cut = blank + 1 if blank > 0 else at + window
            units.append((at, cut))
            at = cut
        if last > at:
            units.append((at, last))
    return units


def _gathered(units: Sequence[Stretch], window: int, overlap: int) -> list[Window]:
    windows: list[Window] = []
    first = 0
    while first < len(units):
        last, size = first, 0
        while last < len(units) and (last == first or size + units[last][1] - units[last][0] <= window):
            size += units[last][1] - units[last][0]
            last += 1
        windows.append(Window(tuple(_joined(units[first:last]))))
        if last >= len(units):
            break
        back, shared = last, 0
        while back - 1 > first and shared + units[back - 1][1] - units[back - 1][0] <= overlap:
            back -= 1
            shared += units[back][1] - units[back][0]
        first = back
    return windows


def _joined(units: Sequence[Stretch]) -> list[Stretch]:
    """Sentences side by side as one stretch."""
    joined: list[Stretch] = []
    for start, end in units:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
