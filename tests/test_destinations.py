"""The pages Exit now may open: what each is kept as where somebody picked it."""

import string

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.config import DEFAULT_DESTINATIONS, ExitDestination

ADDRESSES = st.text(string.ascii_lowercase + string.digits + "-./?=%", min_size=1, max_size=40).map(
    lambda rest: f"https://{rest}"
)


@given(addresses=st.lists(ADDRESSES, min_size=2, max_size=5, unique=True), name=st.text())
def test_what_a_page_is_kept_as_tells_pages_apart_and_not_what_they_are_called(addresses: list[str], name: str) -> None:
    refs = [ExitDestination(address, "A page").ref for address in addresses]

    assert len(set(refs)) == len(addresses)
    assert refs == [ExitDestination(address, name).ref for address in addresses]
    assert {len(ref) for ref in refs} == {8}


def test_the_first_page_is_a_weather_site_and_each_is_reached_by_tls() -> None:
    assert DEFAULT_DESTINATIONS[0].name == "Weather"
    assert all(page.address.startswith("https://") for page in DEFAULT_DESTINATIONS)
