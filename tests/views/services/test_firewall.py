"""The contingency firewall: her services are the same whatever she chose to share."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.options import answer_option, pick_service
from survivor_portal.domain.options import Answer
from survivor_portal.models.consents import Consent, ConsentEvent, Recipient
from survivor_portal.security.encryption import Envelope
from tests.browse import Browser

if TYPE_CHECKING:
    from tests.stored import Statements
from tests.views.services.reading import HOUSING


def given(deps: Deps, survivor_id: str, states: list[str]) -> None:
    """Put a consent of hers into the database, by its rows alone."""
    now = deps.clock()
    with deps.storage.write() as session:
        session.add(
            Recipient(id=f"recipient{survivor_id[:9]}", provider_id=None, name="County police", standing="named")
        )
        session.flush()
        record = Consent(
            record_id=f"record{survivor_id[:9]}",
            schema_version="1",
            principal=survivor_id,
            recipient=f"recipient{survivor_id[:9]}",
            purpose="law_enforcement",
            scope=Envelope(b"sealed"),
            valid_from=now,
            expires_at=now + timedelta(days=30),
            statement_version="1",
            language="en",
            words=Envelope(b"sealed"),
            signed_at=now,
        )
        session.add(record)
        session.flush()
        for number, state in enumerate(states):
            moment = now + timedelta(minutes=number)
            session.add(
                ConsentEvent(
                    id=f"event{number}{survivor_id[:9]}",
                    record_id=record.record_id,
                    event_state=state,
                    event_time=moment,
                    effective_time=moment,
                    entity=survivor_id,
                    method="portal",
                    recorded_by=survivor_id,
                    reason=None,
                )
            )
        session.commit()


def screens(browser: Browser, paths: list[str]) -> dict[str, bytes]:
    """Give every page as it was sent, but for its form tokens."""
    return {
        path: re.sub(rb'(name="csrf_token" value=")[^"]+', rb"\1", browser.open(path).answer.data) for path in paths
    }


def test_her_services_are_the_same_bytes_whatever_she_chose_to_share(
    deps: Deps, her: str, wren: Browser, listed: list[str]
) -> None:
    option_id = pick_service(deps, her, listed[0])
    answer_option(deps, her, option_id, Answer.WANTED)
    paths = ["/list", "/list/all", f"/list/{option_id}", "/list/directory", f"/list/directory/{HOUSING}"]
    paths += [f"/list/service/{service_id}" for service_id in listed]
    nothing_chosen = screens(wren, paths)
    given(deps, her, ["given"])
    consent_given = screens(wren, paths)
    with deps.storage.write() as session:
        session.query(ConsentEvent).delete()
        session.query(Consent).delete()
        session.query(Recipient).delete()
        session.commit()
    given(deps, her, ["given", "withdrawn"])

    assert nothing_chosen == consent_given == screens(wren, paths)


def test_no_services_page_asks_the_database_about_consent(
    deps: Deps, her: str, wren: Browser, listed: list[str], statements: "Statements"
) -> None:
    option_id = pick_service(deps, her, listed[0])
    statements.clear()
    screens(wren, ["/list", "/list/all", f"/list/{option_id}", f"/list/service/{listed[0]}", "/list/directory"])
    wren.open(f"/list/{option_id}").form(f"/list/{option_id}/answer").press("Not now").submit()

    asked = " ".join(statements.sent)
    assert "options" in asked
    for table in (Consent, ConsentEvent, Recipient):
        assert table.__tablename__ not in asked
    assert "disclosures" not in asked


"""How many statements each page costs, beside the one that tells who looks."""
