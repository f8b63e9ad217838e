"""Argon2 that takes as long as a test likes."""

from threading import Semaphore
from typing import Literal

from argon2 import PasswordHasher


class HeldArgon2(PasswordHasher):
    """The real Argon2 at a low cost, which finishes each check only when it is let."""

    def __init__(self) -> None:
        """Let nobody through yet."""
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.let = Semaphore(0)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 (argon2's signature)
        """Check, once it is let."""
        assert self.let.acquire(timeout=60)
        return super().verify(hash, password)
