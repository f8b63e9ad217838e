"""When a service she wants may be asked for in her name: only while she wants it, and only of whoever gives it.

Whether anything about her may be told there is for her consent to say, beside this.
"""

from enum import StrEnum, unique

from survivor_portal.domain.consent import Purpose
from survivor_portal.domain.options import Answer


@unique
class ReferralRefusal(StrEnum):
    """Why nobody may be told for the sake of an option, whatever the consent."""

    NOT_WANTED = "not_wanted"
    NO_PROVIDER = "no_provider"
    OTHER_PROVIDER = "other_provider"
    OTHER_PURPOSE = "other_purpose"


NO_REFERRALS = frozenset({Purpose.TALK_WITH_POLICE, Purpose.TELL_OF_STOP})
"""Purposes that ask for no service: what she signed for them is not to be used up by a referral."""


def referral_refusal(
    answer: Answer, provider: str | None, told: str | None, purpose: Purpose | None
) -> ReferralRefusal | None:
    """Return the first reason against a referral, or None when there is none.

    ``answer`` is hers of now; ``provider`` is who gives the service, None where the directory does not say; ``told`` is
    the provider that a consent names, None where it names somebody else; ``purpose`` is the consent's,
    None while none is picked.
    """
    if answer is not Answer.WANTED:
        return ReferralRefusal.NOT_WANTED
    if provider is None:
        return ReferralRefusal.NO_PROVIDER
    if provider != told:
        return ReferralRefusal.OTHER_PROVIDER
    return ReferralRefusal.OTHER_PURPOSE if purpose in NO_REFERRALS else None
