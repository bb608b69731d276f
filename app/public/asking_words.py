"""What step two says to the enquirer: the question back, who reads it first, why nobody fits."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.classification.lexicon import SERVICE
from app.classification.needs import Needs
from app.classification.questions import ALL, HARM, UNSURE, Kind, Question, key_of
from app.directory.models import Firm
from app.enquiries.models import Urgency
from app.i18n.formats import clauses, joined
from app.i18n.languages import Language
from app.matching.ranking import Ground, NoMatch
from app.public.checking import NO_QUESTION, NOT_SURE, Check
from app.taxonomy.snapshot import Taxonomy, names
from app.web import reasons, statuses

#: Why an editor reads it before any firm does; nobody is accused of anything.
_READ_FIRST: Mapping[str, LazyString] = {
    HARM: _l(
        "An editor will read this first, because somebody may have been hurt. If anybody needs help now, "
        "please call a doctor or the emergency number; we cannot be quick enough."
    ),
    "complaint": _l(
        "An editor will read this first, because it seems to be about this portal or one of its firms."
    ),
    "partnership": _l(
        "An editor will read this first, because it seems to be about working with this portal."
    ),
    "personal_import": _l(
        "An editor will read this first, because it seems to be about goods for your own use, "
        "and the firms here serve companies."
    ),
    NO_QUESTION: _l(
        "An editor will read this first, because we could not tell what you would like to ask a firm."
    ),
    NOT_SURE: _l("An editor will read this first, because you are not sure which reading is right."),
}
_READ_FIRST_OTHERWISE = _l(
    "An editor will read this first, because we could not match it to a service that firms here offer."
)

#: Why no firm can be named, and what can be done about it.
_NOBODY: Mapping[NoMatch, LazyString] = {
    NoMatch.UNCLEAR: _l(
        "Tick at least one market and one service and update. If you are not sure, send the enquiry as "
        "it is: an editor reads it and suggests firms."
    ),
    NoMatch.NO_SUCH_PAIR: _l(
        "The services you ticked do not exist in the markets you ticked. Please look at both lists "
        "again, or send the enquiry as it is: an editor reads it and suggests what would fit."
    ),
    NoMatch.FULL: _l(
        "The firms that offer this have as many enquiries as they can take at present. Send it all the "
        "same: an editor reads it and looks for room, or for another firm."
    ),
    NoMatch.OTHER_LANGUAGES: _l(
        "The firms that offer this do not work in the language of this page. If you read another one, choose "
        "it at the top; your text stays. Or send the enquiry: an editor reads it and looks for help."
    ),
    NoMatch.OTHER_PRODUCTS: _l(
        "The firms that offer this do so for other kinds of product than those ticked. Correct the "
        "products and update, or send the enquiry: an editor reads it and looks for help."
    ),
    NoMatch.CLOSED: _l(
        "The firms that offer this take no new mandates for it at present. Change the ticks, or send the "
        "enquiry: an editor reads it and looks for another firm."
    ),
    NoMatch.NOT_TAKING: _l(
        "Firms here offer this, but none of them takes enquiries through this portal yet; "
        "they are named below. Send the enquiry: an editor reads it and looks for help."
    ),
    NoMatch.BARRED: _l(
        "The firms that offer this may not act for you: they sit outside the market, or have a conflict "
        "of interest. Send the enquiry: an editor reads it and looks for another firm."
    ),
}
_NOBODY_OTHERWISE = _l(
    "No firm here offers these services in these markets. You can change the ticks, or send the enquiry: "
    "an editor reads it and looks for help."
)

#: Why a form comes back although nothing in it is wrong.
RENEWED = _l(
    "This form was open for very long, or was damaged on the way, so we have renewed it. "
    "Nothing you wrote is lost: please look it over and send it once more."
)
RENEWED_WITHOUT_TOKEN = _l(
    "This form was open for too long, or your browser keeps no cookies. Nothing you wrote is lost: "
    "it stands below, in a new form; please allow cookies for this site and go on from here."
)

WAIT_A_MINUTE = _l(
    "Very much has come from your network just now. Nothing you wrote is lost: "
    "please wait a minute and go on."
)

#: What one firm lacks is said in so many pieces.
_MOST_LACKING = 4


@dataclass(frozen=True, slots=True)
class AskedBack:
    """The question back as it stands on the page."""

    legend: str
    #: Answers with their words.
    options: tuple[tuple[str, str], ...]


def asked_back(question: Question, taxonomy: Taxonomy, language: Language) -> AskedBack:
    concepts = taxonomy.services if question.facet == SERVICE else taxonomy.regions

    def named(codes: tuple[str, ...]) -> str:
        return joined(names(concepts, codes, language), language)

    place = named(question.options[0])
    is_one_place = question.kind is Kind.WHICH_MARKET and not question.options[-1]
    options = [(key_of(each), named(each)) for each in question.options]
    if is_one_place:
        options = [
            (key_of(question.options[0]), _("Yes, that is the market")),
            (key_of(()), _("No, we or the product come from there")),
        ]
    elif question.kind is Kind.WHICH_UK:
        part = named(question.options[1])
        options = [(options[0][0], _("All of it")), (options[1][0], _("Only %(part)s", part=part))]
    if question.allows_all:
        options.append((ALL, _("Both") if len(options) == 2 else _("All of these")))
    options.append((UNSURE, _("I am not sure; let an editor look")))
    return AskedBack(_legend(question, place, is_one_place=is_one_place), tuple(options))


def _legend(question: Question, place: str, *, is_one_place: bool) -> str:
    if is_one_place:
        return _("Is %(place)s the market you want to enter?", place=place)
    return {
        Kind.WHICH_SERVICE: _("Which of these services do you need?"),
        Kind.WHICH_MARKET: _("Which of these places is the market you want to enter?"),
        Kind.WHICH_UK: _("Do you mean all of the United Kingdom, or only a part?"),
        Kind.OPEN_MARKET: _("In which market? For another one, use “Add a market” below."),
    }[question.kind]


def wait_words(seconds: int) -> str:
    """That enough has come from there for now, and when there is room again."""
    minutes = -(-seconds // 60)
    if minutes < 60:
        wait = ngettext("in %(num)d minute", "in %(num)d minutes", minutes)
    else:
        wait = ngettext("in %(num)d hour", "in %(num)d hours", -(-minutes // 60))
    return _(
        "Very many enquiries have come from your network, or with this text. Nothing you wrote is lost: "
        "leave this page open and send it again %(wait)s.",
        wait=wait,
    )


def read_first(reason: str) -> str:
    """That an editor reads it before any firm does, and why."""
    return str(_READ_FIRST.get(reason, _READ_FIRST_OTHERWISE))


def nobody(check: Check) -> str:
    """Why no firm can be named, and what can be done about it."""
    why = check.ranking.no_match
    if why is NoMatch.UNCLEAR and check.question:
        return _(
            "Answer the question above and update. If you are not sure, send the enquiry as it is: an editor "
            "reads it and suggests firms."
        )
    return str(_NOBODY.get(why or NoMatch.NOT_OFFERED, _NOBODY_OTHERWISE))


def unfit(firm: Firm, check: Check) -> str:
    """Why a firm that was asked for would not have it, and what can be done about it."""
    if not firm.can_receive:
        return _(
            "the firm has not taken over its listing and cannot receive enquiries here. An editor will look "
            "at yours."
        )
    for each in check.ranking.excluded:
        if each.firm.id == firm.id:
            return _(
                "%(reason)s. An editor can look for help.", reason=statuses.EXCLUSION_IN_PUBLIC[each.reason]
            )
    if check.needs.can_be_matched:
        return _(
            "it offers none of the ticked services in the ticked markets. Correct the ticks and update, or "
            "leave it to an editor."
        )
    return _(
        "with these ticks the firm does not match. Correct the ticks and update, or leave it to an editor."
    )


def urgency(check: Check) -> str:
    """What presses, as the desk and the firms read it too."""
    return str(statuses.URGENCY[Urgency(check.understanding.urgency)])


def not_covered(grounds: tuple[Ground, ...], check: Check, taxonomy: Taxonomy, language: Language) -> str:
    """What of the ticked services and markets a firm does not offer; empty where it offers all.

    A market in which none of the services exists is named by itself, and so is such a service.
    """
    covered = {(each.service, each.asked) for each in grounds}
    asked = _markets_by_service(check.needs, taxonomy)
    said = []
    for service, markets in asked.items():
        lacking = [market for market in markets if (service, market) not in covered]
        if lacking:
            where = reasons.some(names(taxonomy.regions, lacking, language), language)
            name = taxonomy.services[service].name(language)
            said.append(_("%(services)s: %(market)s", services=name, market=where))
    known = {market for _service, market in check.needs.cells(taxonomy)}
    said += names(taxonomy.regions, [each for each in check.needs.markets if each not in known], language)
    said += names(taxonomy.services, [each for each in check.needs.services if each not in asked], language)
    rest = len(said) - _MOST_LACKING
    shown = clauses(said[:_MOST_LACKING], language)
    if rest <= 0:
        return shown
    return ngettext("%(some)s and %(num)d more", "%(some)s and %(num)d more", rest, some=shown)


def _markets_by_service(needs: Needs, taxonomy: Taxonomy) -> dict[str, list[str]]:
    """Where each service is wanted: not in a market of which it concerns a part, if it has one of its own.

    A representative for the EU is one for Northern Ireland too, but nobody who names both the EU and the UK
    misses it in the UK.
    """
    found: dict[str, list[str]] = {}
    for service, market in needs.cells(taxonomy):
        found.setdefault(service, []).append(market)
    for service, markets in found.items():
        named = set(taxonomy.services[service].regions)
        own = [each for each in markets if named & ({each} | taxonomy.ancestors(each))]
        found[service] = own or markets
    return found
