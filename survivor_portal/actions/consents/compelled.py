"""What the law compels: recorded with its basis and how we tried to tell her, and shown to her unless forbidden."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.consents.disclosing import RecordedOtherwise
from survivor_portal.actions.consents.gate import let_out_compelled
from survivor_portal.actions.consents.recorders import recorder_of, require_staff
from survivor_portal.actions.consents.sealing import compelled_in
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.notices import add_notice
from survivor_portal.domain.consent import (
    CompelledDisclosure,
    CompelledRefusal,
    DataItem,
    LegalBasis,
    NoNoticeReason,
    is_hers_to_know,
)
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.people import PersonId
from survivor_portal.models import CompelledDisclosure as CompelledRow
from survivor_portal.models import LiftedBan, Survivor
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.tokens import digest

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps
    from survivor_portal.domain.consent import NoticeAttempt


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProposedCompelled:
    """What a member of staff is about to hand over because the law demands it.

    `notice_attempts` is when somebody of the staff tried to tell her first, and who; `token` is of the form it is
    recorded on.
    """

    token: str
    recipient: str
    items: frozenset[DataItem]
    legal_basis: LegalBasis
    legal_reference: str
    notice_attempts: "tuple[NoticeAttempt, ...]"
    no_notice_reason: NoNoticeReason | None
    forbidden_until: "datetime | None"
    protective_steps: str


def record_compelled(
    deps: "Deps", staff_id: str, survivor_id: str, proposed: ProposedCompelled
) -> str | tuple[CompelledRefusal, ...] | RecordedOtherwise:
    """Record what leaves because the law demands it, or give every reason why not; no consent is asked or used.

    A doubled form gives the record it made, or says that it recorded otherwise. Raises `NotFoundError` when whoever
    records has neither her case nor supervises, or nobody of the staff is who tried to tell her.
    """
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        # One at a time, so that of a doubled press the second finds the first.
        session.execute(select(Survivor.id).where(Survivor.id == survivor_id).with_for_update())
        recorder_of(session, staff_id, survivor_id)
        require_staff(session, {attempt.by for attempt in proposed.notice_attempts})
        handed_over = _disclosure(proposed, PersonId(staff_id), PersonId(survivor_id), deps.clock())
        row = session.execute(
            select(*CompelledRow.__table__.columns).where(
                CompelledRow.survivor_id == survivor_id, CompelledRow.form_token_digest == digest(proposed.token)
            )
        ).one_or_none()
        if row is not None:
            is_the_same = compelled_in(opener, row) == replace(handed_over, at=row.at)
            return str(row.id) if is_the_same else RecordedOtherwise(row.id)
        outcome = let_out_compelled(deps, session, handed_over, proposed.token)
        if not isinstance(outcome, tuple):
            # A court that forbids to tell her forbids the word of it, too.
            if is_hers_to_know(handed_over, handed_over.at):
                add_notice(deps, session, survivor_id, NoticeKind.TOLD_BY_LAW, except_session=None)
            session.commit()
    return outcome


def compelled_of(deps: "Deps", survivor_id: str) -> list[CompelledDisclosure]:
    """Give all that the law compelled about her, the newest first. For the desk: she sees `compelled_for_her`."""
    return [disclosed for _ref, disclosed in _all_of(deps, survivor_id)]


def bans_on_telling_her(deps: "Deps", survivor_id: str) -> list[tuple[str, CompelledDisclosure]]:
    """Give, with its reference, each compelled disclosure that a court forbids to tell her of now; for the desk."""
    now = deps.clock()
    return [(ref, disclosed) for ref, disclosed in _all_of(deps, survivor_id) if not is_hers_to_know(disclosed, now)]


def lift_ban(deps: "Deps", staff_id: str, survivor_id: str, ref: str) -> None:
    """Write down that a court lets her know of one compelled disclosure now, and leave her word of it.

    Twice equals once, and a ban that is over by itself is left alone. Raises `NotFoundError` when whoever
    does it has neither her case nor supervises, or the disclosure is none of hers that a court forbade to tell.
    """
    with deps.storage.write() as session:
        # One at a time, so that of a doubled press the second finds the first.
        session.execute(select(Survivor.id).where(Survivor.id == survivor_id).with_for_update())
        recorder_of(session, staff_id, survivor_id)
        banned = session.execute(
            select(CompelledRow.forbidden_until, LiftedBan.lifted_at)
            .outerjoin(LiftedBan, LiftedBan.disclosure == CompelledRow.id)
            .where(
                CompelledRow.id == ref,
                CompelledRow.survivor_id == survivor_id,
                CompelledRow.no_notice_reason == NoNoticeReason.COURT_FORBIDS,
            )
        ).one_or_none()
        if banned is None:
            raise NotFoundError
        now = deps.clock()
        is_over = banned.forbidden_until is not None and banned.forbidden_until <= now
        if banned.lifted_at is not None or is_over:
            return
        session.add(LiftedBan(disclosure=ref, lifted_by=staff_id, lifted_at=now))
        add_notice(deps, session, survivor_id, NoticeKind.TOLD_BY_LAW, except_session=None)
        session.commit()


def compelled_for_her(deps: "Deps", survivor_id: str) -> list[CompelledDisclosure]:
    """Give what the law compelled about her as she may see it, the newest first: all that no court forbids to show."""
    now = deps.clock()
    return [disclosed for disclosed in compelled_of(deps, survivor_id) if is_hers_to_know(disclosed, now)]


def _all_of(deps: "Deps", survivor_id: str) -> list[tuple[str, CompelledDisclosure]]:
    statement = (
        select(*CompelledRow.__table__.columns, LiftedBan.lifted_at)
        .outerjoin(LiftedBan, LiftedBan.disclosure == CompelledRow.id)
        .where(CompelledRow.survivor_id == survivor_id)
        .order_by(CompelledRow.at.desc(), CompelledRow.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(survivor_id)
    found = []
    for row in rows:
        # One that can no longer be read hides none of the others, nor the stop that stands on the same page.
        with suppress(CannotOpenError):
            found.append((row.id, compelled_in(opener, row, row.lifted_at)))
    return found


def _disclosure(
    proposed: ProposedCompelled, staff_id: PersonId, survivor_id: PersonId, now: "datetime"
) -> CompelledDisclosure:
    return CompelledDisclosure(
        principal=survivor_id,
        recipient=proposed.recipient.strip(),
        items=proposed.items,
        legal_basis=proposed.legal_basis,
        legal_reference=proposed.legal_reference.strip(),
        notice_attempts=tuple(sorted(proposed.notice_attempts, key=lambda attempt: (attempt.at, attempt.by))),
        no_notice_reason=proposed.no_notice_reason,
        forbidden_until=proposed.forbidden_until,
        protective_steps=proposed.protective_steps.strip(),
        at=now,
        by=staff_id,
    )
