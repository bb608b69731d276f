"""What is kept of an enquiry: to take away, and to have erased. For whoever holds its link or passphrase."""

from tempfile import SpooledTemporaryFile

from flask import Response, g, redirect, render_template, send_file, session
from flask.typing import ResponseReturnValue

from app.enquiries.actions import ErasureGround
from app.enquiries.models import Party
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.privacy.erasing import erase_enquiry
from app.privacy.exporting import record_of, write_archive
from app.privacy.people import kept_of_enquiry
from app.public.forms import EraseForm
from app.public.grants import must_be_granted
from app.public.personal import personal
from app.web.records import readable

#: Of an archive, in memory; a larger one is written to a file that has no name.
_IN_MEMORY = 1024 * 1024


@personal.route("/enquiries/<reference>/data", methods=["GET", "POST"])
def own_data(reference: str) -> ResponseReturnValue:
    """Reading it changes nothing; the button, with its tick, erases."""
    found = must_be_granted(reference)
    form = EraseForm.of_request()
    if not form.submitted():
        page = render_template(
            "public/enquiries/own_data.html", enquiry=found, form=form, kept=kept_of_enquiry(found)
        )
        return page, 422 if form.errors else 200
    erase_enquiry(found.id, why=ErasureGround.ASKED, actor=Party.ENQUIRER, at=now())
    session.pop("just_asked", None)
    return redirect(Addresses(g.language).erased, 303)


@personal.get("/enquiries/<reference>/data.zip")
def own_archive(reference: str) -> Response:
    found = must_be_granted(reference)
    record = record_of(found, g.language)
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - sent, then closed by the server
    write_archive(file, found, record, readable=readable(record, g.language))
    file.seek(0)
    answer = send_file(
        file,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{found.reference}.zip",
        max_age=None,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@personal.get("/enquiries/erased")
def erased() -> str:
    """Where whoever has erased an enquiry ends; it says nothing of which."""
    return render_template("public/enquiries/erased.html")
