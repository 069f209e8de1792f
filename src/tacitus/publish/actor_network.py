"""The network of a period as a file: GEXF, GraphML, or a page with a picture and a table."""

from __future__ import annotations

import datetime
from html import escape
from pathlib import Path
from typing import Any

from tacitus.publish.whole_file import whole_file

_COLOURS = {
    "opposed_to": "#b03a2e",
    "fought": "#b03a2e",
    "alliance_with": "#1e6f4c",
    "member_of": "#1e6f4c",
    "fought_beside": "#1e6f4c",
    "backed_by": "#1f5f99",
}
_SIZE = 760


def write_network(graph: Any, path: Path, since: datetime.date | None, until: datetime.date | None) -> None:
    """Write a graph as given by `Record.network` in the form that the file's name asks for."""
    import networkx

    if path.suffix == ".html":
        with whole_file(path) as file:
            file.write(network_page(graph, since, until))
    elif path.suffix == ".graphml":
        networkx.write_graphml(graph, path)
    else:
        networkx.write_gexf(graph, path)


def network_page(graph: Any, since: datetime.date | None, until: datetime.date | None) -> str:
    """Return a page without script: a picture of the ties, and a table with who says so."""
    import networkx

    places = networkx.spring_layout(networkx.Graph(graph), seed=7, k=1.6 / max(1, len(graph)) ** 0.5)
    title = f"Ties between actors, {since or 'the beginning'} to {until or 'the end'}"
    lines, dots = [], []
    for one, other, tie in graph.edges(data=True):
        (x1, y1), (x2, y2) = (_point(places[key]) for key in (one, other))
        dash = ' stroke-dasharray="5 4"' if tie["derived"] else ""
        colour = _COLOURS.get(tie["type"], "#777")
        said = f"{_label(graph, one)} {tie['type'].replace('_', ' ')} {_label(graph, other)}"
        ends = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
        lines.append(f'<line {ends} stroke="{colour}"{dash}><title>{escape(said)}</title></line>')
    for key in graph:
        x, y = _point(places[key])
        dots.append(
            f'<circle cx="{x}" cy="{y}" r="5"/><text x="{x + 8}" y="{y + 4}">{escape(_label(graph, key))}</text>'
        )
    edges = sorted(graph.edges(data=True), key=lambda edge: (edge[2]["type"], edge[0], edge[1]))
    rows = "".join(_row(_label(graph, one), _label(graph, other), tie) for one, other, tie in edges)
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222}}
svg{{width:100%;height:auto;border:1px solid #ddd}}line{{stroke-width:1.6}}circle{{fill:#333}}text{{font-size:12px}}
table{{border-collapse:collapse;width:100%}}td,th{{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ddd}}
</style>
<h1>{escape(title)}</h1>
<p>Green: on one side. Red: against each other. Blue: backing. Solid: stated by a source. Dashed: from incidents.</p>
<svg viewBox="0 0 {_SIZE + 160} {_SIZE}" role="img" aria-label="{escape(title)}">{"".join(lines)}{"".join(dots)}</svg>
<table><thead><tr><th>actor<th>tie<th>actor<th>since<th>until<th>basis<th>sources</tr></thead>
<tbody>{rows}</tbody></table>
</html>
"""


def _row(one: str, other: str, tie: dict[str, Any]) -> str:
    basis = "incidents" if tie["derived"] else "stated"
    kind = tie["type"].replace("_", " ")
    cells = (one, kind, other, tie["start"], tie["end"] or "open", basis, tie["sources"])
    return "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"


def _point(place: Any) -> tuple[int, int]:
    half = _SIZE / 2
    return round(half + float(place[0]) * (half - 40)), round(half + float(place[1]) * (half - 30))


def _label(graph: Any, key: str) -> str:
    return str(graph.nodes[key].get("label") or key)
