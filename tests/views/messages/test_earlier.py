"""Earlier messages, the price of them all, and how times are told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from survivor_portal.actions.messages import LINES_ON_A_PAGE, new_composition_token, newest_ref, send_message
from survivor_portal.actions.people import add_survivor
from survivor_portal.app import create_app
from survivor_portal.config import Config, ConfigError
from survivor_portal.models import Survivor
from tests.cast import browser_for
from tests.markup import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.stored import Statements
    from tests.timepiece import Timepiece
from tests.views.messages.reading import WREN, lines, poll


def test_earlier_messages_are_a_page_of_their_own(
    wren: "Browser", deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    sent = [f"Message {count}" for count in range(LINES_ON_A_PAGE + 3)]
    for body in sent:
        timepiece.move(timedelta(seconds=1))
        send_message(deps, her, her, new_composition_token(deps), body)
    page = wren.open("/inbox")
    assert lines(page) == sent[3:]

    page = page.follow("Earlier messages")
    assert lines(page) == sent[:3]
    assert page.title == "Earlier messages"
    assert "Earlier messages" not in [words_of(link) for link in page.markup.all("a")]
    assert page.follow("Back to the newest messages").path == "/inbox"


def test_going_back_from_another_s_message_is_the_same_as_from_none(
    wren: "Browser", amara: "Browser", deps: "Deps", her: str
) -> None:
    amara.open("/inbox").form("/inbox").fill(body="Only for Ruth").submit()
    with deps.storage.read() as connection:
        ids = connection.execute(select(Survivor.id).where(Survivor.id != her)).scalars().all()
    strangers = [newest_ref(deps, survivor_id) for survivor_id in ids]
    answers = {wren.open(f"/inbox/earlier/{line}", status=404).text for line in ("nothing", *filter(None, strangers))}

    assert len(answers) == 1


@pytest.mark.parametrize("count", [0, 1, 60])
def test_her_messages_cost_as_many_statements_however_many_there_are(
    wren: "Browser", answer_her: "Callable[[str], None]", statements: "Statements", count: int
) -> None:
    for written in range(count):
        answer_her(f"Message {written}")
    statements.clear()
    wren.open("/inbox")
    # Who looks; what waits; the rows and the keys of the thread; the advocate and the key to her name;
    # what is not sent yet.
    assert len(statements.sent) == 1 + 1 + 2 + 2 + 1

    statements.clear()
    poll(wren)
    assert len(statements.sent) == 1 + 1


@pytest.mark.parametrize(
    ("time_zone", "language", "shown"),
    [
        ("UTC", "en", ["Tuesday, May 12, 2:05", "UTC"]),
        ("America/New_York", "en", ["Monday, May 11, 10:05", "Eastern Time"]),
        ("America/New_York", "es", ["lunes, 11 de mayo, 22:05", "hora oriental"]),
        ("Africa/Cairo", "ar", ["الثلاثاء، 12 مايو، 5:05"]),
    ],
)
def test_times_are_told_in_her_language_and_in_the_organisation_s_zone(
    config: Config, deps: "Deps", time_zone: str, language: str, shown: list[str]
) -> None:
    her = replace(WREN, language=language)
    survivor_id = add_survivor(deps, her)
    that_night = replace(deps, clock=lambda: datetime(2026, 5, 12, 2, 5, tzinfo=UTC))
    send_message(that_night, survivor_id, survivor_id, new_composition_token(deps), "Hello")
    browser = browser_for(create_app(replace(config, time_zone=time_zone), deps))
    browser.sign_in_survivor(her)
    text = browser.open("/inbox").text

    for words in shown:
        assert words in text


def test_a_day_of_another_year_is_told_with_its_year(
    wren: "Browser", deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    earlier = replace(deps, clock=lambda: datetime(2025, 12, 31, 12, tzinfo=UTC))
    send_message(earlier, her, her, new_composition_token(deps), "Hello")

    assert timepiece().year == 2026
    assert "Wednesday, December 31, 2025" in wren.open("/inbox").text


@pytest.mark.parametrize("time_zone", ["", "Mars/Olympus", "../etc/passwd", "America", "UTC\0", "é"])
def test_a_time_zone_that_does_not_exist_is_refused_at_start(config: Config, time_zone: str) -> None:
    with pytest.raises(ConfigError, match="time_zone"):
        replace(config, time_zone=time_zone)
