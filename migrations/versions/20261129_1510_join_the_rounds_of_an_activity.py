"""Let an appraisal have several rounds, each with a name, and something that joins them."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_1510"
down_revision = "20261129_1215"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appraisal", sa.Column("joining", sa.LargeBinary(), nullable=True))
    op.add_column("round", sa.Column("name", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    for table, column in (("round", "name"), ("appraisal", "joining")):
        with op.batch_alter_table(table, recreate="never") as batch:
            batch.drop_column(column)
