"""Asking to get back in waits for the name and takes no turn to hash; her own phone asks for itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.recovery import ask_to_get_in, asked_since, asked_with
from survivor_portal.actions.sessions import OpenedSession
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.recovery import MOST_UNHELPED
from survivor_portal.domain.throttling import FREE_ATTEMPTS
from survivor_portal.models import Recovery
from survivor_portal.security.passphrases import Line, PassphraseHasher
from tests.cast import AMARA
from tests.staff import survivor_id_of
from tests.stored import all_rows, noted_statements
from tests.timepiece import Timepiece

HERS = AMARA.sign_in_name
NOBODYS = "nobody here 99"


@pytest.mark.parametrize("name", [HERS, NOBODYS], ids=["known name", "unknown name"])
def test_whoever_keeps_asking_with_a_name_waits(deps: Deps, timepiece: Timepiece, name: str) -> None:
    for _ in range(FREE_ATTEMPTS):
        assert isinstance(ask_to_get_in(deps, name), str)
    before = all_rows(deps)

    assert ask_to_get_in(deps, name) == Wait(2)
    assert all_rows(deps) == before
    timepiece.move(timedelta(seconds=2))
    assert isinstance(ask_to_get_in(deps, name), str)
    assert ask_to_get_in(deps, name) == Wait(4)


def test_her_signing_in_shows_in_no_wait(deps: Deps) -> None:
    for _ in range(FREE_ATTEMPTS):
        ask_to_get_in(deps, HERS)
    attempt = SurvivorAttempt(HERS, AMARA.passphrase, phone_is_hers=False)
    assert isinstance(sign_in_survivor(deps, attempt), OpenedSession)

    assert ask_to_get_in(deps, HERS) == Wait(2)


def test_her_own_phone_asks_for_itself(deps: Deps) -> None:
    opened = sign_in_survivor(deps, SurvivorAttempt(HERS, AMARA.passphrase, phone_is_hers=True))
    assert isinstance(opened, OpenedSession)
    for _ in range(FREE_ATTEMPTS):
        ask_to_get_in(deps, HERS)

    assert isinstance(ask_to_get_in(deps, HERS, known_device=opened.known_device), str)
    assert ask_to_get_in(deps, HERS, known_device="made up") == Wait(2)


def test_asking_takes_no_turn_to_hash_so_that_no_storm_of_sign_ins_keeps_anybody_from_it(deps: Deps) -> None:
    stormy = replace(deps, hasher=PassphraseHasher(deps.hasher.argon2, wait_seconds=0.01, waiting=0))

    with stormy.hasher.turn(Line.STRANGERS), stormy.hasher.turn(Line.STRANGERS):
        assert isinstance(ask_to_get_in(stormy, HERS), str)
        assert isinstance(ask_to_get_in(stormy, NOBODYS), str)


def test_whoever_asks_without_end_fills_no_disk_and_the_newest_requests_stay(deps: Deps, timepiece: Timepiece) -> None:
    first = ask_to_get_in(deps, HERS)
    assert isinstance(first, str)
    timepiece.move(timedelta(minutes=1))
    flood = [
        {
            "id": f"{number:026}",
            "token_digest": f"{number:064}",
            "number": f"{number:06}",
            "asked_at": timepiece(),
            "wrong_codes": 0,
        }
        for number in range(MOST_UNHELPED - 2)
    ]
    with deps.storage.write() as session:
        session.execute(insert(Recovery), flood)
        session.commit()

    timepiece.move(timedelta(minutes=1))
    newer = [ask_to_get_in(deps, name) for name in (NOBODYS, HERS)]

    assert asked_with(deps, first) is None
    assert all(isinstance(token, str) and asked_with(deps, token) for token in newer)
    with deps.storage.read() as connection:
        assert connection.execute(select(func.count()).select_from(Recovery)).scalar_one() <= MOST_UNHELPED


def test_a_known_and_an_unknown_name_cost_the_same_statements(deps: Deps) -> None:
    # The very first moment is noted otherwise than those that follow.
    ask_to_get_in(deps, "somebody else 12")
    with noted_statements(deps) as known:
        for _ in range(FREE_ATTEMPTS + 1):
            ask_to_get_in(deps, HERS)
    with noted_statements(deps) as unknown:
        for _ in range(FREE_ATTEMPTS + 1):
            ask_to_get_in(deps, NOBODYS)

    assert known.sent == unknown.sent


def test_a_name_whose_person_is_erased_at_that_moment_is_a_name_that_nobody_has(deps: Deps) -> None:
    her = survivor_id_of(deps, AMARA)
    meanwhile = [lambda: erase_survivor(deps, her)]

    def chance(count: int) -> bytes:
        # First asked once her name has been looked up, for what her browser is to hold.
        if meanwhile:
            meanwhile.pop()()
        return deps.chance(count)

    token = ask_to_get_in(replace(deps, chance=chance), HERS)

    assert isinstance(token, str)
    assert asked_with(deps, token) is not None
    assert asked_since(deps, her) is None
