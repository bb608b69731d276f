"""What was typed while the session ended: it comes back on a page from which it can be sent again."""

from flask import Response, make_response, render_template, request

from app.i18n.addresses import Addresses
from app.web.languages import current_language
from app.web.origins import is_foreign
from app.web.people import signed_in

#: Forms that take long to fill in.
_KEPT = frozenset({"listing.section", "desk.section"})


def kept_form() -> Response | None:
    """The page for a form that nobody signed in has sent; None for any other request.

    Another site's form is nobody's work and never comes back: it would wait here for a careless click.
    """
    if request.method != "POST" or request.endpoint not in _KEPT or is_foreign():
        return None
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in {"csrf_token", "step"}]
    page = render_template(
        "errors/lost_session.html",
        typed=typed,
        here=request.path,
        sign_in_at=Addresses(current_language()).sign_in_to(request.path),
        is_signed_in=signed_in() is not None,
    )
    response = make_response(page, 403)
    response.headers["Cache-Control"] = "no-store"
    return response
