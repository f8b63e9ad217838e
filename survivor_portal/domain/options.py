"""A service as it stands for one survivor: her answer, how far it has come, and which ones her screen shows.

These rules know nothing of consent or law enforcement, so no choice of hers there can change her services.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import NewType

from survivor_portal.domain.moments import Timed
from survivor_portal.domain.people import Actor

OptionId = NewType("OptionId", str)

MOST_OPEN = 5
"""How many open options her screen shows at most; a list she opens may be longer."""


@unique
class Origin(StrEnum):
    """How an option came to her."""

    OFFERED = "offered"
    PICKED = "picked"


@unique
class Answer(StrEnum):
    """What she says to an option; each weighs the same and each can be changed or taken back."""

    WANTED = "wanted"
    NOT_NOW = "not_now"
    NO_THANKS = "no_thanks"
    TELL_ME_MORE = "tell_me_more"
    NOT_ANSWERED = "not_answered"


@unique
class OptionState(StrEnum):
    """How far the arranging of an option has come."""

    ASKED = "asked"
    BEING_ARRANGED = "being_arranged"
    WAITING = "waiting"
    READY = "ready"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Answered(Timed):
    """One entry in the history of her answers to an option; ``sequence`` counts them upwards and is never reused."""

    sequence: int
    answer: Answer
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Step(Timed):
    """One entry in the history of an option's states; ``sequence`` counts them upwards and is never reused."""

    sequence: int
    state: OptionState
    actor: Actor
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option as it stands now; ``place`` is where she put it on her list, lowest first."""

    option_id: OptionId
    origin: Origin
    answer: Answer
    state: OptionState | None
    place: int


def open_options(options: Iterable[Option]) -> tuple[Option, ...]:
    """Return the open options her screen shows, in her order, at most five."""
    shown = sorted(filter(is_open, options), key=lambda option: (option.place, option.option_id))
    return tuple(shown[:MOST_OPEN])


def is_open(option: Option) -> bool:
    """Say whether an option still waits for her or for us: neither set aside by her nor ended."""
    return option.answer not in {Answer.NOT_NOW, Answer.NO_THANKS} and option.state is not OptionState.ENDED


def current_answer(history: Collection[Answered]) -> Answer:
    """Return her latest answer by ``sequence``, whatever the clock said; not answered when there is none."""
    latest = max(history, key=lambda answered: answered.sequence, default=None)
    return latest.answer if latest is not None else Answer.NOT_ANSWERED


def current_state(steps: Collection[Step]) -> OptionState | None:
    """Return the latest state by ``sequence``; None until she has asked for the option."""
    latest = _latest(steps)
    return latest.state if latest is not None else None


def allowed_next(steps: Collection[Step], actor: Actor) -> frozenset[OptionState]:
    """Return the states ``actor`` may move the option to.

    Only she begins. She may undo any step, back to every state it has had, and end it. Staff may move it on, back or to
    its end, but never open again what she ended.
    """
    latest = _latest(steps)
    survivor = actor is Actor.SURVIVOR
    if latest is None:
        return frozenset({OptionState.ASKED}) if survivor else frozenset()
    if survivor:
        return frozenset({step.state for step in steps} | {OptionState.ENDED}) - {latest.state}
    if actor not in {Actor.ADVOCATE, Actor.SUPERVISOR}:
        return frozenset()
    if latest.state is OptionState.ENDED and latest.actor is Actor.SURVIVOR:
        return frozenset()
    return frozenset(OptionState) - {OptionState.ASKED, latest.state}


def _latest(steps: Collection[Step]) -> Step | None:
    return max(steps, key=lambda step: step.sequence, default=None)
