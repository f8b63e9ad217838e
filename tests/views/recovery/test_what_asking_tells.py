"""Byte for byte, a browser that asks with somebody's name is told what one is told that asks with nobody's."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.freezing import freeze_own
from survivor_portal.actions.recovery import stop_requests
from survivor_portal.actions.sessions import find_viewer
from survivor_portal.domain.recovery import CODE_LASTS, KEPT_FOR, REQUEST_LASTS
from tests.cast import AMARA, browser_for, survivor_browser
from tests.told import told
from tests.views.recovery.asking import WORDS, ask, help_in, set_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from tests.browse import Browser
    from tests.timepiece import Timepiece

NOBODY: Final = "nobody at all 99"
A_MOMENT: Final = timedelta(microseconds=1)
STEPS: Final = (timedelta(), CODE_LASTS, REQUEST_LASTS - A_MOMENT, REQUEST_LASTS, KEPT_FOR + A_MOMENT)
"""How long after asking a browser is looked at."""


def nothing(_app: "Flask", _deps: "Deps", _her: str) -> None:
    """Let nobody do anything."""


def signs_in(app: "Flask", _deps: "Deps", _her: str) -> None:
    survivor_browser(app, AMARA)


def declines(app: "Flask", deps: "Deps", _her: str) -> None:
    stop_requests(deps, her_viewer(app, deps))


def freezes(app: "Flask", deps: "Deps", _her: str) -> None:
    freeze_own(deps, her_viewer(app, deps))


def is_erased(_app: "Flask", deps: "Deps", her: str) -> None:
    erase_survivor(deps, her)


def her_viewer(app: "Flask", deps: "Deps") -> "Viewer":
    held = survivor_browser(app, AMARA).cookies()
    viewer = find_viewer(deps, desk=False, sid=held["__Host-sid"], k=held["__Host-k"])
    assert viewer is not None
    return viewer


def everything_asked(browser: "Browser", *, htmx: bool) -> "Iterator[TestResponse]":
    """Open every page of getting back in, and send every form that one of them offers but the one that stops."""
    headers = {"HX-Request": "true"} if htmx else {}
    for path in ("/recover", "/recover/wait", "/recover/passphrase"):
        yield browser.client.get(path, headers=headers)
    page = browser.open("/recover/wait")
    token = page.form("/language").values["csrf_token"]
    passphrases = {"new_passphrase": "seven herons cross a lake", "new_passphrase_again": "seven herons cross a lake"}
    for path, sent in (
        ("/recover/wait", {"get_in_code": "0000-0000-0000"}),
        ("/recover/wait", {"get_in_code": ""}),
        ("/recover/passphrase", passphrases),
    ):
        yield browser.client.post(path, data={"csrf_token": token, **sent}, headers=headers)


def shown(answer: "TestResponse", number: str) -> tuple[int, dict[str, str], str]:
    """Give all that an answer tells. Its length is left out: a form token, which is drawn, is packed as it comes."""
    status, headers, body = told(answer, number)
    return status, {name: value for name, value in headers if name != "Content-Length"}, body


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
@pytest.mark.parametrize("has_code", [False, True], ids=["no code", "a code"])
@pytest.mark.parametrize(
    "meanwhile", [nothing, signs_in, declines, freezes, is_erased], ids=lambda meanwhile: meanwhile.__name__
)
def test_over_a_whole_lifetime_each_page_is_the_same(  # noqa: PLR0913, PLR0917 (who, and what happens)
    app: "Flask",
    deps: "Deps",
    amara: "Browser",
    ruth: "Browser",
    amaras: str,
    timepiece: "Timepiece",
    meanwhile: "Callable[[Flask, Deps, str], None]",
    *,
    has_code: bool,
    htmx: bool,
) -> None:
    set_words(amara)
    hers, nobodys = browser_for(app), browser_for(app)
    numbers = [ask(hers, AMARA.sign_in_name), ask(nobodys, NOBODY)]
    asked_at = timepiece()
    if has_code:
        help_in(ruth, amaras, numbers[0], WORDS)
    meanwhile(app, deps, amaras)

    words = [f"{number[:3]} {number[3:]}" for number in numbers]
    statuses = []
    for later in STEPS:
        timepiece.now = asked_at + later
        for one, other in zip(everything_asked(hers, htmx=htmx), everything_asked(nobodys, htmx=htmx), strict=True):
            assert shown(one, words[0]) == shown(other, words[1])
            statuses.append(one.status_code)
    assert max(statuses) < 500
    assert hers.cookies().keys() == nobodys.cookies().keys()
