"""Letters about requests to correct or remove a listing."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.belonging.queries import owners
from app.directory.models import Firm
from app.directory.requests.events import RequestEvent, RequestMade, RequestSettled
from app.directory.requests.models import ListingRequest, RequestKind, RequestOutcome
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.notices.members import send_news
from app.notices.writing import firm_name, write

_CORRECTED = _l("Our editors have corrected the listing of %(firm)s, because somebody wrote to us.")


def _facts(event: RequestEvent) -> dict[str, Any]:
    request = db.session.get_one(ListingRequest, event.request_id)
    language, firm = BY_SLUG[request.language], db.session.get_one(Firm, request.firm_id)
    return {
        "to": request.email,
        "language": language,
        "about": f"request:{request.id}",
        "at": event.at,
        "request": request,
        "firm_name": firm_name(firm, language),
        "slug": firm.slug,
        "is_removal": request.kind is RequestKind.REMOVAL,
    }


def confirm_receipt(event: RequestMade) -> None:
    """That the desk has it, and by when it answers. Not where a program seems to have sent it: the address
    may be anybody's."""
    facts = _facts(event)
    if not facts["request"].suspect:
        write("request_received", reason=f"request:{event.request_id}:received", **facts)


def answer(event: RequestSettled) -> None:
    """What the desk did about it."""
    facts = _facts(event)
    done = facts["request"].outcome is RequestOutcome.DONE
    write("request_settled", reason=f"request:{event.request_id}:settled", is_done=done, **facts)


def tell_firm(event: RequestSettled) -> None:
    """Of a correction that was made, those who own the firm. Who asked for it is not said."""
    request = db.session.get_one(ListingRequest, event.request_id)
    if request.kind is RequestKind.CORRECTION and request.outcome is RequestOutcome.DONE:
        send_news(event, _CORRECTED, owners(event.firm_id), quote=request.text, place="listing")
