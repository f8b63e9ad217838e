"""What a device is called: a few coarse words, the same for thousands of devices."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.devices import BrowserFamily, DeviceKind, System

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

    from survivor_portal.domain.devices import DeviceLook

KIND_LABELS: "Final[Mapping[DeviceKind, LazyString]]" = MappingProxyType(
    {
        DeviceKind.PHONE: lazy_gettext("A phone"),
        DeviceKind.TABLET: lazy_gettext("A tablet"),
        DeviceKind.COMPUTER: lazy_gettext("A computer"),
        DeviceKind.UNKNOWN: lazy_gettext("A device we do not know"),
    }
)

SYSTEM_NAMES: "Final[Mapping[System, str]]" = MappingProxyType(
    {
        System.ANDROID: "Android",
        System.APPLE_MOBILE: "iOS",
        System.MAC: "Mac",
        System.WINDOWS: "Windows",
        System.LINUX: "Linux",
    }
)
"""Names are the same in every language; one we do not know is left out."""

BROWSER_LABELS: "Final[Mapping[BrowserFamily, LazyString]]" = MappingProxyType(
    {
        BrowserFamily.CHROME: lazy_gettext("Chrome family"),
        BrowserFamily.FIREFOX: lazy_gettext("Firefox family"),
        BrowserFamily.SAFARI: lazy_gettext("Safari"),
    }
)


def device_words(look: "DeviceLook") -> str:
    """Call a device by what is known of it: "A phone · Android · Chrome family"."""
    words = (KIND_LABELS[look.kind], SYSTEM_NAMES.get(look.system), BROWSER_LABELS.get(look.browser))
    return " · ".join(str(word) for word in words if word is not None)
