"""A referral follows her answer and names the provider of that very service, whatever a consent says."""

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.consent import Purpose
from survivor_portal.domain.options import Answer
from survivor_portal.domain.referrals import NO_REFERRALS, ReferralRefusal, referral_refusal

providers = st.sampled_from([None, "one", "other"])
answers = st.sampled_from(Answer)
purposes = st.sampled_from([None, *Purpose])


@given(answer=answers, provider=providers, told=providers, purpose=purposes)
def test_only_the_provider_of_a_wanted_service_may_be_told_and_only_for_the_sake_of_a_service(
    answer: Answer, provider: str | None, told: str | None, purpose: Purpose | None
) -> None:
    is_for_it = answer is Answer.WANTED and provider is not None and provider == told
    may_be = is_for_it and purpose not in {Purpose.TALK_WITH_POLICE, Purpose.TELL_OF_STOP}

    assert (referral_refusal(answer, provider, told, purpose) is None) is may_be


@given(answer=answers, provider=providers, told=providers, purpose=purposes)
def test_what_she_does_not_want_is_said_before_anything_else(
    answer: Answer, provider: str | None, told: str | None, purpose: Purpose | None
) -> None:
    is_unwanted = referral_refusal(answer, provider, told, purpose) is ReferralRefusal.NOT_WANTED

    assert is_unwanted is (answer is not Answer.WANTED)


def test_two_that_are_unknown_are_not_the_same() -> None:
    assert referral_refusal(Answer.WANTED, None, None, None) is ReferralRefusal.NO_PROVIDER


def test_what_she_signed_for_something_else_is_not_used_up_by_a_referral() -> None:
    for purpose in NO_REFERRALS:
        assert referral_refusal(Answer.WANTED, "one", "one", purpose) is ReferralRefusal.OTHER_PURPOSE
