"""What the law compels, over every combination of what goes with it: all the safeguards or nothing leaves."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.consent import (
    CompelledDisclosure,
    CompelledRefusal,
    DataItem,
    LegalBasis,
    NoNoticeReason,
    NoticeAttempt,
    compelled_refusal,
    compelled_refusals,
    is_hers_to_know,
)
from tests.domain.histories import AMARA, PEOPLE, moments

TEXTS = st.sampled_from(["", " ", "\n\t", "Order 17"])
COMPELLED = st.builds(
    CompelledDisclosure,
    principal=st.just(AMARA),
    recipient=TEXTS,
    items=st.frozensets(st.sampled_from(DataItem), max_size=2),
    legal_basis=st.sampled_from(LegalBasis),
    legal_reference=TEXTS,
    notice_attempts=st.lists(st.builds(NoticeAttempt, moments(), st.sampled_from(PEOPLE)), max_size=2).map(tuple),
    no_notice_reason=st.none() | st.sampled_from(NoNoticeReason),
    protective_steps=TEXTS,
    at=moments(),
    by=st.sampled_from(PEOPLE),
    forbidden_until=st.none() | moments(),
)


@given(COMPELLED)
def test_invariant_5_nothing_compelled_leaves_without_basis_notice_and_protection(
    proposed: CompelledDisclosure,
) -> None:
    why_not = compelled_refusal(proposed)

    told_before = any(attempt.at <= proposed.at for attempt in proposed.notice_attempts)
    until = proposed.forbidden_until
    is_banned = proposed.no_notice_reason is NoNoticeReason.COURT_FORBIDS and (until is None or proposed.at < until)
    cannot_tell = proposed.no_notice_reason in {NoNoticeReason.NO_SAFE_WAY, NoNoticeReason.IMMEDIATE_DANGER}
    is_whole = all(
        (
            proposed.items,
            proposed.recipient.strip(),
            proposed.legal_basis in {LegalBasis.COURT_ORDER, LegalBasis.STATUTE},
            proposed.legal_reference.strip(),
            told_before or is_banned or cannot_tell,
            proposed.protective_steps.strip(),
        )
    )
    assert (why_not is None) is is_whole
    every_reason = compelled_refusals(proposed)
    assert every_reason[:1] == (() if why_not is None else (why_not,))
    assert (CompelledRefusal.BARE_SUBPOENA in every_reason) is (proposed.legal_basis is LegalBasis.BARE_SUBPOENA)


@given(COMPELLED, moments())
def test_invariant_11_only_a_court_keeps_what_was_compelled_from_her_and_only_until_it_says(
    disclosed: CompelledDisclosure, now: datetime
) -> None:
    if is_hers_to_know(disclosed, now):
        return
    assert disclosed.no_notice_reason is NoNoticeReason.COURT_FORBIDS
    assert disclosed.forbidden_until is None or now < disclosed.forbidden_until


@given(COMPELLED, moments(), moments())
def test_once_a_court_lifted_its_ban_it_is_hers_to_know(
    disclosed: CompelledDisclosure, lifted_at: datetime, now: datetime
) -> None:
    assert is_hers_to_know(replace(disclosed, ban_lifted_at=lifted_at), now)
