"""Totals for whoever pays for the work: made once a quarter, and told the same ever after.

Only what lies readable is counted, so no key is opened and nobody's page is looked at.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.consents.gate import let_out_list, let_out_new, let_out_part
from survivor_portal.actions.consents.recorders import require_supervisor
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.consent import EventState
from survivor_portal.domain.options import Answer
from survivor_portal.domain.taxonomy import Need
from survivor_portal.domain.totals import (
    OTHER_LANGUAGE,
    TOTAL,
    ConsentTold,
    Quarter,
    finished_quarters,
)
from survivor_portal.models import (
    Assignment,
    Consent,
    ConsentEvent,
    Disclosure,
    Option,
    OptionAnswer,
    ServiceNeed,
    Survivor,
    Totals,
)
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps

Bounds = tuple["datetime", "datetime"]


@dataclass(frozen=True, slots=True)
class QuarterTotals:
    """What is told of one quarter; None is a number that is withheld. Everywhere it is people that are counted."""

    quarter: Quarter
    made_at: "datetime"
    people: "Mapping[str, int | None]"
    """Who was helped, by language, the sum last."""
    new: int | None
    """Who was helped for the first time. Not by language: between two quarters that would leave small numbers over."""
    wanted: "Mapping[Need, int | None]"
    """Who wanted which kind of help; somebody can want several, so these are no parts of a sum."""
    consents: "Mapping[ConsentTold, int | None]"
    """Who did what with a consent; somebody can do several, as above."""


def quarters_told(deps: "Deps") -> list[Quarter]:
    """Give every quarter whose totals are made, the newest first."""
    with deps.storage.read() as connection:
        days = connection.execute(select(Totals.first_day).order_by(Totals.first_day.desc())).scalars()
        return [Quarter.of(day) for day in days]


def totals_of(deps: "Deps", quarter: Quarter) -> QuarterTotals:
    """Give what is told of a quarter. Raises `NotFoundError` when it was not made."""
    statement = select(Totals.numbers, Totals.made_at).where(Totals.first_day == quarter.first_day)
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError
    return QuarterTotals(
        quarter,
        row.made_at,
        dict(row.numbers["people"]),
        row.numbers["new"],
        {Need(need): number for need, number in row.numbers["wanted"].items()},
        {ConsentTold(told): number for told, number in row.numbers["consents"].items()},
    )


def make_totals(deps: "Deps", supervisor_id: str, zone: "tzinfo", languages: "Sequence[str]") -> None:
    """Count the quarters of the last year that are over and not told yet, and keep what may be told of them.

    `zone` says where the organisation keeps its days, `languages` which ones are offered. Made totals never change,
    whatever is written down or erased later: two tellings cannot be compared to find the one person between them.
    Raises `NotFoundError` when whoever asks is no supervisor.
    """
    # The oldest first, because each minds what the one before it told.
    for quarter in reversed(finished_quarters(deps.clock(), zone)):
        try:
            _make_once(deps, supervisor_id, quarter, quarter.bounds(zone), languages)
        except IntegrityError:
            # Another press has just told it.
            continue


def _make_once(deps: "Deps", supervisor_id: str, quarter: Quarter, bounds: Bounds, languages: "Sequence[str]") -> None:
    with deps.storage.write() as session:
        require_supervisor(session, supervisor_id)
        if session.scalar(select(Totals.id).where(Totals.first_day == quarter.first_day)) is not None:
            return
        helped = _helped(session, bounds)
        session.add(
            Totals(
                id=new_ref(deps.chance),
                first_day=quarter.first_day,
                numbers={
                    "people": list(_people(helped, languages).items()),
                    "new": _new(session, helped, quarter, bounds),
                    "wanted": _wanted(session, bounds, len(helped)),
                    "consents": _consents(session, bounds, len(helped)),
                },
                made_by=supervisor_id,
                made_at=deps.clock(),
            )
        )
        session.commit()


def _helped(session: "Session", bounds: Bounds) -> "list[tuple[str | None, datetime]]":
    """Give one row a person who was helped: her language, and when she was first helped. Nobody is named."""
    first = (
        select(func.min(Assignment.started_at, type_=Assignment.started_at.type))
        .where(Assignment.survivor_id == Survivor.id)
        .correlate(Survivor)
        .scalar_subquery()
    )
    statement = select(Survivor.language, first).where(_was_helped(Survivor.id, bounds))
    return [(language, first_helped_at) for language, first_helped_at in session.execute(statement)]


def _people(helped: "list[tuple[str | None, datetime]]", languages: "Sequence[str]") -> "Mapping[str, int | None]":
    counts = Counter(
        language if language is not None and language in languages else OTHER_LANGUAGE
        for language, _first_helped_at in helped
    )
    return let_out_list(counts, [*languages, OTHER_LANGUAGE])


def _new(
    session: "Session", helped: "list[tuple[str | None, datetime]]", quarter: Quarter, bounds: Bounds
) -> int | None:
    told = session.scalar(select(Totals.numbers).where(Totals.first_day == quarter.previous.first_day))
    told_before = dict(told["people"])[TOTAL] if told is not None else None
    begins, _ends = bounds
    return let_out_new(sum(first >= begins for _language, first in helped), len(helped), told_before)


def _wanted(session: "Session", bounds: Bounds, everyone: int) -> dict[str, int | None]:
    statement = (
        select(ServiceNeed.need, func.count(Option.survivor_id.distinct()))
        .join(Option, Option.service_id == ServiceNeed.service_id)
        .join(OptionAnswer, OptionAnswer.option_id == Option.id)
        .where(
            OptionAnswer.answer == Answer.WANTED,
            *_within(OptionAnswer.answered_at, bounds),
            _was_helped(Option.survivor_id, bounds),
        )
        .group_by(ServiceNeed.need)
    )
    counts = {need: int(number) for need, number in session.execute(statement)}
    return {need: let_out_part(counts.get(need, 0), everyone) for need in Need}


def _consents(session: "Session", bounds: Bounds, everyone: int) -> dict[str, int | None]:
    people = select(func.count(Consent.principal.distinct())).where(_was_helped(Consent.principal, bounds))
    had = people.join(ConsentEvent, ConsentEvent.record_id == Consent.record_id).where(
        *_within(ConsentEvent.event_time, bounds)
    )
    statements: dict[str, Any] = {
        ConsentTold.GIVEN: had.where(ConsentEvent.event_state == EventState.GIVEN),
        ConsentTold.STOPPED: had.where(ConsentEvent.event_state == EventState.WITHDRAWN),
        ConsentTold.SHARED: people.join(Disclosure, Disclosure.consent == Consent.record_id).where(
            *_within(Disclosure.at, bounds)
        ),
    }
    return {told: let_out_part(session.scalar(statement) or 0, everyone) for told, statement in statements.items()}


def _was_helped(person: Any, bounds: Bounds) -> "ColumnElement[bool]":  # noqa: ANN401 (any column of people)
    """Say in SQL that somebody was helped in the quarter: only who is in the sum over everybody is in any other."""
    begins, ends = bounds
    is_within = and_(Assignment.started_at < ends, or_(Assignment.ended_at.is_(None), Assignment.ended_at >= begins))
    helped: ColumnElement[bool] = person.in_(select(Assignment.survivor_id).where(is_within))
    return helped


def _within(moment: Any, bounds: Bounds) -> "tuple[ColumnElement[bool], ColumnElement[bool]]":  # noqa: ANN401 (any column of moments)
    begins, ends = bounds
    return moment >= begins, moment < ends
