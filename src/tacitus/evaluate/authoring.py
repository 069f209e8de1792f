"""Make gold/gold.jsonl and gold/split.csv from the source files in gold/reports.

`python -m tacitus.evaluate.authoring` builds, `--check [FILE ...]` only says what is wrong with the files.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tacitus.evaluate.gold_article import build_article
from tacitus.evaluate.halves import half_of
from tacitus.evaluate.source import Complaints, read_source
from tacitus.records import CodedArticle

SPLIT_COLUMNS = ("id", "story", "theatre", "split")


def build_file(path: Path) -> tuple[CodedArticle | None, Complaints]:
    """Build the article of one source file. The article is None if there is any problem in the complaints."""
    complaints = Complaints(path.name)
    source = read_source(path, complaints)
    if source is None:
        return None, complaints
    if source.get("id") != path.stem:
        complaints.problem("id", f"{source.get('id')!r} must be the file's name, {path.stem!r}")
    return build_article(source, complaints), complaints


def build_files(paths: Sequence[Path]) -> tuple[list[CodedArticle], list[str], list[str]]:
    """Build reports: the articles that are right, sorted by id, all problems, all notes."""
    articles: list[CodedArticle] = []
    problems: list[str] = []
    notes: list[str] = []
    for path in paths:
        article, complaints = build_file(path)
        problems += complaints.problems
        notes += complaints.notes
        if article is not None:
            articles.append(article)
    return sorted(articles, key=lambda article: article.document.id), problems, notes


def gold_lines(articles: Sequence[CodedArticle]) -> str:
    """Write the articles in the interchange form, one line each."""
    return "".join(json.dumps(article.to_json(), ensure_ascii=False) + "\n" for article in articles)


def split_table(articles: Sequence[CodedArticle]) -> str:
    """Write the split as CSV with the columns of SPLIT_COLUMNS."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(SPLIT_COLUMNS)
    for article in articles:
        extra = article.document.model_extra or {}
        writer.writerow([article.document.id, extra["story"], extra["theatre"], half_of(extra["story"])])
    return table.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 1 if any report is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tacitus.evaluate.authoring", description=__doc__)
    parser.add_argument("--check", nargs="*", type=Path, metavar="FILE", help="check these files (default: all)")
    parser.add_argument("--gold", type=Path, default=Path("gold"), help="folder with reports/ (default: gold)")
    parser.add_argument("--skip-broken", action="store_true", help="build from the reports that are right")
    given = parser.parse_args(arguments)
    say = sys.stdout.write
    files: list[Path] = given.check or sorted((given.gold / "reports").glob("*.yaml"))
    articles, problems, notes = build_files(files)
    say("".join(f"{line}\n" for line in problems + notes))
    if given.check is None and (given.skip_broken or not problems):
        (given.gold / "gold.jsonl").write_text(gold_lines(articles), encoding="utf-8")
        (given.gold / "split.csv").write_text(split_table(articles), encoding="utf-8")
    events = sum(len(article.events) for article in articles)
    say(f"{len(articles)} of {len(files)} reports are right, {events} events; {len(problems)} problems\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
