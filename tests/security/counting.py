"""Argon2 that counts its work."""

from typing import Any, Literal

from argon2 import PasswordHasher, extract_parameters


class CountingArgon2(PasswordHasher):
    """The real Argon2 at a low cost, which notes the costs of each check it was asked for."""

    def __init__(self) -> None:
        """Start with nothing noted."""
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checked: list[Any] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 (argon2's signature)
        """Note the costs, and check."""
        self.checked.append(extract_parameters(str(hash)))
        return super().verify(hash, password)
