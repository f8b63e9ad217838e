"""Referring her to whoever gives a service she wants: a disclosure like any other, bound to her answer besides.

This is the only place where her services and her consents meet, and only the desk comes here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.consents.disclosing import ProposedDisclosure, RecordedOtherwise, Told, disclose
from survivor_portal.actions.consents.recorders import require_case
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.options import options_of
from survivor_portal.domain.consent import Purpose, RecipientId, Refusal
from survivor_portal.domain.options import Answer
from survivor_portal.domain.referrals import ReferralRefusal, referral_refusal
from survivor_portal.models import Consent, Option, OptionAnswer, Recipient, Service

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True, repr=False)
class Referral:
    """An option as whoever refers sees it. `recipient` is its provider as consents name it; None while none does.

    The names are empty where they would tell a hidden address. `why_not` is what speaks against it, whatever the
    consent.
    """

    option_id: str
    service_name: str
    provider_name: str
    recipient: RecipientId | None
    why_not: ReferralRefusal | None


def referral_for(deps: "Deps", survivor_id: str, option_id: str) -> Referral:
    """Give one of her options to refer by. Raises `NotFoundError` for anything that is not hers."""
    card = next((card for card in options_of(deps, survivor_id) if card.id == option_id), None)
    if card is None:
        raise NotFoundError
    statement = (
        select(Service.provider_id, Recipient.id.label("recipient"))
        .outerjoin(Recipient, Recipient.provider_id == Service.provider_id)
        .where(Service.id == card.service_id)
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one()
    return Referral(
        option_id=card.id,
        service_name=card.name,
        provider_name=card.provider_name or "",
        recipient=RecipientId(row.recipient) if row.recipient else None,
        why_not=referral_refusal(card.answer, row.provider_id, row.provider_id, None),
    )


def refer(
    deps: "Deps", staff_id: str, survivor_id: str, option_id: str, proposed: ProposedDisclosure
) -> Told | Refusal | RecordedOtherwise | ReferralRefusal:
    """Tell the provider of a service she wants what her consent covers, or give the reason why nothing is told.

    A doubled form gives what it told, or says that it told otherwise. Raises `NotFoundError` when the survivor is not
    on this member's caseload, or the option or the consent is not hers.
    """
    with deps.storage.write() as session:
        require_case(session, staff_id, survivor_id)
        why_not = _why_not(session, survivor_id, option_id, proposed.consent)
        if why_not is not None:
            return why_not
        outcome = disclose(deps, session, staff_id, survivor_id, proposed)
        if isinstance(outcome, Told):
            session.commit()
    return outcome


def _why_not(session: "Session", survivor_id: str, option_id: str, consent: str) -> ReferralRefusal | None:
    # Locked, so that an answer she changes meanwhile comes before this or after it, nothing between.
    option = session.execute(
        select(Service.provider_id)
        .select_from(Option)
        .join(Service, Service.id == Option.service_id)
        .where(Option.id == option_id, Option.survivor_id == survivor_id)
        .with_for_update(of=Option)
    ).one_or_none()
    named = session.execute(
        select(Recipient.provider_id, Consent.purpose)
        .select_from(Consent)
        .join(Recipient, Recipient.id == Consent.recipient)
        .where(Consent.record_id == consent, Consent.principal == survivor_id)
    ).one_or_none()
    if option is None or named is None:
        raise NotFoundError
    # By its number, not by its time: a clock may have been set back between two answers.
    answer = session.scalar(
        select(OptionAnswer.answer)
        .where(OptionAnswer.option_id == option_id)
        .order_by(OptionAnswer.sequence.desc())
        .limit(1)
    )
    given = Answer(answer) if answer else Answer.NOT_ANSWERED
    return referral_refusal(given, option.provider_id, named.provider_id, Purpose(named.purpose))
