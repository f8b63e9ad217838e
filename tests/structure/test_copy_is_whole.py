"""Her copy holds everything of hers: each column of each table that leads to her changes it, or has a reason not to."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import Boolean, Integer, insert, select, update

from survivor_portal.actions.consents import acknowledge_stop, recipients, withdraw_consent
from survivor_portal.actions.copies import copy_for
from survivor_portal.actions.departures import ask_deletion
from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.holds import lift_hold
from survivor_portal.actions.pausing import pause
from survivor_portal.models import Base, CaseView, Invite, Survivor
from survivor_portal.models.base import Moment, Sealed
from survivor_portal.security.encryption import Place
from survivor_portal.views.survivor.copy_file import document_of
from tests.caseload import PASSPHRASE
from tests.lives import Life, make_life

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Table

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from tests.timepiece import Timepiece

OF_STAFF: Final = "a reference to staff"

IN_COPY: Final[dict[str, str | None]] = {
    "account_events.at": None,
    "account_events.kind": "recovered",
    "account_events.staff_id": OF_STAFF,
    "acknowledgements.seen_at": None,
    "acknowledgements.seen_by": OF_STAFF,
    "agreed_words.set_at": None,
    "asked_deletions.asked_at": None,
    "asked_deletions.due_at": None,
    "assignments.ended_at": None,
    "assignments.staff_id": OF_STAFF,
    "assignments.started_at": None,
    "case_views.seen_at": None,
    "compelled_disclosures.at": None,
    "compelled_disclosures.by": OF_STAFF,
    "compelled_disclosures.details": '{"recipient": "Another judge", "items": ["chosen_name"], "legal_reference": "10",'
    ' "notice_attempts": [], "protective_steps": "None."}',
    "compelled_disclosures.legal_basis": "statute",
    "compelled_disclosures.no_notice_reason": "no_safe_way",
    "consent_events.effective_time": None,
    "consent_events.event_state": "withdrawn",
    "consent_events.event_time": None,
    "consent_events.entity": OF_STAFF,
    "consent_events.method": "oral",
    "consent_events.reason": "under_pressure",
    "consent_events.recorded_by": OF_STAFF,
    "consents.alternatives_acknowledged_at": None,
    "consents.expires_at": None,
    "consents.interpreter": "Somebody else",
    "consents.language": "es",
    "consents.max_uses": None,
    "consents.purpose": "arrange_housing",
    "consents.recipient": None,
    "consents.risk_acknowledged_at": None,
    "consents.schema_version": "another",
    "consents.scope": '{"data_items": ["language"], "excluded_items": [], "methods": ["letter"], '
    '"length_reason": null, "consenters": [], "capacity_basis": "adult", "words_digest": ""}',
    "consents.signature_method": "oral",
    "consents.signed_at": None,
    "consents.statement_version": "another",
    "consents.valid_from": None,
    "consents.words": "Other words.",
    "contact_rules.channel": "text",
    "contact_rules.details": '{"safe_hours": [], "voicemail_allowed": true, "name_to_ask_for": "Ann"}',
    "contact_rules.last_confirmed_at": None,
    "disclosures.at": None,
    "disclosures.by": OF_STAFF,
    "disclosures.details": '{"items": ["language"], "method": "letter"}',
    "drafts.content": '{"form": "/inbox", "typed": [["body", "Other words."]]}',
    "drafts.saved_at": None,
    "invites.added_at": None,
    "invites.invited_by": OF_STAFF,
    "invites.redeemed_at": None,
    "known_devices.added_at": None,
    "known_devices.used_at": None,
    "law_enforcement_choices.choice": "full",
    "law_enforcement_choices.chosen_at": None,
    "leaving_choices.by_keyboard": None,
    "leaving_choices.by_taps": None,
    "leaving_choices.destination": "00000000",
    "leaving_choices.few_traces": None,
    "leaving_choices.hides_after": None,
    "legal_holds.lifted_at": None,
    "legal_holds.set_at": None,
    "legal_holds.starts_at": None,
    "legal_holds.until": None,
    "looks.at": None,
    "looks.reason": "mistake",
    "looks.staff_id": OF_STAFF,
    "messages.body": "Other words.",
    "messages.sent_at": None,
    "messages.staff_id": OF_STAFF,
    "notices.added_at": None,
    "notices.device": "tablet/unknown/firefox",
    "notices.kind": "frozen",
    "notices.seen_at": None,
    "option_answers.answer": "no_thanks",
    "option_answers.answered_at": None,
    "options.created_at": None,
    "options.offered_by": OF_STAFF,
    "options.origin": "picked",
    "options.place": None,
    "options.service_id": None,
    "pauses.paused_at": None,
    "police_answers.answer": "yes",
    "police_answers.answered_at": None,
    "police_requests.asked_at": None,
    "police_requests.asked_by": OF_STAFF,
    "police_requests.words": '{"asker": "Another office", "asked": "Something else."}',
    "recoveries.agreed_at": None,
    "recoveries.agreed_by": OF_STAFF,
    "recoveries.asked_at": None,
    "recoveries.closed_at": None,
    "recoveries.code_given_at": None,
    "recoveries.code_taken_at": None,
    "recoveries.is_together": None,
    "recoveries.over_at": None,
    "recoveries.recovered_at": None,
    "recoveries.second_asked_at": None,
    "recoveries.staff_id": OF_STAFF,
    "recoveries.wrong_codes": None,
    "sessions.device": "tablet/unknown/firefox",
    "sessions.is_shared": None,
    "sessions.seen_at": None,
    "sessions.started_at": None,
    "survivors.chosen_name": "Another name",
    "survivors.created_at": None,
    "survivors.language": "es",
}
"""Every column her copy is made from; with another value it could have, where that is not plain from its type."""

_SECRET: Final = "only a digest or a hash is kept; whoever stole her copy could try guesses against it"
_REFERENCE: Final = "a random reference, which says nothing to her"
_PRESSED_ONCE: Final = "it tells a press from the same press sent twice, and nothing else"
_CLEARS: Final = "which notices may be cleared there, which the page with the notices shows"
_FOLLOWS: Final = "it follows from what is in the copy"

NOT_IN_COPY: Final = {
    "agreed_words.words_hash": _SECRET,
    "compelled_disclosures.forbidden_until": "when a court's ban ended is in the copy from then on",
    "compelled_disclosures.form_token_digest": _PRESSED_ONCE,
    "consents.form_token_digest": _PRESSED_ONCE,
    "disclosures.form_token_digest": _PRESSED_ONCE,
    "disclosures.purpose": "always that of the choice it stands under, which is in the copy",
    "disclosures.recipient": "always that of the choice it stands under, which is in the copy",
    "drafts.author": _FOLLOWS,
    "drafts.form_digest": "the address itself is in the copy",
    "drafts.page_digest": "which open page it was typed on, and nothing else",
    "drafts.staff_id": "empty for hers; what staff have not sent is not said to her yet",
    "invites.chosen_name": "gone once she has joined: from then on it stands with her",
    "invites.code_digest": _SECRET,
    "invites.ended_at": "empty for whoever has joined",
    "invites.ends_at": _FOLLOWS,
    "invites.form_token_digest": _PRESSED_ONCE,
    "invites.is_for_inviter": "her team is in the copy, with whoever became her advocate",
    "joinings.began_at": "how long she took to join; it goes within half an hour",
    "joinings.ends_at": _FOLLOWS,
    "joinings.finished_at": _FOLLOWS,
    "joinings.passphrase_hash": "gone once she has joined: from then on it stands with her",
    "joinings.sign_in_name": "gone once she has joined; afterwards only its digest is kept",
    "known_devices.clears_after": _CLEARS,
    "law_enforcement_choices.sequence": "the order her choices stand in",
    "legal_holds.asked_by": "it may name others; her team can tell her more",
    "legal_holds.basis": "it may name others and what is sought from them; her team can tell her more",
    "legal_holds.forbids_notice": "she is told of a hold just when this is false",
    "legal_holds.lifted_by": "the office answers for a hold, and not one person of it",
    "legal_holds.set_by": "the office answers for a hold, and not one person of it",
    "lifted_bans.lifted_at": "when a court's ban ended is in the copy from then on",
    "lifted_bans.lifted_by": "it was the court's to decide, whoever wrote it down",
    "looks.session_ref": "which session of a supervisor could see anything, and for ten minutes only",
    "messages.author": _FOLLOWS,
    "messages.token_digest": _PRESSED_ONCE,
    "notices.about_session": _REFERENCE,
    "notices.id": _REFERENCE,
    "option_answers.sequence": "the order her answers stand in",
    "police_answers.sequence": "the order her answers stand in",
    "police_requests.form_token_digest": _PRESSED_ONCE,
    "recoveries.code_digest": _SECRET,
    "recoveries.number": "whoever copied it could read it out in place of whoever asked",
    "recoveries.token_digest": _SECRET,
    "recoveries.words_hash": _SECRET,
    "sessions.clears_after": _CLEARS,
    "sessions.ends_at": _FOLLOWS,
    "sessions.idle_seconds": _FOLLOWS,
    "sessions.k_digest": _SECRET,
    "sessions.known_device_digest": _SECRET,
    "sessions.ref": _REFERENCE,
    "sessions.sid_digest": _SECRET,
    "sessions.staff_id": "empty for her",
    "sessions.stepped_up_at": "empty for her: staff alone are asked again",
    "survivors.frozen_at": "empty for whoever is signed in; her history tells of it",
    "survivors.passphrase_hash": _SECRET,
    "survivors.sign_in_digest": _SECRET,
}
"""Every other column of hers, with the reason why her copy leaves it out."""


def tables_of_hers() -> "list[Table]":
    """Give her own table, the one she may come from, and every table with a way from its rows to either."""
    found = {Survivor.__table__, Invite.__table__}
    tables = Base.metadata.sorted_tables
    # Sorted, so that what a table points at comes before it.
    for table in tables:
        if any(link.column.table in found for link in table.foreign_keys):
            found.add(table)
    return [table for table in tables if table in found]


def columns_of_hers() -> "Iterator[Column[Any]]":
    """Give every column of those tables that says anything: all but names of rows, and ways from one to another."""
    hers = tables_of_hers()
    for table in hers:
        for column in table.columns:
            leads_to_hers = any(link.column.table in hers for link in column.foreign_keys)
            is_reference = column.primary_key and not isinstance(column.type, Moment)
            if not (leads_to_hers or is_reference) or str(column) in {*IN_COPY, *NOT_IN_COPY}:
                yield column


@pytest.fixture
def life(deps: "Deps", timepiece: "Timepiece") -> Life:
    """Wren, with a row in every table that leads to her."""
    life = make_life(deps, timepiece)
    # Other places are known, from somebody who has left, so that each choice of hers could have been for one of them.
    robin = life.caseload.add("Robin")
    for place in recipients(deps)[1:5]:
        life.caseload.give(robin, recipient=place.ref)
    erase_survivor(deps, robin)
    stopped = life.caseload.give(life.her)
    withdraw_consent(deps, life.her, stopped)
    acknowledge_stop(deps, life.advocate, life.her, stopped)
    pause(deps, life.her)
    lift_hold(deps, life.supervising(), life.hold(days=30))
    ask_deletion(deps, life.sign_in(), PASSPHRASE)
    with deps.storage.write() as session:
        session.execute(insert(CaseView).values(staff_id=life.advocate, survivor_id=life.her, seen_at=timepiece()))
        session.execute(
            insert(Invite).values(
                id=life.her,
                code_digest="a" * 64,
                form_token_digest="b" * 64,
                invited_by=life.advocate,
                is_for_inviter=True,
                added_at=timepiece(),
                ends_at=timepiece() + timedelta(days=3),
                redeemed_at=timepiece(),
            )
        )
        # History lets nobody change it, and here each column of it is changed to see whether her copy tells it.
        connection = session.connection()
        for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        session.commit()
    return life


def test_every_column_that_leads_to_her_is_in_her_copy_or_has_a_reason_not_to_be() -> None:
    found = {str(column) for column in columns_of_hers()}

    assert found - {*IN_COPY, *NOT_IN_COPY} == set(), "put it into her copy, or say why not"
    assert {*IN_COPY, *NOT_IN_COPY} - found == set(), "no such column"
    assert IN_COPY.keys() & NOT_IN_COPY.keys() == set()


def test_a_table_that_leads_to_her_by_another_table_is_found() -> None:
    names = {table.name for table in tables_of_hers()}

    assert {"survivors", "messages", "option_answers", "disclosures", "joinings"} <= names
    assert not names & {"staff", "services", "recipients", "staff_set_ups"}


@pytest.mark.parametrize("table", sorted({name.partition(".")[0] for name in IN_COPY}))
def test_every_column_of_her_copy_changes_it(deps: "Deps", life: Life, table: str) -> None:
    viewer = life.sign_in()
    former, silent = document(deps, viewer), []
    for column in (column for column in columns_of_hers() if str(column) in IN_COPY and column.table.name == table):
        change(life, column)
        present = document(deps, viewer)
        if present == former:
            silent.append(str(column))
        former = present

    assert silent == []


def document(deps: "Deps", viewer: "Viewer") -> dict[str, Any]:
    """Give all that her file would hold."""
    return document_of(copy_for(deps, viewer))


def change(life: Life, column: "Column[Any]") -> None:
    """Give one column of all her rows another value; where some rows have one and others none, of those that do."""
    table = column.table
    key = next(iter(table.primary_key.columns))
    with life.deps.storage.write() as session:
        rows = session.execute(select(key, column).order_by(key)).all()
        assert rows, f"nothing of hers is in {table.name}"
        filled = [row for row in rows if row[1] is not None] or rows
        values = [value for _, value in filled]
        for row_key, value in filled:
            changed = other(life, column, row_key, value, values)
            session.execute(update(table).where(key == row_key).values({column.key: changed}))
        session.commit()


def other(  # noqa: PLR0911 (by what kind of column it is)
    life: Life,
    column: "Column[Any]",
    row_key: str,
    value: Any,  # noqa: ANN401 (whatever a column holds)
    taken: list[Any],
) -> Any:  # noqa: ANN401 (as above)
    """Give another value that the column could hold."""
    given = IN_COPY[str(column)]
    if given == OF_STAFF:
        return life.supervisor if value != life.supervisor else life.advocate
    if isinstance(column.type, Sealed) and given is not None:
        return life.deps.vault.seal(Place(column.table.name, column.key, row_key, life.her), given)
    if given is not None:
        return given
    if isinstance(column.type, Moment):
        return (value or life.timepiece()) - timedelta(seconds=1)
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, Integer):
        return (value or 0) + 1
    (link,) = column.foreign_keys
    with life.deps.storage.read() as connection:
        statement = select(link.column).where(link.column.not_in(taken)).order_by(link.column).limit(1)
        taken.append(connection.execute(statement).scalar_one())
    return taken[-1]
