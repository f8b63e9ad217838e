"""Helping a person back in, as the advocate does, and a supervisor while that one is away or there is none."""

from typing import TYPE_CHECKING, Any

from survivor_portal.actions.recovery import GivenCode, Helping, help_back_in
from survivor_portal.actions.throttling import Wait
from survivor_portal.forms.recovery import HelpForm
from survivor_portal.security.crockford import grouped
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.texts.recovery import HELP_REFUSALS
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.waiting import try_again_in, try_when_quieter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.cases import Person
    from survivor_portal.actions.freezing import SignInState

_FORM = "staff/help_in.html"


def help_page(person: "Person", state: "SignInState", back: str) -> "ResponseReturnValue":
    """Show the form a helper fills in while the person waits; `back` is the page it was opened from."""
    return render_page(_FORM, form=HelpForm(), person=person, state=state, back=back)


def help_now(person: "Person", state: "SignInState", back: str) -> "ResponseReturnValue":
    """Show the code to read out, this once: it is stored nowhere, so no address leads to it. Or say why there is none.

    A code has to be asked for anew in any case, so nothing said or heard is kept but the number.
    """
    form = HelpForm()
    around: dict[str, Any] = {"person": person, "state": state, "back": back}
    if not form.validate():
        return render_page(_FORM, status=422, form=form, **around)
    helping = Helping(form.request_number.data, form.heard_words.data or "", form.together.data == "yes")
    try:
        outcome = help_back_in(current_deps(), current_viewer(), person.id, helping)
    except HashingBusyError:
        return try_when_quieter(_FORM, form, **around)
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _FORM, form, **around)
    if not isinstance(outcome, GivenCode):
        form.form_errors.append(HELP_REFUSALS[outcome])
        return render_page(_FORM, status=422, form=form, **around)
    return render_page("staff/help_in_code.html", code=grouped(outcome.code), given=outcome, **around)
