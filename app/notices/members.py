"""Letters about who belongs to a firm: to the person it concerns, or to the firm's owners."""

from collections.abc import Iterable, Mapping

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l

from app.accounts.belonging.events import (
    FirmEvent,
    InvitationAccepted,
    InvitationRevoked,
    JoinAsked,
    JoinDeclined,
    JoinGranted,
    MemberEvent,
    MemberLeft,
    MemberRemoved,
    OwnershipDeclined,
    OwnershipOffered,
    OwnershipTaken,
    PersonInvited,
    RoleChanged,
)
from app.accounts.belonging.inviting import token_of
from app.accounts.belonging.models import Invitation, JoinRequest
from app.accounts.belonging.queries import owners
from app.accounts.models import Account, MemberRole
from app.accounts.queries import names_of
from app.directory.models import Firm
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG, Language
from app.kernel.db import db
from app.notices.writing import firm_name, settings, write

ROLES: Mapping[MemberRole, LazyString] = {
    MemberRole.RESPONDER: _l("responder, who answers enquiries"),
    MemberRole.EDITOR: _l("editor, who also keeps the listing"),
    MemberRole.OWNER: _l("owner, who also says who belongs to the firm"),
}

#: What has happened, to whoever is told.
SAID: Mapping[type[FirmEvent], LazyString] = {
    InvitationRevoked: _l("The invitation to join %(firm)s was taken back; its link no longer works."),
    InvitationAccepted: _l("%(person)s has accepted the invitation and now belongs to %(firm)s."),
    JoinAsked: _l("%(person)s asks to join %(firm)s. You decide on the page “People”."),
    JoinGranted: _l("You now belong to %(firm)s. Your role: %(role)s."),
    JoinDeclined: _l("The owners of %(firm)s have declined your request to join."),
    RoleChanged: _l("Your role at %(firm)s has changed. It is now: %(role)s."),
    MemberRemoved: _l("You no longer belong to %(firm)s: an owner of the firm has removed you."),
    MemberLeft: _l("%(person)s has left %(firm)s."),
    OwnershipOffered: _l("An owner of %(firm)s offers you their place. Nothing changes until you accept."),
    OwnershipTaken: _l("%(person)s now owns %(firm)s in place of %(before)s, who is an editor."),
    OwnershipDeclined: _l(
        "The offer to hand the ownership of %(firm)s to %(person)s is over; nothing changed."
    ),
}


def send_news(
    event: FirmEvent,
    sentence: LazyString,
    people: Iterable[Account],
    *,
    quote: str = "",
    place: str = "account",
    facts: Mapping[str, str | LazyString] | None = None,
) -> None:
    """Tell each of these people, in their language, what has happened at the firm.

    quote: somebody's own words that belong to it. place: where the letter's link leads: ``account``,
    ``people`` (who belongs to the firm), ``membership`` (one's own place there) or ``listing``.
    """
    for person in people:
        _send(
            event,
            sentence,
            to=person.email,
            language=BY_SLUG[person.language],
            about=f"account:{person.id}",
            quote=quote,
            place=place,
            facts=facts or {},
        )


def _send(
    event: FirmEvent,
    sentence: LazyString,
    *,
    to: str,
    language: Language,
    about: str,
    quote: str,
    place: str,
    facts: Mapping[str, str | LazyString],
) -> None:
    firm = db.session.get_one(Firm, event.firm_id)
    name = firm_name(firm, language)
    with force_locale(language.babel):
        said = str(sentence) % {"firm": name, **{key: str(each) for key, each in facts.items()}}
    write(
        "firm_news",
        to=to,
        language=language,
        reason=f"firm:{firm.id}:{type(event).__name__}:{event.at.timestamp():.0f}:{about}",
        about=about,
        at=event.at,
        firm_name=name,
        sentence=said,
        quote=quote,
        link=_place(place, firm.slug, language),
    )


def _place(place: str, slug: str, language: Language) -> str:
    at = Addresses(language)
    places = {
        "people": at.members(slug),
        "membership": at.membership(slug),
        "listing": at.firm(slug),
    }
    return places.get(place, at.account)


def _facts(event: MemberEvent) -> dict[str, str | LazyString]:
    other = getattr(event, "from_id", None)
    names = names_of([each for each in (event.account_id, other) if each])
    role = getattr(event, "role", None)
    return {
        "person": names.get(event.account_id, ""),
        "before": names.get(other or 0, ""),
        "role": ROLES[role] if role else "",
    }


def send_invitation(event: PersonInvited) -> None:
    """The link with which whoever reads the mail joins the firm."""
    invitation = db.session.get_one(Invitation, event.invitation_id)
    firm, language = db.session.get_one(Firm, event.firm_id), BY_SLUG[invitation.language]
    write(
        "firm_invitation",
        to=invitation.email,
        language=language,
        reason=f"invitation:{invitation.id}",
        about=f"invitation:{invitation.id}",
        at=event.at,
        firm_name=firm_name(firm, language),
        inviter=names_of([event.by_id] if event.by_id else []).get(event.by_id or 0, ""),
        role=ROLES[invitation.role],
        token=token_of(invitation, secret=settings().secret_key),
    )


def tell_invited(event: InvitationRevoked) -> None:
    """Whoever was invited may have no account."""
    invitation = db.session.get_one(Invitation, event.invitation_id)
    _send(
        event,
        SAID[InvitationRevoked],
        to=invitation.email,
        language=BY_SLUG[invitation.language],
        about=f"invitation:{invitation.id}",
        quote="",
        place="account",
        facts={},
    )


def tell_owners(event: MemberEvent) -> None:
    """Those who say who belongs to the firm, beside whoever did it."""
    told = [each for each in owners(event.firm_id) if each.id != event.by_id]
    note = ""
    if isinstance(event, JoinAsked):
        note = db.session.get_one(JoinRequest, event.join_id).note
    send_news(event, SAID[type(event)], told, quote=note, place="people", facts=_facts(event))


def tell_person(event: MemberEvent) -> None:
    """The person themselves."""
    person = db.session.get_one(Account, event.account_id)
    belongs = not isinstance(event, JoinDeclined | MemberRemoved)
    place = "membership" if belongs else "account"
    send_news(event, SAID[type(event)], [person], place=place, facts=_facts(event))


def tell_both(event: OwnershipTaken | OwnershipDeclined) -> None:
    """Both of whom the offer was about, beside whoever did it; and the other owners once it was taken."""
    ids = dict.fromkeys([event.account_id, event.from_id])
    told = {each: db.session.get_one(Account, each) for each in ids}
    if isinstance(event, OwnershipTaken):
        told |= {each.id: each for each in owners(event.firm_id)}
    people = [person for id_, person in told.items() if id_ != event.by_id]
    send_news(event, SAID[type(event)], people, place="membership", facts=_facts(event))
