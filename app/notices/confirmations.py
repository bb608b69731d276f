"""Letters to the people who keep a firm's listing, about offerings to be confirmed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.directory.grid.events import ConfirmationDue, OfferingsLapsed
from app.directory.memberships import keepers_of
from app.directory.models import Firm, Offering
from app.i18n.languages import BY_SLUG, Language
from app.kernel.content import edition
from app.kernel.db import db
from app.notices.writing import Notice, firm_name, write_all
from app.outbox.models import Topic
from app.taxonomy.queries import taxonomy

#: Named in one letter; the page has the rest.
_MOST_NAMED = 12

#: Service, market and the last day on which it counts.
_Cell = tuple[str, str, date | None]


def remind(event: ConfirmationDue) -> None:
    """The day until which offerings count is near."""
    rows = db.session.execute(
        select(Offering.service_code, Offering.market_code, Offering.confirm_by)
        .where(Offering.id.in_(event.offering_ids))
        .order_by(Offering.confirm_by, Offering.id)
    )
    cells = [(row.service_code, row.market_code, row.confirm_by) for row in rows]
    _write("offerings_due", event.firm_id, cells, at=event.at, topic=Topic.REMINDERS)


def tell_of_lapse(event: OfferingsLapsed) -> None:
    """They answer no search any more, until the firm confirms them."""
    cells = [(each.service, each.market, None) for each in event.changes]
    _write("offerings_lapsed", event.firm_id, cells, at=event.at)


def _write(
    letter: str, firm_id: int, cells: Sequence[_Cell], *, at: datetime, topic: Topic | None = None
) -> None:
    firm = db.session.get_one(Firm, firm_id)
    write_all(
        [
            Notice(
                letter,
                to,
                language,
                # Cells of one firm are looked at together: of one moment, one letter to each is enough.
                f"offerings:{firm_id}:{letter}:{at.timestamp():.0f}:{number}",
                f"offerings:{firm_id}",
                at,
                topic,
                facts=_facts(firm, cells, language),
            )
            for number, (to, language) in enumerate(_readers(firm))
        ]
    )


def _readers(firm: Firm) -> list[tuple[str, Language]]:
    """Those who keep the listing; the firm's own address where there is nobody."""
    people = [(each.email, BY_SLUG[each.language]) for each in keepers_of(firm.id)]
    own = [(firm.contact_email, BY_SLUG[firm.contact_language])] if firm.contact_email else []
    return people or own


def _facts(firm: Firm, cells: Sequence[_Cell], language: Language) -> dict[str, Any]:
    known = taxonomy(edition().version)
    named = [
        (known.services[service].name(language), known.regions[market].name(language), day)
        for service, market, day in cells[:_MOST_NAMED]
    ]
    return {
        "firm": firm,
        "firm_name": firm_name(firm, language),
        "cells": named,
        "total": len(cells),
        "further": len(cells) - len(named),
    }
