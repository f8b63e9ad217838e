"""From each page she sees while she is signed in, numbers to call are one press away."""

from typing import TYPE_CHECKING

from tests.markup import read_page, words_of
from tests.routes import ROUTES, address

if TYPE_CHECKING:
    from tests.browse import Browser

THEMSELVES = {"/numbers", "/numbers/<language>"}


def test_numbers_to_call_are_one_press_away_from_each_page_of_hers(
    visitors: "dict[str, Browser]", existing: dict[str, str]
) -> None:
    looked_at = []
    for method, path, audience, *_ in ROUTES:
        if method != "GET" or audience not in {"survivor", "public"} or path.startswith("/desk") or path in THEMSELVES:
            continue
        answer = visitors["survivor"].client.get(address(path, existing))
        if answer.status_code != 200 or answer.mimetype != "text/html" or path == "/gone":
            continue
        links = [words_of(link) for link in read_page(answer.text).all("a") if link.get("href") == "/numbers"]
        said = "Numbers to call" if path == "/plain/<language>" else "I need someone now"
        assert (path, links) == (path, [said])
        looked_at.append(path)
    assert len(looked_at) > 20


def test_a_page_that_says_what_went_wrong_leads_to_them_too(visitors: "dict[str, Browser]") -> None:
    for visitor, said in (("survivor", "I need someone now"), ("nobody", "Numbers to call")):
        assert visitors[visitor].open("/nowhere", status=404).follow(said).path == "/numbers"
    links = [link.get("href") for link in visitors["advocate"].open("/desk/nowhere", status=404).markup.all("a")]
    assert "/numbers" not in links
