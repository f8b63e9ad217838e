"""A server killed while it saves: what was saved before is there, whole, and so is whatever it said was saved."""

import time
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.drafts import DraftPlace, drafts_at
from survivor_portal.actions.messages import thread_of
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_survivor
from tests.killed import KILLS, WREN, Held, Server, cut_off

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


@pytest.mark.slow
def test_every_word_that_was_said_to_be_saved_is_there_whenever_the_server_was_killed(server: Server) -> None:
    deps = open_deps(server.config)
    her = add_survivor(deps, WREN)
    server.start()
    browser = Held(server.config.port)
    browser.sign_in()
    browser.open("/inbox")
    began = time.monotonic()
    assert browser.pressed("/unsent", "Before any kill") == 303
    usual = time.monotonic() - began
    was, statuses = "Before any kill", []
    for count in range(KILLS):
        body = f"Words {count}"
        # From at once to after the usual answer, so that kills fall on both sides of the commit.
        statuses.append(cut_off(server, browser, "/unsent", body, 1.25 * usual * count / KILLS))
        server.start()

        (kept,) = bodies(deps, her)
        assert kept == body if statuses[-1] == 303 else kept in {was, body}
        was = kept
    assert None in statuses, "no press was cut off"
    deps.storage.close()
    deps.key_ring.storage.close()


@pytest.mark.slow
def test_a_message_and_its_draft_are_never_both_there_and_never_neither(server: Server) -> None:
    deps = open_deps(server.config)
    her = add_survivor(deps, WREN)
    server.start()
    browser = Held(server.config.port)
    browser.sign_in()
    usual = 0.05
    for count in range(KILLS):
        body = f"Message {count}"
        browser.open("/inbox")
        assert browser.pressed("/unsent", body) == 303
        cut_off(server, browser, "/inbox", body, 1.25 * usual * count / KILLS)

        is_sent = body in [line.body for line in thread_of(deps, her).lines]
        assert bodies(deps, her) == ([] if is_sent else [body])
        server.start()
        assert browser.pressed("/inbox", body) == 303
        assert bodies(deps, her) == []
    deps.storage.close()
    deps.key_ring.storage.close()


def bodies(deps: "Deps", her: str) -> list[str]:
    """Give what she has typed and not sent."""
    return [dict(draft.typed)["body"] for draft in drafts_at(deps, DraftPlace(her, her, "/inbox"))]
