"""Who may come in where: each address, for each role, with its own good form token, by page and by part.

The table of `tests/routes.py` says what each address answers. Here the answer follows from the audience of an address
and from whom the thing behind it belongs to, so that a line of that table cannot be wrong by mistake.
"""

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.folk import AUDIENCE_OF, WHO_ASKS, Folk, is_at_the_desk
from tests.markup import read_page
from tests.routes import HERS, NOBODY, REFERENCES, ROUTES, address, breaches, leading_to
from tests.stored import all_rows
from tests.told import told

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

OWNERS: Final = frozenset({"her", "her advocate"})
"""Roles to whom everything in the addresses belongs. What only supervisors ask for is every supervisor's."""

STRANGERS: Final = frozenset({"another survivor", "another advocate"})
"""Roles that are of the right audience, but nothing of hers is theirs."""

SIDE_OF: Final = {"another advocate": "staff"}

PLAIN: Final = frozenset(
    {
        "<newest>",
        "<int:kind>",
        "<int:number>",
        "<int:page>",
        "<int:way>",
        "<int:year>",
        "<digest>",
        "<language>",
        "<path:name>",
    }
)
"""Parts of an address that lead to nothing that is anyone's."""

BY_HTMX: Final = {"HX-Request": "true"}
MALFORMED: Final = ("a", "A" * 26, "a" * 25, "a" * 27, "a" * 200, "0" * 26, "%27", "%F0%9F%98%80", "..%2f..", "null")

by_htmx_or_not = pytest.mark.parametrize("headers", [{}, BY_HTMX], ids=["page", "part"])


def outcome(path: str, audience: str, role: str, place: str) -> str:
    """Say what must happen: `in`, `asked` to sign in, or `absent`: for this role there is nothing there."""
    own = AUDIENCE_OF[role]
    if audience == "public":
        return "in"
    if own is None or is_at_the_desk(path) is (own == "survivor"):
        return "asked"
    if audience not in {own, "staff"}:
        return "absent"
    is_somebodys = audience != "supervisor" and any(part in path for part in HERS)
    return "absent" if (is_somebodys and role not in OWNERS) or NOBODY in place else "in"


def what_happened(answer: "TestResponse", place: str, audience: str) -> str:
    """Say which of the three an answer is; anything else is named by its status."""
    if answer.status_code == 404:
        return "absent"
    if audience != "public" and (answer.status_code == 401 or sends_away(answer, place)):
        return "asked"
    has_stale_form = answer.status_code == 400 and "Please send it again" in answer.get_data(as_text=True)
    return str(answer.status_code) if answer.status_code in {401, 403, 405} or has_stale_form else "in"


def is_over_for(folk: Folk, role: str) -> bool:
    """Say whether a press has ended this role's session."""
    home = "/home" if AUDIENCE_OF[role] == "survivor" else "/desk/me"
    return folk.ask(role, "GET", home, {}).status_code == 401


def sends_away(answer: "TestResponse", asked_at: str) -> bool:
    """Say whether an answer tells that nobody is signed in: htmx is told to ask for the whole page, which then asks."""
    place = answer.headers.get("Portal-Leave") or answer.headers.get("Location", "nowhere")
    asks_for_the_page = answer.request.method == "GET" and (asked_at + "/").startswith(place + "/")
    has_ended = "Portal-Ended" in answer.headers or place in {"/", "/desk/sign-in"}
    return has_ended or ("Portal-Leave" in answer.headers and asks_for_the_page)


@by_htmx_or_not
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_address_lets_in_exactly_those_it_is_for(
    folk: Folk, existing: dict[str, str], method: str, headers: dict[str, str]
) -> None:
    wrong = []
    for _, path, audience, *_ in (route for route in ROUTES if route[0] == method):
        place = address(path, existing)
        for role in AUDIENCE_OF:
            due = outcome(path, audience, role, place)
            # Where an advocate is to be picked, one is.
            sent = {"advocate": existing["/desk/office/staff/<ref>"].rpartition("/")[2]}
            answer = folk.ask(role, method, place, headers, sent)
            happened = what_happened(answer, place, audience)
            # Whoever ends their own session here is led to the sign-in form, as those are who have none.
            ends_here = due == "in" and method == "POST" and happened == "asked"
            if happened != due and not (ends_here and is_over_for(folk, role)):
                wrong.append((method, path, role, due, answer.status_code))
            if answer.status_code >= 500:
                wrong.append((method, path, role, "no trouble", answer.status_code))
            assert breaches(answer, part=bool(headers)) == []
            if method == "POST" and due == "in":
                folk.restore()
    assert wrong == []


@by_htmx_or_not
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_someone_elses_answers_byte_for_byte_as_what_does_not_exist(
    folk: Folk, existing: dict[str, str], method: str, headers: dict[str, str]
) -> None:
    compared = set()
    for _, path, audience, *_ in (route for route in ROUTES if route[0] == method):
        for part in (part for part in HERS if part in path):
            reference = existing[part].rpartition("/")[2]
            place = address(path, existing)
            absent = address(leading_to(path, part, NOBODY), existing)
            for role in (role for role in STRANGERS if audience in {AUDIENCE_OF[role], SIDE_OF.get(role)}):
                theirs = folk.ask(role, method, place, headers)
                nobodys = folk.ask(role, method, absent, headers)
                assert told(theirs, place, reference) == told(nobodys, absent, NOBODY)
                assert theirs.status_code == 404
                compared.add(part)
    in_use = {part for part in HERS for found, path, *_ in ROUTES if found == method and part in path}
    assert compared == in_use


@by_htmx_or_not
def test_whoever_has_an_advocate_is_as_good_as_not_there_where_a_supervisor_gives_people_to_one(
    folk: Folk, existing: dict[str, str], headers: dict[str, str]
) -> None:
    path, hers = "/desk/office/people/<ref>/advocate", existing["/desk/people/<ref>"].rpartition("/")[2]
    sent = {"advocate": existing["/desk/office/staff/<ref>"].rpartition("/")[2]}
    theirs, absent = (path.replace("<ref>", reference) for reference in (hers, NOBODY))
    answers = [folk.ask("supervisor", "POST", place, headers, sent) for place in (theirs, absent)]

    assert told(answers[0], theirs, hers) == told(answers[1], absent, NOBODY)
    assert answers[0].status_code == 404


@by_htmx_or_not
def test_for_a_lost_phone_a_supervisor_finds_whoever_has_an_advocate_and_sees_nothing_but_how_the_sign_in_stands(
    folk: Folk, existing: dict[str, str], headers: dict[str, str]
) -> None:
    hers = existing["/desk/people/<ref>"].rpartition("/")[2]
    answer = folk.ask("supervisor", "GET", f"/desk/office/people/{hers}", headers)

    assert answer.status_code == 200
    reached = set(re.findall(r'(?:href|action)="(/desk/[a-z/0-9-]*)"', answer.text))
    assert reached <= {
        "/desk/language",
        "/desk/office/people",
        *(f"/desk/office/people/{hers}/{step}" for step in ("freeze", "recovery")),
    }


@by_htmx_or_not
def test_no_address_takes_the_form_token_of_someone_else_or_of_the_other_side(
    folk: Folk, existing: dict[str, str], headers: dict[str, str]
) -> None:
    before = all_rows(folk.deps)
    borrowed = {"her": "another survivor", "her advocate": "another advocate", "supervisor": "her advocate"}
    # Leaving needs no token: it only ever ends the session of whoever presses it.
    posted = [(path, audience) for method, path, audience, *_ in ROUTES if method == "POST" and path != "/x"]
    for path, audience in posted:
        place, role = address(path, existing), WHO_ASKS[audience]
        for token in (folk.token(borrowed[role], place), folk.tokens[role, not is_at_the_desk(place)]):
            client = folk.browser(role).client
            answer = client.post(place, headers=headers, data={"csrf_token": token})
            assert (path, answer.status_code) == (path, 400)
            assert "Please send it again" in answer.text
    assert all_rows(folk.deps) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_no_reference_is_not_there_for_those_whose_it_could_be(
    folk: Folk, existing: dict[str, str], method: str
) -> None:
    for _, path, audience, *_ in (route for route in ROUTES if route[0] == method):
        for part in (part for part in REFERENCES if part in path):
            for reference in MALFORMED:
                place = address(leading_to(path, part, reference), existing)
                answer = folk.ask(WHO_ASKS[audience], method, place, {})
                assert (method, place, answer.status_code) == (method, place, 404)
                assert read_page(answer.text).errors == ()


def test_every_part_of_an_address_that_varies_is_somebodys_or_nobodys() -> None:
    for _, path, *_ in ROUTES:
        rest = path
        for part in sorted(REFERENCES, key=len, reverse=True):
            rest = rest.replace(part, part.partition("<")[0])
        left = set(re.findall(r"<[^>]+>", rest))
        assert left <= PLAIN, f"say in HERS or REFERENCES whose {left} of {path} is, or in PLAIN that it is nobody's"


def test_everyone_of_the_matrix_is_signed_in_as_who_they_are(folk: Folk) -> None:
    homes = {"her": "/home", "another survivor": "/home", "her advocate": "/desk", "another advocate": "/desk"}
    for role, home in {**homes, "supervisor": "/desk/office"}.items():
        assert folk.ask(role, "GET", home, {}).status_code == 200


def test_the_data_folder_comes_back_as_it_was_after_a_press(folk: Folk) -> None:
    assert folk.ask("her", "POST", "/sign-out", {}).status_code == 303
    assert folk.ask("her", "GET", "/home", {}).status_code == 401
    folk.restore()

    assert folk.ask("her", "GET", "/home", {}).status_code == 200
