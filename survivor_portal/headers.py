"""The headers every answer carries."""

from typing import TYPE_CHECKING, Final

from flask import request

from survivor_portal.web.cookies import DESK, side_of

if TYPE_CHECKING:
    from flask import Flask, Response

    from survivor_portal.config import Config
    from survivor_portal.web.assets import Assets

_SWITCHED_OFF: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)

_ON_AT_DESK: Final = frozenset({"publickey-credentials-create", "publickey-credentials-get"})
"""Staff may sign in with a passkey."""

_HSTS: Final = "max-age=63072000; includeSubDomains"


def content_security_policy(assets: "Assets") -> str:
    """Give the policy: nothing from anywhere, then only what the pages use; no inline but hashed, no eval."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {assets.script.csp_hash}",
            f"style-src {assets.style.csp_hash}",
            "img-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types htmx worker",
        )
    )


def init_app(app: "Flask", config: "Config", assets: "Assets") -> None:
    """Set the headers on every answer, whatever made it."""
    always = {
        "Content-Security-Policy": content_security_policy(assets),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        # Not no-referrer: Flask-WTF needs the referrer of our own HTTPS forms, and others learn nothing either way.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }
    hers = {"Permissions-Policy": _permissions(frozenset())}
    theirs = {"Permissions-Policy": _permissions(_ON_AT_DESK)}
    if config.is_reached_by_tls:
        always["Strict-Transport-Security"] = _HSTS

    @app.after_request
    def set_headers(response: "Response") -> "Response":
        response.headers.update(always)
        response.headers.update(theirs if side_of(request.path) is DESK else hers)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def _permissions(switched_on: frozenset[str]) -> str:
    return ", ".join(f"{feature}={'(self)' if feature in switched_on else '()'}" for feature in _SWITCHED_OFF)
