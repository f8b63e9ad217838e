"""Asking someone to try again a little later, with the form as it was but for its secrets."""

from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext, ngettext

from survivor_portal.texts.errors import explanation
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page

if TYPE_CHECKING:
    from flask import Response
    from flask_wtf import FlaskForm

    from survivor_portal.actions.throttling import Wait

_QUIETER_SECONDS: Final = range(2, 10)
"""Drawn from, so that those who are turned away together do not all come back together."""

_KEEPING_SECONDS: Final = 30


def try_again_in(wait: "Wait", template: str, form: "FlaskForm", **context: Any) -> "Response":  # noqa: ANN401 (a template's context)
    """Answer 429 with the form, saying in how many seconds to try again. It says the same for names nobody has."""
    form.form_errors.append(
        ngettext(
            "There were many tries, so we wait a little. You can try again in %(num)s second.",
            "There were many tries, so we wait a little. You can try again in %(num)s seconds.",
            wait.seconds,
        )
    )
    return _later(429, wait.seconds, template, form, context)


def try_when_quieter(template: str, form: "FlaskForm", **context: Any) -> "Response":  # noqa: ANN401 (as above)
    """Answer 503 with the form: others are being signed in, and there is no turn for this person yet."""
    form.form_errors.append(
        gettext("Many people are signing in right now. You did nothing wrong. Please try again in a few seconds.")
    )
    (drawn,) = current_deps().chance(1)
    return _later(503, _QUIETER_SECONDS[drawn % len(_QUIETER_SECONDS)], template, form, context)


def try_when_it_can_be_kept(template: str, form: "FlaskForm") -> "Response":
    """Answer 503 with the form: what was sent too late cannot be kept just now, and would be lost with its page."""
    form.form_errors.append(explanation(503).advice)
    return _later(503, _KEEPING_SECONDS, template, form, {})


def _later(status: int, seconds: int, template: str, form: "FlaskForm", context: dict[str, Any]) -> "Response":
    response = render_page(template, status=status, form=form, **context)
    # Our script says it too: htmx leaves such answers out, so that what was typed stays.
    response.headers["Retry-After"] = str(seconds)
    return response
