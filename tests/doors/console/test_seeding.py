"""``flask seed load``: everything, once."""

import re

import pytest
from flask.testing import FlaskCliRunner
from flask_security import verify_password
from sqlalchemy import func, select

from app.accounts.models import Account
from app.articles.models import Article, ArticleText
from app.console import seed_files
from app.console.seeding import DEMO_ACCOUNTS, DEMO_PASSWORD
from app.directory.models import Firm, FirmText, Means, Offering, TextState
from app.kernel.content import edition
from app.kernel.db import Base, db, transaction
from app.taxonomy.models import Ambiguity, Requirement
from app.taxonomy.queries import taxonomy

pytestmark = pytest.mark.demo


@pytest.fixture
def seeded(app, database) -> FlaskCliRunner:
    """The whole seed is in the database, samples included."""
    return app.test_cli_runner()


def everything() -> dict[str, list[str]]:
    tables = Base.metadata.sorted_tables
    return {
        table.name: [
            repr(row) for row in db.session.execute(table.select().order_by(*table.primary_key.columns))
        ]
        for table in tables
    }


def count(model, *where) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


@pytest.mark.parametrize("arguments", [["--demo"], []], ids=["with samples", "without samples"])
def test_loading_again_changes_no_row(seeded, arguments):
    before = everything()
    said = seeded.invoke(args=["seed", "load", *arguments])
    assert said.exit_code == 0, said.output
    assert everything() == before
    assert set(re.findall(r"(\d+) changed", said.output)) == {"0"}


def test_a_word_that_was_changed_is_put_right_and_the_content_version_rises_once(seeded):
    before, version = everything(), edition().version
    with transaction():
        real = select(FirmText).join(Firm).where(Firm.slug == "registrar-corp", FirmText.language == "en")
        db.session.scalars(real).one().description = "?"

    said = seeded.invoke(args=["seed", "load", "--demo"]).output

    assert re.search(r"Firms +4 read +1 changed", said)
    assert edition().version == version + 1
    after = everything()
    assert {name for name in after if after[name] != before[name]} == {"content_version"}


def test_every_record_arrives(seeded):
    assert (count(Firm, Firm.demo), count(Firm, ~Firm.demo)) == (36, 4)
    assert (count(Offering), count(Article), count(ArticleText)) == (611, 10, 30)
    assert (count(Requirement), count(Ambiguity)) == (84, 67)
    words = taxonomy(edition().version)
    sizes = len(words.regions), len(words.regulators), len(words.sectors), len(words.services)
    assert sizes == (113, 78, 27, 128)


def test_sample_firms_are_marked_by_what_they_are_and_not_by_their_names(seeded):
    names = db.session.scalars(select(FirmText.name).join(Firm).where(Firm.demo)).all()
    assert not [name for name in names if re.search("Demo|示範|示例", name)]


def test_a_real_firm_cannot_be_written_to_and_says_which_text_is_the_original(seeded):
    firm = db.session.scalars(select(Firm).where(Firm.slug == "kobridge-co-ltd")).one()
    assert (firm.can_receive, firm.contact_email, firm.claimed_at) == (False, None, None)
    assert firm.source == "Local Regulatory Experts"
    assert {language: text.state for language, text in firm.texts.items()} == {
        "en": TextState.TRANSLATION,
        "zh-hant": TextState.ORIGINAL,
        "zh-hans": TextState.TRANSLATION,
    }
    assert {text.name_language for text in firm.texts.values()} == {"en"}


def test_a_place_of_business_alone_makes_no_offering(seeded):
    imed = select(Offering.market_code).join(Firm).where(Firm.slug == "imed-consultancy-ltd").distinct()
    assert db.session.scalars(imed).all() == ["EU"]


def test_how_a_firm_acts_is_known_of_samples_alone(seeded):
    stated = select(Offering.means).join(Firm).where(Firm.demo, Offering.means.is_not(None)).distinct()
    assert set(db.session.scalars(stated)) == {*Means}
    assert count(Offering, Offering.means.is_(None), Offering.firm.has(Firm.demo)) > 0
    assert count(Offering, Offering.means.is_not(None), Offering.firm.has(~Firm.demo)) == 0


def test_a_sample_firm_acts_only_through_what_it_offers():
    record = {"code": "demo-x", "services": ["QA-AUDIT"], "regions_served": ["UK"]}
    assert seed_files.acts(record | {"acts_through": {"own": ["UK"]}}) == {"UK": Means.OWN}
    with pytest.raises(ValueError, match="REP-UKRP"):
        seed_files.acts(record | {"acts_through": {"own": ["REP-UKRP"]}})


def test_firms_are_written_to_in_chinese_where_they_sit_in_a_chinese_speaking_place(seeded):
    found = select(Firm.slug, Firm.contact_language).where(Firm.contact_language != "en")
    assert {tuple(each) for each in db.session.execute(found)} == {
        ("demo-wenshan", "zh-hant"),
        ("demo-jadeitebridge", "zh-hans"),
        ("demo-driftleaf", "zh-hans"),
    }


def test_no_marker_is_left_raw_and_no_id_stands_twice_in_an_article(seeded):
    for html in db.session.scalars(select(ArticleText.body_html)):
        ids = re.findall(r'id="(\w+)"', html)
        assert len(ids) == len(set(ids))
        assert "[^" not in html


def test_the_demo_accounts_can_sign_in_and_belong_to_their_firms(seeded):
    for each in DEMO_ACCOUNTS:
        account = db.session.scalars(select(Account).where(Account.email == each.email)).one()
        assert verify_password(DEMO_PASSWORD, account.password)
        assert account.is_staff == (each.firm is None)
        slugs = [db.session.get_one(Firm, of.firm_id).slug for of in account.memberships]
        assert slugs == ([each.firm] if each.firm else [])


def test_an_account_keeps_the_password_its_owner_chose(seeded):
    with transaction():
        account = db.session.scalars(select(Account).where(Account.email == DEMO_ACCOUNTS[0].email)).one()
        account.password = "chosen by its owner"
    seeded.invoke(args=["seed", "load", "--demo"])
    db.session.refresh(account)
    assert account.password == "chosen by its owner"
