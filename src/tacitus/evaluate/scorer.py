"""Score a coding against the gold. What each figure means: docs/evaluation.md."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from tacitus.errors import EvaluationError, InterchangeError
from tacitus.evaluate.figures import Miss, Scores
from tacitus.evaluate.halves import half_of
from tacitus.evaluate.matching import facility_likeness, matched, relation_likeness
from tacitus.evaluate.report import Report
from tacitus.evaluate.score_events import EventScorer, show
from tacitus.records import CodedArticle, Coder, Facility, Relation

Item = TypeVar("Item", Relation, Facility)


def evaluate(gold: Iterable[CodedArticle], predicted: Iterable[CodedArticle]) -> Report:
    """Score predicted articles against gold ones, joined by `document.id`.

    A gold article without a prediction counts as one from which nothing was coded; predictions that the gold lacks are
    only counted. Raises EvaluationError if an id stands twice or the two texts of an article differ.
    """
    golds, predictions = _by_id(gold, "gold"), _by_id(predicted, "prediction")
    report = Report(
        gold_sha256=_sha256(golds.values()),
        missing=sorted(set(golds) - set(predictions)),
        unknown=sorted(set(predictions) - set(golds)),
    )
    for name, article in golds.items():
        coded = predictions.get(name) or CodedArticle(document=article.document, coder=Coder(name="none", version="0"))
        _check_text(article, coded)
        scores = score_article(article, coded)
        report.add(scores, _groups(article), nothing_to_code=not article.events)
    return report


def evaluate_files(gold: Path, predicted: Path, *, ids: set[str] | None = None) -> Report:
    """Score one interchange file against another, or only the articles in `ids`.

    Raises InterchangeError for a line that is not of the interchange form, EvaluationError as `evaluate` does, and for
    ids that the gold does not have.
    """
    golds = read_articles(gold)
    unknown = (ids or set()) - {article.document.id for article in golds}
    if unknown:
        raise EvaluationError(
            f"no gold article has the id {', '.join(sorted(unknown))}", where=str(gold), remedy="Check the list of ids."
        )
    chosen = [article for article in golds if ids is None or article.document.id in ids]
    coded = [article for article in read_articles(predicted) if ids is None or article.document.id in ids]
    report = evaluate(chosen, coded)
    if ids is not None and len(chosen) < len(golds):
        report.subset_of = len(golds)
    report.gold_sha256 = hashlib.sha256(gold.read_bytes()).hexdigest()
    return report


def read_articles(path: Path) -> list[CodedArticle]:
    """Read an interchange file. Raises InterchangeError with the number of the first wrong line."""
    articles: list[CodedArticle] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InterchangeError(
            f"cannot be read ({error})", where=str(path), remedy="Give a JSON Lines file in UTF-8."
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            articles.append(CodedArticle.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            raise InterchangeError(
                f"is no coded article ({' '.join(str(error).split())[:300]})",
                where=f"{path}:{number}",
                remedy="See docs/interchange.md for the form.",
            ) from error
    return articles


def score_article(gold: CodedArticle, predicted: CodedArticle) -> Scores:
    """Score one article; the two texts must be equal."""
    scores = Scores(articles=1)
    EventScorer(gold, predicted, scores).score()
    _score_relations(gold, predicted, scores)
    _score_facilities(gold, predicted, scores)
    if not gold.events:
        scores.share("nothing_to_code.left_empty").add(not predicted.events)
    return scores


def _score_relations(gold: CodedArticle, predicted: CodedArticle, scores: Scores) -> None:
    pairs = matched(gold.relations, predicted.relations, relation_likeness)
    scores.tally("relations").add(len(pairs), len(gold.relations), len(predicted.relations))
    for one, other in pairs:
        same = gold.relations[one].assertion == predicted.relations[other].assertion
        scores.share("relations.status").add(same)

    def told(relation: Relation) -> str:
        target = relation.object.text if relation.object else "-"
        return f"{relation.subject.text} {relation.type} {target}"

    _unmatched("relations", gold.relations, predicted.relations, pairs, told, gold.document.id, scores)


def _score_facilities(gold: CodedArticle, predicted: CodedArticle, scores: Scores) -> None:
    pairs = matched(gold.facilities, predicted.facilities, facility_likeness)
    scores.tally("facilities").add(len(pairs), len(gold.facilities), len(predicted.facilities))
    for one, other in pairs:
        scores.share("facilities.status").add(gold.facilities[one].status == predicted.facilities[other].status)

    def told(facility: Facility) -> str:
        return f"{facility.kind} {facility.status} at {show([facility.place])}"

    _unmatched("facilities", gold.facilities, predicted.facilities, pairs, told, gold.document.id, scores)


def _unmatched(
    field: str,
    ours: Sequence[Item],
    theirs: Sequence[Item],
    pairs: list[tuple[int, int]],
    told: Callable[[Item], str],
    article: str,
    scores: Scores,
) -> None:
    for number, item in enumerate(ours):
        if number not in {one for one, _ in pairs}:
            scores.misses.append(Miss(article, field, told(item), None, item.sentence.text, item.id))
    for number, item in enumerate(theirs):
        if number not in {other for _, other in pairs}:
            scores.misses.append(Miss(article, field, None, told(item), item.sentence.text, item.id))


def _by_id(articles: Iterable[CodedArticle], side: str) -> dict[str, CodedArticle]:
    table: dict[str, CodedArticle] = {}
    for article in articles:
        if article.document.id in table:
            raise EvaluationError(
                f"the {side} has the article twice", where=article.document.id, remedy="Keep one line for each article."
            )
        table[article.document.id] = article
    return table


def _check_text(gold: CodedArticle, predicted: CodedArticle) -> None:
    ours, theirs = gold.document.text, predicted.document.text
    if ours == theirs:
        return
    first = next((n for n, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), None)
    place = min(len(ours), len(theirs)) if first is None else first
    raise EvaluationError(
        f"the texts differ from character {place} on: {ours[place : place + 30]!r} in gold, "
        f"{theirs[place : place + 30]!r} in the prediction",
        where=gold.document.id,
        remedy="Offsets can only be compared in one text; code the gold's own text.",
    )


def _groups(article: CodedArticle) -> dict[str, str]:
    extra = article.document.model_extra or {}
    groups = {name: str(extra[name]) for name in ("theatre", "voice") if extra.get(name)}
    return groups | ({"split": half_of(str(extra["story"]))} if extra.get("story") else {})


def _sha256(articles: Iterable[CodedArticle]) -> str:
    digest = hashlib.sha256()
    for article in articles:
        digest.update(json.dumps(article.to_json(), ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()
