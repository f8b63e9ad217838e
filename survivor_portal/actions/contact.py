"""How she may be reached outside the portal: her own word, good for 30 days, and without it nobody tries."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from survivor_portal import models
from survivor_portal.actions.consents.signing import passphrase_is_hers
from survivor_portal.actions.drafts import forget_sent, forget_sent_again
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import Channel, ContactRule, SafeHour, is_confirmed, permits_more
from survivor_portal.models import Survivor
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.security.encryption import Envelope, Opener

_RULE = models.ContactRule


@dataclass(frozen=True, slots=True, repr=False)
class NewContactRule:
    """One channel as she marks it now. No safe hours means never."""

    channel: Channel
    safe_hours: frozenset[SafeHour]
    voicemail_allowed: bool
    name_to_ask_for: str


def contact_rules_of(deps: "Deps", survivor_id: str) -> dict[Channel, ContactRule]:
    """Give the channels she has marked, each with its rule, confirmed or not, in the order of the channels.

    One that can no longer be read permits nothing and is not left out: she is to know that she marked it. Costs one
    statement and one for her key.
    """
    opener = deps.vault.opener(survivor_id)
    with deps.storage.read() as connection:
        rows = {Channel(row.channel): row for row in connection.execute(_rules_of(survivor_id))}
    return {channel: _rule_from(opener, rows[channel]) for channel in Channel if channel in rows}


def has_unconfirmed_rule(deps: "Deps", survivor_id: str) -> bool:
    """Say whether a channel she once marked permits nothing now, until she confirms it.

    She has not done so for 30 days, or what she marked can no longer be read.
    """
    now = deps.clock()
    rules = contact_rules_of(deps, survivor_id).values()
    # One that she set without an hour is not used anyway.
    return any(rule.is_damaged or (rule.safe_hours and not is_confirmed(rule.last_confirmed_at, now)) for rule in rules)


def set_contact_rule(
    deps: "Deps",
    survivor_id: str,
    new: NewContactRule,
    passphrase: str,
    *,
    sent_from: "DraftPage | None" = None,
) -> bool | Wait:
    """Mark one channel as she says, in place of what she said of it before; False changes nothing.

    With her passphrase it is confirmed now. What permits less than before is kept without, and is not confirmed by it.
    Everything else lets somebody reach her, so it takes her passphrase as a signature does: tries with a wrong one
    count, since somebody else may hold her phone. Raises `NotFoundError` when she was erased meanwhile, and
    `HashingBusyError` when no turn to hash came free.
    """
    outcome = passphrase_is_hers(deps, survivor_id, passphrase) if passphrase else False
    with deps.storage.write() as session:
        # One at a time, so that of two presses at once the second finds the first.
        hers = select(Survivor.id).where(Survivor.id == survivor_id)
        if session.execute(hers.with_for_update()).one_or_none() is None:
            if outcome is True:
                raise NotFoundError
            return outcome
        row = session.execute(_rules_of(survivor_id).where(_RULE.channel == new.channel)).one_or_none()
        old = _rule_from(deps.vault.opener(survivor_id), row) if row is not None else None
        confirmed_at = old.last_confirmed_at if old is not None and outcome is not True else deps.clock()
        rule = _rule_at(new, confirmed_at)
        if outcome is not True and (rule == old or permits_more(rule, old)):
            if rule == old and not passphrase:
                forget_sent_again(deps, session, sent_from)
            return outcome
        ref = row.id if row is not None else new_ref(deps.chance)
        written = {"details": _sealed(deps, ref, survivor_id, rule), "last_confirmed_at": confirmed_at}
        if row is None:
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


def _rules_of(survivor_id: str) -> "Select[*tuple[Any, ...]]":
    return select(*_RULE.__table__.columns).where(_RULE.survivor_id == survivor_id)


def _rule_from(opener: "Opener", row: "Row[*tuple[Any, ...]]") -> ContactRule:
    try:
        details = json.loads(opener.open(place_of(_RULE.details, row.id, row.survivor_id), row.details))
    except CannotOpenError:
        return _damaged_rule(row)
    return ContactRule(
        channel=Channel(row.channel),
        safe_hours=frozenset(SafeHour(*hour) for hour in details["safe_hours"]),
        voicemail_allowed=details["voicemail_allowed"],
        name_to_ask_for=details["name_to_ask_for"],
        last_confirmed_at=row.last_confirmed_at,
    )


def _damaged_rule(row: "Row[*tuple[Any, ...]]") -> ContactRule:
    return ContactRule(
        channel=Channel(row.channel),
        safe_hours=frozenset(),
        voicemail_allowed=False,
        name_to_ask_for="",
        last_confirmed_at=row.last_confirmed_at,
        is_damaged=True,
    )


def _rule_at(new: NewContactRule, confirmed_at: "datetime") -> ContactRule:
    return ContactRule(
        channel=new.channel,
        safe_hours=new.safe_hours,
        voicemail_allowed=new.voicemail_allowed,
        name_to_ask_for=new.name_to_ask_for.strip(),
        last_confirmed_at=confirmed_at,
    )


def _sealed(deps: "Deps", ref: str, survivor_id: str, rule: ContactRule) -> "Envelope":
    details = {
        "safe_hours": sorted(rule.safe_hours),
        "voicemail_allowed": rule.voicemail_allowed,
        "name_to_ask_for": rule.name_to_ask_for,
    }
    return deps.vault.seal(place_of(_RULE.details, ref, survivor_id), json.dumps(details))
