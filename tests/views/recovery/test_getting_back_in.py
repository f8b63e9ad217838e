"""She asks, reads out a number, types a code and sets a passphrase: with script and without, and no address tells."""

from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, browser_for
from tests.views.recovery.asking import NEW_PASSPHRASE, WORDS, ask, code_on, help_in, set_words

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True])


@by_htmx_or_not
def test_she_gets_back_in_and_her_other_phone_is_out(
    amara: "Browser", browser: "Browser", ruth: "Browser", amaras: str, *, htmx: bool
) -> None:
    set_words(amara)
    number = ask(browser, htmx=htmx)
    assert number[:3] in browser.open("/recover/wait").text
    assert "Someone asks to get back in with this name." in ruth.open(f"/desk/people/{amaras}").text

    code = code_on(help_in(ruth, amaras, number, WORDS.upper(), htmx=htmx))
    page = browser.open("/recover/wait").form("/recover/wait").fill(get_in_code=code.lower()).submit(htmx=htmx)
    assert page.path == "/recover/passphrase"
    form = page.form("/recover/passphrase")
    form.fill(new_passphrase=NEW_PASSPHRASE, new_passphrase_again=NEW_PASSPHRASE, phone_is_hers="yes")
    page = form.submit(htmx=htmx)

    assert (page.path, page.heading) == ("/home", "Hello, Amara")
    assert "__Host-recovery" not in browser.cookies()
    amara.open("/home", status=401)
    assert "Someone at your team helped you back in: Ruth." in browser.open("/me/recovery").text
    secrets = {AMARA.sign_in_name, NEW_PASSPHRASE, number, code, WORDS}
    asked_for = " ".join(answer.request.url for known in (browser, ruth, amara) for answer in known.answers)
    assert not [secret for secret in secrets for between in "+ " if secret.replace(" ", between) in asked_for]


def test_every_session_afterwards_is_told_but_not_the_one_that_did_it(
    app: "Flask", amara: "Browser", browser: "Browser", ruth: "Browser", amaras: str
) -> None:
    set_words(amara)
    get_in(browser, ruth, amaras)

    told = "A new passphrase was set with the help of your team."
    assert told not in browser.open("/me").text
    other = browser_for(app)
    other.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=NEW_PASSPHRASE).submit()
    assert told in other.open("/me").text


def test_a_name_nobody_has_gets_the_same_page(app: "Flask", browser: "Browser") -> None:
    other = browser_for(app)
    hers, nobodys = ask(browser), ask(other, "nobody at all 99")

    def shown(known: "Browser", number: str) -> str:
        return known.page.text.replace(f"{number[:3]} {number[3:]}", "")

    assert shown(browser, hers) == shown(other, nobodys)
    assert browser.cookies().keys() == other.cookies().keys()


def test_a_wrong_code_is_said_kindly_and_after_five_of_them_she_asks_anew(browser: "Browser") -> None:
    ask(browser)
    for _ in range(4):
        page = browser.page.form("/recover/wait").fill(get_in_code="0000-0000-0000").submit(status=422)
        assert "That is not the code, or its time is over." in page.text
        assert page.form("/recover/wait").values["get_in_code"] == ""
    page = browser.page.form("/recover/wait").fill(get_in_code="0000-0000-0000").submit()

    assert page.path == "/recover"
    assert "Your last request has ended." in page.text


def test_the_code_works_on_no_other_screen(
    app: "Flask", amara: "Browser", browser: "Browser", ruth: "Browser", amaras: str
) -> None:
    set_words(amara)
    number = ask(browser)
    other = browser_for(app)
    ask(other)
    code = code_on(help_in(ruth, amaras, number, WORDS))

    other.page.form("/recover/wait").fill(get_in_code=code).submit(status=422)
    assert browser.open("/recover/passphrase").path == "/recover/wait"


@pytest.mark.parametrize("path", ["/recover/wait", "/recover/passphrase"])
def test_whoever_has_not_asked_is_led_to_the_beginning(browser: "Browser", path: str) -> None:
    page = browser.open(path)

    assert page.path == "/recover"
    assert "has ended" not in page.text


def test_she_can_stop_and_exit_now_forgets_the_request(browser: "Browser") -> None:
    ask(browser)
    assert browser.page.form("/recover/stop").submit().path == "/"
    assert "__Host-recovery" not in browser.cookies()

    ask(browser)
    browser.page.form("/x").submit()
    assert "__Host-recovery" not in browser.cookies()


def test_a_name_left_out_is_asked_for_where_it_belongs(browser: "Browser") -> None:
    page = browser.open("/recover").form("/recover").submit(status=422)

    assert "Write your sign-in name." in page.text


@pytest.mark.parametrize(
    ("passphrase", "again", "said"),
    [
        ("qwzx", "qwzx", "Make it 15 letters or more."),
        (NEW_PASSPHRASE, NEW_PASSPHRASE + "s", "The two are not the same."),
        (WORDS, WORDS, "It has a name in it that others know."),
        ("", "", "Write the new passphrase."),
    ],
)
def test_a_passphrase_that_does_not_do_is_asked_for_again_and_never_shown(  # noqa: PLR0913, PLR0917 (who, and what)
    amara: "Browser", browser: "Browser", ruth: "Browser", amaras: str, passphrase: str, again: str, said: str
) -> None:
    set_words(amara)
    code = code_on(help_in(ruth, amaras, ask(browser), WORDS))
    form = browser.page.form("/recover/wait").fill(get_in_code=code).submit().form("/recover/passphrase")
    page = form.fill(new_passphrase=passphrase, new_passphrase_again=again).submit(status=422)

    assert said in page.text
    assert not passphrase or passphrase not in page.answer.text
    get_in_with(browser)


def test_whoever_is_signed_in_is_led_home(amara: "Browser") -> None:
    assert amara.open("/recover").path == "/home"


def get_in(browser: "Browser", ruth: "Browser", amaras: str) -> None:
    code = code_on(help_in(ruth, amaras, ask(browser), WORDS))
    browser.page.form("/recover/wait").fill(get_in_code=code).submit()
    get_in_with(browser)


def get_in_with(browser: "Browser") -> None:
    form = browser.page.form("/recover/passphrase")
    assert form.fill(new_passphrase=NEW_PASSPHRASE, new_passphrase_again=NEW_PASSPHRASE).submit().path == "/home"
