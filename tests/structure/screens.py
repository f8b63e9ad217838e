"""Every screen on the survivor's side, in English: behind each of its addresses, and on each step of the ways in."""

from typing import TYPE_CHECKING

from tests.cast import AMARA, RUTH, browser_for, staff_browser, survivor_browser
from tests.invited import OWN, invited_by
from tests.routes import ROUTES, address
from tests.staff import survivor_id_of
from tests.views.recovery.asking import WORDS, code_on, help_in, set_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.pages import Page
    from tests.timepiece import Timepiece

MORE_WAYS_TO_REACH_HER = ("/choices/contact/4",)
"""Pages that say something else than the one of the same address which the table of routes stands for."""

NO_SCREENS = {
    "/gone": "blank: it says nothing",
    "/healthz": "for a machine",
    "/inbox/latest": "lines of a page, for its own script",
    "/inbox/latest/<newest>": "as above",
    "/manifest.webmanifest": "for a machine",
    "/sw.js": "a script",
    "/static/<digest>/<path:name>": "a file",
}
"""Addresses on her side behind which there is nothing to read, with the reason."""


def screens(app: "Flask", existing: dict[str, str]) -> "Iterator[tuple[str, Page]]":
    """Give every screen of an address that a survivor may see, in English, with a name for it."""
    yield from screens_before_signing_in(app)
    signed_in = survivor_browser(app, AMARA)
    for path in (*addresses_for("survivor"), *MORE_WAYS_TO_REACH_HER):
        yield path, signed_in.open(address(path, existing))


def screens_before_signing_in(app: "Flask") -> "Iterator[tuple[str, Page]]":
    """Give what she may see signed out, and what she is told when something went wrong."""
    signed_out = browser_for(app)
    for path in addresses_for("public"):
        in_english = path.replace("<language>", "en")
        # Steps on a way in lead back to its beginning: the ways are gone below.
        if signed_out.client.get(in_english).status_code != 303:
            yield path, signed_out.open(in_english)
    yield "asked to sign in", signed_out.open("/inbox", status=401)
    yield "nothing typed", signed_out.open("/").form("/").submit(status=422)
    typed = {"sign_in_name": "x" * 100, "passphrase": "x" * 200}
    yield "too long", signed_out.open("/").form("/").fill(**typed).submit(status=422)
    yield "not recognised", signed_out.open("/").form("/").fill(sign_in_name="x", passphrase="x").submit(status=422)
    wrong = {"sign_in_name": "many tries", "passphrase": "x"}
    for _ in range(5):
        signed_out.open("/").form("/").fill(**wrong).submit(status=422)
    yield "wait a little", signed_out.open("/").form("/").fill(**wrong).submit(status=429)
    yield "send again", signed_out.open("/").form("/").fill(sign_in_name="x").forge(csrf_token=None).submit(status=400)
    yield "not found", signed_out.open("/nowhere", status=404)
    yield "not readable", signed_out.open("/").form("/").fill(sign_in_name="\0").submit(status=400)
    yield "too much", signed_out.open("/").form("/").fill(sign_in_name="x" * 10**6).submit(status=413)
    headers = {"Sec-Fetch-Site": "cross-site"}
    yield "another site", signed_out.open("/").form("/").submit(status=403, headers=headers)


def screens_of_joining(app: "Flask", deps: "Deps") -> "Iterator[tuple[str, Page]]":
    """Give each step from an invitation to her own passphrase."""
    joining = browser_for(app)
    joining.open("/join").form("/join").fill(invite_code=invited_by(deps, RUTH).code).submit()
    yield "/join/language", joining.page
    yield "/join/name", joining.page.form("/join/language").press("English").submit()
    for path in ("/join/passphrase", "/join/words", "/join/digits", "/join/own"):
        yield path, joining.open(path)
    yield "too short", joining.page.form("/join/own").fill(own_passphrase="short").submit(status=422)
    yield "/join/keep", joining.page.form("/join/own").fill(own_passphrase=OWN).submit()


def screens_of_getting_back_in(app: "Flask", deps: "Deps", timepiece: "Timepiece") -> "Iterator[tuple[str, Page]]":
    """Give each step from a forgotten passphrase to a new one."""
    set_words(survivor_browser(app, AMARA))
    asking = browser_for(app)
    yield "/recover/wait", asking.open("/recover").form("/recover").fill(sign_in_name=AMARA.sign_in_name).submit()
    number = "".join(sign for sign in asking.page.lines if sign.isdecimal())[:6]
    ruth = staff_browser(app, RUTH, timepiece)
    code = code_on(help_in(ruth, survivor_id_of(deps, AMARA), number, WORDS))
    yield "/recover/passphrase", asking.page.form("/recover/wait").fill(get_in_code=code).submit()


def addresses_for(audience: str) -> list[str]:
    """Give the addresses of screens on her side for this audience, as the table of routes has them."""
    found = [path for method, path, whose, *_ in ROUTES if method == "GET" and whose == audience]
    return [path for path in found if path not in NO_SCREENS and not path.startswith("/desk")]
