"""How an enquiry stands beside how a reader saw it: a step from an old page is not taken, and both are shown.

The mark that travels with a form counts the entries of the journal that its reader may know of, so that it
tells nobody of more than their page does.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField
from wtforms.fields.choices import SelectFieldBase

from app.enquiries.models import Enquiry, Referral
from app.enquiries.states import EnquiryState, ReferralState
from app.i18n.formats import joined
from app.i18n.languages import Language
from app.journal.models import Entry
from app.web import statuses
from app.web.edition import current_taxonomy
from app.web.forms import PortalForm
from app.web.uploads import FilesField


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that changed: as the reader saw it, and as it is."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did meanwhile."""

    at: datetime
    sentence: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A step that was not taken, since its page was out of date."""

    changes: Sequence[Change] = ()
    rows: Sequence[Row] = ()
    #: What would have been set: each field's label and what was put into it.
    draft: Sequence[tuple[str, str]] = ()
    #: Where its form stands filled on the page; empty where that step can no longer be taken.
    form_at: str = ""


@dataclass(frozen=True, slots=True)
class KnownJournal:
    """The journal of an enquiry as one reader may know it."""

    entries: Sequence[Entry]
    #: The kinds of entries after which a step is to be thought over.
    weighty: Collection[str]

    @property
    def mark(self) -> str:
        """What a form carries."""
        return str(len(self.entries))

    def since(self) -> Sequence[Entry]:
        """What the sender of this form had not seen, if any of it is weighty.

        A form without a mark was made by no page of ours and is taken as new; one that makes no sense is old.
        """
        given = request.form.get("seen")
        if given is None:
            return ()
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
        unseen = self.entries[number:] if number <= len(self.entries) else self.entries
        return unseen if any(each.kind in self.weighty for each in unseen) else ()


def is_about(entry: Entry, referral: Referral) -> bool:
    """Whether it concerns that firm: its own referral, or the enquiry as a whole."""
    ids = entry.facts.get("referral_ids") or [entry.facts.get("referral_id")]
    return referral.id in ids or ids == [None]


def _was(unseen: Iterable[Entry], subject: str, id_: int) -> str | None:
    """The state before the first of its moves; None where it has not moved."""
    moves = (move for entry in unseen for move in entry.moves)
    return next((str(old or "") for what, of, old, _new in moves if (what, of) == (subject, id_)), None)


def enquiry_row(enquiry: Enquiry, unseen: Sequence[Entry]) -> list[Row]:
    was = _was(unseen, "enquiry", enquiry.id)
    if not was or was == enquiry.state.value:
        return []
    words = statuses.ENQUIRY
    return [Row(_("Enquiry"), str(words[EnquiryState(was)].words), str(words[enquiry.state].words))]


def referral_rows(referrals: Iterable[Referral], unseen: Sequence[Entry], language: Language) -> list[Row]:
    words = statuses.REFERRAL
    rows = []
    for each in referrals:
        was = _was(unseen, "referral", each.id)
        if was is not None and was != each.state.value:
            before = str(words[ReferralState(was)].words) if was else "–"
            rows.append(Row(each.firm.read(language).text.name, before, str(words[each.state].words)))
    return rows


def facets_row(enquiry: Enquiry, unseen: Sequence[Entry], language: Language) -> list[Row]:
    first = next((each for each in unseen if each.kind == "FacetsCorrected"), None)
    if first is None:
        return []
    now = [each.code for each in enquiry.facets]
    label = _("What it is about")
    return [Row(label, _names(first.facts["before"], language), _names(now, language))]


def _names(codes: Iterable[str], language: Language) -> str:
    taxonomy = current_taxonomy()
    known: Sequence[Mapping[str, Any]] = (taxonomy.regions, taxonomy.services, taxonomy.sectors)
    names = [next((each[code].name(language) for each in known if code in each), code) for code in codes]
    return joined(names, language) or _("nothing")


def draft_of(form: PortalForm | None, language: Language) -> list[tuple[str, str]]:
    """What was put into the form, in words."""
    found = []
    for each in form or ():
        if isinstance(each, HiddenField | BooleanField) or not each.data:
            continue
        if isinstance(each, FilesField):
            value = joined([file.name for file in each.data], language)
        elif isinstance(each, SelectFieldBase):
            value = joined(_chosen(each), language)
        else:
            value = str(each.data)
        found.append((str(each.label.text), value))
    return [(label, value) for label, value in found if value]


def _chosen(each: Any) -> list[str]:
    """The labels of what was chosen; grouped choices too."""
    data = each.data if isinstance(each.data, list) else [each.data]
    labels = {choice.value: str(choice.label) for choice in each.choices or () if hasattr(choice, "value")}
    labels |= {choice[0]: str(choice[1]) for choice in each.choices or () if isinstance(choice, tuple)}
    return [labels.get(value) or str(value) for value in data]
