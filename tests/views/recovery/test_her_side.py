"""What she sees and does while she is signed in: her words, a request that is not hers, a phone that is lost."""

from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, browser_for, survivor_browser
from tests.views.recovery.asking import WORDS, ask

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
    assert browser.open("/recover/wait").path == "/recover"
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
