"""When this happens, these follow: the one table where the parts meet."""

from collections.abc import Mapping, Sequence

from app.accounts import events as accounts
from app.accounts.belonging import events as belonging
from app.accounts.recording import note
from app.directory.claims import events as claims
from app.directory.credentials import events as credentials
from app.directory.credentials.recording import note_credential
from app.directory.grid import events as grid
from app.directory.grid.history import keep_changes
from app.directory.registering import events as registering
from app.directory.requests import events as requests
from app.directory.revisions import events as revisions
from app.directory.revisions.recording import note as note_listing
from app.enquiries import events as enquiries
from app.enquiries.doubts import weigh_decline
from app.enquiries.timekeeping import keep_time
from app.journal.firms import record_firm
from app.journal.recording import record
from app.kernel.events import Event, Reaction
from app.matching.settling import settle
from app.matching.standing import count_answer, count_lapse
from app.notices import (
    confirmations,
    deadlines,
    desk,
    enquirer,
    evidence,
    firms,
    listing_requests,
    listings,
    members,
    people,
    strangers,
    takeovers,
    undelivered,
)
from app.outbox import events as outbox
from app.web.backfilling import backfill

REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    enquiries.EnquirySubmitted: (record, keep_time, undelivered.vouch, enquirer.confirm_receipt),
    enquiries.EnquiryConfirmed: (record, keep_time, undelivered.vouch),
    enquiries.EnquirySentToDesk: (record, keep_time, desk.heed_arrival),
    enquiries.EnquiryReferred: (record, keep_time, settle, firms.invite, enquirer.tell_of_referral),
    enquiries.FirmsProposed: (record, keep_time, enquirer.ask_about_proposals),
    enquiries.ChoiceRemains: (record, keep_time),
    enquiries.FacetsCorrected: (record, keep_time),
    enquiries.EnquiryHeld: (record, keep_time, desk.heed_doubt),
    enquiries.EnquiryResumed: (record, keep_time),
    enquiries.EnquiryClosed: (record, keep_time, enquirer.tell_of_closing, deadlines.tell_of_quiet),
    enquiries.EnquiryWithdrawn: (record, keep_time, firms.tell_of_withdrawal),
    enquiries.ReferralOpened: (record, keep_time),
    enquiries.ReferralAccepted: (record, keep_time),
    enquiries.ReferralDeclined: (record, keep_time, weigh_decline, backfill, enquirer.tell_of_decline),
    enquiries.ReferralAnswered: (record, keep_time, count_answer, enquirer.tell_of_answer),
    enquiries.EnquirerReplied: (record, keep_time, firms.tell_of_reply),
    enquiries.FirmAsked: (record, keep_time, enquirer.tell_of_question),
    enquiries.QuestionUnheard: (record, keep_time, firms.tell_of_silence),
    enquiries.ProposalRefused: (record, keep_time),
    enquiries.NamedFirmRefused: (record, keep_time),
    enquiries.IdentityRevealed: (record, keep_time, firms.tell_of_identity),
    enquiries.ConsentWithdrawn: (record, keep_time, firms.tell_of_withdrawn_consent),
    enquiries.ReferralUndeliverable: (record, keep_time, backfill),
    enquiries.LetterLost: (record, keep_time),
    enquiries.StrangerWrote: (record, keep_time, strangers.ask_the_party),
    enquiries.EnquiryReopened: (record, keep_time),
    enquiries.DeskAlarmed: (record, keep_time, desk.alarm),
    enquiries.EnquirerReminded: (record, keep_time, deadlines.remind_enquirer),
    enquiries.EnquiryFellAsleep: (record, keep_time, deadlines.tell_of_sleep),
    enquiries.ClosingAsked: (record, keep_time, deadlines.ask_for_closing),
    enquiries.EnquiryExpired: (record, keep_time),
    enquiries.EnquiryErased: (record, keep_time, firms.tell_of_erasure),
    enquiries.FirmReminded: (record, keep_time, firms.remind),
    enquiries.AcceptanceMissed: (record, keep_time),
    enquiries.ReferralLapsed: (
        record,
        keep_time,
        count_lapse,
        backfill,
        firms.tell_of_lapse,
        deadlines.tell_of_lapse,
        desk.heed_lapse,
    ),
    enquiries.ListingDoubted: (record, keep_time, desk.ask_to_check),
    accounts.SignedIn: (note,),
    accounts.SignedOut: (note,),
    accounts.SessionsEnded: (note,),
    accounts.ResetAsked: (note, people.send_reset),
    accounts.PasswordChanged: (note, people.tell_of_change),
    accounts.CodesSetUp: (note, people.tell_of_change),
    accounts.CodesRemoved: (note, people.tell_of_change),
    accounts.PasskeyAdded: (note, people.tell_of_change),
    accounts.PasskeyRemoved: (note, people.tell_of_change),
    accounts.RecoveryCodesMade: (note, people.tell_of_change),
    accounts.RecoveryCodeUsed: (note, people.tell_of_change),
    accounts.SecondFactorLifted: (note, people.tell_of_change),
    accounts.AddressChangeAsked: (note, people.ask_both_mailboxes),
    accounts.AddressChangeRefused: (note, people.tell_of_change),
    accounts.AddressChanged: (note, people.tell_both_mailboxes),
    accounts.SignUpAsked: (people.answer_sign_up,),
    belonging.PersonInvited: (record_firm, members.send_invitation),
    belonging.InvitationRevoked: (record_firm, members.tell_invited),
    belonging.InvitationAccepted: (record_firm, members.tell_owners),
    belonging.JoinAsked: (record_firm, members.tell_owners),
    belonging.JoinGranted: (record_firm, members.tell_person),
    belonging.JoinDeclined: (record_firm, members.tell_person),
    belonging.RoleChanged: (record_firm, members.tell_person),
    belonging.MemberRemoved: (record_firm, members.tell_person),
    belonging.MemberLeft: (record_firm, members.tell_owners),
    belonging.OwnershipOffered: (record_firm, members.tell_person),
    belonging.OwnershipTaken: (record_firm, members.tell_both),
    belonging.OwnershipDeclined: (record_firm, members.tell_both),
    claims.ClaimMade: (record_firm, takeovers.ask_for_proof),
    claims.ClaimProved: (record_firm,),
    claims.ClaimWithdrawn: (record_firm,),
    claims.ClaimApproved: (record_firm, takeovers.tell_claimant),
    claims.ClaimRejected: (record_firm, takeovers.tell_claimant),
    claims.ClaimRevoked: (record_firm, takeovers.tell_everybody),
    registering.FirmDrafted: (record_firm,),
    registering.FirmSubmitted: (record_firm,),
    registering.FirmReturned: (record_firm, takeovers.tell_of_registration),
    registering.FirmPublished: (record_firm, takeovers.tell_of_registration),
    requests.RequestMade: (record_firm, listing_requests.confirm_receipt),
    requests.RequestSettled: (record_firm, listing_requests.answer, listing_requests.tell_firm),
    revisions.ListingChanged: (note_listing,),
    revisions.RevisionMade: (note_listing,),
    revisions.RevisionWithdrawn: (note_listing,),
    revisions.RevisionDecided: (note_listing, listings.tell_of_decision),
    revisions.ListingEdited: (note_listing, listings.tell_of_edit),
    credentials.CredentialSubmitted: (note_credential,),
    credentials.CredentialAccepted: (note_credential, evidence.tell_of_acceptance),
    credentials.CredentialReturned: (note_credential, evidence.tell_of_return),
    credentials.CredentialWithdrawn: (note_credential,),
    credentials.CredentialBegun: (note_credential,),
    credentials.CredentialReminded: (note_credential, evidence.remind),
    credentials.CredentialLapsed: (note_credential, evidence.tell_of_lapse),
    grid.OfferingsChanged: (keep_changes,),
    grid.OfferingsLapsed: (keep_changes, confirmations.tell_of_lapse),
    grid.ConfirmationDue: (confirmations.remind,),
    outbox.LetterGivenUp: (undelivered.heed_lost_letter,),
    outbox.AddressBouncing: (undelivered.heed_bouncing_address,),
}
