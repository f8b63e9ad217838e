"""Writing down a spoken stop, as an advocate does and, for anybody, a supervisor."""

from typing import TYPE_CHECKING

from flask_babel import gettext

from survivor_portal.actions.consents import SpokenStop, all_consents_of, record_spoken_stop
from survivor_portal.forms.stops import SpokenStopForm
from survivor_portal.texts.consent.labels import UNREADABLE_NAME
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.desk import PURPOSES_AT_DESK
from survivor_portal.texts.stops import STOP_REFUSALS
from survivor_portal.web.deps import current_deps
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from survivor_portal.actions.consents import AllConsents, ConsentCard, DamagedConsent
    from survivor_portal.domain.consent import RecordId


def empty_stop_form(consents: "AllConsents") -> SpokenStopForm:
    """Give a fresh form with nothing picked, at the time it is now."""
    return _offered(SpokenStopForm(formdata=None), consents)


def stop_as_sent(survivor_id: str) -> SpokenStopForm | None:
    """Write the stop down that was sent, and give None; or the form, which says what was not written down and why.

    Raises `NotFoundError` when the person is nobody whose stop this member of staff writes down.
    """
    deps, viewer = current_deps(), current_viewer()
    consents = all_consents_of(deps, survivor_id)
    form = _offered(SpokenStopForm(), consents)
    if form.validate():
        refusal = record_spoken_stop(
            deps, viewer.id, survivor_id, SpokenStop(frozenset(form.stopped.data or ()), form.moment)
        )
        if refusal is None:
            return None
        form.form_errors.append(STOP_REFUSALS[refusal])
        consents = all_consents_of(deps, survivor_id)
    form.show_only([ref for ref, _ in _stoppable(consents)])
    return form


def _offered(form: SpokenStopForm, consents: "AllConsents") -> SpokenStopForm:
    offered = _stoppable(consents)
    known = [card.record_id for card in consents.cards] + [rest.record_id for rest in consents.damaged]
    form.offer(offered, known, current_deps().clock())
    if not form.is_submitted():
        form.show_only([ref for ref, _ in offered])
    return form


def _stoppable(consents: "AllConsents") -> "list[tuple[RecordId, str]]":
    cards = [card for card in consents.cards if card.may_have_been_stopped]
    damaged = [rest for rest in consents.damaged if rest.may_have_been_stopped]
    return [
        *((card.record_id, _label(card)) for card in cards),
        *((rest.record_id, _label_of_rest(rest)) for rest in damaged),
    ]


def _label_of_rest(found: "DamagedConsent") -> str:
    return gettext("%(place)s: part of this can no longer be read", place=found.recipient_name or str(UNREADABLE_NAME))


def _label(card: "ConsentCard") -> str:
    consent = f"{card.recipient_name}: {PURPOSES_AT_DESK[card.record.purpose]}"
    if card.is_given or card.ends_at is None:
        return consent
    return gettext("%(consent)s. It ended: %(moment)s.", consent=consent, moment=day_and_hour(card.ends_at))
