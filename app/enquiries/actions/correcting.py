"""An editor says what an enquiry is about; where the rules read otherwise, a proposal for them is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from app.enquiries.errors import EnquiryEnded
from app.enquiries.events import FacetsCorrected
from app.enquiries.models import Enquiry, Facet, FacetKind, FacetSource, Party
from app.enquiries.proposals import Change, LexiconProposal, open_proposals_of
from app.enquiries.wordings import places_of, words_at
from app.kernel.db import db
from app.kernel.events import publish

Key = tuple[FacetKind, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What the rules read of one code in the text, as they stand now."""

    kind: FacetKind
    code: str
    score: float
    #: Places in the text with the product behind it on a line of its own, each ``(start, end)``.
    spans: Sequence[tuple[int, int]]
    #: Whether they take it to be meant; else it was only offered.
    is_meant: bool


@dataclass(frozen=True, slots=True)
class _Correction:
    """What one save says, beside the codes themselves."""

    enquiry: Enquiry
    read: Mapping[Key, Read]
    words: Sequence[str]
    by: int
    at: datetime

    @property
    def whole(self) -> str:
        return f"{self.enquiry.text}\n{self.enquiry.product}"

    def facet(self, key: Key) -> Facet:
        """What is added: the rules' own where they read it and it is put back, else the editor's."""
        read = self.read.get(key)
        if read and read.is_meant:
            kept = [list(span) for span in read.spans if span[1] <= len(self.enquiry.text)]
            return Facet(
                kind=key[0], code=key[1], source=FacetSource.LEXICON, score=read.score, evidence=kept
            )
        kept = [list(span) for each in self.words for span in places_of(each, self.enquiry.text)]
        return Facet(kind=key[0], code=key[1], source=FacetSource.STAFF, evidence=kept)

    def proposal(self, facet: Facet, change: Change) -> LexiconProposal | None:
        """What the rules could learn from it; None where they were right, or had nothing to do with it."""
        key = (facet.kind, facet.code)
        read = self.read.get(key)
        if change is Change.ADDED:
            if facet.source is FacetSource.LEXICON:
                return None
            words = self.words or (words_at(self.whole, read.spans) if read else [])
        else:
            if facet.source is not FacetSource.LEXICON and not (read and read.is_meant):
                return None
            words = words_at(self.whole, facet.evidence or (read.spans if read else []))
        return LexiconProposal(
            enquiry_id=self.enquiry.id,
            kind=facet.kind,
            code=facet.code,
            change=change,
            words=list(words),
            proposed_at=self.at,
            proposed_by=self.by,
        )


def set_facets(
    enquiry: Enquiry,
    *,
    markets: Sequence[str],
    services: Sequence[str],
    sectors: Sequence[str],
    by: int,
    at: datetime,
    read: Iterable[Read],
    words: Sequence[str] = (),
) -> None:
    """Say what the enquiry is about; what others said of the same keeps its source and evidence.

    read: what the rules make of the text. Where the editor says otherwise, a proposal for them is kept.
    words: wordings of the text that say what is added. Raises EnquiryEnded.
    """
    if not enquiry.is_open:
        raise EnquiryEnded(reference=enquiry.reference)
    wanted: dict[Key, None] = {
        (kind, code): None
        for kind, codes in zip(FacetKind, (markets, services, sectors), strict=True)
        for code in codes
    }
    before = {(facet.kind, facet.code): facet for facet in enquiry.facets}
    if set(before) == set(wanted):
        return
    save = _Correction(enquiry, {(each.kind, each.code): each for each in read}, words, by, at)
    added = {key: save.facet(key) for key in wanted if key not in before}
    removed = [facet for key, facet in before.items() if key not in wanted]
    _propose(save, added=added.values(), removed=removed)
    enquiry.facets = [before.get(key) or added[key] for key in wanted]
    # Facets are rows of their own; whoever has the page open must still learn that it has changed.
    flag_modified(enquiry, "state")
    db.session.flush()
    publish(
        FacetsCorrected(
            at=at,
            enquiry_id=enquiry.id,
            actor=Party.STAFF,
            by_id=by,
            before=tuple(code for _, code in before),
            after=tuple(dict.fromkeys(code for _, code in wanted)),
        )
    )


def _propose(save: _Correction, *, added: Iterable[Facet], removed: Iterable[Facet]) -> None:
    """One proposal for each code; a correction taken back takes its own open proposal back."""
    waiting = {(each.kind, each.code): each for each in open_proposals_of(save.enquiry.id)}
    for change, facets in ((Change.REMOVED, removed), (Change.ADDED, added)):
        for facet in facets:
            if taken_back := waiting.get((facet.kind, facet.code)):
                db.session.delete(taken_back)
            if proposal := save.proposal(facet, change):
                db.session.add(proposal)
