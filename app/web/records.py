"""What is kept of an enquiry, as a page that can be read without the portal."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template
from flask_babel import force_locale

from app.i18n import formats
from app.i18n.languages import Language
from app.web import statuses


def readable(record: Mapping[str, Any], language: Language) -> str:
    """The record of ``privacy.exporting`` in that language: one file that loads nothing."""
    moment = partial(formats.long_moment, zone=record["time_zone"], language=language)
    with force_locale(language.babel):
        return render_template(
            "public/enquiries/record.html",
            record=record,
            language=language,
            moment=lambda said: moment(datetime.fromisoformat(said)) if said else "",
            referral_states={each.value: status.words for each, status in statuses.REFERRAL.items()},
            enquiry_states={each.value: status.words for each, status in statuses.ENQUIRY.items()},
        )
