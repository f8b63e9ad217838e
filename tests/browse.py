"""A browser without script that checks every page it sees, and an htmx that puts parts where pages offer them.

    page = Browser(app.test_client()).open("/")
    page = page.form("/").fill(sign_in_name="…", passphrase="…").submit()
    assert page.path == "/home"

It behaves as browsers do where the portal can tell: it keeps cookies, follows 303 answers with GET, says where a
request comes from (`Sec-Fetch-*`, `Origin`, `Referer`), and sends what a form offers, hidden fields included. Whatever
breaks a rule of `page_rules` or `answer_rules` fails the test that saw it, and so does a status nobody announced.
"""

import copy
from typing import TYPE_CHECKING, Final, Self

import pyotp

from tests.answer_rules import breaches_of_answer
from tests.markup import read_page, read_part, rebuilt
from tests.page_rules import breaches_of_blank_page, breaches_of_page, is_blank_page
from tests.pages import Form, Page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from survivor_portal.actions.people import NewStaff, NewSurvivor
    from survivor_portal.security.clock import Clock

_MOST_REDIRECTS: Final = 5
_LEAVE: Final = "Portal-Leave"
_HTML: Final = "text/html"
_TYPED: Final = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
_PRESSED: Final = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
_BY_HTMX: Final = {
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
    "HX-Request": "true",
}


class Browser:
    """One browser with its cookies. `page` is what stands on its screen; `answers` is everything it was ever sent."""

    def __init__(
        self, client: "FlaskClient", origin: str = "http://localhost", names: frozenset[str] = frozenset()
    ) -> None:
        """Open no page yet. `names` are people whom no title may name."""
        self.client = client
        self.origin = origin
        self.answers: list[TestResponse] = []
        self._names = names
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """What stands on the screen."""
        assert self._page is not None, "no page was opened yet"
        return self._page

    def open(self, path: str, *, status: int = 200, headers: "Mapping[str, str] | None" = None) -> Page:
        """Type an address, and end up on a page with this status."""
        answer = self._following("GET", path, {}, {**_TYPED, **(headers or {})})
        return self._show(answer, status)

    def sign_in_survivor(self, survivor: "NewSurvivor", *, phone_is_hers: str | None = "yes") -> Page:
        """Sign her in from the first page, and end up on her home."""
        typed = {"sign_in_name": survivor.sign_in_name, "passphrase": survivor.passphrase}
        if phone_is_hers is not None:
            typed["phone_is_hers"] = phone_is_hers
        page = self.open("/").form("/").fill(**typed).submit()
        assert page.path == "/home"
        return page

    def sign_in_staff(self, member: "NewStaff", clock: "Clock") -> Page:
        """Sign a staff member in. Uses up the code of the moment: for a second time in a minute, move the clock."""
        code = pyotp.TOTP(member.totp_secret).at(clock())
        form = self.open("/desk/sign-in").form("/desk/sign-in")
        page = form.fill(sign_in_name=member.sign_in_name, passphrase=member.passphrase, code=code).submit()
        assert page.path == {"advocate": "/desk", "supervisor": "/desk/office"}[member.role]
        return page

    def cookies(self) -> dict[str, str]:
        """Give the cookies this browser holds."""
        assert self.client._cookies is not None
        return {cookie.key: cookie.value for cookie in self.client._cookies.values()}

    def hold(self, **cookies: str) -> Self:
        """Put cookies into this browser, as someone does who copied them from another one."""
        for name, value in cookies.items():
            self.client.set_cookie(name, value, domain=self.origin.partition("://")[2], path="/")
        return self

    def send(self, form: Form, *, htmx: bool, status: int, headers: "Mapping[str, str]") -> Page:
        """Send a form of the present page; `Form.submit` is how tests say it."""
        sender = {"Origin": self.origin, "Referer": self.origin + self.page.path}
        if not htmx:
            answer = self._following("POST", form.action, form.values, {**_PRESSED, **sender, **headers})
            return self._show(answer, status)
        answer = self._following("POST", form.action, form.values, {**_BY_HTMX, **sender, **headers})
        place = answer.headers.get(_LEAVE)
        if place is not None:
            assert (answer.status_code, answer.data) == (204, b"")
            return self._show(self._following("GET", place, {}, {**_PRESSED, "Referer": sender["Referer"]}), status)
        return self._swap(answer, form.target, status)

    def follow(self, link: "Element") -> Page:
        """Press a link of the present page."""
        headers = {**_PRESSED, "Referer": self.origin + self.page.path}
        return self._show(self._following("GET", str(link.get("href")), {}, headers), 200)

    def _following(
        self, method: str, path: str, values: "Mapping[str, str]", headers: "Mapping[str, str]"
    ) -> "TestResponse":
        for _ in range(_MOST_REDIRECTS):
            answer = self.client.open(path, method=method, data=values, headers=headers, base_url=self.origin)
            self.answers.append(answer)
            breaches = list(breaches_of_answer(answer))
            assert breaches == [], f"{method} {path}: {breaches}"
            if not 300 <= answer.status_code < 400:
                return answer
            assert answer.status_code == 303, (
                f"{method} {path} answers {answer.status_code}, which may send a form twice"
            )
            # A fetch and a form keep their other headers across a redirect.
            method, path, values = "GET", str(answer.headers["Location"]), {}
            assert path.startswith("/"), f"leads to {path}"
            assert not path.startswith("//"), f"leads to {path}"
        msg = f"{path} leads round in circles"
        raise AssertionError(msg)

    def _show(self, answer: "TestResponse", status: int) -> Page:
        path = answer.request.path
        assert answer.mimetype == _HTML, f"{path} answers {answer.mimetype} instead of a page"
        page = Page(self, read_page(answer.text), answer, path)
        if is_blank_page(page.markup):
            breaches = list(breaches_of_blank_page(page.markup, self._names))
        else:
            breaches = list(breaches_of_page(page.markup, answer.headers, self._names))
        return self._checked(page, breaches, status)

    def _swap(self, answer: "TestResponse", target: str, status: int) -> Page:
        """Put a part in its place, as htmx would; its page must still keep every rule afterwards."""
        path, before = answer.request.path, self.page
        assert answer.mimetype == _HTML, f"{path} answers {answer.mimetype} instead of a part"
        assert "HX-Request" in answer.vary, f"{path} answers parts, and a cache could take one for the page"
        part = read_part(answer.text)
        assert not part.errors, f"the part of {path}: {part.errors}"
        if answer.status_code in before.statuses_never_swapped:
            return self._checked(Page(self, before.markup, answer, before.path), [], status)
        markup = rebuilt(copy.deepcopy(before.markup.root), before.markup.errors)
        place = markup.by_id(target.removeprefix("#"))
        assert place is not None, f"there is no {target} on the page"
        place.text = part.root.text
        place[:] = list(part.root)
        page = Page(self, rebuilt(markup.root, ()), answer, before.path)
        return self._checked(page, list(breaches_of_page(page.markup, before.headers, self._names)), status)

    def _checked(self, page: "Page", breaches: list[str], status: int) -> Page:
        assert breaches == [], f"{page.answer.request.path}: {breaches}"
        assert page.status == status, f"{page.answer.request.path} answers {page.status}: {page.text}"
        self._page = page
        return page
