"""What the law compels: recorded with its basis and how we tried to tell her, and shown to her unless forbidden."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from survivor_portal.actions.consents.disclosing import RecordedOtherwise
from survivor_portal.actions.consents.gate import let_out_compelled
from survivor_portal.actions.consents.recorders import recorder_of, require_staff
from survivor_portal.actions.consents.sealing import compelled_in
from survivor_portal.actions.drafts import forget_sent, forget_sent_again
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.notices import add_notice
from survivor_portal.domain.consent import (
    CompelledDisclosure,
    CompelledRefusal,
    CompelledRemains,
    DataItem,
    LegalBasis,
    NoNoticeReason,
    is_hers_to_know,
)
from survivor_portal.domain.notices import SHOWN_FOR, NoticeKind
from survivor_portal.domain.people import PersonId
from survivor_portal.models import CompelledDisclosure as CompelledRow
from survivor_portal.models import LiftedBan, Survivor
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.tokens import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.domain.consent import NoticeAttempt
    from survivor_portal.security.encryption import Opener


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


@dataclass(frozen=True, slots=True, repr=False)
class AllCompelled:
    """What the law compelled about one person, the newest first; of the `damaged`, not all can be read any more."""

    whole: tuple[CompelledDisclosure, ...]
    damaged: tuple[CompelledRemains, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not (self.whole or self.damaged)

    @property
    def staff(self) -> set[str]:
        """Who of the staff recorded any of it, or tried to tell her first."""
        tried: set[str] = {attempt.by for disclosed in self.whole for attempt in disclosed.notice_attempts}
        return tried | {disclosed.by for disclosed in self.whole} | {remains.by for remains in self.damaged}


@dataclass(frozen=True, slots=True, repr=False)
class Ban:
    """One compelled disclosure that a court forbids to tell her of; None is what can no longer be read."""

    ref: str
    at: "datetime"
    recipient_name: str | None
    legal_reference: str | None


def record_compelled(
    deps: "Deps",
    staff_id: str,
    survivor_id: str,
    proposed: ProposedCompelled,
    *,
    sent_from: "DraftPage | None" = None,
) -> str | tuple[CompelledRefusal, ...] | RecordedOtherwise:
    """Record what leaves because the law demands it, or give every reason why not; no consent is asked or used.

    The draft it was `sent_from` goes in the same transaction. A doubled form gives the record it made, or says that it
    recorded otherwise. Raises `NotFoundError` when whoever records has neither her case nor supervises, or nobody of
    the staff is who tried to tell her.
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
            is_the_same = _read(opener, row) == replace(handed_over, at=row.at)
            if not is_the_same:
                return RecordedOtherwise(row.id)
            forget_sent_again(deps, session, sent_from)
            return str(row.id)
        outcome = let_out_compelled(deps, session, handed_over, proposed.token)
        if not isinstance(outcome, tuple):
            # A court that forbids to tell her forbids the word of it, too.
            if is_hers_to_know(handed_over, handed_over.at):
                add_notice(deps, session, survivor_id, NoticeKind.TOLD_BY_LAW, except_session=None)
            forget_sent(deps, session, sent_from)
            session.commit()
    return outcome


def compelled_of(deps: "Deps", survivor_id: str) -> AllCompelled:
    """Give all that the law compelled about her. For the desk: she sees `compelled_for_her`."""
    return _parted(disclosed for _ref, disclosed in _all_of(deps, survivor_id))


def bans_on_telling_her(deps: "Deps", survivor_id: str) -> list[Ban]:
    """Give each compelled disclosure that a court forbids to tell her of now, the newest first; for the desk."""
    now = deps.clock()
    return [
        _ban(ref, disclosed) for ref, disclosed in _all_of(deps, survivor_id) if not is_hers_to_know(disclosed, now)
    ]


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


def compelled_for_her(deps: "Deps", survivor_id: str) -> AllCompelled:
    """Give what the law compelled about her as she may see it: all that no court forbids to show."""
    now = deps.clock()
    return _parted(disclosed for _ref, disclosed in _all_of(deps, survivor_id) if is_hers_to_know(disclosed, now))


def has_a_ban_just_ended(deps: "Deps", survivor_id: str) -> bool:
    """Say whether a ban on telling her ended by its own date within the last seven days, as long as notices show.

    Nobody is there to leave her a notice of it then, so it is told by the date itself. One statement, and nothing of
    what was told is read.
    """
    now = deps.clock()
    statement = (
        select(CompelledRow.id)
        .outerjoin(LiftedBan, LiftedBan.disclosure == CompelledRow.id)
        .where(
            CompelledRow.survivor_id == survivor_id,
            CompelledRow.no_notice_reason == NoNoticeReason.COURT_FORBIDS,
            CompelledRow.forbidden_until > CompelledRow.at,
            CompelledRow.forbidden_until > now - SHOWN_FOR,
            CompelledRow.forbidden_until <= now,
            LiftedBan.disclosure.is_(None),
        )
        .limit(1)
    )
    with deps.storage.read() as connection:
        return connection.scalar(statement) is not None


def _all_of(deps: "Deps", survivor_id: str) -> list[tuple[str, CompelledDisclosure | CompelledRemains]]:
    statement = (
        select(*CompelledRow.__table__.columns, LiftedBan.lifted_at)
        .outerjoin(LiftedBan, LiftedBan.disclosure == CompelledRow.id)
        .where(CompelledRow.survivor_id == survivor_id)
        .order_by(CompelledRow.at.desc(), CompelledRow.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(survivor_id)
    return [(row.id, _read(opener, row, row.lifted_at)) for row in rows]


def _read(
    opener: "Opener", row: "Row[*tuple[Any, ...]]", ban_lifted_at: "datetime | None" = None
) -> CompelledDisclosure | CompelledRemains:
    """Read a row, or what is left of it: one that is damaged hides none of the others, nor itself."""
    try:
        return compelled_in(opener, row, ban_lifted_at)
    except CannotOpenError:
        return CompelledRemains(
            legal_basis=LegalBasis(row.legal_basis),
            no_notice_reason=NoNoticeReason(row.no_notice_reason) if row.no_notice_reason else None,
            at=row.at,
            by=PersonId(row.by),
            forbidden_until=row.forbidden_until,
            ban_lifted_at=ban_lifted_at,
        )


def _parted(found: "Iterable[CompelledDisclosure | CompelledRemains]") -> AllCompelled:
    every = tuple(found)
    return AllCompelled(
        tuple(each for each in every if isinstance(each, CompelledDisclosure)),
        tuple(each for each in every if isinstance(each, CompelledRemains)),
    )


def _ban(ref: str, disclosed: CompelledDisclosure | CompelledRemains) -> Ban:
    if isinstance(disclosed, CompelledRemains):
        return Ban(ref, disclosed.at, None, None)
    return Ban(ref, disclosed.at, disclosed.recipient, disclosed.legal_reference)


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
