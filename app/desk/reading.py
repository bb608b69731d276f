"""What the rules make of an enquiry's text as they stand now, whatever was kept when it was sent."""

from collections.abc import Iterator

from app.classification.needs import Needs
from app.classification.understanding import understand
from app.enquiries.actions import Read
from app.enquiries.models import Enquiry, FacetKind
from app.taxonomy.snapshot import Taxonomy


def rules_read(enquiry: Enquiry, taxonomy: Taxonomy) -> Iterator[Read]:
    """Every code the text names, by the text alone: no choice of the enquirer's, no page it came from."""
    understood = understand(
        # As when it was asked: the product stands behind the question.
        f"{enquiry.text}\n{enquiry.product}",
        chosen=Needs(),
        page=Needs(),
        country=enquiry.country,
        taxonomy=taxonomy,
    )
    for each in understood.facets:
        yield Read(FacetKind(each.facet), each.code, each.score, each.spans, each.is_meant)
