"""Leaving: what Exit now opens, how else she may leave, and what stays behind in the browser."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.leaving import set_leaving
from survivor_portal.domain.sessions import SHARED_PHONE
from survivor_portal.forms.leaving import LeavingForm
from survivor_portal.web.deps import current_config, current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.locale import language_of_request
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

leaving = Blueprint("leaving", __name__, url_prefix="/me/exit")


@leaving.get("")
def settings() -> "ResponseReturnValue":
    """Show what holds now."""
    form, her = _form(), current_viewer()
    form.show(her.leaving, current_config().exit_destination(language_of_request(), her.leaving.destination))
    return _page(form)


@leaving.post("")
def set_now() -> "ResponseReturnValue":
    """Keep what she set; it holds from the next page on."""
    form, her = _form(), current_viewer()
    if not form.validate():
        return _page(form, status=422)
    set_leaving(current_deps(), her, form.settings(her.leaving))
    return leave_to("/me")


def _page(form: LeavingForm, status: int = 200) -> "ResponseReturnValue":
    minutes = int(SHARED_PHONE.idle.total_seconds()) // 60
    return render_page("survivor/leaving.html", status=status, form=form, minutes_when_shared=minutes)


def _form() -> LeavingForm:
    form = LeavingForm()
    form.offer(current_config().destinations_for(language_of_request()))
    return form
