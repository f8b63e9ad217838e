"""What changes an account asks for a factor shown within ten minutes, and a press is done with it, not lost."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.authenticator import Authenticator
from tests.cast import RUTH
from tests.views.staff.reading import add_passkey, asked, shown_codes

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.timepiece import Timepiece
    from tests.views.staff.reading import Codes

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
DESK_COOKIES = ("__Host-desk-sid", "__Host-desk-k")


@by_htmx_or_not
def test_a_press_waits_for_the_factor_and_is_done_with_it(
    ruth: "Browser", timepiece: "Timepiece", codes: "Codes", a_while: timedelta, *, htmx: bool
) -> None:
    form = ruth.open("/desk/me/recovery-codes").form("/desk/me/recovery-codes")
    timepiece.move(a_while)
    held = [ruth.cookies()[name] for name in DESK_COOKIES]

    page = form.submit(htmx=htmx, status=401)
    assert page.heading == "Please confirm it is you"
    assert page.headers["WWW-Authenticate"] == 'Form realm="step-up"'
    page = page.form("/desk/me/recovery-codes").fill(step_up_code=codes.ruth()).submit(htmx=htmx)

    assert len(shown_codes(page)) == 10
    assert not set(held) & set(ruth.cookies().values())
    # Its other forms are bound to the fresh session: the next press needs nothing more.
    assert ruth.open("/desk/me/recovery-codes").form("/desk/me/recovery-codes").submit(htmx=htmx).status == 200


@by_htmx_or_not
def test_a_form_on_the_page_that_follows_a_step_up_can_be_sent(
    imani: "Browser", timepiece: "Timepiece", codes: "Codes", a_while: timedelta, *, htmx: bool
) -> None:
    form = imani.open("/desk/office/staff").form("/desk/office/staff").fill(staff_name="Nadia")
    timepiece.move(a_while)
    page = form.submit(htmx=htmx, status=401)

    page = page.form("/desk/office/staff").fill(step_up_code=codes.imani()).submit(htmx=htmx, status=422)
    assert page.value_of("staff_name") == "Nadia"
    page = page.form("/desk/office/staff").fill(staff_sign_in_name="nadia", role="advocate").submit(htmx=htmx)

    assert len(shown_codes(page)) == 2


def test_a_page_that_asks_first_is_shown_after_the_factor(
    ruth: "Browser", timepiece: "Timepiece", codes: "Codes", a_while: timedelta
) -> None:
    timepiece.move(a_while)

    page = ruth.open("/desk/me/passkeys", status=401)
    page = page.form("/desk/step-up").fill(step_up_code=codes.ruth()).submit()

    assert (page.path, page.heading) == ("/desk/me/passkeys", "Passkeys")


@by_htmx_or_not
@pytest.mark.parametrize(
    ("typed", "said"),
    [("000000", "We could not confirm that."), ("", "Write the 6 numbers"), ("0" * 41, "That code is too long.")],
)
def test_a_wrong_factor_is_asked_for_again_and_the_press_still_waits(  # noqa: PLR0913 (what a press needs)
    ruth: "Browser", *, timepiece: "Timepiece", codes: "Codes", a_while: timedelta, htmx: bool, typed: str, said: str
) -> None:
    form = ruth.open("/desk/me/recovery-codes").form("/desk/me/recovery-codes")
    timepiece.move(a_while)
    page = form.submit(htmx=htmx, status=401)

    page = page.form("/desk/me/recovery-codes").fill(step_up_code=typed).submit(htmx=htmx, status=422)

    assert said in page.text
    page = page.form("/desk/me/recovery-codes").fill(step_up_code=codes.ruth()).submit(htmx=htmx)
    assert len(shown_codes(page)) == 10


def test_a_code_that_signed_in_is_not_good_for_a_step_up(ruth: "Browser", codes: "Codes") -> None:
    page = ruth.open("/desk/step-up").form("/desk/step-up").fill(step_up_code=codes.ruth()).submit(status=422)

    assert "We could not confirm that." in page.text


def test_whoever_guesses_is_asked_to_wait(ruth: "Browser", timepiece: "Timepiece", a_while: timedelta) -> None:
    timepiece.move(a_while)
    page = ruth.open("/desk/step-up")
    for number in range(5):
        page = page.form("/desk/step-up").fill(step_up_code=f"{number:06}").submit(status=422)

    page = page.form("/desk/step-up").fill(step_up_code="000009").submit(status=429)

    assert int(page.headers["Retry-After"]) >= 1
    assert "You can try again in" in page.text


def test_a_passkey_is_as_good_as_the_apps_numbers(ruth: "Browser", timepiece: "Timepiece", a_while: timedelta) -> None:
    device = Authenticator()
    add_passkey(ruth, device)
    timepiece.move(a_while)
    page = ruth.open("/desk/me/passkeys", status=401)

    answer = device.show(asked(ruth, "/desk/step-up/challenge", "/desk/step-up"))
    page = page.form("/desk/step-up").forge(step_up_passkey=answer).submit()

    assert page.path == "/desk/me/passkeys"


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/home", "/desk/office", "/x", ""])
def test_a_step_up_never_leads_elsewhere(ruth: "Browser", timepiece: "Timepiece", codes: "Codes", place: str) -> None:
    timepiece.move(timedelta(seconds=30))
    form = ruth.open("/desk/step-up").form("/desk/step-up").fill(step_up_code=codes.ruth())

    assert form.forge(place=place).submit().path == "/desk"


def test_a_secret_of_the_press_does_not_go_along(ruth: "Browser", timepiece: "Timepiece", a_while: timedelta) -> None:
    form = ruth.open("/desk/me/recovery-codes").form("/desk/me/recovery-codes")
    timepiece.move(a_while)

    page = form.forge(passphrase=RUTH.passphrase, credential="x", anything="kept").submit(status=401)

    assert RUTH.passphrase not in page.answer.text
    assert page.value_of("anything") == "kept"
    assert "credential" not in page.form("/desk/me/recovery-codes").values
