"""What the tests of staff accounts stand on: the codes of the moment, and how long it takes until one is asked for."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.cast import IMANI, RUTH
from tests.views.staff.reading import Codes

if TYPE_CHECKING:
    from tests.timepiece import Timepiece


@pytest.fixture
def a_while() -> timedelta:
    """Long enough for a factor to be asked for again, and short enough to stay signed in."""
    return timedelta(minutes=11)


@pytest.fixture
def codes(timepiece: "Timepiece") -> Codes:
    """The codes of the moment of Ruth's and Imani's apps."""
    return Codes(
        lambda: pyotp.TOTP(RUTH.totp_secret).at(timepiece()),
        lambda: pyotp.TOTP(IMANI.totp_secret).at(timepiece()),
    )
