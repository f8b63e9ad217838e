"""The page that answers after Exit now."""

from typing import TYPE_CHECKING

from flask import render_template

from survivor_portal.web.htmx import asked_for_part, leave_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def gone_instead() -> "ResponseReturnValue":
    """Answer with the blank page in place of a signed-in one; a part asked for late has its whole page replaced."""
    return leave_to("/gone") if asked_for_part() else gone_page()


def gone_page() -> str:
    """Give the blank, neutrally titled page that moves on to the exit destination by itself."""
    return render_template("public/gone.html")
