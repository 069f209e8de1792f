"""Which stretches of a text are never coded: the head before the prose, lines of the page, the tail after the end.

What the lines look like is data (boilerplate.yaml); here is the mechanism. Prose stays outside, whatever it says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from tacitus.read.byline import author_of
from tacitus.read.dateline import Dateline, OutletLine, find_dateline, outlet_line
from tacitus.read.layout import Layout, Line, ends_sentence, is_link_only, lay_out
from tacitus.read.media import is_media_url, only_url
from tacitus.read.rules import LineRule, Rules
from tacitus.records import Boilerplate

_WRAPPING_KINDS = frozenset(
    ("disclaimer", "note_to_readers", "donation", "subscription", "author_biography", "contact")
)
_SANDWICHED_WORDS = 4
_HEADLINE_WORDS = 30
_WRAP_WIDTH = 50
_LONGEST_HEAD = 40
_SIGNED_LINES = 4


@dataclass(slots=True)
class Marked:
    """A text's layout with what each line is: the source both of boilerplate and of the meta data of our own rules.

    `kinds` maps line indexes to kinds of boilerplate. `bylines` and `outlet_lines` are those of the head, in order.
    `first_prose` is the index of the first line of running text, `tail` that of the first line after the article's
    end; both are the number of lines where there is none.
    """

    layout: Layout
    kinds: dict[int, str] = field(default_factory=dict)
    bylines: list[str] = field(default_factory=list)
    outlet_lines: list[OutletLine] = field(default_factory=list)
    headline: int | None = None
    first_prose: int = 0
    tail: int = 0
    dateline: Dateline | None = None
    signed: OutletLine | None = None

    @property
    def edge_lines(self) -> list[str]:
        """Plain lines that are marked or stand in the head or tail: where statements of origin are looked for."""
        lines = self.layout.lines
        return [
            line.plain
            for index, line in enumerate(lines)
            if index in self.kinds or index < self.first_prose or index >= self.tail
        ]


def mark(text: str, rules: Rules, title: str | None = None) -> Marked:
    """Say of each line what it is."""
    layout = lay_out(text)
    hits = {index: rule for index, line in enumerate(layout.lines) if (rule := _rule_of(line, rules)) is not None}
    marked = Marked(layout, first_prose=_first_prose(layout, hits, title), tail=len(layout.lines))
    _mark_head(marked, hits, title)
    _mark_body(marked, hits)
    marked.tail = _find_tail(marked, hits)
    _mark_tail(marked, hits)
    _mark_signed_date(marked)
    _mark_dateline(marked, rules)
    return marked


def boilerplate_of(marked: Marked) -> list[Boilerplate]:
    """Spans over the text, sorted, without overlap; neighbours of one kind are one span."""
    spans: list[Boilerplate] = []
    lines = marked.layout.lines
    last = -2
    for index in sorted(marked.kinds):
        line, kind = lines[index], marked.kinds[index]
        if spans and last == index - 1 and spans[-1].kind == kind:
            spans[-1].end = line.end
        else:
            spans.append(Boilerplate(start=line.start, end=line.end, kind=kind))
        last = index
    if marked.dateline is not None:
        start = lines[marked.first_prose].start
        spans.append(Boilerplate(start=start, end=start + marked.dateline.end, kind="dateline_block"))
        spans.sort(key=lambda span: span.start)
    return spans


def _rule_of(line: Line, rules: Rules) -> LineRule | None:
    url = only_url(line.plain)
    if url is not None:
        return _MEDIA if is_media_url(url) else rules.classify(line.plain) or _LINK
    return rules.classify(line.plain)


def _first_prose(layout: Layout, hits: dict[int, LineRule], title: str | None) -> int:
    """The first line of running text. A line that only looks like prose because the headline has a stop is none."""
    for number, block in enumerate(layout.blocks):
        if number not in layout.prose:
            continue
        for place, index in enumerate(block):
            line = layout.lines[index]
            if index in hits or author_of(line.plain) is not None or outlet_line(line.plain) is not None:
                continue
            is_title = index == 0 and (_same_words(line.plain, title) or _heads_block(layout, block, place))
            if not is_title:
                return index
    return len(layout.lines)


def _heads_block(layout: Layout, block: tuple[int, ...], place: int) -> bool:
    """Tell whether the first line of a block is a headline over paragraphs that stand one a line, or over a byline."""
    if place != 0 or len(block) < 2:
        return False
    line, below = layout.lines[block[0]].plain, layout.lines[block[1]].plain
    if ends_sentence(line) or len(line.split()) > _HEADLINE_WORDS:
        return False
    if author_of(below) is not None or outlet_line(below) is not None:
        return True
    return len(below) > 120 and len(line) < 0.7 * len(below) and not below[:1].islower()


def _same_words(line: str, title: str | None) -> bool:
    if not title:
        return False
    words, titled = (set(_words(line)), set(_words(title)))
    return bool(words) and len(words & titled) >= 0.8 * max(len(words), len(titled))


def _words(text: str) -> list[str]:
    return [word for word in ("".join(c for c in part if c.isalnum()).lower() for part in text.split()) if word]


def _mark_head(marked: Marked, hits: dict[int, LineRule], title: str | None) -> None:
    """Mark the lines before the prose that are known, and the headline."""
    lines = marked.layout.lines
    end = min(marked.first_prose, _LONGEST_HEAD)
    for index in range(end):
        plain = lines[index].plain
        dated, author = outlet_line(plain), author_of(plain)
        if dated is not None:
            marked.outlet_lines.append(dated)
            marked.kinds[index] = "dateline_block"
            author = author or dated.author
        elif author is not None:
            marked.kinds[index] = "byline"
        elif index in hits:
            marked.kinds[index] = hits[index].kind
        if author is not None:
            marked.bylines.append(author)
    _mark_headline(marked, end, title)
    for index in range(1, end - 1):
        if index not in marked.kinds and _is_sandwiched(marked, index):
            labelled = "section_labels" in (marked.kinds[index - 1], marked.kinds[index + 1])
            marked.kinds[index] = "section_labels" if labelled else "navigation"


def _mark_headline(marked: Marked, end: int, title: str | None) -> None:
    lines = marked.layout.lines
    if len(lines) < 2:
        return
    open_lines = [
        index
        for index in range(end)
        if index not in marked.kinds and len(lines[index].plain.split()) <= _HEADLINE_WORDS
    ]
    titled = [index for index in open_lines if _same_words(lines[index].plain, title)]
    chosen = titled or [index for index in open_lines[:1] if not is_link_only(lines[index].raw)]
    if chosen and (titled or marked.first_prose < len(lines)):
        marked.headline = chosen[0]
        marked.kinds[chosen[0]] = "headline"


def _is_sandwiched(marked: Marked, index: int) -> bool:
    """Tell whether an unknown line stands between two known ones of the head and is too short to report anything."""
    around = marked.kinds.get(index - 1), marked.kinds.get(index + 1)
    if None in around or "headline" in around:
        return False
    line = marked.layout.lines[index]
    return is_link_only(line.raw) or len(line.plain.split()) <= _SANDWICHED_WORDS


def _mark_body(marked: Marked, hits: dict[int, LineRule]) -> None:
    """Mark known lines in and after the prose, with the wrapped rest of their paragraphs."""
    layout = marked.layout
    for block in layout.blocks:
        for place, index in enumerate(block):
            if index < marked.first_prose or index in marked.kinds:
                continue
            above = layout.lines[block[place - 1]] if place else None
            kind_above = marked.kinds.get(block[place - 1]) if place else None
            # In hard-wrapped text a line may begin anywhere in a sentence: "... asked readers to / share this".
            if index in hits and (above is None or kind_above or ends_sentence(above.plain)):
                marked.kinds[index] = hits[index].kind
            elif above is not None and kind_above in _WRAPPING_KINDS and _continues(above):
                marked.kinds[index] = kind_above or ""


def _continues(above: Line) -> bool:
    return len(above.raw) >= _WRAP_WIDTH and not ends_sentence(above.plain)


def _find_tail(marked: Marked, hits: dict[int, LineRule]) -> int:
    """The first line after the article's end, the marks before it ("*") included."""
    tail = len(marked.layout.lines)
    marks = [i for i in sorted(hits) if i > marked.first_prose and marked.kinds.get(i) == hits[i].kind]
    prose = _open_prose(marked)
    for index in marks:
        if hits[index].ends == "always" and not _is_early(prose, index, hits[index].kind):
            tail = index
            break
    for index in marks:
        little = bisect_left(prose, index) == bisect_left(prose, tail)
        if index < tail and hits[index].ends == "if_little_follows" and little:
            tail = index
            break
    while tail - 1 > marked.first_prose and tail - 1 in marked.kinds:
        tail -= 1
    return tail


def _open_prose(marked: Marked) -> list[int]:
    """The last unmarked line of each prose block that has one, in order."""
    blocks = marked.layout.blocks
    open_lines = ([i for i in blocks[number] if i not in marked.kinds] for number in sorted(marked.layout.prose))
    return [lines[-1] for lines in open_lines if lines]


def _is_early(prose: list[int], index: int, kind: str) -> bool:
    """Tell whether an end mark stands too early to be one: most of the article's prose would follow it."""
    before = bisect_left(prose, index)
    after = len(prose) - before
    return kind != "comments" and after >= 4 and after > before


def _mark_tail(marked: Marked, hits: dict[int, LineRule]) -> None:
    """Mark everything after the end; a line without a rule of its own is more of what stands above it."""
    carried = "navigation"
    for index in range(marked.tail, len(marked.layout.lines)):
        if index in hits:
            carried = hits[index].kind if hits[index].kind != "navigation" else carried
            marked.kinds[index] = hits[index].kind
        else:
            marked.kinds[index] = carried


def _mark_signed_date(marked: Marked) -> None:
    """Mark the place and date with which statements are signed: "Bamako, 21 August 2023" under the last paragraph."""
    for index in range(max(marked.first_prose + 1, marked.tail - _SIGNED_LINES), marked.tail):
        signed = outlet_line(marked.layout.lines[index].plain)
        if signed is not None and index not in marked.kinds:
            marked.kinds[index] = "dateline_block"
            marked.signed = signed


def _mark_dateline(marked: Marked, rules: Rules) -> None:
    if marked.first_prose < len(marked.layout.lines):
        marked.dateline = find_dateline(marked.layout.lines[marked.first_prose].raw, rules)


_MEDIA = LineRule("media_link", re.compile(""), "never")
_LINK = LineRule("related", re.compile(""), "never")
