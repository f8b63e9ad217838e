"""Inviting people, for advocates and supervisors alike."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint
from flask_babel import gettext

from survivor_portal.actions.invites import cancel_invite, invite_person, new_invite_token, open_invites
from survivor_portal.domain.invites import chosen_name
from survivor_portal.domain.people import Audience
from survivor_portal.forms.joining import InviteForm
from survivor_portal.security.crockford import grouped
from survivor_portal.web.deps import current_config, current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.qr_codes import qr_code
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

invites = Blueprint("invites", __name__, url_prefix="/desk/invites")

_HERE: Final = "/desk/invites"


@invites.get("")
def listed() -> "ResponseReturnValue":
    """Ask for a chosen name, and list the invites whose codes still work."""
    return _listed(InviteForm(formdata=None, token=new_invite_token(current_deps())))


@invites.post("")
def invite() -> "ResponseReturnValue":
    """Invite someone, and show the code, this once: it is stored nowhere, so no address leads to it."""
    form = InviteForm()
    if not form.validate():
        return _listed(form, status=422)
    name = chosen_name(form.chosen_name.data)
    if name is None:
        form.chosen_name.errors = [gettext("Write a name of up to 60 letters.")]
        return _listed(form, status=422)
    made = invite_person(current_deps(), current_viewer().id, name, form.token.data)
    if made is None:
        return leave_to(_HERE)
    address = f"{current_config().public_url.rstrip('/')}/join"
    return render_page(
        "staff/invites_code.html",
        name=made.name,
        code=grouped(made.code),
        ends_at=made.ends_at,
        address=address,
        # After the sign #, so that no server, log or referrer ever holds the code.
        picture=qr_code(f"{address}#{made.code}"),
        is_supervisor=_is_supervisor(),
    )


@invites.post("/<ref>/cancel")
def cancel(ref: str) -> "ResponseReturnValue":
    """Cancel an invite of one's own."""
    cancel_invite(current_deps(), current_viewer().id, ref)
    return leave_to(_HERE)


def _listed(form: InviteForm, status: int = 200) -> "ResponseReturnValue":
    return render_page(
        "staff/invites.html",
        status=status,
        form=form,
        invites=open_invites(current_deps(), current_viewer().id),
        is_supervisor=_is_supervisor(),
    )


def _is_supervisor() -> bool:
    return current_viewer().audience is Audience.SUPERVISOR
