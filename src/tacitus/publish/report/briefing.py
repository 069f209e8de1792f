"""The briefing laid out: one HTML page that needs no network, and a PDF."""

from __future__ import annotations

import datetime
import json
import tempfile
from base64 import b64encode
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from tacitus.publish.imprint import Imprint
from tacitus.publish.publication import Source, imprint_of
from tacitus.publish.report.content import Content, Entry, Line, SourceLine, gather
from tacitus.publish.report.drawings import COLOURS, map_svg, timeline_svg
from tacitus.publish.whole_file import whole_file, whole_path
from tacitus.publish.writer import require

_FILES = Path(__file__).parent
_FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")


def write_report(
    source: Source,
    folder: Path,
    imprint: Imprint,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    pdf: bool = True,
) -> list[Path]:
    """Write briefing.html, and briefing.pdf, into the folder; return their paths.

    The source must be of the same period. Raises MissingLibrary where the PDF is asked for and typst is not installed.
    """
    if pdf:
        require("typst")
    content = gather(source, imprint_of(source, imprint), since, until)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / "briefing.html"]
    with whole_file(paths[0]) as stream:
        stream.write(as_html(content))
    if pdf:
        paths.append(folder / "briefing.pdf")
        with whole_path(paths[1]) as unfinished:
            unfinished.write_bytes(as_pdf(content))
    return paths


def as_html(content: Content) -> str:
    """Return the page. Everything that is not ours is escaped; nothing is loaded, and no script is allowed."""
    style = (_FILES / "briefing.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    template = Environment(autoescape=True, trim_blocks=True).from_string(
        (_FILES / "briefing.html").read_text(encoding="utf-8")
    )
    return template.render(
        c=content,
        map=Markup(map_svg(content)),
        timeline=Markup(timeline_svg(content)),
        style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        colours=COLOURS,
        method=method_of(content),
    )


def as_pdf(content: Content) -> bytes:
    """Return the PDF, typeset by Typst from data; it is tagged for screen readers. Raises MissingLibrary."""
    typst = require("typst")
    fonts = [Path(str(require(name).__file__)).parent / "files" for name in _FONTS]
    drawings = {"map.svg": map_svg(content), "timeline.svg": timeline_svg(content)}
    with tempfile.TemporaryDirectory(prefix="tacitus-") as name:
        folder = Path(name)
        data = _data(content, drawings)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for file, drawing in drawings.items():
            (folder / file).write_text(drawing, encoding="utf-8")
        main = folder / "briefing.typ"
        main.write_text((_FILES / "briefing.typ").read_text(encoding="utf-8"), encoding="utf-8")
        made: bytes = typst.compile(str(main), root=str(folder), font_paths=[str(font) for font in fonts])
        return made


def method_of(content: Content) -> list[str]:
    """Return what a reader must know of how the briefing was made, in paragraphs."""
    imprint = content.imprint
    texts = [
        "Tacitus read the articles listed below and coded each event with the words that it was read from. A row says "
        "what was published, not what is true: a source that lies is coded as faithfully as one that does not. The "
        "status says whether the article tells it in its own voice (asserted), names who says so (attributed), hedges "
        "it or reports that it is denied.",
    ]
    if content.unit == "incidents":
        rules = "; ".join(sorted(content.rules)) or "none"
        texts.append(
            "Reports of one happening are linked into one incident, and copies of a report are counted once. Where the "
            f"reports differ, a named rule chooses the value that is shown: {rules}."
        )
    else:
        texts.append("Each article speaks for itself: reports of one happening were not linked, so it may stand twice.")
    left = [
        f"{content.background} told as older history",
        f"{content.not_happened} planned or hypothetical",
    ]
    texts.append(
        f"Left out of the figures: {' and '.join(left)}. Killed: the sum of the best numbers, and of the lowest and "
        f"highest; {content.open_tolls} have no number or no upper bound. Machine coding misreads; look at the "
        "sentence before you rely on a row."
    )
    removed = ", ".join(f"{count} {kind}" for kind, count in sorted(imprint.removed.items()) if count) or "nothing"
    texts.append(f"Redaction profile: {imprint.profile}. It removed {removed}. Hidden words are shown as blocks.")
    return texts


def _data(content: Content, drawings: dict[str, str]) -> dict[str, Any]:
    imprint = content.imprint
    made = f" · made {imprint.made.isoformat()}" if imprint.made else ""
    more = content.happenings - len(content.entries)
    return {
        "title": imprint.title,
        "authors": list(imprint.authors),
        "under": f"{content.period}{made} · redaction profile: {imprint.profile}",
        "figures": [list(figure) for figure in content.figures],
        "map": bool(drawings["map.svg"]),
        "timeline": bool(drawings["timeline.svg"]),
        "legend": " · ".join(COLOURS) + ". Filled: a place. Dashed ring: somewhere in an area.",
        "what": f"What: all {content.unit}",
        "entries": [_entry(entry) for entry in content.entries],
        "more": f"{more} more are counted above and stand in the tables." if more > 0 else "",
        "contested": [
            {
                "title": f"{one.entry.type}, {one.entry.where}, {one.entry.date}",
                "claims": [
                    [f"{dispute.field} ({dispute.rule})" if dispute.rule else dispute.field, value, by]
                    for dispute in one.disputes
                    for value, by in dispute.claims
                ],
            }
            for one in content.contested
        ],
        "ties": [_line(line) for line in content.ties],
        "facilities": [_line(line) for line in content.facilities],
        "method": method_of(content),
        "articles": [_cited(line) for line in content.article_list.values()],
        "imprint": imprint.sentence(),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    told = {name: value for name, value in asdict(entry).items() if name not in ("day", "sources")}
    return told | {"sources": [", ".join(filter(None, [s.outlet, s.day])) for s in entry.sources]}


def _line(line: Line) -> dict[str, str]:
    return {"day": line.day, "text": line.text, "note": f"{line.status}; {line.source}"}


def _cited(line: SourceLine) -> str:
    return ", ".join(filter(None, [line.outlet, line.day, line.title, line.address]))
