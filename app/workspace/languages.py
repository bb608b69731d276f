"""The page on the languages of a listing: what was written in which, what follows, how far it is behind."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.directory.errors import TextMovedOn
from app.directory.revisions.wordings import want_word, want_wordings
from app.directory.wording.actions import (
    confirm_translation,
    declare_original,
    declare_translation,
    leave_to_machine,
)
from app.directory.wording.correcting import drop_wording
from app.directory.wording.overview import standings
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.web.forms import PortalForm
from app.web.people import signed_in
from app.workspace.door import listing
from app.workspace.wording_forms import CorrectionForm, DropForm, SourceForm, TextForm, WordForm

_FORMS: Mapping[str, type[TextForm]] = {
    "confirm": TextForm,
    "original": TextForm,
    "machine": TextForm,
    "drop": DropForm,
    "translation": SourceForm,
    "correct": CorrectionForm,
    "word": WordForm,
}


@listing.route("/<firm>/languages", methods=["GET", "POST"])
def languages() -> ResponseReturnValue:
    if request.method == "GET":
        return _page()
    step = request.form.get("step", "")
    if step not in _FORMS:
        abort(400)
    form = _FORMS[step].of_request()
    if not form.submitted():
        return _page(form, step=step, status=422)
    try:
        with transaction():
            _as_it_was_seen(form)
            _STEPS[step](form, now(), _me())
    except TextMovedOn:
        return _page(form, step=step, status=409)
    flash(_said(step))
    return redirect(Addresses(g.language).listing_languages(g.firm.slug) + f"#{form.text.data}", 303)


def _me() -> int:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    return person.id


def _as_it_was_seen(form: TextForm) -> None:
    """A step is about what its page showed; meanwhile somebody may have written it anew."""
    [seen] = [each for each in standings(g.firm) if each.language.slug == form.text.data]
    if form.mark.data != seen.mark:
        raise TextMovedOn


def _confirm(form: TextForm, at: datetime, by_id: int | None) -> None:
    confirm_translation(g.firm, form.text.data or "", by_id=by_id, at=at)


def _original(form: TextForm, at: datetime, _by_id: int | None) -> None:
    declare_original(g.firm, form.text.data or "", at=at)


def _translation(form: SourceForm, at: datetime, _by_id: int | None) -> None:
    declare_translation(g.firm, form.text.data or "", source=form.source.data, at=at)


def _machine(form: TextForm, at: datetime, _by_id: int | None) -> None:
    leave_to_machine(g.firm, form.text.data or "", at=at)


def _correct(form: CorrectionForm, at: datetime, by_id: int) -> None:
    kept = want_wordings(g.firm, form.text.data or "", wanted=form.parts.data, by_id=by_id, at=at)
    g.waits = bool(kept.waiting)


def _word(form: WordForm, at: datetime, by_id: int) -> None:
    words = {"source": form.word.data or "", "wanted": form.wanted.data or ""}
    g.waits = bool(want_word(g.firm, form.text.data or "", **words, by_id=by_id, at=at).waiting)


def _drop(form: DropForm, at: datetime, by_id: int | None) -> None:
    drop_wording(g.firm, form.text.data or "", int(form.number.data or 0), by_id=by_id, at=at)


_STEPS: Mapping[str, Callable[..., None]] = {
    "confirm": _confirm,
    "original": _original,
    "translation": _translation,
    "machine": _machine,
    "correct": _correct,
    "word": _word,
    "drop": _drop,
}


def _said(step: str) -> str:
    if g.get("waits"):
        return _("An editor reads your wording first; the public text stays as it is until then.")
    return {
        "confirm": _("The translation counts as right for what its source says now."),
        "original": _("The text counts as an original from now on."),
        "translation": _("The text counts as a translation from now on."),
        "machine": _("The text is converted by machine from now on."),
        "drop": _("That wording is left to the machine again."),
    }.get(step, _("Your wording is kept, also when the text is converted again."))


def _page(form: PortalForm | None = None, *, step: str = "", status: int = 200) -> ResponseReturnValue:
    """form: one that was not taken; what was typed into it stands in its place again."""
    db.session.expire_all()
    found = standings(g.firm)
    page = render_template(
        "workspace/languages.html",
        standings=found,
        originals=[each for each in found if each.text and each.source is None],
        form=form,
        step=step,
        typed=_typed(form),
        is_conflict=status == 409,
        wrong=status == 422,
    )
    return page, status


def _typed(form: PortalForm | None) -> dict[int, str]:
    """What was typed for each part."""
    if not isinstance(form, CorrectionForm):
        return {}
    return dict(enumerate(str(each or "") for each in form.parts.data))
