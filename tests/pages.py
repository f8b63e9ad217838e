"""A page on the screen, its forms and its links, as tests read them and fill them in."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tests.markup import Markup, lines_of, words_of
from tests.page_rules import is_blank_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from werkzeug.datastructures import Headers
    from werkzeug.test import TestResponse

    from tests.browse import Browser


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a screen: a page as it came, or one with a part swapped in. `answer` is what came last."""

    browser: "Browser" = field(repr=False)
    markup: Markup = field(repr=False)
    answer: "TestResponse" = field(repr=False)
    path: str

    @property
    def status(self) -> int:
        """The status of what came last."""
        return self.answer.status_code

    @property
    def headers(self) -> "Headers":
        """The headers of what came last."""
        return self.answer.headers

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return words_of(next(self.markup.all("title")))

    @property
    def heading(self) -> str:
        """The one main heading."""
        return words_of(next(self.markup.all("h1")))

    @property
    def text(self) -> str:
        """The words between the bars."""
        return words_of(self._content)

    @property
    def lines(self) -> str:
        """The words between the bars, a line for each block of them."""
        return lines_of(self._content)

    @property
    def language(self) -> str:
        """The language the page says it speaks."""
        return str(self.markup.root.get("lang"))

    @property
    def is_blank(self) -> bool:
        """Whether this is the page after Exit now."""
        return is_blank_page(self.markup)

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether a passphrase is asked for."""
        return any(control.get("autocomplete") is not None for control in self._controls("passphrase"))

    @property
    def statuses_never_swapped(self) -> frozenset[int]:
        """The statuses whose answers htmx, as this page configures it, leaves out."""
        settings = next(
            meta.get("content", "") for meta in self.markup.all("meta") if meta.get("name") == "htmx-config"
        )
        return frozenset(_statuses(json.loads(settings)["noSwap"]))

    def form(self, named: str) -> "Form":
        """Find the one form with this action ("/sign-out") or this button ("Sign out")."""
        found = [form for form in self.markup.all("form") if named in {form.get("action"), *self._buttons(form)}]
        assert len(found) == 1, f"{len(found)} forms are called {named!r} on {self.path}"
        return Form(self, found[0])

    def follow(self, words: str) -> "Page":
        """Press the link that says this."""
        found = [link for link in self.markup.all("a") if words_of(link) == words]
        assert len(found) == 1, f"{len(found)} links say {words!r} on {self.path}"
        return self.browser.follow(found[0])

    def value_of(self, name: str) -> str | None:
        """Give what stands in a field."""
        found = list(self._controls(name))
        assert len(found) == 1, f"{len(found)} fields are called {name!r} on {self.path}"
        return found[0].get("value") or found[0].text

    @property
    def _content(self) -> "Element":
        return next(self.markup.all("body" if self.is_blank else "main"))

    def _controls(self, name: str) -> "Iterator[Element]":
        return (found for found in self.markup.all("input", "textarea", "select") if found.get("name") == name)

    def _buttons(self, form: "Element") -> list[str]:
        return [words_of(button) for button in self.markup.all("button") if self.owner(button) is form]

    def owner(self, control: "Element") -> "Element | None":
        """Give the form a control belongs to."""
        named = control.get("form")
        if named:
            return self.markup.by_id(named)
        return next((around for around in self.markup.ancestors(control) if around.tag == "form"), None)


class Form:
    """A form as its page offers it, being filled in."""

    def __init__(self, page: Page, element: "Element") -> None:
        """Start from what the page filled in."""
        self._page = page
        self._element = element
        self.values: dict[str, str] = dict(self._offered())
        self.action = str(element.get("action"))

    @property
    def target(self) -> str:
        """Where htmx would put the answer."""
        return str(self._element.get("hx-target"))

    def fill(self, **typed: str) -> Self:
        """Type into fields and pick from choices; only what the page offers can be filled."""
        for name, value in typed.items():
            controls = [control for control in self._controls() if control.get("name") == name]
            assert controls, f"there is no field {name!r} in the form to {self.action}"
            assert all(control.get("type") != "hidden" for control in controls), f"{name!r} cannot be seen"
            if controls[0].get("type") == "radio":
                assert value in {control.get("value") for control in controls}, f"{name!r} does not offer {value!r}"
            self.values[name] = value
        return self

    def forge(self, **sent: str | None) -> Self:
        """Send a field otherwise than the page offers it, or with None not at all."""
        for name, value in sent.items():
            self.values.pop(name, None)
            if value is not None:
                self.values[name] = value
        return self

    def press(self, words: str) -> Self:
        """Choose which of several buttons to press, by its words."""
        found = [button for button in self._controls("button") if words_of(button) == words]
        assert len(found) == 1, f"{len(found)} buttons say {words!r}"
        name = found[0].get("name")
        if name:
            self.values[name] = found[0].get("value", "")
        # A button may send its form elsewhere; htmx never gets to see that.
        self.action = found[0].get("formaction", self.action)
        return self

    def submit(self, *, htmx: bool = False, status: int = 200, headers: "Mapping[str, str] | None" = None) -> Page:
        """Send the form, and end up on a page with this status: a whole one, or the present one with a part in it."""
        if htmx:
            assert self._element.get("hx-post") == self.action, f"htmx does not send the form to {self.action}"
        return self._page.browser.send(self, htmx=htmx, status=status, headers=headers or {})

    def _controls(self, *tags: str) -> "Iterator[Element]":
        for control in self._page.markup.all(*(tags or ("input", "select", "textarea"))):
            if self._page.owner(control) is self._element and control.get("disabled") is None:
                yield control

    def _offered(self) -> "Iterator[tuple[str, str]]":
        for control in self._controls():
            name = control.get("name")
            is_unpicked = control.get("type") in {"radio", "checkbox"} and control.get("checked") is None
            if not name or is_unpicked:
                continue
            if control.tag == "select":
                options = list(control.iter("option"))
                chosen = next((option for option in options if option.get("selected") is not None), options[0])
                yield name, chosen.get("value", words_of(chosen))
            else:
                yield name, (control.text or "") if control.tag == "textarea" else control.get("value", "")


def _statuses(patterns: "list[int | str]") -> "Iterator[int]":
    for pattern in patterns:
        if isinstance(pattern, int):
            yield pattern
        else:
            yield from range(int(pattern[0]) * 100, int(pattern[0]) * 100 + 100)
