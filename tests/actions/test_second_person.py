"""Where one helper is not enough, a second one agrees; and until somebody has, older messages wait."""

from datetime import timedelta

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.copies import copy_for
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.drafts import DraftPlace, drafts_at, keep_draft, open_page
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.messages import newest_ref, thread_of, waits_for_her, whole_thread
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.recovery import (
    EventKind,
    GivenCode,
    Helping,
    account_history,
    agree,
    asked_for_second,
    count_asked_for_second,
    help_back_in,
    messages_wait,
)
from survivor_portal.actions.sessions import Viewer
from survivor_portal.domain.recovery import OLD_MESSAGES_WAIT, REQUEST_LASTS, HelpRefusal
from tests.asking import ask
from tests.caseload import PASSPHRASE
from tests.recoveries import NAME, WORDS, Lost, make_lost
from tests.stored import all_rows
from tests.timepiece import Timepiece

SAID = ["The bus was late.", "We will meet at ten."]
A_MOMENT = timedelta(microseconds=1)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


def her_words(lost: Lost) -> list[str]:
    return [line.body for line in thread_of(lost.deps, lost.her).lines]


def type_unsent(lost: Lost, author: str, body: str) -> None:
    """Let her, or a member of her team, type a message on a fresh page and leave it there."""
    page = open_page(lost.deps, DraftPlace(author, lost.her, "/inbox"), seen="")
    keep_draft(lost.deps, page, (("body", body),))


def unsent(lost: Lost, author: str) -> list[str]:
    """Give what a form offers its author to go on with, the newest first."""
    return [dict(draft.typed)["body"] for draft in drafts_at(lost.deps, DraftPlace(author, lost.her, "/inbox"))]


def agree_as(lost: Lost, second: Viewer) -> None:
    (asked,) = asked_for_second(lost.deps, second)
    agree(lost.deps, second, asked.ref)


# --------------------------------------------------------------------------------------------------- the older messages


def test_after_a_recovery_by_phone_only_messages_since_show_for_a_day_wherever_she_reads_them(lost: Lost) -> None:
    viewer = lost.viewer(lost.recover(is_together=False))
    lost.timepiece.move(A_MINUTE)
    lost.caseload.write(lost.esther.id, lost.her, "Welcome back.")

    page = thread_of(lost.deps, lost.her)
    assert [line.body for line in page.lines] == ["Welcome back."]
    assert not page.has_earlier
    assert page.waits is not None
    assert page.waits.until - page.waits.since == OLD_MESSAGES_WAIT
    assert [line.body for line in whole_thread(lost.deps, lost.her)] == ["Welcome back."]
    gathered = copy_for(lost.deps, viewer)
    assert ([line.body for line in gathered.messages], gathered.waits) == (["Welcome back."], page.waits)
    assert [line.body for line in thread_of(lost.deps, lost.her, is_at_desk=True).lines] == [*SAID, "Welcome back."]

    lost.timepiece.now = page.waits.until - A_MOMENT
    assert her_words(lost) == ["Welcome back."]
    lost.timepiece.move(A_MOMENT)
    assert her_words(lost) == [*SAID, "Welcome back."]


def test_while_they_wait_an_older_message_leads_to_nothing_and_is_not_announced(lost: Lost) -> None:
    newest = newest_ref(lost.deps, lost.her)
    assert newest is not None
    assert waits_for_her(lost.deps, lost.her)
    lost.recover(is_together=False)

    assert not waits_for_her(lost.deps, lost.her)
    with pytest.raises(NotFoundError):
        thread_of(lost.deps, lost.her, before=newest)


def test_a_clock_set_back_shows_no_older_message(lost: Lost) -> None:
    lost.recover(is_together=False)
    lost.timepiece.move(-timedelta(days=30))

    assert her_words(lost) == []


def test_what_she_typed_before_and_did_not_send_waits_with_them_in_its_form_and_in_her_copy(lost: Lost) -> None:
    type_unsent(lost, lost.her, "typed before")
    viewer = lost.viewer(lost.recover(is_together=False))
    waits = messages_wait(lost.deps, lost.her)
    assert waits is not None
    lost.timepiece.move(A_MINUTE)
    type_unsent(lost, lost.her, "typed since")

    assert unsent(lost, lost.her) == ["typed since"]
    assert [draft.typed for draft in copy_for(lost.deps, viewer).not_sent] == [(("body", "typed since"),)]

    lost.timepiece.now = waits.until - A_MOMENT
    assert unsent(lost, lost.her) == ["typed since"]
    lost.timepiece.move(A_MOMENT)
    assert unsent(lost, lost.her) == ["typed since", "typed before"]
    assert len(copy_for(lost.deps, viewer).not_sent) == 2


def test_what_was_saved_at_the_moment_she_got_back_in_waits_too(lost: Lost) -> None:
    lost.recover(is_together=False)
    type_unsent(lost, lost.her, "typed just then")

    assert unsent(lost, lost.her) == []


def test_a_second_person_ends_the_wait_of_what_she_typed(lost: Lost) -> None:
    type_unsent(lost, lost.her, "typed before")
    lost.recover(is_together=False)
    assert unsent(lost, lost.her) == []

    agree_as(lost, lost.hugo)

    assert unsent(lost, lost.her) == ["typed before"]


def test_what_her_team_typed_about_her_waits_for_nothing(lost: Lost) -> None:
    type_unsent(lost, lost.esther.id, "typed at the desk")
    lost.recover(is_together=False)

    assert unsent(lost, lost.esther.id) == ["typed at the desk"]


def test_face_to_face_nothing_waits(lost: Lost) -> None:
    type_unsent(lost, lost.her, "typed before")
    lost.recover(is_together=True)

    assert messages_wait(lost.deps, lost.her) is None
    assert her_words(lost) == SAID
    assert unsent(lost, lost.her) == ["typed before"]


@pytest.mark.parametrize("second", ["hugo", "odile"])
def test_a_second_person_ends_the_wait_and_she_can_read_who(lost: Lost, second: str) -> None:
    lost.recover(is_together=False)
    viewer: Viewer = getattr(lost, second)

    (asked,) = asked_for_second(lost.deps, viewer)
    assert (asked.staff_name, asked.is_together, asked.is_in) == ("Esther", False, True)
    lost.timepiece.move(A_MINUTE)
    agree(lost.deps, viewer, asked.ref)

    assert her_words(lost) == SAID
    newest = account_history(lost.deps, lost.her)[0]
    assert (newest.kind, newest.staff_name) == (EventKind.AGREED, second.capitalize())
    assert count_asked_for_second(lost.deps, viewer) == 0


def test_nobody_is_their_own_second_person_and_nobody_agrees_twice(lost: Lost) -> None:
    lost.recover(is_together=False)
    (asked,) = asked_for_second(lost.deps, lost.hugo)

    assert asked_for_second(lost.deps, lost.esther) == ()
    with pytest.raises(NotFoundError):
        agree(lost.deps, lost.esther, asked.ref)
    assert her_words(lost) == []
    agree(lost.deps, lost.odile, asked.ref)
    with pytest.raises(NotFoundError):
        agree(lost.deps, lost.hugo, asked.ref)


def test_who_is_asked_learns_nothing_of_her(lost: Lost) -> None:
    lost.recover(is_together=False)
    (asked,) = asked_for_second(lost.deps, lost.hugo)

    told = {str(getattr(asked, name)) for name in type(asked).__slots__}
    assert not {lost.her, "Wren", NAME} & told


def test_after_a_day_nobody_is_asked_any_more(lost: Lost) -> None:
    lost.recover(is_together=False)
    lost.timepiece.move(OLD_MESSAGES_WAIT)

    assert asked_for_second(lost.deps, lost.hugo) == ()


# ---------------------------------------------------------------------------------------------------- without the words


def test_without_the_words_it_takes_both_of_them_in_one_room_and_a_second_person(lost: Lost) -> None:
    token = ask(lost.deps, NAME)

    assert lost.help(token, "", is_together=True) is HelpRefusal.SECOND_PERSON
    assert lost.help(token, "", is_together=True) is HelpRefusal.SECOND_PERSON
    (asked,) = asked_for_second(lost.deps, lost.hugo)
    assert (asked.staff_name, asked.is_together, asked.is_in) == ("Esther", True, False)
    agree_as(lost, lost.hugo)

    assert lost.help(token, "", is_together=False) is HelpRefusal.NOTHING_TO_GO_BY
    assert isinstance(lost.help(token, "", is_together=True), GivenCode)


def test_an_agreement_is_for_one_request_only(lost: Lost) -> None:
    token, other = ask(lost.deps, NAME), ask(lost.deps, NAME)
    assert lost.help(token, "", is_together=True) is HelpRefusal.SECOND_PERSON
    agree_as(lost, lost.hugo)

    assert lost.help(other, "", is_together=True) is HelpRefusal.SECOND_PERSON


def test_whoever_agreed_for_a_colleague_cannot_go_on_alone(lost: Lost) -> None:
    alone = add_survivor(lost.deps, NewSurvivor("Robin", "Robin field 12", PASSPHRASE))
    token = ask(lost.deps, "Robin field 12")
    helping = Helping(lost.number(token), "", is_together=True)
    assert help_back_in(lost.deps, lost.odile, alone, helping) is HelpRefusal.SECOND_PERSON
    agree_as(lost, lost.esther)
    assert isinstance(help_back_in(lost.deps, lost.odile, alone, helping), GivenCode)

    assign(lost.deps, alone, lost.esther.id)
    assert help_back_in(lost.deps, lost.esther, alone, helping) is HelpRefusal.SECOND_PERSON


def test_a_request_that_lapsed_asks_for_nobody(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    lost.help(token, "", is_together=True)
    lost.timepiece.move(REQUEST_LASTS)

    assert asked_for_second(lost.deps, lost.hugo) == ()


def test_agreeing_writes_nothing_down_for_a_request_that_asks_for_nobody(lost: Lost) -> None:
    lost.help(ask(lost.deps, NAME), WORDS, is_together=True)
    before = all_rows(lost.deps)

    with pytest.raises(NotFoundError):
        agree(lost.deps, lost.hugo, next(iter(before["recoveries"]))[0])
    assert all_rows(lost.deps) == before
