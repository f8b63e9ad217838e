"""Legal holds: which ones stand, and writing and lifting one."""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint
from flask_babel import to_utc

from survivor_portal.actions.holds import (
    NewHold,
    holds_of,
    lift_hold,
    people_called,
    person_to_hold,
    set_hold,
    standing_holds,
)
from survivor_portal.domain.departures import HoldRefusal
from survivor_portal.forms.holds import HeldPersonForm, HoldForm
from survivor_portal.texts.departures import NOBODY_CALLED, SEVERAL_CALLED
from survivor_portal.views.stepping_up import after_step_up
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.holds import FoundPerson

holds = Blueprint("holds", __name__, url_prefix="/desk/office/holds")

_PEOPLE = "/desk/office/holds/people"


@holds.get("")
@after_step_up
def standing() -> "ResponseReturnValue":
    """Show which holds stand, and find somebody to write one on."""
    return _listed(HeldPersonForm(formdata=None))


@holds.post("")
@after_step_up
def find() -> "ResponseReturnValue":
    """Find somebody by the whole of a name; of several, show them all."""
    form = HeldPersonForm()
    if not form.validate():
        return _listed(form, status=422)
    found = people_called(current_deps(), form.held_name.data)
    if len(found) == 1:
        return leave_to(f"{_PEOPLE}/{found[0].person.id}")
    form.held_name.errors = [SEVERAL_CALLED if found else NOBODY_CALLED]
    return _listed(form, status=422, found=found)


@holds.get("/people/<ref>")
@after_step_up
def person(ref: str) -> "ResponseReturnValue":
    """Show every hold there was on somebody, and write another one."""
    return _person(ref, with_draft(HoldForm(formdata=None), f"{_PEOPLE}/{ref}", ref))


@holds.post("/people/<ref>")
@after_step_up
def write(ref: str) -> "ResponseReturnValue":
    """Write a hold that begins now."""
    person_to_hold(current_deps(), ref)
    form = as_sent(HoldForm(), f"{_PEOPLE}/{ref}", ref)
    if not form.validate():
        return _person(ref, form, status=422)
    new = NewHold(
        basis=form.basis.data,
        asked_by=form.asked_by.data,
        starts_at=current_deps().clock(),
        until=_end_of(form.kept_until.data) if form.kept_until.data else None,
        forbids_notice=form.told.data == "no",
    )
    outcome = set_hold(current_deps(), current_viewer(), ref, new, sent_from=sent_from(form))
    if isinstance(outcome, HoldRefusal):
        form.give_back(outcome)
        return _person(ref, form, status=422)
    return leave_to(f"{_PEOPLE}/{ref}")


@holds.post("/<ref>/lifting")
@after_step_up
def lift(ref: str) -> "ResponseReturnValue":
    """Lift a hold."""
    return leave_to(f"{_PEOPLE}/{lift_hold(current_deps(), current_viewer(), ref)}")


def _listed(form: HeldPersonForm, status: int = 200, found: "tuple[FoundPerson, ...]" = ()) -> "ResponseReturnValue":
    return render_page(
        "supervisor/holds.html", status=status, form=form, found=found, holds=standing_holds(current_deps())
    )


def _person(ref: str, form: HoldForm, status: int = 200) -> "ResponseReturnValue":
    deps = current_deps()
    return render_page(
        "supervisor/hold.html", status=status, form=form, person=person_to_hold(deps, ref), holds=holds_of(deps, ref)
    )


def _end_of(day: "date") -> datetime:
    """Give the moment at which a day is over where the organisation is."""
    moment: datetime = to_utc(datetime.combine(day + timedelta(days=1), time()))
    return moment.replace(tzinfo=UTC)
