"""Somebody new at the desk, in a real browser: from the link to a passkey, with Chromium's own virtual device."""

from typing import TYPE_CHECKING

import pyotp
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import IMANI
from survivor_portal.security.clock import system_clock
from tests.journeys.phones import Handset

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

DESKTOP = (1280, 800)
PASSPHRASE = "willow kettle answers the river"


def give_device(theirs: "Phone") -> "CDPSession":
    """Let the browser have a device that keeps passkeys and knows its owner's finger."""
    device = theirs.context.new_cdp_session(theirs.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device


def link_for(imanis: "Phone", *, name: str) -> str:
    """Make an account in the office, and give the link that is shown once."""
    imanis.open("/desk/office/staff")
    imanis.page.locator("#staff_name").fill(name)
    imanis.page.locator("#staff_sign_in_name").fill(name)
    imanis.page.get_by_label("Advocate", exact=True).check()
    imanis.send()
    expect(imanis.page.get_by_role("heading", level=1)).to_have_text("Set-up code")
    return imanis.page.locator("code").nth(1).inner_text()


def set_up(theirs: "Phone", link: str) -> str:
    """Set the account up by its link, and give a recovery code."""
    page = theirs.page
    page.goto(link)
    code = link.partition("#")[2]
    if theirs.takes_forms_over:
        expect(page.locator("#set_up_code")).to_have_value(code)
        assert page.url == link.partition("#")[0]
    else:
        page.locator("#set_up_code").fill(code)
    page.locator("#new_passphrase").fill(PASSPHRASE)
    page.locator("#new_passphrase_again").fill(PASSPHRASE)
    theirs.send()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add your app")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(secret).at(system_clock()))
    theirs.send()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    return page.locator("li code").first.inner_text()


def test_somebody_new_sets_up_an_account_and_signs_in_with_a_recovery_code(
    portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    imanis = phone(portal, Handset(script=script, size=DESKTOP))
    imanis.sign_in_staff(IMANI)
    name = f"nadia {'with' if script else 'without'}"
    theirs = phone(portal, Handset(script=script))

    recovery = set_up(theirs, link_for(imanis, name=name))
    theirs.open("/desk/sign-in")
    theirs.type_sign_in(name, PASSPHRASE)
    theirs.page.locator("#code").fill(recovery)
    theirs.send()
    theirs.arrive("/desk/me")

    expect(theirs.page.get_by_text("9 codes are left.")).to_be_visible()
    expect(theirs.page.get_by_text("Ask a colleague to confirm")).to_be_visible()


def test_a_passkey_is_added_signs_in_and_confirms(portal: "Portal", phone: "MakePhone") -> None:
    theirs = phone(portal, Handset(size=DESKTOP))
    theirs.sign_in_staff(IMANI)
    page = theirs.page
    give_device(theirs)

    theirs.open("/desk/me/passkeys")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Passkey 1", exact=False).first).to_be_visible()

    theirs.open("/desk/me")
    page.get_by_role("button", name="Sign out").click()
    theirs.arrive("/desk/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    theirs.arrive("/desk/office")

    theirs.open("/desk/step-up")
    page.get_by_role("button", name="Use a passkey").click()
    theirs.arrive("/desk/office")
    assert theirs.complaints == []


def test_without_script_or_a_device_nothing_of_passkeys_shows_and_the_app_does_the_same(
    portal: "Portal", phone: "MakePhone"
) -> None:
    theirs = phone(portal, Handset(script=False))
    theirs.open("/desk/sign-in")

    expect(theirs.page.get_by_text("Sign in with a passkey")).to_be_hidden()
    theirs.sign_in_staff(IMANI)
    theirs.open("/desk/me/passkeys")
    expect(theirs.page.get_by_text("This browser cannot add a passkey.")).to_be_visible()
