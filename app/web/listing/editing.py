"""One way through for whoever edits a part of a listing: form, draft, the other person, the change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.directory.models import Firm
from app.directory.revisions.actions import Kept, hold
from app.directory.revisions.drafts import draft_of, drop_draft
from app.directory.revisions.models import ListingDraft
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.edit_conflicts import Conflict, Row
from app.web.edition import current_taxonomy
from app.web.listing.forms import ContactForm, EntityForm, SectionForm, WordsForm
from app.web.listing.offices import OfficesForm
from app.web.listing.shown import field_name, in_words

FORMS: Mapping[str, type[SectionForm]] = {
    each.section: each for each in (WordsForm, EntityForm, OfficesForm, ContactForm)
}
#: Where a form stands on its page.
FORM_AT = "form"
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody at one section of a listing."""

    firm: Firm
    section: str
    person_id: int
    #: What the listing says, or would say with what is pending.
    values: Callable[[], Values]
    #: Does what was wanted: ``change_listing`` or ``edit_listing``.
    save: Callable[..., Kept]
    template: str
    #: Addresses: this page, where drafts go, and where to be once it is done.
    here: str
    draft_at: str
    back: str
    #: What to say once it is done.
    told: Callable[[Kept], str]

    def answer(self) -> ResponseReturnValue:
        if request.method != "POST":
            return self._opened()
        if sum(name.endswith("-country") for name in request.form) > OfficesForm.most_rows:
            abort(413)
        step = request.form.get("step", "keep")
        if step == "discard":
            with transaction():
                drop_draft(self.firm.id, self.section, self.person_id)
            return redirect(self.here, 303)
        form = self._form(self.values(), typed=request.form.items(multi=True))
        if step != "keep" and isinstance(form, OfficesForm):
            return self._page(self._with_rows(form, step))
        if not form.validate():
            return self._page(form, status=422)
        return self._kept(form)

    def _opened(self) -> ResponseReturnValue:
        """What was typed and never sent goes before what the listing says."""
        draft = draft_of(self.firm.id, self.section, self.person_id)
        form = self._form(self.values(), typed=draft.typed if draft else None)
        form.draft_version.data = str(draft.version if draft else 0)
        return self._page(form, draft=draft)

    def _kept(self, form: SectionForm) -> ResponseReturnValue:
        with transaction():
            hold(self.firm)
            values = self.values()
            changed = _changed(form, values)
            clashes = [key for key in changed if _clashes(key, changed[key], form.opened_with, values)]
            if not clashes:
                kept = self.save(self.firm, changed, by_id=self.person_id, at=now())
                drop_draft(self.firm.id, self.section, self.person_id)
        if clashes:
            return self._clash(form, values, changed, clashes)
        flash(self.told(kept))
        return redirect(self.back, 303)

    def _clash(
        self, form: SectionForm, values: Values, changed: Values, clashes: list[str]
    ) -> ResponseReturnValue:
        """Theirs is shown, mine stands in the form, over what else they have changed."""
        taxonomy, language = current_taxonomy(), g.language
        base = form.opened_with

        def said(key: str, value: Any) -> str:
            return in_words(key, value, taxonomy, language) or "–"

        rows = [
            Row(field_name(key, language), said(key, base[key]), said(key, values[key])) for key in clashes
        ]
        mine = [(field_name(key, language), said(key, changed[key])) for key in clashes]
        again = self._form({**values, **changed}, typed=None, base=values)
        again.draft_version.data = form.draft_version.data
        return self._page(again, conflict=Conflict((), rows, mine, FORM_AT), status=409)

    def _with_rows(self, form: OfficesForm, step: str) -> SectionForm:
        again = self._form({**self.values(), "offices": form.moved(step)}, typed=None)
        again.base.data, again.draft_version.data = form.base.data, form.draft_version.data
        return again

    def _form(self, values: Values, *, typed: Any, base: Values | None = None) -> SectionForm:
        given = {"typed": typed, "taxonomy": current_taxonomy(), "language": g.language}
        return FORMS[self.section].opened(values, base=base or values, **given)

    def _page(
        self,
        form: SectionForm,
        *,
        draft: ListingDraft | None = None,
        conflict: Conflict | None = None,
        status: int = 200,
    ) -> ResponseReturnValue:
        page = render_template(
            self.template,
            firm=self.firm,
            section=self.section,
            form=form,
            draft=draft,
            conflict=conflict,
            editor=self,
            wrong=bool(form.errors),
        )
        return page, status


def _changed(form: SectionForm, values: Values) -> Values:
    """What this person has changed, by key; what they left as it was is nobody's wish."""
    base = form.opened_with
    return {key: value for key, value in form.wanted().items() if value != base.get(key, values[key])}


def _clashes(key: str, mine: Any, base: Values, values: Values) -> bool:
    """Whether somebody else has given it another value since."""
    return key in base and values[key] not in (base[key], mine)
