"""A firm that is not listed registers itself."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import MemberRole
from app.directory.registering import actions
from app.directory.registering.actions import Said
from app.directory.registering.models import Registration
from app.directory.registering.queries import registration_by_id
from app.i18n.addresses import Addresses
from app.i18n.languages import LANGUAGES
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.account.limited import whose_account
from app.web.edition import current_taxonomy
from app.web.languages import current_language
from app.web.limits import limiter
from app.workspace.joining.door import joining, whoever
from app.workspace.joining.forms import RegisterForm, places


@joining.route("/register", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"], key_func=whose_account)
def register() -> ResponseReturnValue:
    form = _form()
    if not form.submitted():
        return _page(form, None), 422 if form.errors else 200
    with transaction():
        begun = actions.register(whoever(), _said(form), at=now())
        number = begun.id
    flash(_("Your draft is kept. Look it over, and send it to our editors."))
    return redirect(Addresses(current_language()).registration(number), 303)


@joining.route("/register/<int:number>", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"], key_func=whose_account)
def registration(number: int) -> ResponseReturnValue:
    begun = _own(number)
    form = _form(_as_it_is(begun))
    if request.method != "POST":
        form.seen.data = str(begun.version)
        return _page(form, begun)
    if not form.submitted():
        return _page(form, begun), 422
    submits = request.form.get("step") == "submit"
    with transaction():
        actions.revise(begun, _said(form), seen=int(form.seen.data or 0))
        if submits:
            actions.submit(begun, by=whoever().id, at=now())
    if submits:
        flash(_("Our editors have your listing. You hear from them by letter."))
        return redirect(Addresses(current_language()).joining, 303)
    flash(_("Your draft is kept."))
    return redirect(Addresses(current_language()).registration(number), 303)


def _own(number: int) -> Registration:
    """That registration, for editors and owners of its firm; else 404."""
    found = registration_by_id(number) if number < 2**31 else None
    role = whoever().role_at(found.firm_id) if found else None
    if found is None or role is None or not role.includes(MemberRole.EDITOR):
        abort(404)
    return found


def _form(stands: dict[str, str] | None = None) -> RegisterForm:
    form = RegisterForm.of_request(data=stands)
    form.offer(places(current_taxonomy(), current_language()))
    return form


def _page(form: RegisterForm, begun: Registration | None) -> str:
    return render_template("workspace/joining/register.html", form=form, begun=begun, languages=LANGUAGES)


def _as_it_is(begun: Registration) -> dict[str, str]:
    """What the draft holds, as the form's fields."""
    firm = begun.firm
    office = firm.offices[0] if firm.offices else None
    stands = {
        "country": office.country if office else "",
        "website": firm.website or "",
        "contact_email": firm.contact_email or "",
    }
    for language in LANGUAGES:
        ending = language.slug.replace("-", "_")
        text = firm.texts.get(language.slug)
        named = text and text.name_language == language.slug
        stands[f"name_{ending}"] = text.name if text and named else ""
        stands[f"description_{ending}"] = text.description if text else ""
        stands[f"city_{ending}"] = office.city.get(language.slug, "") if office else ""
    return stands


def _said(form: RegisterForm) -> Said:
    def spoken(what: str) -> dict[str, str]:
        return {each.slug: form.words(what, each) for each in LANGUAGES if form.words(what, each)}

    return Said(
        names=spoken("name"),
        descriptions=spoken("description"),
        country=form.country.data,
        city=spoken("city"),
        website=form.website.data,
        contact_email=form.contact_email.data,
        contact_language=current_language().slug,
    )
