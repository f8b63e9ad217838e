"""Her consents: signed by her alone, stopped at once, and asked before anything about her leaves."""

from survivor_portal.actions.consents.acknowledging import acknowledge_stop
from survivor_portal.actions.consents.compelled import (
    ProposedCompelled,
    bans_on_telling_her,
    compelled_for_her,
    compelled_of,
    lift_ban,
    record_compelled,
)
from survivor_portal.actions.consents.disclosing import ProposedDisclosure, RecordedOtherwise, record_disclosure
from survivor_portal.actions.consents.drafts import give_draft, say_no_to_draft
from survivor_portal.actions.consents.invalidating import InvalidationReason, invalidate_consent, reasons_of
from survivor_portal.actions.consents.looking import (
    ConsentCard,
    ConsentPage,
    Followers,
    consent_for,
    consent_pages_of,
    consents_of,
    followers_of,
)
from survivor_portal.actions.consents.oral_stops import SpokenStop, SpokenStopRefusal, record_spoken_stop
from survivor_portal.actions.consents.proposing import HERS_TO_BEGIN, Proposal, ProposalRefusal, propose_consent
from survivor_portal.actions.consents.receipts import Receipt, receipt_for, staff_in
from survivor_portal.actions.consents.recipients import RecipientChoice, recipients
from survivor_portal.actions.consents.renewing import renew_consent
from survivor_portal.actions.consents.signing import (
    MadeOtherwise,
    NoLongerAsked,
    SignedAnswer,
    SignedForm,
    SigningRefusal,
    Statement,
    give_consent,
    new_form_token,
)
from survivor_portal.actions.consents.stopping import withdraw_consent
from survivor_portal.actions.consents.telling import let_them_know

__all__ = [
    "HERS_TO_BEGIN",
    "ConsentCard",
    "ConsentPage",
    "Followers",
    "InvalidationReason",
    "MadeOtherwise",
    "NoLongerAsked",
    "Proposal",
    "ProposalRefusal",
    "ProposedCompelled",
    "ProposedDisclosure",
    "Receipt",
    "RecipientChoice",
    "RecordedOtherwise",
    "SignedAnswer",
    "SignedForm",
    "SigningRefusal",
    "SpokenStop",
    "SpokenStopRefusal",
    "Statement",
    "acknowledge_stop",
    "bans_on_telling_her",
    "compelled_for_her",
    "compelled_of",
    "consent_for",
    "consent_pages_of",
    "consents_of",
    "followers_of",
    "give_consent",
    "give_draft",
    "invalidate_consent",
    "let_them_know",
    "lift_ban",
    "new_form_token",
    "propose_consent",
    "reasons_of",
    "receipt_for",
    "recipients",
    "record_compelled",
    "record_disclosure",
    "record_spoken_stop",
    "renew_consent",
    "say_no_to_draft",
    "staff_in",
    "withdraw_consent",
]
