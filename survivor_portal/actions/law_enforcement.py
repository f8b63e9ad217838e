"""Her standing choice about the police, and what they ask through her advocate, with her answers.

Nothing here opens anything: no consent and no service reads it, and a yes to the police is only that.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from survivor_portal import models
from survivor_portal.actions.cases import lock_survivor, lock_survivor_for
from survivor_portal.actions.doubled import WrittenOtherwise
from survivor_portal.actions.drafts import forget_sent, forget_sent_again
from survivor_portal.actions.lookups import NotFoundError, PausedError
from survivor_portal.actions.pausing import is_paused
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import (
    LawEnforcementAnswer,
    LawEnforcementChoice,
    PoliceAnswer,
    law_enforcement_choice,
)
from survivor_portal.models import PoliceRequest
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.tokens import digest, new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.security.encryption import Envelope, Opener, Place


@dataclass(frozen=True, slots=True, repr=False)
class NewPoliceRequest:
    """What the police ask, to be written down: which office, and for what. `token` is of the form it is written on."""

    token: str
    asker: str
    asked: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer of hers to one request, and when she gave it; None where it can no longer be read."""

    answer: PoliceAnswer | None
    answered_at: "datetime"


@dataclass(frozen=True, slots=True, repr=False)
class ShownRequest:
    """One request as it stands: who asks for what, who wrote it down, and her answers, the newest first.

    `asker` and `asked` are None where they can no longer be read.
    """

    ref: str
    asker: str | None
    asked: str | None
    written_by: str
    asked_at: "datetime"
    answers: tuple[GivenAnswer, ...]

    @property
    def answer(self) -> PoliceAnswer | None:
        """Her answer of now; None while she has given none, and where it can no longer be read."""
        return self.answers[0].answer if self.answers else None


@dataclass(frozen=True, slots=True, repr=False)
class AboutPolice:
    """Everything she has set about the police. `history` is the newest first, and so are the `requests`.

    `choice` is None where it can no longer be read.
    """

    choice: LawEnforcementChoice | None
    history: tuple[LawEnforcementAnswer, ...]
    requests: tuple[ShownRequest, ...]

    @property
    def waiting(self) -> tuple[ShownRequest, ...]:
        """The requests she has not answered."""
        return tuple(request for request in self.requests if not request.answers)


def about_police(deps: "Deps", survivor_id: str) -> AboutPolice:
    """Give her choice with its history, and every request with her answers.

    Three statements and one for her key, however much there is.
    """
    opener = deps.vault.opener(survivor_id)
    with deps.storage.read() as connection:
        history = _history(connection, survivor_id, opener)
        requests = connection.execute(
            select(*PoliceRequest.__table__.columns)
            .where(PoliceRequest.survivor_id == survivor_id)
            .order_by(PoliceRequest.asked_at.desc(), PoliceRequest.id)
        ).all()
        answers = connection.execute(
            select(*models.PoliceAnswer.__table__.columns)
            .join(PoliceRequest, PoliceRequest.id == models.PoliceAnswer.request_id)
            .where(PoliceRequest.survivor_id == survivor_id)
            .order_by(models.PoliceAnswer.sequence.desc())
        ).all()
    return AboutPolice(
        law_enforcement_choice(history),
        tuple(reversed(history)),
        tuple(_request(opener, row, [answer for answer in answers if answer.request_id == row.id]) for row in requests),
    )


def police_request_for(deps: "Deps", survivor_id: str, ref: str) -> ShownRequest:
    """Give one request put before her. Raises `NotFoundError` when it is not hers or does not exist."""
    found = next((request for request in about_police(deps, survivor_id).requests if request.ref == ref), None)
    if found is None:
        raise NotFoundError
    return found


def count_unanswered(deps: "Deps", survivor_id: str) -> int:
    """Count the requests she has not answered. One statement, and nothing of them is read."""
    has_answer = select(models.PoliceAnswer.id).where(models.PoliceAnswer.request_id == PoliceRequest.id).exists()
    statement = select(func.count()).where(PoliceRequest.survivor_id == survivor_id, ~has_answer)
    with deps.storage.read() as connection:
        return connection.execute(statement).scalar_one()


def choose_law_enforcement(deps: "Deps", survivor_id: str, choice: LawEnforcementChoice) -> None:
    """Keep her choice beside every earlier one; the same choice again changes nothing.

    Raises `NotFoundError` when there is no such survivor.
    """
    with deps.storage.write() as session:
        lock_survivor(session, survivor_id)
        history = _history(session.connection(), survivor_id, deps.vault.opener(survivor_id))
        if history and history[-1].choice is choice:
            return
        ref = new_ref(deps.chance)
        row = models.LawEnforcementChoice
        session.add(
            row(
                id=ref,
                survivor_id=survivor_id,
                sequence=history[-1].sequence + 1 if history else 1,
                choice=deps.vault.seal(place_of(row.choice, ref, survivor_id), choice),
                chosen_at=deps.clock(),
            )
        )
        session.commit()


def write_police_request(
    deps: "Deps", staff_id: str, survivor_id: str, new: NewPoliceRequest, *, sent_from: "DraftPage | None" = None
) -> str | WrittenOtherwise:
    """Write down what the police ask about her, for her to answer; it changes nothing else.

    The draft it was `sent_from` goes in the same transaction. A doubled form gives the request it made, or says that it
    wrote down something else. Raises `NotFoundError` when she
    is not on this member's caseload, `PausedError` while she has paused.
    """
    words = json.dumps({"asker": new.asker.strip(), "asked": new.asked.strip()})
    with deps.storage.write() as session:
        # One at a time, so that of a doubled press the second finds the first.
        lock_survivor_for(session, staff_id, survivor_id)
        already = session.execute(
            select(PoliceRequest.id, PoliceRequest.words).where(
                PoliceRequest.survivor_id == survivor_id, PoliceRequest.form_token_digest == digest(new.token)
            )
        ).one_or_none()
        if already is not None:
            place = place_of(PoliceRequest.words, already.id, survivor_id)
            known = _readable(deps.vault.opener(survivor_id), place, already.words)
            if known != words:
                return WrittenOtherwise(already.id)
            forget_sent_again(deps, session, sent_from)
            return str(already.id)
        if is_paused(session, survivor_id):
            raise PausedError
        ref = new_ref(deps.chance)
        session.add(
            PoliceRequest(
                id=ref,
                survivor_id=survivor_id,
                asked_by=staff_id,
                words=deps.vault.seal(place_of(PoliceRequest.words, ref, survivor_id), words),
                asked_at=deps.clock(),
                form_token_digest=digest(new.token),
            )
        )
        forget_sent(deps, session, sent_from)
        session.commit()
    return ref


def answer_police_request(deps: "Deps", survivor_id: str, ref: str, answer: PoliceAnswer) -> None:
    """Keep her answer beside every earlier one; the same answer again changes nothing, and none of them is a consent.

    Raises `NotFoundError` when the request is not hers or does not exist.
    """
    row = models.PoliceAnswer
    this = select(PoliceRequest.id).where(PoliceRequest.id == ref, PoliceRequest.survivor_id == survivor_id)
    with deps.storage.write() as session:
        # Locked, so that of two answers at once the later follows the earlier.
        if session.execute(this.with_for_update()).one_or_none() is None:
            raise NotFoundError
        last = session.execute(
            select(row.id, row.sequence, row.answer).where(row.request_id == ref).order_by(row.sequence.desc()).limit(1)
        ).one_or_none()
        if last is not None and _answer(deps.vault.opener(survivor_id), last.id, survivor_id, last.answer) is answer:
            return
        answer_id = new_ref(deps.chance)
        session.add(
            row(
                id=answer_id,
                request_id=ref,
                sequence=1 if last is None else last.sequence + 1,
                answer=deps.vault.seal(place_of(row.answer, answer_id, survivor_id), answer),
                answered_at=deps.clock(),
            )
        )
        session.commit()


def _history(connection: "Connection", survivor_id: str, opener: "Opener") -> list[LawEnforcementAnswer]:
    row = models.LawEnforcementChoice
    rows = connection.execute(
        select(row.id, row.sequence, row.choice, row.chosen_at)
        .where(row.survivor_id == survivor_id)
        .order_by(row.sequence)
    )
    return [
        LawEnforcementAnswer(found.sequence, _choice(opener, found.id, survivor_id, found.choice), found.chosen_at)
        for found in rows
    ]


def _request(opener: "Opener", row: "Row[Any]", answers: "list[Row[Any]]") -> ShownRequest:
    read = _readable(opener, place_of(PoliceRequest.words, row.id, row.survivor_id), row.words)
    words = {"asker": None, "asked": None} if read is None else json.loads(read)
    return ShownRequest(
        row.id,
        words["asker"],
        words["asked"],
        row.asked_by,
        row.asked_at,
        tuple(
            GivenAnswer(_answer(opener, answer.id, row.survivor_id, answer.answer), answer.answered_at)
            for answer in answers
        ),
    )


def _choice(opener: "Opener", choice_id: str, survivor_id: str, sealed: "Envelope") -> LawEnforcementChoice | None:
    read = _readable(opener, place_of(models.LawEnforcementChoice.choice, choice_id, survivor_id), sealed)
    return None if read is None else LawEnforcementChoice(read)


def _answer(opener: "Opener", answer_id: str, survivor_id: str, sealed: "Envelope") -> PoliceAnswer | None:
    read = _readable(opener, place_of(models.PoliceAnswer.answer, answer_id, survivor_id), sealed)
    return None if read is None else PoliceAnswer(read)


def _readable(opener: "Opener", place: "Place", sealed: "Envelope") -> str | None:
    """Open a cell, or give None where it is damaged: one that is must hide none of the others."""
    with suppress(CannotOpenError):
        return opener.open(place, sealed)
    return None
