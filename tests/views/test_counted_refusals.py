"""Whatever is refused at the web's edge is counted in the log, and nothing of it is repeated there."""

import logging
from typing import TYPE_CHECKING, Any

import pytest

from survivor_portal.actions.tally import Happening

if TYPE_CHECKING:
    from tests.browse import Browser

CANARY = "quetzal"


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ({"path": "/", "headers": {"Host": f"{CANARY}.example"}}, Happening.HOST_REFUSED),
        ({"path": "/x", "method": "POST", "headers": {"Sec-Fetch-Site": "cross-site"}}, Happening.ELSEWHERE_REFUSED),
        ({"path": "/", "method": "POST", "data": {"sign_in_name": CANARY}}, Happening.FORM_REFUSED),
        ({"path": "/", "method": "POST", "data": {"sign_in_name": f"{CANARY}\x01"}}, Happening.GARBLED_REFUSED),
    ],
)
def test_each_refusal_is_counted_and_nothing_of_it_is_repeated(
    browser: "Browser", caplog: pytest.LogCaptureFixture, asked: dict[str, Any], counted: Happening
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = browser.client.open(**asked)

    assert answer.status_code in {400, 403}
    assert [record.getMessage() for record in caplog.records] == [f"counted: {counted} (1)"]
    assert CANARY not in caplog.text


def test_a_page_of_another_audience_is_counted(ruth: "Browser", caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        ruth.open("/desk/office", status=404)

    assert f"counted: {Happening.NOT_THEIRS} (1)" in [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize("host", ["[::1]", "[::1]:8000", "localhost:9000", "127.0.0.1", "LOCALHOST"])
def test_this_machine_is_served_however_it_is_called(browser: "Browser", host: str) -> None:
    assert browser.client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["[::2]", "::1", "[::1", "[::1].evil.example", "[::1]evil", ".", "localhost.evil"])
def test_what_only_looks_like_it_is_refused(browser: "Browser", host: str) -> None:
    assert browser.client.get("/", headers={"Host": host}).status_code == 400
