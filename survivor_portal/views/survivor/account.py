"""Her account: a copy of everything, a pause, and leaving for good."""

import json
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, make_response, request

from survivor_portal.actions.copies import copy_as_file, copy_for
from survivor_portal.actions.departures import DeletionRefusal, ask_deletion, delete_now, standing_of, stop_deletion
from survivor_portal.actions.erasing import Erasure
from survivor_portal.actions.pausing import end_pause, pause
from survivor_portal.actions.recovery import history_page
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import ban_end
from survivor_portal.domain.departures import COOLING_OFF, OLD_COPIES_KEPT
from survivor_portal.domain.people import Audience, Role
from survivor_portal.forms.departures import DeletionForm
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.texts.compelled import BASIS_LABELS, REASONS_FOR_HER
from survivor_portal.texts.consent.labels import item_labels, method_labels
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.consent.problems import WRONG_PASSPHRASE
from survivor_portal.texts.contact import CHANNEL_LABELS, hours_marked
from survivor_portal.texts.departures import NOT_NOW
from survivor_portal.texts.devices import device_words
from survivor_portal.texts.fields import CLEANED_FIELDS
from survivor_portal.texts.looks import LOOK_REASONS_FOR_HER
from survivor_portal.texts.notices import NOTICE_SENTENCES
from survivor_portal.texts.options import ANSWER_LABELS, ORIGIN_LABELS
from survivor_portal.texts.police import CHOICE_LABELS, POLICE_ANSWER_LABELS
from survivor_portal.texts.recovery import history_words
from survivor_portal.texts.staff import ROLE_LABELS
from survivor_portal.views.survivor.copy_file import document_of
from survivor_portal.views.survivor.words import words_for_her
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.guards import place_for
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.locale import is_offered, language_called
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.waiting import try_again_in, try_when_quieter

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.domain.departures import AskedDeletion

account = Blueprint("account", __name__, url_prefix="/me")

_DELETE: Final = "survivor/delete.html"
_FILE_NAME: Final = "copy.json"
_HERS: Final = frozenset({Audience.SURVIVOR})


@account.get("/copy")
def copy() -> "ResponseReturnValue":
    """Show everything of hers, to read or print, and offer it as a file."""
    gathered = copy_for(current_deps(), current_viewer())
    return render_page(
        "survivor/copy.html",
        ban_end=ban_end,
        copy=gathered,
        free_text=CLEANED_FIELDS,
        language=_language_name(gathered.language),
        answer_labels=ANSWER_LABELS,
        origin_labels=ORIGIN_LABELS,
        consent_words=words_for_her(),
        item_labels=item_labels,
        method_labels=method_labels,
        day_and_hour=day_and_hour,
        device_words=device_words,
        basis_labels=BASIS_LABELS,
        reason_labels=REASONS_FOR_HER,
        look_reasons=LOOK_REASONS_FOR_HER,
        looker_role=ROLE_LABELS[Role.SUPERVISOR],
        police_labels=CHOICE_LABELS,
        police_answers=POLICE_ANSWER_LABELS,
        channel_labels=CHANNEL_LABELS,
        hours_marked=hours_marked,
        history_words=history_words,
        notice_sentences=NOTICE_SENTENCES,
    )


@account.post("/copy/file")
def copy_file() -> "ResponseReturnValue":
    """Give everything of hers as one file, because she asked for it."""
    document = document_of(copy_as_file(current_deps(), current_viewer()))
    response = Response(json.dumps(document, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=_FILE_NAME)
    return response


@account.get("/history")
@account.get("/history/<int:page>")
def history(page: int = 1) -> "ResponseReturnValue":
    """Show one page of what was done for her sign-in."""
    listed = history_page(current_deps(), current_viewer().id, page)
    return render_page("survivor/history.html", listed=listed, history_words=history_words)


@account.get("/pause")
def pause_page() -> "ResponseReturnValue":
    """Say what a pause is, and whether there is one."""
    return render_page("survivor/pause.html", standing=standing_of(current_deps(), current_viewer().id))


@account.post("/pause")
def pause_now() -> "ResponseReturnValue":
    """Begin her pause."""
    pause(current_deps(), current_viewer().id)
    return leave_to("/me/pause")


@account.post("/pause/end")
def end_pause_now() -> "ResponseReturnValue":
    """End her pause, and stay where she was."""
    end_pause(current_deps(), current_viewer().id)
    return leave_to(_place("/me/pause"))


@account.get("/delete")
def delete_page() -> "ResponseReturnValue":
    """Say what goes and what stays, and ask for her passphrase."""
    return render_page(_DELETE, form=DeletionForm(), **_deletion_context())


@account.post("/delete")
def ask_to_delete() -> "ResponseReturnValue":
    """Begin the days after which everything of hers is deleted."""
    outcome = _with_passphrase(ask_deletion, DeletionForm())
    return outcome if isinstance(outcome, Response) else leave_to("/me/delete")


@account.post("/delete/stop")
def stop_deleting() -> "ResponseReturnValue":
    """Keep everything after all, and stay where she was."""
    stop_deletion(current_deps(), current_viewer().id)
    return leave_to(_place("/me/delete"))


@account.post("/delete/now")
def delete_at_once() -> "ResponseReturnValue":
    """Delete everything of hers, and leave for the blank page; or say that it has to wait."""
    form = DeletionForm()
    outcome = _with_passphrase(delete_now, form)
    if outcome is Erasure.ERASED:
        return _gone()
    if isinstance(outcome, Response):
        return outcome
    form.form_errors.append(NOT_NOW)
    return render_page(_DELETE, status=422, form=form, **_deletion_context())


def _with_passphrase(
    deed: "Callable[[Deps, Viewer, str], AskedDeletion | Erasure | DeletionRefusal | Wait]", form: DeletionForm
) -> "AskedDeletion | Erasure | Response":
    """Do what her passphrase opens, or answer with the form again."""
    if not form.validate():
        return render_page(_DELETE, status=422, form=form, **_deletion_context())
    try:
        outcome = deed(current_deps(), current_viewer(), form.passphrase.data)
    except HashingBusyError:
        return try_when_quieter(_DELETE, form, **_deletion_context())
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _DELETE, form, **_deletion_context())
    if outcome is DeletionRefusal.SIGNED_OUT:
        return make_response(leave_to("/"))
    if isinstance(outcome, DeletionRefusal):
        form.passphrase.errors = [WRONG_PASSPHRASE]
        return render_page(_DELETE, status=422, form=form, **_deletion_context())
    return outcome


def _deletion_context() -> dict[str, Any]:
    return {
        "standing": standing_of(current_deps(), current_viewer().id),
        "days_to_stop": COOLING_OFF.days,
        "days_of_copies": OLD_COPIES_KEPT.days,
    }


def _gone() -> "ResponseReturnValue":
    """Lead to the blank page, with nothing of hers left in this browser."""
    response = make_response(leave_to("/gone"))
    cookies.leave_only_the_marker(response)
    cookies.remember_device(response, None)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _language_name(code: str | None) -> str | None:
    return language_called(code).name if code and is_offered(code) else None


def _place(otherwise: str) -> str:
    return place_for(request.form.get("place", ""), _HERS, otherwise)
