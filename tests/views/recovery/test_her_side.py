"""What she sees and does while she is signed in: her words, a request that is not hers, a phone that is lost."""

from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, browser_for, survivor_browser
from tests.views.recovery.asking import WORDS, ask, help_in, set_words

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser

ASKED = "Someone asks to get in with your name"
by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True])


@by_htmx_or_not
@pytest.mark.parametrize("path", ["/home", "/me"])
def test_a_request_with_her_name_shows_where_she_is_signed_in_and_one_press_ends_it(
    amara: "Browser", browser: "Browser", path: str, *, htmx: bool
) -> None:
    assert ASKED not in amara.open(path).text
    ask(browser)

    page = amara.open(path)
    assert ASKED in page.text
    page = page.form("/me/recovery/stop").submit(htmx=htmx)

    assert page.path == path
    assert ASKED not in page.text
    assert "You stopped a request to get in with your name." in amara.open("/me/recovery").text


@by_htmx_or_not
def test_she_sets_the_words_with_her_passphrase_and_neither_is_shown_again(
    app: "Flask", amara: "Browser", *, htmx: bool
) -> None:
    other = survivor_browser(app, AMARA)
    page = amara.open("/me").follow("Getting back in")
    assert "You have not set any words yet." in page.text
    form = page.form("/me/recovery").fill(agreed_words=WORDS, present_passphrase=AMARA.passphrase)
    page = form.submit(htmx=htmx)

    assert "Your words were set on Tuesday, May 12." in page.text
    assert WORDS not in page.answer.text
    assert "The words your team knows you by were set anew." in other.open("/home").text


@pytest.mark.parametrize(
    ("words", "passphrase", "said"),
    [
        ("", AMARA.passphrase, "Write a few words."),
        (WORDS, "", "Write your passphrase."),
        (WORDS, "not the one she chose", "That is not your passphrase now."),
        ("hi", AMARA.passphrase, "Use more letters."),
        ("Amara Amara Amara", AMARA.passphrase, "These words have a name in them"),
        (AMARA.passphrase, AMARA.passphrase, "That is your passphrase."),
    ],
)
def test_what_does_not_do_is_said_where_it_belongs(amara: "Browser", words: str, passphrase: str, said: str) -> None:
    form = amara.open("/me/recovery").form("/me/recovery").fill(agreed_words=words, present_passphrase=passphrase)
    page = form.submit(status=422)

    assert said in page.text
    assert not words or words not in page.form("/me/recovery").values.values()


@by_htmx_or_not
def test_she_freezes_from_another_device_and_both_are_out(app: "Flask", amara: "Browser", *, htmx: bool) -> None:
    stolen = survivor_browser(app, AMARA)
    page = amara.open("/me/devices").form("/me/devices/freeze").submit(htmx=htmx)

    assert page.path == "/"
    assert not {"__Host-sid", "__Host-k", "__Host-device"} & amara.cookies().keys()
    stolen.open("/home", status=401)
    form = browser_for(app).open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    form.submit(status=422)


def test_once_her_words_are_used_up_she_is_asked_for_new_ones_until_she_has_set_some(
    amara: "Browser", browser: "Browser", ruth: "Browser", amaras: str
) -> None:
    asks = "Set new words for your team"
    assert asks not in amara.open("/home").text
    set_words(amara)
    assert asks not in amara.open("/home").text
    help_in(ruth, amaras, ask(browser), WORDS)

    page = amara.open("/home").follow(asks)
    assert "Your last words are used up. You can set new ones now." in page.text
    form = page.form("/me/recovery")
    form.fill(agreed_words="green ladder by the river", present_passphrase=AMARA.passphrase).submit()
    assert asks not in amara.open("/home").text
