"""The answer to Send may never arrive: what was sent is kept as if it was not, until the same is sent once more."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.actions.consents import (
    ProposedCompelled,
    give_consent,
    give_draft,
    let_them_know,
    propose_consent,
    recipients,
    record_compelled,
    renew_consent,
    withdraw_consent,
)
from survivor_portal.actions.contact import NewContactRule, set_contact_rule
from survivor_portal.actions.drafts import DraftPage, DraftPlace, Typed, drafts_at, keep_draft, open_page
from survivor_portal.actions.law_enforcement import NewPoliceRequest, write_police_request
from survivor_portal.actions.messages import new_composition_token, send_message
from survivor_portal.actions.people import add_staff
from survivor_portal.actions.statements import NewApproval, record_approval
from survivor_portal.domain.consent import Channel, DataItem, LegalBasis, NoNoticeReason, SafeHour
from tests.asked import a_proposal, answer, propose
from tests.caseload import PASSPHRASE, Caseload
from tests.lives import ODILE

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps

WORDS: Final[Typed] = (("body", "what was typed"),)
ELSEWHERE: Final[Typed] = (("body", "typed on another page"),)
A_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Form:
    """A form of somebody's: sending it from a page, and sending it once more with something else on it."""

    author: str
    send: Callable[[DraftPage], object]
    send_otherwise: Callable[[DraftPage], object]


def a_message(load: Caseload, her: str) -> Form:
    token = new_composition_token(load.deps)
    return Form(
        her,
        lambda page: send_message(load.deps, her, her, token, "Hello", sent_from=page),
        lambda page: send_message(load.deps, her, her, token, "Hello again", sent_from=page),
    )


def a_consent(load: Caseload, her: str) -> Form:
    form = load.form()
    return Form(
        her,
        lambda page: give_consent(load.deps, her, form, page),
        lambda page: give_consent(load.deps, her, replace(form, length=A_WEEK), page),
    )


def an_answer_to_a_draft(load: Caseload, her: str) -> Form:
    draft, signed = propose(load, her), answer(load.deps)
    return Form(
        her,
        lambda page: give_draft(load.deps, her, draft, signed, page),
        lambda page: give_draft(load.deps, her, draft, replace(signed, length=A_WEEK), page),
    )


def a_renewal(load: Caseload, her: str) -> Form:
    old, signed = load.give(her), answer(load.deps)
    return Form(
        her,
        lambda page: renew_consent(load.deps, her, old, signed, page),
        lambda page: renew_consent(load.deps, her, old, replace(signed, length=A_WEEK), page),
    )


def a_word_of_the_stop(load: Caseload, her: str) -> Form:
    signed = answer(load.deps)
    stopped, other = load.give(her), load.give(her, recipient=recipients(load.deps)[1].ref)
    for record_id in (stopped, other):
        withdraw_consent(load.deps, her, record_id)
    return Form(
        her,
        lambda page: let_them_know(load.deps, her, stopped, signed, page),
        lambda page: let_them_know(load.deps, her, other, signed, page),
    )


def less_of_a_way_to_reach_her(load: Caseload, her: str) -> Form:
    hours = frozenset({SafeHour(weekday=1, hour=9), SafeHour(weekday=2, hour=9)})
    rule = NewContactRule(Channel.PHONE_CALL, hours, voicemail_allowed=False, name_to_ask_for="Mara")
    set_contact_rule(load.deps, her, rule, PASSPHRASE)
    less = replace(rule, safe_hours=frozenset({SafeHour(weekday=1, hour=9)}))
    return Form(
        her,
        lambda page: set_contact_rule(load.deps, her, less, "", sent_from=page),
        lambda page: set_contact_rule(load.deps, her, rule, "", sent_from=page),
    )


def a_proposal_of_hers(load: Caseload, her: str) -> Form:
    proposal = a_proposal(load.deps)
    return Form(
        load.advocate,
        lambda page: propose_consent(load.deps, load.advocate, her, proposal, sent_from=page),
        lambda page: propose_consent(load.deps, load.advocate, her, replace(proposal, length=A_WEEK), sent_from=page),
    )


def a_police_request(load: Caseload, her: str) -> Form:
    new = NewPoliceRequest("one form", "Officer Reyes, county police", "To talk with you once.")
    other = replace(new, asked="To come to the station.")
    return Form(
        load.advocate,
        lambda page: write_police_request(load.deps, load.advocate, her, new, sent_from=page),
        lambda page: write_police_request(load.deps, load.advocate, her, other, sent_from=page),
    )


def a_compelled_disclosure(load: Caseload, her: str) -> Form:
    order = ProposedCompelled(
        token="one form",
        recipient="The county judge",
        items=frozenset({DataItem.CHOSEN_NAME}),
        legal_basis=LegalBasis.COURT_ORDER,
        legal_reference="Order 17 of the county court",
        notice_attempts=(),
        no_notice_reason=NoNoticeReason.COURT_FORBIDS,
        forbidden_until=None,
        protective_steps="We asked that the file stay sealed.",
    )
    other = replace(order, recipient="Somebody else")
    return Form(
        load.advocate,
        lambda page: record_compelled(load.deps, load.advocate, her, order, sent_from=page),
        lambda page: record_compelled(load.deps, load.advocate, her, other, sent_from=page),
    )


def an_approval(load: Caseload, _her: str) -> Form:
    odile, today = add_staff(load.deps, ODILE), date(2026, 5, 12)
    new = NewApproval("one form", "7", "pt", "d" * 64, "Inês Duarte", "translator", today)
    other = replace(new, approved_by="Ana Duarte")
    return Form(
        odile,
        lambda page: record_approval(load.deps, odile, new, today, sent_from=page),
        lambda page: record_approval(load.deps, odile, other, today, sent_from=page),
    )


FORMS: Final = [
    a_message,
    a_consent,
    an_answer_to_a_draft,
    a_renewal,
    a_word_of_the_stop,
    less_of_a_way_to_reach_her,
    a_proposal_of_hers,
    a_police_request,
    a_compelled_disclosure,
    an_approval,
]


def opened(deps: "Deps", author: str, her: str) -> DraftPage:
    """Open one more page with a form."""
    return open_page(deps, DraftPlace(author, her, "/one/form"), seen="")


def not_sent(deps: "Deps", page: DraftPage) -> set[Typed]:
    """Give all that stands as not sent in the form of a page."""
    return {draft.typed for draft in drafts_at(deps, page.place)}


@pytest.mark.parametrize("make_form", FORMS)
def test_what_was_kept_as_not_sent_goes_once_the_same_is_sent_again(
    caseload: Caseload, wren: str, make_form: Callable[[Caseload, str], Form]
) -> None:
    deps, form = caseload.deps, make_form(caseload, wren)
    page, other_page = (opened(deps, form.author, wren) for _ in range(2))
    form.send(page)
    keep_draft(deps, page, WORDS)
    keep_draft(deps, other_page, ELSEWHERE)

    form.send(page)

    assert not_sent(deps, page) == {ELSEWHERE}


@pytest.mark.parametrize("make_form", FORMS)
def test_what_is_sent_again_with_something_else_stays_not_sent(
    caseload: Caseload, wren: str, make_form: Callable[[Caseload, str], Form]
) -> None:
    deps, form = caseload.deps, make_form(caseload, wren)
    page = opened(deps, form.author, wren)
    form.send(page)
    keep_draft(deps, page, WORDS)

    form.send_otherwise(page)

    assert not_sent(deps, page) == {WORDS}


def test_under_a_wrong_passphrase_nothing_goes(caseload: Caseload, wren: str) -> None:
    deps, signed = caseload.deps, caseload.form()
    page = opened(deps, wren, wren)
    give_consent(deps, wren, signed, page)
    keep_draft(deps, page, WORDS)

    give_consent(deps, wren, replace(signed, passphrase="not hers"), page)

    assert not_sent(deps, page) == {WORDS}
