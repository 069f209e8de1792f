"""`tacitus incidents`, `incident`, `contradictions`: happenings with all their voices."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tacitus.cli.sources import open_record, store_option
from tacitus.cli.terminal import say, show, table
from tacitus.harmless import harmless

if TYPE_CHECKING:
    from tacitus.records import Incident, Voice

RECORD = "The record."
_LIMIT = 60


class Day(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A day on the command line: an ISO date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Return the date, or fail saying how one is written."""
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2020-06-15", param, ctx)


DAY = Day()


@click.command()
@store_option(RECORD)
@click.option(
    "--where", "conditions", multiple=True, metavar="CONDITION", help="country=Syria, sources>=2, place~idlib"
)
@click.option("--from", "since", type=DAY, help="Incidents that may have been on this day or later.")
@click.option("--to", "until", type=DAY, help="Incidents that may have been on this day or earlier.")
@click.option("--actor", metavar="NAME", help="Incidents with this actor on a side.")
@click.option("--contested", is_flag=True, help="Only those on which the reports differ.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line, with every voice and claim.")
@click.option("--limit", type=click.IntRange(min=1), default=_LIMIT, show_default=True, help="Rows of the table.")
def incidents(
    store: str,
    conditions: tuple[str, ...],
    since: datetime.date | None,
    until: datetime.date | None,
    actor: str | None,
    contested: bool,
    as_json: bool,
    limit: int,
) -> None:
    """List incidents, by date."""
    from tacitus.store import IncidentSelection

    selection = IncidentSelection(conditions, since, until, actor, contested)
    with open_record(store) as record:
        view = record.incidents(selection)
        if as_json:
            for incident in view:
                click.echo(json.dumps(incident.to_json(), ensure_ascii=True))
            return
        total = len(view)
        rows = [_row(incident) for _, incident in zip(range(limit), view, strict=False)]
    if not total:
        say("No incident. Has the record been linked (`tacitus link --store FILE`)?")
        return
    columns = ("incident", "date", "type", "place", "actor1", "actor2", "killed", "status", "sources", "contested")
    show(table(columns, rows))
    if total > limit:
        say(f"The first {limit} of {total}; --limit shows more, --json all.")


def _row(incident: Incident) -> tuple[object, ...]:
    place = incident.place
    return (
        incident.id,
        day_of(incident),
        incident.sub_event_type,
        (place.name or place.text) if place else None,
        sides(incident.actor1),
        sides(incident.actor2),
        toll_of(incident.fatalities),
        incident.status,
        f"{incident.sources} of {incident.reports}",
        ", ".join(incident.contested),
    )


@click.command()
@click.argument("key", metavar="ID")
@store_option(RECORD)
@click.option("--why", is_flag=True, help="Say why these reports are one, and what was not linked to them.")
@click.option("--rule", metavar="NAME", help="Choose the values by this rule instead, where it fits.")
@click.option("--rules", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A rule file.")
@click.option("--json", "as_json", is_flag=True, help="Write the whole incident as JSON.")
def incident(key: str, store: str, why: bool, rule: str | None, rules: Path | None, as_json: bool) -> None:
    """Show one incident with its voices side by side.

    ID is the incident's, the start of it, or that of an event in it (ARTICLE:EVENT).
    """
    from tacitus.link.rules import RuleSet

    chosen = RuleSet.load(rules) if rules else RuleSet.all_by(rule) if rule else None
    with open_record(store) as record:
        found = record.incident(key, rules=chosen)
        if as_json:
            click.echo(json.dumps(found.to_json(), ensure_ascii=True, indent=2))
            return
        show_incident(found)
        if not why:
            return
        for voice in found.voices[1:]:
            pair = record.why(found.voices[0].event_id, voice.event_id)
            tell(f"{pair.event_a} and {pair.event_b}: {pair.sentence}")
            show(table(("aspect", "first", "second", "found", "weight"), pair.table))
        nearest = record.why_not(found)
    if nearest:
        tell("Nearest that were not linked:")
        rows = ((one.event_b, f"{one.score:.1f}", one.sentence) for one in nearest)
        show(table(("event", "score", "why not"), rows))


def show_incident(incident: Incident) -> None:
    """Print an incident: what stands under its rules, then who says what."""
    place = incident.place
    rows = [
        ("type", incident.sub_event_type, incident.rules.get("sub_event_type")),
        ("date", day_of(incident), incident.rules.get("date")),
        ("place", f"{place.name or place.text} ({place.precision})" if place else None, incident.rules.get("place")),
        ("actor1", sides(incident.actor1), incident.rules.get("actor1")),
        ("actor2", sides(incident.actor2), incident.rules.get("actor2")),
    ]
    for name in ("fatalities", "injured", "abducted", "arrested", "displaced"):
        toll = getattr(incident, name)
        if toll is not None:
            rows.append((name, toll_of(toll), incident.rules.get(name)))
    rows.append(("status", incident.status, None))
    rows.append(("sources", f"{incident.sources} independent, in {incident.reports} reports", None))
    rows.append(("contested", ", ".join(incident.contested) or "nothing", None))
    rows.append(("event clarity", str(incident.clarity), "as UCDP's"))
    show(table((f"incident {incident.id}", "", "rule"), rows))
    show(
        table(
            ("voice", "published", "status", "says", "claims"),
            [_voice_row(incident, n) for n in range(len(incident.voices))],
        )
    )


def _voice_row(incident: Incident, number: int) -> tuple[object, ...]:
    voice = incident.voices[number]
    said = []
    for name, values in incident.claims.items():
        labels = [value.label for value in values if voice.event_id in value.events]
        if labels and (len(values) > 1 or name in incident.contested or name == "fatalities"):
            said.append(f"{name}: {' / '.join(labels)}")
    who = voice.publisher or voice.article_id
    if voice.copy_of:
        who += f" (copy of {voice.copy_of})"
    status = _standing(voice)
    return who, voice.published, status, voice.sentence, "; ".join(said)


def _standing(voice: Voice) -> str:
    """Say who tells it in this report, and who denies it."""
    deniers = "; ".join(voice.denied_by)
    tellers = "; ".join(name for name in voice.claimants if name not in voice.denied_by)
    if voice.assertion == "denied" and not deniers:
        return f"denied by {tellers}" if tellers else "denied"
    if voice.assertion == "denied":
        return (f"told by {tellers}; " if tellers else "") + f"denied by {deniers}"
    said = voice.assertion + (f" by {tellers}" if voice.assertion != "asserted" and tellers else "")
    return said + (f"; denied by {deniers}" if deniers else "")


@click.command()
@store_option(RECORD)
@click.option("--from", "since", type=DAY, help="Incidents that may have been on this day or later.")
@click.option("--to", "until", type=DAY, help="Incidents that may have been on this day or earlier.")
def contradictions(store: str, since: datetime.date | None, until: datetime.date | None) -> None:
    """List what the reports contradict each other on: incidents field by field, and ties that cannot both hold."""
    from tacitus.store import IncidentSelection

    rows = []
    with open_record(store) as record:
        for incident in record.incidents(IncidentSelection(since=since, until=until, contested=True)):
            for name in incident.contested:
                for value in incident.claims.get(name, ()):
                    rows.append(
                        (incident.id, day_of(incident), name, value.label, "; ".join(value.claimants or value.sources))
                    )
        conflicts = record.sign_conflicts()
    show(table(("incident", "date", "on", "value", "according to"), rows))
    if conflicts:
        columns = ("actors", "said to be", "according to", "and", "according to")
        show(
            table(
                columns,
                ((f"{c.one} and {c.other}", c.tie, c.tie_sources, c.against, c.against_sources) for c in conflicts),
            )
        )
    if not rows and not conflicts:
        say("Nothing is contested.")


def tell(line: str) -> None:
    """Write one line of a result to the output."""
    click.echo(harmless(line))


def day_of(incident: Incident) -> str:
    """Return an incident's date as people write it."""
    date = incident.date
    if date.end is None:
        return str(date.start or "")
    if date.start is None:
        return f"by {date.end}"
    return str(date.start) if date.start == date.end else f"{date.start} to {date.end}"


def sides(parties: list[Any]) -> str:
    """Return the names of a side, contested ones with a question mark."""
    return "; ".join(party.name + ("?" if party.contested else "") for party in parties)


def toll_of(toll: Any) -> str | None:
    """Return a toll: low, best, high; one number where they are the same."""
    if toll is None:
        return None
    if toll.low == toll.best == toll.high:
        return str(toll.best)
    return f"{toll.best} ({toll.low}-{toll.high})"
