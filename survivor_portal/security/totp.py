"""One-time codes from an authenticator app (RFC 6238), each good once."""

import base64
from datetime import datetime, timedelta

import pyotp

from survivor_portal.security.tokens import Chance

_STEP = timedelta(seconds=30)
_GROUP = 4
_SECRET_BYTES = 20
"""As long as the digest that codes are made of, as RFC 4226 recommends."""


def new_secret(chance: Chance) -> str:
    """Draw a secret for an authenticator app, in base 32: 32 characters, 160 bits."""
    return base64.b32encode(chance(_SECRET_BYTES)).decode()


def app_address(secret: str, site: str, account: str) -> str:
    """Give the address that an authenticator app reads from a picture, with the names the app will show."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site)


def matching_step(secret: str, code: str, now: datetime, used_step: int) -> int | None:
    """Find the time step whose code this is: the present one or the one before, and later than `used_step`.

    Steps count 30 seconds since 1970. None means the code is wrong, too old or already used. Both candidates are
    always compared, in constant time.
    """
    totp = pyotp.TOTP(secret)
    # Authenticator apps show digits in the phone's own script; spaces only help the eye.
    typed = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in code if not sign.isspace())
    present = totp.timecode(now)
    found = None
    for step, moment in ((present - 1, now - _STEP), (present, now)):
        if pyotp.utils.strings_equal(typed, totp.at(moment)) and step > used_step:
            found = step
    return found


def grouped_secret(secret: str) -> str:
    """Give a secret as it is shown to be typed: in groups of four."""
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
