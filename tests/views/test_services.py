"""Services on screen: her list, her answer to each, and the directory, the same whatever she chose to share."""

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask

from survivor_portal.actions.cases import assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import import_directory, services_by_need, shelves
from survivor_portal.actions.options import answer_option, offer_service, options_of, pick_service
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.options import Answer, Origin
from survivor_portal.domain.people import Role
from survivor_portal.domain.taxonomy import Need
from survivor_portal.models.consents import Consent, ConsentEvent, Recipient
from survivor_portal.security.encryption import Envelope
from survivor_portal.texts.needs import NEED_LABELS
from survivor_portal.texts.options import ANSWER_LABELS, ANSWERS_OFFERED, ORIGIN_LABELS, WHAT_FOLLOWS
from tests.browse import Browser
from tests.cast import survivor_browser
from tests.hsds import need, service, written
from tests.markup import words_of

if TYPE_CHECKING:
    from tests.pages import Page
    from tests.stored import Statements
    from tests.timepiece import Timepiece

WREN = NewSurvivor("Wren", "wren field 12", "five words that nobody guesses", "en")
FINCH = NewSurvivor("Finch", "finch stone 13", "six other words that nobody guesses", "ar")
ROBIN = NewStaff("Robin", Role.ADVOCATE, "robin", "seven words nobody guesses", "JBSWY3DPEHPK3PXP", "en")
SAME_HELP = "You get the same help whatever you choose, and whether or not you talk to the police."
ASKED_FIRST = "Before we contact them, we ask you what we may say."
HOUSING = 3
OTHER = 0
NOBODY = "aaaaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture
def her(deps: Deps) -> str:
    """A survivor with nothing on her list."""
    return add_survivor(deps, WREN)


@pytest.fixture
def wren(app: Flask, her: str) -> Browser:
    """Her browser."""
    assert her
    return survivor_browser(app, WREN)


@pytest.fixture
def listed(deps: Deps, tmp_path: Path) -> list[str]:
    """Seven services that help with housing, and one that helps with nothing known."""
    import_directory(deps, written(tmp_path, *map(service, range(1, 8)), service(8, attributes=[])))
    housing = [card.id for card in services_by_need(deps, Need.HOUSING).cards if card.name.startswith("Service 0")]
    return [*housing, *(card.id for card in services_by_need(deps, None).cards)]


@pytest.fixture
def option(deps: Deps, her: str, listed: list[str]) -> str:
    """One option on her list."""
    return pick_service(deps, her, listed[0])


def hrefs(page: "Page", start: str) -> list[str]:
    """Give where the links of a page lead, as far as they begin like this."""
    return [href for link in page.markup.all("a") if (href := link.get("href", "")).startswith(start)]


def pressed(page: "Page") -> list[str]:
    """Give the answers that the page shows as hers."""
    return [words_of(button) for button in page.markup.all("button") if button.get("aria-pressed") == "true"]


def test_an_empty_list_says_what_will_be_here(wren: Browser) -> None:
    page = wren.open("/list")

    assert "Nothing is on your list yet." in page.text
    assert SAME_HELP in page.text
    assert hrefs(page, "/list/") == ["/list/directory"]


def test_her_list_groups_by_need_and_tells_offers_from_picks(
    deps: Deps, her: str, wren: Browser, listed: list[str]
) -> None:
    staff_id = add_staff(deps, ROBIN)
    assign(deps, her, staff_id)
    picked = pick_service(deps, her, listed[-1])
    offered = offer_service(deps, staff_id, her, listed[0])
    page = wren.open("/list")

    assert hrefs(page, "/list/")[:2] == [f"/list/{offered}", f"/list/{picked}"]
    housing, _, other = page.text.partition("Other help")
    assert "Housing Service 001 Provider 001 Your advocate offers this. Your answer: No answer yet" in housing
    assert "Service 008 Provider 008 You picked this. Your answer: No answer yet" in other
    assert SAME_HELP in page.text


def test_her_screen_shows_five_and_one_link_leads_to_the_rest(
    deps: Deps, her: str, wren: Browser, listed: list[str]
) -> None:
    options = [pick_service(deps, her, service_id) for service_id in listed]
    answer_option(deps, her, options[1], Answer.NO_THANKS)
    page = wren.open("/list")
    assert hrefs(page, "/list/")[:5] == [f"/list/{options[index]}" for index in (0, 2, 3, 4, 5)]
    page = page.follow("See all (8)")

    assert sorted(hrefs(page, "/list/")) == sorted(f"/list/{option}" for option in options)
    assert "Your answer: No thanks" in page.text
    assert SAME_HELP in page.text


def test_what_she_set_aside_is_still_one_link_away(deps: Deps, her: str, wren: Browser, option: str) -> None:
    answer_option(deps, her, option, Answer.NOT_NOW)
    page = wren.open("/list")

    assert "Nothing on your list is open now." in page.text
    assert hrefs(page.follow("See all (1)"), "/list/") == [f"/list/{option}"]


def test_an_option_offers_four_answers_of_one_look_and_none_picked(wren: Browser, option: str) -> None:
    page = wren.open(f"/list/{option}")
    buttons = [found for found in page.markup.all("button") if found.get("aria-pressed")]

    assert [words_of(button) for button in buttons] == ["I want this", "Not now", "No thanks", "Tell me more"]
    assert {(button.get("class"), button.get("aria-pressed")) for button in buttons} == {(None, "false")}
    assert "Take my answer back" not in page.text
    assert ASKED_FIRST in page.text


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("answer", ANSWERS_OFFERED)
def test_she_answers_and_the_option_shows_it(wren: Browser, option: str, answer: Answer, *, htmx: bool) -> None:
    label = str(ANSWER_LABELS[answer])
    page = wren.open(f"/list/{option}").form(f"/list/{option}/answer").press(label).submit(htmx=htmx)

    assert page.path == f"/list/{option}"
    assert pressed(page) == [label]
    assert f"Your answer: {label}. {WHAT_FOLLOWS[answer]}" in page.text
    assert f"What you said before Tuesday, May 12: {label}" in page.text


@pytest.mark.parametrize("htmx", [True, False])
def test_she_changes_her_mind_takes_it_back_and_sees_all_of_it(
    wren: Browser, option: str, timepiece: "Timepiece", *, htmx: bool
) -> None:
    page = wren.open(f"/list/{option}")
    for words in ("I want this", "No thanks", "Take my answer back"):
        page = page.form(f"/list/{option}/answer").press(words).submit(htmx=htmx)
        timepiece.move(timedelta(minutes=1))

    assert pressed(page) == []
    assert "Your answer: No answer yet" in page.text
    said = page.text.partition("What you said before")[2]
    assert re.findall(r"May 12: (You took your answer back|No thanks|I want this)", said) == [
        "You took your answer back",
        "No thanks",
        "I want this",
    ]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("sent", ["", "yes", "given", None])
def test_an_answer_that_is_none_changes_nothing_and_the_page_asks_again(
    wren: Browser, option: str, sent: str | None, *, htmx: bool
) -> None:
    form = wren.open(f"/list/{option}").form(f"/list/{option}/answer").forge(answer=sent)
    page = form.submit(htmx=htmx, status=422)

    assert "Nothing was changed. Choose one of the answers below." in page.text
    assert pressed(page) == []
    assert "What you said before" not in page.text


def test_somebody_elses_option_is_no_page_for_her(deps: Deps, wren: Browser, option: str, listed: list[str]) -> None:
    another = add_survivor(deps, FINCH)
    elsewhere = pick_service(deps, another, listed[1])
    wren.open(f"/list/{elsewhere}", status=404)
    form = wren.open(f"/list/{option}").form(f"/list/{option}/answer").press("I want this")
    form.action = f"/list/{elsewhere}/answer"
    form.submit(status=404)

    assert options_of(deps, another)[0].answer is Answer.NOT_ANSWERED


@pytest.mark.parametrize(
    "path",
    [
        f"/list/{NOBODY}",
        f"/list/service/{NOBODY}",
        "/list/directory/28",
        "/list/directory/3/0",
        "/list/directory/3/9",
        f"/list/directory/3/{10**30}",
        "/list/directory/housing",
    ],
)
def test_what_is_not_there_is_not_found(wren: Browser, path: str) -> None:
    wren.open(path, status=404)


def test_the_directory_is_found_by_need_and_addresses_name_none(deps: Deps, wren: Browser) -> None:
    page = wren.open("/list").follow("Look for services")

    assert SAME_HELP in page.text
    assert hrefs(page, "/list/directory/") == [
        f"/list/directory/{list(Need).index(shelf.need) + 1 if shelf.need else 0}" for shelf in shelves(deps)
    ]
    for href in hrefs(page, "/list/directory/"):
        for link in hrefs(wren.open(href), "/list/service/"):
            assert re.fullmatch(r"/list/service/[a-z2-7]{26}", link)


@pytest.mark.parametrize("htmx", [True, False])
def test_she_picks_a_service_and_it_stands_on_her_list(
    deps: Deps, her: str, wren: Browser, listed: list[str], *, htmx: bool
) -> None:
    assert listed
    page = wren.open(f"/list/directory/{HOUSING}").follow("Service 003")
    assert ASKED_FIRST in page.text
    page = page.form("Put it on my list").submit(htmx=htmx)
    (card,) = options_of(deps, her)

    assert page.path == f"/list/{card.id}"
    assert page.heading == "Service 003"
    page = wren.open(f"/list/service/{card.service_id}")
    assert "This is on your list." in page.text
    assert page.follow("See it on my list").path == f"/list/{card.id}"


def test_a_double_press_picks_once(deps: Deps, her: str, wren: Browser, listed: list[str]) -> None:
    form = wren.open(f"/list/service/{listed[0]}").form("Put it on my list")
    first = form.submit().path

    assert form.submit().path == first
    assert len(options_of(deps, her)) == 1


def test_a_service_that_has_ended_says_so_and_cannot_be_picked(
    deps: Deps, wren: Browser, tmp_path: Path, listed: list[str]
) -> None:
    form = wren.open(f"/list/service/{listed[0]}").form("Put it on my list")
    import_directory(deps, written(tmp_path, service(1, status="inactive")))
    page = wren.open(f"/list/service/{listed[0]}")

    assert "This service has ended." in page.text
    assert "Put it on my list" not in page.text
    form.submit(status=404)


def test_the_page_of_a_service_answers_what_people_ask(deps: Deps, wren: Browser, tmp_path: Path) -> None:
    told = service(
        900,
        attributes=[],
        description="A quiet room.\n\nYou have a key.",
        eligibility_description="Anyone.",
        minimum_age=16,
        fees_description="It costs nothing.",
        cost_options=[{"id": "c", "option": "Key", "amount": 0, "currency": "USD", "amount_description": "once"}],
        wait_time="Two days.",
        interpretation_services="An interpreter by phone.",
        languages=[{"id": "l1", "name": "Spanish", "code": "es"}, {"id": "l2", "name": "Mam", "code": "mam"}],
        required_documents=[{"id": "d", "document": "Nothing"}],
        application_process="Call first.",
        alert="Closed on Monday.",
        assured_date="2026-04-01",
        phones=[{"id": "p", "number": "(555) 555-0100", "extension": "012"}],
        schedules=[
            {"id": "s", "freq": "WEEKLY", "byday": "MO,TU,WE,FR", "opens_at": "09:00", "closes_at": "17:30"},
            {"id": "t", "freq": "MONTHLY", "byday": "1SA", "opens_at": "00:00", "closes_at": "23:59"},
        ],
    )
    import_directory(deps, written(tmp_path, told))
    lines = wren.open(f"/list/directory/{OTHER}").follow("Service 900").text

    for words in (
        "A quiet room. You have a key.",
        "Who it is for Anyone. People aged 16 and older.",
        "Cost It costs nothing. Key · Free · once",
        "How long the wait is Two days.",
        "Languages Spanish and Mam An interpreter by phone.",
        "What to bring Nothing",
        "How to start Call first.",
        "Hours Monday to Wednesday and Friday: 9:00 AM to 5:30 PM The first Saturday of the month: day and night",
        "Where House 900 900 Long Road Marlow Falls",
        "Extension 012",
        "What we do not know yet If you have a disability Your team can ask.",
        "Last checked Wednesday, April 1, 2026",
        "Closed on Monday.",
        ASKED_FIRST,
    ):
        assert words in re.sub(r"[\s\u202f]+", " ", lines)


def test_a_hidden_address_is_on_no_page_of_hers(deps: Deps, her: str, wren: Browser, tmp_path: Path) -> None:
    hidden = service(900, attributes=[need(900, "address_hidden")], description="Ring at 900 Long Road.")
    import_directory(deps, written(tmp_path, hidden))
    (card,) = services_by_need(deps, None).cards
    option_id = pick_service(deps, her, card.id)
    for path in ("/list", "/list/all", f"/list/{option_id}", f"/list/directory/{OTHER}", f"/list/service/{card.id}"):
        answer = wren.open(path).answer.text
        assert "Service 900" in answer
        assert "Long Road" not in answer
        assert "House 900" not in answer

    assert "The address is not shown here." in wren.page.text


def test_in_arabic_our_words_are_arabic_and_the_directorys_words_find_their_own_direction(
    deps: Deps, app: Flask, listed: list[str]
) -> None:
    another = add_survivor(deps, FINCH)
    option_id = pick_service(deps, another, listed[0])
    page = survivor_browser(app, FINCH).open(f"/list/{option_id}")

    assert page.language == "ar"
    assert next(page.markup.all("h1")).get("dir") == "auto"
    assert "I want this" not in page.text
    assert "House 1" in page.text


@pytest.mark.parametrize("labels", [NEED_LABELS, ANSWER_LABELS, WHAT_FOLLOWS, ORIGIN_LABELS])
def test_every_value_has_its_words(labels: "dict[object, object]") -> None:
    kind = type(next(iter(labels)))

    assert kind in {Need, Answer, Origin}
    assert set(labels) == set(kind)
    assert len({str(words) for words in labels.values()}) == len(labels)


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
            data_items=["chosen_name"],
            excluded_items=[],
            methods=["phone"],
            valid_from=now,
            expires_at=now + timedelta(days=30),
            statement_version="1",
            language="en",
            words=Envelope(b"sealed"),
            words_digest="0" * 64,
            capacity_basis="adult",
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


COSTS: Final = {
    "/list": 3,
    "/list/all": 3,
    "option": 7,
    "/list/directory": 2,
    f"/list/directory/{HOUSING}": 3,
    "service": 5,
}
"""How many statements each page costs, beside the one that tells who looks."""


@pytest.mark.parametrize("page", COSTS)
def test_a_page_costs_as_many_statements_with_500_services_as_with_5(
    deps: Deps, wren: Browser, tmp_path: Path, statements: "Statements", page: str
) -> None:
    counted = []
    for many in (5, 500):
        import_directory(deps, written(tmp_path, *map(service, range(many))))
        services = [card.id for card in services_by_need(deps, Need.HOUSING).cards]
        paths = [wren.open(f"/list/service/{found}").form("Put it on my list").submit().path for found in services[-4:]]
        path = {"option": paths[0], "service": f"/list/service/{services[0]}"}.get(page, page)
        statements.clear()
        wren.open(path)
        counted.append(len(statements.sent))

    assert counted == [1 + COSTS[page]] * 2
