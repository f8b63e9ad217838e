"""Below a person of one's own, what is another person's is as good as not there: a consent, an option, a message.

The matrix of `test_authorisation.py` asks about people. Here whoever asks may see the person in the address, and only
what comes after that is somebody else's: of another caseload, or of the very same one.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import (
    InvalidationReason,
    consent_for,
    new_form_token,
    record_compelled,
    withdraw_consent,
)
from survivor_portal.actions.messages import newest_ref
from survivor_portal.actions.staff import add_passkey, ask_to_add, passkeys_of
from survivor_portal.actions.statements import NewApproval, record_approval
from survivor_portal.domain.consent import DataItem, Purpose, SharingMethod
from survivor_portal.security.passkeys import Site
from survivor_portal.texts.consent.statements import published_words
from tests.authenticator import Authenticator
from tests.caseload import Caseload
from tests.cast import AMARA, BELA, IMANI, LUCIA, RUTH, TOM
from tests.folk import WHO_ASKS, Folk
from tests.routes import NOBODY, ROUTES, address, leading_to
from tests.staff import at_desk, staff_id_of, survivor_id_of
from tests.stored import all_rows
from tests.structure.conftest import BANNED_ORDER
from tests.structure.test_authorisation import PLAIN, by_htmx_or_not
from tests.told import told

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.people import NewStaff, NewSurvivor
    from tests.timepiece import Timepiece

Things = dict[str, frozenset[str]]
"""For each nested part of an address, references that fit there."""

NESTED: Final = frozenset({"/desk/me/passkeys/<ref>", "<approval>", "<consent>", "<disclosure>", "<line>", "<option>"})
"""Parts of an address that belong to what comes before them: a person, words, or the account of whoever asks."""

SITE: Final = Site.at("http://localhost:8000", "My Pages")


def nested_parts(path: str) -> list[str]:
    """Give the parts of an address that lead to something below what it names first, or below one's own account."""
    leading = [part for part in re.findall(r"<[^>]+>", path) if part not in PLAIN]
    if not path.startswith("/desk/me/"):
        return leading[1:]
    return [path[: path.index(leading[0])] + leading[0], *leading[1:]] if leading else []


ROUTES_BELOW: Final = [
    (method, path, WHO_ASKS[audience], part) for method, path, audience, *_ in ROUTES for part in nested_parts(path)
]


def things_of(life: Caseload, survivor: "NewSurvivor", token: str) -> Things:
    """Let one person of a caseload have one of everything that can be below her in an address."""
    deps, her = life.deps, survivor_id_of(life.deps, survivor)
    assign(deps, her, life.advocate)
    on_paper = frozenset({SharingMethod.PHONE, SharingMethod.LETTER})
    given = life.give(her, passphrase=survivor.passphrase, methods=on_paper)
    stopped = life.give(her, passphrase=survivor.passphrase, methods=on_paper)
    withdraw_consent(deps, her, stopped)
    disclosure = record_compelled(deps, life.advocate, her, replace(BANNED_ORDER, token=token))
    assert isinstance(disclosure, str)
    life.write(her, her, "Hello.")
    line = newest_ref(deps, her)
    assert line
    return {
        "<consent>": frozenset({given, stopped}),
        "<disclosure>": frozenset({disclosure}),
        "<line>": frozenset({line}),
        "<option>": frozenset({life.offer(her)}),
    }


def passkey_of(deps: "Deps", member: "NewStaff") -> frozenset[str]:
    """Let a member of staff have a passkey."""
    viewer = at_desk(deps, staff_id_of(deps, member))
    device = Authenticator(credential_id=member.name.encode())
    assert add_passkey(deps, SITE, viewer, device.make(ask_to_add(deps, SITE, viewer)))
    return frozenset(passkey.id for passkey in passkeys_of(deps, viewer.id))


def approval_of(deps: "Deps", language: str) -> frozenset[str]:
    """Write an approval of the words of a language down."""
    today = deps.clock().date()
    words = published_words("1", language).digest
    new = NewApproval(new_form_token(deps), "1", language, words, "Inês Duarte", "translator", today)
    approval = record_approval(deps, staff_id_of(deps, IMANI), new, today)
    assert isinstance(approval, str)
    return frozenset({approval})


@pytest.fixture
def own(deps: "Deps", timepiece: "Timepiece", existing: dict[str, str]) -> Things:
    """What does belong below Amara, below Ruth's account and below the words in the addresses that exist."""
    assert existing
    life = Caseload(deps, timepiece, staff_id_of(deps, RUTH))
    return {
        **things_of(life, AMARA, "a form of hers"),
        "/desk/me/passkeys/<ref>": passkey_of(deps, RUTH),
        "<approval>": frozenset({existing["<approval>"]}),
    }


@pytest.fixture
def anothers(deps: "Deps", timepiece: "Timepiece", existing: dict[str, str]) -> Things:
    """The same of Lucía, whose case is Ruth's too, of Bela, whose case is Tom's, of Tom, and of other words."""
    assert existing
    same = things_of(Caseload(deps, timepiece, staff_id_of(deps, RUTH)), LUCIA, "a form about Lucía")
    other = things_of(Caseload(deps, timepiece, staff_id_of(deps, TOM)), BELA, "a form about Bela")
    return {
        **{part: same[part] | other[part] for part in same},
        "/desk/me/passkeys/<ref>": passkey_of(deps, TOM),
        "<approval>": approval_of(deps, "es"),
    }


@pytest.fixture
def standing_in(existing: dict[str, str], own: Things) -> dict[str, str]:
    """What stands in for all the other parts of an address: all of it there for whoever asks."""
    return {**existing, **{part: min(own[part]) for part in own if part.startswith("<")}}


@pytest.fixture
def sent(deps: "Deps", own: Things) -> dict[str, str]:
    """Everything that a form at any of these addresses asks for, so that no form is what an answer is about."""
    her = survivor_id_of(deps, AMARA)
    return {
        "token": new_form_token(deps),
        "consent": min(own["<consent>"]),
        "recipient": consent_for(deps, her, min(own["<consent>"])).card.record.recipient,
        "purpose": Purpose.LEGAL_HELP,
        "method": SharingMethod.LETTER,
        "items": DataItem.CHOSEN_NAME,
        f"words-{DataItem.CHOSEN_NAME}": "Amara",
        "reason": next(iter(InvalidationReason)),
    }


def test_every_part_below_another_is_one_of_those_tried_here() -> None:
    unknown = {(path, part) for _, path, _, part in ROUTES_BELOW if part not in NESTED}

    assert unknown == set(), "say in NESTED what stands there, and in `own` and `anothers` whose it is"
    assert {part for *_, part in ROUTES_BELOW} == NESTED


@by_htmx_or_not
def test_what_is_another_persons_below_ones_own_answers_as_what_does_not_exist_and_writes_nothing(
    standing_in: dict[str, str], anothers: Things, sent: dict[str, str], folk: Folk, headers: dict[str, str]
) -> None:
    before = all_rows(folk.deps)
    for method, path, role, part in ROUTES_BELOW:
        absent = address(leading_to(path, part, NOBODY), standing_in)
        nobodys = folk.ask(role, method, absent, headers, sent)
        assert (method, path, nobodys.status_code) == (method, path, 404)
        for reference in anothers[part]:
            place = address(leading_to(path, part, reference), standing_in)
            theirs = folk.ask(role, method, place, headers, sent)
            assert (path, told(theirs, place, reference)) == (path, told(nobodys, absent, NOBODY))
    assert all_rows(folk.deps) == before


@by_htmx_or_not
def test_what_is_below_ones_own_is_there(
    standing_in: dict[str, str], own: Things, sent: dict[str, str], folk: Folk, headers: dict[str, str]
) -> None:
    for method, path, role, part in ROUTES_BELOW:
        answers = set()
        for reference in own[part]:
            place = address(leading_to(path, part, reference), standing_in)
            answers.add(folk.ask(role, method, place, headers, sent).status_code)
            if method == "POST":
                folk.restore()
        assert (path, answers & {200, 204, 303, 422}) != (path, set()), answers
