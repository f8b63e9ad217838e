"""Messages: her thread with her advocate."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort

from survivor_portal.actions.cases import advocate_of
from survivor_portal.actions.messages import new_composition_token, newest_ref, send_message, thread_of
from survivor_portal.domain.messages import Sending
from survivor_portal.forms.messages import MessageForm
from survivor_portal.views.unsent import as_sent, sent_from, with_draft, without_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import asked_for_part, leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

messages = Blueprint("messages", __name__, url_prefix="/inbox")

_HERE = "/inbox"


@messages.get("")
def thread() -> "ResponseReturnValue":
    """Show her newest messages, and room to write the next."""
    return _thread(with_draft(MessageForm.empty(new_composition_token(current_deps())), _HERE))


@messages.post("")
def send() -> "ResponseReturnValue":
    """Send what she wrote, once, and show it in the thread."""
    form = as_sent(MessageForm(), _HERE)
    if not form.validate():
        abort(400)
    deps, her = current_deps(), current_viewer()
    outcome = send_message(deps, her.id, her.id, form.token.data, form.body.data or "", sent_from=sent_from(form))
    if outcome not in {Sending.NEW, Sending.REPEATED}:
        form.give_back(outcome, new_composition_token(deps))
        return _thread(form, status=422)
    if not asked_for_part():
        return leave_to("/inbox", at="write")
    return _thread(without_draft(MessageForm.empty(new_composition_token(deps)), _HERE), is_sent=True)


@messages.get("/latest")
@messages.get("/latest/<newest>")
def latest(newest: str | None = None) -> "ResponseReturnValue":
    """Answer an open page that knows messages up to `newest`: nothing when there is none since, else the lines anew."""
    if not asked_for_part():
        return leave_to("/inbox")
    deps, her = current_deps(), current_viewer()
    if newest_ref(deps, her.id) == newest:
        return Response(status=204)
    return render_page("survivor/messages_lines.html", thread=thread_of(deps, her.id), viewer_id=her.id)


@messages.get("/earlier/<line>")
def earlier(line: str) -> "ResponseReturnValue":
    """Show the messages before one of hers."""
    her = current_viewer()
    page = thread_of(current_deps(), her.id, before=line)
    return render_page("survivor/messages_earlier.html", thread=page, viewer_id=her.id)


def _thread(form: MessageForm, *, is_sent: bool = False, status: int = 200) -> "ResponseReturnValue":
    deps, her = current_deps(), current_viewer()
    return render_page(
        "survivor/messages.html",
        status=status,
        thread=thread_of(deps, her.id),
        advocate=advocate_of(deps, her.id),
        viewer_id=her.id,
        form=form,
        is_sent=is_sent,
    )
