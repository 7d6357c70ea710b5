"""Keep sealed reasons apart from ballots, what was read of them, and what their box came to."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_1210"
down_revision = "20261129_1205"
branch_labels = None
depends_on = None

STATES = "state IN ('pending', 'upheld', 'withdrawn', 'mended')"
NEW = {
    "reason_root": sa.Column("reason_root", sa.LargeBinary(), nullable=True),
    "reason_faults": sa.Column("reason_faults", sa.JSON(), nullable=True),
}


def upgrade() -> None:
    for column in NEW.values():
        op.add_column("round", column)
    op.create_table(
        "sealed_reason",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_sealed_reason_id_length")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sealed_reason_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_reason")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "released_reason",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_released_reason_id_length")),
        sa.CheckConstraint(STATES, name=op.f("ck_released_reason_known_state")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_released_reason_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_reason")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("released_reason")
    op.drop_table("sealed_reason")
    with op.batch_alter_table("round", recreate="never") as batch:
        for name in NEW:
            batch.drop_column(name)
