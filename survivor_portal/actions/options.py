"""Services as they stand for one survivor: what was offered to her, what she picked, and what she says to each.

Nothing here knows of consents or of law enforcement, so nothing she chooses there can change what she sees here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from survivor_portal.actions.cases import lock_survivor, lock_survivor_for
from survivor_portal.actions.directory import ServicePage, needs_of, service_for
from survivor_portal.actions.directory.listing import given_at, is_listed
from survivor_portal.actions.directory.withholding import withholdings
from survivor_portal.actions.lookups import NotFoundError, PausedError
from survivor_portal.actions.pausing import is_paused
from survivor_portal.domain import options
from survivor_portal.domain.options import Answer, Answered, OptionId, Origin, current_answer
from survivor_portal.models.directory import Provider, Service
from survivor_portal.models.options import Option, OptionAnswer
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.directory.withholding import Withholding
    from survivor_portal.domain.taxonomy import Need


@dataclass(frozen=True, slots=True)
class OptionCard:
    """One option in a list: the service, how it came to her, and her answer of now.

    `name` is empty where it would tell a hidden address.
    """

    id: str
    service_id: str
    name: str
    provider_name: str | None
    given_at: str | None
    needs: "tuple[Need, ...]"
    origin: Origin
    answer: Answer
    place: int
    answered_at: "datetime | None"
    created_at: "datetime"


@dataclass(frozen=True, slots=True)
class OptionPage:
    """One option in full: the service as any survivor sees it, and her answers, the newest first."""

    card: OptionCard
    service: ServicePage
    history: tuple[Answered, ...]


def options_of(deps: "Deps", survivor_id: str) -> list[OptionCard]:
    """Give everything on her list, in her order. Three statements, however long it is."""
    with deps.storage.read() as connection:
        rows = connection.execute(_cards().where(Option.survivor_id == survivor_id)).all()
        return _with_needs(connection, rows)


def open_cards(cards: "Sequence[OptionCard]") -> list[OptionCard]:
    """Give the open ones that her screen shows, in her order."""
    by_id = {card.id: card for card in cards}
    # How far the arranging has come is not kept yet: no option has a state.
    standing = (
        options.Option(
            option_id=OptionId(card.id), origin=card.origin, answer=card.answer, state=None, place=card.place
        )
        for card in cards
    )
    return [by_id[option.option_id] for option in options.open_options(standing)]


def option_for(deps: "Deps", survivor_id: str, option_id: str) -> OptionPage:
    """Look one of her options up, through her. Raises `NotFoundError` for anything that is not hers."""
    with deps.storage.read() as connection:
        row = connection.execute(
            _cards().where(Option.id == option_id, Option.survivor_id == survivor_id)
        ).one_or_none()
        if row is None:
            raise NotFoundError
        history = _history(connection, option_id)
        tell = withholdings(connection, [row.service_id])[row.service_id]
    service = service_for(deps, row.service_id)
    return OptionPage(_card(row, service.needs, tell), service, tuple(reversed(history)))


def option_of(deps: "Deps", survivor_id: str, service_id: str) -> str | None:
    """Give the option a service already is on her list; None while it is not there."""
    with deps.storage.read() as connection:
        found: str | None = connection.execute(_option_id(survivor_id, service_id)).scalar_one_or_none()
    return found


def answer_option(deps: "Deps", survivor_id: str, option_id: str, answer: Answer) -> None:
    """Keep her answer to one of her options, beside every earlier one; the same answer again changes nothing.

    Taking an answer back is the answer `NOT_ANSWERED`. Raises `NotFoundError` for anything that is not hers.
    """
    now = deps.clock()
    with deps.storage.write() as session:
        hers = select(Option.id).where(Option.id == option_id, Option.survivor_id == survivor_id)
        # Locked, so that of two answers at once the later follows the earlier.
        if session.execute(hers.with_for_update()).one_or_none() is None:
            raise NotFoundError
        history = _history(session.connection(), option_id)
        if current_answer(history) is answer:
            return
        sequence = history[-1].sequence + 1 if history else 1
        session.add(
            OptionAnswer(
                id=new_ref(deps.chance), option_id=option_id, sequence=sequence, answer=answer.value, answered_at=now
            )
        )
        session.commit()


def pick_service(deps: "Deps", survivor_id: str, service_id: str) -> str:
    """Put a service of the directory on her list because she wants it there, and give the option.

    What is on her list already stays as it is. Raises `NotFoundError` for a service that is not in the directory.
    """
    with deps.storage.write() as session:
        lock_survivor(session, survivor_id)
        return _put_on_list(deps, session, survivor_id, service_id, None)


def offer_service(deps: "Deps", staff_id: str, survivor_id: str, service_id: str) -> str:
    """Put a service on a survivor's list because her advocate offers it, and give the option.

    What is on her list already stays as it is, with her answer. Raises `NotFoundError` for a survivor whose case is
    not this advocate's, and for a service that is not in the directory; `PausedError` while she has paused.
    """
    with deps.storage.write() as session:
        lock_survivor_for(session, staff_id, survivor_id)
        if is_paused(session, survivor_id):
            raise PausedError
        return _put_on_list(deps, session, survivor_id, service_id, staff_id)


def _put_on_list(deps: "Deps", session: "Session", survivor_id: str, service_id: str, offered_by: str | None) -> str:
    found: str | None = session.execute(_option_id(survivor_id, service_id)).scalar_one_or_none()
    if found is not None:
        return found
    if session.execute(select(Service.id).where(Service.id == service_id, is_listed())).one_or_none() is None:
        raise NotFoundError
    last = select(func.coalesce(func.max(Option.place), -1)).where(Option.survivor_id == survivor_id)
    option = Option(
        id=new_ref(deps.chance),
        survivor_id=survivor_id,
        service_id=service_id,
        origin=(Origin.OFFERED if offered_by else Origin.PICKED).value,
        offered_by=offered_by,
        place=session.execute(last).scalar_one() + 1,
        created_at=deps.clock(),
    )
    session.add(option)
    session.commit()
    return option.id


def _cards() -> "Select[*tuple[Any, ...]]":
    answers = aliased(OptionAnswer)
    # One look into an index for each of her options, and none at anyone else's.
    sequences = select(func.max(answers.sequence)).where(answers.option_id == Option.id)
    latest = sequences.correlate(Option).scalar_subquery()
    return (
        select(
            Option.id,
            Option.service_id,
            Service.name,
            Provider.name.label("provider_name"),
            given_at().label("given_at"),
            Option.origin,
            OptionAnswer.answer,
            OptionAnswer.answered_at,
            Option.place,
            Option.created_at,
        )
        .join(Service, Service.id == Option.service_id)
        .outerjoin(Provider, Provider.id == Service.provider_id)
        .outerjoin(OptionAnswer, and_(OptionAnswer.option_id == Option.id, OptionAnswer.sequence == latest))
        .order_by(Option.place, Option.id)
    )


def _with_needs(connection: "Connection", rows: "Sequence[Row[Any]]") -> list[OptionCard]:
    service_ids = [row.service_id for row in rows]
    needs = needs_of(connection, service_ids)
    tells = withholdings(connection, service_ids)
    return [_card(row, needs[row.service_id], tells[row.service_id]) for row in rows]


def _card(row: "Row[Any]", needs: "tuple[Need, ...]", tell: "Withholding") -> OptionCard:
    return OptionCard(
        id=row.id,
        service_id=row.service_id,
        name=tell(row.name) or "",
        provider_name=tell(row.provider_name),
        given_at=tell(row.given_at),
        needs=needs,
        origin=Origin(row.origin),
        answer=Answer(row.answer) if row.answer else Answer.NOT_ANSWERED,
        place=row.place,
        answered_at=row.answered_at,
        created_at=row.created_at,
    )


def _option_id(survivor_id: str, service_id: str) -> "Select[str]":
    return select(Option.id).where(Option.survivor_id == survivor_id, Option.service_id == service_id)


def _history(connection: "Connection", option_id: str) -> list[Answered]:
    statement = (
        select(OptionAnswer.sequence, OptionAnswer.answer, OptionAnswer.answered_at)
        .where(OptionAnswer.option_id == option_id)
        .order_by(OptionAnswer.sequence)
    )
    return [Answered(row.sequence, Answer(row.answer), row.answered_at) for row in connection.execute(statement)]
