"""The desk: who waits for their advocate and for what, read for a whole caseload at once, and what one page needs."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from survivor_portal.actions.cases import Person
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import END_STATES, NOTICE_LENGTH, EventState
from survivor_portal.domain.options import Answer, Answered
from survivor_portal.models import (
    Acknowledgement,
    Assignment,
    CaseView,
    Consent,
    ConsentEvent,
    Disclosure,
    Message,
    Option,
    OptionAnswer,
    Pause,
    Staff,
    Survivor,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import CTE, ColumnElement, Row, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from survivor_portal.actions.deps import Deps

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Since when everything is new to an advocate who has never opened a page."""


@unique
class Change(StrEnum):
    """What can be new about a person; the order is the one in which the desk asks for an answer."""

    CONSENT_STOPPED = "consent_stopped"
    ANSWER_CHANGED = "answer_changed"
    MESSAGE_SENT = "message_sent"
    CONSENT_ENDING = "consent_ending"
    CONSENT_GIVEN = "consent_given"


_RANK: Final = {change: rank for rank, change in enumerate(Change)}


@dataclass(frozen=True, slots=True)
class News:
    """How much of one kind is new, and since when the oldest of it waits."""

    change: Change
    count: int
    since: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """One person of a caseload. `unanswered_since` is when the newest message came, while it is the person's own.

    `paused_since` is when the person chose to be left alone.
    """

    person: Person
    news: tuple[News, ...]
    seen_at: datetime | None
    unanswered_since: datetime | None
    paused_since: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """A whole caseload: those with news, the most pressing and then the oldest first; and those without."""

    waiting: tuple[Case, ...]
    others: tuple[Case, ...]


def desk_of(deps: "Deps", staff_id: str) -> Desk:
    """Give everyone whose case this advocate has, with what is new since each page was last opened.

    A stop stays until it was acknowledged, whoever looked at the page. Three statements and one for the keys, whatever
    the number of people, messages and consents.
    """
    with deps.storage.read() as connection:
        people = connection.execute(_people(staff_id)).all()
        news = _by_person(
            connection.execute(_news(staff_id)).all(), connection.execute(_ending(staff_id, deps.clock())).all()
        )
    opener = deps.vault.opener(*(row.id for row in people))
    cases = [
        Case(
            Person(row.id, opener.open(place_of(Survivor.chosen_name, row.id, row.id), row.chosen_name), row.language),
            news.get(row.id, ()),
            row.seen_at,
            row.sent_at if row.is_hers else None,
            row.paused_at,
        )
        for row in people
        # Whoever has just erased her record has no name any more.
        if row.id in opener.keys
    ]
    return Desk(
        tuple(sorted((case for case in cases if case.news), key=_turn)),
        tuple(sorted((case for case in cases if not case.news), key=_longest_unanswered)),
    )


def histories_of(deps: "Deps", survivor_id: str) -> dict[str, tuple[Answered, ...]]:
    """Give a survivor's answers to each of her options, the newest first, in one statement."""
    statement = (
        select(OptionAnswer.option_id, OptionAnswer.sequence, OptionAnswer.answer, OptionAnswer.answered_at)
        .join(Option, Option.id == OptionAnswer.option_id)
        .where(Option.survivor_id == survivor_id)
        .order_by(OptionAnswer.sequence.desc())
    )
    found: dict[str, list[Answered]] = defaultdict(list)
    with deps.storage.read() as connection:
        for row in connection.execute(statement):
            found[row.option_id].append(Answered(row.sequence, Answer(row.answer), row.answered_at))
    return {option_id: tuple(answers) for option_id, answers in found.items()}


def staff_names(deps: "Deps", staff_ids: "Collection[str]") -> dict[str, str]:
    """Name these members of staff, whether they still work here or not."""
    with deps.storage.read() as connection:
        rows = connection.execute(select(Staff.id, Staff.name).where(Staff.id.in_(staff_ids))).all()
    opener = deps.vault.opener(*(row.id for row in rows))
    return {row.id: opener.open(place_of(Staff.name, row.id, row.id), row.name) for row in rows}


def _people(staff_id: str) -> "Select[*tuple[Any, ...]]":
    messages = aliased(Message)
    # One look into an index for each person, however long the thread is.
    newest = (
        select(messages.id)
        .where(messages.survivor_id == Survivor.id)
        .order_by(messages.sent_at.desc(), messages.id.desc())
        .limit(1)
        .correlate(Survivor)
        .scalar_subquery()
    )
    return (
        select(
            Survivor.id,
            Survivor.chosen_name,
            Survivor.language,
            CaseView.seen_at,
            Message.sent_at,
            (Message.author == Survivor.id).label("is_hers"),
            Pause.paused_at,
        )
        .join(Assignment, Assignment.survivor_id == Survivor.id)
        .outerjoin(CaseView, _is_view_of(Assignment.survivor_id))
        .outerjoin(Message, Message.id == newest)
        .outerjoin(Pause, Pause.survivor_id == Survivor.id)
        .where(Assignment.staff_id == staff_id, Assignment.ended_at.is_(None))
        .order_by(Assignment.started_at, Survivor.id)
    )


def _news(staff_id: str) -> Any:  # noqa: ANN401 (a compound select, whose columns are those of `_branch`)
    mine = (
        select(
            Assignment.survivor_id.label("survivor_id"),
            func.coalesce(CaseView.seen_at, _LONG_AGO).label("seen_at"),
        )
        .outerjoin(CaseView, _is_view_of(Assignment.survivor_id))
        .where(Assignment.staff_id == staff_id, Assignment.ended_at.is_(None))
        .cte("mine")
    )
    event = ConsentEvent.event_time
    seen = select(Acknowledgement.id).where(Acknowledgement.record_id == Consent.record_id).correlate(Consent)
    return union_all(
        _branch(mine, Change.CONSENT_STOPPED, event, func.count(), is_news=~seen.exists())
        .join(Consent, Consent.principal == mine.c.survivor_id)
        .join(ConsentEvent, ConsentEvent.record_id == Consent.record_id)
        .where(ConsentEvent.event_state == EventState.WITHDRAWN),
        _branch(mine, Change.ANSWER_CHANGED, OptionAnswer.answered_at, func.count(Option.id.distinct()))
        .join(Option, Option.survivor_id == mine.c.survivor_id)
        .join(OptionAnswer, OptionAnswer.option_id == Option.id),
        _branch(mine, Change.MESSAGE_SENT, Message.sent_at, func.count())
        .join(Message, Message.survivor_id == mine.c.survivor_id)
        .where(Message.author == mine.c.survivor_id),
        _branch(mine, Change.CONSENT_GIVEN, event, func.count())
        .join(Consent, Consent.principal == mine.c.survivor_id)
        .join(ConsentEvent, ConsentEvent.record_id == Consent.record_id)
        .where(ConsentEvent.event_state == EventState.GIVEN),
    )


def _branch(
    mine: "CTE",
    change: Change,
    moment: "InstrumentedAttribute[datetime]",
    count: "ColumnElement[int]",
    *,
    is_news: "ColumnElement[bool] | None" = None,
) -> "Select[*tuple[Any, ...]]":
    """Select the news of one kind, usually all since the last look; what it is counted in, the caller joins."""
    return (
        select(
            mine.c.survivor_id,
            literal(change.value).label("change"),
            count.label("number"),
            func.min(moment).label("since"),
        )
        .select_from(mine)
        .where(moment > mine.c.seen_at if is_news is None else is_news)
        .group_by(mine.c.survivor_id)
    )


def _ending(staff_id: str, now: datetime) -> "Select[*tuple[Any, ...]]":
    """Select each given consent that ends within three days, and since when its person's page was not looked at."""
    own_events = select(ConsentEvent.id).where(
        ConsentEvent.record_id == Consent.record_id, ConsentEvent.event_state.in_(END_STATES)
    )
    uses = select(func.count()).where(Disclosure.consent == Consent.record_id).correlate(Consent).scalar_subquery()
    return (
        select(Consent.principal, Consent.expires_at, CaseView.seen_at)
        .join(Assignment, Assignment.survivor_id == Consent.principal)
        .outerjoin(CaseView, _is_view_of(Assignment.survivor_id))
        .where(
            Assignment.staff_id == staff_id,
            Assignment.ended_at.is_(None),
            Consent.signed_at.is_not(None),
            Consent.expires_at > now,
            Consent.expires_at <= now + NOTICE_LENGTH,
            ~own_events.correlate(Consent).exists(),
            or_(Consent.max_uses.is_(None), Consent.max_uses > uses),
        )
    )


def _is_view_of(survivor_id: "InstrumentedAttribute[str]") -> "ColumnElement[bool]":
    return and_(CaseView.staff_id == Assignment.staff_id, CaseView.survivor_id == survivor_id)


def _by_person(rows: "Collection[Row[Any]]", ending: "Collection[Row[Any]]") -> dict[str, tuple[News, ...]]:
    found: dict[str, list[News]] = defaultdict(list)
    for row in rows:
        found[row.survivor_id].append(News(Change(row.change), row.number, row.since))
    soon: dict[str, list[datetime]] = defaultdict(list)
    for row in ending:
        since = row.expires_at - NOTICE_LENGTH
        if since > (row.seen_at or _LONG_AGO):
            soon[row.principal].append(since)
    for survivor_id, moments in soon.items():
        found[survivor_id].append(News(Change.CONSENT_ENDING, len(moments), min(moments)))
    return {survivor_id: tuple(sorted(news, key=_pressing)) for survivor_id, news in found.items()}


def _pressing(news: News) -> int:
    return _RANK[news.change]


def _turn(case: Case) -> tuple[int, datetime, str]:
    first = case.news[0]
    return _RANK[first.change], first.since, case.person.id


def _longest_unanswered(case: Case) -> tuple[bool, datetime]:
    # Everyone else stays in the order in which they came to this caseload.
    return case.unanswered_since is None, case.unanswered_since or _LONG_AGO
