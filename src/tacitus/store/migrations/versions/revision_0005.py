"""Larger numbers on PostgreSQL; SQLite's are large as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_COLUMNS = (
    *((table, f"fatalities_{end}") for table in ("events", "incidents") for end in ("low", "best", "high")),
    *((table, "id") for table in ("spans", "linked_events", "blocks", "links", "prints")),
    ("linked_events", "neighbourhood"),
    ("links", "neighbourhood"),
    ("blocks", "linked_event"),
)


def upgrade() -> None:
    """Let tolls, and numbers of rows of which an article has many, go beyond two thousand million."""
    _retype(sa.BigInteger(), "bigint")


def downgrade() -> None:
    """Make them small again. Fails, and changes nothing, where a number is too large for that."""
    _retype(sa.Integer(), "integer")


def _retype(kind: sa.types.TypeEngine[int], name: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in _COLUMNS:
        op.alter_column(table, column, type_=kind)
        if column == "id":
            op.execute(f"ALTER SEQUENCE {table}_id_seq AS {name}")
