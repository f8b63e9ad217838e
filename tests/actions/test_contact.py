"""How she may be reached is her own word: set, confirmed and taken back by her alone, and sealed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from survivor_portal.actions.consents.signing import passphrase_is_hers
from survivor_portal.actions.contact import (
    NewContactRule,
    contact_rules_of,
    drop_contact_rule,
    has_unconfirmed_rule,
    set_contact_rule,
)
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import CONFIRMATION_LENGTH, Channel, SafeHour, contact_refusal
from tests.stored import all_rows, noted_statements
from tests.timepiece import Timepiece

NOBODY = "a" * 26
PASSPHRASE = "five words that nobody guesses"
# The timepiece stands at a Tuesday, 9:30.
NOW = frozenset({SafeHour(weekday=1, hour=9)})


@pytest.fixture
def her(deps: Deps) -> str:
    """A survivor who has marked nothing."""
    return add_survivor(deps, NewSurvivor("Wren", "wren field 12", PASSPHRASE))


def call(**changes: object) -> NewContactRule:
    """Give a rule for calls in this very hour, but for the changes."""
    rule = {"channel": Channel.PHONE_CALL, "safe_hours": NOW, "voicemail_allowed": False, "name_to_ask_for": "Mara"}
    return NewContactRule(**{**rule, **changes})  # type: ignore[arg-type]


def test_nothing_is_marked_until_she_marks_it(deps: Deps, her: str) -> None:
    assert contact_rules_of(deps, her) == {}
    assert not has_unconfirmed_rule(deps, her)


def test_what_she_marks_is_kept_for_that_channel_alone(deps: Deps, her: str, timepiece: Timepiece) -> None:
    set_contact_rule(deps, her, call(), PASSPHRASE)

    (rule,) = contact_rules_of(deps, her).values()

    assert (rule.channel, rule.safe_hours, rule.voicemail_allowed) == (Channel.PHONE_CALL, NOW, False)
    assert (rule.name_to_ask_for, rule.last_confirmed_at) == ("Mara", timepiece.now)
    assert contact_refusal(rule, timepiece.now, timepiece.now.tzinfo) is None  # type: ignore[arg-type]


def test_marking_again_takes_the_place_of_what_was(deps: Deps, her: str) -> None:
    set_contact_rule(deps, her, call(), PASSPHRASE)
    set_contact_rule(
        deps, her, call(safe_hours=frozenset(), voicemail_allowed=True, name_to_ask_for=" Ann "), PASSPHRASE
    )

    (rule,) = contact_rules_of(deps, her).values()

    assert (rule.safe_hours, rule.voicemail_allowed, rule.name_to_ask_for) == (frozenset(), True, "Ann")


def test_channels_come_in_their_own_order(deps: Deps, her: str) -> None:
    for channel in reversed(Channel):
        set_contact_rule(deps, her, call(channel=channel), PASSPHRASE)

    assert list(contact_rules_of(deps, her)) == list(Channel)


def test_a_rule_is_over_after_thirty_days_until_she_confirms_it(deps: Deps, her: str, timepiece: Timepiece) -> None:
    set_contact_rule(deps, her, call(), PASSPHRASE)
    timepiece.move(CONFIRMATION_LENGTH - timedelta(seconds=1))
    assert not has_unconfirmed_rule(deps, her)
    timepiece.move(timedelta(seconds=1))
    assert has_unconfirmed_rule(deps, her)
    before = contact_rules_of(deps, her)[Channel.PHONE_CALL]

    set_contact_rule(deps, her, call(), PASSPHRASE)

    after = contact_rules_of(deps, her)[Channel.PHONE_CALL]
    assert not has_unconfirmed_rule(deps, her)
    assert (after.safe_hours, after.name_to_ask_for) == (before.safe_hours, before.name_to_ask_for)
    assert after.last_confirmed_at == timepiece.now


def test_without_her_passphrase_nothing_is_marked_widened_or_confirmed(
    deps: Deps, her: str, timepiece: Timepiece
) -> None:
    assert set_contact_rule(deps, her, call(), "five words that somebody guesses") is False
    assert contact_rules_of(deps, her) == {}
    set_contact_rule(deps, her, call(), PASSPHRASE)
    timepiece.move(CONFIRMATION_LENGTH)
    before = contact_rules_of(deps, her)

    for new in (call(), call(voicemail_allowed=True)):
        assert set_contact_rule(deps, her, new, "") is False

    assert contact_rules_of(deps, her) == before
    assert has_unconfirmed_rule(deps, her)


def test_to_be_reached_less_takes_no_passphrase_and_confirms_nothing(
    deps: Deps, her: str, timepiece: Timepiece
) -> None:
    later = SafeHour(weekday=1, hour=10)
    set_contact_rule(deps, her, call(safe_hours=NOW | {later}, voicemail_allowed=True), PASSPHRASE)
    marked_at = timepiece.now
    timepiece.move(timedelta(days=1))

    assert set_contact_rule(deps, her, call(voicemail_allowed=True), "") is True
    assert set_contact_rule(deps, her, call(), "a wrong one") is True

    (rule,) = contact_rules_of(deps, her).values()
    assert (rule.safe_hours, rule.voicemail_allowed, rule.last_confirmed_at) == (NOW, False, marked_at)
    for wider in ({"safe_hours": NOW | {later}}, {"voicemail_allowed": True}, {"name_to_ask_for": "Ann"}):
        assert set_contact_rule(deps, her, call(**wider), "") is False
    assert contact_rules_of(deps, her) == {Channel.PHONE_CALL: rule}


def test_somebody_who_tried_too_often_keeps_nobody_from_being_reached_less(deps: Deps, her: str) -> None:
    set_contact_rule(deps, her, call(voicemail_allowed=True), PASSPHRASE)
    for _ in range(12):
        set_contact_rule(deps, her, call(voicemail_allowed=True), "a wrong one")

    assert set_contact_rule(deps, her, call(), "") is True


def test_wrong_passphrases_have_to_wait_as_at_a_signature_and_taking_back_never_does(deps: Deps, her: str) -> None:
    set_contact_rule(deps, her, call(), PASSPHRASE)
    outcomes = [set_contact_rule(deps, her, call(), "a wrong one") for _ in range(12)]
    assert isinstance(outcomes[-1], Wait)
    assert isinstance(set_contact_rule(deps, her, call(), PASSPHRASE), Wait)
    assert isinstance(passphrase_is_hers(deps, her, PASSPHRASE), Wait)

    drop_contact_rule(deps, her, Channel.PHONE_CALL)

    assert contact_rules_of(deps, her) == {}


def test_taking_a_channel_back_twice_equals_once_and_leaves_the_others(deps: Deps, her: str) -> None:
    set_contact_rule(deps, her, call(), PASSPHRASE)
    set_contact_rule(deps, her, call(channel=Channel.TEXT), PASSPHRASE)

    drop_contact_rule(deps, her, Channel.PHONE_CALL)
    drop_contact_rule(deps, her, Channel.PHONE_CALL)

    assert list(contact_rules_of(deps, her)) == [Channel.TEXT]


def test_nobody_changes_what_another_has_marked(deps: Deps, her: str) -> None:
    finch = add_survivor(deps, NewSurvivor("Finch", "finch stone 13", "six other words that nobody guesses"))
    set_contact_rule(deps, her, call(), PASSPHRASE)
    before = contact_rules_of(deps, her)

    drop_contact_rule(deps, finch, Channel.PHONE_CALL)
    assert set_contact_rule(deps, NOBODY, call(), PASSPHRASE) is False

    assert contact_rules_of(deps, her) == before


def test_marking_the_same_channel_at_the_same_moment_keeps_one_rule(deps: Deps, her: str) -> None:
    names = [f"Name {number}" for number in range(3)]
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda name: set_contact_rule(deps, her, call(name_to_ask_for=name), PASSPHRASE), names))

    (rule,) = contact_rules_of(deps, her).values()

    assert rule.name_to_ask_for in names


def test_no_hour_and_no_name_can_be_read_without_her_key(deps: Deps, her: str) -> None:
    set_contact_rule(deps, her, call(name_to_ask_for="Solveig"), PASSPHRASE)

    (row,) = all_rows(deps)["contact_rules"]

    assert not any("Solveig" in str(cell) or "safe_hours" in str(cell) for cell in row)


def test_all_of_it_costs_the_same_however_much_there_is(deps: Deps, her: str) -> None:
    counted = []
    for channels in ([Channel.TEXT], list(Channel)):
        for channel in channels:
            set_contact_rule(deps, her, call(channel=channel), PASSPHRASE)
        with noted_statements(deps) as statements:
            contact_rules_of(deps, her)
        counted.append(len(statements.sent))

    assert counted == [2, 2]
