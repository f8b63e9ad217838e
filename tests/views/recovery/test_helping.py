"""At the desk: what a helper is told, what is never kept, freezing in one press, and the second person."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.cast import AMARA, RUTH, TOM, staff_browser
from tests.stored import all_rows
from tests.views.recovery.asking import WORDS, ask, code_on, help_in, set_words

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.people import NewStaff
    from tests.browse import Browser
    from tests.timepiece import Timepiece


A_WHILE = timedelta(minutes=11)
by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True])


def code_of(member: "NewStaff", timepiece: "Timepiece") -> str:
    """Give the code of the moment of an app."""
    return pyotp.TOTP(member.totp_secret).at(timepiece())


@pytest.mark.parametrize(
    ("number", "words", "together", "said"),
    [
        ("000", "", "yes", "No open request has this number."),
        (None, "not these words at all", "yes", "These are not the agreed words."),
        (None, "", "no", "A voice alone is not enough."),
        (None, "", "yes", "A second person on the team agrees first."),
    ],
)
def test_what_is_missing_is_said_and_words_and_codes_are_never_kept(  # noqa: PLR0913, PLR0917 (who, and what)
    amara: "Browser",
    browser: "Browser",
    ruth: "Browser",
    amaras: str,
    number: str | None,
    words: str,
    together: str,
    said: str,
) -> None:
    set_words(amara)
    asked = ask(browser)
    page = help_in(ruth, amaras, number or f" {asked[:3]} - {asked[3:]} ", words, together=together, status=422)

    assert said in page.text
    values = page.form(f"/desk/people/{amaras}/recovery").values
    assert (values["request_number"], values["heard_words"]) == (number or asked, "")
    assert not words or words not in page.answer.text


def test_a_number_left_out_is_asked_for_where_it_belongs(ruth: "Browser", amaras: str) -> None:
    address = f"/desk/people/{amaras}/recovery"
    page = ruth.open(address).form(address).submit(status=422)

    assert "Write the number." in page.text


def test_a_while_after_signing_in_a_factor_is_asked_for_first(
    ruth: "Browser", amaras: str, timepiece: "Timepiece"
) -> None:
    timepiece.move(A_WHILE)

    ruth.open(f"/desk/people/{amaras}/recovery", status=401)


@by_htmx_or_not
@pytest.mark.parametrize(("typed_wrong_first", "together"), [(False, "yes"), (True, "no")])
def test_words_typed_before_a_factor_was_asked_for_are_asked_for_again_and_nothing_is_decided_without_them(  # noqa: PLR0913, PLR0917 (who, when and how)
    deps: "Deps",
    amara: "Browser",
    browser: "Browser",
    ruth: "Browser",
    amaras: str,
    timepiece: "Timepiece",
    *,
    typed_wrong_first: bool,
    together: str,
    htmx: bool,
) -> None:
    set_words(amara)
    number, address = ask(browser), f"/desk/people/{amaras}/recovery"
    form = ruth.open(address).form(address).fill(request_number=number, heard_words=WORDS, together=together)
    timepiece.move(A_WHILE)
    page = form.submit(htmx=htmx, status=401)
    assert WORDS not in page.answer.text
    if typed_wrong_first:
        page = page.form(address).fill(step_up_code="000000").submit(htmx=htmx, status=422)
    before = all_rows(deps)["recoveries"]
    page = page.form(address).fill(step_up_code=code_of(RUTH, timepiece)).submit(htmx=htmx, status=422)

    assert "We did not keep the words while you confirmed. Write them again, or leave this empty." in page.text
    assert all_rows(deps)["recoveries"] == before
    form = page.form(address)
    assert (form.values["request_number"], form.values["heard_words"]) == (number, "")
    assert form.values["together"] == together
    assert code_on(form.fill(heard_words=WORDS).submit(htmx=htmx))


@by_htmx_or_not
def test_a_press_without_words_goes_on_by_itself_after_the_factor(
    browser: "Browser", ruth: "Browser", amaras: str, timepiece: "Timepiece", *, htmx: bool
) -> None:
    number, address = ask(browser), f"/desk/people/{amaras}/recovery"
    form = ruth.open(address).form(address).fill(request_number=number, together="yes")
    timepiece.move(A_WHILE)
    page = form.submit(htmx=htmx, status=401)
    page = page.form(address).fill(step_up_code=code_of(RUTH, timepiece)).submit(htmx=htmx, status=422)

    assert "A second person on the team agrees first." in page.text


def test_freezing_is_one_press_and_the_page_says_since_when_and_by_whom(
    amara: "Browser", browser: "Browser", ruth: "Browser", amaras: str
) -> None:
    page = ruth.open(f"/desk/people/{amaras}").form(f"/desk/people/{amaras}/freeze").submit()

    assert "Sign-ins are stopped. Since Tuesday, May 12, 9:30 AM, by Ruth." in page.text
    assert not [form for form in page.markup.all("form") if str(form.get("action")).endswith("/freeze")]
    amara.open("/home", status=401)
    form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    frozen = form.submit(status=422).text
    wrong = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase="not the one she chose")
    assert frozen == wrong.submit(status=422).text


def test_a_second_person_finds_who_asks_but_not_for_whom(  # noqa: PLR0913, PLR0917 (who looks)
    app: "Flask", browser: "Browser", ruth: "Browser", imani: "Browser", amaras: str, timepiece: "Timepiece"
) -> None:
    number = ask(browser)
    help_in(ruth, amaras, number, status=422)
    tom = staff_browser(app, TOM, timepiece)
    for second in (tom, imani):
        assert "Second person: 1" in second.open("/desk/office" if second is imani else "/desk").text
        page = second.open("/desk/second")
        assert "Ruth" in page.text
        assert not {"Amara", amaras, number} & set(page.answer.text.split())
        assert amaras not in page.answer.text
    assert "Nobody asks now." in ruth.open("/desk/second").text

    page = tom.page.form("I agree Ruth").submit()

    assert "Nobody asks now." in page.text
    assert code_on(help_in(ruth, amaras, number))
    assert "Tom agreed as the second person on your team." not in page.text


def test_after_a_recovery_by_phone_her_messages_wait_and_her_page_says_why(
    amara: "Browser", browser: "Browser", ruth: "Browser", amaras: str, timepiece: "Timepiece"
) -> None:
    amara.open("/inbox").form("/inbox").fill(body="The bus was late.").submit()
    set_words(amara)
    timepiece.move(timedelta(minutes=1))
    code = code_on(help_in(ruth, amaras, ask(browser), WORDS, together="no"))
    form = browser.page.form("/recover/wait").fill(get_in_code=code).submit().form("/recover/passphrase")
    passphrase = "seven herons cross a frozen lake"
    form.fill(new_passphrase=passphrase, new_passphrase_again=passphrase).submit()

    for path in ("/inbox", "/me/copy"):
        page = browser.open(path)
        assert "The bus was late." not in page.text
        assert "Older messages wait until Wednesday, May 13, 9:31 AM" in page.text
    assert "The bus was late." in ruth.open(f"/desk/people/{amaras}").text
