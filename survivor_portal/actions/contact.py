"""How she may be reached outside the portal: her own word, good for 30 days, and without it nobody tries."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from survivor_portal import models
from survivor_portal.actions.consents.signing import passphrase_is_hers
from survivor_portal.actions.drafts import forget_sent
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import Channel, ContactRule, SafeHour, is_confirmed
from survivor_portal.models import Survivor
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.security.encryption import Envelope

_RULE = models.ContactRule


@dataclass(frozen=True, slots=True, repr=False)
class NewContactRule:
    """One channel as she marks it now; setting it confirms it. No safe hours means never."""

    channel: Channel
    safe_hours: frozenset[SafeHour]
    voicemail_allowed: bool
    name_to_ask_for: str


def contact_rules_of(deps: "Deps", survivor_id: str) -> dict[Channel, ContactRule]:
    """Give the channels she has marked, each with its rule, confirmed or not, in the order of the channels.

    One statement and one for her key.
    """
    statement = select(_RULE.id, _RULE.channel, _RULE.details, _RULE.last_confirmed_at).where(
        _RULE.survivor_id == survivor_id
    )
    opener = deps.vault.opener(survivor_id)
    with deps.storage.read() as connection:
        rows = {Channel(row.channel): row for row in connection.execute(statement)}
    found = {}
    for channel in (channel for channel in Channel if channel in rows):
        row = rows[channel]
        details = json.loads(opener.open(place_of(_RULE.details, row.id, survivor_id), row.details))
        found[channel] = ContactRule(
            channel=channel,
            safe_hours=frozenset(SafeHour(*hour) for hour in details["safe_hours"]),
            voicemail_allowed=details["voicemail_allowed"],
            name_to_ask_for=details["name_to_ask_for"],
            last_confirmed_at=row.last_confirmed_at,
        )
    return found


def has_unconfirmed_rule(deps: "Deps", survivor_id: str) -> bool:
    """Say whether a channel she once marked permits nothing now, because she has not confirmed it for 30 days."""
    statement = select(_RULE.last_confirmed_at).where(_RULE.survivor_id == survivor_id)
    with deps.storage.read() as connection:
        confirmed = connection.scalars(statement).all()
    now = deps.clock()
    return any(not is_confirmed(moment, now) for moment in confirmed)


def set_contact_rule(
    deps: "Deps",
    survivor_id: str,
    new: NewContactRule,
    passphrase: str,
    *,
    sent_from: "DraftPage | None" = None,
) -> bool | Wait:
    """Mark one channel as she says, in place of what she said of it before, confirmed now; False changes nothing.

    It lets somebody reach her, so it takes her passphrase as a signature does: tries with a wrong one count, since
    somebody else may hold her phone. Raises `NotFoundError` when she was erased meanwhile, and `HashingBusyError` when
    no turn to hash came free.
    """
    outcome = passphrase_is_hers(deps, survivor_id, passphrase)
    if outcome is not True:
        return outcome
    with deps.storage.write() as session:
        # One at a time, so that of two presses at once the second finds the first.
        hers = select(Survivor.id).where(Survivor.id == survivor_id)
        if session.execute(hers.with_for_update()).one_or_none() is None:
            raise NotFoundError
        known = session.scalar(select(_RULE.id).where(_RULE.survivor_id == survivor_id, _RULE.channel == new.channel))
        ref = known or new_ref(deps.chance)
        written = {"details": _sealed(deps, ref, survivor_id, new), "last_confirmed_at": deps.clock()}
        if known is None:
            session.add(_RULE(id=ref, survivor_id=survivor_id, channel=new.channel, **written))
        else:
            session.execute(update(_RULE).where(_RULE.id == ref).values(**written))
        forget_sent(deps, session, sent_from)
        session.commit()
    return True


def drop_contact_rule(deps: "Deps", survivor_id: str, channel: Channel) -> None:
    """Take a channel back, with no passphrase, so that nobody uses it any more; taking it back twice equals once."""
    with deps.storage.write() as session:
        session.execute(delete(_RULE).where(_RULE.survivor_id == survivor_id, _RULE.channel == channel))
        session.commit()


def _sealed(deps: "Deps", ref: str, survivor_id: str, new: NewContactRule) -> "Envelope":
    details = {
        "safe_hours": sorted(new.safe_hours),
        "voicemail_allowed": new.voicemail_allowed,
        "name_to_ask_for": new.name_to_ask_for.strip(),
    }
    return deps.vault.seal(place_of(_RULE.details, ref, survivor_id), json.dumps(details))
