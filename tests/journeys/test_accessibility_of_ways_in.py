"""Each step of joining and of getting back in, in every language, light and dark, as axe-core sees it."""

from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.demonstration.cast import AMARA, RUTH
from tests.journeys.phones import Handset
from tests.journeys.servers import Portal, start_portal
from tests.journeys.test_accessibility import LANGUAGES, violations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Weather

WORDS: Final = "blue kettle under the stairs"


@pytest.fixture
def own_portal(chromium: str, weather: "Weather", tmp_path: "Path") -> "Iterator[Portal]":
    """A demonstration of its own, since someone joins in it and words are set and used up."""
    assert chromium
    running = start_portal(tmp_path, weather)
    yield running
    running.stop()


@pytest.fixture
def ruth(own_portal: Portal, phone: "MakePhone") -> "Phone":
    """Ruth at her desk."""
    desk = phone(own_portal, Handset(size=(1280, 800)))
    desk.sign_in_staff(RUTH)
    return desk


def code_on(desk: "Phone") -> str:
    return desk.page.locator("main code").first.inner_text()


def test_joining(own_portal: Portal, ruth: "Phone", phone: "MakePhone") -> None:
    found = {}
    for language in LANGUAGES:
        ruth.open("/desk/invites")
        ruth.page.locator("#chosen_name").fill("Zola")
        ruth.send()
        ruth.page.locator("main code").first.wait_for()
        hers = phone(own_portal, Handset(language=language, for_axe=True))
        hers.open("/join")
        found[language, "/join"] = violations(hers, of_survivors=True)
        hers.page.locator("#invite_code").fill(code_on(ruth))
        hers.send()
        hers.arrive("/join/language")
        found[language, "/join/language"] = violations(hers, of_survivors=True)
        hers.page.locator(f'main button[value="{language}"]').click()
        hers.arrive("/join/name")
        for path in ("/join/name", "/join/passphrase", "/join/digits", "/join/own", "/join/words"):
            hers.open(path)
            found[language, path] = violations(hers, of_survivors=True)
        hers.send()
        hers.arrive("/join/keep")
        found[language, "/join/keep"] = violations(hers, of_survivors=True)
    assert {state: problems for state, problems in found.items() if problems} == {}


def test_getting_back_in(own_portal: Portal, ruth: "Phone", phone: "MakePhone") -> None:
    amara = phone(own_portal)
    amara.sign_in(AMARA)
    found = {}
    for language in LANGUAGES:
        amara.open("/me/recovery")
        amara.page.locator("#agreed_words").fill(WORDS)
        amara.page.locator("#present_passphrase").fill(AMARA.passphrase)
        amara.send()
        amara.page.locator("main strong").first.wait_for()
        hers = phone(own_portal, Handset(language=language, for_axe=True))
        hers.open("/recover")
        hers.page.locator("#sign_in_name").fill(AMARA.sign_in_name)
        hers.send()
        hers.arrive("/recover/wait")
        hers.open("/recover/wait")
        found[language, "/recover/wait"] = violations(hers, of_survivors=True)
        number = hers.page.locator(".drawn").inner_text()
        ruth.open("/desk")
        ruth.page.get_by_role("link", name="Amara").first.click()
        ruth.page.wait_for_url("**/desk/people/*")
        ruth.open(ruth.page.url.removeprefix(own_portal.origin) + "/recovery")
        ruth.page.locator("#request_number").fill(number)
        ruth.page.locator("#heard_words").fill(WORDS)
        ruth.page.locator('input[name="together"][value="yes"]').check()
        ruth.send()
        ruth.page.locator("main code").first.wait_for()
        hers.page.locator("#get_in_code").fill(code_on(ruth))
        hers.send()
        hers.arrive("/recover/passphrase")
        found[language, "/recover/passphrase"] = violations(hers, of_survivors=True)
    assert {state: problems for state, problems in found.items() if problems} == {}
