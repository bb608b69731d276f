"""Moving a referral on, and giving back the place it held with its firm."""

from collections.abc import Iterable

from app.directory.capacity import give_place_back
from app.enquiries.models import Referral
from app.enquiries.questions import wait_for_enquirer
from app.enquiries.states import ReferralState


def step(referral: Referral, new: ReferralState) -> None:
    """Change its state by the table. Raises MoveNotAllowed.

    The place goes back when the firm no longer owes a first word, whatever the way there, once. It is taken
    where a referral becomes visible, and nowhere again: what an enquirer writes after an answer goes to the
    firm whether it has room or not. Where only firms are left that have asked the enquirer something, the
    enquiry waits for the enquirer.
    """
    held = referral.holds_place
    referral.move(new)
    if held and not referral.holds_place:
        give_place_back(referral.firm)
    wait_for_enquirer(referral.enquiry)


def by_firm(referrals: Iterable[Referral]) -> list[Referral]:
    """In the order in which places are taken and given back."""
    return sorted(referrals, key=lambda each: each.firm_id)
