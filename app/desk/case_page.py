"""The page of one enquiry: everything the desk knows of it, and the forms of each step."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, render_template
from flask.typing import ResponseReturnValue

from app.desk.alike import alike
from app.desk.edit_conflicts import known
from app.desk.evidence import evidence, form_signs, way_reason
from app.desk.forms import CloseForm, EraseForm, FacetsForm, HoldForm, ReferForm
from app.desk.history import history
from app.desk.letter_words import BECAUSE, LETTERS, STATES
from app.desk.queues import queue_of, side
from app.desk.standings import of_ranking, place
from app.desk.suggesting import MOST_SUGGESTED, firms_that_have, suggested
from app.directory.queries import firms_in_order
from app.enquiries.models import Enquiry, FacetKind, Way
from app.enquiries.states import ENQUIRY_MOVES, EnquiryState
from app.i18n.addresses import Addresses
from app.inbox.models import InboundMail
from app.inbox.queries import notices_about
from app.journal.queries import entries_of
from app.matching.ranking import Ground
from app.matching.runs import runs_of
from app.notices.subjects import subjects_of
from app.outbox.queries import letters_about
from app.web.edit_conflicts import Conflict
from app.web.edition import current_taxonomy
from app.web.forms import PortalForm
from app.web.reasons import why
from app.web.spoken import Said, said


@dataclass(frozen=True, slots=True)
class Sent:
    """A step that was sent and could not be taken."""

    step: str
    form: PortalForm
    #: 422 where the form is wrong, 409 where the enquiry has changed meanwhile.
    status: int
    #: What stands in the way, in a sentence; empty where the form's own problems say it.
    sentence: str = ""
    #: What has changed since the page was opened, where it has.
    conflict: Conflict | None = None

    @property
    def written(self) -> str:
        """The text that was typed into it, so that it is not lost with a step nobody can take any more."""
        fields = {"hold": "hold_note", "close": "close_note"}
        return self.form[fields[self.step]].data or "" if self.step in fields else ""


def case_page(enquiry: Enquiry, sent: Sent | None = None) -> ResponseReturnValue:
    """The enquiry as it is now, with what was typed into a step that could not be taken."""
    taxonomy = current_taxonomy()
    entries = entries_of(enquiry.id)
    page = render_template(
        "desk/case.html",
        enquiry=enquiry,
        evidence=evidence(enquiry, taxonomy, g.language),
        way=Way.PERSON if enquiry.is_read_first else enquiry.way,
        way_reason=way_reason(enquiry),
        form_signs=form_signs(enquiry, g.language),
        alike=alike(enquiry),
        country=taxonomy.regions[enquiry.country].name(g.language),
        history=history(enquiry, entries, taxonomy, g.language),
        suggestions=of_ranking(suggested(enquiry), most=MOST_SUGGESTED, without=firms_that_have(enquiry)),
        place=place,
        reasons={
            each.id: why(
                each.firm,
                [Ground.of_record(record) for record in each.reasons],
                taxonomy=taxonomy,
                language=g.language,
            )
            for each in enquiry.referrals
        },
        said=_said(enquiry),
        notices=_notices(enquiry),
        runs=runs_of(enquiry.id),
        letters=letters_about(*subjects_of(enquiry)),
        words={"letters": LETTERS, "because": BECAUSE, "states": STATES},
        agreed_firms={each.id: each for each in firms_in_order([each.firm_id for each in enquiry.consents])},
        forms=_blank_forms(enquiry) | ({sent.step: sent.form} if sent else {}),
        may=may(enquiry),
        sent=sent,
        seen=known(entries).mark,
        **side(queue_of(enquiry)),
    )
    return page, sent.status if sent else 200


def _said(enquiry: Enquiry) -> Mapping[int, Said]:
    messages = [message for each in enquiry.referrals for message in each.messages]
    return said(messages, lambda file: Addresses(g.language).case_file(enquiry.reference, file))


def _notices(enquiry: Enquiry) -> Mapping[int, list[InboundMail]]:
    """What machines wrote to each conversation, by referral id."""
    found: dict[int, list[InboundMail]] = {}
    ids = [each.id for each in enquiry.referrals]
    for mail in notices_about(ids) if ids else ():
        found.setdefault(mail.referral_id or 0, []).append(mail)
    return found


def _blank_forms(enquiry: Enquiry) -> dict[str, PortalForm]:
    facets = FacetsForm(
        formdata=None,
        markets=enquiry.codes(FacetKind.MARKET),
        services=enquiry.codes(FacetKind.SERVICE),
        sectors=enquiry.codes(FacetKind.SECTOR),
    )
    facets.offer(current_taxonomy(), g.language)
    return {
        "refer": ReferForm(formdata=None),
        "hold": HoldForm(formdata=None),
        "close": CloseForm(formdata=None),
        "resume": PortalForm(formdata=None),
        "erase": EraseForm(formdata=None),
        "facets": facets,
    }


def may(enquiry: Enquiry) -> frozenset[str]:
    """The steps that can be taken now, by the names their buttons send."""
    moves = ENQUIRY_MOVES[enquiry.state]
    wanted = {
        "refer": enquiry.is_open,
        "facets": enquiry.is_open,
        "hold": EnquiryState.HELD in moves,
        "resume": enquiry.state in {EnquiryState.HELD, EnquiryState.CLOSED},
        "close": EnquiryState.CLOSED in moves,
        "erase": EnquiryState.ERASED in moves,
    }
    return frozenset(name for name, can in wanted.items() if can)
