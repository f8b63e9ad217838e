"""Her consents: signed by her alone, stopped at once, and asked before anything about her leaves."""

from survivor_portal.actions.consents.disclosing import ProposedDisclosure, RecordedOtherwise, record_disclosure
from survivor_portal.actions.consents.looking import (
    ConsentCard,
    ConsentPage,
    consent_for,
    consent_pages_of,
    consents_of,
)
from survivor_portal.actions.consents.recipients import RecipientChoice, recipients
from survivor_portal.actions.consents.signing import SignedForm, SigningRefusal, Statement, give_consent, new_form_token
from survivor_portal.actions.consents.stopping import withdraw_consent

__all__ = [
    "ConsentCard",
    "ConsentPage",
    "ProposedDisclosure",
    "RecipientChoice",
    "RecordedOtherwise",
    "SignedForm",
    "SigningRefusal",
    "Statement",
    "consent_for",
    "consent_pages_of",
    "consents_of",
    "give_consent",
    "new_form_token",
    "recipients",
    "record_disclosure",
    "withdraw_consent",
]
