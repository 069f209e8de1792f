"""How far linking has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Note the last coding that was linked, so that the next run need not look at all of them."""
    with op.batch_alter_table("link_state") as table:
        table.add_column(sa.Column("last_coding", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("link_state") as table:
        table.drop_column("last_coding")
