"""The devices she signs in on: known ones, and what any of them looks like in a few coarse words."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from typing import Final, Self

REMEMBERED_FOR: Final = timedelta(days=365)
"""How long a phone she said is hers stays known without being used to sign in."""

_LONGEST_READ: Final = 500
"""Characters of what a browser says of itself that are looked at."""


@unique
class DeviceKind(StrEnum):
    """What a device is."""

    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"
    UNKNOWN = "unknown"


@unique
class System(StrEnum):
    """What runs on it."""

    ANDROID = "android"
    APPLE_MOBILE = "apple_mobile"
    MAC = "mac"
    WINDOWS = "windows"
    LINUX = "linux"
    UNKNOWN = "unknown"


@unique
class BrowserFamily(StrEnum):
    """Which browsers its browser is one of."""

    CHROME = "chrome"
    FIREFOX = "firefox"
    SAFARI = "safari"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DeviceLook:
    """A device in words so coarse that they fit thousands: all that is ever kept of what its browser said."""

    kind: DeviceKind = DeviceKind.UNKNOWN
    system: System = System.UNKNOWN
    browser: BrowserFamily = BrowserFamily.UNKNOWN

    def __str__(self) -> str:
        """Write it as it is stored: "phone/android/chrome"."""
        return f"{self.kind}/{self.system}/{self.browser}"

    @classmethod
    def parse(cls, stored: str) -> Self:
        """Read it as it was stored. Raises ValueError for anything else."""
        kind, system, browser = stored.split("/")
        return cls(DeviceKind(kind), System(system), BrowserFamily(browser))


UNKNOWN_LOOK: Final = DeviceLook()

# In this order: a phone's system also says Linux, and every browser also names those it wants to be taken for.
_SYSTEMS: Final = (
    (re.compile(r"Android"), System.ANDROID),
    (re.compile(r"iPhone|iPad|iPod"), System.APPLE_MOBILE),
    (re.compile(r"Windows"), System.WINDOWS),
    (re.compile(r"Macintosh|Mac OS X"), System.MAC),
    (re.compile(r"Linux|X11|CrOS"), System.LINUX),
)
_BROWSERS: Final = (
    (re.compile(r"Firefox/|FxiOS/"), BrowserFamily.FIREFOX),
    (re.compile(r"Chrome/|Chromium/|CriOS/"), BrowserFamily.CHROME),
    (re.compile(r"Safari/"), BrowserFamily.SAFARI),
)
_TABLET: Final = re.compile(r"iPad|Tablet|Android(?!.*Mobile)")
_COMPUTERS: Final = frozenset({System.MAC, System.WINDOWS, System.LINUX})


def look_of(user_agent: str) -> DeviceLook:
    """Give the coarse words for what a browser says of itself, whatever that is."""
    said = user_agent[:_LONGEST_READ]
    system = next((found for pattern, found in _SYSTEMS if pattern.search(said)), System.UNKNOWN)
    browser = next((found for pattern, found in _BROWSERS if pattern.search(said)), BrowserFamily.UNKNOWN)
    return DeviceLook(_kind(said, system), system, browser)


def _kind(said: str, system: System) -> DeviceKind:
    if system in _COMPUTERS:
        return DeviceKind.COMPUTER
    if system is System.UNKNOWN:
        return DeviceKind.UNKNOWN
    return DeviceKind.TABLET if _TABLET.search(said) else DeviceKind.PHONE
