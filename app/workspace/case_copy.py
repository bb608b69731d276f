"""A case as one file that loads nothing: what the firm may read of it at this moment, to keep or to print."""

from flask import Response, abort, g, make_response, render_template

from app.enquiries.handling import can_be_noted_on
from app.enquiries.queries import referral_of
from app.kernel.clock import now
from app.web.briefs import asked_of, brief
from app.web.edition import current_taxonomy
from app.workspace.door import workspace
from app.workspace.enquiries import said_in


@workspace.get("/<firm>/enquiries/<reference>/case.html")
def case_copy(reference: str) -> Response:
    """Without the firm's own notes, so that it can be handed on; 404 once the question may not be read."""
    referral = referral_of(g.firm.id, reference)
    if not can_be_noted_on(referral):
        abort(404)
    page = render_template(
        "workspace/case_copy.html",
        referral=referral,
        enquiry=referral.enquiry,
        brief=brief(referral.enquiry, current_taxonomy(), g.language),
        asked=asked_of(referral),
        said=said_in(referral),
        at_moment=now(),
    )
    answer = make_response(page)
    answer.headers["Content-Disposition"] = f'attachment; filename="{referral.enquiry.reference}.html"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
