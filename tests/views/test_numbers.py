"""Numbers to call: the operator's or the built-in ones, neutral to whoever is not signed in."""

import dataclasses
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from survivor_portal.app import create_app
from survivor_portal.config import Config, Number
from survivor_portal.demonstration.numbers import demonstration_numbers
from tests.cast import AMARA, LUCIA, browser_for, survivor_browser

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page

EVERYWHERE = Number(
    name="Talk to someone",
    full_name="A line with a telling name",
    use="To talk.",
    call="+1 (888) 373-7888",
    text="233733",
    words="HELP ME",
    hours="Every day.",
    languages=("en", "es"),
    may_tell_police=True,
    checked_on=date(2026, 11, 1),
)
IN_TEXAS = Number(
    name="Our own line", call="512-555-0142", hours="Weekdays.", place="Texas", checked_on=date(2026, 5, 2)
)
TEXT_ONLY = Number(name="Write to us", text="555", hours="Weekdays.", checked_on=date(2026, 11, 1))
ISOLATES = str.maketrans("", "", "\u2066\u2068\u2069")


@pytest.fixture
def own_app(config: "Config", deps: "Deps") -> "Flask":
    """A portal whose operator has listed numbers, in English alone."""
    numbers = MappingProxyType({"en": (IN_TEXAS, EVERYWHERE, TEXT_ONLY)})
    return create_app(dataclasses.replace(config, numbers=numbers), deps)


def words(page: "Page") -> str:
    """Give what the page says, without the marks that only keep digits in their order."""
    return page.text.translate(ISOLATES)


def links(page: "Page") -> list[str]:
    return [found for link in page.markup.all("a") if (found := str(link.get("href"))).startswith(("tel:", "sms:"))]


def test_the_operators_numbers_are_shown_those_for_everywhere_first(own_app: "Flask") -> None:
    page = browser_for(own_app).open("/numbers")
    said = words(page)

    assert links(page) == ["tel:+18883737888", "sms:233733?body=HELP%20ME", "sms:555", "tel:5125550142"]
    assert "Call +1 (888) 373-7888" in said
    assert "Text HELP ME to 233733" in said
    assert "Languages: English and Spanish." in said
    assert "Last checked: November 1, 2026." in said
    assert "911" not in said
    headings = [found.tag for found in page.markup.all("h2", "h3")]
    assert headings == ["h2", "h2", "h2", "h3", "h2"]


def test_only_a_line_that_may_tell_the_police_says_so(own_app: "Flask") -> None:
    assert words(browser_for(own_app).open("/numbers")).count("This line may have to tell the police") == 1


def test_what_she_should_know_before_she_calls_stands_above(own_app: "Flask") -> None:
    said = words(browser_for(own_app).open("/numbers"))

    for sentence in ("You do not have to give your name.", "Calls and texts may show on this phone and on its bill."):
        assert said.index(sentence) < said.index("Talk to someone")


def test_whoever_is_not_signed_in_reads_neutral_names_alone(own_app: "Flask") -> None:
    assert "telling name" not in words(browser_for(own_app).open("/numbers"))
    assert "telling name" in words(survivor_browser(own_app, AMARA).open("/numbers"))
    # Not even to her on the page that may be kept on the phone.
    assert "telling name" not in words(survivor_browser(own_app, AMARA).open("/numbers/en"))


def test_words_in_another_language_than_the_page_say_so(own_app: "Flask") -> None:
    page = survivor_browser(own_app, LUCIA).open("/numbers")

    assert page.language == "es"
    foreign = [found for found in page.markup.all("bdi") if found.get("lang") == "en"]
    assert {found.text for found in foreign} >= {"Talk to someone", "Texas", "Weekdays."}


def test_the_built_in_numbers_say_that_nobody_here_has_tried_them(browser: "Browser") -> None:
    page = browser.open("/numbers")

    assert links(page) == ["tel:911", "tel:988", "sms:988", "tel:+18883737888", "sms:233733?body=HELP"]
    assert words(page).count("Nobody on your team has tried this number yet.") == 3
    assert "Trafficking" not in words(page)


@pytest.mark.parametrize(("language", "says"), [("en", "Emergency"), ("es", "Emergencia"), ("ar", "الطوارئ")])
def test_the_demonstrations_numbers_are_whole_in_each_language(
    config: "Config", deps: "Deps", language: str, says: str
) -> None:
    numbers = demonstration_numbers(date(2026, 11, 22))
    read = Config.from_table(
        {"data_folder": str(config.data_folder), "key_file": str(config.key_file), "numbers": numbers}
    ).numbers
    browser = browser_for(create_app(dataclasses.replace(config, numbers=read), deps))
    for page in (browser.hold(**{"__Host-language": language}).open("/numbers"), browser.open(f"/numbers/{language}")):
        assert (page.language, says in page.text) == (language, True)
        assert len(links(page)) >= len(numbers[language])
        assert [found.get("lang") for found in page.markup.all("bdi") if found.get("lang")] == []


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("path", ["/numbers/{}", "/plain/{}"])
def test_a_page_that_may_be_kept_is_the_same_for_everyone(
    amara: "Browser", browser: "Browser", path: str, language: str
) -> None:
    address = path.format(language)
    page = browser.open(address)
    hers, strangers = amara.client.get(address), browser.client.get(address)

    assert (page.language, hers.data) == (language, strangers.data)
    assert "Set-Cookie" not in hers.headers
    assert [form.get("id") for form in page.markup.all("form")] == ["exit"]
    assert "csrf_token" not in hers.text
    assert "data-worker" not in hers.text


@pytest.mark.parametrize("path", ["/numbers/xx", "/plain/xx", "/plain/en-US", "/numbers/en/"])
def test_a_language_that_is_not_offered_has_no_page_to_keep(browser: "Browser", path: str) -> None:
    browser.open(path, status=404)


def test_after_exit_the_pages_that_may_be_kept_answer_as_ever(amara: "Browser") -> None:
    amara.open("/home").form("Exit now").submit()

    for path in ("/numbers/en", "/plain/en", "/manifest.webmanifest", "/sw.js"):
        answer = amara.client.get(path)
        assert (path, answer.status_code, b"refresh" in answer.data) == (path, 200, False)
