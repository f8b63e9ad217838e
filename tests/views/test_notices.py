"""What her portal tells her about her own account, on Home and on Me, until she has seen it elsewhere."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.domain.notices import NoticeKind
from survivor_portal.texts.notices import NOTICE_SENTENCES
from tests.cast import AMARA, browser_for, survivor_browser

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser

SIGNED_IN = "You signed in, or someone with your passphrase did."


def test_every_kind_of_notice_has_its_sentence() -> None:
    assert set(NOTICE_SENTENCES) == set(NoticeKind)


def test_the_first_sign_in_is_no_news(amara: "Browser") -> None:
    assert SIGNED_IN not in amara.open("/home").text


@pytest.mark.parametrize("path", ["/home", "/me"])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_new_sign_in_shows_until_she_has_seen_it(app: "Flask", amara: "Browser", path: str, *, htmx: bool) -> None:
    survivor_browser(app, AMARA)
    page = amara.open(path)
    assert SIGNED_IN in page.text

    page = page.form("I have seen this").submit(htmx=htmx)

    assert page.path == path
    assert SIGNED_IN not in page.text
    assert all(SIGNED_IN not in amara.open(other).text for other in ("/home", "/me"))


def test_it_says_on_what_kind_of_device_and_leads_to_the_list(app: "Flask", amara: "Browser") -> None:
    phone = browser_for(app)
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Firefox/127.0"
    phone.sign_in_survivor(AMARA)

    page = amara.open("/home")

    assert "A phone · Android · Firefox family" in page.text
    assert page.follow("Was it not you? See where you are signed in").path == "/me/devices"


def test_an_intruder_neither_sees_nor_clears_the_notice_of_their_own_sign_in(app: "Flask", amara: "Browser") -> None:
    intruder = survivor_browser(app, AMARA)
    hers = amara.open("/home").form("I have seen this")
    page = intruder.open("/home")
    # Of her own sign-in, which was before: it stays, and says so.
    assert page.text.count(SIGNED_IN) == 1
    assert "I have seen this" not in page.text
    assert "stays for 7 days" in page.text

    forged = intruder.open("/me").form("/sign-out").forge(place="/home")
    forged.action = hers.action
    assert forged.submit(status=404).heading == "There is no page here"

    assert SIGNED_IN in amara.open("/home").text


def test_many_notices_stay_short_on_home_and_are_all_on_me(app: "Flask", amara: "Browser") -> None:
    for _ in range(5):
        survivor_browser(app, AMARA)
    home = amara.open("/home")

    assert home.text.count(SIGNED_IN) == 3
    assert "I have seen this" not in home.text
    page = home.follow("See all of them")
    assert page.text.count(SIGNED_IN) == 5
    assert SIGNED_IN not in page.form("I have seen this").submit().text


def test_a_notice_seen_never_leads_out_of_her_portal(app: "Flask", amara: "Browser") -> None:
    survivor_browser(app, AMARA)

    page = amara.open("/home").form("I have seen this").forge(place="//elsewhere.example").submit()

    assert page.path == "/me"
