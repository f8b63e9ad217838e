"""What somebody planted in a browser beforehand is worth nothing once she is in, by whichever way she comes in."""

from typing import TYPE_CHECKING, Final

from survivor_portal.actions.cases import assign
from tests.cast import AMARA, RUTH, browser_for, staff_browser, survivor_browser
from tests.invited import OWN, invited_by
from tests.staff import staff_id_of, survivor_id_of
from tests.views.recovery.asking import NEW_PASSPHRASE, WORDS, ask, code_on, help_in, set_words

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece

PLANTED: Final = "a-value-that-somebody-else-has-chosen-and-knows"
HERS: Final = ("__Host-sid", "__Host-k")
DESKS: Final = ("__Host-desk-sid", "__Host-desk-k")
BESIDES: Final = ("__Host-form", "__Host-joining", "__Host-recovery", "__Host-device")


def with_planted(app: "Flask", names: tuple[str, ...]) -> "Browser":
    """Give a browser in which somebody has set each of these cookies."""
    return browser_for(app).hold(**dict.fromkeys(names, PLANTED))


def is_worth_nothing(app: "Flask", browser: "Browser", names: tuple[str, ...], home: str) -> None:
    """See that whoever planted something holds none of what the browser holds now, and opens nothing with it."""
    held = browser.cookies()
    assert PLANTED not in held.values()
    assert set(names) <= held.keys()
    with_planted(app, (*HERS, *DESKS, *BESIDES)).open(home, status=401)
    for name in names:
        half = {other: value for other, value in held.items() if other in names and other != name}
        browser_for(app).hold(**half, **{name: PLANTED}).open(home, status=401)


def test_at_signing_in(app: "Flask") -> None:
    browser = with_planted(app, (*HERS, *BESIDES))
    browser.sign_in_survivor(AMARA)

    is_worth_nothing(app, browser, HERS, "/home")


def test_at_joining(app: "Flask", deps: "Deps") -> None:
    browser = with_planted(app, (*HERS, *BESIDES))
    page = browser.open("/join").form("/join").fill(invite_code=invited_by(deps, RUTH).code).submit()
    page.form("/join/language").press("English").submit()
    page = browser.open("/join/own").form("/join/own").fill(own_passphrase=OWN).submit()
    page.form("/join/keep").fill(passphrase=OWN, phone_is_hers="yes").submit()

    assert browser.open("/home").heading == "Hello, Zola"
    is_worth_nothing(app, browser, HERS, "/home")


def test_at_getting_back_in(app: "Flask", deps: "Deps", timepiece: "Timepiece") -> None:
    her = survivor_id_of(deps, AMARA)
    assign(deps, her, staff_id_of(deps, RUTH))
    set_words(survivor_browser(app, AMARA))
    browser = with_planted(app, (*HERS, *BESIDES))
    code = code_on(help_in(staff_browser(app, RUTH, timepiece), her, ask(browser), WORDS))
    form = browser.page.form("/recover/wait").fill(get_in_code=code).submit().form("/recover/passphrase")
    form.fill(new_passphrase=NEW_PASSPHRASE, new_passphrase_again=NEW_PASSPHRASE, phone_is_hers="yes").submit()

    assert browser.open("/home").heading == "Hello, Amara"
    is_worth_nothing(app, browser, HERS, "/home")


def test_at_signing_in_at_the_desk(app: "Flask", timepiece: "Timepiece") -> None:
    browser = with_planted(app, (*DESKS, "__Host-form"))
    browser.sign_in_staff(RUTH, timepiece)

    is_worth_nothing(app, browser, DESKS, "/desk")


def test_a_request_to_get_in_that_somebody_else_made_is_not_gone_on_with_in_her_browser(
    app: "Flask", deps: "Deps", timepiece: "Timepiece"
) -> None:
    her = survivor_id_of(deps, AMARA)
    assign(deps, her, staff_id_of(deps, RUTH))
    set_words(survivor_browser(app, AMARA))
    attacker = browser_for(app)
    number = ask(attacker)
    hers = browser_for(app).hold(**{"__Host-recovery": attacker.cookies()["__Host-recovery"]})

    code = code_on(help_in(staff_browser(app, RUTH, timepiece), her, ask(hers), WORDS))

    assert hers.cookies()["__Host-recovery"] != attacker.cookies()["__Host-recovery"]
    # The planted one ended when she asked for herself, and no code for hers fits it.
    assert attacker.open("/recover/wait").path == "/recover"
    assert number not in hers.page.text.replace(" ", "")
    page = hers.page.form("/recover/wait").fill(get_in_code=code).submit()
    assert page.path == "/recover/passphrase"
