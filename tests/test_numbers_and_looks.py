"""The operator's numbers and the look of the installed portal: read as written, refused by entry and field."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from click.testing import CliRunner

from survivor_portal.cli import main
from survivor_portal.config import APP_ICONS, Config, ConfigError, Number, PlainName, read_config
from survivor_portal.demonstration.numbers import demonstration_numbers
from survivor_portal.installation import Settings, install
from survivor_portal.security.clock import system_clock
from survivor_portal.web.assets import read_assets, static_folder

LEAST: dict[str, Any] = {"data_folder": "/srv/portal/data", "key_file": "/etc/portal/portal.key"}
CHECKED = date(2026, 11, 1)
LINE: dict[str, Any] = {
    "name": "Talk to someone",
    "call": "+1 (888) 373-7888",
    "hours": "Every day.",
    "may_tell_police": True,
    "checked_on": CHECKED,
}


def refusal(**settings: object) -> str:
    """Give the one line that settings earn."""
    with pytest.raises(ConfigError) as caught:
        Config.from_table({**LEAST, **settings})
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_numbers_are_read_as_written() -> None:
    whole = {
        **LINE,
        "full_name": "A line",
        "use": "To talk.",
        "text": "233733",
        "words": "HELP",
        "languages": ["en", "es"],
        "place": "Texas",
    }
    config = Config.from_table({**LEAST, "numbers": {"en": [whole], "es": [LINE]}})

    assert config.numbers["en"] == (Number(**{**whole, "languages": ("en", "es")}),)
    assert config.numbers["en"][0].dialled == "+18883737888"
    assert config.numbers["es"] == (Number(**LINE),)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "name must be one line"),
        ({"name": "x" * 201}, "name must be one line"),
        ({"use": "two\nlines"}, "use must be one line"),
        ({"call": "ask for Ana"}, "call must be a number"),
        ({"call": "1" * 16}, "call must be a number"),
        ({"call": "91"}, "call must be a number"),
        ({"call": 911}, "call must be text in quotes"),
        ({"text": "233 733"}, "text must be a number"),
        ({"text": None}, "text must be text in quotes"),
        ({"words": "HELP"}, "words are what to text, and text is not set"),
        ({"languages": "en"}, "languages must be a list"),
        ({"languages": ["xx-unknown"]}, "languages must list language codes"),
        ({"languages": [1]}, "languages must list language codes"),
        ({"may_tell_police": "no"}, "may_tell_police must be true or false"),
        ({"checked_on": "2026-11-01"}, "checked_on must be a day without quotes"),
        ({"checked_on": datetime(2026, 11, 1, tzinfo=UTC)}, "checked_on must be a day without quotes"),
        ({"adress": "somewhere"}, "adress is not a field of a number"),
    ],
)
def test_a_broken_entry_is_named_with_its_field(change: dict[str, object], said: str) -> None:
    line = refusal(numbers={"en": [LINE], "es": [LINE, LINE | change]})

    assert line.startswith("numbers.es, entry 2 (")
    assert said in line


@pytest.mark.parametrize("field", ["name", "hours", "may_tell_police", "checked_on"])
def test_what_an_entry_lacks_is_named(field: str) -> None:
    line = {name: value for name, value in LINE.items() if name != field}

    assert refusal(numbers={"en": [line]}).endswith(f": {field} is not set")


def test_an_entry_that_reaches_nobody_is_refused() -> None:
    line = {name: value for name, value in LINE.items() if name != "call"}

    assert "entry 1 ('Talk to someone'): neither call nor text is set" in refusal(numbers={"en": [line]})


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"es": [LINE]}, 'numbers needs a list for "en"'),
        ({"en": []}, "numbers.en must be a list"),
        ({"en": LINE}, "numbers.en must be a list"),
        ({"en": ["911"]}, "numbers.en must be a list"),
        ({"en": [LINE], "xx-unknown": [LINE]}, "numbers.xx-unknown: this is no language code"),
    ],
)
def test_numbers_come_as_a_list_for_each_language(numbers: dict[str, object], said: str) -> None:
    assert said in refusal(numbers=numbers)


def test_the_demonstration_has_numbers_in_three_languages_that_were_tried_lately() -> None:
    today = date(2026, 11, 22)
    config = Config.from_table({**LEAST, "numbers": demonstration_numbers(today)})

    assert set(config.numbers) == {"en", "es", "ar"}
    tried = {number.checked_on for numbers in config.numbers.values() for number in numbers}
    assert tried == {today - timedelta(days=6)}


def checked(home: Path, numbers: dict[str, Any] | None) -> tuple[int, str]:
    """Run `check` on a fresh installation with these numbers; give its status and what it says on standard error."""
    path = home / "portal.toml"
    if not path.exists():
        install(path, home / "data", home / "portal.key", Settings(public_url="https://portal.example.org"))
    table = {"data_folder": str(home / "data"), "key_file": str(home / "portal.key")}
    path.write_text(tomli_w.dumps(table if numbers is None else {**table, "numbers": numbers}), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "--config", str(path)])
    return result.exit_code, result.stderr


def test_check_names_each_number_that_was_not_tried_lately(tmp_path: Path) -> None:
    today = system_clock().date()
    old, coming = LINE | {"checked_on": today - timedelta(days=91)}, LINE | {"checked_on": today + timedelta(days=1)}
    status, said = checked(tmp_path, {"en": [LINE | {"checked_on": today}, old], "es": [coming]})

    assert status == 0
    assert [line.partition(" (")[0] for line in said.splitlines()] == [
        "Warning: numbers.en, entry 2",
        "Warning: numbers.es, entry 1",
    ]


def test_check_says_when_numbers_are_not_set_and_nothing_when_all_is_well(tmp_path: Path) -> None:
    status, said = checked(tmp_path, None)
    assert (status, said.startswith("Warning: numbers is not set")) == (0, True)

    assert checked(tmp_path, {"en": [LINE | {"checked_on": system_clock().date()}]}) == (0, "")


def test_check_stops_at_a_broken_entry(tmp_path: Path) -> None:
    status, said = checked(tmp_path, {"en": [LINE | {"call": "nine"}]})

    assert status == 2
    assert "numbers.en, entry 1 ('Talk to someone'): call must be a number" in said


def test_the_look_of_the_installed_portal_is_read_as_written(tmp_path: Path) -> None:
    look = {
        "names": {"en": {"name": "My Weather", "short_name": "Weather"}},
        "theme_colour": "#112233",
        "background_colour": "#ffffff",
        "icons": str(icons_in(tmp_path)),
    }
    installed = Config.from_table({**LEAST, "installed": look}).installed

    assert installed.name("ar") == PlainName("My Weather", "Weather")
    assert (installed.theme_colour, installed.background_colour) == ("#112233", "#ffffff")
    assert installed.icons == tmp_path


def icons_in(folder: Path) -> Path:
    """Copy the portal's own icons into a folder, as an operator's would lie there."""
    for name in ("icon.svg", *(icon.file for icon in APP_ICONS)):
        (folder / name).write_bytes((static_folder() / name).read_bytes())
    return folder


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"colour": "#112233"}, "installed.colour is not a setting"),
        ({"theme_colour": "teal"}, "installed.theme_colour must be a colour"),
        ({"background_colour": 5}, "installed.background_colour must be a colour"),
        ({"names": {"es": {"name": "Clima", "short_name": "Clima"}}}, 'installed.names needs an entry for "en"'),
        ({"names": {"en": {"name": "Weather"}}}, "installed.names.en must give a name and a short_name"),
        ({"names": {"en": {"name": "x" * 46, "short_name": "x"}}}, "installed.names.en must give a name"),
        ({"icons": "icons"}, "installed.icons must be the absolute path"),
        ({"icons": "/nowhere"}, "installed.icons: /nowhere/icon-192.png must be a PNG of 192 by 192 pixels"),
    ],
)
def test_a_look_that_could_not_be_shown_is_named(look: dict[str, object], said: str) -> None:
    assert said in refusal(installed=look)


@pytest.mark.parametrize("name", [icon.file for icon in APP_ICONS])
def test_an_icon_of_the_wrong_size_or_none_at_all_is_named(tmp_path: Path, name: str) -> None:
    folder = icons_in(tmp_path)
    wrong = "icon-512.png" if name == "icon-192.png" else "icon-192.png"
    (folder / name).write_bytes((static_folder() / wrong).read_bytes())
    assert f"{folder / name} must be a PNG" in refusal(installed={"icons": str(folder)})
    (folder / name).write_text("no picture", encoding="utf-8")
    assert f"{folder / name} must be a PNG" in refusal(installed={"icons": str(folder)})


def test_the_icon_of_the_tab_belongs_to_the_set(tmp_path: Path) -> None:
    (icons_in(tmp_path) / "icon.svg").unlink()

    assert f"{tmp_path / 'icon.svg'} is missing" in refusal(installed={"icons": str(tmp_path)})


def test_the_operators_icons_take_the_place_of_ours_under_an_address_of_their_own(tmp_path: Path) -> None:
    folder = icons_in(tmp_path)
    ours = read_assets(static_folder())
    assert read_assets(static_folder(), folder).digest == ours.digest
    (folder / "icon.svg").write_text("<svg/>", encoding="utf-8")
    theirs = read_assets(static_folder(), folder)

    assert theirs.files["icon.svg"].content == b"<svg/>"
    assert theirs.digest != ours.digest


def test_a_configuration_file_may_hold_both(tmp_path: Path) -> None:
    path = tmp_path / "portal.toml"
    look = {"names": {"en": {"name": "My Pages", "short_name": "Pages"}}}
    path.write_text(tomli_w.dumps({**LEAST, "numbers": {"en": [LINE]}, "installed": look}), encoding="utf-8")
    path.chmod(0o600)
    config = read_config(path)

    assert (config.numbers["en"][0].checked_on, config.installed.names["en"].name) == (CHECKED, "My Pages")
