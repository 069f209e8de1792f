"""Coalition histories (gold/histories): ties as sources told them, questions as of a day, and the right answers."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from tacitus.coalition.lineage import predecessors, successors
from tacitus.evaluate.source import Complaints, Table, as_list, as_table, check_choice, check_keys, read_source
from tacitus.records import CodedArticle, RelationType
from tacitus.store import Actors, Record

_KEYS = ("history", "theatre", "actors", "reports", "questions")
_REPORT_KEYS = ("source", "published", "text", "ties")
_TIE_KEYS = ("type", "who", "whom", "start", "end", "status", "by")
_QUESTION_KEYS = ("ask", "of", "day", "answer")


@dataclass
class History:
    """One theatre: what sources said, and questions with answers (keys of the file's actors)."""

    name: str
    names: dict[str, str] = field(default_factory=dict)
    articles: list[CodedArticle] = field(default_factory=list)
    questions: list[Table] = field(default_factory=list)


@dataclass
class HistoryScore:
    """How many questions were asked and answered right, and the wrong answers."""

    histories: int = 0
    questions: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)


def read_histories(folder: Path) -> tuple[list[History], list[str]]:
    """Read every history of a folder; return them and what is wrong with the files."""
    histories: list[History] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        complaints = Complaints(path.name)
        source = read_source(path, complaints)
        if source is not None:
            histories.append(_build(source, complaints))
        problems += complaints.problems
    return histories, problems


def _build(source: Table, complaints: Complaints) -> History:
    check_keys(source, _KEYS, "history", complaints)
    actors = as_table(source.get("actors"), "actors", complaints)
    history = History(str(source.get("history")), {key: str(actor["name"]) for key, actor in actors.items()})
    for number, entry in enumerate(as_list(source.get("reports"), "reports", complaints), 1):
        report = as_table(entry, f"report {number}", complaints)
        check_keys(report, _REPORT_KEYS, f"report {number}", complaints)
        text = " ".join(str(report.get("text")).split())
        relations = [
            _relation(as_table(tie, f"report {number}", complaints), f"r{place}", text, actors, complaints)
            for place, tie in enumerate(as_list(report.get("ties"), f"report {number} ties", complaints), 1)
        ]
        document = {
            "id": f"{history.name}-{number}",
            "text": text,
            "publisher": report.get("source"),
            "published": str(report.get("published")),
        }
        line = {
            "document": document,
            "relations": [one for one in relations if one],
            "coder": {"name": "gold", "version": "1"},
        }
        history.articles.append(CodedArticle.from_json(line))
    for entry in as_list(source.get("questions"), "questions", complaints):
        question = as_table(entry, "questions", complaints)
        check_keys(question, _QUESTION_KEYS, "questions", complaints)
        if check_choice(question.get("ask"), _ANSWERS, "questions ask", complaints):
            history.questions.append(question)
    return history


def _relation(tie: Table, key: str, text: str, actors: Table, complaints: Complaints) -> Table | None:
    check_keys(tie, _TIE_KEYS, key, complaints)
    if not check_choice(tie.get("type"), get_args(RelationType), f"{key} type", complaints):
        return None
    ends = [_actor(tie.get(end), text, actors, complaints) if tie.get(end) else None for end in ("who", "whom")]
    if ends[0] is None:
        return None
    whole = {"text": text, "start": 0, "end": len(text)}
    return {
        "id": key,
        "type": tie["type"],
        "subject": ends[0],
        "object": ends[1],
        "start": str(tie["start"]) if tie.get("start") else None,
        "end": str(tie["end"]) if tie.get("end") else None,
        "assertion": tie.get("status", "asserted"),
        "attributed_to": [_actor(name, text, actors, complaints) for name in tie.get("by") or ()],
        "sentence": whole,
    }


def _actor(key: Any, text: str, actors: Table, complaints: Complaints) -> Table:
    known = actors.get(key)
    if not isinstance(known, dict):
        complaints.problem(str(key), "this actor is not described")
        known = {"name": str(key)}
    words = next((word for word in (*(known.get("words") or ()), known["name"]) if str(word) in text), None)
    if words is None:
        complaints.problem(str(key), f"none of its names stands in {text[:50]!r}")
        words = text.split()[0]
    start = text.index(words)
    span = {"text": words, "start": start, "end": start + len(words)}
    return span | {"actor_id": known.get("id"), "name": known["name"], "kind": known.get("kind", "rebel_group")}


def score_histories(histories: list[History]) -> HistoryScore:
    """Ask every question of every history."""
    score = HistoryScore(histories=len(histories))
    for history in histories:
        with (
            tempfile.TemporaryDirectory(prefix="tacitus-") as folder,
            Record.open(Path(folder) / "record.db") as record,
        ):
            for article in history.articles:
                record.add(article)
            actors = record.actors()
        for question in history.questions:
            score.questions += 1
            wanted = question["answer"]
            names = [
                history.names.get(str(one), str(one)) for one in (wanted if isinstance(wanted, list) else [wanted])
            ]
            expected = sorted(names) if isinstance(wanted, list) else names[0]
            got = _ANSWERS[question["ask"]](actors, history, question)
            if got == expected:
                score.right += 1
            else:
                asked = f"{question['ask']} of {question.get('of')} on {question.get('day')}"
                score.errors.append(f"{history.name}: {asked}: {got}, not {expected}")
    return score


def _key(actors: Actors, history: History, question: Table) -> str:
    return actors.key(history.names[question["of"]])


def _day(question: Table) -> datetime.date:
    return datetime.date.fromisoformat(str(question["day"]))


def _members(actors: Actors, history: History, question: Table) -> list[str]:
    holdings = actors.ties.members(_key(actors, history, question), _day(question))
    return sorted(actors.ties.name(one.tie.subject) for one in holdings if not one.ended)


def _memberships(actors: Actors, history: History, question: Table) -> list[str]:
    holdings = actors.ties.memberships(_key(actors, history, question), _day(question))
    return sorted(actors.ties.name(str(one.tie.object)) for one in holdings)


def _became(actors: Actors, history: History, question: Table) -> list[str]:
    steps = successors(actors.ties, _key(actors, history, question))
    return sorted({actors.ties.name(step.after) for step in steps if step.after})


def _came_from(actors: Actors, history: History, question: Table) -> list[str]:
    steps = predecessors(actors.ties, _key(actors, history, question))
    return sorted({actors.ties.name(step.before) for step in steps})


def _name(actors: Actors, history: History, question: Table) -> str:
    return actors.ties.name(actors.ties.name_on(_key(actors, history, question), _day(question)))


def _says(actors: Actors, history: History, question: Table) -> list[str]:
    """Who says that each of the members belonged to it on the day."""
    holdings = actors.ties.members(_key(actors, history, question), _day(question))
    return sorted({name for one in holdings if not one.ended for name in one.tie.claimants})


def _conflicts(actors: Actors, history: History, question: Table) -> list[str]:
    """With whom an actor stands in contradictory ties."""
    own = actors.ties.name(_key(actors, history, question))
    pairs = [(one.one, one.other) for one in actors.conflicts()]
    return sorted({other if one == own else one for one, other in pairs if own in (one, other)})


def _gone(actors: Actors, history: History, question: Table) -> str:
    when, _ = actors.ties.gone(_key(actors, history, question))
    return str(when) if when else "no"


_ANSWERS: dict[str, Callable[[Actors, History, Table], Any]] = {
    "members": _members,
    "memberships": _memberships,
    "became": _became,
    "came_from": _came_from,
    "name": _name,
    "who_says": _says,
    "conflicts": _conflicts,
    "gone": _gone,
}
