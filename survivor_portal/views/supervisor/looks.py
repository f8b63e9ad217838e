"""Breaking the glass: before a supervisor sees what one person shares, they say why, and the person can read it."""

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec

from flask import request

from survivor_portal.actions.callers import Caller, caller
from survivor_portal.actions.looks import is_looking, look_at_consents
from survivor_portal.domain.looks import LookReason
from survivor_portal.forms.looks import LookForm
from survivor_portal.forms.typed import showable
from survivor_portal.texts.looks import LOOK_REASONS
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

Given = ParamSpec("Given")

_OWN_FIELDS: Final = frozenset({"csrf_token", "look_reason"})


def after_look(
    view: "Callable[Concatenate[Caller, Given], ResponseReturnValue]",
) -> "Callable[..., ResponseReturnValue]":
    """Let a view about one person answer a supervisor who said why they look; ask others why, first.

    Put it between the route and the view, which is handed the person. A press waits while it asks: what was sent goes
    along with the reason, and is done then, so that a stop that was written down slowly has not to be written again.
    """

    @wraps(view)
    def guarded(ref: str, *args: Given.args, **kwargs: Given.kwargs) -> "ResponseReturnValue":
        found = caller(current_deps(), ref)
        if is_looking(current_deps(), current_viewer(), ref):
            return view(found, *args, **kwargs)
        if request.method != "POST":
            return ask_why(found, LookForm(formdata=None))
        refused = note_look(found)
        return view(found, *args, **kwargs) if refused is None else refused

    return guarded


def note_look(found: Caller) -> "ResponseReturnValue | None":
    """Write down why this supervisor looks, and give None; or the page that asks why, with what was sent."""
    form = LookForm()
    if not form.validate():
        return ask_why(found, form)
    look_at_consents(current_deps(), current_viewer(), found.person.id, LookReason(form.look_reason.data))
    return None


def ask_why(found: Caller, form: LookForm) -> "ResponseReturnValue":
    """Show the reasons there are; a press that has to wait for one goes along."""
    is_press = request.method == "POST"
    sent = request.form.items(multi=True)
    return render_page(
        "supervisor/look.html",
        status=422 if is_press else 200,
        caller=found,
        form=form,
        action=request.path if is_press else f"/desk/office/consents/{found.person.id}/looks",
        carried=[(name, showable(value)) for name, value in sent if name not in _OWN_FIELDS],
        reasons=LOOK_REASONS,
    )
