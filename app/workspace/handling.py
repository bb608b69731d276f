"""What a firm does with an enquiry among its own people: notes, and in whose hands it is."""

import secrets
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.enquiries.handling import Note, can_be_noted_on, in_hands_of, notes_of, people_of
from app.enquiries.models import Referral
from app.workspace.forms import AssignForm, NoteForm


@dataclass(frozen=True, slots=True)
class Handling:
    """The part of the page that only the firm's people read."""

    notes: list[tuple[Note, str]]
    #: Who has it in hand; empty for nobody.
    name: str
    note: NoteForm
    assign: AssignForm

    @property
    def problems(self) -> list[tuple[str, str]]:
        return self.note.problems + self.assign.problems


def handling(
    referral: Referral, *, note: NoteForm | None = None, assign: AssignForm | None = None
) -> Handling | None:
    """None where the firm may not read the question any more. Three statements."""
    if not can_be_noted_on(referral):
        return None
    account_id, name = in_hands_of([referral]).get(referral.id, (None, ""))
    return Handling(
        notes_of(referral),
        name,
        note or NoteForm(formdata=None, nonce=secrets.token_urlsafe(32)),
        assign or assign_form(referral, account_id, is_empty=True),
    )


def assign_form(referral: Referral, account_id: int | None = None, *, is_empty: bool = False) -> AssignForm:
    """The form with the firm's people. is_empty: as it is shown first, whatever this request sent."""
    chosen = {"person": str(account_id or "")}
    form = AssignForm(formdata=None, data=chosen) if is_empty else AssignForm.of_request()
    people = [SelectChoice(str(each.id), each.name) for each in people_of(referral.firm_id)]
    form.person.choices = [SelectChoice("", _("Nobody in particular")), *people]
    return form
