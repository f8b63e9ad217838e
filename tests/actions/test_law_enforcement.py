"""Her choice about the police and her answers to them are kept beside every earlier one, and open nothing."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survivor_portal.actions import consents
from survivor_portal.actions.consents import consents_of
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.doubled import WrittenOtherwise
from survivor_portal.actions.law_enforcement import (
    NewPoliceRequest,
    about_police,
    answer_police_request,
    choose_law_enforcement,
    count_unanswered,
    write_police_request,
)
from survivor_portal.actions.lookups import NotFoundError, PausedError
from survivor_portal.actions.options import options_of
from survivor_portal.actions.pausing import pause
from survivor_portal.domain.consent import LawEnforcementChoice, PoliceAnswer
from survivor_portal.domain.options import Answer
from tests.caseload import Caseload
from tests.stored import all_rows, noted_statements
from tests.timepiece import Timepiece

NOBODY = "a" * 26
A_DAY = timedelta(days=1)


@pytest.fixture
def her(caseload: Caseload) -> str:
    """Wren, who has set nothing."""
    return caseload.add("Wren")


def asking(form: str = "one form", asked: str = "To talk with you once.") -> NewPoliceRequest:
    """Give a request as an advocate writes it down."""
    return NewPoliceRequest(form, "Officer Reyes, county police", asked)


def ask(caseload: Caseload, her: str, form: str = "one form") -> str:
    """Write a request down, and give its reference."""
    ref = write_police_request(caseload.deps, caseload.advocate, her, asking(form))
    assert isinstance(ref, str)
    return ref


def test_she_is_undecided_until_she_says_otherwise(deps: Deps, her: str) -> None:
    found = about_police(deps, her)

    assert (found.choice, found.history, found.requests) == (LawEnforcementChoice.UNDECIDED, (), ())


def test_every_choice_is_kept_and_the_newest_counts(deps: Deps, her: str, timepiece: Timepiece) -> None:
    for choice in (*LawEnforcementChoice, LawEnforcementChoice.UNDECIDED):
        choose_law_enforcement(deps, her, choice)
        timepiece.move(A_DAY)

    found = about_police(deps, her)

    assert found.choice is LawEnforcementChoice.UNDECIDED
    assert [entry.choice for entry in reversed(found.history)] == [
        *LawEnforcementChoice,
        LawEnforcementChoice.UNDECIDED,
    ]
    assert [entry.sequence for entry in found.history] == list(range(len(found.history), 0, -1))


def test_the_same_choice_again_changes_nothing(deps: Deps, her: str) -> None:
    choose_law_enforcement(deps, her, LawEnforcementChoice.LIMITED)
    before = all_rows(deps)

    choose_law_enforcement(deps, her, LawEnforcementChoice.LIMITED)

    assert all_rows(deps) == before


def test_choices_made_at_the_same_moment_all_stand_one_after_another(deps: Deps, her: str) -> None:
    choices = list(LawEnforcementChoice)
    with ThreadPoolExecutor(len(choices)) as threads:
        list(threads.map(lambda choice: choose_law_enforcement(deps, her, choice), choices))

    history = about_police(deps, her).history

    assert {entry.choice for entry in history} == set(choices)
    assert [entry.sequence for entry in history] == [7, 6, 5, 4, 3, 2, 1]


def test_nobody_who_does_not_exist_chooses(deps: Deps) -> None:
    with pytest.raises(NotFoundError):
        choose_law_enforcement(deps, NOBODY, LawEnforcementChoice.FULL)


def test_another_survivor_sees_none_of_it(caseload: Caseload, her: str) -> None:
    finch = caseload.add("Finch")
    choose_law_enforcement(caseload.deps, her, LawEnforcementChoice.FULL)
    ref = ask(caseload, her)

    found = about_police(caseload.deps, finch)

    assert (found.choice, found.history, found.requests) == (LawEnforcementChoice.UNDECIDED, (), ())
    assert count_unanswered(caseload.deps, finch) == 0
    with pytest.raises(NotFoundError):
        answer_police_request(caseload.deps, finch, ref, PoliceAnswer.YES)


def test_a_request_waits_for_her_answer_and_each_answer_is_kept(
    caseload: Caseload, her: str, timepiece: Timepiece
) -> None:
    deps = caseload.deps
    ref = ask(caseload, her)
    assert count_unanswered(deps, her) == 1
    assert [request.ref for request in about_police(deps, her).waiting] == [ref]

    for answer in (PoliceAnswer.YES, PoliceAnswer.YES, PoliceAnswer.NO):
        answer_police_request(deps, her, ref, answer)
        timepiece.move(A_DAY)

    (request,) = about_police(deps, her).requests
    assert (request.asker, request.asked) == ("Officer Reyes, county police", "To talk with you once.")
    assert (request.written_by, request.answer) == (caseload.advocate, PoliceAnswer.NO)
    assert [given.answer for given in request.answers] == [PoliceAnswer.NO, PoliceAnswer.YES]
    assert count_unanswered(deps, her) == 0
    assert about_police(deps, her).waiting == ()


def test_answers_given_at_the_same_moment_all_stand(caseload: Caseload, her: str) -> None:
    ref = ask(caseload, her)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda answer: answer_police_request(caseload.deps, her, ref, answer), PoliceAnswer))

    (request,) = about_police(caseload.deps, her).requests

    assert {given.answer for given in request.answers} == set(PoliceAnswer)


def test_a_request_that_does_not_exist_has_no_answer(deps: Deps, her: str) -> None:
    with pytest.raises(NotFoundError):
        answer_police_request(deps, her, NOBODY, PoliceAnswer.NO)


def test_only_the_advocate_who_has_her_case_writes_a_request_down(caseload: Caseload, her: str) -> None:
    before = all_rows(caseload.deps)
    for writer, about in ((NOBODY, her), (caseload.advocate, NOBODY), (her, her)):
        with pytest.raises(NotFoundError):
            write_police_request(caseload.deps, writer, about, asking())

    assert all_rows(caseload.deps) == before


def test_whoever_has_paused_is_asked_nothing(caseload: Caseload, her: str) -> None:
    pause(caseload.deps, her)

    with pytest.raises(PausedError):
        write_police_request(caseload.deps, caseload.advocate, her, asking())

    assert about_police(caseload.deps, her).requests == ()


def test_a_doubled_form_writes_one_request_and_says_so_when_its_words_differ(caseload: Caseload, her: str) -> None:
    deps = caseload.deps
    with ThreadPoolExecutor(4) as threads:
        refs = list(threads.map(lambda _: write_police_request(deps, caseload.advocate, her, asking()), range(4)))
    assert len(set(refs)) == 1

    other = write_police_request(deps, caseload.advocate, her, asking(asked="To come to the station."))

    assert other == WrittenOtherwise(str(refs[0]))
    assert len(about_police(deps, her).requests) == 1


@given(
    choices=st.lists(st.sampled_from(LawEnforcementChoice), max_size=5),
    answers=st.lists(st.sampled_from(PoliceAnswer), max_size=3),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_invariant_15_no_choice_and_no_answer_changes_what_may_be_told_or_what_she_is_offered(
    caseload: Caseload, choices: list[LawEnforcementChoice], answers: list[PoliceAnswer]
) -> None:
    her = caseload.add(f"Wren {caseload.timepiece.now:%j %H %M}")
    record = caseload.give(her)
    caseload.answer(her, Answer.WANTED)
    before = consents_of(caseload.deps, her), options_of(caseload.deps, her)
    ref = ask(caseload, her, form=f"form for {her}")

    for choice in choices:
        choose_law_enforcement(caseload.deps, her, choice)
    for answer in answers:
        answer_police_request(caseload.deps, her, ref, answer)

    assert (consents_of(caseload.deps, her), options_of(caseload.deps, her)) == before
    caseload.tell(her, record)


def test_invariant_15_no_action_on_consents_knows_a_wish_about_the_police() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in Path(consents.__file__).parent.glob("*.py")}

    assert "disclosing.py" in sources
    assert [name for name, source in sources.items() if re.search("LawEnforcement|PoliceAnswer|law_enf", source)] == []


def test_all_of_it_costs_the_same_however_much_there_is(caseload: Caseload, her: str) -> None:
    counted = []
    for times in (1, 20):
        for number in range(times):
            choose_law_enforcement(caseload.deps, her, list(LawEnforcementChoice)[number % 7])
            answer_police_request(caseload.deps, her, ask(caseload, her, f"form {times} {number}"), PoliceAnswer.NO)
        with noted_statements(caseload.deps) as statements:
            about_police(caseload.deps, her)
        counted.append(len(statements.sent))

    assert counted == [4, 4]
