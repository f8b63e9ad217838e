"""A key database and a key file, and nothing else of the portal."""

from collections.abc import Iterator

import pytest

from survivor_portal.migrations import History, upgrade
from survivor_portal.security.encryption import Vault
from survivor_portal.security.keyfile import make_key_file, read_key_file
from survivor_portal.security.keyring import KeyRing, KnownKeys
from survivor_portal.security.tokens import system_chance
from survivor_portal.storage import open_storage
from tests.timepiece import Timepiece


@pytest.fixture(scope="module")
def key_ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyRing]:
    """A key ring shared by a module's tests: each makes keys for owners of its own."""
    folder = tmp_path_factory.mktemp("keys")
    make_key_file(folder / "portal.key", system_chance)
    storage = open_storage(f"sqlite:///{folder / 'keys.db'}")
    upgrade(storage.writer, History.KEYS)
    yield KeyRing(storage, KnownKeys(read_key_file(folder / "portal.key")), system_chance, Timepiece())
    storage.close()


@pytest.fixture(scope="module")
def vault(key_ring: KeyRing) -> Vault:
    """A vault on that key ring."""
    return Vault(key_ring, system_chance)
