"""Keep who has read a warning of the rule checker."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_1150"
down_revision = "20261124_0240"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("acknowledged", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("round", recreate="never") as batch:
        batch.drop_column("acknowledged")
