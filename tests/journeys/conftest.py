"""Journeys: a real portal as its own process, a real Chromium, and nothing between the two."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.journeys.certificates import Certificate, make_certificate
from tests.journeys.chromium import MISSING, arguments, find_chromium
from tests.journeys.phones import Handset, MakePhone, Phone
from tests.journeys.servers import Portal, Weather, start_portal

_HERE = Path(__file__).parent
_WAITS_AT_MOST = 60_000
"""Milliseconds that any one step of a journey may take: a machine that runs much else at once is slow, not wrong."""

expect.set_options(timeout=_WAITS_AT_MOST)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, before anyone chooses by the mark."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    return path


@pytest.fixture(scope="session")
def weather() -> Iterator[Weather]:
    """The ordinary site that Exit now leads to."""
    site = Weather()
    yield site
    site.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate that the browsers of these tests trust."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def portal(chromium: str, weather: Weather, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demonstration over plain HTTP, stopped with the one signal that a service manager sends."""
    assert chromium
    running = start_portal(tmp_path_factory.mktemp("portal"), weather)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def portal_https(
    chromium: str, weather: Weather, certificate: Certificate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """The demonstration over HTTPS, stopped as Ctrl-C in a terminal does it."""
    assert chromium
    running = start_portal(tmp_path_factory.mktemp("portal-https"), weather, certificate)
    yield running
    running.stop(as_a_terminal_does=True)


@pytest.fixture(params=["http", "https"])
def either_portal(request: pytest.FixtureRequest) -> Portal:
    """The demonstration, once over HTTP and once over HTTPS."""
    found: Portal = request.getfixturevalue("portal" if request.param == "http" else "portal_https")
    return found


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether pages may run script."""
    return bool(request.param)


@pytest.fixture
def crossed_portal(request: pytest.FixtureRequest, *, script: bool) -> Portal:
    """The demonstration over HTTPS with script and over HTTP without: both kinds of each, in half the time."""
    found: Portal = request.getfixturevalue("portal_https" if script else "portal")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one driver of all browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(chromium: str, playwright: Playwright, certificate: Certificate) -> Iterator[Browser]:
    """The one browser that most tests open fresh phones in."""
    opened = playwright.chromium.launch(executable_path=chromium, args=arguments(certificate.public_key_digest))
    yield opened
    opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[MakePhone]:
    """Make phones that keep nothing: `phone(portal, Handset(script=False))`."""
    phones: list[Phone] = []

    def make(portal: Portal, handset: Handset = Handset()) -> Phone:  # noqa: B008 (it cannot change)
        context = browser.new_context(**handset.options())
        context.set_default_timeout(_WAITS_AT_MOST)
        phones.append(Phone(context, portal, handset))
        return phones[-1]

    yield make
    _put_away(phones)


@pytest.fixture
def persistent(chromium: str, playwright: Playwright, certificate: Certificate, tmp_path: Path) -> Iterator[MakePhone]:
    """Make phones as people have them: they keep a profile, and keep pages in memory to show them again on Back."""
    phones: list[Phone] = []

    def make(portal: Portal, handset: Handset = Handset()) -> Phone:  # noqa: B008 (it cannot change)
        profile = tmp_path / f"profile-{len(phones)}"
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium,
            args=[
                *arguments(certificate.public_key_digest),
                *([f"--app={portal.address('/')}"] if handset.is_installed else []),
            ],
            ignore_default_args=["--disable-back-forward-cache"],
            **handset.options(),
        )
        context.set_default_timeout(_WAITS_AT_MOST)
        phones.append(Phone(context, portal, handset, profile))
        return phones[-1]

    yield make
    _put_away(phones)


def _put_away(phones: list[Phone]) -> None:
    for made in phones:
        made.context.close()
    complaints = [complaint for made in phones for complaint in made.complaints]
    assert complaints == []
