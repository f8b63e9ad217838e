"""Only aware UTC moments come in; local dates go out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from survivor_portal.domain.consent import (
    allowed_next,
    contact_refusal,
    ends_soon,
    invalidation,
    is_given,
    state,
)
from survivor_portal.domain.moments import local_date, require_utc
from survivor_portal.domain.people import Actor
from tests.domain.histories import AMARA, IMANI, START, signed

NAIVE = datetime(2026, 3, 1)  # noqa: DTZ001 — the naive moment is the point
LOCAL = datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=-6)))


@pytest.mark.parametrize("moment", [NAIVE, LOCAL])
def test_naive_and_local_moments_are_refused_everywhere(moment: datetime) -> None:
    history = signed()
    calls = (
        lambda: require_utc(moment),
        lambda: local_date(moment, UTC),
        lambda: state(*history, moment),
        lambda: is_given(*history, moment),
        lambda: ends_soon(*history, moment),
        lambda: allowed_next(*history, moment, Actor.SURVIVOR),
        lambda: invalidation(history.record, IMANI, IMANI, moment),
        lambda: invalidation(history.record, AMARA, IMANI, moment),
        lambda: contact_refusal(None, moment, UTC),
        lambda: history.having(signed_at=moment),
        lambda: replace(history.events[0], effective_time=moment),
    )
    for call in calls:
        with pytest.raises(ValueError, match="a moment must be an aware UTC datetime"):
            call()


def test_utc_by_any_name_is_utc() -> None:
    require_utc(START)
    require_utc(datetime(2026, 3, 1, tzinfo=ZoneInfo("UTC")))


def test_the_local_date_is_the_one_people_there_read() -> None:
    late = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    assert local_date(late, timezone(timedelta(hours=-6))) == date(2026, 3, 1)
    assert local_date(late, UTC) == date(2026, 3, 2)
