"""She leaves for good when she says so: told plainly, with days to change her mind that she can skip."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.holds import lift_hold
from survivor_portal.models import Survivor
from survivor_portal.security.keyring import KeyGoneError
from tests.browse import Browser
from tests.caseload import PASSPHRASE
from tests.cast import AMARA, survivor_browser
from tests.lives import Life
from tests.stored import all_rows
from tests.timepiece import Timepiece
from tests.views.account.conftest import WREN

WEEK = timedelta(days=7)
by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])


def is_there(deps: Deps, her: str) -> bool:
    return any(her in row for row in all_rows(deps)["survivors"])


@pytest.fixture
def leaving(wren: Browser) -> Browser:
    """Wren's phone, once she has asked."""
    page = wren.open("/me/delete").form("/me/delete").fill(passphrase=PASSPHRASE).submit()
    assert page.path == "/me/delete"
    return wren


def test_the_page_says_plainly_what_goes_what_stays_and_how_long_copies_last(wren: Browser) -> None:
    page = wren.open("/me").follow("Leaving for good")

    for words in (
        "They go for your advocate, too",
        "What was already told to others",
        "Within 14 days nobody can read you in them",
        "It cannot be undone",
        "You have 7 days to change your mind",
        "you can pause",
    ):
        assert words in page.text
    assert page.follow("See a copy of everything first").path == "/me/copy"


@by_htmx_or_not
@pytest.mark.parametrize("passphrase", ["", "not hers", "a" * 200])
@pytest.mark.parametrize("asked_already", [False, True])
def test_nothing_is_asked_and_nothing_deleted_without_her_passphrase(
    deps: Deps, wren: Browser, passphrase: str, *, asked_already: bool, htmx: bool
) -> None:
    if asked_already:
        wren.open("/me/delete").form("/me/delete").fill(passphrase=PASSPHRASE).submit()
    before = {table: rows for table, rows in all_rows(deps).items() if table != "throttles"}
    action = "/me/delete/now" if asked_already else "/me/delete"

    page = wren.open("/me/delete").form(action).fill(passphrase=passphrase).submit(htmx=htmx, status=422)

    assert passphrase not in page.answer.text or not passphrase
    assert {table: rows for table, rows in all_rows(deps).items() if table != "throttles"} == before


def test_many_guesses_wait(wren: Browser) -> None:
    statuses = set()
    for _ in range(12):
        form = wren.open("/me/delete").form("/me/delete").fill(passphrase="not hers")
        answer = wren.client.post(form.action, data=form.values)
        statuses.add(answer.status_code)

    assert statuses == {422, 429}


@by_htmx_or_not
def test_asked_for_it_is_due_in_seven_days_and_one_press_stops_it_from_home(
    deps: Deps, wren: Browser, life: Life, timepiece: Timepiece, *, htmx: bool
) -> None:
    page = wren.open("/me/delete").form("/me/delete").fill(passphrase=PASSPHRASE).submit(htmx=htmx)
    assert "Everything here will be deleted on Tuesday, May 19" in page.text
    assert "Everything here will be deleted on" in wren.open("/me").text

    page = wren.open("/home").form("/me/delete/stop").submit(htmx=htmx)

    assert page.path == "/home"
    assert "deleted" not in page.text
    timepiece.move(WEEK)
    assert life.can_sign_in()
    assert is_there(deps, life.her)


def test_asking_again_does_not_move_the_day(deps: Deps, leaving: Browser, timepiece: Timepiece) -> None:
    once = all_rows(deps)["asked_deletions"]
    timepiece.move(timedelta(minutes=5))
    token = leaving.open("/me/delete").form("/me/delete/now").values["csrf_token"]

    answer = leaving.client.post("/me/delete", data={"csrf_token": token, "passphrase": PASSPHRASE})

    assert answer.status_code == 303
    assert all_rows(deps)["asked_deletions"] == once


def test_her_other_phone_is_told_that_somebody_asked(
    wren: Browser, second_phone: Browser, timepiece: Timepiece
) -> None:
    timepiece.move(timedelta(minutes=1))
    wren.open("/me/delete").form("/me/delete").fill(passphrase=PASSPHRASE).submit()

    assert "We were asked to delete all we hold for you." in second_phone.open("/home").text


@by_htmx_or_not
def test_not_waiting_deletes_at_once_signs_her_out_and_ends_on_the_blank_page(
    deps: Deps, leaving: Browser, second_phone: Browser, life: Life, *, htmx: bool
) -> None:
    page = leaving.open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit(htmx=htmx)

    assert (page.path, page.is_blank) == ("/gone", True)
    assert set(leaving.cookies()) == {"__Host-gone"}
    assert not is_there(deps, life.her)
    with pytest.raises(KeyGoneError):
        deps.key_ring.key_for(life.her)
    assert second_phone.open("/home", status=401).asks_to_sign_in
    assert not life.can_sign_in()


def test_whoever_comes_back_is_answered_like_a_stranger(leaving: Browser, nobody: Browser) -> None:
    leaving.open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit()

    def tried(name: str, passphrase: str) -> str:
        form = nobody.open("/").form("/").fill(sign_in_name=name, passphrase=passphrase)
        return form.submit(status=422).text

    assert tried(WREN.sign_in_name, PASSPHRASE) == tried("nobody at all", PASSPHRASE)


def test_her_advocate_sees_that_somebody_left_and_no_name(leaving: Browser, esther: Browser, life: Life) -> None:
    assert "Wren" in esther.open("/desk").text
    leaving.open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit()

    page = esther.open("/desk")

    assert "1 person of your caseload left for good" in page.text
    assert "Wren" not in page.answer.text
    esther.open(f"/desk/people/{life.her}", status=404)


@pytest.mark.usefixtures("leaving")
def test_signing_in_after_the_day_finds_nobody_any_more(deps: Deps, life: Life, timepiece: Timepiece) -> None:
    timepiece.move(WEEK - timedelta(seconds=1))
    assert life.can_sign_in()
    timepiece.move(timedelta(seconds=1))

    assert not life.can_sign_in()
    assert not is_there(deps, life.her)


def test_others_go_on_as_before(leaving: Browser, amara: Browser) -> None:
    leaving.open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit()

    assert AMARA.chosen_name in amara.open("/home").text


def test_a_hold_she_may_know_of_is_told_and_keeps_everything(deps: Deps, leaving: Browser, life: Life) -> None:
    life.hold(days=30)
    assert "The law asks us to keep what is here until Thursday, June 11" in leaving.open("/me/delete").text

    page = leaving.open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit(status=422)

    assert "We could not delete it right now" in page.text
    assert is_there(deps, life.her)
    assert "Everything here will be deleted on Thursday, June 18" in leaving.open("/home").text


@pytest.mark.parametrize("stops", [True, False])
@pytest.mark.parametrize("forbids_notice", [True, False])
def test_once_the_hold_has_ended_she_is_told_a_new_day_and_can_stop_it_until_then(  # noqa: PLR0913 (both answers)
    app: Flask, leaving: Browser, deps: Deps, life: Life, timepiece: Timepiece, *, forbids_notice: bool, stops: bool
) -> None:
    hold = life.hold(forbids_notice=forbids_notice)
    leaving.open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit(status=422)
    assert "We cannot do it yet. When we can, a new day shows here." in leaving.open("/home").text
    timepiece.move(timedelta(days=30))
    assert life.can_sign_in()

    lift_hold(deps, life.supervising(), hold)

    page = survivor_browser(app, WREN).open("/home")
    assert "Everything here will be deleted on Thursday, June 18" in page.text
    assert "There is a new day for deleting all we hold for you." in page.text
    assert "law" not in page.text.split()
    if stops:
        page.form("/me/delete/stop").submit()
    timepiece.move(WEEK - timedelta(seconds=1))
    assert life.can_sign_in()
    timepiece.move(timedelta(seconds=1))
    assert life.can_sign_in() is stops
    assert is_there(deps, life.her) is stops


def test_once_the_hold_has_ended_she_need_not_wait_again(
    app: Flask, leaving: Browser, deps: Deps, life: Life, timepiece: Timepiece
) -> None:
    life.hold(days=30)
    leaving.open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit(status=422)
    timepiece.move(timedelta(days=31))

    page = survivor_browser(app, WREN).open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit()

    assert page.is_blank
    assert not is_there(deps, life.her)


def test_a_hold_of_which_a_court_forbids_to_tell_keeps_everything_and_is_never_told(
    deps: Deps, leaving: Browser, life: Life
) -> None:
    life.hold(forbids_notice=True)

    page = leaving.open("/me/delete").form("/me/delete/now").fill(passphrase=PASSPHRASE).submit(status=422)

    assert is_there(deps, life.her)
    seen = [page.text, *(leaving.open(path).text for path in ("/home", "/me", "/me/delete", "/me/copy"))]
    assert not any("law asks" in text for text in seen)


def test_a_passphrase_changed_meanwhile_is_the_one_that_counts(deps: Deps, wren: Browser, life: Life) -> None:
    with deps.storage.write() as session:
        session.execute(update(Survivor).values(passphrase_hash=deps.hasher.hash("another one entirely, and longer")))
        session.commit()

    wren.open("/me/delete").form("/me/delete").fill(passphrase=PASSPHRASE).submit(status=422)
    assert all_rows(deps)["asked_deletions"] == frozenset()
    assert is_there(deps, life.her)
