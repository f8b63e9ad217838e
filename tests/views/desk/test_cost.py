"""What the desk asks of the database does not grow."""

from typing import TYPE_CHECKING

from survivor_portal.domain.options import Answer
from tests.caseload import ESTHER, Caseload

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.stored import Statements
from tests.views.desk.reading import fill_thread


def price(statements: "Statements", browser: "Browser", path: str) -> int:
    """Count what an address costs."""
    statements.clear()
    browser.open(path)
    return len(statements.sent)


def test_the_price_of_the_desk_does_not_grow_with_people_or_messages(
    esther: "Browser", caseload: Caseload, wren: str, statements: "Statements"
) -> None:
    before = price(statements, esther, "/desk")
    fill_thread(caseload, wren, 500)
    for position in range(59):
        caseload.write(her := caseload.add(f"Person {position}"), her, "Hello")
    # An hour has gone by; the first page of a session notes its use.
    esther.sign_in_staff(ESTHER, caseload.timepiece)
    esther.open("/desk")

    assert price(statements, esther, "/desk") <= before
    assert len([link for link in esther.page.markup.all("a") if "/people/" in link.get("href", "")]) == 60


def test_the_price_of_a_page_does_not_grow_with_what_is_on_it(
    esther: "Browser", caseload: Caseload, wren: str, statements: "Statements"
) -> None:
    path = f"/desk/people/{wren}"
    caseload.write(wren, wren, "Hello")
    caseload.answer(wren, Answer.WANTED)
    caseload.tell(wren, given := caseload.give(wren))
    esther.open(path)
    ends = (
        "",
        "/offers",
        "/offers/3",
        "/disclosures",
        f"/consents/{given}/sheet",
        f"/referrals/{caseload.offer(wren)}",
    )
    prices = {end: price(statements, esther, path + end) for end in ends}
    assert prices[""] <= 27

    fill_thread(caseload, wren, 500)
    for position in range(2):
        for answer in (Answer.NOT_NOW, Answer.NO_THANKS, Answer.TELL_ME_MORE):
            caseload.answer(wren, answer, position)
    for _ in range(5):
        caseload.tell(wren, caseload.give(wren))
    esther.sign_in_staff(ESTHER, caseload.timepiece)
    esther.open(path)

    assert {end: price(statements, esther, path + end) for end in prices} == prices
