"""A configuration is read once, and refused in one clear line when it is missing or unsafe."""

import dataclasses
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from survivor_portal.config import Config, ConfigError, ExitDestination, is_loopback, read_config
from survivor_portal.installation import Settings, install, refuse_unfit

LEAST = {"data_folder": "/srv/portal/data", "key_file": "/etc/portal/portal.key"}
TLS = {"certificate": "/etc/portal/cert.pem", "private_key": "/etc/portal/key.pem"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a configuration that serves lies."""
    path = tmp_path / "portal.toml"
    write(path, 'data_folder = "/srv/portal/data"\nkey_file = "/etc/portal/portal.key"\n')
    return path


def write(path: Path, content: str | bytes) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(0o600)


def refusal(path: Path) -> str:
    """Give the one line that a refused file earns, which names the file."""
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line
    return line


def test_the_least_one_can_say_serves_this_machine_alone(path: Path) -> None:
    config = read_config(path)

    assert (config.data_folder, config.key_file) == (Path(LEAST["data_folder"]), Path(LEAST["key_file"]))
    assert (config.public_url, config.host, config.port) == ("http://localhost:8000", "127.0.0.1", 8000)
    assert (config.serves_tls, config.is_reached_by_tls, config.demonstration) == (False, False, False)
    assert config.exit_destination("ar") == config.exit_destination("en")


def test_both_databases_lie_apart_and_the_key_file_outside(path: Path) -> None:
    config = read_config(path)

    databases = [Path(make_url(url).database or "") for url in (config.database_url, config.keys_url)]
    assert all(database.is_relative_to(config.data_folder) for database in databases)
    assert databases[0].parent != databases[1].parent
    assert not config.key_file.is_relative_to(config.data_folder)


def test_a_missing_file_is_refused_with_the_way_to_make_one(tmp_path: Path) -> None:
    assert "survivor-portal init" in refusal(tmp_path / "nowhere.toml")


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o601, 0o620, 0o660, 0o644, 0o777])
def test_a_file_that_others_can_read_or_change_is_refused_with_the_way_to_close_it(path: Path, mode: int) -> None:
    path.chmod(mode)

    assert f"chmod 600 {path}" in refusal(path)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"data_folder", b'data_folder = "/a', b"= 3", b"a = 1\na = 2"])
def test_what_is_no_toml_is_refused(path: Path, content: bytes) -> None:
    write(path, content)

    refusal(path)


@pytest.mark.parametrize("setting", ["data_folder", "key_file"])
def test_a_setting_that_must_be_there_is_named_when_it_is_not(path: Path, setting: str) -> None:
    write(path, "".join(f'{name} = "{value}"\n' for name, value in LEAST.items() if name != setting))

    assert f"{setting} is not set" in refusal(path)


def test_an_unknown_setting_is_refused_by_name(path: Path) -> None:
    write(path, path.read_text(encoding="utf-8") + "debug = true\n")

    assert "debug is not a setting" in refusal(path)


@pytest.mark.parametrize("value", ['["1:en"]', "[]", "true"])
def test_approvals_in_an_old_configuration_are_refused_with_the_place_they_have_now(path: Path, value: str) -> None:
    write(path, path.read_text(encoding="utf-8") + f"approved_statements = {value}\n")

    line = refusal(path)

    assert "approved_statements is not a setting any more" in line
    assert "a supervisor records at the office" in line


WRONG_KINDS: dict[type, tuple[Any, ...]] = {
    str: (3, True, [], {}, 1.5),
    int: ("8000", True, False, 8000.0, []),
    bool: (0, 1, "true", []),
    list: ("1:en", 3, {}, True),
    dict: ("https://www.weather.gov/", 3, [], True),
}
KINDS = {
    "data_folder": str,
    "key_file": str,
    "public_url": str,
    "host": str,
    "port": int,
    "certificate": str,
    "private_key": str,
    "database_address": str,
    "keys_address": str,
    "portal_name": str,
    "time_zone": str,
    "demonstration": bool,
    "trusted_proxies": list,
    "exit_destinations": dict,
    "numbers": dict,
    "installed": dict,
}


def test_every_setting_is_tried_with_the_wrong_kind_below() -> None:
    assert KINDS.keys() == {field.name for field in dataclasses.fields(Config)}


@pytest.mark.parametrize(
    ("setting", "value"), [(setting, value) for setting, kind in KINDS.items() for value in WRONG_KINDS[kind]]
)
def test_a_setting_of_the_wrong_kind_is_refused_by_name(setting: str, value: object) -> None:
    with pytest.raises(ConfigError, match=f"^{setting} must be a "):
        Config.from_table({**LEAST, setting: value})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"data_folder": "data"}, "data_folder must be an absolute path"),
        ({"key_file": "./portal.key"}, "key_file must be an absolute path"),
        ({"key_file": ""}, "key_file must be an absolute path"),
        ({"data_folder": "/srv/\0"}, "data_folder"),
        ({"key_file": "/srv/portal/data/portal.key"}, "key_file lies inside data_folder"),
        ({"key_file": "/srv/portal/data/keys/../portal.key"}, "key_file lies inside data_folder"),
        ({"key_file": "/srv/portal/data"}, "key_file lies inside data_folder"),
        ({"public_url": "http://portal.example.org"}, "public_url must begin with https"),
        ({"public_url": "http://192.168.0.7"}, "public_url must begin with https"),
        ({"public_url": "http://localhost.example.org"}, "public_url must begin with https"),
        ({"public_url": "portal.example.org"}, "public_url must look like"),
        ({"public_url": "ftp://portal.example.org"}, "public_url must look like"),
        ({"public_url": "https://"}, "public_url must look like"),
        ({"public_url": "https://portal.example.org/desk"}, "public_url must look like"),
        ({"public_url": "https://portal.example.org?a=b"}, "public_url must look like"),
        ({"public_url": "https://portal.example.org/#top"}, "public_url must look like"),
        ({"public_url": "https://ruth:word@portal.example.org"}, "public_url must look like"),
        ({"public_url": "https://portal.example.org:99999"}, "public_url must look like"),
        ({"public_url": "https://portal.example.org:http"}, "public_url must look like"),
        ({"public_url": "https://[portal"}, "public_url must look like"),
        ({"public_url": ""}, "public_url must look like"),
        ({"host": "0.0.0.0"}, "TLS"),  # noqa: S104 (refused)
        ({"host": "::"}, "TLS"),
        ({"host": "192.168.0.7"}, "TLS"),
        ({"host": "portal.example.org"}, "TLS"),
        ({"host": ""}, "host"),
        ({"certificate": "/etc/portal/cert.pem"}, "certificate and private_key go together"),
        ({"private_key": "/etc/portal/key.pem"}, "certificate and private_key go together"),
        ({**TLS, "certificate": "cert.pem"}, "certificate must be an absolute path"),
        ({**TLS, "private_key": "key.pem"}, "private_key must be an absolute path"),
        ({"port": 0}, "port must be between"),
        ({"port": -1}, "port must be between"),
        ({"port": 65536}, "port must be between"),
        ({"trusted_proxies": ["proxy.example.org"]}, "trusted_proxies must list"),
        ({"trusted_proxies": ["10.0.0.1/8"]}, "trusted_proxies must list"),
        ({"trusted_proxies": ["127.0.0.1", ""]}, "trusted_proxies must list"),
        ({"trusted_proxies": [True]}, "trusted_proxies must list"),
        ({"exit_destinations": {}}, '"en"'),
        ({"exit_destinations": {"es": {"address": "https://a.example", "name": "El tiempo"}}}, '"en"'),
        ({"exit_destinations": {"en": []}}, '"en"'),
        ({"exit_destinations": {"en": "https://a.example"}}, "exit_destinations"),
        ({"exit_destinations": {"en": [{"address": "https://a.example", "name": "A"}, "B"]}}, "exit_destinations"),
        ({"exit_destinations": {"en": {"address": "https://a.example"}}}, "exit_destinations"),
        ({"exit_destinations": {"en": {"name": "Weather"}}}, "exit_destinations"),
        ({"exit_destinations": {"en": {"address": "https://a.example", "name": 3}}}, "exit_destinations"),
        ({"exit_destinations": {"en": {"address": "https://a.example", "name": " "}}}, "exit_destinations"),
        ({"exit_destinations": {"en": {"address": ["https://a.example"], "name": "Weather"}}}, "exit_destinations"),
        ({"exit_destinations": {"en": {"address": "a.example", "name": "Weather"}}}, "exit destination"),
        ({"exit_destinations": {"en": {"address": "http://a.example", "name": "Weather"}}}, "exit destination"),
        ({"exit_destinations": {"en": {"address": "javascript:alert(1)", "name": "Weather"}}}, "exit destination"),
        ({"exit_destinations": {"en": {"address": "https:///weather", "name": "Weather"}}}, "exit destination"),
        ({"exit_destinations": {"en": {"address": "https://[a", "name": "Weather"}}}, "exit destination"),
        ({"exit_destinations": {"en": {"address": "//a.example", "name": "Weather"}}}, "exit destination"),
    ],
    ids=str,
)
def test_what_would_be_unsafe_is_refused_with_the_reason_in_one_line(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Config.from_table({**LEAST, **changes})

    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_key_file_that_a_link_leads_into_the_data_folder_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "elsewhere").symlink_to(data)

    with pytest.raises(ConfigError, match="inside data_folder"):
        Config(data_folder=data, key_file=tmp_path / "elsewhere" / "portal.key")


@pytest.mark.parametrize(
    "changes",
    [
        {"public_url": "https://portal.example.org"},
        {"public_url": "https://portal.example.org:8443/"},
        {"public_url": "http://127.0.0.1:9000"},
        {"public_url": "http://[::1]:9000"},
        {"host": "::1"},
        {"host": "localhost"},
        {"host": "0.0.0.0", "public_url": "https://portal.example.org", **TLS},  # noqa: S104 (with TLS)
        {"exit_destinations": {"en": {"address": "http://localhost:9/", "name": "Trial"}}},
        {"trusted_proxies": ["127.0.0.1", "::1", "10.1.2.0/24", "fd00::/8"]},
    ],
    ids=str,
)
def test_what_is_safe_is_accepted(changes: dict[str, Any]) -> None:
    config = Config.from_table({**LEAST, **changes})

    assert config.serves_tls is ("certificate" in changes)
    assert config.is_reached_by_tls is changes.get("public_url", "").startswith("https")


def test_each_language_leads_to_its_own_exit_destination_and_the_others_to_the_english_one() -> None:
    spanish = {"address": "https://www.aemet.es/", "name": "El tiempo"}
    english = {"address": "https://www.weather.gov/", "name": "Weather"}
    config = Config.from_table({**LEAST, "exit_destinations": {"en": english, "es": spanish}})

    assert config.exit_destination("es") == ExitDestination(**spanish)
    assert config.exit_destination("ar") == config.exit_destination("en") == ExitDestination(**english)


def test_a_language_has_as_many_pages_to_pick_from_as_the_operator_lists() -> None:
    english = [{"address": "https://a.example/", "name": "A"}, {"address": "https://b.example/", "name": "B"}]
    spanish = {"address": "https://www.aemet.es/", "name": "El tiempo"}
    config = Config.from_table({**LEAST, "exit_destinations": {"en": english, "es": spanish}})
    second = config.destinations_for("en")[1]

    assert [page.name for page in config.destinations_for("ar")] == ["A", "B"]
    assert config.exit_destination("en", second.ref) == config.exit_destination("es", second.ref) == second
    # Taken off the list since: the first one of her language.
    assert config.exit_destination("es", "00000000") == ExitDestination(**spanish)


def test_what_a_page_is_kept_as_stays_when_its_name_or_its_place_changes() -> None:
    assert ExitDestination("https://a.example/", "A").ref == ExitDestination("https://a.example/", "Another name").ref
    assert ExitDestination("https://a.example/", "A").ref != ExitDestination("https://b.example/", "A").ref


def test_a_request_may_ask_for_the_public_name_or_this_machine_and_nothing_else() -> None:
    config = Config.from_table({**LEAST, "public_url": "https://Portal.example.org:8443"})

    assert set(config.trusted_hosts) == {"portal.example.org", "localhost", "127.0.0.1", "[::1]"}


@pytest.mark.parametrize(
    ("public_url", "asked_for"),
    [
        ("http://[::1]:9000", "[::1]"),
        ("https://[2001:db8::7]", "[2001:db8::7]"),
        ("https://bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_public_name_is_asked_for_as_browsers_write_it(public_url: str, asked_for: str) -> None:
    assert asked_for in Config.from_table({**LEAST, "public_url": public_url}).trusted_hosts


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "[::1]", "localhost"])
def test_addresses_of_this_machine_alone_are_loopback(host: str) -> None:
    assert is_loopback(host)


@given(host=st.text() | st.ip_addresses().map(str))
def test_every_other_host_is_not(host: str) -> None:
    assume(host.strip("[]") not in {"::1", "localhost"} and not host.strip("[]").startswith("127."))

    assert not is_loopback(host)


@given(
    table=st.dictionaries(
        st.sampled_from(sorted(KINDS)) | st.text(max_size=10),
        st.recursive(
            st.text(max_size=20) | st.integers() | st.booleans() | st.floats(),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
            max_leaves=5,
        ),
    )
)
def test_no_table_whatever_brings_anything_but_a_configuration_or_a_refusal(table: dict[str, Any]) -> None:
    try:
        config = Config.from_table({**LEAST, **table})
    except ConfigError:
        return
    assert is_loopback(config.host) or config.serves_tls


# Names a file can have on every system the portal runs on, however unusual.
FILE_NAMES = (
    st.text(min_size=1, max_size=40)
    .filter(lambda name: not set(name) & {"/", "\0"} and name not in {".", ".."})
    .filter(lambda name: len(name.encode()) < 200)
)


@pytest.mark.slow
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(names=st.lists(FILE_NAMES, min_size=5, max_size=5, unique=True), port=st.integers(1, 65535))
def test_an_installation_with_any_names_is_written_so_that_it_reads_back_the_same(names: list[str], port: int) -> None:
    config_name, data_name, key_name, certificate, private_key = names
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        asked = Settings(
            public_url=f"https://localhost:{port}",
            port=port,
            certificate=str(home / certificate),
            private_key=str(home / private_key),
            exit_destinations=("https://www.weather.gov/?place=\U0001f600&\u0663", "https://a.example/"),
        )

        made = install(home / config_name, home / data_name, home / key_name, asked)

        assert (made.data_folder, made.key_file) == (home / data_name, home / key_name)
        assert (made.public_url, made.port) == (asked.public_url, port)
        assert (made.certificate, made.private_key) == (home / certificate, home / private_key)
        assert tuple(page.address for page in made.destinations_for("en")) == asked.exit_destinations
        assert {path.name for path in (home / data_name).iterdir()} == {"keys", "portal.db"}
        assert [path.name for path in (home / data_name / "keys").iterdir()] == ["keys.db"]


@pytest.mark.parametrize(
    "name", ["what? now", "100% sure", "a#b", "a&b=c", "\U0001f600", "n\u00fcr \u0646\u0648\u0631", "a\\b\"c'd", "\x7f"]
)
def test_an_installation_with_an_awkward_name_is_fit_to_serve(tmp_path: Path, name: str) -> None:
    made = install(tmp_path / "portal.toml", tmp_path / name, tmp_path / f"{name}.key", Settings())

    refuse_unfit(made)
    assert tomllib.loads((tmp_path / "portal.toml").read_text(encoding="utf-8"))["data_folder"] == str(tmp_path / name)


def test_a_name_that_no_text_can_hold_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        install(tmp_path / "portal.toml", tmp_path / "d\udcff", tmp_path / "portal.key", Settings())

    assert list(tmp_path.iterdir()) == []
