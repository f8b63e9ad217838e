"""What tests of every address stand on: the addresses that exist, and whoever could ask for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import ProposedCompelled, recipients, record_compelled, withdraw_consent
from survivor_portal.actions.contact import NewContactRule, set_contact_rule
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.invites import invite_person, new_invite_token, open_invites
from survivor_portal.actions.law_enforcement import NewPoliceRequest, write_police_request
from survivor_portal.actions.messages import newest_ref
from survivor_portal.actions.people import NewStaff, NewSurvivor
from survivor_portal.actions.sessions import OpenedSession
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.statements import NewApproval, record_approval
from survivor_portal.actions.totals import make_totals
from survivor_portal.config import Config
from survivor_portal.domain.consent import Channel, DataItem, LegalBasis, NoNoticeReason, SharingMethod
from survivor_portal.models import Notice, SignedInSession, Staff, Survivor
from survivor_portal.security.tokens import digest
from survivor_portal.texts.consent.statements import published_words
from survivor_portal.texts.contact import EVERY_HOUR
from tests.asked import propose
from tests.browse import Browser
from tests.caseload import Caseload
from tests.cast import AMARA, BELA, IMANI, RUTH, browser_for, staff_browser, survivor_browser
from tests.conftest import application, copy_of, opened
from tests.folk import Folk, everybody
from tests.routes import DIGEST, NOBODY
from tests.timepiece import Timepiece

BANNED_ORDER = ProposedCompelled(
    token="one form",
    recipient="The county judge",
    items=frozenset({DataItem.CHOSEN_NAME}),
    legal_basis=LegalBasis.COURT_ORDER,
    legal_reference="Order 17",
    notice_attempts=(),
    no_notice_reason=NoNoticeReason.COURT_FORBIDS,
    forbidden_until=None,
    protective_steps="We asked that the file stay sealed.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that tests of each address by itself stand on, made once for the tests of one file."""

    app: Flask
    existing: dict[str, str]
    folk: Folk


@pytest.fixture(scope="module")
def standing(cast_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """A portal with everybody signed in; what a test of it changes, it puts back with `folk.restore`."""
    timepiece = Timepiece()
    config = copy_of(cast_home, tmp_path_factory.mktemp("standing") / "home")
    with opened(config, timepiece) as deps:
        app = application(config, deps, cast_home)
        existing = all_there_is(deps, timepiece)
        yield Standing(app, existing, all_folk(app, deps, config, timepiece, existing))


@pytest.fixture
def existing(deps: Deps, timepiece: Timepiece) -> dict[str, str]:
    """What stands in for each variable part of an address: all of it Amara's, whose case is Ruth's."""
    return all_there_is(deps, timepiece)


def all_there_is(deps: Deps, timepiece: Timepiece) -> dict[str, str]:
    """Make what stands in for each variable part of an address."""
    amara, ruth = person(deps, Survivor, AMARA), person(deps, Staff, RUTH)
    assign(deps, amara, ruth)
    life = Caseload(deps, timepiece, ruth)
    by_phone_or_letter = frozenset({SharingMethod.PHONE, SharingMethod.LETTER})
    option, consent = life.offer(amara), life.give(amara, passphrase=AMARA.passphrase, methods=by_phone_or_letter)
    draft, stopped = propose(life, amara), life.give(amara, passphrase=AMARA.passphrase)
    life.tell(amara, stopped)
    withdraw_consent(deps, amara, stopped)
    life.write(amara, amara, "Hello.")
    invite_person(deps, ruth, "Zola", new_invite_token(deps))
    invite = open_invites(deps, ruth)[0].id
    asked = write_police_request(deps, ruth, amara, NewPoliceRequest("one form", "County police", "To talk once."))
    assert isinstance(asked, str)
    calls = NewContactRule(Channel.PHONE_CALL, EVERY_HOUR, voicemail_allowed=False, name_to_ask_for="")
    assert set_contact_rule(deps, amara, calls, AMARA.passphrase) is True
    make_totals(deps, person(deps, Staff, IMANI), UTC, ["en"])
    today = deps.clock().date()
    approval = NewApproval("one form", "1", "en", published_words("1", "en").digest, "Inês Duarte", "translator", today)
    approved = record_approval(deps, person(deps, Staff, IMANI), approval, today)
    assert isinstance(approved, str)
    told = record_compelled(deps, ruth, amara, BANNED_ORDER)
    assert isinstance(told, str)
    newest = newest_ref(deps, amara)
    assert newest
    opened = sign_in_survivor(deps, SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True))
    assert isinstance(opened, OpenedSession)
    session = select(SignedInSession.ref).where(SignedInSession.sid_digest == digest(opened.sid))
    with deps.storage.read() as connection:
        device = connection.execute(session).scalar_one()
        notice = connection.execute(select(Notice.id).where(Notice.about_session == device)).scalar_one()
    return {
        "/choices/<ref>/answer": f"/choices/{draft}/answer",
        "/choices/<ref>/word": f"/choices/{stopped}/word",
        "/choices/<ref>": f"/choices/{consent}",
        "/choices/apart/<ref>": f"/choices/apart/{asked}",
        "/desk/me/passkeys/<ref>": f"/desk/me/passkeys/{NOBODY}",
        "/desk/invites/<ref>": f"/desk/invites/{invite}",
        "/desk/office/consents/<ref>": f"/desk/office/consents/{amara}",
        "/desk/newcomers/<ref>": f"/desk/newcomers/{NOBODY}",
        "/desk/office/holds/<ref>": f"/desk/office/holds/{NOBODY}",
        "/desk/office/holds/people/<ref>": f"/desk/office/holds/people/{person(deps, Survivor, BELA)}",
        "/desk/office/people/<ref>": f"/desk/office/people/{person(deps, Survivor, BELA)}",
        "/desk/office/recipients/places/<ref>": f"/desk/office/recipients/places/{recipients(deps)[0].ref}",
        "/desk/office/staff/<ref>": f"/desk/office/staff/{ruth}",
        "/desk/office/statements/<ref>": "/desk/office/statements/1-en",
        "/desk/second/<ref>": f"/desk/second/{NOBODY}",
        "/desk/people/<ref>": f"/desk/people/{amara}",
        "/list/<ref>": f"/list/{option}",
        "/list/service/<ref>": f"/list/service/{life.service()}",
        "/me/devices/<ref>": f"/me/devices/{device}",
        "/me/notices/<ref>": f"/me/notices/{notice}",
        "<approval>": approved,
        "<consent>": consent,
        "<disclosure>": told,
        "<line>": newest,
        "<newest>": newest,
        "<option>": option,
        "<int:kind>": "3",
        "<int:number>": "1",
        "<int:page>": "1",
        "<int:year>": "2026",
        "<int:way>": "1",
        "<digest>": DIGEST,
        "<language>": "en",
        "<path:name>": "icon.svg",
    }


def person(deps: Deps, table: type[Survivor] | type[Staff], known: NewSurvivor | NewStaff) -> str:
    """Give the reference of one of the cast."""
    with deps.storage.read() as connection:
        digest = deps.sign_in_digest(known.sign_in_name)
        return connection.execute(select(table.id).where(table.sign_in_digest == digest)).scalar_one()


@pytest.fixture
def visitors(app: Flask, timepiece: Timepiece) -> dict[str, Browser]:
    """One browser for each kind of visitor."""
    return {
        "nobody": browser_for(app),
        "survivor": survivor_browser(app, AMARA),
        "advocate": staff_browser(app, RUTH, timepiece),
        "supervisor": staff_browser(app, IMANI, timepiece),
    }


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return browser_for(app)


@pytest.fixture
def folk(app: Flask, deps: Deps, config: Config, timepiece: Timepiece, existing: dict[str, str]) -> Folk:
    """Everybody, signed in after all that exists was made."""
    return all_folk(app, deps, config, timepiece, existing)


def all_folk(app: Flask, deps: Deps, config: Config, timepiece: Timepiece, existing: dict[str, str]) -> Folk:
    """Sign everybody in after all that exists was made."""
    found = everybody(app, deps, config, timepiece)
    # Only what came after her session may be cleared from it.
    with deps.storage.read() as connection:
        newest = connection.execute(select(Notice.id).order_by(Notice.number.desc()).limit(1)).scalar_one()
    existing["/me/notices/<ref>"] = f"/me/notices/{newest}"
    look(found.browser("supervisor"), existing)
    found.remember()
    return found


def look(imani: Browser, existing: dict[str, str]) -> None:
    """Let the supervisor say why they look: before that, none of it answers what is asked."""
    here = existing["/desk/office/consents/<ref>"]
    imani.open(here).form(f"{here}/looks").press("Somebody told us of a stop").submit()
