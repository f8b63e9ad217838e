"""The key file is read only when it is whole and private, and a refusal never tells what is in it."""

import base64
import json
import os
import stat
import struct
import traceback
from pathlib import Path
from typing import Any

import pytest

from survivor_portal.security.keyfile import KeyFileError, grants_others, make_key_file, read_key_file
from survivor_portal.security.tokens import system_chance


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a fresh key file lies."""
    path = tmp_path / "portal.key"
    make_key_file(path, system_chance)
    return path


def rewrite(path: Path, content: bytes | dict[str, Any]) -> None:
    """Put something else where the key file was, as private as before."""
    path.unlink()
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    path.chmod(0o400)


def refusal(path: Path) -> str:
    """Give the one line a refusal says."""
    with pytest.raises(KeyFileError) as caught:
        read_key_file(path)
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line
    return line


def test_only_its_owner_may_read_a_new_key_file_and_nobody_may_write_it(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_a_new_key_file_holds_keys_of_256_bits_that_are_all_different(path: Path, tmp_path: Path) -> None:
    make_key_file(tmp_path / "another.key", system_chance)
    files = [read_key_file(path), read_key_file(tmp_path / "another.key")]

    keys = [key for file in files for key in (*file.wrapping_keys.values(), file.lookup_key)]

    assert [len(key) for key in keys] == [32] * 4
    assert len(set(keys)) == 4
    assert files[0].form_key not in (files[1].form_key, files[0].lookup_key.hex())


def test_a_key_file_that_is_there_is_never_replaced(path: Path) -> None:
    before = path.read_bytes()

    with pytest.raises(FileExistsError):
        make_key_file(path, system_chance)

    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o440, 0o420, 0o410, 0o404, 0o402, 0o401, 0o777])
def test_a_key_file_open_to_others_is_refused_with_the_way_to_close_it(path: Path, mode: int) -> None:
    path.chmod(mode)

    assert f"chmod 400 {path}" in refusal(path)


@pytest.mark.parametrize("mode", [0o400, 0o600])
def test_a_key_file_only_its_owner_can_read_is_read(path: Path, mode: int) -> None:
    path.chmod(mode)

    assert read_key_file(path).current in read_key_file(path).wrapping_keys


def test_a_missing_key_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "nowhere.key")


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "portal.key"
    folder.mkdir(0o700)

    assert "cannot be read" in refusal(folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"not json", b"[]", b"3", b"null", b"[" * 100_000, b"{}"])
def test_what_is_no_key_file_is_refused(path: Path, content: bytes) -> None:
    rewrite(path, content)

    refusal(path)


WRONG_VALUES: list[Any] = [
    None,
    True,
    3,
    "",
    "k",
    [],
    {},
    ["a"],
    {"a": None},
    {"a": "b"},
    "not base64!",
    "bm90IDMyIGJ5dGVz",
]


@pytest.mark.parametrize("value", WRONG_VALUES, ids=repr)
@pytest.mark.parametrize("field", ["current", "wrapping_keys", "lookup_key"])
def test_a_key_file_damaged_in_any_field_is_refused(path: Path, field: str, value: Any) -> None:  # noqa: ANN401 (whatever a damaged file may hold)
    rewrite(path, json.loads(path.read_bytes()) | {field: value})

    assert "is damaged" in refusal(path)


@pytest.mark.parametrize("field", ["current", "wrapping_keys", "lookup_key"])
def test_a_key_file_that_lacks_a_field_is_refused(path: Path, field: str) -> None:
    content = json.loads(path.read_bytes())
    del content[field]
    rewrite(path, content)

    assert "is damaged" in refusal(path)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_of_another_size_is_refused(path: Path, size: int) -> None:
    rewrite(path, json.loads(path.read_bytes()) | {"lookup_key": base64.b64encode(bytes(size)).decode()})

    assert "is damaged" in refusal(path)


def test_a_refusal_never_quotes_a_secret_not_even_in_its_causes(path: Path) -> None:
    content = json.loads(path.read_bytes())
    (wrapping_key,) = content["wrapping_keys"].values()
    lookup_key = content["lookup_key"]
    rewrite(path, content | {"lookup_key": lookup_key[:-1] + "!"})

    with pytest.raises(KeyFileError) as caught:
        read_key_file(path)

    told = "".join(traceback.format_exception(caught.value))
    assert lookup_key[:-1] not in told
    assert wrapping_key not in told


def test_a_key_file_in_memory_does_not_show_its_secrets(path: Path) -> None:
    key_file = read_key_file(path)

    shown = f"{key_file!r} {key_file}"

    for secret in (*key_file.wrapping_keys.values(), key_file.lookup_key):
        assert repr(secret) not in shown
        assert base64.b64encode(secret).decode() not in shown


# What acl(5) calls the kinds of entries, as Linux stores them.
OWNER, NAMED_USER, OWNING_GROUP, NAMED_GROUP, MASK, OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
READ, NOTHING, NOBODY_NAMED = 4, 0, 0xFFFFFFFF
SYSTEMDS = ((OWNER, READ, NOBODY_NAMED), (OWNING_GROUP, NOTHING, NOBODY_NAMED), (MASK, READ, NOBODY_NAMED))


def access_list(*entries: tuple[int, int, int]) -> bytes:
    """Write a list of who may read, as a file system keeps it."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def test_a_list_that_lets_in_its_owner_and_the_portal_alone_lets_in_nobody_else() -> None:
    assert not grants_others(access_list(*SYSTEMDS, (NAMED_USER, READ, 998)), reader=998)


@pytest.mark.parametrize(
    "entry", [(NAMED_USER, READ, 997), (OWNING_GROUP, READ, NOBODY_NAMED), (NAMED_GROUP, READ, 5), (OTHER, READ, 0)]
)
def test_a_list_that_lets_in_anyone_else_is_told(entry: tuple[int, int, int]) -> None:
    assert grants_others(access_list(*SYSTEMDS, (NAMED_USER, READ, 998), entry), reader=998)


def test_a_systemd_credential_is_read_although_its_mode_looks_open(path: Path) -> None:
    entries = (*SYSTEMDS, (NAMED_USER, READ, os.geteuid()), (OTHER, NOTHING, NOBODY_NAMED))
    try:
        os.setxattr(path, "system.posix_acl_access", access_list(*sorted(entries)))
    except OSError as problem:
        pytest.skip(f"this file system keeps no lists of access: {problem.strerror}")

    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert read_key_file(path).current
