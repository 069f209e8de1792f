"""`tacitus actors`, `actor`, `network`, `facilities`: who they are, and what became of them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tacitus.cli.incidents import DAY, RECORD, tell
from tacitus.cli.sources import open_record, store_option
from tacitus.cli.terminal import say, show, table
from tacitus.errors import UsageError

if TYPE_CHECKING:
    from tacitus.coalition.life import Holding, Tie
    from tacitus.coalition.lineage import Step
    from tacitus.store import ActorPage, Actors

_LIMIT = 60


@click.command()
@store_option(RECORD)
@click.option("--queue", is_flag=True, help="List names that may stand for one actor, with the evidence.")
@click.option("--limit", type=click.IntRange(min=1), default=_LIMIT, show_default=True, help="Rows of the table.")
def actors(store: str, queue: bool, limit: int) -> None:
    """List the actors of the record, those of most articles first."""
    with open_record(store) as record:
        found = record.actors()
        if queue:
            rows = [
                (one.keep, one.other, f"{one.keep_name} = {one.other_name}?", one.score, "; ".join(one.evidence))
                for one in found.proposals()[:limit]
            ]
            show(table(("key", "other key", "one actor?", "score", "evidence"), rows))
            return
        frame = found.to_pandas()
    columns = ["name", "kind", "countries", "articles", "ties", "first_cited", "last_cited", "gone"]
    shown = frame[columns].head(limit).astype(object).where(frame[columns].head(limit).notna(), None)
    show(table(columns, shown.itertuples(index=False)))
    if len(frame) > limit:
        say(f"The first {limit} of {len(frame)}.")


@click.command()
@click.argument("name")
@store_option(RECORD)
@click.option("--as-of", "day", type=DAY, help="The day that members and memberships are told of; today without it.")
def actor(name: str, store: str, day: datetime.date | None) -> None:
    """Show one actor as of a day: members, memberships, life, lineage, allies and foes, and who says so.

    NAME is any of its names, or its key.
    """
    with open_record(store) as record:
        found = record.actors()
        page = found.page(name, day, list(record.incidents()))
    show_actor(page, found)


def show_actor(page: ActorPage, actors: Actors) -> None:
    """Print an actor's page."""
    names = f" (also {'; '.join(page.other_names[:6])})" if page.other_names else ""
    tell(f"{page.name}{names}: {page.kind}, key {page.key}")
    life = [
        f"created {page.created}" if page.created else "",
        f"{page.how_gone} {page.gone or ''}" if page.how_gone else "",
    ]
    if any(life):
        tell("; ".join(one.strip() for one in life if one))
    if page.name_then != page.name:
        tell(f"On {page.day} it went by the name {page.name_then}.")
    called = actors.ties.name
    columns = (f"as of {page.day}", "since", "last cited", "state", "who says so")
    if page.members:
        tell("Members:")
        show(table(columns, [_holding(called(one.tie.subject), one) for one in page.members]))
    if page.memberships:
        tell("Member of:")
        show(table(columns, [_holding(called(one.tie.object or ""), one) for one in page.memberships]))
    others = [tie for tie in page.ties if tie.type not in ("member_of", "renamed_to", "merged_into", "splinter_of")]
    if others:
        tell("Other ties:")
        show(
            table(
                ("tie", "first cited", "last cited", "start", "end", "who says so"),
                [_tie(tie, actors) for tie in others],
            )
        )
    for title, steps in (("Came from:", page.came_from), ("What became of it:", page.became)):
        if steps:
            tell(title)
            show(table(("from", "how", "to", "when", "who says so"), [_step(step, actors) for step in steps]))
    if page.derived:
        tell("Shown by incidents, not stated:")
        rows = (
            (called(one.one), one.type.replace("_", " "), called(one.other), len(one.incidents), one.first, one.last)
            for one in page.derived
        )
        show(table(("actor", "", "actor", "incidents", "first", "last"), rows))


def _holding(name: str, holding: Holding) -> tuple[object, ...]:
    tie = holding.tie
    since = str(holding.since) if holding.basis == "started" else f"{holding.basis} {holding.since}"
    return name, since, tie.last_cited, holding.ended or ("open-ended" if tie.open_ended else "holds"), _who(tie)


def _tie(tie: Tie, actors: Actors) -> tuple[object, ...]:
    target = f" {actors.ties.name(tie.object)}" if tie.object else ""
    said = f"{actors.ties.name(tie.subject)} {tie.type.replace('_', ' ')}{target}"
    return said, tie.first_cited, tie.last_cited, tie.start, tie.end, _who(tie)


def _step(step: Step, actors: Actors) -> tuple[object, ...]:
    after = actors.ties.name(step.after) if step.after else None
    return actors.ties.name(step.before), step.how, after, step.when, _who(step.tie)


def _who(tie: Tie) -> str:
    said = "; ".join(tie.claimants)
    through = [source for source in tie.sources if source not in tie.claimants]
    said += f" (in {'; '.join(through)})" if through else ""
    return said + (
        f"; denied by {'; '.join(name for one in tie.denied for name in one.claimants)}" if tie.denied else ""
    )


@click.command()
@store_option(RECORD)
@click.option("--from", "since", type=DAY, help="Ties that may have held on this day or later.")
@click.option("--to", "until", type=DAY, help="Ties that may have held on this day or earlier.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.gexf, .graphml or .html"
)
def network(store: str, since: datetime.date | None, until: datetime.date | None, out: Path) -> None:
    """Write who is tied to whom in a period: stated ties, and apart from them what incidents show."""
    from tacitus.publish.actor_network import write_network

    if out.suffix not in (".gexf", ".graphml", ".html"):
        raise UsageError(
            f"{out.suffix or out.name!r} is not known", where="--out", remedy="Give .gexf, .graphml or .html"
        )
    with open_record(store) as record:
        graph = record.network(since, until)
    write_network(graph, out, since, until)
    say(f"Written: {out} ({graph.number_of_nodes()} actors, {graph.number_of_edges()} ties)")


@click.command()
@store_option(RECORD)
@click.option("--as-of", "day", type=DAY, help="Only those that stood on this day.")
@click.option("--owner", metavar="NAME", help="Only those of this actor.")
def facilities(store: str, day: datetime.date | None, owner: str | None) -> None:
    """List posts, bases and checkpoints: whose, where, first and last cited, attacked, removed."""
    with open_record(store) as record:
        found = record.actors()
        key = found.key(owner) if owner else None
        lives = [
            one
            for one in found.facilities()
            if (day is None or one.stands_on(day)) and (key is None or one.owner == key)
        ]
    rows = (
        (one.kind, one.owner_name, one.place.name or one.place.text, one.established, one.first_cited, one.last_cited,
         ", ".join(map(str, one.attacked)), one.removed, one.status, "; ".join(one.sources))
        for one in lives
    )  # fmt: skip
    columns = (
        "kind",
        "owner",
        "place",
        "set up",
        "first cited",
        "last cited",
        "attacked",
        "removed",
        "status",
        "sources",
    )
    show(table(columns, rows))
