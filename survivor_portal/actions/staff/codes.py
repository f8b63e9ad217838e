"""The codes staff are handed, in the form in which they are stored."""

from typing import TYPE_CHECKING, Final

from survivor_portal.security import crockford
from survivor_portal.security.tokens import Digest, keyed_digest

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps

SET_UP_LENGTH: Final = 12
"""60 bits: good once, for a day, and open to guessing only through the portal itself."""

RECOVERY_LENGTH: Final = 24
"""120 bits: above the 112 from which OWASP ASVS 5.0 (6.5.2) lets a look-up secret be kept under a plain digest."""


def set_up_digest(deps: "Deps", typed: str) -> Digest | None:
    """Give the digest a set-up code is found by, however it was typed; None when it cannot be one."""
    return _digest(deps, "set-up code", crockford.normalised(typed, SET_UP_LENGTH))


def recovery_digest(deps: "Deps", staff_id: str, typed: str) -> Digest | None:
    """Give the digest of someone's recovery code, however it was typed; None when it cannot be one."""
    return _digest(deps, f"recovery code of {staff_id}", crockford.normalised(typed, RECOVERY_LENGTH))


def _digest(deps: "Deps", purpose: str, code: str | None) -> Digest | None:
    return None if code is None else keyed_digest(deps.key_ring.key_file.lookup_key, purpose, code)
