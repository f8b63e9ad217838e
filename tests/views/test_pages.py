"""Each page opens for the one it is for, says what it is, and names no one where a title would show it."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browse import Browser


@pytest.mark.parametrize(
    ("path", "title"),
    [("/home", "Home"), ("/list", "Services"), ("/choices", "Choices"), ("/inbox", "Messages"), ("/me", "Me")],
)
def test_each_of_her_places_has_a_plain_title(amara: "Browser", path: str, title: str) -> None:
    assert amara.open(path).title == title


def test_home_greets_her_by_the_name_she_chose(lucia: "Browser") -> None:
    assert "Lucía" in lucia.open("/home").heading


def test_home_greets_him_in_his_language_from_right_to_left(nour: "Browser") -> None:
    page = nour.open("/home")

    assert "نور" in page.heading
    assert page.markup.root.get("dir") == "rtl"


def test_the_bar_at_the_bottom_says_where_she_is(amara: "Browser") -> None:
    page = amara.open("/inbox")

    here = [link.get("href") for link in page.markup.all("a") if link.get("aria-current") == "page"]
    assert here == ["/inbox"]


def test_every_place_is_one_press_away_from_home(amara: "Browser") -> None:
    for words, path in (("Services", "/list"), ("Choices", "/choices"), ("Messages", "/inbox"), ("Home", "/home")):
        assert amara.page.follow(words).path == path


@pytest.mark.parametrize("path", ["/home", "/list", "/choices", "/inbox", "/me"])
def test_numbers_to_call_are_one_press_away_from_each_of_her_places(amara: "Browser", path: str) -> None:
    assert amara.open(path).follow("I need someone now").path == "/numbers"


def test_numbers_can_be_seen_without_signing_in(browser: "Browser") -> None:
    page = browser.open("/").follow("Numbers to call")

    assert "911" in page.text
    assert "888-373-7888" in page.text


def test_the_desk_says_who_is_signed_in_but_its_title_does_not(ruth: "Browser") -> None:
    page = ruth.open("/desk")

    assert "Ruth" in page.text
    assert page.title == "Desk"


def test_the_office_says_who_is_signed_in_but_its_title_does_not(imani: "Browser") -> None:
    page = imani.open("/desk/office")

    assert "Imani" in page.text
    assert page.title == "Office"


def test_someone_signed_in_who_opens_the_first_page_is_taken_home(
    amara: "Browser", ruth: "Browser", imani: "Browser"
) -> None:
    assert amara.open("/").path == "/home"
    assert ruth.open("/desk/sign-in").path == "/desk"
    assert imani.open("/desk/sign-in").path == "/desk/office"
