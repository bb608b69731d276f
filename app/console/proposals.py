"""``flask enquiries proposals``: what editors corrected, for whoever writes the lexicon."""

import json
from typing import Any

import click

from app.console.enquiries import enquiries_cli
from app.enquiries.proposals import Filed, all_open_proposals


@enquiries_cli.command("proposals")
def proposals() -> None:
    """Write the open proposals for the lexicon, one JSON object a line, the oldest first.

    Codes and the words they rest on; nothing of who asked, and no question. Changes nothing.
    """
    for each in all_open_proposals():
        click.echo(json.dumps(_record(each), ensure_ascii=False))


def _record(filed: Filed) -> dict[str, Any]:
    proposal = filed.proposal
    return {
        "id": proposal.id,
        "facet": proposal.kind.value,
        "code": proposal.code,
        "change": proposal.change.value,
        "words": proposal.words,
        "language": filed.language,
        "proposed_at": proposal.proposed_at.isoformat(),
    }
