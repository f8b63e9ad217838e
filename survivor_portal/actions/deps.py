"""What every action is handed: storage, keys, time and chance, each replaceable in a test."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from survivor_portal.actions.tally import Happening, Tally
from survivor_portal.actions.unended import UnendedSessions
from survivor_portal.security.tokens import Digest, keyed_digest
from survivor_portal.security.words import normalised_sign_in_name

if TYPE_CHECKING:
    from survivor_portal.security.clock import Clock
    from survivor_portal.security.encryption import Vault
    from survivor_portal.security.keyring import KeyRing
    from survivor_portal.security.passphrases import PassphraseHasher
    from survivor_portal.security.tokens import Chance
    from survivor_portal.storage import Storage


@dataclass(frozen=True, slots=True)
class Deps:
    """The explicit dependencies of the actions."""

    storage: "Storage"
    key_ring: "KeyRing"
    vault: "Vault"
    hasher: "PassphraseHasher"
    clock: "Clock"
    chance: "Chance"
    unended: UnendedSessions = field(default_factory=UnendedSessions)
    tally: Tally = field(default_factory=Tally)

    def sign_in_digest(self, sign_in_name: str) -> Digest:
        """Give the digest a sign-in name is found by, however it was typed: case, spaces and hyphens do not count."""
        return keyed_digest(self.key_ring.key_file.lookup_key, "sign-in name", normalised_sign_in_name(sign_in_name))

    def note(self, happening: Happening) -> None:
        """Count something for the log, which says how often and never who."""
        self.tally.note(happening, self.clock())
