"""Wiring storage, keys, time and chance into what the actions need."""

from functools import partial

from survivor_portal.actions.consents.set_back import write_down_ends
from survivor_portal.actions.deps import Deps
from survivor_portal.config import Config
from survivor_portal.security.clock import Clock, system_clock
from survivor_portal.security.encryption import Vault
from survivor_portal.security.keyfile import read_key_file
from survivor_portal.security.keyring import KeyRing, KnownKeys
from survivor_portal.security.passphrases import PassphraseHasher
from survivor_portal.security.tokens import Chance, system_chance
from survivor_portal.storage import open_storage


def open_deps(
    config: Config,
    *,
    clock: Clock = system_clock,
    chance: Chance = system_chance,
    hasher: PassphraseHasher | None = None,
) -> Deps:
    """Open the databases and the key file a configuration names.

    Raises `KeyFileError`. The databases are opened when first used.
    """
    known = KnownKeys(read_key_file(config.key_file), partial(read_key_file, config.key_file))
    key_ring = KeyRing(open_storage(config.keys_url), known, chance, clock)
    storage = open_storage(config.database_url)
    storage.when_set_back.append(partial(write_down_ends, chance=chance))
    return Deps(
        storage=storage,
        key_ring=key_ring,
        vault=Vault(key_ring, chance),
        hasher=hasher or PassphraseHasher(),
        clock=clock,
        chance=chance,
    )
