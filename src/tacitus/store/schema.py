"""The tables of a record. Types are portable: the same schema holds on SQLite and on PostgreSQL.

An article is kept once; every coding of it is kept, with who coded and with which version. Exactly one coding of an
article is current. What is searched for has its own column, and beside it stands the whole item as JSON, so that
keys this version does not know survive.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_REVISION = "0005"
"""The migration that this version of Tacitus works with; revisions are numbered in order."""

VERSION_TABLE = "tacitus_version"
"""Where the revision is written. A database without this table is not a record."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_LARGE = BigInteger().with_variant(Integer, "sqlite")
"""Numbers beyond two thousand million: tolls that a text exaggerates, rows of which an article has many."""

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("command", String, nullable=False),
    Column("started", DateTime(timezone=True), nullable=False),
    Column("ended", DateTime(timezone=True)),
    Column("coder_name", String),
    Column("coder_version", String),
    Column("config_sha256", String),
    Column("arguments", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
)

refusals = Table(
    "refusals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("message", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String, primary_key=True),
    Column("sha256", String, nullable=False, index=True),
    Column("text_sha256", String, nullable=False, index=True),
    Column("source", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("republished_from", Text),
    Column("published", Date, index=True),
    Column("language", String),
    Column("url", Text),
    Column("added", DateTime(timezone=True), nullable=False),
    Column("document", JSON, nullable=False),
)

codings = Table(
    "codings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False, index=True),
    Column("run_id", ForeignKey("runs.id"), index=True),
    Column("coder_name", String, nullable=False),
    Column("coder_version", String, nullable=False),
    Column("config_sha256", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("coded", DateTime(timezone=True), nullable=False),
    Column("imported", Boolean, nullable=False),
    Column("current", Boolean, nullable=False, index=True),
    # The document as this coder read it, where that differs from the article's; offsets count in this text.
    Column("document", JSON(none_as_null=True)),
    # The coder, and keys of the line that this version does not know.
    Column("rest", JSON, nullable=False),
    UniqueConstraint("article_id", "fingerprint"),
)


def _item(name: str, *columns: Column[object]) -> Table:
    """Build a table of things coded in an article: which coding, in which order, the columns, the whole as JSON."""
    return Table(
        name,
        metadata,
        Column("coding_id", ForeignKey("codings.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        *columns,
        Column("item", JSON, nullable=False),
    )


def _date_columns() -> list[Column[object]]:
    return [
        Column("date_start", Date, index=True),
        Column("date_end", Date, index=True),
        Column("date_precision", String),
        Column("date_basis", String),
    ]


def _place_columns() -> list[Column[object]]:
    return [
        Column("place", Text),
        Column("place_id", String, index=True),
        Column("latitude", Float),
        Column("longitude", Float),
        Column("country", String),
        Column("admin1", String),
        Column("admin2", String),
        Column("place_precision", String),
    ]


events = _item(
    "events",
    Column("id", String, nullable=False, index=True),
    Column("event_type", String, nullable=False, index=True),
    Column("sub_event_type", String, nullable=False, index=True),
    Column("ucdp_type", String),
    Column("plover_type", String),
    Column("plover_mode", String),
    Column("actor1", Text),
    Column("actor2", Text),
    *_date_columns(),
    *_place_columns(),
    Column("fatalities_low", _LARGE),
    Column("fatalities_best", _LARGE),
    Column("fatalities_high", _LARGE),
    Column("assertion", String, nullable=False, index=True),
    Column("attributed_to", Text),
    Column("background", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("sentence", Text, nullable=False),
)

relations = _item(
    "relations",
    Column("id", String, nullable=False, index=True),
    Column("type", String, nullable=False, index=True),
    Column("subject", Text),
    Column("subject_id", String, index=True),
    Column("object", Text),
    Column("object_id", String, index=True),
    Column("start", Date),
    Column("end", Date),
    Column("assertion", String, nullable=False),
    Column("attributed_to", Text),
    Column("confidence", Float, nullable=False),
    Column("sentence", Text, nullable=False),
)

facilities = _item(
    "facilities",
    Column("id", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("owner", Text),
    Column("status", String, nullable=False),
    *_date_columns(),
    *_place_columns(),
    Column("assertion", String, nullable=False),
    Column("sentence", Text, nullable=False),
)

actors = _item(
    "actors",
    Column("actor_id", String, index=True),
    Column("name", Text, index=True),
    Column("kind", String),
)

places = _item("places", *_place_columns())

spans = Table(
    "spans",
    metadata,
    Column("id", _LARGE, primary_key=True),
    Column("coding_id", ForeignKey("codings.id"), nullable=False),
    # The event, relation or facility, by its id within the article.
    Column("subject", String, nullable=False),
    Column("field", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "coding_id", "subject"),
)

ITEM_TABLES: dict[str, Table] = {
    "events": events,
    "relations": relations,
    "facilities": facilities,
    "places": places,
    "actors": actors,
}
"""The item tables by the key they have in the interchange form."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False, index=True),
    Column("target", String, nullable=False, index=True),
    Column("field", String),
    Column("old", JSON(none_as_null=True)),
    Column("new", JSON(none_as_null=True)),
    Column("reason", Text, nullable=False),
    Column("coder", String, nullable=False, index=True),
    Column("made", DateTime(timezone=True), nullable=False),
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_by", String),
    Column("more", JSON, nullable=False),
)
"""What people decided. Rows are never deleted and never changed, but for being undone, once."""

incidents = Table(
    "incidents",
    metadata,
    Column("id", String, primary_key=True),
    Column("first_event", String, nullable=False, index=True),
    Column("event_type", String, nullable=False, index=True),
    Column("sub_event_type", String, nullable=False, index=True),
    Column("ucdp_type", String),
    Column("actor1", Text),
    Column("actor2", Text),
    *_date_columns(),
    *_place_columns(),
    Column("fatalities_low", _LARGE),
    Column("fatalities_best", _LARGE),
    Column("fatalities_high", _LARGE),
    Column("status", String, nullable=False, index=True),
    Column("contested", Text),
    Column("clarity", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    # Where all of it stopped being one incident: when, and which incident holds its first event now.
    Column("withdrawn", DateTime(timezone=True), index=True),
    Column("replaced_by", String),
    Column("item", JSON, nullable=False),
)
"""Incidents under the usual rules. Ids are never used twice: what no longer stands is withdrawn, not deleted."""

linked_events = Table(
    "linked_events",
    metadata,
    Column("id", _LARGE, primary_key=True),
    Column("event_id", String, nullable=False, unique=True),
    Column("coding_id", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("article_id", String, nullable=False, index=True),
    # What was linked: changes when the coding or a decision on the event changes.
    Column("state", String, nullable=False),
    # Events that may influence each other's incident; linking anew never looks further than one of these.
    Column("neighbourhood", _LARGE, nullable=False, index=True),
    Column("incident_id", String, nullable=False, index=True),
)
"""Which event is in which incident."""

blocks = Table(
    "blocks",
    metadata,
    Column("id", _LARGE, primary_key=True),
    Column("key", BigInteger, nullable=False, index=True),
    Column("linked_event", _LARGE, nullable=False, index=True),
)
"""Where and when an event may be, as numbered cells of a day and an area: only events in one cell are compared."""

links = Table(
    "links",
    metadata,
    Column("id", _LARGE, primary_key=True),
    Column("event_a", String, nullable=False, index=True),
    Column("event_b", String, nullable=False, index=True),
    # "link" or "refusal"
    Column("verdict", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("neighbourhood", _LARGE, nullable=False, index=True),
)
"""The links that hold each incident together, and the nearest that were refused. Any other pair is explained anew."""

copies = Table(
    "copies",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("original_id", ForeignKey("articles.id"), primary_key=True),
    # How much of the article stands in the original, and the other way; 0 to 1.
    Column("share", Float, nullable=False),
    Column("share_of_original", Float, nullable=False),
    Column("kind", String, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Articles that repeat the words of another."""

prints = Table(
    "prints",
    metadata,
    Column("id", _LARGE, primary_key=True),
    Column("print", BigInteger, nullable=False, index=True),
    Column("article_id", String, nullable=False, index=True),
)
"""A sample of the word sequences of each article that is no copy, to find copies by."""

fingerprinted = Table(
    "fingerprinted",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
)
"""Articles that were looked at for copies."""

link_state = Table(
    "link_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("settings", String, nullable=False),
    # The last coding that was looked at.
    Column("last_coding", Integer, nullable=False, server_default="0"),
    Column("linked", DateTime(timezone=True), nullable=False),
)
"""One row: how often the record was linked, and with which settings. Two that link at once notice each other by it."""
