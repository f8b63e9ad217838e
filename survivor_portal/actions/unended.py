"""Sessions that were to end while the database would not write: over in this process at once, in the rows soon."""

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from survivor_portal.security.tokens import Digest

_MOST: Final = 1000
"""Digests remembered at once; the oldest give way, and their sessions run out by themselves."""


@dataclass(frozen=True, slots=True, repr=False)
class UnendedSessions:
    """The digests of sessions that count as over although their rows still stand."""

    _digests: "dict[Digest, None]" = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __contains__(self, sid_digest: "Digest") -> bool:
        """Say whether a session counts as over already."""
        return sid_digest in self._digests

    def add(self, sid_digests: "Collection[Digest]") -> None:
        """Let sessions count as over from now on."""
        with self._lock:
            for sid_digest in sid_digests:
                self._digests[sid_digest] = None
            while len(self._digests) > _MOST:
                del self._digests[next(iter(self._digests))]

    def discard(self, sid_digests: "Collection[Digest]") -> None:
        """Forget sessions whose rows are gone."""
        with self._lock:
            for sid_digest in sid_digests:
                self._digests.pop(sid_digest, None)

    def waiting(self) -> "tuple[Digest, ...]":
        """Give the digests whose rows are still to be deleted."""
        with self._lock:
            return tuple(self._digests)
