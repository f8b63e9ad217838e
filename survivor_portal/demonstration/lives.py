"""Believable, invented lives for the cast: what they were offered, answered, allowed, stopped and wrote.

Everything is written by the same actions the screens use, at moments before now, so that no page shows anything a
person could not have done.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from flask_babel import force_locale
from sqlalchemy import select

from survivor_portal.actions.cases import assign, note_seen
from survivor_portal.actions.consents import (
    MadeOtherwise,
    Proposal,
    ProposedDisclosure,
    SignedForm,
    SigningRefusal,
    Statement,
    acknowledge_stop,
    consent_for,
    give_consent,
    new_form_token,
    propose_consent,
    recipients,
    record_disclosure,
    withdraw_consent,
)
from survivor_portal.actions.contact import NewContactRule, set_contact_rule
from survivor_portal.actions.law_enforcement import (
    NewPoliceRequest,
    answer_police_request,
    choose_law_enforcement,
    write_police_request,
)
from survivor_portal.actions.messages import new_composition_token, send_message
from survivor_portal.actions.options import answer_option, offer_service, pick_service
from survivor_portal.actions.statements import is_approved
from survivor_portal.actions.throttling import Wait
from survivor_portal.demonstration.cast import AMARA, LUCIA, NOUR, RUTH, TOM
from survivor_portal.domain.consent import (
    USUAL_LENGTH,
    Channel,
    DataItem,
    LawEnforcementChoice,
    PoliceAnswer,
    Purpose,
    SafeHour,
    SharingMethod,
)
from survivor_portal.domain.options import Answer
from survivor_portal.models import Service
from survivor_portal.texts.consent.statements import CURRENT_VERSION, published_words
from survivor_portal.texts.consent.wording import statement_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.people import NewSurvivor


@dataclass(frozen=True, slots=True)
class _Cast:
    """Everyone's reference by name, the services by name, and what the actions need."""

    deps: "Deps"
    people: "Mapping[str, str]"
    services: "Mapping[str, str]"

    def ago(self, *, days: int = 0, hours: int = 0) -> "Deps":
        """Give the actions' dependencies at a moment before now."""
        moment = self.deps.clock() - timedelta(days=days, hours=hours)
        return replace(self.deps, clock=lambda: moment)


def add_lives(deps: "Deps", people: "Mapping[str, str]") -> None:
    """Fill an empty data folder, whose cast and directory are in place, with their last weeks.

    `people` gives everyone's reference by name. Runs inside an application context, whose catalogues word the consents.
    """
    with deps.storage.read() as connection:
        services = {row.name: row.id for row in connection.execute(select(Service.name, Service.id))}
    cast = _Cast(deps, people, services)
    _amara(cast)
    _lucia(cast)
    _nour(cast)


def _amara(cast: _Cast) -> None:
    amara, ruth = cast.people[AMARA.chosen_name], cast.people[RUTH.name]
    assign(cast.ago(days=21), amara, ruth)
    for name in ("Emergency shelter", "Trauma counseling", "Immigration legal help", "Primary care clinic"):
        offer_service(cast.ago(days=20), ruth, amara, cast.services[name])
    offer_service(cast.ago(days=6), ruth, amara, cast.services["English classes and GED"])
    _answer(cast, AMARA, "Emergency shelter", Answer.NO_THANKS, days=19)
    _answer(cast, AMARA, "Trauma counseling", Answer.NOT_NOW, days=19)
    _answer(cast, AMARA, "Immigration legal help", Answer.WANTED, days=18)
    pick_service(cast.ago(days=12), amara, cast.services["Job training and job search"])
    _answer(cast, AMARA, "Trauma counseling", Answer.TELL_ME_MORE, days=1)

    legal = _consent(
        cast,
        AMARA,
        "Three Rivers Legal Aid",
        Purpose.LEGAL_HELP,
        {DataItem.CHOSEN_NAME, DataItem.LANGUAGE, DataItem.LEGAL_NEED},
        never={DataItem.POSTAL_ADDRESS},
        days=17,
    )
    _tell(cast, AMARA, legal, {DataItem.CHOSEN_NAME, DataItem.LEGAL_NEED}, days=16)
    shelter = _consent(
        cast,
        AMARA,
        "Willow House",
        Purpose.ARRANGE_SHELTER,
        {DataItem.CHOSEN_NAME, DataItem.SAFETY_NEED},
        days=19,
        hours=2,
    )
    withdraw_consent(cast.ago(days=19), amara, shelter)
    acknowledge_stop(cast.ago(days=18), ruth, amara, shelter)
    _consent(
        cast,
        AMARA,
        "Falls Area Transit Help",
        Purpose.TRANSPORT,
        {DataItem.CHOSEN_NAME, DataItem.TRANSPORT_NEED},
        days=15,
        length=timedelta(days=7),
    )

    _write(
        cast, AMARA, RUTH.name, "Hello Amara, this is Ruth. You can write to me here. I read this on weekdays.", days=20
    )
    _write(cast, AMARA, None, "Hi Ruth. Is it ok if I do not pick the shelter?", days=19, hours=3)
    _write(cast, AMARA, RUTH.name, "Of course. It is your choice. Nothing else changes.", days=19, hours=1)
    _write(
        cast,
        AMARA,
        RUTH.name,
        "The legal aid office can see you. They know your name and what you need help with.",
        days=16,
    )
    _draft(cast)
    _police_and_contact(cast)
    note_seen(cast.ago(days=2), ruth, amara)
    _write(cast, AMARA, None, "Can someone tell me how the counseling works? I am not sure yet.", hours=20)


def _draft(cast: _Cast) -> None:
    then = cast.ago(days=3)
    proposal = Proposal(
        token=new_form_token(then),
        recipient=next(choice.ref for choice in recipients(then) if choice.name == "Willow House"),
        purpose=Purpose.COUNSELLING,
        data_items=frozenset({DataItem.CHOSEN_NAME, DataItem.LANGUAGE, DataItem.APPOINTMENT_TIMES}),
        methods=frozenset({SharingMethod.PHONE}),
        length=timedelta(days=14),
        once=False,
        is_from_paper=False,
        language="en",
        statement_version=CURRENT_VERSION,
    )
    propose_consent(then, cast.people[RUTH.name], cast.people[AMARA.chosen_name], proposal)


def _police_and_contact(cast: _Cast) -> None:
    amara, ruth = cast.people[AMARA.chosen_name], cast.people[RUTH.name]
    choose_law_enforcement(cast.ago(days=18), amara, LawEnforcementChoice.NOT_NOW)
    choose_law_enforcement(cast.ago(days=9), amara, LawEnforcementChoice.LAWYER_FIRST)
    asked = write_police_request(
        cast.ago(days=8),
        ruth,
        amara,
        NewPoliceRequest(
            new_form_token(cast.deps), "County police, wage unit", "To talk with you once, at our office."
        ),
    )
    answer_police_request(cast.ago(days=7), amara, str(asked), PoliceAnswer.NOT_NOW)
    mornings = frozenset(SafeHour(day, hour) for day in range(5) for hour in range(9, 12))
    calls = NewContactRule(Channel.PHONE_CALL, mornings, voicemail_allowed=False, name_to_ask_for="Ama")
    set_contact_rule(cast.ago(days=6), amara, calls, AMARA.passphrase)
    texts = NewContactRule(Channel.TEXT, mornings, voicemail_allowed=False, name_to_ask_for="")
    set_contact_rule(cast.ago(days=33), amara, texts, AMARA.passphrase)


def _lucia(cast: _Cast) -> None:
    lucia, ruth = cast.people[LUCIA.chosen_name], cast.people[RUTH.name]
    assign(cast.ago(days=10), lucia, ruth)
    for name in ("Child care", "Food pantry and clothing closet"):
        offer_service(cast.ago(days=9), ruth, lucia, cast.services[name])
    _answer(cast, LUCIA, "Food pantry and clothing closet", Answer.WANTED, days=8)
    _write(cast, LUCIA, RUTH.name, "Hola Lucía, soy Ruth. Puede escribirme aquí cuando quiera.", days=9)
    _write(cast, LUCIA, None, "Gracias. El teléfono lo usan también otras personas.", days=8)
    _write(cast, LUCIA, RUTH.name, "Entendido. Al entrar, diga que el teléfono no es solo suyo.", days=8)
    note_seen(cast.ago(days=7), ruth, lucia)


def _nour(cast: _Cast) -> None:
    nour, tom = cast.people[NOUR.chosen_name], cast.people[TOM.name]
    assign(cast.ago(days=14), nour, tom)
    for name in ("Unpaid wages clinic", "Transitional housing", "Interpreting by phone and video"):
        offer_service(cast.ago(days=13), tom, nour, cast.services[name])
    _answer(cast, NOUR, "Unpaid wages clinic", Answer.WANTED, days=12)
    wages = _consent(
        cast,
        NOUR,
        "Three Rivers Legal Aid",
        Purpose.LEGAL_HELP,
        {DataItem.CHOSEN_NAME, DataItem.LANGUAGE, DataItem.LEGAL_NEED},
        days=12,
    )
    _tell(cast, NOUR, wages, {DataItem.CHOSEN_NAME, DataItem.LANGUAGE}, days=11)
    _write(cast, NOUR, TOM.name, "مرحبًا نور، أنا توم. يمكنك الكتابة لي هنا.", days=13)
    _write(cast, NOUR, None, "شكرًا. أريد أن أسأل عن أجوري التي لم تُدفع.", days=12, hours=4)
    note_seen(cast.ago(days=10), tom, nour)


def _answer(cast: _Cast, who: "NewSurvivor", service: str, answer: Answer, *, days: int) -> None:
    survivor_id = cast.people[who.chosen_name]
    then = cast.ago(days=days)
    # Already on the list: this only finds the option.
    answer_option(then, survivor_id, pick_service(then, survivor_id, cast.services[service]), answer)


def _consent(  # noqa: PLR0913 (what a consent is made of)
    cast: _Cast,
    who: "NewSurvivor",
    recipient: str,
    purpose: Purpose,
    items: set[DataItem],
    *,
    never: set[DataItem] | None = None,
    days: int,
    hours: int = 0,
    length: timedelta = USUAL_LENGTH,
) -> str:
    then = cast.ago(days=days, hours=hours)
    language = who.language or "en"
    words = published_words(CURRENT_VERSION, language)
    approved = is_approved(then, words.version, language, words.digest)
    signed = SignedForm(
        token=new_form_token(then),
        passphrase=who.passphrase,
        recipient=next(choice.ref for choice in recipients(then) if choice.name == recipient),
        purpose=purpose,
        data_items=frozenset(items),
        excluded_items=frozenset(never or ()),
        methods=frozenset({SharingMethod.PHONE, SharingMethod.IN_PERSON}),
        length=length,
        once=False,
        length_reason=None,
        risk_acknowledged=True,
        alternatives_acknowledged=True,
        interpreter=None if approved else "Samia Karam",
        statement=Statement(words.version, language, is_approved=approved, words=partial(statement_words, words)),
    )
    with force_locale(language):
        given = give_consent(then, cast.people[who.chosen_name], signed)
    if isinstance(given, SigningRefusal | MadeOtherwise | Wait):
        msg = "an invented consent breaks a rule"
        raise TypeError(msg)
    return given


def _tell(cast: _Cast, who: "NewSurvivor", record_id: str, items: set[DataItem], *, days: int) -> None:
    then = cast.ago(days=days)
    survivor_id = cast.people[who.chosen_name]
    record = consent_for(then, survivor_id, record_id).card.record
    proposed = ProposedDisclosure(
        consent=record_id,
        recipient=record.recipient,
        purpose=record.purpose,
        items=frozenset(items),
        method=SharingMethod.PHONE,
        token=new_form_token(then),
    )
    staff_id = cast.people[TOM.name if who is NOUR else RUTH.name]
    record_disclosure(then, staff_id, survivor_id, proposed)


def _write(  # noqa: PLR0913 (who, to whom, what and when)
    cast: _Cast, who: "NewSurvivor", staff: str | None, words: str, *, days: int = 0, hours: int = 0
) -> None:
    then = cast.ago(days=days, hours=hours)
    survivor_id = cast.people[who.chosen_name]
    author = survivor_id if staff is None else cast.people[staff]
    send_message(then, author, survivor_id, new_composition_token(then), words)
