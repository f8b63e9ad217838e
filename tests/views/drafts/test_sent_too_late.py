"""What was sent after the session had ended comes back to whoever wrote it, and to nobody else."""

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyotp
from sqlalchemy import event

from survivor_portal.domain.drafts import LARGEST
from tests.authenticator import Authenticator
from tests.caseload import ESTHER, PASSPHRASE, Caseload
from tests.lives import ODILE
from tests.stored import all_rows
from tests.views.drafts.reading import COMES_BACK, Written, each_form, signed_in, standing
from tests.views.staff.reading import add_passkey, asked

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.timepiece import Timepiece


def signed_in_again(page: "Page", who: str, timepiece: "Timepiece", *, status: int = 200) -> "Page":
    """Sign in on the page that stands in place of one whose session has ended, with whatever it carries."""
    if who == "her":
        form = page.form("/").fill(sign_in_name="Wren field 12", passphrase=PASSPHRASE)
    else:
        member = {"advocate": ESTHER, "supervisor": ODILE}[who]
        code = pyotp.TOTP(member.totp_secret).at(timepiece())
        form = page.form("/desk/sign-in")
        form.fill(sign_in_name=member.sign_in_name, passphrase=member.passphrase, code=code)
    lines: Any = carried(page)
    form.values["unsent_typed"] = lines
    return form.submit(status=status)


def carried(page: "Page") -> list[str]:
    """Give the lines of a form that a page to sign in on carries; the desk's carries them in both its forms."""
    lines = [control.get("value", "") for control in page.markup.all("input") if control.get("name") == "unsent_typed"]
    return list(dict.fromkeys(lines))


def _forbid_drafts(dbapi: "SqliteConnection", _record: object) -> None:
    def answer(deed: int, table: str | None, *_where: str | None) -> int:
        return sqlite3.SQLITE_DENY if (deed, table) == (sqlite3.SQLITE_INSERT, "drafts") else sqlite3.SQLITE_OK

    dbapi.set_authorizer(answer)


def test_words_sent_too_late_become_the_draft_of_whoever_wrote_them_and_of_nobody_else(
    app: "Flask", browsers: "dict[str, Browser]", caseload: Caseload, deps: "Deps", timepiece: "Timepiece"
) -> None:
    caseload.add("Rosa")
    page = browsers["her"].open("/inbox")
    timepiece.move(timedelta(minutes=15))
    page = page.form("/inbox").fill(body="Only mine").press("Save draft").submit(status=401)
    typed = {"sign_in_name": "Rosa field 12", "passphrase": PASSPHRASE}

    assert "Only mine" not in page.form("/").fill(**typed).submit().text
    assert all_rows(deps)["drafts"] == frozenset()
    page = browsers["her"].open("/inbox")
    assert page.form("/inbox").values["body"] == ""
    assert signed_in(app).open("/inbox").form("/inbox").values["body"] == ""


def test_an_advocate_s_words_sent_too_late_come_back_while_the_case_is_theirs(
    browsers: "dict[str, Browser]", her: str, timepiece: "Timepiece"
) -> None:
    browser, at = browsers["advocate"], f"/desk/people/{her}"
    page = browser.open(at)
    timepiece.move(timedelta(minutes=15))
    page = page.form(f"{at}/messages").fill(body="Hello Wren").submit(status=401)

    code = pyotp.TOTP(ESTHER.totp_secret).at(timepiece())
    form = page.form("/desk/sign-in")
    page = form.fill(sign_in_name=ESTHER.sign_in_name, passphrase=ESTHER.passphrase, code=code).submit()

    assert page.path == at
    assert page.form(f"{at}/messages").values["body"] == "Hello Wren"


@each_form
def test_whatever_is_sent_too_late_stands_in_its_form_after_the_next_sign_in(
    browsers: "dict[str, Browser]", her: str, timepiece: "Timepiece", written: Written
) -> None:
    who, at, action, typed = written.about(her)
    browsers[who].open(at)
    timepiece.move(timedelta(minutes=15))

    page = browsers[who].page.form(action).fill(**typed).submit(status=401)
    assert "What you wrote is still here" not in page.text
    assert "comes back as a draft" in page.text
    page = signed_in_again(page, who, timepiece)

    assert page.path == at
    assert COMES_BACK in page.text
    assert standing(page, action, typed) == typed


def test_no_passphrase_goes_along_with_what_was_sent_too_late(
    browsers: "dict[str, Browser]", timepiece: "Timepiece"
) -> None:
    browser = browsers["her"]
    browser.open("/choices/new")
    timepiece.move(timedelta(minutes=15))

    typed = {"purpose": "legal_help", "signature": PASSPHRASE, "risk": "y"}
    page = browser.page.form("/choices/new").fill(**typed).submit(status=401)

    assert PASSPHRASE not in page.answer.text
    assert all(not line.startswith(("signature", "risk", "csrf_token")) for line in carried(page))
    assert "purpose=legal_help" in carried(page)


def test_what_is_too_long_for_a_draft_is_not_promised_back_but_stands_there_to_be_copied(
    browsers: "dict[str, Browser]", deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    at = f"/desk/people/{her}/compelled"
    browsers["advocate"].open(at)
    timepiece.move(timedelta(minutes=15))

    page = browsers["advocate"].page.form(at).fill(steps="a" * LARGEST).submit(status=401)

    assert "Copy it, sign in and send it again." in page.text
    # Either way in takes it along.
    for way_in in ("/desk/sign-in", "/desk/sign-in/passkey"):
        assert page.form(way_in).values["written"].count("a") == LARGEST
    assert signed_in_again(page, "advocate", timepiece).path == at
    assert all_rows(deps)["drafts"] == frozenset()


def test_while_no_draft_can_be_kept_what_was_sent_too_late_stays_on_the_screen(
    browsers: "dict[str, Browser]", deps: "Deps", timepiece: "Timepiece"
) -> None:
    page = browsers["her"].open("/inbox")
    timepiece.move(timedelta(minutes=15))
    page = page.form("/inbox").fill(body="I am here").submit(status=401)

    deps.storage.writer.dispose()
    event.listen(deps.storage.writer, "connect", _forbid_drafts)
    page = signed_in_again(page, "her", timepiece, status=503)
    assert "Nothing was changed. Please wait half a minute and try again." in page.text
    event.remove(deps.storage.writer, "connect", _forbid_drafts)
    deps.storage.writer.dispose()

    assert signed_in_again(page, "her", timepiece).form("/inbox").values["body"] == "I am here"


def test_a_passkey_brings_back_what_was_sent_too_late_even_at_the_second_try(
    browsers: "dict[str, Browser]", her: str, timepiece: "Timepiece"
) -> None:
    browser, device, at = browsers["advocate"], Authenticator(), f"/desk/people/{her}"
    add_passkey(browser, device)
    page = browser.open(at)
    timepiece.move(timedelta(minutes=15))
    page = page.form(f"{at}/messages").fill(body="Hello\nWren").submit(status=401)

    door = "/desk/sign-in/passkey"
    page = page.form(door).forge(credential="nonsense").submit(status=422)
    answer = device.show(asked(browser, "/desk/sign-in/challenge", door))
    page = page.form(door).forge(credential=answer).submit()

    assert page.path == at
    assert page.form(f"{at}/messages").values["body"].split() == ["Hello", "Wren"]
