"""A phone in someone's hand: one browser with one portal open in it, which complains of what no page may do."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, expect

from tests.journeys.one_time_codes import fresh_code

if TYPE_CHECKING:
    from survivor_portal.actions.people import NewStaff, NewSurvivor
    from tests.journeys.servers import Portal

PUBLIC_PAGES: Final = ("/", "/join", "/recover", "/numbers", "/about", "/nothing-is-here")
HER_PAGES: Final = ("/home", "/list", "/choices", "/inbox", "/me")
PAGES_BELOW_CHOICES: Final = (
    "/choices/new",
    "/choices/apart",
    "/choices/apart/form",
    "/choices/apart/reading",
    "/choices/contact",
    "/choices/contact/1",
)
"""Not one press from everywhere, as her pages are, and left by Exit now all the same."""
LINKS_BETWEEN_HER_PAGES: Final = (
    ("Services", "/list"),
    ("Choices", "/choices"),
    ("Messages", "/inbox"),
    ("Me and this phone", "/me"),
)
HOMES: Final = {"advocate": "/desk", "supervisor": "/desk/office"}
HERE: Final = frozenset({"127.0.0.1", "localhost"})
EXIT: Final = 'button.exit[form="exit"]'

_BRINGS_A_SMALLER_SCRIPT: Final = 'html:is([data-load$="/join.js"], [data-load$="/code-from-link.js"])'
_NOT_COMPLAINTS: Final = ("Failed to load resource", "htmx: htmx:error: Failed to fetch")
"""What Chromium and htmx say of every answer from 400 on, or of none: tests look at the answers themselves."""

_NOT_WAITED_FOR: Final = "Failed to fetch dynamically imported module"
"""A page that is left before its script has come: `settle` notices a script that never comes."""


@dataclass(frozen=True, slots=True)
class Handset:
    """What differs from phone to phone: whether script runs, language, colour scheme and size in CSS pixels."""

    script: bool = True
    language: str = "en-US"
    scheme: str = "light"
    size: tuple[int, int] = (360, 740)
    for_axe: bool = False
    """Whether the content security policy is set aside, so that axe can be brought into pages."""
    is_installed: bool = False
    """Whether the portal was opened from the home screen, in a window of its own: for phones that keep a profile."""

    def options(self) -> dict[str, Any]:
        """Give what Playwright is told when it makes such a phone."""
        width, height = self.size
        return {
            "viewport": {"width": width, "height": height},
            "locale": self.language,
            "color_scheme": self.scheme,
            "java_script_enabled": self.script,
            "bypass_csp": self.for_axe,
        }


class Phone:
    """One browser, and the journeys that many tests begin with."""

    def __init__(
        self, context: BrowserContext, portal: "Portal", handset: Handset, profile: Path | None = None
    ) -> None:
        """Take over a fresh browser; `profile` is the folder it keeps its traces in, if it keeps any."""
        self.context = context
        self.portal = portal
        self.takes_forms_over = handset.script
        self.profile = profile
        self.complaints: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", self._hear_of_script)
        context.on("request", self._see_request)
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def open(self, path: str) -> int:
        """Type one of the portal's addresses; give the status of the answer."""
        answer = self.page.goto(self.portal.address(path))
        assert answer is not None
        self.settle()
        return answer.status

    def settle(self) -> None:
        """Wait until the page's script has taken its forms over; the smaller one of a page for a code does not."""
        if self.takes_forms_over and not self.page.locator(_BRINGS_A_SMALLER_SCRIPT).count():
            self.page.wait_for_selector("form[data-htmx-powered]", state="attached")

    def arrive(self, path: str) -> None:
        """Wait until this address of the portal stands on the screen."""
        self.page.wait_for_url(self.portal.address(path))
        self.settle()

    def type_sign_in(self, sign_in_name: str, passphrase: str) -> None:
        self.page.locator("#sign_in_name").fill(sign_in_name)
        self.page.locator("#passphrase").fill(passphrase)

    def send(self) -> None:
        """Press the one main button of the page."""
        self.page.locator("main button.main").click()

    def sign_in(self, survivor: "NewSurvivor", *, phone_is_hers: str | None = None) -> None:
        """Sign her in at the first page, and end up on her home; `phone_is_hers` is "yes", "no" or left open."""
        self.open("/")
        self.type_sign_in(survivor.sign_in_name, survivor.passphrase)
        if phone_is_hers:
            self.page.locator(f"[name=phone_is_hers][value={phone_is_hers}]").check()
        self.send()
        self.arrive("/home")

    def sign_in_staff(self, member: "NewStaff") -> str:
        """Sign a staff member in, and give the code that was used up. May have to wait for a fresh one."""
        self.open("/desk/sign-in")
        self.type_sign_in(member.sign_in_name, member.passphrase)
        code = fresh_code(self.portal, member)
        self.page.locator("#code").fill(code)
        self.send()
        self.arrive(HOMES[member.role])
        return code

    def follow(self, link: str, path: str) -> None:
        """Press a link by its words, and end up on a page of the portal."""
        self.page.get_by_role("link", name=link, exact=True).click()
        self.arrive(path)

    def walk_her_pages(self) -> None:
        """Go from Home through every one of her pages, to the fifth."""
        for link, path in LINKS_BETWEEN_HER_PAGES:
            self.follow(link, path)

    def press_exit(self) -> None:
        self.page.locator(EXIT).click()

    def exit(self) -> None:
        """Press Exit now, and end up where it leads."""
        self.press_exit()
        expect(self.page).to_have_url(self.portal.weather.address)

    def press_where_exit_is(self, times: int = 1) -> None:
        """Press the place on the glass where Exit now stands, as a thumb does, whatever the page is busy with."""
        x, y = self.middle_of_exit()
        for _ in range(times):
            self.page.mouse.click(x, y)

    def middle_of_exit(self) -> tuple[float, float]:
        """Give the place on the glass where Exit now stands."""
        box = self.page.locator(EXIT).bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def cookies(self) -> set[str]:
        """Give the names of the portal's cookies."""
        return {cookie["name"] for cookie in self.context.cookies(self.portal.origin)}

    def wait_for_the_marker(self) -> None:
        """Wait until the server's answer to Exit now has come, which with script nobody waits for."""
        latest = time.monotonic() + 5
        while "__Host-gone" not in self.cookies() and time.monotonic() < latest:
            self.page.wait_for_timeout(50)
        assert "__Host-gone" in self.cookies()

    def forget_cookie(self, name: str) -> None:
        """Let one cookie lapse."""
        self.context.clear_cookies(name=name)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_NOT_COMPLAINTS):
            self.complaints.append(f"console: {message.text}")

    def _hear_of_script(self, problem: WebError) -> None:
        if _NOT_WAITED_FOR not in str(problem.error):
            self.complaints.append(f"script: {problem.error}")

    def _see_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname not in HERE:
            self.complaints.append(f"a request to another host: {address.hostname}")


class MakePhone(Protocol):
    """A fixture's gift: makes as many phones as a test needs, and afterwards fails it for what they complained of."""

    def __call__(self, portal: "Portal", handset: Handset = ..., /) -> Phone:
        """Make one."""
