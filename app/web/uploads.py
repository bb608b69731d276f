"""Files that people send with a form: read here, judged by the domain, refused in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError
from wtforms.widgets import FileInput

from app.directory.grid import tables
from app.enquiries.attachments import refused
from app.kernel.file_kinds import LARGEST_TOGETHER, Blocked, Given, clean_name

#: With one message sent from a page.
MOST_FILES = 5
#: Somewhat more than the files together may have: whoever sends a little too much is told by the form.
_LARGEST_BODY = LARGEST_TOGETHER + 12 * 1024 * 1024
#: The only addresses that take files; everywhere else a body stays small.
_WITH_FILES = frozenset(
    {
        "personal.reply",
        "workspace.enquiry",
        "joining.claim",
        "listing.new_credential",
        "listing.credential",
        "listing.logo",
    }
)
#: Those that take one table of their own, and as much of a body.
_WITH_A_TABLE = frozenset({"listing.offerings_import"})
_LARGEST_TABLE = tables.LARGEST + 1024 * 1024
#: What browsers offer to choose from; what is taken is told by content.
_OFFERED = ".pdf,.png,.jpg,.jpeg,.txt,.csv,.docx,.xlsx"

WHY: Mapping[Blocked, LazyString] = {
    Blocked.KIND: _l("it is not a PDF, PNG, JPEG, Word, Excel, CSV or text file"),
    Blocked.SIZE: _l("it is too large: 10 MB at most, 20 MB for all files together"),
    Blocked.MANY: _l("five files at most go with a message"),
    Blocked.BOMB: _l("it unpacks to far more than its size says"),
    Blocked.MACROS: _l("it carries programs (macros)"),
    Blocked.BROKEN: _l("it is broken and cannot be opened"),
    Blocked.EMPTY: _l("it is empty"),
}


class FilesField(Field):
    """Files to go with a message; ``data`` is what was sent, in order."""

    widget = FileInput(multiple=True)
    data: list[Given]

    def __init__(self, label: Any = None, **given: Any) -> None:
        label = label or _l("Files (optional)")
        told = _l("At most five: PDF, PNG, JPEG, Word, Excel, CSV or text, 10 MB each and 20 MB together.")
        super().__init__(label, description=told, render_kw={"accept": _OFFERED}, **given)

    def process_data(self, value: Any) -> None:
        self.data = []

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        sent = [each for each in request.files.getlist(self.name) if each.filename]
        self.data = [Given(each.filename or "", each.read()) for each in sent]

    def pre_validate(self, form: Any) -> None:
        sentences = [
            _("“%(name)s” was not taken: %(why)s.", name=clean_name(file.name, None), why=WHY[why])
            for file, why in refused(self.data, most=MOST_FILES)
        ]
        if sentences:
            sentences.append(_("Nothing has been sent; please choose your files again."))
            raise ValidationError(_joined(sentences))


def _joined(sentences: Sequence[str]) -> str:
    return "".join(each if each.endswith("。") else f"{each} " for each in sentences).strip()


def init_app(app: Flask) -> None:
    @app.before_request
    def _take_files() -> None:
        if request.endpoint in _WITH_FILES and request.mimetype == "multipart/form-data":
            request.max_content_length = _LARGEST_BODY
        elif request.endpoint in _WITH_A_TABLE and request.mimetype == "multipart/form-data":
            request.max_content_length = _LARGEST_TABLE
