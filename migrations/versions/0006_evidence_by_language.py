"""What the evidence of a requirement is, by language: it was one text, in English."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_RULES = sa.table("requirement", sa.column("id", sa.Integer), sa.column("evidence", sa.JSON))


def _by_language(what: Any) -> Any:
    return {"en": what} if isinstance(what, str) else what


def _in_english(what: Any) -> Any:
    return what.get("en", "") if isinstance(what, dict) else what


def _reword(word: Any) -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(_RULES)).all():
        proofs = [{**proof, "what": word(proof.get("what", ""))} for proof in row.evidence]
        bind.execute(_RULES.update().where(_RULES.c.id == row.id).values(evidence=proofs))


def upgrade() -> None:
    _reword(_by_language)


def downgrade() -> None:
    _reword(_in_english)
