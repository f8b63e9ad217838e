"""How she may be reached outside the portal: marked, confirmed and taken back by her alone."""

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, abort

from survivor_portal.actions.contact import (
    NewContactRule,
    contact_rules_of,
    drop_contact_rule,
    set_contact_rule,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import CONFIRMATION_LENGTH, Channel, Problem, is_confirmed
from survivor_portal.forms.contact import WITHOUT_HOURS, ContactForm
from survivor_portal.texts.consent.problems import PROBLEM_WORDS, WRONG_PASSPHRASE
from survivor_portal.texts.contact import CHANNEL_LABELS, CHANNELS_BY_PLACE, hours_marked
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.waiting import try_again_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

contact = Blueprint("contact", __name__, url_prefix="/choices/contact")

_HERE = "/choices/contact"
_PAGE: Final = "survivor/contact_one.html"


@contact.get("")
def ways() -> "ResponseReturnValue":
    """Show each way to reach her, and what she said of it."""
    deps = current_deps()
    rules = contact_rules_of(deps, current_viewer().id)
    now = deps.clock()
    return render_page(
        "survivor/contact.html",
        ways=[(place, channel, rules.get(channel)) for place, channel in CHANNELS_BY_PLACE.items()],
        confirmed={channel for channel, rule in rules.items() if is_confirmed(rule.last_confirmed_at, now)},
        length=CONFIRMATION_LENGTH,
        **_words(),
    )


@contact.get("/<int:way>")
def one_way(way: int) -> "ResponseReturnValue":
    """Show one way with what she set before, or with nothing picked."""
    channel = _channel(way)
    form = ContactForm(formdata=None)
    rule = contact_rules_of(current_deps(), current_viewer().id).get(channel)
    if rule is not None and not rule.is_damaged:
        form.show(rule)
    return _one_way(way, with_draft(form, f"{_HERE}/{way}"))


@contact.post("/<int:way>")
def mark_way(way: int) -> "ResponseReturnValue":
    """Keep what she says of one way: confirmed now where the passphrase is hers, and without one where it is less."""
    channel, form = _channel(way), as_sent(ContactForm(), f"{_HERE}/{way}")
    if not form.validate():
        return _one_way(way, form, status=422)
    new = NewContactRule(
        channel=channel,
        safe_hours=form.safe_hours(channel),
        voicemail_allowed=channel is Channel.PHONE_CALL and form.voicemail.data == "yes",
        name_to_ask_for=form.ask_for.data or "",
    )
    outcome = set_contact_rule(
        current_deps(), current_viewer().id, new, form.signature.data or "", sent_from=sent_from(form)
    )
    if isinstance(outcome, Wait):
        form.name_choices()
        return try_again_in(outcome, _PAGE, form, **_beside(way))
    if not outcome:
        problem = WRONG_PASSPHRASE if form.signature.data else PROBLEM_WORDS[Problem.NOT_SIGNED]
        form.signature.errors = [*form.signature.errors, problem]
        return _one_way(way, form, status=422)
    return leave_to(_HERE)


@contact.post("/<int:way>/removal")
def take_way_back(way: int) -> "ResponseReturnValue":
    """Take one way back at once."""
    drop_contact_rule(current_deps(), current_viewer().id, _channel(way))
    return leave_to(_HERE)


def _channel(way: int) -> Channel:
    if way not in CHANNELS_BY_PLACE:
        abort(404)
    return CHANNELS_BY_PLACE[way]


def _one_way(way: int, form: ContactForm, *, status: int = 200) -> "ResponseReturnValue":
    form.name_choices()
    return render_page(_PAGE, status=status, form=form, **_beside(way))


def _beside(way: int) -> dict[str, Any]:
    channel = _channel(way)
    return {"way": way, "channel": channel, "has_hours": channel not in WITHOUT_HOURS, **_words()}


def _words() -> dict[str, Any]:
    return {"labels": CHANNEL_LABELS, "hours_marked": hours_marked}
