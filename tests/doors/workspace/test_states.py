"""The page of an enquiry stands in every state a firm may meet it in, and in every language."""

import pytest

from app.enquiries.models import DeclineReason, Message, Party
from app.enquiries.states import REFERRAL_HIDDEN, EnquiryState, ReferralState
from app.i18n.languages import LANGUAGES
from tests.doors.visitors import signed_in
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON, keep

#: A proposal is not shown to its firm.
SHOWN = [state for state in ReferralState if state not in REFERRAL_HIDDEN]
OPENED = {ReferralState.SEEN, ReferralState.ACCEPTED, ReferralState.ANSWERED, ReferralState.CLOSED}


def made(state: ReferralState, *, opened: bool):
    facts = {"decline_reason": DeclineReason.NO_CAPACITY} if state is ReferralState.DECLINED else {}
    return make_referral(
        make_enquiry(state=EnquiryState.ROUTED, product="A pulse oximeter"),
        make_firm(),
        state=state,
        due_at=NOON,
        seen_at=NOON if opened else None,
        **facts,
    )


def written(referral) -> None:
    for author in (Party.FIRM, Party.ENQUIRER):
        keep(
            Message(
                referral_id=referral.id,
                author=author,
                text="Words.",
                language="en",
                at=NOON,
                nonce=f"{author.value}-{referral.id}",
            )
        )


@pytest.mark.parametrize("state", SHOWN)
def test_the_page_stands_in_every_state_and_language(app, database, state):
    for opened in {state in OPENED, state is not ReferralState.VISIBLE}:
        referral = made(state, opened=opened)
        if opened:
            written(referral)
        client = signed_in(app, make_member(referral.firm))
        for language in LANGUAGES:
            inbox = f"/{language.slug}/workspace/{referral.firm.slug}/enquiries/"
            assert client.get(inbox).status_code == 200
            page = client.get(inbox + referral.enquiry.reference)
            assert page.status_code == 200
            assert referral.enquiry.reference in page.text
