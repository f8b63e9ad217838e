"""The desk tells who waits and for what, the longest wait first, at a price that no caseload raises."""

from datetime import timedelta

import pytest

from survivor_portal.actions.cases import assign, note_seen
from survivor_portal.actions.consents import acknowledge_stop, consent_for, withdraw_consent
from survivor_portal.actions.desk import Change, desk_of, histories_of, staff_names
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.domain.options import Answer
from survivor_portal.domain.people import Role
from tests.caseload import Caseload
from tests.stored import noted_statements


def look(caseload: Caseload, her: str) -> None:
    """Let her advocate open her page."""
    note_seen(caseload.deps, caseload.advocate, her)
    caseload.timepiece.move(timedelta(minutes=1))


def waiting(caseload: Caseload) -> list[tuple[str, list[tuple[Change, int]]]]:
    """Give who waits, in order, and for what."""
    desk = desk_of(caseload.deps, caseload.advocate)
    return [(case.person.name, [(news.change, news.count) for news in case.news]) for case in desk.waiting]


def others(caseload: Caseload) -> list[str]:
    """Give who does not wait, in order."""
    return [case.person.name for case in desk_of(caseload.deps, caseload.advocate).others]


def test_a_desk_without_a_caseload_is_empty(caseload: Caseload) -> None:
    desk = desk_of(caseload.deps, caseload.advocate)

    assert (desk.waiting, desk.others) == ((), ())


def test_a_person_who_has_set_nothing_does_not_wait(caseload: Caseload) -> None:
    caseload.add("Wren", "es")

    (case,) = desk_of(caseload.deps, caseload.advocate).others
    assert (case.person.name, case.person.language) == ("Wren", "es")
    assert (case.news, case.seen_at, case.unanswered_since) == ((), None, None)


def test_all_that_a_person_set_is_new_to_an_advocate_who_never_looked(caseload: Caseload) -> None:
    wren = caseload.add("Wren")
    stopped = caseload.give(wren)
    caseload.give(wren)
    caseload.answer(wren, Answer.WANTED)
    caseload.write(wren, wren, "Hello")
    caseload.write(wren, wren, "Are you there?")
    withdraw_consent(caseload.deps, wren, stopped)

    assert waiting(caseload) == [
        (
            "Wren",
            [
                (Change.CONSENT_STOPPED, 1),
                (Change.ANSWER_CHANGED, 1),
                (Change.MESSAGE_SENT, 2),
                (Change.CONSENT_GIVEN, 2),
            ],
        )
    ]


def test_looking_clears_the_news_and_what_comes_later_is_new_again(caseload: Caseload) -> None:
    wren = caseload.add("Wren")
    caseload.answer(wren, Answer.WANTED)
    caseload.write(wren, wren, "Hello")
    look(caseload, wren)
    assert (waiting(caseload), others(caseload)) == ([], ["Wren"])

    caseload.answer(wren, Answer.NO_THANKS)

    assert waiting(caseload) == [("Wren", [(Change.ANSWER_CHANGED, 1)])]


def test_a_service_whose_answer_changed_three_times_is_one_piece_of_news(caseload: Caseload) -> None:
    wren = caseload.add("Wren")
    first = caseload.timepiece()
    for answer in (Answer.WANTED, Answer.NOT_NOW, Answer.NOT_ANSWERED):
        caseload.answer(wren, answer)
    caseload.answer(wren, Answer.TELL_ME_MORE, 1)

    (case,) = desk_of(caseload.deps, caseload.advocate).waiting
    assert [(news.change, news.count, news.since) for news in case.news] == [(Change.ANSWER_CHANGED, 2, first)]


def test_what_the_advocate_did_is_no_news(caseload: Caseload) -> None:
    wren = caseload.add("Wren")
    record_id = caseload.give(wren)
    look(caseload, wren)
    caseload.write(caseload.advocate, wren, "Good morning")
    caseload.offer(wren)
    caseload.tell(wren, record_id)

    assert (waiting(caseload), others(caseload)) == ([], ["Wren"])


def test_a_stop_stands_above_all_and_among_equals_the_oldest_is_first(caseload: Caseload) -> None:
    asks, changes, writes, stops, stops_later = (
        caseload.add(name) for name in ("Asks", "Changes", "Writes", "Stops", "Stops later")
    )
    given = {her: caseload.give(her) for her in (stops, stops_later)}
    for her in (stops, stops_later):
        look(caseload, her)
    caseload.give(asks)
    caseload.write(writes, writes, "Hello")
    caseload.answer(changes, Answer.WANTED)
    for her in (stops, stops_later):
        withdraw_consent(caseload.deps, her, given[her])
        caseload.timepiece.move(timedelta(minutes=1))

    assert [name for name, _ in waiting(caseload)] == ["Stops", "Stops later", "Changes", "Writes", "Asks"]


def test_of_those_without_news_whoever_has_no_answer_longest_is_first(caseload: Caseload) -> None:
    answered, later, sooner, silent = (caseload.add(name) for name in ("Answered", "Later", "Sooner", "Silent"))
    caseload.write(answered, answered, "Hello")
    since = caseload.timepiece()
    caseload.write(sooner, sooner, "Hello")
    caseload.write(later, later, "Hello")
    caseload.write(caseload.advocate, answered, "Good morning")
    for her in (answered, later, sooner, silent):
        look(caseload, her)

    assert others(caseload) == ["Sooner", "Later", "Answered", "Silent"]
    assert desk_of(caseload.deps, caseload.advocate).others[0].unanswered_since == since


def test_another_advocate_s_people_and_looks_are_not_hers(caseload: Caseload) -> None:
    wren = caseload.add("Wren")
    caseload.write(wren, wren, "Hello")
    other = add_staff(caseload.deps, NewStaff("Idris", Role.ADVOCATE, "idris", "a passphrase of five words", "A" * 32))
    note_seen(caseload.deps, other, wren)
    assert desk_of(caseload.deps, other).waiting == ()
    assert waiting(caseload) == [("Wren", [(Change.MESSAGE_SENT, 1)])]

    caseload.timepiece.move(timedelta(minutes=1))
    assign(caseload.deps, wren, other)

    assert (waiting(caseload), others(caseload)) == ([], [])
    assert [case.person.name for case in desk_of(caseload.deps, other).others] == ["Wren"]


@pytest.mark.parametrize("number", [1, 60])
def test_the_desk_costs_four_statements_however_many_people_wait(caseload: Caseload, number: int) -> None:
    for position in range(number):
        her = caseload.add(f"Person {position}")
        caseload.write(her, her, "Hello")
        caseload.answer(her, Answer.WANTED)

    with noted_statements(caseload.deps) as noted:
        desk = desk_of(caseload.deps, caseload.advocate)

    assert len(desk.waiting) == number
    assert len(noted.sent) == 4


def test_histories_come_newest_first_for_her_options_alone(caseload: Caseload) -> None:
    wren, robin = caseload.add("Wren"), caseload.add("Robin")
    caseload.answer(wren, Answer.WANTED)
    caseload.answer(wren, Answer.NOT_NOW)
    caseload.offer(wren, 1)
    caseload.answer(robin, Answer.NO_THANKS)

    with noted_statements(caseload.deps) as noted:
        histories = histories_of(caseload.deps, wren)

    assert [[entry.answer for entry in answers] for answers in histories.values()] == [[Answer.NOT_NOW, Answer.WANTED]]
    assert list(histories) == [caseload.offer(wren)]
    assert len(noted.sent) == 1


def test_staff_are_named_by_reference(caseload: Caseload) -> None:
    assert staff_names(caseload.deps, [caseload.advocate, "nobody"]) == {caseload.advocate: "Esther"}


def test_a_stop_waits_until_it_is_acknowledged_however_often_the_page_is_opened(caseload: Caseload) -> None:
    wren = caseload.add("Wren")
    stopped = caseload.give(wren)
    look(caseload, wren)
    withdraw_consent(caseload.deps, wren, stopped)
    caseload.timepiece.move(timedelta(minutes=1))
    look(caseload, wren)
    assert waiting(caseload) == [("Wren", [(Change.CONSENT_STOPPED, 1)])]

    acknowledge_stop(caseload.deps, caseload.advocate, wren, stopped)

    assert waiting(caseload) == []


def test_a_consent_that_ends_within_three_days_is_news_once(caseload: Caseload) -> None:
    wren = caseload.add("Wren")
    ends = consent_for(caseload.deps, wren, caseload.give(wren, length=timedelta(days=7))).card.ends_at
    caseload.give(wren, length=timedelta(days=30))
    look(caseload, wren)
    assert ends
    caseload.timepiece.now = ends - timedelta(days=3, seconds=1)
    assert waiting(caseload) == []

    caseload.timepiece.now = ends - timedelta(days=3)

    assert waiting(caseload) == [("Wren", [(Change.CONSENT_ENDING, 1)])]
    assert desk_of(caseload.deps, caseload.advocate).waiting[0].news[0].since == ends - timedelta(days=3)
    look(caseload, wren)
    assert waiting(caseload) == []


def test_what_ended_or_is_used_up_does_not_end_soon(caseload: Caseload) -> None:
    wren = caseload.add("Wren")
    stopped, used = caseload.give(wren, length=timedelta(days=2)), caseload.give(wren, once=True)
    caseload.give(wren, length=timedelta(days=1))
    look(caseload, wren)
    withdraw_consent(caseload.deps, wren, stopped)
    acknowledge_stop(caseload.deps, caseload.advocate, wren, stopped)
    caseload.tell(wren, used)

    caseload.timepiece.move(timedelta(days=28))

    assert waiting(caseload) == []
