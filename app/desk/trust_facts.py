"""What staff put down about a firm itself: who keeps the listing, and where the firm is registered."""

from collections.abc import Mapping

from flask import abort, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.desk.door import desk
from app.desk.evidence_form import FactForm, RegisterForm
from app.directory.models import Firm
from app.directory.queries import firm_by_slug
from app.directory.trust import FactKind, TrustFact, end_fact, facts_of, record_fact
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.people import signed_in

_FORMS: Mapping[FactKind, type[FactForm]] = {FactKind.IDENTITY: FactForm, FactKind.REGISTER: RegisterForm}


@desk.route("/firms/<slug>/facts", methods=["GET", "POST"])
def trust_facts(slug: str) -> ResponseReturnValue:
    firm = firm_by_slug(slug, demo=current_app.config["SETTINGS"].demo)
    if firm is None:
        abort(404)
    if request.method != "POST":
        return _page(firm, {})
    kind = next((each for each in FactKind if each.value == request.form.get("fact")), None)
    person = signed_in()
    if kind is None or person is None:
        abort(400)
    if request.form.get("step") == "end":
        with transaction():
            end_fact(firm.id, kind, by=person.id, at=now())
        return _done(firm, _("It is taken back, and no longer shown as so."))
    form = _FORMS[kind].of_request(prefix=f"{kind.value}-", today=now().date())
    if not form.submitted():
        return _page(firm, {kind: form}, status=422)
    with transaction():
        record_fact(TrustFact(firm_id=firm.id, kind=kind, at=now(), by_id=person.id, **form.columns))
    return _done(firm, _("It is put down, and shown with its date."))


def _done(firm: Firm, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(Addresses(g.language).trust_facts(firm.slug), 303)


def _page(firm: Firm, sent: Mapping[FactKind, FactForm], *, status: int = 200) -> ResponseReturnValue:
    today = now().date()
    forms = {
        kind: sent.get(kind)
        or form(formdata=None, prefix=f"{kind.value}-", data={"checked_on": today}, today=today)
        for kind, form in _FORMS.items()
    }
    page = render_template(
        "desk/evidence/facts.html",
        firm=firm,
        known=facts_of(firm.id),
        forms=forms,
        problems=[each for form in sent.values() for each in form.problems],
        today=today,
    )
    return page, status
