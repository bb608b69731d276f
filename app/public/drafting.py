"""From the form and what was read in it to what is kept."""

from flask import g

from app.enquiries import actions
from app.enquiries.consents import Mode
from app.enquiries.models import FacetKind, FacetSource, SpamLane, Urgency, Way
from app.i18n.zones import zone_of
from app.public.checking import NOT_SURE, Check
from app.public.choosing import Choice
from app.public.forms import AskForm


def draft(form: AskForm, found: Check, choice: Choice) -> actions.Draft:
    """Everything the form gathered, as it is kept."""
    return actions.Draft(
        nonce=form.nonce.data,
        language=g.language.slug,
        time_zone=zone_of(form.country.data),
        text=form.text.data,
        product=form.product.data or "",
        company=form.company.data,
        contact_name=form.contact_name.data,
        email=form.email.data,
        country=form.country.data,
        facets=_facets(found),
        said=_said(found, has_firms=bool(choice.firms)),
        firms=choice.firms,
        mode=choice.mode,
        best=choice.best,
        agreement=actions.Agreement(
            share=form.share.data,
            abroad=form.abroad.data,
            country=form.country.data,
            language=g.language.slug,
            only_brief=choice.mode is Mode.ANONYMOUS,
        ),
        context={
            name: field.data
            for name, field in (("firm", form.from_firm), ("article", form.from_article))
            if field.data
        },
    )


def _places(found: Check) -> dict[int, tuple[int, int]]:
    """Where in the question each number stands."""
    places, at = {}, 0
    for segment in found.segments:
        if segment.number:
            places[segment.number] = (at, at + len(segment.text))
        at += len(segment.text)
    return places


def _facets(found: Check) -> list[actions.FacetDraft]:
    """What the reader left ticked, each with who said so first, how surely, and its words as evidence.

    What was only offered and is ticked was chosen by the reader.
    """
    places = _places(found)
    return [
        actions.FacetDraft(
            FacetKind(tick.facet),
            tick.code,
            FacetSource(tick.source) if tick.is_meant else FacetSource.ENQUIRER,
            tuple(places[number] for number in tick.numbers),
            tick.score if tick.is_meant else 1.0,
        )
        for tick in found.ticks
        if tick.is_ticked
    ]


def _said(found: Check, *, has_firms: bool) -> actions.Said:
    """What the text says beside its facets, once the ticks have settled what ticks can settle."""
    read = found.understanding
    way, reason = Way(read.decision.way), read.decision.reason
    if found.read_first == NOT_SURE:
        way, reason = Way.PERSON, NOT_SURE
    elif found.read_first is None and has_firms and found.needs.can_be_matched:
        way = Way.CLEAR
    return actions.Said(
        urgency=Urgency(read.urgency),
        origin_country=read.origin_country,
        way=way,
        way_reason=None if way is Way.CLEAR else reason,
        spam_lane=SpamLane(read.spam.lane),
        spam_kind=read.spam.kind,
    )
