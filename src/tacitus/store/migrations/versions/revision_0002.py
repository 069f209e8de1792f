"""Decisions, incidents, links and copies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables of what is made of many articles. Nothing that was there changes."""
    _create_decisions()
    _create_incidents()
    _create_linked_events()
    _create_blocks()
    _create_links()
    _create_copies()
    _create_prints()
    _create_fingerprinted()
    _create_link_state()


def downgrade() -> None:
    """Take them away."""
    for table in (
        "link_state",
        "fingerprinted",
        "prints",
        "copies",
        "links",
        "blocks",
        "linked_events",
        "incidents",
        "decisions",
    ):
        op.drop_table(table)


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("old", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("new", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_coder"), "decisions", ["coder"], unique=False)
    op.create_index(op.f("ix_decisions_kind"), "decisions", ["kind"], unique=False)
    op.create_index(op.f("ix_decisions_target"), "decisions", ["target"], unique=False)


def _create_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("first_event", sa.String(), nullable=False),
        sa.Column("event_type", sa.String(), nullable=False),
        sa.Column("sub_event_type", sa.String(), nullable=False),
        sa.Column("ucdp_type", sa.String(), nullable=True),
        sa.Column("actor1", sa.Text(), nullable=True),
        sa.Column("actor2", sa.Text(), nullable=True),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.String(), nullable=True),
        sa.Column("date_basis", sa.String(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("admin1", sa.String(), nullable=True),
        sa.Column("admin2", sa.String(), nullable=True),
        sa.Column("place_precision", sa.String(), nullable=True),
        sa.Column("fatalities_low", sa.Integer(), nullable=True),
        sa.Column("fatalities_best", sa.Integer(), nullable=True),
        sa.Column("fatalities_high", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("contested", sa.Text(), nullable=True),
        sa.Column("clarity", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("item", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(op.f("ix_incidents_date_end"), "incidents", ["date_end"], unique=False)
    op.create_index(op.f("ix_incidents_date_start"), "incidents", ["date_start"], unique=False)
    op.create_index(op.f("ix_incidents_event_type"), "incidents", ["event_type"], unique=False)
    op.create_index(op.f("ix_incidents_first_event"), "incidents", ["first_event"], unique=False)
    op.create_index(op.f("ix_incidents_place_id"), "incidents", ["place_id"], unique=False)
    op.create_index(op.f("ix_incidents_status"), "incidents", ["status"], unique=False)
    op.create_index(op.f("ix_incidents_sub_event_type"), "incidents", ["sub_event_type"], unique=False)
    op.create_index(op.f("ix_incidents_withdrawn"), "incidents", ["withdrawn"], unique=False)


def _create_linked_events() -> None:
    op.create_table(
        "linked_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("neighbourhood", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_events")),
        sa.UniqueConstraint("event_id", name=op.f("uq_linked_events_event_id")),
    )
    op.create_index(op.f("ix_linked_events_article_id"), "linked_events", ["article_id"], unique=False)
    op.create_index(op.f("ix_linked_events_incident_id"), "linked_events", ["incident_id"], unique=False)
    op.create_index(op.f("ix_linked_events_neighbourhood"), "linked_events", ["neighbourhood"], unique=False)


def _create_blocks() -> None:
    op.create_table(
        "blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("linked_event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
    )
    op.create_index(op.f("ix_blocks_key"), "blocks", ["key"], unique=False)
    op.create_index(op.f("ix_blocks_linked_event"), "blocks", ["linked_event"], unique=False)


def _create_links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_a", sa.String(), nullable=False),
        sa.Column("event_b", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("neighbourhood", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_event_a"), "links", ["event_a"], unique=False)
    op.create_index(op.f("ix_links_event_b"), "links", ["event_b"], unique=False)
    op.create_index(op.f("ix_links_neighbourhood"), "links", ["neighbourhood"], unique=False)


def _create_copies() -> None:
    op.create_table(
        "copies",
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("original_id", sa.String(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("share_of_original", sa.Float(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_copies_article_id_articles")),
        sa.ForeignKeyConstraint(["original_id"], ["articles.id"], name=op.f("fk_copies_original_id_articles")),
        sa.PrimaryKeyConstraint("article_id", "original_id", name=op.f("pk_copies")),
    )


def _create_prints() -> None:
    op.create_table(
        "prints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("print", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
    )
    op.create_index(op.f("ix_prints_article_id"), "prints", ["article_id"], unique=False)
    op.create_index(op.f("ix_prints_print"), "prints", ["print"], unique=False)


def _create_fingerprinted() -> None:
    op.create_table(
        "fingerprinted",
        sa.Column("article_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_fingerprinted_article_id_articles")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_fingerprinted")),
    )


def _create_link_state() -> None:
    op.create_table(
        "link_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("linked", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_state")),
    )
