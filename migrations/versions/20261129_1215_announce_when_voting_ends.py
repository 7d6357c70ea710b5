"""Announce when voting is to end."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_1215"
down_revision = "20261129_1210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("ends_at", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("round", recreate="never") as batch:
        batch.drop_column("ends_at")
