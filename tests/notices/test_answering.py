"""Letters that pass on what the other side wrote can be answered by mail, where mail comes in at all."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.enquiries.models import Party
from app.enquiries.reply_addresses import ReplyClaim, read_reply_address
from app.i18n.languages import LANGUAGES
from app.inbox.quote_marks import MARKERS
from app.kernel.db import db
from app.outbox.models import Letter
from tests.factories.lives import live

DOMAIN = "reply.portal.example"
#: Whose letters may be answered; every other letter only announces.
ANSWERABLE = {
    "enquiry_answered": Party.ENQUIRER,
    "firm_asked": Party.ENQUIRER,
    "enquirer_replied": Party.FIRM,
}
VIA = {
    "en": " via Local Regulatory Experts",
    "zh-hant": "（透過在地法規專家）",
    "zh-hans": "（通过本地法规专家）",
}


def all_letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter)))


@pytest.fixture
def answering(app, database, monkeypatch):
    settings = replace(app.config["SETTINGS"], mail_reply_domain=DOMAIN)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return settings


@pytest.mark.parametrize(("language", "marker"), list(zip(LANGUAGES, MARKERS, strict=True)), ids=str)
def test_an_answer_by_mail_joins_the_conversation_above_a_line_that_is_known(answering, language, marker):
    life = live(language=language.slug, firm_language=language.slug)
    referral = life.enquiry.referrals[0]

    for letter in all_letters():
        party = ANSWERABLE.get(letter.template)
        marked = (marker in letter.text.split("\n")[0], marker in letter.html)
        assert marked == (bool(party), bool(party)), letter.template
        if party is None:
            assert letter.reply_to is None
            continue
        claim = read_reply_address(letter.reply_to, secret=answering.secret_key, domain=DOMAIN)
        assert claim == ReplyClaim(referral.id, party)


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_an_answer_comes_from_the_firm_through_the_portal_and_who_asks_stays_unnamed(answering, language):
    life = live(language=language.slug, firm_language=language.slug)

    for letter in all_letters():
        if letter.template in {"enquiry_answered", "firm_asked"}:
            name = life.answers.texts["en"].name
            assert letter.sender_name == name + VIA[language.slug]
        else:
            assert letter.sender_name is None


def test_where_no_mail_comes_in_nothing_invites_an_answer(database):
    live()
    for letter in all_letters():
        assert letter.reply_to is None
        assert not any(marker in letter.text + letter.html for marker in MARKERS)
