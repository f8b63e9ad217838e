"""A server killed between the press and its answer: the same form sent again makes exactly one message."""

import time

import pytest

from survivor_portal.actions.messages import thread_of
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_survivor
from tests.killed import KILLS, WREN, Held, Server, cut_off


@pytest.mark.slow
def test_a_message_is_there_exactly_once_whenever_the_server_was_killed_after_the_press(server: Server) -> None:
    deps = open_deps(server.config)
    her = add_survivor(deps, WREN)
    server.start()
    browser = Held(server.config.port)
    browser.sign_in()
    browser.open("/inbox")
    began = time.monotonic()
    assert browser.pressed("/inbox", "Before any kill") == 303
    usual = time.monotonic() - began
    sent, statuses = ["Before any kill"], []
    for count in range(KILLS):
        browser.open("/inbox")
        body = f"Message {count}"
        # From at once to after the usual answer, so that kills fall on both sides of the commit.
        statuses.append(cut_off(server, browser, "/inbox", body, 1.25 * usual * count / KILLS))
        server.start()

        assert browser.pressed("/inbox", body) == 303
        sent.append(body)
        assert [line.body for line in thread_of(deps, her).lines] == sent
    assert None in statuses, "no press was cut off"
    deps.storage.close()
    deps.key_ring.storage.close()
