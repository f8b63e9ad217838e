"""Words of the desk: what is new about a person, and her choices as her advocate reads them."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, assert_never

from flask_babel import lazy_gettext, ngettext

from survivor_portal.actions.desk import Change
from survivor_portal.domain.consent import DataItem, Purpose, State
from survivor_portal.domain.options import Answer, Origin
from survivor_portal.domain.referrals import ReferralRefusal
from survivor_portal.texts.consent.labels import PURPOSE_LABELS, STATE_LABELS
from survivor_portal.texts.options import ANSWER_LABELS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from flask_babel.speaklater import LazyString

    from survivor_portal.actions.desk import News

ORIGINS_AT_DESK: "Final[Mapping[Origin, LazyString]]" = MappingProxyType(
    {
        Origin.OFFERED: lazy_gettext("Offered by us"),
        Origin.PICKED: lazy_gettext("Own pick"),
    }
)

ANSWERS_AT_DESK: "Final[Mapping[Answer, LazyString]]" = MappingProxyType(
    {**ANSWER_LABELS, Answer.NOT_ANSWERED: lazy_gettext("No answer now")}
)
"""Her answers in her own words; one taken back and one never given are told apart by their history."""

PURPOSES_AT_DESK: "Final[Mapping[Purpose, LazyString]]" = MappingProxyType(
    {**PURPOSE_LABELS, Purpose.TELL_OF_STOP: lazy_gettext("To tell them that the consent was stopped")}
)

STATES_AT_DESK: "Final[Mapping[State, LazyString]]" = MappingProxyType(
    {**STATE_LABELS, State.INVALIDATED: lazy_gettext("Ended: the signature did not count")}
)
"""Where a consent stands, in precise words; her own pages say it more calmly, since somebody may read along."""

ITEMS_AT_DESK: "Final[Mapping[DataItem, LazyString]]" = MappingProxyType(
    {
        DataItem.SERVED_BY_US: lazy_gettext("That we help this person"),
        DataItem.CHOSEN_NAME: lazy_gettext("Chosen name"),
        DataItem.LEGAL_NAME: lazy_gettext("Legal name"),
        DataItem.DATE_OF_BIRTH: lazy_gettext("Date of birth"),
        DataItem.AGE_GROUP: lazy_gettext("Age group only"),
        DataItem.LANGUAGE: lazy_gettext("Language"),
        DataItem.PHONE_NUMBER: lazy_gettext("Phone number"),
        DataItem.EMAIL_ADDRESS: lazy_gettext("E-mail address"),
        DataItem.POSTAL_ADDRESS: lazy_gettext("Address"),
        DataItem.SAFE_CONTACT_TIMES: lazy_gettext("Good times to get in touch"),
        DataItem.INTERPRETER_NEED: lazy_gettext("Wish for an interpreter"),
        DataItem.ACCESS_NEED: lazy_gettext("What is needed to take part, such as a ramp"),
        DataItem.FAMILY: lazy_gettext("Who is in the family"),
        DataItem.HOUSING_NEED: lazy_gettext("Housing needs"),
        DataItem.HEALTH_NEED: lazy_gettext("Health needs"),
        DataItem.MENTAL_HEALTH_NEED: lazy_gettext("Mental health needs"),
        DataItem.SUBSTANCE_USE_NEED: lazy_gettext("Needs about alcohol or drugs"),
        DataItem.LEGAL_NEED: lazy_gettext("What a lawyer is needed for"),
        DataItem.SAFETY_NEED: lazy_gettext("Protection needs"),
        DataItem.MONEY_NEED: lazy_gettext("Money needs"),
        DataItem.TRANSPORT_NEED: lazy_gettext("What is needed to get around"),
        DataItem.EDUCATION_NEED: lazy_gettext("Wishes about learning"),
        DataItem.EMPLOYMENT_NEED: lazy_gettext("Wishes about work"),
        DataItem.APPOINTMENT_TIMES: lazy_gettext("Times that suit for a visit"),
        DataItem.SERVICES_WANTED: lazy_gettext("Which services are wanted"),
        DataItem.CONSENT_STOPPED: lazy_gettext("That the consent was stopped"),
    }
)
"""The facts as someone else reads them: the labels of her own form speak to her."""

NOTHING_RECORDED: "Final[LazyString]" = lazy_gettext("Nothing was recorded.")

RECORDED_BEFORE: "Final[LazyString]" = lazy_gettext(
    "You recorded something from this page before, and it stands. What is ticked now is not the same. "
    "Press Record to record it too."
)
"""The same form was sent a second time with other ticks: neither disclosure may get lost."""

NO_SHEET: "Final[LazyString]" = lazy_gettext("No sheet was made.")

SHEET_MADE_BEFORE: "Final[LazyString]" = lazy_gettext(
    "You made another sheet from this page before, and it counts as told. Press once more to make this one, too."
)
"""The same form was sent a second time with other words: neither sheet may get lost."""

REFERRAL_LABELS: "Final[Mapping[ReferralRefusal, LazyString]]" = MappingProxyType(
    {
        ReferralRefusal.NOT_WANTED: lazy_gettext("This person does not want this service now. Nothing may be told."),
        ReferralRefusal.NO_PROVIDER: lazy_gettext("The directory does not say who gives this service."),
        ReferralRefusal.OTHER_PURPOSE: lazy_gettext("This consent was signed for something else than a service."),
        ReferralRefusal.OTHER_PROVIDER: lazy_gettext("This consent is not for the place that gives this service."),
    }
)
"""What the desk reads when nobody may be told for the sake of a service, whatever the consent."""


def news_words(news: "News") -> str:
    """Say how much of one kind is new."""
    match news.change:
        case Change.CONSENT_STOPPED:
            return ngettext("%(num)d consent stopped", "%(num)d consents stopped", news.count)
        case Change.ANSWER_CHANGED:
            return ngettext("%(num)d answer changed", "%(num)d answers changed", news.count)
        case Change.MESSAGE_SENT:
            return ngettext("%(num)d new message", "%(num)d new messages", news.count)
        case Change.CONSENT_ENDING:
            return ngettext("%(num)d consent ends soon", "%(num)d consents end soon", news.count)
        case Change.CONSENT_GIVEN:
            return ngettext("%(num)d new consent", "%(num)d new consents", news.count)
        case _:
            assert_never(news.change)


def items_at_desk(items: "Collection[DataItem]") -> list[str]:
    """Name facts about a person for her advocate, in the order of her own form."""
    return [str(label) for item, label in ITEMS_AT_DESK.items() if item in items]
