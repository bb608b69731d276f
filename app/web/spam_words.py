"""What the spam rules saw of an enquiry, in words for the desk."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.enquiries.models import SpamLane

SPAM_LANE: Mapping[SpamLane, LazyString] = {
    SpamLane.PASS: _l("No sign of spam"),
    SpamLane.HOLD: _l("Held by the spam rules: perhaps spam"),
    SpamLane.REJECT: _l("Held by the spam rules: most likely spam"),
}

#: The kind of sign the spam rules saw, by the code in ``Enquiry.spam_kind``.
SPAM_KIND: Mapping[str, LazyString] = {
    "seo": _l("offers search engine services"),
    "link_spam": _l("wants links placed"),
    "sales": _l("advertises something"),
    "job": _l("looks for a job, or offers one"),
    "shopping": _l("wants to buy something for personal use"),
    "phishing": _l("asks for passwords or payments"),
    "scam": _l("promises money"),
    "abuse": _l("insults or threatens"),
    "rudeness": _l("is rude"),
    "gibberish": _l("makes no sense"),
    "off_topic": _l("is about something else"),
    "not_credible": _l("is not credible to several firms"),
}

#: What speaks against the way its form came in, by the codes of ``seed/intake``.
SIGN: Mapping[str, LazyString] = {
    "too_quick": _l("was sent sooner than anybody can fill in the form"),
    "trap": _l("fills in a field that people are told to leave empty"),
    "listed_firm": _l("comes from the mail domain of a listed firm, which may be pitching"),
    "reused_often": _l("was sent with a form that had brought other enquiries before"),
    "reused": _l("was sent with a form that had brought another enquiry before"),
    "bad_proof": _l("brings a proof of work that is not that of its form"),
    "no_proof": _l("brings no proof of work: no script ran, or it was sent early"),
    "many_links": _l("has more links than a question needs"),
    "mismatch": _l("was ticked for other things than its text names"),
}
