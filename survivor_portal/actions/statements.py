"""Who approved the words she signs: a qualified person, for one version in one language, as a supervisor wrote down."""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.consents.recorders import require_supervisor
from survivor_portal.actions.doubled import WrittenOtherwise
from survivor_portal.actions.drafts import forget_sent, forget_sent_again
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.models import EndedApproval, Staff, StatementApproval
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.tokens import Ref, digest, new_ref

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Row

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage


@dataclass(frozen=True, slots=True, repr=False)
class NewApproval:
    """An approval to write down. `words_digest` is of the very words that were approved; `token` of the form."""

    token: str
    version: str
    language: str
    words_digest: str
    approved_by: str
    profession: str
    approved_on: "date"

    @property
    def approver(self) -> str:
        """Who approved, with the profession, as it is kept."""
        return f"{self.approved_by.strip()}, {self.profession.strip()}"


@unique
class ApprovalRefusal(StrEnum):
    """Why an approval is not written down."""

    NO_NAME = "no_name"
    NO_PROFESSION = "no_profession"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, repr=False)
class WrittenApproval:
    """One approval as it stands, with the names of who approved and of who wrote it down; `ended_at` once it is over.

    `approved_by` says the profession, too.
    """

    id: Ref
    version: str
    language: str
    words_digest: str
    approved_by: str
    approved_on: "date"
    recorded_by: str
    recorded_at: "datetime"
    ended_at: "datetime | None"


def record_approval(
    deps: "Deps", supervisor_id: str, new: NewApproval, today: "date", *, sent_from: "DraftPage | None" = None
) -> Ref | ApprovalRefusal | WrittenOtherwise:
    """Write an approval down for good, so that these words may be signed without an interpreter.

    `today` is the day it is where the organisation works. The draft it was `sent_from` goes in the same transaction. A
    doubled form gives the approval it made, or says that it wrote down something else. Raises `NotFoundError` when
    whoever writes it is no supervisor.
    """
    if not new.approved_by.strip():
        return ApprovalRefusal.NO_NAME
    if not new.profession.strip():
        return ApprovalRefusal.NO_PROFESSION
    if new.approved_on > today:
        return ApprovalRefusal.NOT_YET
    try:
        return _record_once(deps, supervisor_id, new, sent_from)
    except IntegrityError:
        # Another press of this form has just committed: now it is found.
        return _record_once(deps, supervisor_id, new, sent_from)


def end_approval(deps: "Deps", supervisor_id: str, approval: str) -> None:
    """Write down that an approval does not count any more; twice equals once, and what was signed under it stays.

    Raises `NotFoundError` when whoever writes it is no supervisor, or there is no such approval.
    """
    try:
        _end_once(deps, supervisor_id, approval)
    except IntegrityError:
        # Another press has just ended it.
        return


def is_approved(deps: "Deps", version: str, language: str, words_digest: str) -> bool:
    """Say whether an approval of these very words of a version in a language stands. One statement."""
    statement = (
        select(StatementApproval.id)
        .where(
            StatementApproval.version == version,
            StatementApproval.language == language,
            StatementApproval.words_digest == words_digest,
            StatementApproval.id.not_in(select(EndedApproval.approval)),
        )
        .limit(1)
    )
    with deps.storage.read() as connection:
        return connection.scalar(statement) is not None


def approvals(deps: "Deps") -> list[WrittenApproval]:
    """Give every approval there is, over or not, the newest first. One statement and one for the keys."""
    statement = (
        select(*StatementApproval.__table__.columns, Staff.name.label("recorder"), EndedApproval.ended_at)
        .join(Staff, Staff.id == StatementApproval.recorded_by)
        .outerjoin(EndedApproval, EndedApproval.approval == StatementApproval.id)
        .order_by(StatementApproval.recorded_at.desc(), StatementApproval.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(*(row.recorded_by for row in rows))
    return [
        WrittenApproval(
            Ref(row.id),
            row.version,
            row.language,
            row.words_digest,
            opener.open(place_of(StatementApproval.approved_by, row.id, row.recorded_by), row.approved_by),
            row.approved_on,
            opener.open(place_of(Staff.name, row.recorded_by, row.recorded_by), row.recorder),
            row.recorded_at,
            row.ended_at,
        )
        for row in rows
    ]


def _end_once(deps: "Deps", supervisor_id: str, approval: str) -> None:
    with deps.storage.write() as session:
        require_supervisor(session, supervisor_id)
        if session.get(StatementApproval, approval) is None:
            raise NotFoundError
        if session.get(EndedApproval, approval) is None:
            session.add(EndedApproval(approval=approval, ended_by=supervisor_id, ended_at=deps.clock()))
            session.commit()


def _record_once(
    deps: "Deps", supervisor_id: str, new: NewApproval, sent_from: "DraftPage | None"
) -> Ref | WrittenOtherwise:
    with deps.storage.write() as session:
        require_supervisor(session, supervisor_id)
        columns = StatementApproval.__table__.columns
        already = session.execute(
            select(*columns).where(StatementApproval.form_token_digest == digest(new.token))
        ).one_or_none()
        if already is not None:
            ref = Ref(already.id)
            if not _says_the_same(deps, already, new):
                return WrittenOtherwise(ref)
            forget_sent_again(deps, session, sent_from)
            return ref
        ref = new_ref(deps.chance)
        session.add(
            StatementApproval(
                id=ref,
                version=new.version,
                language=new.language,
                words_digest=new.words_digest,
                approved_by=deps.vault.seal(place_of(StatementApproval.approved_by, ref, supervisor_id), new.approver),
                approved_on=new.approved_on,
                recorded_by=supervisor_id,
                recorded_at=deps.clock(),
                form_token_digest=digest(new.token),
            )
        )
        forget_sent(deps, session, sent_from)
        session.commit()
    return ref


def _says_the_same(deps: "Deps", row: "Row[*tuple[Any, ...]]", new: NewApproval) -> bool:
    """Say whether a row is what this form writes down; of one that can no longer be read nobody can tell."""
    try:
        approver = deps.vault.open(place_of(StatementApproval.approved_by, row.id, row.recorded_by), row.approved_by)
    except CannotOpenError:
        return False
    return (row.version, row.language, row.words_digest, approver, row.approved_on) == (
        new.version,
        new.language,
        new.words_digest,
        new.approver,
        new.approved_on,
    )
