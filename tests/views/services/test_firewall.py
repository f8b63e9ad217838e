"""The contingency firewall: her services, and what may be told, are the same whatever she chose about anything else."""

import re
from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import (
    InvalidationReason,
    ProposedDisclosure,
    consents_of,
    invalidate_consent,
    new_form_token,
    recipients,
    record_disclosure,
    say_no_to_draft,
    withdraw_consent,
)
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.law_enforcement import about_police, choose_law_enforcement
from survivor_portal.actions.options import answer_option, pick_service
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.domain.consent import DataItem, LawEnforcementChoice, Purpose, Refusal, SharingMethod, State
from survivor_portal.domain.options import Answer
from survivor_portal.domain.people import Role
from tests.asked import propose
from tests.browse import Browser
from tests.caseload import Caseload, make_caseload
from tests.views.services.reading import HOUSING

if TYPE_CHECKING:
    from tests.stored import Statements
    from tests.timepiece import Timepiece

TESS: Final = NewStaff("Tess", Role.SUPERVISOR, "tess", "seven words nobody guesses", "JBSWY3DPEHPK3PXP", "en")
REACHED: Final = (State.DRAFT, State.GIVEN, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.INVALIDATED)
"""The states her consent is brought to by the actions themselves."""


@pytest.fixture
def caseload(deps: Deps, timepiece: "Timepiece", her: str, listed: list[str]) -> Caseload:
    """Esther's caseload, with Wren on it and services in the directory."""
    assert listed
    made = make_caseload(deps, timepiece)
    assign(deps, her, made.advocate)
    return made


def screens(browser: Browser, paths: list[str]) -> dict[str, bytes]:
    """Give every page as it was sent, but for its form tokens."""
    return {
        path: re.sub(rb'(name="csrf_token" value=")[^"]+', rb"\1", browser.open(path).answer.data) for path in paths
    }


def services_pages(deps: Deps, her: str, listed: list[str]) -> list[str]:
    """Put one service on her list with an answer, and give every page about services."""
    option_id = pick_service(deps, her, listed[0])
    answer_option(deps, her, option_id, Answer.WANTED)
    paths = ["/list", "/list/all", f"/list/{option_id}", "/list/directory", f"/list/directory/{HOUSING}"]
    return paths + [f"/list/service/{service_id}" for service_id in listed]


def bring_to(state: State, caseload: Caseload, her: str) -> None:
    """Let a consent of hers come to stand like this."""
    deps = caseload.deps
    if state in {State.DRAFT, State.REFUSED}:
        draft = propose(caseload, her)
        if state is State.REFUSED:
            say_no_to_draft(deps, her, draft)
        return
    given = caseload.give(her, once=state is State.LAPSED)
    if state is State.LAPSED:
        caseload.tell(her, given)
    elif state is State.WITHDRAWN:
        withdraw_consent(deps, her, given)
    elif state is State.INVALIDATED:
        invalidate_consent(deps, add_staff(deps, TESS), her, given, InvalidationReason.UNDER_PRESSURE)


def decisions(caseload: Caseload, her: str) -> list[Refusal | None]:
    """Ask the gate about every purpose, item and way of telling, under what she gave and under what she stopped."""
    deps = caseload.deps
    stopped = caseload.give(her)
    withdraw_consent(deps, her, stopped)
    under = (caseload.give(her), stopped)
    asked = [
        ProposedDisclosure(
            consent=record_id,
            recipient=place.ref,
            purpose=purpose,
            items=frozenset({item}),
            method=method,
            token=new_form_token(deps),
        )
        for record_id in under
        for place in recipients(deps)[:2]
        for purpose in (Purpose.LEGAL_HELP, Purpose.TALK_WITH_POLICE)
        for item in (DataItem.CHOSEN_NAME, DataItem.LEGAL_NAME)
        for method in (SharingMethod.PHONE, SharingMethod.LETTER)
    ]
    outcomes = [record_disclosure(deps, caseload.advocate, her, proposed) for proposed in asked]
    return [outcome if isinstance(outcome, Refusal) else None for outcome in outcomes]


def test_her_services_are_the_same_bytes_whatever_her_consents_have_come_to(
    caseload: Caseload, her: str, wren: Browser, listed: list[str]
) -> None:
    paths = services_pages(caseload.deps, her, listed)
    nothing_chosen = screens(wren, paths)

    for state in REACHED:
        bring_to(state, caseload, her)
        assert screens(wren, paths) == nothing_chosen, state

    assert {card.state for card in consents_of(caseload.deps, her)} == set(REACHED)


def test_her_services_are_the_same_bytes_under_every_choice_about_the_police(
    caseload: Caseload, her: str, wren: Browser, listed: list[str]
) -> None:
    paths = services_pages(caseload.deps, her, listed)
    nothing_chosen = screens(wren, paths)

    for choice in LawEnforcementChoice:
        choose_law_enforcement(caseload.deps, her, choice)
        assert about_police(caseload.deps, her).choice is choice
        assert screens(wren, paths) == nothing_chosen, choice


def test_the_gate_decides_the_same_under_every_choice_about_the_police(caseload: Caseload, her: str) -> None:
    without = decisions(caseload, her)
    assert {None, Refusal.ENDED, Refusal.OTHER_PURPOSE, Refusal.OTHER_METHOD} <= set(without)

    for choice in LawEnforcementChoice:
        choose_law_enforcement(caseload.deps, her, choice)
        assert decisions(caseload, her) == without, choice


def test_no_services_page_asks_the_database_about_consent(
    deps: Deps, her: str, wren: Browser, listed: list[str], statements: "Statements"
) -> None:
    option_id = pick_service(deps, her, listed[0])
    statements.clear()
    screens(wren, ["/list", "/list/all", f"/list/{option_id}", f"/list/service/{listed[0]}", "/list/directory"])
    wren.open(f"/list/{option_id}").form(f"/list/{option_id}/answer").press("Not now").submit()

    asked = " ".join(statements.sent)
    assert "options" in asked
    for table in ("consents", "consent_events", "recipients", "disclosures", "law_enforcement_choices", "police"):
        assert table not in asked
