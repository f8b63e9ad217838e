"""The police: her standing choice, what they asked through her advocate, and what a criminal case can involve.

It stands apart, at an address that does not tell what it is about, and nothing here opens or costs anything.
"""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.law_enforcement import (
    about_police,
    answer_police_request,
    choose_law_enforcement,
    police_request_for,
)
from survivor_portal.domain.consent import LawEnforcementChoice, PoliceAnswer
from survivor_portal.forms.police import PoliceAnswerForm, PoliceChoiceForm
from survivor_portal.texts.police import CHOICE_LABELS, NOTHING_ANSWERED, NOTHING_PICKED, POLICE_ANSWER_LABELS
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import asked_for_part, leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

police = Blueprint("police", __name__, url_prefix="/choices/apart")

_HERE = "/choices/apart"


@police.get("")
def standing() -> "ResponseReturnValue":
    """Show her choice with its history, none of the seven picked, and what waits for her answer."""
    return _standing(PoliceChoiceForm(formdata=None))


@police.post("")
def choose() -> "ResponseReturnValue":
    """Keep the choice she picked; where she picked none, nothing changes."""
    form = PoliceChoiceForm()
    if not form.validate() or not form.choice.data:
        form.form_errors.append(NOTHING_PICKED)
        return _standing(form, status=422)
    choose_law_enforcement(current_deps(), current_viewer().id, LawEnforcementChoice(form.choice.data))
    if not asked_for_part():
        return leave_to(_HERE)
    return _standing(PoliceChoiceForm(formdata=None), is_kept=True)


@police.post("/<ref>/answer")
def answer(ref: str) -> "ResponseReturnValue":
    """Keep her answer to what the police ask. Not even a yes shares anything."""
    form = PoliceAnswerForm()
    if not form.validate():
        police_request_for(current_deps(), current_viewer().id, ref)
        form.form_errors.append(NOTHING_ANSWERED)
        return _standing(PoliceChoiceForm(formdata=None), unanswered=form, status=422)
    answer_police_request(current_deps(), current_viewer().id, ref, PoliceAnswer(form.answer.data))
    if not asked_for_part():
        return leave_to(_HERE)
    return _standing(PoliceChoiceForm(formdata=None), answered=ref)


@police.get("/reading")
def reading() -> "ResponseReturnValue":
    """Say what a criminal case can involve, and the rights in it, to whoever asks for that; without advice."""
    return render_page("survivor/police_reading.html")


def _standing(
    form: PoliceChoiceForm,
    *,
    unanswered: PoliceAnswerForm | None = None,
    answered: str | None = None,
    is_kept: bool = False,
    status: int = 200,
) -> "ResponseReturnValue":
    found = about_police(current_deps(), current_viewer().id)
    return render_page(
        "survivor/police.html",
        status=status,
        form=form,
        unanswered=unanswered,
        answered=answered,
        is_kept=is_kept,
        found=found,
        choice_labels=CHOICE_LABELS,
        answers=POLICE_ANSWER_LABELS,
    )
