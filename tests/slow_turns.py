"""A turn to hash during which something else happens: what a press that waited has to find out."""

from collections.abc import Callable
from typing import Literal

from argon2 import PasswordHasher


class Meanwhile(PasswordHasher):
    """The real Argon2 at a low cost, during which something else happens."""

    def __init__(self, happens: Callable[[], object]) -> None:
        """Take what happens while the first passphrase is checked."""
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.happens: Callable[[], object] | None = happens

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 (argon2's signature)
        """Let it happen, once, and check."""
        happens, self.happens = self.happens, None
        if happens is not None:
            happens()
        return super().verify(hash, password)
