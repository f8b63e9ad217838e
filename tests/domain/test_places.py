"""Which addresses a form may name as the place to return to."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from survivor_portal.domain.places import is_local_place

PORTAL = "https://portal.example.org/join"
SEGMENT = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=26)


@pytest.mark.parametrize("address", ["/", "/home", "/choices", "/list/k2v5xq7mzj3n6p4r", "/desk/office", "/sign-in"])
def test_a_plain_path_of_the_portal_is_a_place(address: str) -> None:
    assert is_local_place(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "home",
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "\t//elsewhere.example",
        " //elsewhere.example",
        " /home",
        "/home ",
        "/home\n",
        "/home\r\nSet-Cookie:a=b",
        "/home\0",
        "/home/",
        "/home//list",
        "/home/../desk",
        "/.",
        "/..",
        "/./home",
        "/home;elsewhere",
        "/%2f%2felsewhere.example",
        "/%5celsewhere.example",
        "/%2e%2e/desk",
        "/home?next=//elsewhere.example",
        "/home?",
        "/home#top",
        "/#",
        "/@elsewhere.example",
        "/home:80",
        "https://elsewhere.example/home",
        "https:/elsewhere.example",
        "javascript:alert(1)",
        "data:text/html,home",
        "/Home",
        "/h\u00f6me",
        "/\uff0felsewhere.example",
        "/\u2215elsewhere",
        "/home\u2028",
        "/\u0665",
        "/" + "a" * 200,
    ],
)
def test_anything_a_browser_could_read_another_way_is_no_place(address: str) -> None:
    assert not is_local_place(address)


@given(segments=st.lists(SEGMENT, max_size=5))
def test_every_accepted_address_leads_to_the_same_host_and_exactly_that_path(segments: list[str]) -> None:
    address = "/" + "/".join(segments)
    assert is_local_place(address)

    arrived = urlsplit(urljoin(PORTAL, address))

    assert (arrived.scheme, arrived.netloc, arrived.path) == ("https", "portal.example.org", address)
    assert (arrived.query, arrived.fragment) == ("", "")


@given(address=st.text("/\\.:@%?#;&\t\r\n\0 ae2f5c-", max_size=30) | st.text())
@example("//elsewhere.example")
@example("/\\elsewhere.example")
def test_whatever_is_accepted_stays_on_the_host_and_needs_no_encoding(address: str) -> None:
    if not is_local_place(address):
        return

    arrived = urlsplit(urljoin(PORTAL, address))

    assert arrived.netloc == "portal.example.org"
    assert arrived.path == address == quote(address)


@given(path=st.lists(SEGMENT, max_size=3), extra=st.characters(), position=st.integers(0, 200))
def test_one_foreign_character_anywhere_is_enough_to_be_refused(path: list[str], extra: str, position: int) -> None:
    assume(not (extra.isascii() and (extra.islower() or extra.isdigit())) and extra not in "/-")
    address = "/" + "/".join(path)
    cut = position % (len(address) + 1)

    assert not is_local_place(address[:cut] + extra + address[cut:])
