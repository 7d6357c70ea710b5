"""Give a round its people, their cards, what two of them agree on, and the states that follow from it."""

import sqlalchemy as sa
from alembic import op

revision = "20261124_0240"
down_revision = "20261124_0235"
branch_labels = None
depends_on = None

BEFORE = "state IN ('draft', 'open', 'closed', 'opened', 'published')"
AFTER = "state IN ('draft', 'rehearsal', 'sealed', 'open', 'closed', 'opened', 'published', 'shredded')"
NEW = {
    "rehearsal": sa.Column("rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()),
    "drilled": sa.Column("drilled", sa.String(length=12), nullable=False, server_default=""),
    "reconciliation": sa.Column("reconciliation", sa.JSON(), nullable=True),
    "objections_until": sa.Column("objections_until", sa.Date(), nullable=True),
    "slips": sa.Column("slips", sa.JSON(), nullable=True),
}


def upgrade() -> None:
    op.add_column("account", sa.Column("is_initial", sa.Boolean(), nullable=False, server_default=sa.false()))
    for column in NEW.values():
        op.add_column("round", column)
    _allow_states(AFTER)
    op.create_table(
        "card",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(public_key) = 32", name=op.f("ck_card_public_key_length")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_card_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "role", name=op.f("pk_card")),
    )
    op.create_table(
        "member",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "role IN ('organizer', 'scrutineer', 'observer')", name=op.f("ck_member_known_role")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_member_account_id_account")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_member_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "account_id", name=op.f("pk_member")),
    )
    op.create_table(
        "proposal",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_proposal_account_id_account")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_proposal_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_proposal")),
    )
    # whoever kept the installation so far organizes what is in it
    op.execute(
        "INSERT INTO member (round_id, account_id, role) "
        "SELECT round.id, (SELECT min(id) FROM account), 'organizer' FROM round "
        "WHERE EXISTS (SELECT 1 FROM account)"
    )


def downgrade() -> None:
    op.drop_table("proposal")
    op.drop_table("member")
    op.drop_table("card")
    op.execute("UPDATE round SET state = 'draft' WHERE state IN ('rehearsal', 'sealed')")
    op.execute("UPDATE round SET state = 'published' WHERE state = 'shredded'")
    _allow_states(BEFORE)
    with op.batch_alter_table("round", recreate="never") as batch:
        for name in NEW:
            batch.drop_column(name)
    with op.batch_alter_table("account", recreate="never") as batch:
        batch.drop_column("is_initial")


def _allow_states(condition: str) -> None:
    with op.batch_alter_table("round") as batch:
        batch.drop_constraint(op.f("ck_round_known_state"), type_="check")
        batch.create_check_constraint(op.f("ck_round_known_state"), condition)
