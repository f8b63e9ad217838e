"""Her copy tells all that is kept about her sign-in: her history to its end, notices, requests, phones and holds."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from survivor_portal.actions.holds import lift_hold
from survivor_portal.actions.recovery import EventKind, Helping, asked_with, help_back_in
from survivor_portal.actions.recovery.history import HISTORY_PAGE, note_event
from survivor_portal.models import Invite
from tests.asking import ask
from tests.browse import Browser
from tests.caseload import ESTHER
from tests.lives import Life
from tests.staff import signed_in
from tests.stored import Statements
from tests.views.account.test_copy import file_of

BY_ESTHER = "Esther stopped all sign-ins with your name."


def note(life: Life, count: int) -> None:
    """Let something be done for her sign-in so many times: most of it by her advocate, the oldest by herself."""
    for number in range(count):
        life.timepiece.move(timedelta(seconds=1))
        with life.deps.storage.write() as session:
            by = life.advocate if number else None
            note_event(life.deps, session, life.her, EventKind.FROZEN, by=by)
            session.commit()


def test_the_page_and_the_file_hold_her_history_to_its_end_and_every_line_about_staff(
    wren: Browser, life: Life
) -> None:
    note(life, 3 * HISTORY_PAGE)

    text, found = wren.open("/me/copy").text, file_of(wren)

    assert text.count(BY_ESTHER) == 3 * HISTORY_PAGE - 1
    assert text.count("You stopped all sign-ins with your name.") == 1
    lines = [line for line in found["sign_in"]["history"] if line["what"] == "frozen"]
    assert [line["by"] for line in lines] == ["Esther"] * (3 * HISTORY_PAGE - 1) + [None]
    assert [line["at"] for line in lines] == sorted((line["at"] for line in lines), reverse=True)


def test_on_the_screen_her_history_goes_on_page_by_page_to_its_oldest_line(wren: Browser, life: Life) -> None:
    note(life, 2 * HISTORY_PAGE)
    page = wren.open("/me/recovery")
    assert page.text.count(BY_ESTHER) == HISTORY_PAGE

    page = page.follow("See earlier lines")
    assert page.path == "/me/history/2"
    seen = page.text.count(BY_ESTHER)
    page = page.follow("Next page")
    seen += page.text.count(BY_ESTHER)

    assert seen == HISTORY_PAGE - 1
    assert "You set the words your team knows you by." in page.text
    assert page.follow("Page before").follow("Page before").text.count(BY_ESTHER) == HISTORY_PAGE
    assert page.follow("Getting back in").path == "/me/recovery"


def test_a_short_history_has_one_page_and_nothing_leads_on(wren: Browser) -> None:
    page = wren.open("/me/recovery")

    assert "You set the words your team knows you by." in page.text
    assert "See earlier lines" not in page.text
    assert "Next page" not in wren.open("/me/history").text


@pytest.mark.parametrize("page", ["0", "2", "99999999", "a", "-1"])
def test_a_page_of_her_history_that_is_not_there_is_not_found(wren: Browser, page: str) -> None:
    wren.open(f"/me/history/{page}", status=404)


def test_a_page_of_her_history_costs_as_many_statements_however_long_it_is(
    wren: Browser, life: Life, statements: Statements
) -> None:
    def cost() -> int:
        wren.open("/me/history")
        statements.clear()
        wren.open("/me/history")
        return len(statements.sent)

    note(life, 2)
    before = cost()
    note(life, 2 * HISTORY_PAGE)

    assert cost() == before


def test_notices_are_in_it_whether_she_has_seen_them_or_not(wren: Browser, second_phone: Browser, life: Life) -> None:
    life.timepiece.move(timedelta(minutes=1))
    file_of(second_phone)
    wren.open("/me").form("I have seen this").submit()
    life.timepiece.move(timedelta(minutes=1))
    file_of(second_phone)

    text = wren.open("/me/copy").text
    notices = [notice for notice in file_of(wren)["sign_in"]["notices"] if notice["what"] == "copy_made"]

    assert text.count("A copy of all we hold for you was made.") == 2
    assert "You saw this: " in text
    # The newest first: the one that this very press made, the one not seen yet, and the one that was seen.
    assert [notice["seen_at"] is not None for notice in notices] == [False, False, True]
    assert {notice["device"] for notice in notices} == {"unknown/unknown/unknown"}


def test_requests_made_with_her_name_are_in_it_with_all_that_came_of_them(wren: Browser, life: Life) -> None:
    life.timepiece.move(timedelta(minutes=1))
    esther = signed_in(life.deps, ESTHER, life.timepiece)
    token = ask(life.deps, "Wren field 12")
    asked = asked_with(life.deps, token)
    assert asked
    help_back_in(life.deps, esther, life.her, Helping(asked.number, "blue kettle under the stairs", is_together=True))

    text = wren.open("/me/copy").text
    newest, oldest = file_of(wren)["sign_in"]["requests_to_get_in"]

    assert "Esther helped. You were together." in text
    assert "A code was given: Tuesday, May 12" in text
    assert (newest["helped_by"], newest["helper_saw_you"], newest["got_in_at"]) == ("Esther", True, None)
    assert newest["code_given_at"] == life.timepiece().isoformat(timespec="seconds")
    assert (oldest["helped_by"], oldest["code_given_at"]) == (None, None)
    assert asked.number not in text


def test_known_phones_and_the_words_are_in_it_by_their_time_alone(wren: Browser) -> None:
    text, found = wren.open("/me/copy").text, file_of(wren)["sign_in"]

    assert "Your words were set on Tuesday, May 12." in text
    assert "Known since Tuesday, May 12" in text
    assert found["words_for_your_team_set_at"]
    assert set(found["phones_only_yours"][0]) == {"known_since", "last_signed_in_at"}
    assert not {"argon2", "digest", "kettle"} & set(str(found).replace("$", " ").split())


def test_who_invited_her_is_in_it_while_that_is_kept(wren: Browser, life: Life) -> None:
    invited = {"id": life.her, "code_digest": "a" * 64, "form_token_digest": "b" * 64, "invited_by": life.advocate}
    moments = {"added_at": life.timepiece(), "ends_at": life.timepiece() + timedelta(days=3)}
    with life.deps.storage.write() as session:
        session.execute(insert(Invite).values(is_for_inviter=True, redeemed_at=life.timepiece(), **invited, **moments))
        session.commit()

    assert "Esther invited you on Tuesday, May 12." in wren.open("/me/copy").text
    assert file_of(wren)["sign_in"]["invited"]["by"] == "Esther"


def test_a_hold_that_is_over_is_in_it_and_one_a_court_forbids_to_tell_of_never(wren: Browser, life: Life) -> None:
    lift_hold(life.deps, life.supervising(), life.hold())
    lift_hold(life.deps, life.supervising(), life.hold(forbids_notice=True))

    # The one of the fixture, and the first of these.
    assert wren.open("/me/copy").text.count("The law asked us to keep what is here from") == 2
    assert len(file_of(wren)["kept_by_law"]) == 2
