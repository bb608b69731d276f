"""Handing out what came with a message: always as a download, never as a page of ours."""

from collections.abc import Collection, Iterable

from flask import Response, abort, current_app, send_file

from app.enquiries.enclosures import Attachment, attachment_of
from app.enquiries.models import Party, Referral
from app.kernel.file_kinds import MEDIA_TYPES
from app.kernel.files import files
from app.kernel.seals import hide, reveal

_PURPOSE = "attachment"


def number_of(attachment: Attachment) -> str:
    """The file in an address; it tells nobody how many there are."""
    return hide(attachment.id, _PURPOSE, secret=_secret())


def handed_out(
    referrals: Iterable[Referral], number: str, *, of: Collection[Party] = tuple(Party)
) -> Response:
    """The file, if one of these parties sent it in one of these referrals; else 404, or 410 if erased."""
    id_ = reveal(number, _PURPOSE, secret=_secret())
    ids = [each.id for each in referrals]
    # Hidden numbers reach further than a row's number can.
    found = attachment_of(ids, id_, of=of) if id_ is not None and id_ < 2**31 and ids else None
    if found is None or found.kind is None or found.file is None:
        abort(404)
    return download(found.file, found.name, media_type=MEDIA_TYPES[found.kind], size=found.size)


def download(key: str, name: str, *, media_type: str, size: int) -> Response:
    """A private file, to keep and never to look at on a page of ours; 410 if its bytes are erased."""
    try:
        opened = files().open(key)
    except FileNotFoundError:
        abort(410)
    answer = send_file(opened, as_attachment=True, download_name=name, conditional=False, etag=False)
    answer.headers["Content-Type"] = media_type  # with no guess at a text's characters
    answer.headers["Content-Length"] = str(size)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _secret() -> str:
    return current_app.config["SETTINGS"].secret_key
