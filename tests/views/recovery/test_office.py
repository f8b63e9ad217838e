"""In the office, while an advocate is away or there is none: the person is found, frozen, helped in, and told."""

from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, BELA, LUCIA, browser_for, survivor_browser
from tests.staff import survivor_id_of
from tests.views.recovery.asking import WORDS, ask, code_on, set_words

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser

LOST = "Lost phone or passphrase"
by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True])


@by_htmx_or_not
@pytest.mark.parametrize("typed", [AMARA.sign_in_name, AMARA.sign_in_name.upper(), f"  {AMARA.sign_in_name} "])
def test_from_the_office_it_takes_three_presses_to_freeze_whoever_has_an_advocate(
    amara: "Browser", imani: "Browser", amaras: str, typed: str, *, htmx: bool
) -> None:
    page = imani.open("/desk/office").follow(LOST)
    page = page.form("/desk/office/people").fill(name_or_number=typed).submit(htmx=htmx)
    assert (page.path, page.heading) == (f"/desk/office/people/{amaras}", "Amara")
    assert "Ruth is the advocate here." in page.text
    page = page.form(f"/desk/office/people/{amaras}/freeze").submit(htmx=htmx)

    assert "Sign-ins are stopped. Since Tuesday, May 12, 9:30 AM, by Imani." in page.text
    amara.open("/home", status=401)


def test_a_person_is_found_by_the_number_of_an_open_request_and_by_no_other(
    amara: "Browser", browser: "Browser", imani: "Browser", amaras: str
) -> None:
    number = ask(browser)
    form = imani.open("/desk/office/people").form("/desk/office/people")
    assert form.fill(name_or_number=f"{number[:3]} {number[3:]}").submit().path == f"/desk/office/people/{amaras}"

    amara.open("/home").form("/me/recovery/stop").submit()
    form = imani.open("/desk/office/people").form("/desk/office/people").fill(name_or_number=number)
    page = form.submit(status=422)
    assert "We found nobody by this." in page.text
    assert page.value_of("name_or_number") == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nobody at all 99", "We found nobody by this."),
        ("", "Write a sign-in name or a number."),
        ("x" * 81, "That name is too long."),
    ],
)
def test_what_leads_to_nobody_is_said_where_it_belongs(imani: "Browser", typed: str, said: str) -> None:
    form = imani.open("/desk/office/people").form("/desk/office/people").fill(name_or_number=typed)

    assert said in form.submit(status=422).text


def test_a_supervisor_helps_in_whose_advocate_is_away_and_she_reads_who_it_was(
    app: "Flask", amara: "Browser", browser: "Browser", imani: "Browser", amaras: str
) -> None:
    set_words(amara)
    other = survivor_browser(app, AMARA)
    number = ask(browser)
    page = imani.open(f"/desk/office/people/{amaras}").follow("Help this person back in")
    form = page.form(f"/desk/office/people/{amaras}/recovery")
    page = form.fill(request_number=number, heard_words=WORDS, together="no").submit()
    assert code_on(page)

    assert "Someone said the words your team knows you by." in other.open("/home").text
    history = other.open("/me/recovery").text
    assert "Imani gave a code to get back in." in history
    assert "Imani heard the words your team knows you by. They are used up." in history


def test_whoever_has_no_advocate_is_found_in_the_list_and_helped_in_by_two(
    deps: "Deps", app: "Flask", browser: "Browser", ruth: "Browser", imani: "Browser"
) -> None:
    bela = survivor_id_of(deps, BELA)
    address = f"/desk/office/people/{bela}/recovery"
    number = ask(browser, BELA.sign_in_name)
    page = imani.open("/desk/office").follow("Lost phone or passphrase Bela")
    assert "There is no advocate yet." in page.text
    page = page.follow("Help this person back in")
    assert page.path == address
    form = page.form(address).fill(request_number=number, together="yes")
    assert "A second person on the team agrees first." in form.submit(status=422).text
    ruth.open("/desk/second").form("I agree Imani").submit()
    form = imani.open(address).form(address).fill(request_number=number, together="yes")
    assert code_on(form.submit())

    page = imani.open(address).form(f"/desk/office/people/{bela}/freeze").submit()
    assert "by Imani." in page.text
    other = browser_for(app).open("/").form("/").fill(sign_in_name=BELA.sign_in_name, passphrase=BELA.passphrase)
    other.submit(status=422)


@by_htmx_or_not
def test_a_supervisor_reads_nothing_of_hers_on_the_way(
    amara: "Browser", imani: "Browser", amaras: str, *, htmx: bool
) -> None:
    amara.open("/inbox").form("/inbox").fill(body="The bus was late.").submit()
    headers = {"HX-Request": "true"} if htmx else {}
    for path in ("", "/recovery"):
        answer = imani.client.get(f"/desk/office/people/{amaras}{path}", headers=headers)
        assert answer.status_code == 200
        assert "The bus was late." not in answer.text
        assert AMARA.sign_in_name not in answer.text


def test_an_advocate_finds_nobody_this_way(deps: "Deps", ruth: "Browser", amaras: str) -> None:
    lucia = survivor_id_of(deps, LUCIA)
    for path in ("", f"/{amaras}", f"/{lucia}", f"/{lucia}/recovery"):
        ruth.open(f"/desk/office/people{path}", status=404)
