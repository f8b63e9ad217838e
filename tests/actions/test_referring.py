"""Nobody is referred without her yes to the service and her yes to the telling."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic_ns
from typing import Any

import pytest
from sqlalchemy import update

from survivor_portal.actions.consents import ProposedDisclosure, RecordedOtherwise, Told, withdraw_consent
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.options import answer_option
from survivor_portal.actions.people import add_staff
from survivor_portal.actions.referring import refer, referral_for
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod
from survivor_portal.domain.options import Answer
from survivor_portal.domain.referrals import ReferralRefusal
from survivor_portal.models import Service
from tests.caseload import Caseload
from tests.lives import ODILE
from tests.telling import WAYS, proposed_under, told_of

ATTEMPTS = 200


def wanted(caseload: Caseload, her: str) -> str:
    """Let her want the first service, and give the option."""
    caseload.answer(her, Answer.WANTED)
    return caseload.offer(her)


def given(caseload: Caseload, her: str, **changes: Any) -> str:  # noqa: ANN401 (any field of the form)
    """Let her sign for the provider of that service."""
    return caseload.give(her, **{"recipient": caseload.provider(), "methods": WAYS, **changes})


def tell(
    caseload: Caseload, her: str, option: str, proposed: ProposedDisclosure
) -> Told | Refusal | RecordedOtherwise | ReferralRefusal:
    return refer(caseload.deps, caseload.advocate, her, option, proposed)


@pytest.mark.parametrize("words", [None, {DataItem.CHOSEN_NAME: "Wren"}], ids=["by-word", "by-sheet"])
def test_the_provider_of_a_service_she_wants_is_told_what_she_signed(
    caseload: Caseload, wren: str, words: dict[DataItem, str] | None
) -> None:
    option, record_id = wanted(caseload, wren), given(caseload, wren)
    proposed = proposed_under(caseload.deps, wren, record_id, words=words)

    outcome = tell(caseload, wren, option, proposed)

    assert isinstance(outcome, Told)
    assert told_of(caseload.deps, wren) == [outcome.disclosure]
    again = tell(caseload, wren, option, proposed)
    assert isinstance(again, Told)
    assert (again.ref, len(told_of(caseload.deps, wren))) == (outcome.ref, 1)


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer is not Answer.WANTED])
@pytest.mark.parametrize("first", [Answer.WANTED, Answer.NOT_ANSWERED])
def test_without_her_answer_there_is_no_referral_whatever_the_consent(
    caseload: Caseload, wren: str, first: Answer, answer: Answer
) -> None:
    record_id = given(caseload, wren)
    caseload.answer(wren, first)
    caseload.answer(wren, answer)
    proposed = proposed_under(caseload.deps, wren, record_id)

    assert tell(caseload, wren, caseload.offer(wren), proposed) is ReferralRefusal.NOT_WANTED
    assert told_of(caseload.deps, wren) == []


def test_without_a_given_consent_there_is_no_referral_whatever_the_answer(caseload: Caseload, wren: str) -> None:
    option, record_id = wanted(caseload, wren), given(caseload, wren)
    withdraw_consent(caseload.deps, wren, record_id)

    assert tell(caseload, wren, option, proposed_under(caseload.deps, wren, record_id)) is Refusal.ENDED
    assert told_of(caseload.deps, wren) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"recipient": "another"}, Refusal.OTHER_RECIPIENT),
        ({"purpose": Purpose.TALK_WITH_POLICE}, Refusal.OTHER_PURPOSE),
        ({"method": SharingMethod.IN_PERSON}, Refusal.OTHER_METHOD),
        ({"items": frozenset({DataItem.FAMILY}), "words": None}, Refusal.ITEMS_NOT_COVERED),
    ],
)
def test_a_referral_is_asked_of_the_same_gate(
    caseload: Caseload, wren: str, changes: dict[str, Any], refusal: Refusal
) -> None:
    option, record_id = wanted(caseload, wren), given(caseload, wren)

    assert tell(caseload, wren, option, proposed_under(caseload.deps, wren, record_id, **changes)) is refusal
    assert told_of(caseload.deps, wren) == []


def test_a_consent_for_another_place_refers_to_nobody(caseload: Caseload, wren: str) -> None:
    option = wanted(caseload, wren)
    record_id = given(caseload, wren, recipient=caseload.other_provider())

    outcome = tell(caseload, wren, option, proposed_under(caseload.deps, wren, record_id))

    assert outcome is ReferralRefusal.OTHER_PROVIDER
    assert told_of(caseload.deps, wren) == []


def test_a_service_of_nobody_refers_to_nobody(caseload: Caseload, wren: str) -> None:
    option, record_id = wanted(caseload, wren), given(caseload, wren)
    with caseload.deps.storage.write() as session:
        session.execute(update(Service).where(Service.id == caseload.service()).values(provider_id=None))
        session.commit()

    outcome = tell(caseload, wren, option, proposed_under(caseload.deps, wren, record_id))

    assert outcome is ReferralRefusal.NO_PROVIDER
    assert referral_for(caseload.deps, wren, option).why_not is ReferralRefusal.NO_PROVIDER


def test_whatever_is_not_hers_or_not_this_advocate_s_is_not_there(caseload: Caseload, wren: str) -> None:
    deps, robin = caseload.deps, caseload.add("Robin")
    option, record_id = wanted(caseload, wren), given(caseload, wren)
    others_option, others_consent = wanted(caseload, robin), given(caseload, robin)
    proposed = proposed_under(deps, wren, record_id)

    for staff_id, her, which, what in (
        (add_staff(deps, ODILE), wren, option, proposed),
        (wren, wren, option, proposed),
        (caseload.advocate, wren, others_option, proposed),
        (caseload.advocate, wren, option, proposed_under(deps, robin, others_consent)),
        (caseload.advocate, robin, option, proposed),
    ):
        with pytest.raises(NotFoundError):
            refer(deps, staff_id, her, which, what)
    with pytest.raises(NotFoundError):
        referral_for(deps, wren, others_option)
    assert told_of(deps, wren) == told_of(deps, robin) == []


def test_the_page_knows_the_recipient_only_once_a_consent_names_it(caseload: Caseload, wren: str) -> None:
    option = wanted(caseload, wren)
    before = referral_for(caseload.deps, wren, option)
    record_id = given(caseload, wren)

    assert (before.recipient, before.why_not) == (None, None)
    named = proposed_under(caseload.deps, wren, record_id).recipient
    assert referral_for(caseload.deps, wren, option).recipient == named


def test_once_she_no_longer_wants_it_nobody_is_referred(caseload: Caseload, wren: str) -> None:
    option, record_id = wanted(caseload, wren), given(caseload, wren, methods=frozenset({SharingMethod.LETTER}))
    together, changed_at = Barrier(2), []

    def refer_until_refused() -> list[int]:
        told_at: list[int] = []
        together.wait()
        for _ in range(ATTEMPTS):
            begun_at = monotonic_ns()
            outcome = tell(caseload, wren, option, proposed_under(caseload.deps, wren, record_id))
            if outcome is ReferralRefusal.NOT_WANTED:
                return told_at
            assert isinstance(outcome, Told)
            told_at.append(begun_at)
        pytest.fail("nobody ever refused")

    def change_her_mind() -> None:
        together.wait()
        while not told_of(caseload.deps, wren):
            pass
        answer_option(caseload.deps, wren, option, Answer.NO_THANKS)
        changed_at.append(monotonic_ns())

    with ThreadPoolExecutor(2) as people:
        referring, changing = people.submit(refer_until_refused), people.submit(change_her_mind)
        changing.result()
        told_at = referring.result()

    assert all(begun_at < changed_at[0] for begun_at in told_at)
    assert len(told_of(caseload.deps, wren)) == len(told_at)
