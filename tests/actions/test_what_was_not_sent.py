"""What was typed and not sent: sealed, bounded, its author's alone, and gone when it is sent, erased or too old."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from survivor_portal.actions.drafts import (
    DraftPage,
    DraftPlace,
    Typed,
    drafts_at,
    drafts_of_hers,
    keep_draft,
    open_page,
    throw_draft_away,
    was_opened,
)
from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.messages import new_composition_token, send_message, thread_of
from survivor_portal.actions.purging import purge
from survivor_portal.domain.drafts import (
    AT_MOST_EVERY,
    KEPT_FOR,
    LARGEST,
    MOST_OF_ONE_FORM,
    MOST_OF_ONE_PERSON,
    Keeping,
)
from survivor_portal.domain.messages import BodyRefusal, Sending
from survivor_portal.models import Draft
from survivor_portal.security.keyring import KeyGoneError
from tests.caseload import Caseload
from tests.stored import all_rows, noted_statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

A_SECOND = timedelta(seconds=1)


def opened(deps: "Deps", author: str, her: str | None, form: str = "/inbox", seen: str = "") -> DraftPage:
    """Open one more page with a form."""
    return open_page(deps, DraftPlace(author, her, form), seen)


def words(body: str) -> Typed:
    """Give what a message's form sends."""
    return (("body", body),)


def bodies(deps: "Deps", place: DraftPlace) -> list[str]:
    """Give what is kept at a place, the newest first."""
    return [dict(draft.typed)["body"] for draft in drafts_at(deps, place)]


def test_what_was_typed_comes_back_on_the_next_page(deps: "Deps", wren: str) -> None:
    page = opened(deps, wren, wren)

    assert keep_draft(deps, page, (("days", "1"), ("days", "2"), ("ask_for", "Wren"))) is Keeping.KEPT

    (draft,) = drafts_at(deps, page.place)
    assert draft.typed == (("days", "1"), ("days", "2"), ("ask_for", "Wren"))
    assert drafts_at(deps, replace(page.place, form="/choices/new")) == ()


def test_a_page_that_saves_again_keeps_what_was_typed_last(deps: "Deps", timepiece: "Timepiece", wren: str) -> None:
    page = opened(deps, wren, wren)
    for body in ("I", "I am", "I am here"):
        keep_draft(deps, page, words(body), is_typing=True)
        timepiece.move(A_SECOND)

    assert bodies(deps, page.place) == ["I am here"]


def test_whoever_goes_on_with_a_draft_keeps_one(deps: "Deps", timepiece: "Timepiece", wren: str) -> None:
    first = opened(deps, wren, wren)
    keep_draft(deps, first, words("I am"))
    (draft,) = drafts_at(deps, first.place)
    timepiece.move(A_SECOND)

    keep_draft(deps, opened(deps, wren, wren, seen=draft.ref), words("I am here"))

    assert bodies(deps, first.place) == ["I am here"]


def test_two_pages_that_type_at_once_lose_nothing_of_each_other(
    deps: "Deps", timepiece: "Timepiece", wren: str
) -> None:
    start = opened(deps, wren, wren)
    keep_draft(deps, start, words("I am"))
    (draft,) = drafts_at(deps, start.place)
    one, other = (opened(deps, wren, wren, seen=draft.ref) for _ in range(2))

    for page, body in ((one, "I am here"), (other, "I am well"), (one, "I am here now")):
        timepiece.move(A_SECOND)
        keep_draft(deps, page, words(body))

    assert bodies(deps, start.place) == ["I am here now", "I am well"]


def test_nothing_typed_keeps_nothing_and_takes_the_former_words_away(deps: "Deps", wren: str) -> None:
    page = opened(deps, wren, wren)
    keep_draft(deps, page, words("I am here"))

    assert keep_draft(deps, page, (("body", "  "), ("voicemail", ""))) is Keeping.KEPT

    assert drafts_at(deps, page.place) == ()


def test_only_its_author_finds_a_draft(deps: "Deps", caseload: Caseload, wren: str) -> None:
    rosa = caseload.add("Rosa")
    keep_draft(deps, opened(deps, wren, wren), words("hers"))
    keep_draft(deps, opened(deps, caseload.advocate, wren, f"/desk/people/{wren}"), words("her advocate's"))

    assert bodies(deps, DraftPlace(wren, wren, "/inbox")) == ["hers"]
    assert bodies(deps, DraftPlace(caseload.advocate, wren, f"/desk/people/{wren}")) == ["her advocate's"]
    assert drafts_at(deps, DraftPlace(rosa, rosa, "/inbox")) == ()
    assert drafts_at(deps, DraftPlace(wren, wren, f"/desk/people/{wren}")) == ()
    assert [draft.typed for draft in drafts_of_hers(deps, wren)] == [words("hers")]


def test_neither_words_nor_address_lie_readable_in_the_database(deps: "Deps", wren: str) -> None:
    page = opened(deps, wren, wren)
    keep_draft(deps, page, words("nobody reads this"))

    with deps.storage.read() as connection:
        (row,) = connection.execute(select(Draft.__table__)).all()
    lying = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert not any(part in lying for part in (b"nobody", b"body", b"inbox", page.page.encode()))


def test_a_draft_is_sealed_for_the_person_it_is_about(deps: "Deps", caseload: Caseload, wren: str) -> None:
    keep_draft(deps, opened(deps, wren, wren), words("hers"))
    keep_draft(deps, opened(deps, caseload.advocate, wren, "/desk/people/a"), words("about her"))
    keep_draft(deps, opened(deps, caseload.advocate, None, "/desk/office/statements/1-es"), words("about nobody"))

    erase_survivor(deps, wren)

    with deps.storage.read() as connection:
        assert connection.execute(select(Draft.survivor_id)).scalars().all() == [None]
    assert bodies(deps, DraftPlace(caseload.advocate, None, "/desk/office/statements/1-es")) == ["about nobody"]


def test_what_is_saved_about_somebody_erased_is_kept_nowhere(deps: "Deps", caseload: Caseload, wren: str) -> None:
    page = opened(deps, caseload.advocate, wren, f"/desk/people/{wren}")
    erase_survivor(deps, wren)

    with pytest.raises((KeyGoneError, NotFoundError)):
        keep_draft(deps, page, words("too late"))

    assert all_rows(deps)["drafts"] == frozenset()


def test_a_draft_goes_with_what_is_sent_from_its_page(deps: "Deps", wren: str) -> None:
    page, other = opened(deps, wren, wren), opened(deps, wren, wren)
    keep_draft(deps, page, words("I am here"))
    keep_draft(deps, other, words("something else"))

    sent = send_message(deps, wren, wren, new_composition_token(deps), "I am here", sent_from=page)

    assert sent is Sending.NEW
    assert bodies(deps, page.place) == ["something else"]


def test_the_draft_a_page_began_with_goes_too_when_it_is_sent(deps: "Deps", wren: str) -> None:
    former = opened(deps, wren, wren)
    keep_draft(deps, former, words("I am here"))
    (draft,) = drafts_at(deps, former.place)

    page = opened(deps, wren, wren, seen=draft.ref)
    send_message(deps, wren, wren, new_composition_token(deps), "I am here", sent_from=page)

    assert drafts_at(deps, page.place) == ()


def test_what_could_not_be_sent_stays_a_draft(deps: "Deps", wren: str) -> None:
    page = opened(deps, wren, wren)
    keep_draft(deps, page, words("I am here"))

    refused = send_message(deps, wren, wren, new_composition_token(deps), "   ", sent_from=page)

    assert refused is BodyRefusal.EMPTY
    assert bodies(deps, page.place) == ["I am here"]
    assert thread_of(deps, wren).lines == ()


def test_nobody_sends_another_s_draft_away(deps: "Deps", caseload: Caseload, wren: str) -> None:
    hers = opened(deps, wren, wren)
    keep_draft(deps, hers, words("hers"))
    (draft,) = drafts_at(deps, hers.place)
    rosa = caseload.add("Rosa")
    forged = DraftPage(DraftPlace(rosa, rosa, "/inbox"), hers.page, draft.ref)

    send_message(deps, rosa, rosa, new_composition_token(deps), "Hello", sent_from=forged)
    throw_draft_away(deps, forged, [draft.ref])
    keep_draft(deps, forged, words("Rosa's"))

    assert bodies(deps, hers.place) == ["hers"]


def test_a_page_is_known_for_whom_and_for_which_form_it_was_opened(deps: "Deps", caseload: Caseload, wren: str) -> None:
    page, rosa = opened(deps, wren, wren), caseload.add("Rosa")

    assert was_opened(deps, page)
    assert not was_opened(deps, replace(page, place=replace(page.place, author=rosa, survivor_id=rosa)))
    assert not was_opened(deps, replace(page, place=replace(page.place, form="/choices/new")))
    assert not was_opened(deps, replace(page, page="x" + page.page[1:]))
    assert not was_opened(deps, replace(page, page=""))


def test_what_is_thrown_away_is_what_was_shown_and_typed_since(deps: "Deps", timepiece: "Timepiece", wren: str) -> None:
    pages = [opened(deps, wren, wren) for _ in range(3)]
    for page, body in zip(pages, ("shown", "shown too", "typed elsewhere meanwhile"), strict=True):
        keep_draft(deps, page, words(body))
        timepiece.move(A_SECOND)
    newest, *shown = drafts_at(deps, pages[0].place)
    page = opened(deps, wren, wren, seen=shown[0].ref)
    keep_draft(deps, page, words("typed since"))

    for _ in range(2):
        throw_draft_away(deps, page, [draft.ref for draft in shown])

    assert [draft.ref for draft in drafts_at(deps, page.place)] == [newest.ref]


def test_a_page_that_is_typed_into_does_not_save_twice_in_a_second(
    deps: "Deps", timepiece: "Timepiece", wren: str
) -> None:
    page = opened(deps, wren, wren)

    assert keep_draft(deps, page, words("I"), is_typing=True) is Keeping.KEPT
    assert keep_draft(deps, page, words("I am"), is_typing=True) is Keeping.TOO_SOON
    assert bodies(deps, page.place) == ["I"]
    assert keep_draft(deps, page, words("I am")) is Keeping.KEPT
    timepiece.move(AT_MOST_EVERY)
    assert keep_draft(deps, page, words("I am here"), is_typing=True) is Keeping.KEPT


def test_more_than_a_form_can_send_is_not_kept(deps: "Deps", wren: str) -> None:
    page = opened(deps, wren, wren)

    assert keep_draft(deps, page, words("a" * LARGEST)) is Keeping.TOO_LONG
    assert keep_draft(deps, page, words("\U0001f600" * 4000)) is Keeping.KEPT
    assert drafts_at(deps, page.place)[0].typed == words("\U0001f600" * 4000)


def test_a_person_has_a_bounded_number_of_drafts(deps: "Deps", timepiece: "Timepiece", wren: str) -> None:
    for number in range(MOST_OF_ONE_PERSON + 3):
        timepiece.move(A_SECOND)
        keep_draft(deps, opened(deps, wren, wren, f"/choices/contact/{number}"), words(str(number)))
    for number in range(MOST_OF_ONE_FORM + 2):
        timepiece.move(A_SECOND)
        keep_draft(deps, opened(deps, wren, wren), words(str(number)))

    assert bodies(deps, DraftPlace(wren, wren, "/inbox")) == ["5", "4", "3", "2"]
    assert len(drafts_of_hers(deps, wren)) == MOST_OF_ONE_PERSON


def test_an_old_draft_shows_no_more_and_is_cleared_away(deps: "Deps", timepiece: "Timepiece", wren: str) -> None:
    page = opened(deps, wren, wren)
    keep_draft(deps, page, words("long ago"))
    timepiece.move(KEPT_FOR - A_SECOND)
    purge(deps)
    assert bodies(deps, page.place) == ["long ago"]

    timepiece.move(A_SECOND)
    assert drafts_at(deps, page.place) == ()
    purge(deps)
    assert all_rows(deps)["drafts"] == frozenset()


def test_saves_of_one_page_at_once_leave_one_draft(deps: "Deps", wren: str) -> None:
    page, together = opened(deps, wren, wren), Barrier(6)

    def save(number: int) -> Keeping:
        together.wait()
        return keep_draft(deps, page, words(f"words {number}"))

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(save, range(6)))

    assert outcomes == [Keeping.KEPT] * 6
    assert len(bodies(deps, page.place)) == 1


def test_a_form_without_a_draft_costs_one_statement_and_with_one_it_costs_three(deps: "Deps", wren: str) -> None:
    page = opened(deps, wren, wren)
    with noted_statements(deps) as statements:
        drafts_at(deps, page.place)
        without = len(statements.sent)
        keep_draft(deps, page, words("I am here"))
        statements.clear()
        drafts_at(deps, page.place)

    assert (without, len(statements.sent)) == (1, 3)
