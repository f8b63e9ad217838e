"""Staff accounts as a supervisor keeps them: made, made anew, given another role, and ended in one press."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.staff import (
    NewAccount,
    SetUpCode,
    change_role,
    create_staff,
    end_account,
    require_account,
    reset_staff,
    staff_events,
    staff_members,
)
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffRefusal
from survivor_portal.forms.staff import NewStaffForm, RoleForm
from survivor_portal.texts.staff import ROLE_LABELS, STAFF_REFUSALS, STATE_LABELS, event_words
from survivor_portal.views.stepping_up import after_step_up
from survivor_portal.web.deps import current_config, current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.qr_codes import qr_code
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

accounts = Blueprint("accounts", __name__, url_prefix="/desk/office/staff")

_HERE = "/desk/office/staff"


@accounts.get("")
def listed() -> "ResponseReturnValue":
    """List everyone who has or had an account."""
    return _listed(NewStaffForm())


@accounts.post("")
@after_step_up
def create() -> "ResponseReturnValue":
    """Make an account, and show the code to set it up, this once: it is stored nowhere, so no address leads to it."""
    form = NewStaffForm()
    if not form.validate():
        return _listed(form, status=422)
    new = NewAccount(form.staff_name.data, Role(form.role.data), form.staff_sign_in_name.data)
    made = create_staff(current_deps(), new, by=current_viewer())
    if isinstance(made, StaffRefusal):
        form.staff_sign_in_name.errors = [STAFF_REFUSALS[made]]
        return _listed(form, status=422)
    return _code(made)


@accounts.get("/history")
def history() -> "ResponseReturnValue":
    """Show what happened to accounts, the newest first."""
    return history_page(1)


@accounts.get("/history/<int:page>")
def history_page(page: int) -> "ResponseReturnValue":
    """Show one page of it."""
    return render_page(
        "supervisor/staff_history.html", history=staff_events(current_deps(), page), event_words=event_words
    )


@accounts.post("/<ref>/set-up")
@after_step_up
def set_up_anew(ref: str) -> "ResponseReturnValue":
    """Empty an account, and show the code to set it up again, this once."""
    made = reset_staff(current_deps(), ref, by=current_viewer())
    return _refused(made) if isinstance(made, StaffRefusal) else _code(made)


@accounts.post("/<ref>/role")
@after_step_up
def role(ref: str) -> "ResponseReturnValue":
    """Let somebody do something else."""
    require_account(current_deps(), ref)
    form = RoleForm()
    if not form.validate():
        abort(400)
    refusal = change_role(current_deps(), ref, Role(form.role.data), by=current_viewer())
    return _refused(refusal) if refusal else leave_to(_HERE)


@accounts.post("/<ref>/offboarding")
@after_step_up
def offboarding(ref: str) -> "ResponseReturnValue":
    """End an account, with everything that signs its person in."""
    refusal = end_account(current_deps(), ref, by=current_viewer())
    return _refused(refusal) if refusal else leave_to(_HERE)


def _refused(refusal: StaffRefusal) -> "ResponseReturnValue":
    return _listed(NewStaffForm(formdata=None), status=422, refusal=refusal)


def _listed(form: NewStaffForm, status: int = 200, refusal: StaffRefusal | None = None) -> "ResponseReturnValue":
    return render_page(
        "supervisor/staff.html",
        status=status,
        form=form,
        members=staff_members(current_deps()),
        viewer_id=current_viewer().id,
        refusal=None if refusal is None else STAFF_REFUSALS[refusal],
        role_labels=ROLE_LABELS,
        state_labels=STATE_LABELS,
    )


def _code(made: SetUpCode) -> "ResponseReturnValue":
    link = made.link_at(current_config().public_url)
    return render_page("supervisor/staff_code.html", made=made, link=link, picture=qr_code(link))
