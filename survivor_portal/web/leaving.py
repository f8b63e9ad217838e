"""The page that answers after Exit now."""

from typing import TYPE_CHECKING

from flask import make_response, render_template

if TYPE_CHECKING:
    from flask import Response


def gone_page() -> "Response":
    """Give the blank, neutrally titled page that moves on to the exit destination by itself."""
    return make_response(render_template("public/gone.html"))
