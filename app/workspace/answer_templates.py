"""The pages of the texts a firm keeps for its answers."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.directory.answer_templates import (
    MOST_TEMPLATES,
    AnswerTemplate,
    add_template,
    change_template,
    remove_template,
    template_of,
    templates_of,
)
from app.i18n.addresses import Addresses
from app.kernel.db import breaks_unique, db, transaction
from app.workspace.door import workspace
from app.workspace.forms import TemplateForm


@workspace.route("/<firm>/templates/", methods=["GET", "POST"])
def answer_templates() -> ResponseReturnValue:
    """All of them, and a form for a new one."""
    form = TemplateForm.of_request(data={"language": g.language.slug})
    if form.submitted() and _is_free(form):
        try:
            with transaction():
                add_template(g.firm.id, **_words(form))
        except IntegrityError as error:
            _must_be_taken(form, error)
        else:
            return _back(_("The template is kept."))
    return _page(form, templates_of(g.firm.id), status=422 if form.errors else 200)


@workspace.route("/<firm>/templates/<int:number>", methods=["GET", "POST"])
def answer_template(number: int) -> ResponseReturnValue:
    """One of them, to change or remove. A change from an old page is shown beside what it has become."""
    kept = template_of(g.firm.id, number)
    if request.method == "POST" and request.form.get("step") == "remove":
        with transaction():
            remove_template(kept)
        return _back(_("The template is removed."))
    form = TemplateForm.of_request(obj=kept)
    if form.submitted() and _is_free(form, own=kept):
        if form.version.data != str(kept.version):
            return _changed_meanwhile(form, kept)
        try:
            with transaction():
                change_template(kept, **_words(form))
        except StaleDataError:
            return _changed_meanwhile(form, template_of(g.firm.id, number))
        except IntegrityError as error:
            _must_be_taken(form, error)
            kept = template_of(g.firm.id, number)
        else:
            return _back(_("The template is kept."))
    return _page(form, (), kept=kept, status=422 if form.errors else 200)


def _words(form: TemplateForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("language", "name", "text")}


def _is_free(form: TemplateForm, *, own: AnswerTemplate | None = None) -> bool:
    """Whether the firm has room for it, and no other of that name and language."""
    others = [each for each in templates_of(g.firm.id) if own is None or each.id != own.id]
    if own is None and len(others) >= MOST_TEMPLATES:
        form.name.errors = [_("A firm keeps at most 100 templates.")]
    elif any((each.language, each.name) == (form.language.data, form.name.data) for each in others):
        form.name.errors = [_taken()]
    return not form.name.errors


def _taken() -> str:
    return _("There is a template of that name in that language already.")


def _must_be_taken(form: TemplateForm, error: IntegrityError) -> None:
    """Two at once with one name: the second is told so."""
    if not breaks_unique(error, "answer_template", "firm_id"):
        raise error
    form.name.errors = [_taken()]


def _changed_meanwhile(form: TemplateForm, kept: AnswerTemplate) -> ResponseReturnValue:
    """Nothing typed is lost: it stands in the form, which may be sent again once both were read."""
    db.session.refresh(kept)
    form.version.data = str(kept.version)
    form.version.raw_data = None
    return _page(form, (), kept=kept, is_conflict=True, status=409)


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(Addresses(g.language).answer_templates(g.firm.slug), 303)


def _page(
    form: TemplateForm,
    templates: Sequence[AnswerTemplate],
    *,
    kept: AnswerTemplate | None = None,
    is_conflict: bool = False,
    status: int,
) -> ResponseReturnValue:
    page = render_template(
        "workspace/templates.html",
        form=form,
        templates=templates,
        kept=kept,
        is_conflict=is_conflict,
        wrong=bool(form.errors),
    )
    return page, status
