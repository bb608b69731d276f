"""Letters about evidence, to the owners and editors of the firm, each in their language."""

from collections.abc import Sequence
from typing import Any

from app.directory.credentials.events import (
    CredentialAccepted,
    CredentialEvent,
    CredentialLapsed,
    CredentialReminded,
    CredentialReturned,
)
from app.directory.credentials.models import Credential, StepKind
from app.directory.credentials.queries import cells_of
from app.directory.memberships import keepers_of
from app.directory.models import Firm
from app.i18n.languages import BY_SLUG, Language
from app.kernel.content import edition
from app.kernel.db import db
from app.notices.writing import Notice, firm_name, write_all
from app.taxonomy.queries import taxonomy


def _write_all(
    letter: str, event: CredentialEvent, *, reason: str, stopped: Sequence[int] = (), **facts: Any
) -> None:
    """To each who keeps the listing; where nobody does, to the firm's own address."""
    firm = db.session.get_one(Firm, event.firm_id)
    credential = db.session.get_one(Credential, event.credential_id)
    readers = [(each.email, each.language, f"{each.id}") for each in keepers_of(firm.id)]
    if not readers and firm.contact_email:
        readers = [(firm.contact_email, firm.contact_language, "firm")]
    write_all(
        [
            Notice(
                letter,
                to,
                BY_SLUG[slug],
                f"credential:{credential.id}:{reason}:{who}",
                f"credential:{credential.id}",
                event.at,
                facts=_facts(firm, credential, stopped, BY_SLUG[slug]) | facts,
            )
            for to, slug, who in readers
        ]
    )


def _facts(firm: Firm, credential: Credential, stopped: Sequence[int], language: Language) -> dict[str, Any]:
    return {
        "firm": firm,
        "firm_name": firm_name(firm, language),
        "credential": credential,
        "issuer": credential.issuer_in(language)[0],
        "cells": _cells([each.offering_id for each in credential.supports], language),
        "stopped": _cells(stopped, language),
    }


def _cells(offering_ids: Sequence[int], language: Language) -> list[tuple[str, str]]:
    """Market and service of each, in the reader's words."""
    known = taxonomy(edition().version)
    return [
        (known.regions[each.market_code].name(language), known.services[each.service_code].name(language))
        for each in cells_of(offering_ids)
    ]


def tell_of_acceptance(event: CredentialAccepted) -> None:
    """Checked, and what rests on it now; also what nothing supports any more."""
    _write_all("credential_accepted", event, reason="accepted", stopped=event.stopped)


def tell_of_return(event: CredentialReturned) -> None:
    """What is missing; each time it is returned."""
    _write_all("credential_returned", event, reason=f"returned:{event.at.timestamp():.0f}")


def remind(event: CredentialReminded) -> None:
    """It ends soon, or has ended and nothing has come since; once for each step."""
    _write_all(
        "credential_reminder",
        event,
        reason=f"reminder:{event.step}",
        is_over=event.step == StepKind.WEEK_AFTER.value,
    )


def tell_of_lapse(event: CredentialLapsed) -> None:
    """It is over, and exactly what nobody finds any more."""
    _write_all("credential_lapsed", event, reason="lapsed", stopped=event.stopped)
