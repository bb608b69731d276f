"""Registering a firm: what its people write, and what the desk says to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.actions import join
from app.accounts.models import Account, MemberRole
from app.directory.models import Firm, FirmText, Office, TextState, Visibility
from app.directory.registering.errors import RegistrationMoved, TooManyDrafts
from app.directory.registering.events import FirmDrafted, FirmPublished, FirmReturned, FirmSubmitted
from app.directory.registering.models import WITH_THE_FIRM, Registration, RegistrationState
from app.directory.registering.slugs import free_slug, slug_from
from app.directory.websites import host_of
from app.i18n.calendars import seat_of
from app.kernel.content import raise_version
from app.kernel.db import breaks_unique, db
from app.kernel.events import publish

#: Firms that one person may have underway at once.
MOST_DRAFTS = 5
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a firm says of itself to begin with; words by language slug, those not given are empty."""

    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    country: str
    #: By language slug.
    city: Mapping[str, str]
    website: str
    contact_email: str
    #: The language we write to the firm in, as a language slug.
    contact_language: str


def register(person: Account, said: Said, *, at: datetime) -> Registration:
    """Keep a draft that the person owns; publishes FirmDrafted. Raises TooManyDrafts."""
    underway = select(func.count()).where(
        Registration.account_id == person.id, Registration.state != RegistrationState.PUBLISHED
    )
    if (db.session.scalar(underway) or 0) >= MOST_DRAFTS:
        raise TooManyDrafts(most=MOST_DRAFTS)
    firm = _made(said, at=at)
    begun = Registration(
        firm_id=firm.id, account_id=person.id, state=RegistrationState.DRAFT, begun_at=at, firm=firm
    )
    db.session.add(begun)
    join(person, firm_id=firm.id, role=MemberRole.OWNER, at=at)
    db.session.flush()
    publish(FirmDrafted(at=at, firm_id=firm.id, by_id=person.id))
    return begun


def _made(said: Said, *, at: datetime) -> Firm:
    """A firm under an address of its own, also where another takes the same at this moment."""
    name = next(each for each in (said.names.get("en"), *said.names.values()) if each)
    wanted = slug_from(said.names.get("en") or name, host_of(said.website))
    for _try in range(_TRIES):
        # Claimed from the beginning: whoever registers it belongs to it, and the seed leaves it alone.
        firm = Firm(slug=free_slug(wanted), visibility=Visibility.DRAFT, claimed_at=at)
        _say(firm, said)
        try:
            with db.session.begin_nested():
                db.session.add(firm)
            return firm
        except IntegrityError as error:
            if not breaks_unique(error, "firm", "slug"):
                raise
    raise RegistrationMoved


def _say(firm: Firm, said: Said) -> None:
    firm.website = said.website
    firm.contact_email, firm.contact_language = said.contact_email, said.contact_language
    seat = seat_of(said.country, said.city.get("en", ""))
    firm.calendar, firm.time_zone = seat.calendar, seat.time_zone
    firm.offices = [Office(country=said.country, city=dict(said.city), is_headquarters=True, position=1)]
    written = [slug for slug in said.names if said.names[slug] or said.descriptions.get(slug)]
    for slug in set(firm.texts) - set(written):
        del firm.texts[slug]
    for slug in written:
        name_language, name = _name_in(said, slug)
        if slug not in firm.texts:
            firm.texts[slug] = FirmText(language=slug)
        text = firm.texts[slug]
        text.name, text.name_language = name, name_language
        text.description = said.descriptions.get(slug, "")
        text.state = TextState.ORIGINAL


def _name_in(said: Said, slug: str) -> tuple[str, str]:
    """The name on the page of a language, and the language it is in: a page without its own takes another."""
    for language in (slug, *said.names):
        if said.names.get(language):
            return language, said.names[language]
    raise ValueError("a firm without any name")


def _at_hand(begun: Registration, states: Collection[RegistrationState], seen: int | None) -> None:
    """See to it that the registration is in one of the states and as it was read, and stays so meanwhile.

    Raises RegistrationMoved.
    """
    row = select(Registration).where(Registration.id == begun.id).with_for_update(of=Registration)
    db.session.scalars(row.execution_options(populate_existing=True)).one()
    if begun.state not in states or seen not in {None, begun.version}:
        raise RegistrationMoved
    begun.version += 1


def revise(begun: Registration, said: Said, *, seen: int) -> None:
    """Write the draft anew. Raises RegistrationMoved unless it is with the firm, in the version ``seen``."""
    _at_hand(begun, WITH_THE_FIRM, seen)
    firm = db.session.get_one(Firm, begun.firm_id)
    db.session.refresh(firm, ["offices"])
    firm.offices.clear()
    db.session.flush()
    _say(firm, said)
    db.session.flush()


def submit(begun: Registration, *, by: int, at: datetime) -> None:
    """Put it before the desk; publishes FirmSubmitted. Raises RegistrationMoved if it is there already."""
    _at_hand(begun, WITH_THE_FIRM, None)
    begun.state, begun.submitted_at, begun.reason = RegistrationState.SUBMITTED, at, ""
    publish(FirmSubmitted(at=at, firm_id=begun.firm_id, by_id=by))


def take_in(begun: Registration, *, by: int, at: datetime) -> None:
    """List the firm for the public; publishes FirmPublished. Raises RegistrationMoved."""
    _at_hand(begun, {RegistrationState.SUBMITTED}, None)
    begun.state, begun.decided_at, begun.decided_by = RegistrationState.PUBLISHED, at, by
    firm = db.session.get_one(Firm, begun.firm_id)
    firm.visibility, firm.claimed_at = Visibility.PUBLISHED, at
    raise_version(at=at)
    publish(FirmPublished(at=at, firm_id=firm.id, by_id=by))


def send_back(begun: Registration, *, reason: str, by: int, at: datetime) -> None:
    """Say what is missing; publishes FirmReturned. Raises RegistrationMoved."""
    _at_hand(begun, {RegistrationState.SUBMITTED}, None)
    begun.state, begun.decided_at, begun.decided_by = RegistrationState.RETURNED, at, by
    begun.reason = reason
    publish(FirmReturned(at=at, firm_id=begun.firm_id, by_id=by))
