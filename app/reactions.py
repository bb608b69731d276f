"""When this happens, these follow: the one table where the parts meet."""

from collections.abc import Mapping, Sequence

from app.enquiries import events as enquiries
from app.journal.recording import record
from app.kernel.events import Event, Reaction
from app.matching.settling import settle
from app.matching.standing import count_answer
from app.notices import enquirer, firms, strangers, undelivered
from app.outbox import events as outbox

REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    enquiries.EnquirySubmitted: (record, undelivered.vouch, enquirer.confirm_receipt),
    enquiries.EnquiryConfirmed: (record, undelivered.vouch),
    enquiries.EnquirySentToDesk: (record,),
    enquiries.EnquiryReferred: (record, settle, firms.invite, enquirer.tell_of_referral),
    enquiries.FirmsProposed: (record, enquirer.ask_about_proposals),
    enquiries.FacetsCorrected: (record,),
    enquiries.EnquiryHeld: (record,),
    enquiries.EnquiryResumed: (record,),
    enquiries.EnquiryClosed: (record, enquirer.tell_of_closing),
    enquiries.EnquiryWithdrawn: (record, firms.tell_of_withdrawal),
    enquiries.ReferralOpened: (record,),
    enquiries.ReferralAccepted: (record,),
    enquiries.ReferralDeclined: (record, enquirer.tell_of_decline),
    enquiries.ReferralAnswered: (record, count_answer, enquirer.tell_of_answer),
    enquiries.EnquirerReplied: (record, firms.tell_of_reply),
    enquiries.ConsentWithdrawn: (record, firms.tell_of_withdrawn_consent),
    enquiries.ReferralUndeliverable: (record,),
    enquiries.LetterLost: (record,),
    enquiries.StrangerWrote: (record, strangers.ask_the_party),
    outbox.LetterGivenUp: (undelivered.heed_lost_letter,),
    outbox.AddressBouncing: (undelivered.heed_bouncing_address,),
}
