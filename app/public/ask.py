"""Asking: write, check, receipt. Nothing is kept before the last step is sent."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from flask import abort, current_app, g, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from app.directory.queries import firms_by_slug
from app.enquiries import actions
from app.enquiries.errors import TooManyEnquiries
from app.enquiries.models import Enquiry
from app.enquiries.promises import answer_by, promise
from app.enquiries.queries import by_nonce
from app.i18n.addresses import Addresses
from app.i18n.zones import zone_of
from app.kernel.clock import now
from app.kernel.db import breaks_unique, may_write, transaction
from app.public import answers, asking_words, proof, tokens
from app.public.arriving import arriving
from app.public.asking_words import RENEWED, RENEWED_WITHOUT_TOKEN, WAIT_A_MINUTE, wait_words
from app.public.checking import check
from app.public.choosing import USUAL, chosen, is_agreed
from app.public.drafting import draft
from app.public.forms import AskForm
from app.public.grants import grant
from app.public.markets import COMMON
from app.public.personal import personal
from app.taxonomy.snapshot import Concept, by_slug
from app.web.edition import current_taxonomy
from app.web.forms import csrf
from app.web.headers import with_own_worker
from app.web.refusals import error_page

#: Firms that are looked at in an address; a shortlist holds no more.
_MOST_NAMED = 12
#: What a question is, and whose: where any of it differs, nobody sent the same form again.
_ASKED = ("text", "product", "company", "contact_name", "email", "country")


@personal.route("/ask", methods=["GET", "POST"])
@csrf.exempt  # an article's ask box has no token; every step that matters checks its own below
def ask() -> ResponseReturnValue:
    return with_own_worker(make_response(_step()))


def _step() -> ResponseReturnValue:
    if request.method == "GET":
        return _write(_begun())
    step = request.form.get("step")
    if step != "send":
        may_write.set(False)  # the other steps keep nothing and leave SQLite's one write lock to others
    form = AskForm.of_request()
    form.offer(current_taxonomy(), g.language)
    if step is None:
        return _write(_begun(text=form.text.data or ""))
    if not form.csrf_token.validate(form):
        form.issued.errors = [RENEWED_WITHOUT_TOKEN]
        return _write(form, 400)
    if step == "edit":
        return _write(form)
    if step in {"check", "update"}:
        return _show_check(form, first=step == "check")
    if step != "send":
        abort(400)
    return _send(form)


@personal.errorhandler(429)
def _limited(error: HTTPException) -> ResponseReturnValue:
    """Too many posts of any kind from one address: what was typed into an ask form stays."""
    if request.endpoint != "personal.ask":
        return error_page(429)
    may_write.set(False)
    form = AskForm.of_request()
    form.offer(current_taxonomy(), g.language)
    form.issued.errors = [WAIT_A_MINUTE]
    response = with_own_worker(make_response(_write(form, 429)))
    response.headers["Retry-After"] = "60"
    return response


def _begun(text: str = "") -> AskForm:
    """An empty form that knows where the reader comes from."""
    taxonomy = current_taxonomy()
    form = AskForm(
        formdata=None,
        text=text,
        from_firm=" ".join(_named()[: actions.MOST_FIRMS]),
        from_article=request.args.get("article", "")[:100],
        market=_given("market", taxonomy.regions),
        service=_given("service", taxonomy.services),
        sector=_given("sector", taxonomy.sectors),
        country="".join(_given("origin", taxonomy.regions)[:1]),
    )
    tokens.issue(form, at=now())
    form.offer(taxonomy, g.language)
    return form


def _named() -> list[str]:
    """The firms the address names, each once. Whether there are such firms is not asked here."""
    values = (value.strip()[:64] for value in request.args.getlist("firm")[:_MOST_NAMED])
    return list(dict.fromkeys(value for value in values if value and not any(map(str.isspace, value))))


def _given(name: str, concepts: Mapping[str, Concept]) -> list[str]:
    """What the address chooses; no more than the form takes."""
    found = (by_slug(concepts, value[:32]) for value in request.args.getlist(name)[:12])
    return list(dict.fromkeys(each.code for each in found if each))


def _write(form: AskForm, status: int = 200) -> ResponseReturnValue:
    taxonomy = current_taxonomy()
    if form.nonce.errors:
        tokens.issue(form, at=now())
    tokens.renew(form, at=now())
    if form.service.errors:  # carried unseen: nobody could correct it
        form.service.data = []
    return (
        render_template(
            "public/ask/write.html",
            form=form,
            common=[
                code
                for code in dict.fromkeys((*COMMON, *(form.market.data or ())))
                if code in taxonomy.regions
            ],
            sectors=[
                each
                for code, each in taxonomy.sectors.items()
                if each.parent is None or code in (form.sector.data or ())
            ],
            taxonomy=taxonomy,
            asked=firms_by_slug(form.asked, demo=current_app.config["SETTINGS"].demo),
            beyond=len(_named()[actions.MOST_FIRMS :]),
            most=actions.MOST_FIRMS,
            challenge=proof.challenge(form),
        ),
        status,
    )


def _is_written(form: AskForm) -> bool:
    """Whether step one is well formed; what belongs to step two is not looked at."""
    names = ("text", "product", "sector", "market", "service", "company", "contact_name", "email", "country")
    fields = [form[name] for name in (*names, "from_firm", "from_article", "nonce")]
    # Every field, so that the reader sees all that is missing at once.
    return not sum(not field.validate(form) for field in fields)


def _show_check(form: AskForm, *, first: bool, status: int = 200) -> ResponseReturnValue:
    if not _is_written(form):
        return _write(form, 422)
    if not first:
        answers.take(form, current_taxonomy())
    at = now()
    found = check(form, current_taxonomy(), g.language, first=first, at=at)
    if first and not form.firm.data:
        form.firm.data = found.chosen_by_name
    zone = zone_of(form.country.data)
    tokens.renew(form, at=at)
    page = render_template(
        "public/ask/check.html",
        form=form,
        check=found,
        words=asking_words,
        taxonomy=current_taxonomy(),
        zone=zone,
        promised_at=promise(
            form.country.data,
            zone,
            at=at,
            owed=[answer_by(each.firm, at) for each in found.candidates],
        ),
        most=actions.MOST_FIRMS,
        best=form.best.data or str(USUAL),
        challenge=proof.challenge(form),
    )
    return page, status


def _send(form: AskForm) -> ResponseReturnValue:
    """Keep the enquiry, or show step two again with what is missing."""
    if not _is_written(form):
        return _write(form, 422)
    at = now()
    if tokens.age_of(form, at=at) is None:
        form.issued.errors = [RENEWED]
        return _show_check(form, first=False, status=422)
    answers.take(form, current_taxonomy())
    found = check(form, current_taxonomy(), g.language, first=False, at=at)
    choice = chosen(form, found)
    if not is_agreed(form, choice):
        return _show_check(form, first=False, status=422)
    filled = draft(form, found, choice)
    try:
        enquiry = _kept(replace(filled, arriving=arriving(form, found, at=at)))
    except TooManyEnquiries as refusal:
        return _ask_to_wait(form, refusal.facts["seconds"])
    grant(enquiry)
    session["just_asked"] = enquiry.reference
    return redirect(Addresses(g.language).receipt(enquiry.reference), 303)


def _ask_to_wait(form: AskForm, seconds: int) -> ResponseReturnValue:
    """Step two once more, with everything that was typed and ticked."""
    form.issued.errors = [wait_words(seconds)]
    response = make_response(_show_check(form, first=False, status=429))
    response.headers["Retry-After"] = str(seconds)
    return response


def _kept(filled: actions.Draft) -> Enquiry:
    """The enquiry of that form; a form gone back to and filled otherwise is another enquiry."""
    kept = _kept_once(filled)
    if all(getattr(kept, name) == getattr(filled, name) for name in _ASKED):
        return kept
    # A number that follows from what is asked: sent twice, that is one enquiry too.
    said = "\0".join([filled.nonce, *(getattr(filled, name) for name in _ASKED)])
    number = urlsafe_b64encode(sha256(said.encode()).digest()).rstrip(b"=").decode()
    return _kept_once(replace(filled, nonce=number))


def _kept_once(filled: actions.Draft) -> Enquiry:
    """What has that number, kept once however often it is sent, also by two requests at once."""
    try:
        with transaction():
            return actions.submit(filled, at=now())
    except IntegrityError as error:
        kept = by_nonce(filled.nonce)
        if kept is None or not breaks_unique(error, "enquiry", "nonce"):
            raise
        return kept
