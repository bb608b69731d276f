"""Rows for tests: each factory fills in what the test does not care about.

They write inside the test's own transaction. Codes (``UK``, ``REP-UKRP``, ``MD``) are the taxonomy's, which
every test database holds.
"""

from tests.factories.articles import make_article
from tests.factories.enquiries import make_agreement, make_draft, make_enquiry, make_referral
from tests.factories.firms import make_firm, make_offering, with_offices
from tests.factories.people import PASSWORD, make_account, make_member, make_staff

__all__ = [
    "PASSWORD",
    "make_account",
    "make_agreement",
    "make_article",
    "make_draft",
    "make_enquiry",
    "make_firm",
    "make_member",
    "make_offering",
    "make_referral",
    "make_staff",
    "with_offices",
]
