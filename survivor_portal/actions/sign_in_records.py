"""What the portal keeps about her sign-in, gathered for her copy: phones, notices, requests, history and her invite."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.desk import staff_names
from survivor_portal.actions.recovery import HistoryLine, account_history, words_set_at
from survivor_portal.domain.devices import DeviceLook
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.models import Invite, KnownDevice, Notice, Recovery

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True)
class KnownPhone:
    """One phone she said is hers. What it looks like is not kept."""

    known_since: "datetime"
    used_at: "datetime"
    """When she last signed in with it."""


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """One notice as it is kept, seen or not; `device` is None when it was done from none of hers."""

    kind: NoticeKind
    added_at: "datetime"
    seen_at: "datetime | None"
    device: DeviceLook | None


@dataclass(frozen=True, slots=True, repr=False)
class KeptRequest:
    """One request to get in with her name, whoever made it, and all that came of it."""

    asked_at: "datetime"
    helper_name: str | None
    is_together: bool | None
    second_asked_at: "datetime | None"
    second_name: str | None
    agreed_at: "datetime | None"
    code_given_at: "datetime | None"
    code_taken_at: "datetime | None"
    wrong_codes: int
    over_at: "datetime | None"
    closed_at: "datetime | None"
    """When it came to nothing for her and her team, which the browser that asked is not told."""
    recovered_at: "datetime | None"


@dataclass(frozen=True, slots=True, repr=False)
class KeptInvite:
    """The invite she joined with, which is kept for three days."""

    inviter_name: str
    invited_at: "datetime"
    joined_at: "datetime | None"


@dataclass(frozen=True, slots=True, repr=False)
class SignInRecords:
    """All of it, each list with the newest first. Secrets are not in it: of those, only that there are any is kept."""

    words_set_at: "datetime | None"
    phones: tuple[KnownPhone, ...]
    notices: tuple[KeptNotice, ...]
    requests: tuple[KeptRequest, ...]
    history: tuple[HistoryLine, ...]
    invite: KeptInvite | None


def sign_in_records_of(deps: "Deps", survivor_id: str) -> SignInRecords:
    """Gather what is kept about her sign-in. Costs a constant number of statements."""
    phones = select(KnownDevice.added_at, KnownDevice.used_at).where(KnownDevice.survivor_id == survivor_id)
    notices = select(Notice.kind, Notice.added_at, Notice.seen_at, Notice.device).where(
        Notice.survivor_id == survivor_id
    )
    requests = select(Recovery.__table__).where(Recovery.survivor_id == survivor_id)
    invited = select(Invite.invited_by, Invite.added_at, Invite.redeemed_at).where(Invite.id == survivor_id)
    with deps.storage.read() as connection:
        phone_rows = connection.execute(phones.order_by(KnownDevice.used_at.desc())).all()
        notice_rows = connection.execute(notices.order_by(Notice.added_at.desc(), Notice.id)).all()
        asked = connection.execute(requests.order_by(Recovery.asked_at.desc(), Recovery.id)).all()
        invite = connection.execute(invited).one_or_none()
    named = {row.staff_id for row in asked} | {row.agreed_by for row in asked}
    names = staff_names(deps, (named | ({invite.invited_by} if invite else set())) - {None})
    return SignInRecords(
        words_set_at=words_set_at(deps, survivor_id),
        phones=tuple(KnownPhone(row.added_at, row.used_at) for row in phone_rows),
        notices=tuple(
            KeptNotice(
                NoticeKind(row.kind), row.added_at, row.seen_at, DeviceLook.parse(row.device) if row.device else None
            )
            for row in notice_rows
        ),
        requests=tuple(
            KeptRequest(
                asked_at=row.asked_at,
                helper_name=names.get(row.staff_id),
                is_together=row.is_together,
                second_asked_at=row.second_asked_at,
                second_name=names.get(row.agreed_by),
                agreed_at=row.agreed_at,
                code_given_at=row.code_given_at,
                code_taken_at=row.code_taken_at,
                wrong_codes=row.wrong_codes,
                over_at=row.over_at,
                closed_at=row.closed_at,
                recovered_at=row.recovered_at,
            )
            for row in asked
        ),
        history=account_history(deps, survivor_id),
        invite=KeptInvite(names[invite.invited_by], invite.added_at, invite.redeemed_at) if invite else None,
    )
