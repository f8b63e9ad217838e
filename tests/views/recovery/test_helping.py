"""At the desk: what a helper is told, what is never kept, freezing in one press, and the second person."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, BELA, TOM, browser_for, staff_browser
from tests.staff import survivor_id_of
from tests.views.recovery.asking import WORDS, ask, code_on, help_in, set_words

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece


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


def test_an_hour_after_signing_in_a_factor_is_asked_for_first(
    ruth: "Browser", amaras: str, timepiece: "Timepiece"
) -> None:
    timepiece.move(timedelta(minutes=11))

    ruth.open(f"/desk/people/{amaras}/recovery", status=401)


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


def test_a_supervisor_helps_whoever_has_no_advocate_and_freezes_for_them(
    deps: "Deps", app: "Flask", browser: "Browser", ruth: "Browser", imani: "Browser"
) -> None:
    bela = survivor_id_of(deps, BELA)
    address = f"/desk/office/people/{bela}/recovery"
    number = ask(browser, BELA.sign_in_name)
    page = imani.open("/desk/office").follow("Lost phone or passphrase Bela")
    assert page.path == address
    form = page.form(address).fill(request_number=number, together="yes")
    assert "A second person on the team agrees first." in form.submit(status=422).text
    ruth.open("/desk/second").form("I agree Imani").submit()
    form = imani.open(address).form(address).fill(request_number=number, together="yes")
    assert code_on(form.submit())

    page = imani.open(address).form(f"/desk/office/people/{bela}/freeze").submit()
    assert "by Imani." in page.text
    other = browser_for(app).open("/").form("/").fill(sign_in_name=BELA.sign_in_name, passphrase=BELA.passphrase)
    other.submit(status=422)


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
