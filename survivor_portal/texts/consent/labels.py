"""The label of every value a consent is written in; she reads them on the form, and in what she signed."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.consent import (
    DataItem,
    EventState,
    LengthReason,
    Method,
    Purpose,
    Refusal,
    SharingMethod,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from enum import StrEnum

    from flask_babel.speaklater import LazyString

PURPOSE_LABELS: "Final[Mapping[Purpose, LazyString]]" = MappingProxyType(
    {
        Purpose.ARRANGE_SHELTER: lazy_gettext("To find a place to sleep now"),
        Purpose.ARRANGE_HOUSING: lazy_gettext("To find a home"),
        Purpose.ARRANGE_SERVICE: lazy_gettext("To arrange a service"),
        Purpose.APPLY_BENEFITS: lazy_gettext("To ask for money or benefits"),
        Purpose.LEGAL_HELP: lazy_gettext("To get help from a lawyer"),
        Purpose.MEDICAL_CARE: lazy_gettext("To get medical care"),
        Purpose.COUNSELLING: lazy_gettext("To talk with a counselor"),
        Purpose.SAFETY_PLANNING: lazy_gettext("For safety planning"),
        Purpose.INTERPRETING: lazy_gettext("To get an interpreter"),
        Purpose.TRANSPORT: lazy_gettext("To get a ride"),
        Purpose.CHILD_CARE: lazy_gettext("To get child care"),
        Purpose.EDUCATION: lazy_gettext("To get into a school or class"),
        Purpose.EMPLOYMENT: lazy_gettext("To find work"),
        Purpose.DOCUMENTS: lazy_gettext("To get papers, such as an ID"),
        Purpose.HHS_CERTIFICATION: lazy_gettext("To get an HHS letter, which opens benefits"),
        Purpose.FAMILY_REUNIFICATION: lazy_gettext("To be with family again"),
        Purpose.TALK_WITH_POLICE: lazy_gettext("To talk with the police"),
        Purpose.TELL_OF_STOP: lazy_gettext("To tell them you said stop"),
    }
)

ITEM_LABELS: "Final[Mapping[DataItem, LazyString]]" = MappingProxyType(
    {
        DataItem.SERVED_BY_US: lazy_gettext("That you get help from us"),
        DataItem.CHOSEN_NAME: lazy_gettext("The name you chose"),
        DataItem.LEGAL_NAME: lazy_gettext("Your legal name"),
        DataItem.DATE_OF_BIRTH: lazy_gettext("Your date of birth"),
        DataItem.AGE_GROUP: lazy_gettext("Your age group only"),
        DataItem.LANGUAGE: lazy_gettext("Your language"),
        DataItem.PHONE_NUMBER: lazy_gettext("Your phone number"),
        DataItem.EMAIL_ADDRESS: lazy_gettext("Your e-mail address"),
        DataItem.POSTAL_ADDRESS: lazy_gettext("Your address"),
        DataItem.SAFE_CONTACT_TIMES: lazy_gettext("When you can be reached"),
        DataItem.INTERPRETER_NEED: lazy_gettext("That you want an interpreter"),
        DataItem.ACCESS_NEED: lazy_gettext("What you need for taking part, such as a ramp"),
        DataItem.FAMILY: lazy_gettext("Who is in your family"),
        DataItem.HOUSING_NEED: lazy_gettext("What you need for housing"),
        DataItem.HEALTH_NEED: lazy_gettext("What you need for your health"),
        DataItem.MENTAL_HEALTH_NEED: lazy_gettext("What you need for your mental health"),
        DataItem.SUBSTANCE_USE_NEED: lazy_gettext("What you need about alcohol or drugs"),
        DataItem.LEGAL_NEED: lazy_gettext("What you need a lawyer for"),
        DataItem.SAFETY_NEED: lazy_gettext("What you need for your protection"),
        DataItem.MONEY_NEED: lazy_gettext("What you need about money"),
        DataItem.TRANSPORT_NEED: lazy_gettext("What you need for getting around"),
        DataItem.EDUCATION_NEED: lazy_gettext("What you want to learn"),
        DataItem.EMPLOYMENT_NEED: lazy_gettext("What work you look for"),
        DataItem.APPOINTMENT_TIMES: lazy_gettext("When you can come"),
        DataItem.SERVICES_WANTED: lazy_gettext("Which services you want"),
        DataItem.CONSENT_STOPPED: lazy_gettext("That you said stop"),
    }
)

METHOD_LABELS: "Final[Mapping[SharingMethod, LazyString]]" = MappingProxyType(
    {
        SharingMethod.PHONE: lazy_gettext("By phone"),
        SharingMethod.LETTER: lazy_gettext("By letter"),
        SharingMethod.IN_PERSON: lazy_gettext("In person"),
        SharingMethod.SECURE_MESSAGE: lazy_gettext("By protected message"),
    }
)

REASON_LABELS: "Final[Mapping[LengthReason, LazyString]]" = MappingProxyType(
    {
        LengthReason.LONG_WAIT: lazy_gettext("The wait there is long"),
        LengthReason.COURT_DATE: lazy_gettext("There is a court date"),
        LengthReason.LONG_APPLICATION: lazy_gettext("The paperwork takes long"),
        LengthReason.ONGOING_CARE: lazy_gettext("The care goes on for long"),
        LengthReason.FEWER_SIGNATURES: lazy_gettext("I want to sign less often"),
        LengthReason.OWN_REASON: lazy_gettext("I have my own reason"),
    }
)

UNREADABLE_NAME: Final = lazy_gettext("A name that can no longer be read")
"""In place of a recipient whose name is in a damaged cell."""

STATE_LABELS: "Final[Mapping[State, LazyString]]" = MappingProxyType(
    {
        State.DRAFT: lazy_gettext("Not signed yet"),
        State.GIVEN: lazy_gettext("Given"),
        State.INVALIDATED: lazy_gettext("Ended by your team"),
        State.WITHDRAWN: lazy_gettext("Stopped"),
        State.REFUSED: lazy_gettext("Said no"),
        State.ABANDONED: lazy_gettext("Never signed"),
        State.SUPERSEDED: lazy_gettext("Replaced by a new one"),
        State.LAPSED: lazy_gettext("Ended by itself"),
    }
)

EVENT_LABELS: "Final[Mapping[EventState, LazyString]]" = MappingProxyType(
    {
        EventState.DRAFT: lazy_gettext("It was written down"),
        EventState.GIVEN: lazy_gettext("You signed it"),
        EventState.REFUSED: lazy_gettext("You said no"),
        EventState.ABANDONED: lazy_gettext("It was left unsigned"),
        EventState.WITHDRAWN: lazy_gettext("You stopped it"),
        EventState.LAPSED: lazy_gettext("It ended by itself"),
        EventState.SUPERSEDED: lazy_gettext("You signed a new one in its place"),
        EventState.INVALIDATED: lazy_gettext("Your team ended it"),
    }
)
"""What happened to one of her consents, as her receipt says it."""

EVENT_METHOD_LABELS: "Final[Mapping[Method, LazyString]]" = MappingProxyType(
    {
        Method.PORTAL: lazy_gettext("Here in the portal"),
        Method.ORAL: lazy_gettext("Spoken"),
        Method.PAPER: lazy_gettext("On paper"),
    }
)
"""How something happened to one of her consents."""

REFUSAL_LABELS: "Final[Mapping[Refusal, LazyString]]" = MappingProxyType(
    {
        Refusal.OTHER_CONSENT: lazy_gettext("This belongs to another consent."),
        Refusal.ENDED: lazy_gettext("This consent has ended. Nothing more may be shared under it."),
        Refusal.NOT_GIVEN: lazy_gettext("This consent is not given. Nothing may be shared under it."),
        Refusal.OTHER_RECIPIENT: lazy_gettext("This consent is for another recipient."),
        Refusal.RECIPIENT_BLOCKED: lazy_gettext("Nothing may go to this recipient."),
        Refusal.OTHER_PURPOSE: lazy_gettext("This consent is for another purpose."),
        Refusal.OTHER_METHOD: lazy_gettext("This consent does not allow this way of telling them."),
        Refusal.NO_ITEMS: lazy_gettext("Pick what was shared."),
        Refusal.ITEMS_NOT_COVERED: lazy_gettext("This consent does not cover all of that."),
    }
)
"""What the desk reads when a consent does not cover what was about to be told."""


def item_labels(items: "Collection[DataItem]") -> list[str]:
    """Name facts about her in the reader's language, in the order of the form."""
    return _listed(items, ITEM_LABELS)


def method_labels(methods: "Collection[SharingMethod]") -> list[str]:
    """Name ways of telling in the reader's language, in the order of the form."""
    return _listed(methods, METHOD_LABELS)


def _listed(values: "Collection[StrEnum]", labels: "Mapping[Any, LazyString]") -> list[str]:
    return [str(label) for value, label in labels.items() if value in values]
