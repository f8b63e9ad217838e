"""What an open page asks by itself, and that it keeps no session alive."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.messages import newest_ref
from survivor_portal.models import SignedInSession, Survivor
from survivor_portal.web.guards import WITHOUT_USE

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece
from tests.views.messages.reading import HTMX, WREN, poll


def test_an_open_page_hears_nothing_while_there_is_nothing_new(wren: "Browser") -> None:
    wren.open("/inbox")
    assert (poll(wren).status_code, poll(wren).data) == (204, b"")

    wren.page.form("/inbox").fill(body="Hello").submit()
    assert poll(wren).status_code == 204


def test_an_open_page_is_given_the_lines_and_nothing_else_when_there_is_something_new(
    wren: "Browser", deps: "Deps", her: str, answer_her: "Callable[[str], None]"
) -> None:
    wren.open("/inbox")
    answer_her("Hello Wren")
    answer = poll(wren)

    assert answer.status_code == 200
    assert "Hello Wren" in answer.text
    assert f"/inbox/latest/{newest_ref(deps, her)}" in answer.text
    assert "<form" not in answer.text
    assert "HX-Request" in answer.vary


def test_another_s_message_in_the_address_shows_her_own_lines(wren: "Browser", amara: "Browser", deps: "Deps") -> None:
    amara.open("/inbox").form("/inbox").fill(body="Only for Ruth").submit()
    wren.open("/inbox").form("/inbox").fill(body="Mine").submit()
    with deps.storage.read() as connection:
        ids = connection.execute(select(Survivor.id)).scalars().all()
    for newest in filter(None, (newest_ref(deps, survivor_id) for survivor_id in ids)):
        text = wren.client.get(f"/inbox/latest/{newest}", headers=HTMX).text
        assert "Only for Ruth" not in text


def test_asking_for_the_lines_alone_without_script_shows_the_page_they_belong_to(wren: "Browser") -> None:
    assert wren.open("/inbox/latest").path == "/inbox"
    assert wren.open("/inbox/latest/nothing").path == "/inbox"


def test_what_an_open_page_asks_by_itself_keeps_no_session_alive(
    wren: "Browser", deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    wren.open("/inbox")
    statuses = []
    for _ in range(20):
        timepiece.move(timedelta(minutes=1))
        answer = poll(wren)
        statuses.append((answer.status_code, answer.headers.get("Portal-Leave")))

    assert statuses == [(204, None)] * 14 + [(204, "/inbox/latest")] * 6
    with deps.storage.read() as connection:
        assert connection.execute(select(SignedInSession).where(SignedInSession.survivor_id == her)).all() == []


def test_after_such_an_end_she_signs_in_again_and_is_at_her_messages(wren: "Browser", timepiece: "Timepiece") -> None:
    wren.open("/inbox").form("/inbox").fill(body="Hello").submit()
    timepiece.move(timedelta(minutes=16))
    place = poll(wren).headers["Portal-Leave"]
    page = wren.open(place, status=401)

    page = page.form("/").fill(sign_in_name=WREN.sign_in_name, passphrase=WREN.passphrase).submit()
    assert page.path == "/inbox"


def test_every_address_that_counts_as_no_use_is_asked_for_by_open_pages_only(app: "Flask") -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in WITHOUT_USE]

    assert rules
    assert all("/latest" in rule.rule and rule.methods == {"GET", "HEAD"} for rule in rules)
