"""A form that does not go through leaves what was typed, and says so."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.journeys.phones import MakePhone
    from tests.journeys.servers import Portal

NOT_SENT = "That did not go through. What you wrote is still here. Please try again."
TOO_LONG = "That was too long to send. What you wrote is still here. Please make it shorter."


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (500, NOT_SENT),
        (502, NOT_SENT),
        (503, NOT_SENT),
        (403, NOT_SENT),
        (429, NOT_SENT),
        (413, TOO_LONG),
        (0, NOT_SENT),
    ],
    ids=["500", "502", "503", "403", "429", "413", "network failure"],
)
def test_a_failure_keeps_her_words_says_so_and_lets_her_try_again(
    portal: "Portal", phone: "MakePhone", status: int, words: str
) -> None:
    hers = phone(portal)
    hers.open("/")

    def fail(route: "Route") -> None:
        if route.request.method != "POST":
            route.continue_()
        elif status:
            route.fulfill(status=status, content_type="text/html", body="<h1>Something else</h1>")
        else:
            route.abort()

    hers.page.route(portal.address("/"), fail)
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    expect(hers.page.get_by_role("status")).to_have_text(words)
    expect(hers.page.locator("#sign_in_name")).to_have_value(AMARA.sign_in_name)
    expect(hers.page.locator("#passphrase")).to_have_value(AMARA.passphrase)
    expect(hers.page.get_by_text("Something else")).to_have_count(0)

    hers.page.unroute(portal.address("/"))
    hers.send()
    hers.arrive("/home")


def test_the_status_line_can_be_seen_when_the_button_was_pressed_far_down_the_page(
    portal: "Portal", phone: "MakePhone"
) -> None:
    hers = phone(portal)
    hers.page.set_viewport_size({"width": 320, "height": 400})
    hers.open("/")
    hers.page.route(portal.address("/"), lambda route: route.abort())
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    expect(hers.page.get_by_role("status")).to_have_text(NOT_SENT)
    expect(hers.page.get_by_role("status")).to_be_in_viewport()


def test_a_stale_form_gives_back_what_was_typed_to_be_sent_again(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.open("/")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.page.locator('main input[name="csrf_token"]').evaluate("(field) => { field.value = 'stale'; }")
    hers.send()
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Please send it again")
    expect(hers.page.get_by_label("Your sign-in name")).to_have_value(AMARA.sign_in_name)
    expect(hers.page.get_by_label("Your passphrase")).to_have_value("")
    hers.page.get_by_label("Your passphrase").fill(AMARA.passphrase)
    hers.send()
    hers.arrive("/home")
