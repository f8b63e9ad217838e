"""The portal on a phone's home screen: its manifest, its worker, and the two pages that may be kept on the phone."""

import hashlib
import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort, current_app, make_response
from flask_babel import force_locale

from survivor_portal.texts.numbers import languages_named, numbers_for
from survivor_portal.web.deps import current_assets, current_config
from survivor_portal.web.htmx import render_page
from survivor_portal.web.locale import is_offered, language_called, language_of_request, offered_languages
from survivor_portal.web.shell import portal_name, shell_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

pwa = Blueprint("pwa", __name__)

_VERSION: Final = "survivor_portal_worker_version"

_FILES_KEPT: Final = (".js", ".svg")
"""What the kept pages load: scripts, and the icon in the browser's tab."""


@pwa.get("/manifest.webmanifest")
def manifest() -> "ResponseReturnValue":
    """Say how the portal looks when it is installed (W3C Web Application Manifest), in the browser's own language."""
    assets, look = current_assets(), current_config().installed
    language = language_called(language_of_request())
    names = look.name(language.code)
    described = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "name": names.name if names else portal_name(),
        "short_name": names.short_name if names else portal_name(),
        "lang": language.code.replace("_", "-"),
        "dir": language.direction,
        "theme_color": look.theme_colour,
        "background_color": look.background_colour,
        "icons": [
            {"src": assets.address(name), "type": kind, "sizes": sizes, "purpose": purpose}
            for name, kind, sizes, purpose in (
                ("icon.svg", "image/svg+xml", "any", "any"),
                ("icon-192.png", "image/png", "192x192", "any"),
                ("icon-512.png", "image/png", "512x512", "any"),
                ("icon-maskable-512.png", "image/png", "512x512", "maskable"),
            )
        ],
    }
    response = Response(json.dumps(described, ensure_ascii=False), mimetype="application/manifest+json")
    response.vary.add("Accept-Language")
    return response


@pwa.get("/sw.js")
def worker() -> "ResponseReturnValue":
    """Give the worker with the files of this release; whenever any of them changes, it is another worker."""
    assets = current_assets()
    files = [assets.address(name) for name in assets.files if name.endswith(_FILES_KEPT)]
    release = json.dumps({"version": _version(), "files": files})
    return Response(f"const RELEASE = {release};\n{assets.worker}", mimetype="text/javascript")


@pwa.get("/plain/<language>")
def plain(language: str) -> "ResponseReturnValue":
    """Show a neutral page: where an installed portal rests after Exit now, and what stands in without a connection."""
    return _kept_page("public/plain.html", language)


@pwa.get("/numbers/<language>")
def numbers(language: str) -> "ResponseReturnValue":
    """Show the numbers to call as anyone sees them, on a page that may be kept on a phone."""
    return _kept_page("public/numbers.html", language)


def _kept_page(template: str, language: str) -> Response:
    """Render a page that is the same for everyone who reads a language; 404 for a language that is not offered."""
    if not is_offered(language):
        abort(404)
    with force_locale(language):
        page = render_page(
            template,
            shell=shell_in(language, is_kept=True),
            listed=numbers_for(current_config(), language),
            languages_named=languages_named,
            shows_full_names=False,
        )
    return make_response(page)


def _version() -> str:
    """Give a digest of everything the worker may keep, itself included: once, as none of it changes while we run."""
    known: str | None = current_app.extensions.get(_VERSION)
    if known is None:
        known = current_app.extensions[_VERSION] = _version_anew()
    return known


def _version_anew() -> str:
    everything = hashlib.sha256(current_assets().digest.encode() + current_assets().worker.encode())
    for language in offered_languages():
        for template in ("public/plain.html", "public/numbers.html"):
            everything.update(_kept_page(template, language.code).get_data())
    return everything.hexdigest()[:12]
