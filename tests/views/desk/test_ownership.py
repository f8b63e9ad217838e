"""Her page on the desk is the page of her own advocate alone."""

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from survivor_portal.actions.cases import assign
from survivor_portal.actions.messages import thread_of
from survivor_portal.actions.options import options_of
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.domain.people import Role
from survivor_portal.models import CaseView
from tests.caseload import Caseload
from tests.cast import TOM, staff_browser

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.browse import Browser
from tests.views.desk.reading import NOBODY, poll, told_to

SHEET = {
    "token": NOBODY,
    "recipient": NOBODY,
    "purpose": "legal_help",
    "items": "chosen_name",
    "words-chosen_name": "Wren",
    "method": "letter",
}
ADDRESSES: "tuple[tuple[str, str, dict[str, str]], ...]" = (
    ("GET", "", {}),
    ("GET", "/latest", {}),
    ("GET", f"/latest/{NOBODY}", {}),
    ("GET", f"/earlier/{NOBODY}", {}),
    ("GET", "/offers", {}),
    ("GET", "/offers/1", {}),
    ("GET", "/offers/1/1", {}),
    ("GET", "/disclosures", {}),
    ("GET", f"/consents/{NOBODY}/sheet", {}),
    ("GET", f"/referrals/{NOBODY}", {}),
    ("GET", f"/referrals/{NOBODY}/{NOBODY}", {}),
    ("POST", "/messages", {"body": "Hello", "token": NOBODY}),
    ("POST", "/offers", {"service": NOBODY}),
    (
        "POST",
        "/disclosures",
        {
            "token": NOBODY,
            "consent": NOBODY,
            "recipient": NOBODY,
            "purpose": "legal_help",
            "items": "chosen_name",
            "method": "phone",
        },
    ),
    ("POST", f"/consents/{NOBODY}/sheet", SHEET),
    ("POST", f"/referrals/{NOBODY}", SHEET | {"consent": NOBODY}),
    ("POST", f"/referrals/{NOBODY}/{NOBODY}", SHEET),
)
each_address = pytest.mark.parametrize(
    "address", ADDRESSES, ids=[f"{method} {end or 'the page'}" for method, end, _ in ADDRESSES]
)


def ask(browser: "Browser", ref: str, address: "tuple[str, str, dict[str, str]]") -> "TestResponse":
    """Ask for an address about a person as a page of this browser would."""
    method, end, sent = address
    token = next(found.get("value") for found in browser.page.markup.all("input") if found.get("name") == "csrf_token")
    values = {**sent, "csrf_token": str(token)} if method == "POST" else {}
    path = f"/desk/people/{ref}{end}"
    return browser.client.open(
        path, method=method, data=values, headers={"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    )


@each_address
def test_another_advocate_cannot_tell_her_from_a_person_who_does_not_exist(
    app: "Flask", caseload: Caseload, wren: str, address: "tuple[str, str, dict[str, str]]"
) -> None:
    deps = caseload.deps
    tom = staff_browser(app, TOM, caseload.timepiece)

    hers, nobodys = (ask(tom, ref, address) for ref in (wren, NOBODY))

    assert (hers.status_code, nobodys.status_code) == (404, 404)
    assert re.sub(r'value="[^"]{60,}"', "", hers.text).replace(wren, NOBODY) == re.sub(
        r'value="[^"]{60,}"', "", nobodys.text
    )
    with deps.storage.read() as connection:
        assert connection.execute(select(CaseView.seen_at)).all() == []
    assert (thread_of(deps, wren).lines, options_of(deps, wren), told_to(deps, wren)) == ((), [], [])


@each_address
def test_a_supervisor_finds_nothing_there(
    imani: "Browser", wren: str, address: "tuple[str, str, dict[str, str]]"
) -> None:
    assert ask(imani, wren, address).status_code == 404


def test_a_case_handed_on_is_gone_at_once(esther: "Browser", caseload: Caseload, wren: str) -> None:
    esther.open(f"/desk/people/{wren}")
    other = add_staff(caseload.deps, NewStaff("Idris", Role.ADVOCATE, "idris", "a passphrase of five words", "A" * 32))
    assign(caseload.deps, wren, other)

    assert poll(esther).status_code == 404
    esther.page.form(f"/desk/people/{wren}/messages").fill(body="Hello").submit(status=404)
    assert thread_of(caseload.deps, wren).lines == ()
