"""Handing out the private files of evidence: always as a download, never as a page of ours."""

from flask import Response, abort, current_app

from app.directory.credentials.models import CredentialFile
from app.directory.credentials.queries import file_of
from app.kernel.file_kinds import MEDIA_TYPES
from app.kernel.seals import hide, reveal
from app.web.downloads import download

_PURPOSE = "credential-file"


def document_name(file: CredentialFile) -> str:
    """The file in an address; it tells nobody how many there are."""
    return hide(file.id, _PURPOSE, secret=current_app.config["SETTINGS"].secret_key)


def document_of(name: str) -> int | None:
    """The file's number; None where there can be none."""
    number = reveal(name, _PURPOSE, secret=current_app.config["SETTINGS"].secret_key)
    return number if number is not None and number < 2**31 else None


def handed_out(credential_id: int, document: str) -> Response:
    """The file, if it belongs to that credential; else 404, or 410 if its bytes are deleted."""
    number = document_of(document)
    found = file_of(credential_id, number) if number is not None else None
    if found is None:
        abort(404)
    return download(found.file, found.name, media_type=MEDIA_TYPES[found.kind], size=found.size)
