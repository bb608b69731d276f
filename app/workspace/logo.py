"""The page on which a firm gives or takes away its logo."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.directory.logos import keep_logo, logo_of, remove_logo
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.kernel.files import files
from app.kernel.pictures import NotAPicture, picture_of
from app.web import evidence_words
from app.workspace.door import listing
from app.workspace.evidence_form import LogoForm


@listing.route("/<firm>/logo", methods=["GET", "POST"])
def logo() -> ResponseReturnValue:
    form = LogoForm.of_request()
    if request.method == "POST" and request.form.get("step") == "remove":
        with transaction():
            before = remove_logo(g.firm.id, at=now())
        return _done(before, _("The logo is removed."))
    if form.submitted():
        try:
            picture = picture_of(form.sent)
        except NotAPicture as fault:
            size = {"width": fault.width, "height": fault.height}
            form.picture.errors = [str(evidence_words.PICTURE[fault.why] % size)]
        else:
            with transaction():
                before = keep_logo(g.firm.id, picture, at=now())
            return _done(before, _("The logo is shown from now on."))
    page = render_template("workspace/evidence/logo.html", form=form, logo=logo_of(g.firm.id))
    return page, 422 if form.errors else 200


def _done(before: str | None, said: str) -> ResponseReturnValue:
    """The bytes of the one before go once it stands that nobody shows them."""
    if before:
        files().delete(before)
    flash(said)
    return redirect(Addresses(g.language).logo(g.firm.slug), 303)
