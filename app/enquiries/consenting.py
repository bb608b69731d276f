"""What an enquirer agrees to: in which words, about which of their data, and in whose hands it comes.

Words are kept by a code that names their version; the texts stand at the door, in every version that was
ever shown. Whoever changes a text gives it the next number here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.directory.models import Firm
from app.enquiries.consents import Consent, ConsentPurpose
from app.enquiries.errors import ConsentMissing

#: What a firm learns together with who asks, the question as it was written; columns of ``Enquiry``.
SHARED_FIELDS = ("company", "contact_name", "email", "country", "text", "product")
#: What it reads before: the question and the product without names and addresses.
BRIEF_FIELDS = ("country", "text", "product")
#: Where the law asks for words of their own, for handing on and for sending abroad: PIPL, Art. 23 and 39.
MAINLAND = "CN"

_WORDINGS: Mapping[ConsentPurpose, str] = {
    ConsentPurpose.BRIEF: "brief-1",
    ConsentPurpose.SHARE: "share-2",
    ConsentPurpose.ABROAD: "abroad-2",
}
_MAINLAND_WORDINGS: Mapping[ConsentPurpose, str] = {
    ConsentPurpose.SHARE: "share-cn-1",
    ConsentPurpose.ABROAD: "abroad-cn-1",
}


def wording_of(purpose: ConsentPurpose, country: str) -> str:
    """The code of the words that an enquirer in ``country`` is shown now."""
    own = _MAINLAND_WORDINGS if country == MAINLAND else {}
    return own.get(purpose) or _WORDINGS[purpose]


def countries_of(firm: Firm) -> list[str]:
    """Where its offices are, region codes."""
    return sorted({office.country for office in firm.offices})


def goes_abroad(firm: Firm, country: str) -> bool:
    """Whether what an enquirer in ``country`` hands to the firm leaves it; assumed of an unknown place."""
    return countries_of(firm) != [country]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the enquirer ticked."""

    #: To hand their data to the firms they chose.
    share: bool
    #: To hand it abroad.
    abroad: bool
    #: Where they are, a region code: the words differ, and so does what is abroad.
    country: str
    #: The language of the words, as a slug.
    language: str
    #: Only the question, without who asks.
    only_brief: bool = False

    def rows(self, firm: Firm, *, at: datetime) -> list[Consent]:
        """One record for each purpose, about one firm. Raises ConsentMissing unless all needed was ticked."""
        if self.only_brief:
            return [self._row(ConsentPurpose.BRIEF, firm, at=at)]
        if not self.share:
            raise ConsentMissing
        is_abroad = goes_abroad(firm, self.country)
        if is_abroad and not self.abroad:
            raise ConsentMissing
        rows = [self._row(ConsentPurpose.SHARE, firm, at=at)]
        return [*rows, self._row(ConsentPurpose.ABROAD, firm, at=at)] if is_abroad else rows

    def _row(self, purpose: ConsentPurpose, firm: Firm, *, at: datetime) -> Consent:
        countries = countries_of(firm)
        if purpose is ConsentPurpose.ABROAD:
            countries = [each for each in countries if each != self.country]
        return Consent(
            firm_id=firm.id,
            purpose=purpose,
            fields=list(BRIEF_FIELDS if purpose is ConsentPurpose.BRIEF else SHARED_FIELDS),
            countries=countries,
            wording=wording_of(purpose, self.country),
            language=self.language,
            given_at=at,
        )
