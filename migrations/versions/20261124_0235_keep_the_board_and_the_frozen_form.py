"""Keep the board, the frozen form and the key of receipts; rounds closed before have none of them."""

import sqlalchemy as sa
from alembic import op

revision = "20261124_0235"
down_revision = "20261124_0055"
branch_labels = None
depends_on = None

COLUMNS = (
    ("installation", "receipt_key", sa.LargeBinary),
    ("round", "form", sa.LargeBinary),
    ("round", "code_root", sa.LargeBinary),
    ("round", "board_fingerprint", sa.LargeBinary),
    ("round", "board_leaves", sa.LargeBinary),
    ("round", "board_ballots", sa.JSON),
)


def upgrade() -> None:
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind(), nullable=True))


def downgrade() -> None:
    for table, name, _ in reversed(COLUMNS):
        op.drop_column(table, name)
