"""A database with the sample firms: ``python -m tools.faults.seeding``, told by the surroundings."""

import flask_migrate
from sqlalchemy import select, text, update

from app.console import seeding
from app.directory.models import Basis, Firm, Offering, OfferingSector
from app.factory import create_app
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.kernel.migrations import pending

#: Sample firms that are asked.
FIRMS = 6


def _all_offer_it() -> None:
    """Some sample firms that can receive offer what is asked for, however much they have in hand."""
    db.session.execute(update(Firm).values(capacity=None))
    offering = select(Offering.firm_id).where(Offering.service_code == "MA-ATMP")
    others = db.session.scalars(select(Firm).where(Firm.demo, Firm.id.not_in(offering)).order_by(Firm.id))
    for firm in [firm for firm in others if firm.can_receive][:FIRMS]:
        sectors = [OfferingSector(sector_code="ATMP")]
        wanted = {"service_code": "MA-ATMP", "market_code": "UK", "basis": Basis.STATED}
        db.session.add(Offering(firm_id=firm.id, sectors=sectors, **wanted))


def main() -> None:
    app = create_app()
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect() as connection:
                # Servers made for tests forget the last moments when they are killed; this one may not.
                name = connection.execute(text("SELECT current_database()")).scalar_one()
                connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = on'))
                connection.commit()
            db.engine.dispose()
        with db.engine.connect() as connection:
            is_behind = pending(connection)
        if is_behind:
            flask_migrate.upgrade()
        if not db.session.scalar(select(Firm.id).limit(1)):
            list(seeding.load(seeding.SEED, demo=True, at=now()))
        with transaction():
            _all_offer_it()


if __name__ == "__main__":
    main()
