"""The portal on a home screen, as the server plays its part: its manifest, its worker, and where workers are wanted."""

import dataclasses
import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from flask import template_rendered

from survivor_portal.app import create_app
from survivor_portal.config import InstalledLook, Number, PlainName
from survivor_portal.web.assets import read_assets, static_folder
from tests.cast import LUCIA, browser_for

if TYPE_CHECKING:
    from flask import Flask
    from jinja2 import Template

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.browse import Browser


def manifest(app: "Flask", language: str = "en-US") -> dict[str, Any]:
    answer = browser_for(app).client.get("/manifest.webmanifest", headers={"Accept-Language": language})
    assert answer.mimetype == "application/manifest+json"
    assert "Accept-Language" in answer.vary
    read: dict[str, Any] = json.loads(answer.text)
    return read


def release(app: "Flask") -> dict[str, Any]:
    """Read what the worker is told of its release."""
    line = browser_for(app).client.get("/sw.js").text.partition("\n")[0]
    read: dict[str, Any] = json.loads(line.removeprefix("const RELEASE = ").removesuffix(";"))
    return read


@pytest.mark.parametrize(
    ("language", "name", "direction"), [("en-US", "My Pages", "ltr"), ("es-MX", None, "ltr"), ("ar", None, "rtl")]
)
def test_the_manifest_is_neutral_and_in_the_browsers_language(
    app: "Flask", language: str, name: str | None, direction: str
) -> None:
    said = manifest(app, language)

    assert (said["lang"], said["dir"]) == (language.partition("-")[0], direction)
    assert said["name"]
    assert name is None or (said["name"], said["short_name"]) == (name, name)
    assert (said["id"], said["start_url"], said["scope"], said["display"]) == ("/", "/", "/", "standalone")


def test_every_icon_of_the_manifest_is_there(app: "Flask") -> None:
    for icon in manifest(app)["icons"]:
        answer = browser_for(app).client.get(icon["src"])
        assert (answer.status_code, answer.mimetype) == (200, icon["type"])
    assert {icon["purpose"] for icon in manifest(app)["icons"]} == {"any", "maskable"}


def test_the_operator_names_and_colours_the_installed_portal(config: "Config", deps: "Deps") -> None:
    names = {"en": PlainName("Weather of today", "Weather"), "es": PlainName("El clima de hoy", "Clima")}
    look = InstalledLook(names=MappingProxyType(names), theme_colour="#112233", background_colour="#ffffff")
    app = create_app(dataclasses.replace(config, installed=look), deps)

    assert [manifest(app, language)["short_name"] for language in ("en", "es", "ar")] == ["Weather", "Clima", "Weather"]
    assert (manifest(app)["theme_color"], manifest(app)["background_color"]) == ("#112233", "#ffffff")


def test_without_names_of_its_own_it_goes_by_the_portals_name(config: "Config", deps: "Deps") -> None:
    app = create_app(dataclasses.replace(config, portal_name="Green Door"), deps)

    assert (manifest(app)["name"], manifest(app)["short_name"]) == ("Green Door", "Green Door")


def test_her_pages_lead_to_the_manifest_and_the_desks_do_not(browser: "Browser") -> None:
    assert 'rel="manifest"' in browser.open("/").answer.text
    assert 'rel="apple-touch-icon"' in browser.open("/").answer.text
    assert 'rel="manifest"' not in browser.open("/desk/sign-in").answer.text


def test_the_worker_keeps_files_that_exist_and_no_page_of_anyones(app: "Flask") -> None:
    kept = release(app)["files"]
    browser = browser_for(app)

    assert all(address.startswith("/static/") for address in kept)
    assert all(browser.client.get(address).status_code == 200 for address in kept)
    assert {"portal.js", "keeping.js", "htmx.js", "icon.svg"} <= {address.rpartition("/")[2] for address in kept}


def test_whatever_the_worker_may_keep_makes_another_worker_when_it_changes(config: "Config", deps: "Deps") -> None:
    own = MappingProxyType({"en": (Number(name="Our own line", call="512-555-0142", hours="Weekdays."),)})
    versions = [
        release(create_app(changed, deps))["version"]
        for changed in (
            config,
            config,
            dataclasses.replace(config, numbers=own),
            dataclasses.replace(config, portal_name="Green Door"),
        )
    ]

    assert versions[0] == versions[1]
    assert len(set(versions)) == 3


def test_what_the_worker_may_keep_is_looked_at_once(app: "Flask") -> None:
    rendered: list[str] = []

    def note(_app: "Flask", template: "Template", **_context: object) -> None:
        rendered.append(str(template.name))

    with template_rendered.connected_to(note, app):
        first = release(app)
        assert "public/numbers.html" in rendered
        rendered.clear()
        assert release(app) == first
    assert rendered == []


def test_the_worker_has_the_one_address_from_which_it_may_see_every_page(app: "Flask") -> None:
    assert "sw.js" not in read_assets(static_folder()).files
    answer = browser_for(app).client.get("/sw.js")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "no-store")


def test_the_policy_lets_in_our_worker_our_manifest_and_one_more_policy_by_name(browser: "Browser") -> None:
    rules = browser.open("/").headers["Content-Security-Policy"].split("; ")

    assert {"worker-src 'self'", "manifest-src 'self'", "trusted-types htmx worker"} <= set(rules)


def test_only_a_phone_she_said_is_hers_may_keep_anything(app: "Flask", amara: "Browser", ruth: "Browser") -> None:
    assert amara.open("/home").markup.root.get("data-worker") == "allowed"
    shared = browser_for(app)
    shared.sign_in_survivor(LUCIA, phone_is_hers="no")
    assert shared.open("/home").markup.root.get("data-worker") == "unwanted"
    unsaid = browser_for(app)
    unsaid.sign_in_survivor(LUCIA, phone_is_hers=None)
    assert unsaid.open("/home").markup.root.get("data-worker") == "unwanted"
    assert browser_for(app).open("/numbers").markup.root.get("data-worker") is None
    assert ruth.open("/desk").markup.root.get("data-worker") is None


def test_calling_the_phone_shared_takes_off_whatever_it_kept(amara: "Browser") -> None:
    page = amara.open("/me").form("/me/shared").submit()

    assert page.markup.root.get("data-worker") == "unwanted"
    told = next(answer for answer in amara.answers if answer.request.path == "/me/shared")
    assert told.headers["Clear-Site-Data"] == '"storage"'


@pytest.mark.parametrize(("said", "emptied"), [({}, True), ({"kept": "1"}, False)])
def test_exit_empties_the_browser_unless_a_worker_stands_by(
    amara: "Browser", said: dict[str, str], *, emptied: bool
) -> None:
    answer = amara.client.post("/x", data={"beacon": "1", **said})

    assert answer.status_code == 204
    assert ("Clear-Site-Data" in answer.headers) is emptied
