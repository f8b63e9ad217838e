"""Someone who steals the files reads nobody's name, secret or sign-in."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import text

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.sessions import OpenedSession, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.staff import StaffAttempt, sign_in_staff
from survivor_portal.demonstration.folder import add_cast
from survivor_portal.installation import Settings, install
from survivor_portal.security.keyfile import read_key_file
from tests.cast import AMARA, RUTH, STAFF, SURVIVORS
from tests.conftest import quick_hasher
from tests.stolen import Repeatable, bytes_on_disk, found
from tests.timepiece import Timepiece


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the folder and the key file lie."""
    return tmp_path / "home"


@pytest.fixture
def stolen(home: Path) -> Iterator[Deps]:
    """A data folder in use, with the cast in it, a moment before it is stolen."""
    home.mkdir()
    config = install(home / "portal.toml", home / "data", home / "portal.key", Settings())
    deps = open_deps(config, clock=Timepiece(), chance=Repeatable(), hasher=quick_hasher())
    add_cast(deps)
    yield deps
    deps.storage.close()
    deps.key_ring.storage.close()


@pytest.mark.usefixtures("stolen")
def test_the_files_hold_no_name_no_passphrase_no_secret_and_no_sign_in_name(home: Path) -> None:
    words = {word for person in SURVIVORS for word in (person.chosen_name, person.sign_in_name, person.passphrase)}
    words |= {word for member in STAFF for word in (member.name, member.sign_in_name, member.passphrase)}
    words |= {member.totp_secret for member in STAFF}

    assert found(home, words) == []
    assert not any(base64.b32decode(member.totp_secret) in bytes_on_disk(home) for member in STAFF)


def test_what_is_not_sealed_would_be_found(stolen: Deps, home: Path) -> None:
    with stolen.storage.write() as session:
        session.execute(text("UPDATE survivors SET language = 'Amara'"))
        session.commit()

    assert found(home, {"Amara"}) == ["Amara"]


def test_the_files_hold_no_token_of_a_session_and_no_code(stolen: Deps, home: Path) -> None:
    code = pyotp.TOTP(RUTH.totp_secret).at(stolen.clock())
    hers = sign_in_survivor(stolen, SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True))
    theirs = sign_in_staff(stolen, StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code))
    assert isinstance(hers, OpenedSession)
    assert isinstance(theirs, OpenedSession)
    assert find_viewer(stolen, desk=False, sid=hers.sid, k=hers.k) is not None

    assert found(home, {hers.sid, hers.k, theirs.sid, theirs.k}) == []
    assert code.encode() not in bytes_on_disk(home)


def test_no_secret_of_the_key_file_and_no_data_key_lies_in_the_folder(stolen: Deps, home: Path) -> None:
    key_file = read_key_file(home / "portal.key")
    with stolen.storage.read() as connection:
        owners = connection.execute(text("SELECT id FROM survivors UNION SELECT id FROM staff")).scalars().all()
    secrets = [*key_file.wrapping_keys.values(), key_file.lookup_key]
    secrets += [stolen.key_ring.key_for(owner).secret for owner in owners]
    content = bytes_on_disk(home)

    assert len(secrets) == 2 + 7
    for secret in secrets:
        assert secret not in content
        assert base64.b64encode(secret) not in content
        assert secret.hex().encode() not in content
    assert key_file.form_key.encode() not in content


@pytest.mark.usefixtures("stolen")
def test_only_their_owner_may_enter_the_data_folder_and_read_what_names_it(home: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in (home, *home.rglob("*"))}

    assert (modes["data"], modes["keys"], modes["portal.toml"], modes["portal.key"]) == (0o700, 0o700, 0o600, 0o400)
