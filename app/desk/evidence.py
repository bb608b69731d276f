"""The question with the words that facets rest on, numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.enquiries.models import Enquiry, Facet, FacetKind
from app.i18n.languages import Language
from app.taxonomy.snapshot import Taxonomy


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the question; numbered where something was understood."""

    text: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Understood:
    """A facet as the desk reads it."""

    facet: Facet
    name: str
    #: Of the pieces it rests on.
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    pieces: tuple[Piece, ...]
    understood: tuple[Understood, ...]

    def of(self, kind: FacetKind) -> list[Understood]:
        return [each for each in self.understood if each.facet.kind is kind]


def evidence(enquiry: Enquiry, taxonomy: Taxonomy, language: Language) -> Evidence:
    """A span that begins inside an earlier one, or lies outside the text, is left unmarked."""
    text, at = enquiry.text, 0
    pieces: list[Piece] = []
    numbers: dict[tuple[int, int], int] = {}
    for start, end in sorted({(start, end) for facet in enquiry.facets for start, end in facet.evidence}):
        if not at <= start < end <= len(text):
            continue
        numbers[start, end] = len(numbers) + 1
        pieces += [Piece(text[at:start], None), Piece(text[start:end], numbers[start, end])]
        at = end
    pieces.append(Piece(text[at:], None))
    return Evidence(
        tuple(piece for piece in pieces if piece.text),
        tuple(
            Understood(facet, _name(facet, taxonomy, language), _numbers(facet.evidence, numbers))
            for facet in enquiry.facets
        ),
    )


def _numbers(spans: Sequence[Sequence[int]], numbers: dict[tuple[int, int], int]) -> tuple[int, ...]:
    return tuple(sorted(numbers[start, end] for start, end in spans if (start, end) in numbers))


def _name(facet: Facet, taxonomy: Taxonomy, language: Language) -> str:
    concepts = {
        FacetKind.MARKET: taxonomy.regions,
        FacetKind.SERVICE: taxonomy.services,
        FacetKind.SECTOR: taxonomy.sectors,
    }[facet.kind]
    return concepts[facet.code].name(language) if facet.code in concepts else facet.code
