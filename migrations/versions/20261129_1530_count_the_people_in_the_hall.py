"""Count the people in the hall."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_1530"
down_revision = "20261129_1510"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("present", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("round", recreate="never") as batch:
        batch.drop_column("present")
