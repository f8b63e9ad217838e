"""A lost phone or passphrase while an advocate is away, or there is none: finding the person, freezing, helping in."""

from typing import TYPE_CHECKING

from flask import Blueprint
from flask_babel import gettext

from survivor_portal.actions.cases import advocate_of
from survivor_portal.actions.freezing import freeze, sign_in_state
from survivor_portal.actions.recovery import find_person, person_for_supervisor
from survivor_portal.forms.recovery import FindForm
from survivor_portal.views.helping import help_now, help_page
from survivor_portal.views.stepping_up import after_step_up
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

office_recovery = Blueprint("office_recovery", __name__, url_prefix="/desk/office/people")

_FIND = "supervisor/find.html"


@office_recovery.get("")
def find() -> "ResponseReturnValue":
    """Ask for a sign-in name, or for the number of a request."""
    return render_page(_FIND, form=FindForm())


@office_recovery.post("")
def find_now() -> "ResponseReturnValue":
    """Lead to the person, or say that nobody was found: a supervisor is trusted to know who is here."""
    form = FindForm()
    if not form.validate():
        return render_page(_FIND, status=422, form=form)
    found = find_person(current_deps(), form.name_or_number.data)
    if found is None:
        form.name_or_number.errors = [
            gettext("We found nobody by this. Ask for the sign-in name, or for the number once more.")
        ]
        return render_page(_FIND, status=422, form=form)
    return leave_to(f"/desk/office/people/{found}")


@office_recovery.get("/<ref>")
def person(ref: str) -> "ResponseReturnValue":
    """Show how a person's sign-in stands, and nothing else of theirs."""
    deps = current_deps()
    return render_page(
        "supervisor/person.html",
        person=person_for_supervisor(deps, ref),
        advocate=advocate_of(deps, ref),
        state=sign_in_state(deps, ref),
    )


@office_recovery.get("/<ref>/recovery")
@after_step_up
def help_in(ref: str) -> "ResponseReturnValue":
    """Ask for the number on the person's screen, the words, and whether they are together."""
    deps = current_deps()
    return help_page(person_for_supervisor(deps, ref), sign_in_state(deps, ref), _page_of(ref))


@office_recovery.post("/<ref>/recovery")
@after_step_up
def give_code(ref: str) -> "ResponseReturnValue":
    """Give a code to read out, or say why there is none."""
    deps = current_deps()
    return help_now(person_for_supervisor(deps, ref), sign_in_state(deps, ref), _page_of(ref))


@office_recovery.post("/<ref>/freeze")
def freeze_now(ref: str) -> "ResponseReturnValue":
    """Let nothing sign in with the person's name from now on."""
    freeze(current_deps(), current_viewer(), ref)
    return leave_to(_page_of(ref))


def _page_of(ref: str) -> str:
    return f"/desk/office/people/{ref}"
