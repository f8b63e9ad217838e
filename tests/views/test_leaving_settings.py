"""What she and staff set about leaving: kept, in force from the next page on, and nobody else's to set."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from survivor_portal.app import create_app
from survivor_portal.domain.leaving import AS_MADE, HIDES_AFTER
from survivor_portal.domain.sessions import OWN_PHONE, SHARED_PHONE
from tests.cast import AMARA, BELA, RUTH, staff_browser, survivor_browser
from tests.stored import all_rows

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.browse import Browser
    from tests.pages import Form, Page
    from tests.timepiece import Timepiece

HERE = "/me/exit"
COVER = "/desk/me/cover"
A_MOMENT = timedelta(seconds=1)
HER_PLACES = ["/home", "/list", "/choices", "/inbox", "/me", HERE, "/about", "/numbers"]
by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True])


def root(page: "Page") -> dict[str, str]:
    """Give what the script of the page reads."""
    return page.markup.root.attrib


def form_of(browser: "Browser") -> "Form":
    return browser.open(HERE).form(HERE)


def tick(form: "Form", *ways: str) -> "Form":
    """Tick just these of the other ways to leave."""
    values: dict[str, Any] = form.values
    values["leaves_by"] = list(ways)
    return form


def test_she_finds_the_settings_from_me_and_each_line_shows_what_holds(amara: "Browser", config: "Config") -> None:
    form = amara.open("/me").follow("Set how you leave").form(HERE)

    assert {name: form.values[name] for name in ("destination", "leaves_by", "few_traces", "hides_after")} == {
        "destination": config.exit_destination("en").ref,
        "leaves_by": "keyboard",
        "few_traces": "yes",
        "hides_after": str(AS_MADE.hides_after),
    }


def test_before_she_sets_anything_the_page_tells_its_script_what_holds_for_everyone(
    amara: "Browser", browser: "Browser"
) -> None:
    for page in (amara.open("/home"), browser.open("/")):
        assert {"data-cover", "data-few", "data-shift"} <= root(page).keys()
        assert not {"data-taps", "data-to"} & root(page).keys()


@by_htmx_or_not
def test_what_she_sets_holds_on_each_of_her_pages_from_the_next_one_on(
    amara: "Browser", config: "Config", *, htmx: bool
) -> None:
    picked = config.destinations_for("en")[1]
    form = form_of(amara).fill(destination=picked.ref, few_traces="no", hides_after="5")
    page = tick(form, "taps").submit(htmx=htmx)

    assert page.path == "/me"
    assert "You are signed out after 5 minutes without use." in page.text
    for path in HER_PLACES:
        said = root(amara.open(path))
        assert (said["data-leave"], said["data-plain"], said["data-to"]) == (picked.address, picked.name, picked.ref)
        assert "data-taps" in said
        assert not {"data-shift", "data-few"} & said.keys()
        # Hers are always covered.
        assert "data-cover" in said
    kept = form_of(amara).values
    assert (kept["leaves_by"], kept["few_traces"], kept["hides_after"]) == ("taps", "no", "5")


def test_both_other_ways_can_be_on_at_once_and_both_off(amara: "Browser") -> None:
    tick(form_of(amara), "keyboard", "taps").submit()
    assert {"data-shift", "data-taps"} <= root(amara.open("/home")).keys()

    tick(form_of(amara)).submit()
    assert not {"data-shift", "data-taps"} & root(amara.open("/home")).keys()


def test_what_she_sets_is_hers_alone_and_hers_on_every_device(app: "Flask", amara: "Browser") -> None:
    tick(form_of(amara), "taps").submit()

    assert "data-taps" in root(survivor_browser(app, AMARA).open("/home"))
    assert "data-taps" not in root(survivor_browser(app, BELA).open("/home"))


def test_lines_left_out_stay_as_they_were(amara: "Browser", deps: "Deps", config: "Config") -> None:
    picked = config.destinations_for("en")[1].ref
    form_of(amara).fill(destination=picked, few_traces="no", hides_after="2").submit()
    form_of(amara).forge(destination=None, few_traces=None, hides_after=None).submit()

    kept = form_of(amara).values
    assert (kept["destination"], kept["few_traces"], kept["hides_after"]) == (picked, "no", "2")
    assert len(all_rows(deps)["leaving_choices"]) == 1


@by_htmx_or_not
@pytest.mark.parametrize(
    "forged",
    [
        {"destination": "https://a.example/"},
        {"destination": "00000000"},
        {"few_traces": "perhaps"},
        {"destination": " " * 9},
        {"few_traces": " "},
        {"hides_after": " "},
        {"hides_after": "0"},
        {"hides_after": "1000000"},
        {"leaves_by": "shouting"},
        {"leaves_by": " "},
    ],
)
def test_what_the_page_does_not_offer_is_not_kept(
    amara: "Browser", deps: "Deps", forged: dict[str, str], *, htmx: bool
) -> None:
    form_of(amara).forge(**forged).submit(htmx=htmx, status=422)

    assert all_rows(deps)["leaving_choices"] == frozenset()


@pytest.mark.parametrize("minutes", HIDES_AFTER)
@pytest.mark.parametrize("phone_is_hers", ["yes", "no"])
def test_her_pages_go_after_the_time_she_set_and_never_later_than_the_phone_allows(
    app: "Flask", amara: "Browser", timepiece: "Timepiece", minutes: int, phone_is_hers: str
) -> None:
    form_of(amara).fill(hides_after=str(minutes)).submit()
    limits = OWN_PHONE if phone_is_hers == "yes" else SHARED_PHONE
    idle = min(limits.idle, timedelta(minutes=minutes))
    her = survivor_browser(app, AMARA)
    her.open("/me")
    if phone_is_hers == "no":
        her.open("/me").form("/me/shared").submit()
    timepiece.move(idle - A_MOMENT)
    her.open("/home")
    timepiece.move(idle)

    assert her.open("/home", status=401).asks_to_sign_in


def test_a_shorter_time_counts_at_once_where_she_is_signed_in_already(
    app: "Flask", amara: "Browser", timepiece: "Timepiece"
) -> None:
    other = survivor_browser(app, AMARA)
    form_of(amara).fill(hides_after="2").submit()
    timepiece.move(timedelta(minutes=2))

    for browser in (amara, other):
        assert browser.open("/home", status=401).asks_to_sign_in


def test_exit_without_script_moves_on_to_the_page_she_picked(amara: "Browser", config: "Config") -> None:
    picked = config.destinations_for("en")[2]
    form_of(amara).fill(destination=picked.ref).submit()
    page = amara.open("/choices").form("Exit now").submit()

    assert (page.path, page.title) == ("/gone", picked.name)
    assert picked.address in page.answer.text
    # An old address typed in afterwards, too: the marker says where to, and nothing else.
    assert picked.address in amara.open("/inbox").answer.text
    assert amara.cookies()["__Host-gone"] == picked.ref


@pytest.mark.parametrize("forged", ["https://a.example/", "00000000", "", "a" * 200])
def test_exit_moves_on_to_no_page_but_the_operator_s(amara: "Browser", config: "Config", forged: str) -> None:
    amara.client.post("/x", data={"to": forged})

    assert amara.cookies()["__Host-gone"] == "1"
    assert config.exit_destination("en").address in amara.open("/gone").answer.text
    amara.hold(**{"__Host-gone": forged or "x"})
    assert config.exit_destination("en").address in amara.open("/gone").answer.text


def test_a_page_taken_off_the_operator_s_list_gives_way_to_the_first_one(
    amara: "Browser", config: "Config", deps: "Deps"
) -> None:
    first, second, *_ = config.destinations_for("en")
    form_of(amara).fill(destination=second.ref).submit()
    later = create_app(replace(config, exit_destinations={"en": (first,)}), deps)

    assert root(survivor_browser(later, AMARA).open("/home"))["data-leave"] == first.address


def test_nothing_of_what_she_set_outlasts_her(amara: "Browser", deps: "Deps") -> None:
    form_of(amara).fill(hides_after="2").submit()
    for step in ("/me/delete", "/me/delete/now"):
        amara.open("/me/delete").form(step).fill(passphrase=AMARA.passphrase).submit()

    assert all_rows(deps)["leaving_choices"] == frozenset()


@by_htmx_or_not
def test_staff_may_have_their_pages_covered_and_may_stop_it(ruth: "Browser", deps: "Deps", *, htmx: bool) -> None:
    assert "data-cover" not in root(ruth.open("/desk"))
    ruth.open("/desk/me").form(COVER).fill(covers="yes").submit(htmx=htmx)
    assert "data-cover" in root(ruth.open("/desk"))
    # Twice equals once.
    ruth.open("/desk/me").form(COVER).fill(covers="yes").submit(htmx=htmx)
    assert len(all_rows(deps)["desk_covers"]) == 1

    ruth.open("/desk/me").form(COVER).fill(covers="no").submit(htmx=htmx)
    assert "data-cover" not in root(ruth.open("/desk"))
    assert all_rows(deps)["desk_covers"] == frozenset()


def test_what_one_of_staff_sets_is_nobody_else_s(app: "Flask", imani: "Browser", timepiece: "Timepiece") -> None:
    imani.open("/desk/me").form(COVER).fill(covers="yes").submit()

    assert "data-cover" in root(imani.open("/desk/office"))
    assert "data-cover" not in root(staff_browser(app, RUTH, timepiece).open("/desk"))


@pytest.mark.parametrize("covers", [None, "perhaps"])
def test_an_answer_that_is_none_changes_nothing(ruth: "Browser", deps: "Deps", covers: str | None) -> None:
    ruth.open("/desk/me").form(COVER).forge(covers=covers).submit()

    assert all_rows(deps)["desk_covers"] == frozenset()


@pytest.mark.parametrize("where", ["/", "/numbers"])
def test_what_cannot_be_hidden_is_found_before_sign_in_under_a_neutral_label(browser: "Browser", where: str) -> None:
    page = browser.open(where).follow("About this page")

    assert (page.path, page.title) == ("/about", "About this page")
    assert "Calls and texts. They show on the phone and on its bill." in page.text


def test_what_cannot_be_hidden_is_found_from_me_and_said_before_joining(amara: "Browser", browser: "Browser") -> None:
    said = amara.open("/me").follow("What this page can and cannot hide").markup
    listed = {" ".join("".join(line.itertext()).split()) for line in said.all("li")}
    joining = browser.open("/join").text

    cannot = {line for line in listed if "." in line}
    assert len(cannot) == 12
    assert {line for line in cannot if line not in joining} == set()
