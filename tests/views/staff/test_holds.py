"""A supervisor writes a legal hold on a written order, and lifts it; she reads of it unless a court forbids that."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.staff import SetUpCode, create_staff
from tests.caseload import PASSPHRASE
from tests.cast import AMARA, BELA
from tests.staff import JOSE, set_up, survivor_id_of
from tests.stored import all_rows

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.timepiece import Timepiece
    from tests.views.staff.reading import Codes

HERE = "/desk/office/holds"
ORDER = "Order 17 of the county court"
ASKER = "Clerk Abara"

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])


def found(imani: "Browser", name: str = AMARA.chosen_name) -> "Page":
    return imani.open("/desk/office").follow("Legal holds").form(HERE).fill(held_name=name).submit()


def write(page: "Page", *, htmx: bool = False, status: int = 200, **changes: str) -> "Page":
    typed = {"basis": ORDER, "asked_by": ASKER, "told": "yes"} | changes
    return page.form(f"{HERE}/people/{page.path.rpartition('/')[2]}").fill(**typed).submit(htmx=htmx, status=status)


@by_htmx_or_not
def test_a_hold_is_written_on_somebody_found_by_name_and_lifted_again(imani: "Browser", *, htmx: bool) -> None:
    page = found(imani)
    assert page.heading == "Amara"
    assert "There is no hold on this person." in page.text

    page = write(page, htmx=htmx)

    for words in (ORDER, "Asked for by Clerk Abara.", "Until it is lifted.", "The person can read of it.", "by Imani"):
        assert words in page.text
    assert ORDER in imani.open(HERE).text
    page = imani.page.follow("Amara").form("Lift this hold").submit(htmx=htmx)
    assert "Lifted on" in page.text
    assert "No hold stands now." in imani.open(HERE).text


@pytest.mark.parametrize("typed", [AMARA.sign_in_name, "MAPLE RIVER 41", " amara ", "AMARA"])
def test_people_are_found_by_either_name_however_it_is_typed(imani: "Browser", typed: str) -> None:
    assert found(imani, typed).heading == "Amara"


@pytest.mark.parametrize("typed", ["", "Ama", "nobody", "a" * 201, "%", "*"])
def test_a_part_of_a_name_finds_nobody(imani: "Browser", typed: str) -> None:
    page = imani.open(HERE).form(HERE).fill(held_name=typed).submit(status=422)

    assert "Amara" not in page.text
    assert page.value_of("held_name") == (typed or None) or not typed


def test_of_several_with_one_name_each_is_offered(deps: "Deps", imani: "Browser") -> None:
    other = add_survivor(deps, NewSurvivor("amara", "willow field 12", PASSPHRASE))

    page = imani.open(HERE).form(HERE).fill(held_name="Amara").submit(status=422)

    assert "More than one person has this name." in page.text
    links = [link.get("href", "") for link in page.markup.all("a")]
    for her in (other, survivor_id_of(deps, AMARA)):
        assert f"{HERE}/people/{her}" in links


@by_htmx_or_not
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"basis": ""}, "Write the order this hold stands on."),
        ({"basis": " "}, "Write the order this hold stands on."),
        ({"basis": "a" * 501}, "That is too long."),
        ({"asked_by": ""}, "Write who asked for it."),
        ({"asked_by": "a" * 201}, "That is too long."),
        ({"kept_until": "2026-05-11"}, "Write a day that is still to come."),
        ({"kept_until": "0001-01-01"}, "Write a day that is still to come."),
        ({"kept_until": "9999-12-31"}, "Write a day that is still to come."),
        ({"kept_until": "next year"}, "Write the day like 2026-12-31."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    deps: "Deps", imani: "Browser", *, htmx: bool, changes: dict[str, str], said: str
) -> None:
    page = write(found(imani), htmx=htmx, status=422, **changes)

    assert said in page.text
    assert page.value_of("asked_by") == (changes.get("asked_by", ASKER) or None) or not changes.get("asked_by", ASKER)
    assert all_rows(deps)["legal_holds"] == frozenset()


def test_whether_the_person_may_know_is_asked_and_never_assumed(deps: "Deps", imani: "Browser") -> None:
    page = found(imani)
    form = page.form(f"{HERE}/people/{survivor_id_of(deps, AMARA)}").fill(basis=ORDER, asked_by=ASKER)

    assert "Pick whether the person can read of it." in form.submit(status=422).text
    assert all_rows(deps)["legal_holds"] == frozenset()


def test_a_hold_ends_when_its_last_day_is_over(imani: "Browser", amara: "Browser", timepiece: "Timepiece") -> None:
    page = write(found(imani), kept_until="2026-05-12")
    assert "Until Wednesday, May 13, 12:00 AM." in page.text
    assert "until Wednesday, May 13" in amara.open("/me/delete").text

    timepiece.now = timepiece().replace(hour=0) + timedelta(days=1)

    assert "law" not in amara.open("/me/delete", status=401).text


@pytest.mark.parametrize("told", ["yes", "no"])
def test_she_reads_of_it_unless_a_court_forbids_that(imani: "Browser", amara: "Browser", told: str) -> None:
    write(found(imani), told=told)

    pages = "".join(amara.open(path).text for path in ("/me/delete", "/me/copy"))

    assert ("The law asks us to keep" in pages) is (told == "yes")
    assert ORDER not in pages
    assert ASKER not in pages


def test_it_all_asks_for_a_recent_factor(imani: "Browser", timepiece: "Timepiece", codes: "Codes") -> None:
    page = found(imani)
    timepiece.move(timedelta(minutes=11))

    page = write(page, status=401)
    page = page.form(page.path).fill(step_up_code=codes.imani()).submit()

    assert ORDER in page.text
    timepiece.move(timedelta(minutes=11))
    imani.open(HERE, status=401)


def test_another_supervisor_is_told_and_nobody_learns_from_it_on_whom(
    deps: "Deps", imani: "Browser", ruth: "Browser"
) -> None:
    made = create_staff(deps, JOSE)
    assert isinstance(made, SetUpCode)
    set_up(deps, made.code)
    write(found(imani))

    told = all_rows(deps)["staff_notices"]
    assert any(made.staff_id in row for row in told)
    assert "Imani wrote a legal hold." in imani.open("/desk/office/staff/history").text
    assert "Amara" not in imani.page.text
    for path in (HERE, f"{HERE}/people/{survivor_id_of(deps, BELA)}"):
        ruth.open(path, status=404)
