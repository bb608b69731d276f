"""Step two's choice: which firms may have it, how many at once, and whether they learn who asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import BooleanField, Field

from app.directory.models import Firm
from app.enquiries import actions
from app.enquiries.consenting import goes_abroad
from app.enquiries.consents import Mode
from app.public.checking import Check
from app.public.forms import AskForm
from app.web.forms import PortalForm

#: Firms that have it at once, where nothing else is chosen.
USUAL = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The firms agreed to, in the order of the page."""

    firms: Sequence[Firm]
    mode: Mode
    #: How many of them have it at once; None for all.
    best: int | None = None
    #: How many were ticked, or named where none was, also of those that cannot have it any more.
    had: int = 0


def chosen(form: AskForm, found: Check) -> Choice:
    """What the form says. Firms ticked without a word of how are firms chosen."""
    mode = {each.value: each for each in Mode}.get(form.mode.data or "", Mode.CHOSEN)
    ticked = list(dict.fromkeys(form.firm.data or ()))
    if mode is not Mode.BEST:
        fitting = {each.firm.slug: each.firm for each in found.candidates}
        return Choice([fitting[slug] for slug in ticked if slug in fitting], mode, had=len(ticked))
    # The consent names those that stood on the page, whatever the turns are by now.
    named = ticked or list(dict.fromkeys((form.named.data or "").split()))[: actions.MOST_NAMED]
    fitting = {each.firm.slug: each.firm for each in found.ranking.candidates}
    firms = [fitting[slug] for slug in named if slug in fitting]
    return Choice(
        firms,
        mode,
        best=min(_best(form), len(firms) or USUAL),
        had=len(named) if ticked or not firms else len(firms),
    )


def _best(form: AskForm) -> int:
    said = form.best.data or ""
    return int(said) if said in {str(n) for n in range(1, actions.MOST_FIRMS + 1)} else USUAL


def is_agreed(form: AskForm, choice: Choice) -> bool:
    """Whether firms, number and agreement go together; says at the field what does not."""
    most = actions.MOST_NAMED if choice.mode is Mode.BEST else actions.MOST_FIRMS
    if choice.had > len(choice.firms):
        form.firm.errors = [_("One of the firms can no longer take enquiries. Please check the list again.")]
    elif len(choice.firms) > most:
        form.firm.errors = [_("Choose %(most)s firms at most.", most=most)]
    else:
        return choice.mode is Mode.ANONYMOUS or are_ticked(form, choice.firms, form.country.data)
    return False


def are_ticked(form: PortalForm, firms: Sequence[Firm], country: str) -> bool:
    """Whether all is agreed to that these firms need; says at the box what is not."""
    share: BooleanField = form["share"]
    abroad: BooleanField = form["abroad"]
    if firms and not share.data:
        _miss(share, _("Agree that your data goes to the firms, or choose none."))
    if any(goes_abroad(each, country) for each in firms) and not abroad.data:
        _miss(abroad, _("Agree that your data goes abroad, or choose only firms in your country."))
    return not (share.errors or abroad.errors)


def _miss(field: Field, words: str) -> None:
    field.errors = [words]
