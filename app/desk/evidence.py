"""The question with the words that facets rest on, numbered, and what else was read in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

from app.enquiries.intake import signs_of
from app.enquiries.models import Enquiry, Facet, FacetKind, SpamLane
from app.i18n.formats import clauses
from app.i18n.languages import Language
from app.taxonomy.snapshot import Concept, Taxonomy
from app.web import spam_words, statuses
from app.web.marking import Segment, marked


@dataclass(frozen=True, slots=True)
class Understood:
    """A facet as the desk reads it."""

    facet: Facet
    name: str
    #: Of the pieces it rests on.
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    pieces: tuple[Segment, ...]
    understood: tuple[Understood, ...]
    #: The country the maker is in, by name; empty where the text does not say.
    origin: str

    def of(self, kind: FacetKind) -> list[Understood]:
        return [each for each in self.understood if each.facet.kind is kind]


def evidence(enquiry: Enquiry, taxonomy: Taxonomy, language: Language) -> Evidence:
    spans = {(start, end) for facet in enquiry.facets for start, end in facet.evidence}
    pieces, numbers = marked(enquiry.text, spans)
    understood = tuple(
        Understood(
            facet,
            concept_name(facet.kind, facet.code, taxonomy, language),
            tuple(sorted({numbers[start, end] for start, end in facet.evidence if (start, end) in numbers})),
        )
        for facet in enquiry.facets
    )
    return Evidence(pieces, understood, _country(enquiry.origin_country, taxonomy, language))


def concept_name(kind: FacetKind, code: str, taxonomy: Taxonomy, language: Language) -> str:
    """What readers of ``language`` call it; the code where the taxonomy no longer has it."""
    by_kind: Mapping[FacetKind, Mapping[str, Concept]] = {
        FacetKind.MARKET: taxonomy.regions,
        FacetKind.SERVICE: taxonomy.services,
        FacetKind.SECTOR: taxonomy.sectors,
    }
    concept = by_kind[kind].get(code)
    return concept.name(language) if concept else code


def _country(iso: str | None, taxonomy: Taxonomy, language: Language) -> str:
    if iso is None:
        return ""
    for each in taxonomy.regions.values():
        if each.iso == iso and each.kind == "market":
            return each.name(language)
    name: str = Locale.parse(language.babel).territories.get(iso, iso)
    return name


def way_reason(enquiry: Enquiry) -> str:
    """Why it takes its way, in words; a code nobody has words for as it is; empty where nothing stands in it.

    A sign of spam is said by the lane beside it.
    """
    code = enquiry.way_reason
    if code is None or code in spam_words.SPAM_KIND:
        return ""
    return str(statuses.WAY_REASON.get(code, code))


def spam_reason(enquiry: Enquiry, language: Language) -> str:
    """What the rules saw in its text, then why its form holds it; empty where they saw nothing."""
    kind = enquiry.spam_kind
    said = [str(spam_words.SPAM_KIND.get(kind, kind))] if kind else []
    signs = () if enquiry.spam_lane is SpamLane.PASS else signs_of(enquiry.intake)
    return clauses([*said, *map(_sign, signs)], language)


def form_signs(enquiry: Enquiry, language: Language) -> str:
    """What speaks against how its form came in, each with its weight; empty for nothing."""
    weighed = [f"{_sign(sign)} ({weight:.2f})" for sign, weight in enquiry.intake.get("signs", ())]
    return clauses(weighed, language)


def _sign(code: str) -> str:
    return str(spam_words.SIGN.get(code, code))
