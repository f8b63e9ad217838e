"""The pictures of the documentation, taken anew from a demonstration that this tool starts and stops itself.

Run from the top of the repository as `python -m tools.screenshots`.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from survivor_portal.demonstration.cast import AMARA, NOUR
from tests.journeys.chromium import MISSING, arguments, find_chromium
from tests.journeys.phones import Handset, Phone
from tests.journeys.servers import ROOT, Weather, start_portal

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from survivor_portal.actions.people import NewSurvivor
    from tests.journeys.servers import Portal

PICTURES: Final = ROOT / "docs" / "pictures"
PAGES: Final = {"home": "/home", "choices": "/choices"}


@dataclass(frozen=True, slots=True)
class Series:
    """The same screens once more: in another language or another scheme."""

    name: str
    survivor: "NewSurvivor"
    handset: Handset


ALL_SERIES: Final = (
    Series("english", AMARA, Handset(language="en-US")),
    Series("arabic", NOUR, Handset(language="ar")),
    Series("dark", AMARA, Handset(language="en-US", scheme="dark")),
)


def main() -> int:
    """Take every picture; 1 when there is no browser to take them with."""
    chromium = find_chromium()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    weather = Weather()
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        portal = start_portal(Path(folder), weather)
        try:
            browser = driver.chromium.launch(executable_path=chromium, args=arguments())
            for series in ALL_SERIES:
                _take(browser, portal, series)
            browser.close()
            portal.stop()
        finally:
            portal.end_at_once()
            weather.close()
    return 0


def _take(browser: "Browser", portal: "Portal", series: Series) -> None:
    context = browser.new_context(**series.handset.options(), device_scale_factor=2)
    theirs = Phone(context, portal, series.handset)
    theirs.open("/")
    _save(theirs, f"sign-in-{series.name}")
    theirs.sign_in(series.survivor)
    for page, path in PAGES.items():
        theirs.open(path)
        _save(theirs, f"{page}-{series.name}")
    context.close()


def _save(theirs: Phone, name: str) -> None:
    path = PICTURES / f"{name}.png"
    theirs.page.screenshot(path=path)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
