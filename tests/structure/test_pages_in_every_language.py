"""Every page, in every language there is a catalogue for: whole, in the right direction, and by the same rules."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.folk import WHO_ASKS
from tests.markup import read_page
from tests.page_rules import is_blank_page
from tests.routes import ROUTES, address, breaches

if TYPE_CHECKING:
    from tests.folk import Folk

DIRECTIONS = {"en": "ltr", "es": "ltr", "ar": "rtl"}


@pytest.mark.parametrize("language", DIRECTIONS)
def test_every_page_keeps_the_rules_in_every_language(folk: "Folk", existing: dict[str, str], language: str) -> None:
    with folk.deps.storage.write() as session:
        for table in ("survivors", "staff"):
            session.execute(text(f"UPDATE {table} SET language = :language"), {"language": language})  # noqa: S608 (ours)
        session.commit()
    folk.held["nobody"]["__Host-language"] = language
    existing["<language>"] = language
    seen = set()
    for path, audience in ((path, audience) for method, path, audience, *_ in ROUTES if method == "GET"):
        # Whoever is signed in on one side is nobody on the other, whose pages anyone may see.
        for role in {"nobody"} if audience == "public" else {WHO_ASKS[audience], "nobody"}:
            answer = folk.ask(role, "GET", address(path, existing), {})
            assert (path, role, breaches(answer, part=False)) == (path, role, [])
            page = read_page(answer.text) if answer.mimetype == "text/html" and answer.text else None
            if page is None or is_blank_page(page) or 300 <= answer.status_code < 400:
                continue
            assert (path, page.root.get("lang"), page.root.get("dir")) == (path, language, DIRECTIONS[language])
            seen.add((role, path))
    assert {role for role, _ in seen} == {*WHO_ASKS.values(), "nobody"}
    assert len(seen) > 50
