"""The parts of a firm's work, and the pages of each, as far as somebody's role there reaches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.accounts.models import MemberRole
from app.i18n.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the menu."""

    name: str
    words: LazyString
    address: Callable[[Addresses, str], str]
    least: MemberRole = MemberRole.EDITOR


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong together; the first is the one its entry leads to."""

    words: LazyString
    pages: Sequence[Page]

    def holds(self, name: str) -> bool:
        return any(each.name == name for each in self.pages)


_EVERYBODY = MemberRole.RESPONDER

_PARTS = (
    Part(
        _l("Enquiries"),
        (
            Page("", _l("Inbox"), lambda at, firm: at.inbox(firm), _EVERYBODY),
            Page("templates", _l("Templates"), lambda at, firm: at.answer_templates(firm), _EVERYBODY),
            Page("availability", _l("Availability"), lambda at, firm: at.availability(firm)),
            Page("conflicts", _l("Conflicts"), lambda at, firm: at.conflict_list(firm)),
        ),
    ),
    Part(
        _l("Listing"),
        (
            Page("listing", _l("Your listing"), lambda at, firm: at.listing(firm)),
            Page("languages", _l("Languages"), lambda at, firm: at.listing_languages(firm)),
            Page("logo", _l("Logo"), lambda at, firm: at.logo(firm)),
            Page("revisions", _l("Changes"), lambda at, firm: at.revisions(firm)),
        ),
    ),
    Part(_l("Offerings"), (Page("offerings", _l("Offerings"), lambda at, firm: at.offerings(firm)),)),
    Part(_l("Credentials"), (Page("evidence", _l("Credentials"), lambda at, firm: at.credentials(firm)),)),
    Part(_l("Figures"), (Page("figures", _l("Figures"), lambda at, firm: at.figures(firm), _EVERYBODY),)),
    Part(
        _l("People"),
        (
            Page("people", _l("People"), lambda at, firm: at.members(firm), MemberRole.OWNER),
            Page("membership", _l("Your place here"), lambda at, firm: at.membership(firm), _EVERYBODY),
        ),
    ),
)


def parts_for(role: MemberRole) -> list[Part]:
    """What somebody in that role finds; a part without a page for them is left out."""
    open_ones = (
        Part(part.words, [page for page in part.pages if role.includes(page.least)]) for part in _PARTS
    )
    return [part for part in open_ones if part.pages]
