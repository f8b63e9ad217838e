"""What a browser says of itself becomes a few coarse words, and nothing else of it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.devices import UNKNOWN_LOOK, BrowserFamily, DeviceKind, DeviceLook, System, look_of

LOOKS = st.builds(DeviceLook, st.sampled_from(DeviceKind), st.sampled_from(System), st.sampled_from(BrowserFamily))


@pytest.mark.parametrize(
    ("user_agent", "look"),
    [
        (
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
                "Mobile Safari/537.36"
            ),
            "phone/android/chrome",
        ),
        (
            (
                "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 "
                "Chrome/115.0.0.0 Safari/537.36"
            ),
            "tablet/android/chrome",
        ),
        ("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "phone/android/firefox"),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                "Version/17.5 Mobile/15E148 Safari/604.1"
            ),
            "phone/apple_mobile/safari",
        ),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                "CriOS/126.0.6478.35 Mobile/15E148 Safari/604.1"
            ),
            "phone/apple_mobile/chrome",
        ),
        (
            (
                "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/127.0 "
                "Mobile/15E148 Safari/605.1.15"
            ),
            "tablet/apple_mobile/firefox",
        ),
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
                "Safari/537.36 Edg/126.0.0.0"
            ),
            "computer/windows/chrome",
        ),
        (
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
                "Safari/605.1.15"
            ),
            "computer/mac/safari",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "computer/linux/firefox"),
        ("", "unknown/unknown/unknown"),
        ("Amara's own phone", "unknown/unknown/unknown"),
    ],
)
def test_what_browsers_say_becomes_these_words(user_agent: str, look: str) -> None:
    assert str(look_of(user_agent)) == look


@given(said=st.text(max_size=2000))
def test_whatever_is_said_nothing_but_known_words_is_kept(said: str) -> None:
    look = look_of(said)

    assert (look.kind in DeviceKind, look.system in System, look.browser in BrowserFamily) == (True, True, True)


@given(look=LOOKS)
def test_a_look_comes_back_as_it_was_stored(look: DeviceLook) -> None:
    assert DeviceLook.parse(str(look)) == look
    assert len(str(look)) <= 40


@pytest.mark.parametrize("stored", ["", "phone", "phone/android", "phone/android/chrome/126", "phone/android/netscape"])
def test_nothing_else_is_read_as_a_look(stored: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        DeviceLook.parse(stored)


def test_a_device_that_says_nothing_is_one_we_do_not_know() -> None:
    assert look_of("") == UNKNOWN_LOOK
