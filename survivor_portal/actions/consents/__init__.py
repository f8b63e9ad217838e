"""Her consents: signed by her alone, stopped at once, and asked before anything about her leaves."""

from survivor_portal.actions.consents.acknowledging import acknowledge_stop
from survivor_portal.actions.consents.blocking import (
    AlreadyKnown,
    BlockReason,
    NewRecipient,
    RecipientChange,
    add_recipient,
    block_recipient,
    unblock_recipient,
)
from survivor_portal.actions.consents.cards import ConsentCard
from survivor_portal.actions.consents.compelled import (
    AllCompelled,
    ProposedCompelled,
    bans_on_telling_her,
    compelled_for_her,
    compelled_of,
    has_a_ban_just_ended,
    lift_ban,
    record_compelled,
)
from survivor_portal.actions.consents.damaged import DamagedConsent, DamagedTold
from survivor_portal.actions.consents.disclosing import (
    ProposedDisclosure,
    RecordedOtherwise,
    Told,
    record_disclosure,
)
from survivor_portal.actions.consents.drafts import give_draft, say_no_to_draft
from survivor_portal.actions.consents.giving import give_consent
from survivor_portal.actions.consents.invalidating import InvalidationReason, invalidate_consent, reasons_of
from survivor_portal.actions.consents.listing import Place, PlaceHistory, PlacesPage, place_for_office, places_page
from survivor_portal.actions.consents.looking import (
    AllConsents,
    ConsentPage,
    Followers,
    all_consents_of,
    any_consent_for,
    consent_for,
    consent_pages_of,
    consents_of,
    followers_of,
)
from survivor_portal.actions.consents.oral_stops import SpokenStop, SpokenStopRefusal, record_spoken_stop
from survivor_portal.actions.consents.proposing import HERS_TO_BEGIN, Proposal, ProposalRefusal, propose_consent
from survivor_portal.actions.consents.receipts import Receipt, receipt_for, staff_in
from survivor_portal.actions.consents.recipients import RecipientChoice, recipients
from survivor_portal.actions.consents.recorders import colleagues
from survivor_portal.actions.consents.renewing import renew_consent
from survivor_portal.actions.consents.sheets import Sheet, make_sheet, sheet_of
from survivor_portal.actions.consents.signing import (
    MadeOtherwise,
    NoLongerAsked,
    SignedAnswer,
    SignedForm,
    SigningRefusal,
    Statement,
    new_form_token,
)
from survivor_portal.actions.consents.stopping import withdraw_consent
from survivor_portal.actions.consents.telling import let_them_know

__all__ = [
    "HERS_TO_BEGIN",
    "AllCompelled",
    "AllConsents",
    "AlreadyKnown",
    "BlockReason",
    "ConsentCard",
    "ConsentPage",
    "DamagedConsent",
    "DamagedTold",
    "Followers",
    "InvalidationReason",
    "MadeOtherwise",
    "NewRecipient",
    "NoLongerAsked",
    "Place",
    "PlaceHistory",
    "PlacesPage",
    "Proposal",
    "ProposalRefusal",
    "ProposedCompelled",
    "ProposedDisclosure",
    "Receipt",
    "RecipientChange",
    "RecipientChoice",
    "RecordedOtherwise",
    "Sheet",
    "SignedAnswer",
    "SignedForm",
    "SigningRefusal",
    "SpokenStop",
    "SpokenStopRefusal",
    "Statement",
    "Told",
    "acknowledge_stop",
    "add_recipient",
    "all_consents_of",
    "any_consent_for",
    "bans_on_telling_her",
    "block_recipient",
    "colleagues",
    "compelled_for_her",
    "compelled_of",
    "consent_for",
    "consent_pages_of",
    "consents_of",
    "followers_of",
    "give_consent",
    "give_draft",
    "has_a_ban_just_ended",
    "invalidate_consent",
    "let_them_know",
    "lift_ban",
    "make_sheet",
    "new_form_token",
    "place_for_office",
    "places_page",
    "propose_consent",
    "reasons_of",
    "receipt_for",
    "recipients",
    "record_compelled",
    "record_disclosure",
    "record_spoken_stop",
    "renew_consent",
    "say_no_to_draft",
    "sheet_of",
    "staff_in",
    "unblock_recipient",
    "withdraw_consent",
]
