"""Asking that a listing be corrected or removed: by anybody, without an account."""

import secrets

from flask import abort, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import EmailField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from app.directory.models import Firm
from app.directory.requests.actions import Wish, ask
from app.directory.requests.deadlines import WORKING_DAYS
from app.directory.requests.models import LONGEST_TEXT, RequestKind
from app.directory.requests.queries import firm_asked_about
from app.enquiries.intake import intake
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.public import tokens
from app.public.personal import personal
from app.web.account.forms import one_address
from app.web.account.limited import typed_address
from app.web.forms import PortalForm
from app.web.limits import limiter


class RequestForm(PortalForm):
    """What is to change, and where the answer goes."""

    kind = RadioField(
        _l("What do you ask for?"),
        choices=[
            SelectChoice(RequestKind.CORRECTION.value, _l("That something in it be corrected")),
            SelectChoice(RequestKind.REMOVAL.value, _l("That the listing be removed")),
        ],
        validators=[DataRequired(_l("Choose one of the two."))],
    )
    text = TextAreaField(
        _l("What is wrong, and how you know"),
        description=_l("If we correct something, the firm may read these words, but never your address."),
        validators=[
            DataRequired(_l("Say what is wrong.")),
            Length(max=LONGEST_TEXT, message=_l("Shorten this to 4,000 characters.")),
        ],
        render_kw={"rows": "6"},
    )
    email = EmailField(
        _l("E-mail address"),
        description=_l("For our answer. Nobody else sees it."),
        validators=[
            DataRequired(_l("Give your e-mail address.")),
            Length(max=254, message=_l("An e-mail address has 254 characters at most.")),
            one_address,
        ],
        render_kw={"autocomplete": "email"},
    )
    nonce = HiddenField(
        validators=[
            Regexp(r"^[A-Za-z0-9_-]{43}$", message=_l("The form is damaged. Please open the page again."))
        ]
    )
    #: When the form was handed out, sealed; and what nobody but a program fills in.
    issued = HiddenField()
    homepage = StringField()


@personal.route("/firms/<slug>/request", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
@limiter.limit("3 per hour", methods=["POST"], key_func=typed_address)
def listing_request(slug: str) -> ResponseReturnValue:
    firm = firm_asked_about(slug, demo=current_app.config["SETTINGS"].demo)
    if firm is None:
        abort(404)
    form, at = RequestForm.of_request(), now()
    if request.method != "POST":
        tokens.issue(form, at=at)
        return _page(firm, form)
    fine = form.submitted()
    age = tokens.age_of(form, at=at)
    if not fine or age is None:
        if form.nonce.errors:
            form.nonce.data = secrets.token_urlsafe(32)
        if age is None:
            form.issued.errors = [_("The form was open for too long. Please send it once more.")]
        tokens.renew(form, at=at)
        return _page(firm, form), 422
    wish = Wish(
        kind=RequestKind(form.kind.data),
        text=form.text.data,
        email=form.email.data,
        language=g.language.slug,
        nonce=form.nonce.data,
        suspect=bool(form.homepage.data) or age < intake().least.total_seconds(),
    )
    with transaction():
        ask(firm, wish, by=None, at=at)
    flash(_("Thank you. An editor reads it and answers by letter."))
    return redirect(Addresses(g.language).listing_request(slug), 303)


def _page(firm: Firm, form: RequestForm) -> str:
    return render_template("public/listing_request.html", firm=firm, form=form, days=WORKING_DAYS)
