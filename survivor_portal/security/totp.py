"""One-time codes from an authenticator app (RFC 6238), each good once."""

from datetime import datetime, timedelta

import pyotp

_STEP = timedelta(seconds=30)


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
