"""Signing in: what lets someone in, and that what does not tells nobody which part was wrong."""

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pyotp
import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters

from survivor_portal.app import create_app
from survivor_portal.security.passphrases import PassphraseHasher
from tests.answer_rules import cookies_set
from tests.cast import AMARA, IMANI, LUCIA, RUTH, TOM, browser_for

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.browse import Browser
    from tests.pages import Form, Page
    from tests.timepiece import Timepiece


class CountingHasher(PasswordHasher):
    """Argon2id at a low cost that notes the costs of each check it did."""

    def __init__(self) -> None:
        """Have checked nothing yet."""
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checks: list[Parameters] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 (argon2's own name)
        """Check as argon2 does."""
        self.checks.append(extract_parameters(str(hash)))
        return super().verify(hash, password)


@pytest.fixture
def counting() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def counting_browser(config: "Config", deps: "Deps", counting: CountingHasher) -> "Browser":
    watched = dataclasses.replace(deps, hasher=PassphraseHasher(counting))
    return browser_for(create_app(config, watched))


def told(page: "Page") -> tuple[int, str, dict[str, str], dict[str, str]]:
    """Give everything an answer tells but what was typed: status, words, headers, cookies."""
    headers = {name: value for name, value in page.headers.items() if name not in {"Content-Length", "Set-Cookie"}}
    return page.status, page.text, headers, cookies_set(page.answer)


def almost_right(browser: "Browser", timepiece: "Timepiece", wrong: dict[str, str]) -> "Form":
    """Fill in the staff's form as Ruth would, but for what is wrong."""
    code = pyotp.TOTP(RUTH.totp_secret).at(timepiece())
    right = {"sign_in_name": RUTH.sign_in_name, "passphrase": RUTH.passphrase, "code": code}
    return browser.open("/desk/sign-in").form("/desk/sign-in").fill(**(right | wrong))


def test_she_signs_in_with_her_name_and_passphrase(browser: "Browser") -> None:
    page = browser.sign_in_survivor(AMARA)

    assert "Amara" in page.heading
    assert {"__Host-sid", "__Host-k"} <= browser.cookies().keys()


@pytest.mark.parametrize("typed", ["MAPLE RIVER 41", "  maple   river 41 ", "mapleriver41"])
def test_her_name_may_be_typed_with_other_capitals_and_spaces(browser: "Browser", typed: str) -> None:
    form = browser.open("/").form("/").fill(sign_in_name=typed, passphrase=AMARA.passphrase)

    assert form.submit().path == "/home"


def test_she_signs_in_by_htmx_without_adding_to_the_history(browser: "Browser") -> None:
    form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    page = form.submit(htmx=True)

    assert page.path == "/home"
    assert all(answer.status_code != 303 for answer in browser.answers)


def test_an_advocate_signs_in_with_a_code_besides(browser: "Browser", timepiece: "Timepiece") -> None:
    assert browser.sign_in_staff(RUTH, timepiece).path == "/desk"
    assert {"__Host-desk-sid", "__Host-desk-k"} <= browser.cookies().keys()


def test_a_supervisor_signs_in_to_the_office(browser: "Browser", timepiece: "Timepiece") -> None:
    assert browser.sign_in_staff(IMANI, timepiece).path == "/desk/office"


def test_a_code_may_be_typed_with_a_space_in_it(browser: "Browser", timepiece: "Timepiece") -> None:
    code = pyotp.TOTP(RUTH.totp_secret).at(timepiece())
    form = browser.open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="ruth", passphrase=RUTH.passphrase, code=f"{code[:3]} {code[3:]}")

    assert form.submit().path == "/desk"


def test_a_code_still_works_half_a_minute_later_but_not_a_minute_later(app: "Flask", timepiece: "Timepiece") -> None:
    slow = pyotp.TOTP(RUTH.totp_secret).at(timepiece())
    slower = pyotp.TOTP(TOM.totp_secret).at(timepiece())
    timepiece.move(timedelta(seconds=30))
    form = browser_for(app).open("/desk/sign-in").form("/desk/sign-in")
    page = form.fill(sign_in_name="ruth", passphrase=RUTH.passphrase, code=slow).submit()
    assert page.path == "/desk"

    timepiece.move(timedelta(seconds=30))
    form = browser_for(app).open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="tom", passphrase=TOM.passphrase, code=slower).submit(status=422)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_wrong_name_and_a_wrong_passphrase_get_the_same_answer(browser: "Browser", *, htmx: bool) -> None:
    answers = []
    for name, passphrase in (
        ("nobody here 99", AMARA.passphrase),
        (AMARA.sign_in_name, "not her passphrase at all"),
        (AMARA.sign_in_name, LUCIA.passphrase),
    ):
        form = browser.open("/").form("/").fill(sign_in_name=name, passphrase=passphrase)
        answers.append(told(form.submit(htmx=htmx, status=422)))

    assert answers == [answers[0]] * 3
    assert "We could not sign you in with that." in answers[0][1]
    assert answers[0][3] == {}


@pytest.mark.parametrize("htmx", [False, True])
def test_a_wrong_name_passphrase_or_code_and_a_used_code_get_the_same_answer(
    app: "Flask", timepiece: "Timepiece", *, htmx: bool
) -> None:
    browser_for(app).sign_in_staff(TOM, timepiece)
    used_code = pyotp.TOTP(TOM.totp_secret).at(timepiece())
    wrong_code = f"{(int(pyotp.TOTP(RUTH.totp_secret).at(timepiece())) + 1) % 1_000_000:06}"
    browser = browser_for(app)

    wrongs = [
        {"sign_in_name": "nobody"},
        {"passphrase": "not the passphrase at all"},
        {"code": wrong_code},
        {"code": "not a code"},
        {"sign_in_name": TOM.sign_in_name, "passphrase": TOM.passphrase, "code": used_code},
    ]
    answers = [told(almost_right(browser, timepiece, wrong).submit(htmx=htmx, status=422)) for wrong in wrongs]

    assert answers == [answers[0]] * 5
    assert "We could not sign you in with that." in answers[0][1]
    assert answers[0][3] == {}


def test_a_wrong_name_costs_the_same_hashing_as_a_wrong_passphrase(
    counting_browser: "Browser", counting: CountingHasher
) -> None:
    work = []
    for name in ("nobody here 99", AMARA.sign_in_name):
        counting.checks.clear()
        form = counting_browser.open("/").form("/").fill(sign_in_name=name, passphrase="not her passphrase at all")
        form.submit(status=422)
        work.append(list(counting.checks))

    assert len(work[0]) == 1
    assert work[0] == work[1]


def test_a_wrong_name_passphrase_or_code_cost_staff_the_same_hashing(
    counting_browser: "Browser", counting: CountingHasher, timepiece: "Timepiece"
) -> None:
    work = []
    for wrong in ({"sign_in_name": "nobody"}, {"passphrase": "not the passphrase"}, {"code": "abcdef"}):
        counting.checks.clear()
        almost_right(counting_browser, timepiece, wrong).submit(status=422)
        work.append(list(counting.checks))

    assert [len(checks) for checks in work] == [1, 1, 1]
    assert work == [work[0]] * 3


def test_a_code_opens_one_session_only(app: "Flask", timepiece: "Timepiece") -> None:
    browser_for(app).sign_in_staff(RUTH, timepiece)
    form = browser_for(app).open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="ruth", passphrase=RUTH.passphrase, code=pyotp.TOTP(RUTH.totp_secret).at(timepiece()))

    form.submit(status=422)


def test_a_used_code_does_not_come_back_when_the_clock_is_set_back(app: "Flask", timepiece: "Timepiece") -> None:
    browser_for(app).sign_in_staff(RUTH, timepiece)
    timepiece.move(-timedelta(hours=1))

    form = browser_for(app).open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="ruth", passphrase=RUTH.passphrase, code=pyotp.TOTP(RUTH.totp_secret).at(timepiece()))
    form.submit(status=422)


def test_an_empty_form_says_at_each_line_what_to_write(browser: "Browser") -> None:
    page = browser.open("/").form("/").submit(status=422)

    assert "Please look at the lines marked below." in page.text
    assert "Write your sign-in name." in page.text
    assert "Write your passphrase." in page.text


def test_a_refused_form_keeps_the_name_but_never_the_passphrase(browser: "Browser") -> None:
    form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase="not her passphrase at all")
    page = form.submit(status=422)

    assert page.value_of("sign_in_name") == AMARA.sign_in_name
    assert "not her passphrase at all" not in page.answer.text


def test_a_refused_form_can_be_corrected_and_sent_again(browser: "Browser") -> None:
    page = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase="wrong").submit(status=422)

    assert page.form("/").fill(passphrase=AMARA.passphrase).submit().path == "/home"


def test_signing_in_again_ends_the_session_before(app: "Flask", timepiece: "Timepiece") -> None:
    browser = browser_for(app)
    browser.sign_in_staff(RUTH, timepiece)
    former = browser.cookies()
    # Only a page that still shows the form, from before, can send it while someone is signed in.
    timepiece.move(timedelta(hours=1))
    page = browser.open("/desk", status=401)
    code = pyotp.TOTP(RUTH.totp_secret).at(timepiece())
    page.form("/desk/sign-in").fill(sign_in_name="ruth", passphrase=RUTH.passphrase, code=code).submit()
    assert browser.cookies()["__Host-desk-sid"] != former["__Host-desk-sid"]

    assert browser_for(app).hold(**former).open("/desk", status=401).asks_to_sign_in


def test_signing_out_ends_the_session_for_good(app: "Flask", amara: "Browser") -> None:
    held = amara.cookies()
    page = amara.open("/me").form("/sign-out").submit()

    assert page.path == "/"
    assert amara.cookies().keys() <= {"__Host-form", "__Host-device"}
    assert browser_for(app).hold(**held).open("/home", status=401).asks_to_sign_in


def test_an_advocate_signs_out_by_htmx(ruth: "Browser") -> None:
    page = ruth.open("/desk").form("Sign out").submit(htmx=True)

    assert page.path == "/desk/sign-in"
    assert ruth.open("/desk", status=401).asks_to_sign_in
