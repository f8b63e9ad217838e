"""What can no longer be read of her wishes hides nothing else, permits nothing, and can be said anew."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from survivor_portal import models
from survivor_portal.actions.consents import (
    RecordedOtherwise,
    bans_on_telling_her,
    compelled_for_her,
    compelled_of,
    lift_ban,
    record_compelled,
)
from survivor_portal.actions.contact import (
    NewContactRule,
    contact_rules_of,
    drop_contact_rule,
    has_unconfirmed_rule,
    set_contact_rule,
)
from survivor_portal.actions.doubled import WrittenOtherwise
from survivor_portal.actions.law_enforcement import (
    about_police,
    answer_police_request,
    choose_law_enforcement,
    count_unanswered,
    write_police_request,
)
from survivor_portal.domain.consent import (
    Channel,
    ContactRefusal,
    LawEnforcementChoice,
    NoNoticeReason,
    PoliceAnswer,
    SafeHour,
    contact_refusal,
)
from survivor_portal.security.tokens import digest
from tests.actions.test_compelled import order
from tests.actions.test_law_enforcement import ask, asking
from tests.caseload import PASSPHRASE, Caseload
from tests.damage import add_damaged

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps

A_DAY = timedelta(days=1)
EVERY_HOUR = frozenset(SafeHour(weekday, hour) for weekday in range(7) for hour in range(24))


@pytest.fixture
def her(caseload: Caseload) -> str:
    return caseload.add("Wren")


def only_ref(deps: "Deps", model: type[models.ContactRule | models.LawEnforcementChoice | models.PoliceAnswer]) -> str:
    with deps.storage.read() as connection:
        return connection.execute(select(model.id)).scalar_one()


# ------------------------------------------------------------------------------------------------------------ police


def test_a_request_that_cannot_be_read_stands_beside_the_others_and_can_be_answered(
    caseload: Caseload, her: str
) -> None:
    deps, whole = caseload.deps, ask(caseload, her)
    ref = add_damaged(deps, models.PoliceRequest, whole, form_token_digest=digest("another"))

    found = {request.ref: request for request in about_police(deps, her).requests}
    assert (found[ref].asker, found[ref].asked, found[ref].written_by) == (None, None, caseload.advocate)
    assert found[whole].asker is not None
    assert count_unanswered(deps, her) == len(about_police(deps, her).waiting) == 2

    answer_police_request(deps, her, ref, PoliceAnswer.NO)
    assert [request.ref for request in about_police(deps, her).waiting] == [whole]
    assert write_police_request(deps, caseload.advocate, her, asking("another")) == WrittenOtherwise(ref)


def test_an_answer_that_cannot_be_read_is_no_yes_and_can_be_given_anew(caseload: Caseload, her: str) -> None:
    deps, ref = caseload.deps, ask(caseload, her)
    answer_police_request(deps, her, ref, PoliceAnswer.YES)
    add_damaged(deps, models.PoliceAnswer, only_ref(deps, models.PoliceAnswer), sequence=2)

    (request,) = about_police(deps, her).requests
    assert (request.answer, [given.answer for given in request.answers]) == (None, [None, PoliceAnswer.YES])
    assert about_police(deps, her).waiting == ()

    answer_police_request(deps, her, ref, PoliceAnswer.YES)
    (request,) = about_police(deps, her).requests
    assert request.answer is PoliceAnswer.YES


def test_a_choice_that_cannot_be_read_is_not_taken_for_another(caseload: Caseload, her: str) -> None:
    deps = caseload.deps
    choose_law_enforcement(deps, her, LawEnforcementChoice.FULL)
    add_damaged(deps, models.LawEnforcementChoice, only_ref(deps, models.LawEnforcementChoice), sequence=2)

    found = about_police(deps, her)
    assert (found.choice, [entry.choice for entry in found.history]) == (None, [None, LawEnforcementChoice.FULL])

    choose_law_enforcement(deps, her, LawEnforcementChoice.FULL)
    assert about_police(deps, her).choice is LawEnforcementChoice.FULL


# ------------------------------------------------------------------------------------------------- how she is reached


def mark_damaged(deps: "Deps", her: str) -> None:
    """Let her mark calls at any hour, and leave of it what can no longer be read, as texts."""
    set_contact_rule(deps, her, NewContactRule(Channel.PHONE_CALL, EVERY_HOUR, True, "Mara"), PASSPHRASE)  # noqa: FBT003 (a voicemail)
    add_damaged(deps, models.ContactRule, only_ref(deps, models.ContactRule), channel=Channel.TEXT)


def test_a_way_that_cannot_be_read_is_shown_and_never_used(caseload: Caseload, her: str) -> None:
    deps = caseload.deps
    mark_damaged(deps, her)

    rules, now = contact_rules_of(deps, her), deps.clock()

    assert list(rules) == [Channel.PHONE_CALL, Channel.TEXT]
    assert contact_refusal(rules[Channel.PHONE_CALL], now, now.tzinfo) is None  # type: ignore[arg-type]
    assert contact_refusal(rules[Channel.TEXT], now, now.tzinfo) is ContactRefusal.DAMAGED  # type: ignore[arg-type]
    assert has_unconfirmed_rule(deps, her)


def test_only_her_passphrase_opens_it_again_and_one_press_takes_it_back(caseload: Caseload, her: str) -> None:
    deps = caseload.deps
    mark_damaged(deps, her)
    anew = NewContactRule(Channel.TEXT, EVERY_HOUR, False, "")  # noqa: FBT003 (a voicemail)

    assert set_contact_rule(deps, her, anew, "") is False
    assert contact_rules_of(deps, her)[Channel.TEXT].is_damaged
    assert set_contact_rule(deps, her, anew, PASSPHRASE) is True
    assert contact_rules_of(deps, her)[Channel.TEXT].safe_hours == EVERY_HOUR

    drop_contact_rule(deps, her, Channel.TEXT)
    assert list(contact_rules_of(deps, her)) == [Channel.PHONE_CALL]
    assert not has_unconfirmed_rule(deps, her)


# ---------------------------------------------------------------------------------------------- what the law compelled


def test_what_the_law_compelled_and_cannot_be_read_stands_with_what_is_left(caseload: Caseload, her: str) -> None:
    deps = caseload.deps
    whole = record_compelled(deps, caseload.advocate, her, order(deps))
    assert isinstance(whole, str)
    ref = add_damaged(deps, models.CompelledDisclosure, whole, form_token_digest=digest("another"))

    found = compelled_for_her(deps, her)

    assert found == compelled_of(deps, her)
    assert (len(found.whole), len(found.damaged)) == (1, 1)
    assert (found.damaged[0].at, found.damaged[0].by) == (found.whole[0].at, caseload.advocate)
    assert found.staff == {caseload.advocate}
    again = record_compelled(deps, caseload.advocate, her, order(deps, token="another"))
    assert again == RecordedOtherwise(ref)


def test_while_a_court_forbids_it_she_does_not_see_even_that_and_the_ban_can_be_lifted(
    caseload: Caseload, her: str
) -> None:
    deps = caseload.deps
    whole = record_compelled(deps, caseload.advocate, her, order(deps, no_notice_reason=NoNoticeReason.COURT_FORBIDS))
    assert isinstance(whole, str)
    ref = add_damaged(deps, models.CompelledDisclosure, whole, form_token_digest=digest("another"))

    assert compelled_for_her(deps, her).is_empty
    assert {ban.ref: ban.recipient_name for ban in bans_on_telling_her(deps, her)} == {
        whole: "The county judge",
        ref: None,
    }

    lift_ban(deps, caseload.advocate, her, ref)
    assert len(compelled_for_her(deps, her).damaged) == 1
    assert [ban.ref for ban in bans_on_telling_her(deps, her)] == [whole]
