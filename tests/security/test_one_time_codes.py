"""Codes from an authenticator app: this step's and the one before's, each good once."""

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survivor_portal.security.totp import matching_step

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 5, 12, 9, 30, 11, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds are naive by contract)
# RFC 4226, section 4, R6: a shared secret has at least 128 bits.
SECRETS = st.binary(min_size=16, max_size=40).map(lambda raw: base64.b32encode(raw).decode())
STEP = timedelta(seconds=30)

unhurried = settings(deadline=None)


def step_of(moment: datetime) -> int:
    """Count the steps since 1970."""
    return int(moment.timestamp()) // 30


def code_at(secret: str, moment: datetime) -> str:
    """Give what an authenticator app shows."""
    return pyotp.TOTP(secret).at(moment)


# RFC 6238, Appendix B, SHA-1: its codes have eight digits, of which six-digit codes are the last six.
@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_of_the_standard_are_recognised(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert pyotp.TOTP(RFC_SECRET, digits=8).at(moment) == code

    assert matching_step(RFC_SECRET, code[2:], moment, 0) == seconds // 30


@unhurried
@given(secret=SECRETS, now=MOMENTS)
def test_the_code_on_the_screen_and_the_one_before_are_good(secret: str, now: datetime) -> None:
    present, before = code_at(secret, now), code_at(secret, now - STEP)
    assume(present != before)

    assert matching_step(secret, present, now, 0) == step_of(now)
    assert matching_step(secret, before, now, 0) == step_of(now) - 1


@unhurried
@given(secret=SECRETS, now=MOMENTS)
def test_each_code_is_good_once_and_none_before_it_afterwards(secret: str, now: datetime) -> None:
    present, before = code_at(secret, now), code_at(secret, now - STEP)
    assume(present != before)

    assert matching_step(secret, before, now, step_of(now) - 1) is None
    assert matching_step(secret, present, now, step_of(now) - 1) == step_of(now)
    assert matching_step(secret, present, now, step_of(now)) is None
    assert matching_step(secret, before, now, step_of(now)) is None


@unhurried
@given(secret=SECRETS, now=MOMENTS, code=st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_any_other_six_digits_are_refused(secret: str, now: datetime, code: str) -> None:
    assume(code not in (code_at(secret, now), code_at(secret, now - STEP)))

    assert matching_step(secret, code, now, 0) is None


@unhurried
@given(secret=SECRETS, now=MOMENTS, distance=st.integers(-2000, 2000))
def test_no_code_of_another_time_is_good(secret: str, now: datetime, distance: int) -> None:
    assume(distance not in (0, -1))
    code = code_at(secret, now + distance * STEP)
    assume(code not in (code_at(secret, now), code_at(secret, now - STEP)))

    assert matching_step(secret, code, now, 0) is None


@unhurried
@given(code=st.text())
def test_nothing_but_digits_is_ever_good(code: str) -> None:
    assume(not any(character.isdigit() for character in code))

    assert matching_step(RFC_SECRET, code, NOW, 0) is None


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\n", "\u00a0", "\u2009"])
def test_spaces_in_a_code_do_not_count(space: str) -> None:
    code = code_at(RFC_SECRET, NOW)

    assert matching_step(RFC_SECRET, space + space.join(code) + space, NOW, 0) == step_of(NOW)
    assert matching_step(RFC_SECRET, f"{code[:3]}{space}{code[3:]}", NOW, 0) == step_of(NOW)


@pytest.mark.parametrize("zero", ["\u0660", "\u06f0", "\u0966", "\uff10"], ids=["Arabic", "Persian", "Hindi", "wide"])
def test_digits_of_the_phones_own_script_count_as_the_same_digits(zero: str) -> None:
    code = code_at(RFC_SECRET, NOW)
    typed = "".join(chr(ord(zero) + int(digit)) for digit in code)

    assert matching_step(RFC_SECRET, typed, NOW, 0) == step_of(NOW)
    assert matching_step(RFC_SECRET, typed[::-1], NOW, 0) is None


@pytest.mark.parametrize("change", ["", "{0}{0}", "{0}0", "0{0}", "-{0}", "{0}.", "{0}\0"])
def test_anything_added_to_a_code_spoils_it(change: str) -> None:
    assert matching_step(RFC_SECRET, change.format(code_at(RFC_SECRET, NOW)), NOW, 0) is None


def test_a_code_changes_exactly_when_its_step_ends() -> None:
    starts = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
    code = code_at(RFC_SECRET, starts)
    a_moment = timedelta(microseconds=1)

    assert matching_step(RFC_SECRET, code, starts - a_moment, 0) is None
    assert matching_step(RFC_SECRET, code, starts, 0) == step_of(starts)
    assert matching_step(RFC_SECRET, code, starts + 2 * STEP - a_moment, 0) == step_of(starts)
    assert matching_step(RFC_SECRET, code, starts + 2 * STEP, 0) is None


def test_a_clock_set_back_makes_no_used_code_good_again() -> None:
    code = code_at(RFC_SECRET, NOW)
    used = matching_step(RFC_SECRET, code, NOW, 0)
    assert used is not None
    earlier = NOW - timedelta(hours=1)

    assert matching_step(RFC_SECRET, code, NOW, used) is None
    assert matching_step(RFC_SECRET, code_at(RFC_SECRET, earlier), earlier, used) is None
