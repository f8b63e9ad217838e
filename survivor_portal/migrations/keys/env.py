"""The environment of the key database's history."""

from survivor_portal.migrations.running import run
from survivor_portal.security.keyring import KEYS_METADATA

run(KEYS_METADATA)
