"""How long what is kept, as ``retention.yaml`` says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.enquiries.states import EnquiryState

_FILE = Path(__file__).parent / "retention.yaml"


@dataclass(frozen=True, slots=True)
class Retention:
    #: After the last thing that happened to an enquiry, by the state it ended in.
    enquiry: Mapping[EnquiryState, timedelta]
    #: The words of a letter, after it was written and is done with.
    letter: timedelta
    #: A mail that came in, after it came; one that no editor was done with.
    mail: timedelta
    unsettled_mail: timedelta
    #: What is known of an address, after its state changed last.
    contact: timedelta
    #: That a reader wants no letters of a kind.
    wish: timedelta
    #: The files of evidence, after it lapsed, was replaced or withdrawn.
    credential_file: timedelta
    #: A file that no row names.
    orphan: timedelta
    #: What supported a claim, after it was decided.
    claim_paper: timedelta
    #: An invitation, a request to join or an offer of ownership, after it was settled.
    belonging: timedelta
    #: A request about a listing, after it was answered.
    listing_request: timedelta


def days() -> dict[str, Any]:
    """The figures as they are written, for whoever says them to a reader."""
    said: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return said


@cache
def retention() -> Retention:
    said = days()
    enquiry = {EnquiryState(state): timedelta(days=days) for state, days in said.pop("enquiry").items()}
    return Retention(enquiry=enquiry, **{name: timedelta(days=days) for name, days in said.items()})
