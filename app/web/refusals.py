"""Words for what the portal declines, in the reader's language: domain refusals and HTTP errors alike."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.accounts import errors as accounts
from app.directory import errors as directory
from app.directory.claims import errors as claims
from app.directory.credentials import errors as credentials
from app.directory.registering import errors as registering
from app.directory.requests import errors as requests
from app.directory.revisions import errors as revisions
from app.enquiries import errors as enquiries
from app.kernel.db import db
from app.kernel.errors import Refusal
from app.web.listing.lost_session import kept_form

WORDS: dict[type[Refusal], Any] = {
    enquiries.NoSuchEnquiry: _l(
        "There is no enquiry with the reference %(reference)s, or the key is not right."
    ),
    enquiries.EnquiryEnded: _l("Enquiry %(reference)s has ended; nothing more can be added to it."),
    enquiries.MoveNotAllowed: _l("Somebody has already taken this step. Please look at the page again."),
    enquiries.LinkExpired: _l(
        "This link is no longer valid. Your reference and passphrase still open the enquiry."
    ),
    enquiries.NoSuchReferral: _l("There is no enquiry with the reference %(reference)s for this firm."),
    enquiries.TooManyFirms: _l("Choose %(most)s firms at most."),
    enquiries.TooManyEnquiries: _l(
        "Very many enquiries have come from your network, or with this text. Please try again later."
    ),
    enquiries.QuestionOpen: _l(
        "You have asked the enquirer already. Please wait for the reply, or answer without it."
    ),
    enquiries.FirmCannotReceive: _l(
        "One of the firms can no longer take enquiries. Please check the list again."
    ),
    enquiries.FirmFull: _l(
        "One of the firms has as many open enquiries as it takes at once. Please choose another firm."
    ),
    enquiries.FirmAbsent: _l("One of the firms is away at present. Please choose another firm."),
    enquiries.ConsentMissing: _l(
        "Nothing was sent: your agreement to share your data with the firms is missing."
    ),
    accounts.RoleTooSmall: _l(
        "Your role at this firm does not include this. An owner of the firm can change your role."
    ),
    accounts.LastOwner: _l(
        "Nothing was changed: a firm needs an owner. "
        "Make somebody else an owner first, or offer them your place."
    ),
    accounts.NoSuchMember: _l("That person does not belong to the firm any more."),
    accounts.AlreadyMember: _l("That person belongs to the firm already, or has that role."),
    accounts.AlreadyWaiting: _l("The same was asked before and still waits for an answer."),
    accounts.AlreadySettled: _l("This is over already: somebody was faster. Please look at the page again."),
    accounts.AnotherAddress: _l("This invitation was sent to another address than that of your account."),
    claims.FirmClaimed: _l("This listing has been claimed by somebody already."),
    claims.ClaimWaiting: _l("You have claimed this listing already; our editors have yet to decide."),
    claims.NotAtTheDomain: _l("This address is not at the domain of the firm’s website."),
    claims.ClaimNotProved: _l("Nobody has opened the link that was sent to the firm’s domain yet."),
    claims.ClaimDecided: _l("This claim has been decided already. Please look at the page again."),
    registering.RegistrationMoved: _l(
        "Nothing was changed: this registration has moved on meanwhile. Please look at the page again."
    ),
    registering.TooManyDrafts: _l(
        "You have %(most)s firms that are not published yet; that is as many as one person may have."
    ),
    requests.RequestAnswered: _l("Another editor has answered this request already."),
    directory.NoSuchTemplate: _l("There is no such template any more."),
    directory.NotATranslation: _l("This text is no translation any more. Please look at the page again."),
    directory.NotConverted: _l(
        "This text is not converted by machine any more. Please look at the page again."
    ),
    directory.NothingToConvert: _l("Nobody has written the text that this one could be converted from."),
    directory.TextMovedOn: _l("Somebody has changed this text meanwhile. Please look at the page again."),
    revisions.RevisionEnded: _l("Nothing of this change is open any more. Please look at the page again."),
    revisions.RevisionMoved: _l(
        "The change, or the public listing under it, is not as you saw it. Please look at the page again."
    ),
    revisions.NothingDecided: _l("Nothing was done: no field was approved or returned."),
    revisions.ReasonMissing: _l("Nothing was done: say why a field is returned."),
    revisions.HalfAText: _l("Nothing was done: a name and its text are kept together in each language."),
    credentials.NoSuchCredential: _l("There is no such evidence any more."),
    credentials.CredentialStepNotAllowed: _l(
        "Somebody has taken a step since you opened the page, and this one is no longer possible."
    ),
    credentials.CredentialOver: _l(
        "It cannot be accepted: it, or the check, was good until %(day)s, and that day has passed."
    ),
    directory.CellsChanged: _l(
        "Nothing was changed: somebody of your firm has changed one of these offerings meanwhile."
    ),
    directory.NoSuchCell: _l("This service does not exist in this market."),
    enquiries.NotOfTheFirm: _l("Nothing was changed: that person does not belong to the firm any more."),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A heading and the sentence under it."""

    title: LazyString
    sentence: LazyString


_ERRORS: dict[int, Wording] = {
    400: Wording(
        _l("That request could not be read"),
        _l("Something in it was damaged on the way. Please go back and try again."),
    ),
    403: Wording(
        _l("That is not allowed from here"),
        _l(
            "The form was sent from another site, or without its token. "
            "Open the page again and send it from there."
        ),
    ),
    404: Wording(
        _l("This page does not exist"),
        _l("The address may be mistyped, or what stood here has been withdrawn."),
    ),
    405: Wording(_l("That cannot be done here"), _l("This address does not take that kind of request.")),
    409: Wording(
        _l("Something has changed meanwhile"),
        _l("Somebody else changed this at the same moment. Please look at the page again."),
    ),
    410: Wording(_l("This link is no longer valid"), _l("Links in letters end after some days.")),
    413: Wording(
        _l("That is too much at once"),
        _l("Please shorten your text, or send fewer and smaller files; nothing was stored."),
    ),
    429: Wording(
        _l("Too many requests from your network"),
        _l("Please wait a minute and send it again; nothing you wrote is lost if you go back."),
    ),
    500: Wording(
        _l("Something went wrong on our side"),
        _l("It has been recorded. Please try again in a moment; nothing was stored in part."),
    ),
    503: Wording(
        _l("The portal is busy or under repair"),
        _l("Please try again in a moment; nothing was stored in part."),
    ),
}
_TOKEN_MISSING = _l(
    "The form had no valid token: it was open for too long, or your browser keeps no cookies. "
    "Open the page again and send it from there."
)


def error_page(status: int, sentence: Any = None) -> Response:
    """A page in the reader's language that says what is wrong and offers ways on. Asks no database."""
    wording = _ERRORS.get(status) or _ERRORS[500 if status >= 500 else 400]
    page = render_template(
        "errors/error.html", title=wording.title, sentence=sentence or wording.sentence, status=status
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(refusal: Refusal) -> Response:
    db.session.rollback()
    return error_page(refusal.status, WORDS[type(refusal)] % refusal.facts)


def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    kept = kept_form() if error.code == 403 else None
    page = kept or error_page(error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            page.headers[name] = value
    return page


def _token_error(_error: CSRFError) -> Response:
    return kept_form() or error_page(400, _TOKEN_MISSING)


def _stale(_error: StaleDataError) -> Response:
    db.session.rollback()
    return error_page(409)


def _failed(error: InternalServerError) -> Response:
    db.session.rollback()
    current_app.logger.error("unhandled: %s", type(error.original_exception).__name__)
    return error_page(500)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _token_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(InternalServerError, _failed)
    app.register_error_handler(HTTPException, _http_error)
