"""Tell credentials of paper ballots from those of slips; there were none of paper before."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_1205"
down_revision = "20261129_1150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credential", sa.Column("paper", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.execute("DELETE FROM credential WHERE paper AND NOT spent")  # else they would pass for printed slips
    op.drop_column("credential", "paper")
