"""Keep the report beside the result; results counted before have none."""

import sqlalchemy as sa
from alembic import op

revision = "20261124_0055"
down_revision = "20261123_2330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("result", sa.Column("report", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("result", "report")
