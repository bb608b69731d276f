"""Routing runs, standing, shares and capacity; what an enquiry's text says; proposals for the lexicon."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


_KIND = _enum("facetkind", "market", "service", "sector")
_CHANGE = _enum("change", "added", "removed")
_PROPOSAL_STATE = _enum("proposalstate", "open", "taken_up", "dismissed")
_PURPOSE = _enum("runpurpose", "routed", "referred")
_URGENCY = _enum("urgency", "incident", "detained_shipment", "authority_action", "deadline", "asap", "none")
_WAY = _enum("way", "clear", "ask", "person")
_LANE = _enum("spamlane", "pass", "hold", "reject")


def upgrade() -> None:
    op.create_table(
        "firm_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Double(), nullable=False),
        sa.Column("late", sa.Double(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_firm_standing_firm_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_standing")),
        sa.UniqueConstraint("firm_id", name=op.f("uq_firm_standing_firm_id")),
    )
    op.create_table(
        "cell_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(length=32), nullable=False),
        sa.Column("market_code", sa.String(length=32), nullable=False),
        sa.Column("deficit", sa.Double(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_cell_share_firm_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["market_code"], ["region.code"], name=op.f("fk_cell_share_market_code")),
        sa.ForeignKeyConstraint(["service_code"], ["service.code"], name=op.f("fk_cell_share_service_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_share")),
        sa.UniqueConstraint(
            "service_code",
            "market_code",
            "firm_id",
            name=op.f("uq_cell_share_service_code_market_code_firm_id"),
        ),
    )
    _create_proposals()
    op.create_table(
        "routing_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", _PURPOSE, nullable=False),
        sa.Column("weights", sa.String(length=16), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("firms", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiry.id"], name=op.f("fk_routing_run_enquiry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_run")),
    )
    op.create_index("ix_routing_run_enquiry", "routing_run", ["enquiry_id", "id"])
    _widen_tables()


def _create_proposals() -> None:
    op.create_table(
        "lexicon_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("change", _CHANGE, nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("state", _PROPOSAL_STATE, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["account.id"], name=op.f("fk_lexicon_proposal_closed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiry.id"], name=op.f("fk_lexicon_proposal_enquiry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_lexicon_proposal_proposed_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_proposal")),
    )
    op.create_index(op.f("ix_lexicon_proposal_enquiry_id"), "lexicon_proposal", ["enquiry_id"])
    op.create_index("ix_lexicon_proposal_state", "lexicon_proposal", ["state", "id"])


def _widen_tables() -> None:
    # Rows that are there already get a value, and the default goes again: later rows must say theirs.
    with op.batch_alter_table("enquiry") as table:
        table.add_column(sa.Column("urgency", _URGENCY, nullable=False, server_default="none"))
        table.add_column(sa.Column("origin_country", sa.String(length=2), nullable=True))
        table.add_column(sa.Column("way", _WAY, nullable=False, server_default="clear"))
        table.add_column(sa.Column("way_reason", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("spam_lane", _LANE, nullable=False, server_default="pass"))
        table.add_column(sa.Column("spam_kind", sa.String(length=16), nullable=True))
    with op.batch_alter_table("enquiry") as table:
        for name in ("urgency", "way", "spam_lane"):
            table.alter_column(name, server_default=None)

    op.create_index("ix_enquiry_email", "enquiry", ["email"])
    with op.batch_alter_table("enquiry_facet") as table:
        table.add_column(sa.Column("score", sa.Double(), nullable=False, server_default="1"))
    with op.batch_alter_table("enquiry_facet") as table:
        table.alter_column("score", server_default=None)

    with op.batch_alter_table("firm") as table:
        table.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        table.add_column(sa.Column("open_referrals", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("firm") as table:
        table.alter_column("open_referrals", server_default=None)
    op.execute(
        "UPDATE firm SET open_referrals = (SELECT count(*) FROM referral WHERE referral.firm_id = firm.id"
        " AND referral.state IN ('visible', 'seen', 'accepted') AND referral.answered_at IS NULL)"
    )


def downgrade() -> None:
    with op.batch_alter_table("firm") as table:
        table.drop_column("open_referrals")
        table.drop_column("capacity")
    with op.batch_alter_table("enquiry_facet") as table:
        table.drop_column("score")
    op.drop_index("ix_enquiry_email", "enquiry")
    with op.batch_alter_table("enquiry") as table:
        for name in ("urgency", "way", "spamlane"):
            table.drop_constraint(name, type_="check")
        for name in ("spam_kind", "spam_lane", "way_reason", "way", "origin_country", "urgency"):
            table.drop_column(name)
    op.drop_table("routing_run")
    op.drop_table("lexicon_proposal")
    op.drop_table("cell_share")
    op.drop_table("firm_standing")
