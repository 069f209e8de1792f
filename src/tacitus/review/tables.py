"""The tables of people at work: accounts, sessions, drafts, double coding, restrictions, and the audit log."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from tacitus.store.schema import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("preferences", JSON, nullable=False),
)
"""Who may sign in. `password` is an argon2 hash; accounts are shut, never deleted: decisions bear their names."""

sessions = Table(
    "sessions",
    metadata,
    # The hash of the cookie, so that who reads the record cannot take over a session.
    Column("token_sha256", String, primary_key=True),
    Column("account", ForeignKey("accounts.name"), nullable=False, index=True),
    Column("made", DateTime(timezone=True), nullable=False),
    Column("seen", DateTime(timezone=True), nullable=False),
)

restrictions = Table(
    "restrictions",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("account", String, nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
)
"""Articles that only adjudicators and admins may see."""

drafts = Table(
    "drafts",
    metadata,
    Column("account", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("saved", DateTime(timezone=True), nullable=False),
)
"""What somebody began to decide or to code and has not handed in."""

coding_rounds = Table(
    "coding_rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("machine", Boolean, nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
    Column("made_by", String, nullable=False),
    Column("closed", DateTime(timezone=True)),
)
"""Rounds of double coding. With `machine`, coders may see the machine's coding as a proposal; else they are blind."""

assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("coding_rounds.id"), nullable=False, index=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False, index=True),
    Column("coder", String, nullable=False, index=True),
    Column("coding", JSON(none_as_null=True)),
    Column("handed_in", DateTime(timezone=True)),
    UniqueConstraint("round_id", "article_id", "coder"),
)
"""Which coder codes which article in a round; `coding` is what was handed in, in the interchange form."""

adjudications = Table(
    "adjudications",
    metadata,
    Column("round_id", ForeignKey("coding_rounds.id"), primary_key=True),
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("coding", JSON, nullable=False),
    Column("adjudicator", String, nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
)
"""What an adjudicator settled upon for an article of a round, in the interchange form."""

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    # ISO 8601 text, not a timestamp: what is hashed must come back as it was written.
    Column("at", String, nullable=False, index=True),
    Column("who", String, nullable=False, index=True),
    Column("action", String, nullable=False, index=True),
    Column("target", Text),
    Column("detail", JSON, nullable=False),
    Column("before", String, nullable=False),
    Column("sha256", String, nullable=False, unique=True),
    sqlite_autoincrement=True,
)
"""The append-only log. Each line holds the hash of the line before it; triggers refuse changes and deletions."""
