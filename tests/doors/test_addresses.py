"""The addresses that pages join by hand are those of the URL map."""

import inspect

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

from app.i18n.addresses import Addresses
from app.i18n.languages import LANGUAGES

#: Each address, and the endpoint it must lead to. Codes come as the taxonomy writes them.
PLACES = {
    "home": (lambda at: at.home, "public.home"),
    "firms": (lambda at: at.firms(market="UK", q="Dunlin"), "public.firms"),
    "shelf": (lambda at: at.shelf([("market", "uk"), ("market", "eu")]), "public.firms"),
    "firms_csv": (lambda at: at.firms_csv([("market", "uk")]), "public.firms_csv"),
    "firms_xlsx": (lambda at: at.firms_xlsx([("market", "uk")]), "public.firms_xlsx"),
    "firm": (lambda at: at.firm("demo-dunlin"), "public.firm"),
    "search": (lambda at: at.search("UKRP", kind="article", page=2), "public.search"),
    "suggestions": (lambda at: at.suggestions, "public.suggestions"),
    "coverage": (lambda at: at.coverage, "public.coverage"),
    "coverage_table": (lambda at: at.coverage_table, "public.coverage_table"),
    "compare": (lambda at: at.compare(["demo-dunlin", "demo-eastmere"]), "public.compare"),
    "shortlist": (lambda at: at.shortlist(["demo-dunlin"], back="market=uk"), "public.shortlist"),
    "together": (lambda at: at.together(["rep-ukrp@uk", "rep-ch-rep@ch"]), "public.together"),
    "requirements": (lambda at: at.requirements([("market", "uk")]), "public.requirements"),
    "requirements_table": (lambda at: at.requirements_table([("market", "uk")]), "public.requirements_table"),
    "markets": (lambda at: at.markets, "public.markets"),
    "market": (lambda at: at.market("UK-GBN"), "public.market"),
    "services": (lambda at: at.services, "public.services"),
    "service": (lambda at: at.service("REP-UKRP"), "public.service"),
    "articles": (lambda at: at.articles, "public.articles"),
    "article": (lambda at: at.article("one"), "public.article"),
    "articles_feed": (lambda at: at.articles_feed, "public.articles_feed"),
    "glossary": (lambda at: at.glossary("recall").partition("#")[0], "public.glossary"),
    "ask_for": (lambda at: at.ask_for([("market", "uk"), ("market", "ch")]), "personal."),
    "ask": (lambda at: at.ask(firm="demo-dunlin", market="UK"), "personal."),
    "follow": (lambda at: at.follow, "personal."),
    "enquiry": (lambda at: at.enquiry("LRE-0000-0000", key="k"), "personal."),
    "receipt": (lambda at: at.receipt("LRE-0000-0000"), "personal."),
    "own_data": (lambda at: at.own_data("LRE-0000-0000"), "personal.own_data"),
    "own_archive": (lambda at: at.own_archive("LRE-0000-0000"), "personal.own_archive"),
    "erased": (lambda at: at.erased, "personal.erased"),
    "consent": (lambda at: at.consent("LRE-0000-0000"), "personal."),
    "consent_text": (lambda at: at.consent_text("LRE-0000-0000"), "personal."),
    "confirmation": (lambda at: at.confirmation("LRE-0000-0000", "t"), "personal."),
    "letters": (lambda at: at.letters("t"), "personal.letters"),
    "about": (lambda at: at.about("order"), "public.about"),
    "workspace": (lambda at: at.workspace, "workspace."),
    "inbox": (lambda at: at.inbox("demo-dunlin"), "workspace."),
    "answer_templates": (lambda at: at.answer_templates("demo-dunlin"), "workspace.answer_templates"),
    "answer_template": (lambda at: at.answer_template("demo-dunlin", 7), "workspace.answer_template"),
    "availability": (lambda at: at.availability("demo-dunlin"), "listing.availability"),
    "listing_languages": (lambda at: at.listing_languages("demo-dunlin"), "listing.languages"),
    "figures": (lambda at: at.figures("demo-dunlin"), "workspace.figures"),
    "figures_csv": (lambda at: at.figures_csv("demo-dunlin"), "workspace.figures_csv"),
    "conflict_list": (lambda at: at.conflict_list("demo-dunlin"), "listing.conflicts"),
    "listing": (lambda at: at.listing("demo-dunlin"), "listing.overview"),
    "listing_section": (lambda at: at.listing_section("demo-dunlin", "words"), "listing.section"),
    "listing_draft": (lambda at: at.listing_draft("demo-dunlin", "words"), "listing.draft"),
    "listing_preview": (lambda at: at.listing_preview("demo-dunlin"), "listing.preview"),
    "revisions": (lambda at: at.revisions("demo-dunlin", before=7), "listing.revisions"),
    "revision": (lambda at: at.revision("demo-dunlin", 7), "listing.revision"),
    "pending_revisions": (lambda at: at.pending_revisions(after="x"), "desk.pending_revisions"),
    "pending_revision": (lambda at: at.pending_revision(7), "desk.pending_revision"),
    "desk_listing": (lambda at: at.desk_listing("demo-dunlin"), "desk.listing"),
    "desk_listing_section": (lambda at: at.desk_listing_section("demo-dunlin", "words"), "desk.section"),
    "desk_listing_draft": (lambda at: at.desk_listing_draft("demo-dunlin", "words"), "desk.draft"),
    "credentials": (lambda at: at.credentials("demo-dunlin"), "listing.credentials"),
    "new_credential": (lambda at: at.new_credential("demo-dunlin"), "listing.new_credential"),
    "credential": (lambda at: at.credential("demo-dunlin", 7), "listing.credential"),
    "credential_file": (lambda at: at.credential_file("demo-dunlin", 7, "a"), "listing.credential_file"),
    "logo": (lambda at: at.logo("demo-dunlin"), "listing.logo"),
    "credentials_waiting": (lambda at: at.credentials_waiting(after="1-2"), "desk.credentials"),
    "credential_review": (lambda at: at.credential_review(7), "desk.credential"),
    "credential_review_file": (lambda at: at.credential_review_file(7, "abcdefgh"), "desk.credential_file"),
    "trust_facts": (lambda at: at.trust_facts("demo-dunlin"), "desk.trust_facts"),
    "offerings": (lambda at: at.offerings("demo-dunlin", [("service", "x")]), "listing.offerings"),
    "cell": (lambda at: at.cell("demo-dunlin", "REP-UKRP", "UK"), "listing.cell"),
    "offerings_import": (lambda at: at.offerings_import("demo-dunlin"), "listing.offerings_import"),
    "offerings_table": (lambda at: at.offerings_table("demo-dunlin", "csv"), "listing.offerings_table"),
    "referral": (lambda at: at.referral("demo-dunlin", "LRE-0000-0000"), "workspace."),
    "desk": (lambda at: at.desk, "desk."),
    "queue": (lambda at: at.queue("new", page=2), "desk."),
    "case": (lambda at: at.case("LRE-0000-0000"), "desk."),
    "case_file": (lambda at: at.case_file("LRE-0000-0000", "abcdefgh"), "desk.case_file"),
    "enquiry_file": (lambda at: at.enquiry_file("LRE-0000-0000", "abcdefgh"), "personal.enquiry_file"),
    "case_copy": (lambda at: at.case_copy("a-firm", "LRE-0000-0000"), "workspace.case_copy"),
    "referral_file": (
        lambda at: at.referral_file("a-firm", "LRE-0000-0000", "abcdefgh"),
        "workspace.referral_file",
    ),
    "run": (lambda at: at.run("LRE-0000-0000", 7), "desk.run"),
    "replay": (lambda at: at.replay("LRE-0000-0000", 7), "desk.replayed"),
    "proposals": (lambda at: at.proposals("dismissed", after=7), "desk.proposals"),
    "lost_letters": (lambda at: at.lost_letters, "desk.letters"),
    "mails": (lambda at: at.mails("dead", page=2), "desk.mails"),
    "mail": (lambda at: at.mail(7), "desk.one_mail"),
    "mail_source": (lambda at: at.mail_source(7), "desk.mail_source"),
    "sign_in": (lambda at: at.sign_in, "account."),
    "sign_in_to": (lambda at: at.sign_in_to("/en/desk/"), "account."),
    "first_password": (lambda at: at.first_password("t"), "account."),
    "sign_out": (lambda at: at.sign_out, "account."),
    "second_step": (lambda at: at.second_step, "account.second_step"),
    "passkey_sign_in": (lambda at: at.passkey_sign_in, "account.with_passkey"),
    "reset": (lambda at: at.reset, "account.reset"),
    "reset_password": (lambda at: at.reset_password("t"), "account.reset_password"),
    "account": (lambda at: at.account, "account.overview"),
    "sessions": (lambda at: at.sessions, "account.sessions"),
    "own_password": (lambda at: at.own_password, "account.own_password"),
    "move": (lambda at: at.move, "account.move"),
    "move_agreed": (lambda at: at.move_agreed("t"), "account.move_agreed"),
    "codes": (lambda at: at.codes, "account.codes"),
    "passkeys": (lambda at: at.passkeys, "account.passkeys"),
    "recovery_codes": (lambda at: at.recovery_codes, "account.recovery_codes"),
    "sign_up": (lambda at: at.sign_up, "account.sign_up"),
    "sign_up_to": (lambda at: at.sign_up_to("/en/join/"), "account.sign_up"),
    "sign_up_confirmed": (lambda at: at.sign_up_confirmed("t"), "account.sign_up_confirmed"),
    "invitation": (lambda at: at.invitation("t"), "account.invited"),
    "joining": (lambda at: at.joining, "joining.overview"),
    "claim": (lambda at: at.claim("demo-dunlin"), "joining.claim"),
    "claim_proof": (lambda at: at.claim_proof("t"), "joining.claim_proof"),
    "claim_withdrawn": (lambda at: at.claim_withdrawn(7), "joining.claim_withdrawn"),
    "join_firm": (lambda at: at.join_firm("demo-dunlin"), "joining.join_firm"),
    "register": (lambda at: at.register, "joining.register"),
    "registration": (lambda at: at.registration(7), "joining.registration"),
    "listing_request": (lambda at: at.listing_request("demo-dunlin"), "personal.listing_request"),
    "members": (lambda at: at.members("demo-dunlin"), "ownership.people"),
    "membership": (lambda at: at.membership("demo-dunlin"), "workspace.membership"),
    "desk_claims": (lambda at: at.desk_claims("over", after=7), "desk.claim_list"),
    "desk_claim": (lambda at: at.desk_claim(7), "desk.claim_page"),
    "claim_paper": (lambda at: at.claim_paper(7, 8), "desk.claim_paper"),
    "desk_registrations": (lambda at: at.desk_registrations("returned", after=7), "desk.registration_list"),
    "desk_registration": (lambda at: at.desk_registration(7), "desk.registration_page"),
    "desk_requests": (lambda at: at.desk_requests("settled", after="1.2"), "desk.request_list"),
    "desk_request": (lambda at: at.desk_request(7), "desk.request_page"),
}


def endpoint(app, address: str) -> str:
    path = address.partition("?")[0]
    adapter = app.url_map.bind("localhost")
    for method in ("GET", "POST"):
        try:
            return str(adapter.match(path, method=method)[0])
        except (NotFound, RequestRedirect):
            raise
        except Exception:  # the other method answers
            continue
    raise AssertionError(address)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
@pytest.mark.parametrize("place", PLACES)
def test_an_address_leads_where_it_says(app, place, language):
    make, wanted = PLACES[place]
    assert endpoint(app, make(Addresses(language))).startswith(wanted)


def test_no_address_is_left_out():
    members = {name for name, _ in inspect.getmembers(Addresses) if not name.startswith("_")}
    assert members - {"language"} == PLACES.keys()


def test_codes_stand_in_lower_case_and_words_as_they_are_typed():
    assert Addresses(LANGUAGES[0]).firms(market="UK", q="Dunlin UK") == "/en/firms/?market=uk&q=Dunlin+UK"
