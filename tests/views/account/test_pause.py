"""While she has paused nobody brings her anything new, she loses nothing, and she alone ends it."""

from datetime import timedelta

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import services_by_need
from survivor_portal.actions.lookups import PausedError
from survivor_portal.actions.messages import new_composition_token, send_message, thread_of
from survivor_portal.actions.options import offer_service, options_of
from survivor_portal.actions.pausing import pause
from survivor_portal.domain.messages import Sending
from survivor_portal.domain.taxonomy import Need
from tests.browse import Browser
from tests.lives import Life
from tests.stored import all_rows


def another_service(deps: Deps) -> str:
    """Give a service that is not on her list."""
    return services_by_need(deps, Need.LEGAL_WAGES).cards[0].id


@pytest.fixture(params=[False, True], ids=["page", "htmx"])
def paused(wren: Browser, request: pytest.FixtureRequest) -> Browser:
    """Wren's phone, once she has paused."""
    wren.open("/me/pause").form("/me/pause").submit(htmx=request.param)
    return wren


def test_she_reads_what_a_pause_is_before_she_begins_one(wren: Browser) -> None:
    page = wren.open("/me").follow("Pause")

    assert "Nothing is lost" in page.text
    assert "It lasts until you end it" in page.text


def test_her_pages_say_that_she_has_paused_and_one_press_ends_it(paused: Browser) -> None:
    for path in ("/home", "/me", "/me/pause"):
        assert "You paused on" in paused.open(path).text

    page = paused.open("/home").form("/me/pause/end").submit()

    assert page.path == "/home"
    assert "You paused" not in page.text
    assert "Pause now" in paused.open("/me/pause").text


def test_pausing_and_ending_twice_equal_once(deps: Deps, wren: Browser, life: Life) -> None:
    before = all_rows(deps)["pauses"]
    form = wren.open("/me/pause").form("/me/pause")
    form.submit()
    once = all_rows(deps)["pauses"]
    life.timepiece.move(timedelta(minutes=1))
    form.submit()
    assert all_rows(deps)["pauses"] == once

    end = wren.open("/me/pause").form("/me/pause/end")
    end.submit()
    end.submit()
    assert all_rows(deps)["pauses"] == before


@pytest.mark.usefixtures("paused")
def test_her_advocate_sees_that_she_chose_it_and_cannot_write_or_offer(esther: Browser, life: Life) -> None:
    assert "Paused by choice" in esther.open("/desk").text

    page = esther.open(f"/desk/people/{life.her}")

    assert "Paused by choice" in page.text
    assert not [form for form in page.markup.all("form") if form.get("action", "").endswith("/messages")]
    assert "Offer a service" not in page.text


def test_what_an_advocate_wrote_just_before_is_not_sent_and_not_lost(
    wren: Browser, esther: Browser, deps: Deps, life: Life
) -> None:
    form = esther.open(f"/desk/people/{life.her}").form(f"/desk/people/{life.her}/messages")
    wren.open("/me/pause").form("/me/pause").submit()

    page = form.fill(body="See you on Friday?").submit(status=422)

    assert page.value_of("body") == "See you on Friday?"
    assert "has paused, so nothing was sent" in page.text
    assert "See you on Friday?" not in [line.body for line in thread_of(deps, life.her).lines]


def test_an_offer_made_just_before_is_not_made(wren: Browser, esther: Browser, deps: Deps, life: Life) -> None:
    before = len(options_of(deps, life.her))
    token = esther.open(f"/desk/people/{life.her}").form(f"/desk/people/{life.her}/messages").values["csrf_token"]
    wren.open("/me/pause").form("/me/pause").submit()

    sent = {"csrf_token": token, "service": another_service(deps)}
    answer = esther.client.post(f"/desk/people/{life.her}/offers", data=sent)

    assert answer.status_code == 303
    with pytest.raises(PausedError):
        offer_service(deps, life.advocate, life.her, another_service(deps))
    assert len(options_of(deps, life.her)) == before


def test_she_signs_in_writes_and_answers_as_ever(paused: Browser, deps: Deps, life: Life) -> None:
    page = paused.open("/inbox").form("/inbox").fill(body="I will be back.").submit()

    assert "I will be back." in page.text
    assert life.can_sign_in()
    assert "You paused" in paused.open("/home").text
    assert [card.name for card in options_of(deps, life.her)]


def test_once_she_has_ended_it_everything_arrives_again(paused: Browser, deps: Deps, life: Life) -> None:
    paused.open("/me/pause").form("/me/pause/end").submit()

    sent = send_message(deps, life.advocate, life.her, new_composition_token(deps), "Welcome back.")

    assert sent is Sending.NEW
    assert offer_service(deps, life.advocate, life.her, another_service(deps))


def test_a_message_sent_before_the_pause_and_pressed_again_still_counts_as_sent(deps: Deps, life: Life) -> None:
    token = new_composition_token(deps)
    assert send_message(deps, life.advocate, life.her, token, "Hello.") is Sending.NEW
    pause(deps, life.her)

    assert send_message(deps, life.advocate, life.her, token, "Hello.") is Sending.REPEATED
    assert send_message(deps, life.advocate, life.her, new_composition_token(deps), "Hi.") is Sending.PAUSED
