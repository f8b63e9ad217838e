"""One-time codes that a running portal has not seen yet."""

import time
from typing import TYPE_CHECKING, Final

import pyotp

from survivor_portal.security.clock import system_clock

if TYPE_CHECKING:
    from survivor_portal.actions.people import NewStaff
    from tests.journeys.servers import Portal

_STEP_SECONDS: Final = 30
_TYPING_SECONDS: Final = 6
"""How long a code must stay good after it was read: the form is still to be sent."""


def fresh_code(portal: "Portal", member: "NewStaff") -> str:
    """Give a code that this portal accepts now, waiting for one when the last was used a moment ago.

    The portal takes the code of the present step and of the one before, and only one later than the last it took.
    """
    while True:
        present, into_step = divmod(system_clock().timestamp(), _STEP_SECONDS)
        lasts = _STEP_SECONDS - into_step
        before = int(present) - 1
        step = max(portal.spent_steps.get(member.name, 0) + 1, before)
        if step <= present and not (step == before and lasts < _TYPING_SECONDS):
            portal.spent_steps[member.name] = step
            return pyotp.TOTP(member.totp_secret).at(step * _STEP_SECONDS)
        time.sleep(min(lasts, 1.0))
