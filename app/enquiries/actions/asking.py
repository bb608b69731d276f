"""From a filled form to a kept enquiry, and the proof that the address is the enquirer's."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from app.directory.models import Firm
from app.enquiries.arrivals import Arriving, count
from app.enquiries.consenting import Agreement
from app.enquiries.consents import Consent, Mode
from app.enquiries.errors import ConsentMissing, EnquiryEnded, TooManyFirms
from app.enquiries.events import EnquiryConfirmed, EnquiryHeld, EnquirySubmitted
from app.enquiries.intake import graver, intake
from app.enquiries.models import Enquiry, Facet, FacetKind, FacetSource, Party, SpamLane, Urgency, Way
from app.enquiries.promises import answer_by, promise, promise_to
from app.enquiries.queries import by_nonce
from app.enquiries.references import mint
from app.enquiries.states import EnquiryState
from app.kernel.db import db
from app.kernel.events import publish

#: Firms one enquiry may go to.
MOST_FIRMS = 5
#: Firms an enquirer can name, of which the best few have it.
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class FacetDraft:
    kind: FacetKind
    code: str
    source: FacetSource
    spans: Sequence[tuple[int, int]] = ()
    #: How sure the source is, from 0 to 1.
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """What the text says beside its facets, as it was read when it was sent; see ``Enquiry``."""

    urgency: Urgency = Urgency.NONE
    origin_country: str | None = None
    way: Way = Way.CLEAR
    way_reason: str | None = None
    spam_lane: SpamLane = SpamLane.PASS
    spam_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything the ask form gathered, well formed."""

    nonce: str
    language: str
    time_zone: str
    text: str
    product: str
    company: str
    contact_name: str
    email: str
    country: str
    facets: Sequence[FacetDraft] = ()
    said: Said = Said()
    firms: Sequence[Firm] = ()
    agreement: Agreement | None = None
    mode: Mode = Mode.CHOSEN
    #: How many of the firms have it at once, in ``Mode.BEST``.
    best: int | None = None
    editor_may_suggest: bool = False
    context: dict[str, str] = field(default_factory=dict)
    #: How the form came in; None where no form did.
    arriving: Arriving | None = None


def submit(draft: Draft, *, at: datetime) -> Enquiry:
    """Keep the question; the row is the receipt, whatever mail does.

    The same form sent twice is the same enquiry. Raises ConsentMissing if firms were chosen without
    agreement, TooManyFirms, TooManyEnquiries.
    """
    known = by_nonce(draft.nonce)
    if known:
        return known
    most = MOST_NAMED if draft.mode is Mode.BEST else MOST_FIRMS
    if len(draft.firms) > most or (draft.best or 0) > MOST_FIRMS:
        raise TooManyFirms(most=most)
    said, record = _weighed(draft, at=at)
    enquiry = Enquiry(
        reference=mint(),
        salt=secrets.token_urlsafe(32),
        asked_at=at,
        promised_at=promise(
            draft.country,
            draft.time_zone,
            at=at,
            owed=[answer_by(firm, at) for firm in draft.firms],
        ),
        waiting_on=Party.ENQUIRER,
        facets=_facets(draft.facets),
        consents=_consents(draft, at=at),
        intake=record,
        **asdict(said),
        **{
            name: getattr(draft, name)
            for name in (
                *("nonce", "language", "time_zone", "text", "product", "company", "contact_name"),
                *("email", "country", "context", "mode", "best", "editor_may_suggest"),
            )
        },
    )
    db.session.add(enquiry)
    db.session.flush()  # the event needs its id
    publish(EnquirySubmitted(at=at, enquiry_id=enquiry.id, actor=Party.ENQUIRER))
    return enquiry


def _weighed(draft: Draft, *, at: datetime) -> tuple[Said, dict[str, Any]]:
    """What it says, in the graver of the lanes of its text and of its form; and the record of the form's."""
    if draft.arriving is None:
        return draft.said, {}
    signs = count(draft.arriving, at=at)
    lane = graver(draft.said.spam_lane, intake().lane(signs))
    return replace(draft.said, spam_lane=lane), intake().record(signs)


def _facets(drafts: Iterable[FacetDraft]) -> list[Facet]:
    seen: dict[tuple[FacetKind, str], Facet] = {}
    for each in drafts:
        seen.setdefault(
            (each.kind, each.code),
            Facet(
                kind=each.kind,
                code=each.code,
                source=each.source,
                score=each.score,
                evidence=[list(span) for span in each.spans],
            ),
        )
    return list(seen.values())


def _consents(draft: Draft, *, at: datetime) -> list[Consent]:
    if not draft.firms:
        return []
    if draft.agreement is None:
        raise ConsentMissing
    return [row for firm in draft.firms for row in draft.agreement.rows(firm, at=at)]


def confirm(enquiry: Enquiry, *, at: datetime) -> bool:
    """The address is the enquirer's. Returns False if that was known already. Raises EnquiryEnded."""
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    if enquiry.confirmed_at:
        return False
    enquiry.confirmed_at = at
    if enquiry.state is EnquiryState.UNVERIFIED:
        enquiry.move(EnquiryState.TRIAGE)
        enquiry.waiting_on = Party.STAFF
        enquiry.promised_at = promise_to(enquiry, at=at)
    publish(EnquiryConfirmed(at=at, enquiry_id=enquiry.id, actor=Party.ENQUIRER))
    return True


def set_aside(enquiry: Enquiry, *, why: str, at: datetime) -> None:
    """The portal keeps it from the firms until an editor has read it; the promise to the enquirer stays.

    why: a code the desk has words for. Raises EnquiryEnded.
    """
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    enquiry.move(EnquiryState.HELD)
    enquiry.waiting_on = Party.STAFF
    publish(EnquiryHeld(at=at, enquiry_id=enquiry.id, actor=Party.NOBODY, why=why))
