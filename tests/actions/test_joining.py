"""Joining: nothing counts until the end, and then everything does, once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from survivor_portal.actions.cases import advocate_of
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.intake import people_without_advocate
from survivor_portal.actions.invites import cancel_invite, clear_ended_invites, open_invites
from survivor_portal.actions.joining import (
    begin_joining,
    drawn_seal,
    issue_sign_in_name,
    joining_under_way,
    pick_drawn_passphrase,
    pick_own_passphrase,
)
from survivor_portal.actions.sessions import OpenedSession, find_viewer, viewer_name
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.staff import change_role
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.invites import CODE_WORKS_FOR, JOINING_LASTS, JoiningRefusal
from survivor_portal.domain.people import Role
from survivor_portal.domain.throttling import FREE_ATTEMPTS, LONGEST_WAIT
from survivor_portal.models import Assignment, Survivor
from survivor_portal.security.passphrase_rules import PassphraseProblem
from survivor_portal.security.words import draw_code, draw_passphrase
from tests.cast import IMANI, RUTH
from tests.invited import OWN, Invited, invited_by, staff_id
from tests.staff import at_desk
from tests.stored import all_rows
from tests.timepiece import Timepiece

A_MOMENT = timedelta(seconds=1)


def people(deps: Deps) -> int:
    with deps.storage.read() as connection:
        return connection.scalar(select(func.count()).select_from(Survivor)) or 0


def open_assignments(deps: Deps) -> int:
    with deps.storage.read() as connection:
        return connection.scalar(select(func.count()).where(Assignment.ended_at.is_(None))) or 0


def chosen_name_of(deps: Deps, opened: OpenedSession) -> str:
    viewer = find_viewer(deps, desk=False, sid=opened.sid, k=opened.k)
    assert viewer is not None
    return viewer_name(deps, viewer)


def test_whoever_joins_is_signed_in_by_her_chosen_name_and_has_her_advocate(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    joining = zola.ready()

    opened = zola.finish(joining)

    assert isinstance(opened, OpenedSession)
    assert chosen_name_of(deps, opened) == "Zola"
    advocate = advocate_of(deps, joining.invite_id)
    assert advocate is not None
    assert advocate.name == RUTH.name


def test_she_signs_in_with_the_name_issued_and_the_passphrase_picked(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    joining = zola.ready()
    zola.finish(joining)
    assert joining.sign_in_name is not None

    outcome = sign_in_survivor(deps, SurvivorAttempt(joining.sign_in_name.upper(), OWN, phone_is_hers=None))

    assert isinstance(outcome, OpenedSession)


def test_whom_a_supervisor_invited_waits_for_an_advocate(deps: Deps) -> None:
    zola = invited_by(deps, IMANI)
    joining = zola.ready()
    zola.finish(joining)

    assert advocate_of(deps, joining.invite_id) is None
    assert "Zola" in {waiting.person.name for waiting in people_without_advocate(deps)}


def test_whose_advocate_became_a_supervisor_meanwhile_is_invited_anew(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    joining = zola.ready()
    assert change_role(deps, staff_id(deps, RUTH), Role.SUPERVISOR, by=at_desk(deps, staff_id(deps, IMANI))) is None

    assert isinstance(zola.finish(joining), JoiningRefusal)
    assert advocate_of(deps, joining.invite_id) is None


def test_nothing_counts_until_the_end_and_the_code_stays_as_good_as_it_was(deps: Deps, timepiece: Timepiece) -> None:
    zola, before = invited_by(deps, RUTH), people(deps)
    zola.ready()
    timepiece.move(JOINING_LASTS)

    assert people(deps) == before
    assert isinstance(zola.finish(zola.ready()), OpenedSession)
    assert people(deps) == before + 1


def test_a_joining_that_took_too_long_begins_again(deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)
    token, joining = zola.begin(), zola.ready()
    timepiece.move(JOINING_LASTS)

    assert joining_under_way(deps, token) is JoiningRefusal.BEGIN_AGAIN
    assert zola.finish(joining) is JoiningRefusal.BEGIN_AGAIN
    assert "Zola" in {invite.name for invite in open_invites(deps, staff_id(deps, RUTH))}


def test_a_form_sent_twice_makes_one_account_and_says_so(deps: Deps) -> None:
    zola, before = invited_by(deps, RUTH), people(deps)
    token = zola.begin()
    issue_sign_in_name(deps, zola.under_way(token), "en")
    pick_own_passphrase(deps, zola.under_way(token), OWN, known=())
    joining = zola.under_way(token)

    assert isinstance(zola.finish(joining), OpenedSession)
    assert zola.finish(joining) is JoiningRefusal.ALREADY_IN
    assert joining_under_way(deps, token) is JoiningRefusal.ALREADY_IN
    assert people(deps) == before + 1


def test_a_used_code_is_known_no_more(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    other = zola.begin()
    zola.finish(zola.ready())

    assert begin_joining(deps, zola.code, "a browser") is JoiningRefusal.CODE_NOT_KNOWN
    assert joining_under_way(deps, other) is JoiningRefusal.BEGIN_AGAIN


def test_an_invite_cancelled_on_the_way_lets_nobody_in(deps: Deps) -> None:
    zola, before = invited_by(deps, RUTH), people(deps)
    token = zola.begin()
    joining = zola.ready()
    ruth = staff_id(deps, RUTH)
    cancel_invite(deps, ruth, open_invites(deps, ruth)[0].id)

    assert zola.finish(joining) is JoiningRefusal.BEGIN_AGAIN
    assert joining_under_way(deps, token) is JoiningRefusal.BEGIN_AGAIN
    assert issue_sign_in_name(deps, joining, "en") is JoiningRefusal.BEGIN_AGAIN
    assert people(deps) == before


def test_an_invite_lapsed_on_the_way_lets_nobody_in(deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)
    timepiece.move(CODE_WORKS_FOR - A_MOMENT)
    joining = zola.ready()
    timepiece.move(A_MOMENT)

    assert zola.finish(joining) is JoiningRefusal.BEGIN_AGAIN


def test_what_is_typed_again_is_what_was_picked(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    joining = zola.ready()

    assert zola.finish(joining, OWN + "s") is JoiningRefusal.NOT_THE_SAME
    assert isinstance(zola.finish(joining, OWN), OpenedSession)


def test_without_a_name_or_a_passphrase_nobody_is_in(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    joining = zola.ready()

    assert zola.finish(replace(joining, sign_in_name=None)) is JoiningRefusal.BEGIN_AGAIN
    assert zola.finish(replace(joining, passphrase_hash=None)) is JoiningRefusal.BEGIN_AGAIN


def test_a_name_that_somebody_got_meanwhile_is_drawn_anew(deps: Deps) -> None:
    zola, omar = invited_by(deps, RUTH), invited_by(deps, RUTH, "Omar")
    hers = zola.ready()
    zola.finish(hers)
    theirs = omar.ready()

    assert omar.finish(replace(theirs, sign_in_name=hers.sign_in_name)) is JoiningRefusal.NAME_TAKEN
    assert isinstance(omar.finish(theirs), OpenedSession)


def test_another_name_can_be_drawn(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    token = zola.begin()
    names = []
    for language in ("en", "ar", "es"):
        issue_sign_in_name(deps, zola.under_way(token), language)
        names.append(zola.under_way(token).sign_in_name)

    assert None not in names
    assert len(set(names)) == 3


def test_only_a_passphrase_drawn_here_counts_as_drawn(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    joining, elsewhere = zola.under_way(zola.begin()), zola.under_way(zola.begin())
    drawn = draw_passphrase(deps.chance, "en")

    assert not pick_drawn_passphrase(deps, joining, "password password", drawn_seal(deps, joining, drawn))
    assert not pick_drawn_passphrase(deps, joining, drawn, drawn_seal(deps, elsewhere, drawn))
    assert pick_drawn_passphrase(deps, joining, drawn, drawn_seal(deps, joining, drawn))


def test_her_own_passphrase_keeps_the_rules(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    joining = zola.ready()
    name = joining.sign_in_name or ""

    assert pick_own_passphrase(deps, joining, "too short", known=()) is PassphraseProblem.TOO_SHORT
    assert pick_own_passphrase(deps, joining, f"{name} and more", known=()) is PassphraseProblem.KNOWN
    assert pick_own_passphrase(deps, joining, "these are my pages", known=["My Pages"]) is PassphraseProblem.KNOWN


def test_wrong_codes_make_this_browser_wait_and_no_other(deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)
    for _ in range(FREE_ATTEMPTS):
        assert begin_joining(deps, draw_code(deps.chance), "one") is JoiningRefusal.CODE_NOT_KNOWN

    wait = begin_joining(deps, zola.code, "one")

    assert isinstance(wait, Wait)
    assert isinstance(begin_joining(deps, zola.code, "another"), str)
    timepiece.move(timedelta(seconds=wait.seconds))
    assert isinstance(begin_joining(deps, zola.code, "one"), str)


def test_what_cannot_be_a_code_makes_nobody_wait(deps: Deps) -> None:
    for _ in range(FREE_ATTEMPTS + 2):
        assert begin_joining(deps, "not a code", "one") is JoiningRefusal.CODE_NOT_KNOWN


def test_of_fifty_at_once_with_one_code_one_is_in(deps: Deps, timepiece: Timepiece) -> None:
    zola, before, assigned = invited_by(deps, RUTH), people(deps), open_assignments(deps)
    joinings = []
    for _ in range(10):
        joinings.append(zola.ready())
        timepiece.move(LONGEST_WAIT)
    start = Barrier(50)

    def finish(number: int) -> object:
        start.wait()
        return zola.finish(joinings[number % 10])

    with ThreadPoolExecutor(50) as threads:
        outcomes = list(threads.map(finish, range(50)))

    assert sum(isinstance(outcome, OpenedSession) for outcome in outcomes) == 1
    refused = {outcome for outcome in outcomes if not isinstance(outcome, OpenedSession)}
    assert refused <= {JoiningRefusal.BEGIN_AGAIN, JoiningRefusal.ALREADY_IN}
    assert (people(deps), open_assignments(deps)) == (before + 1, assigned + 1)


@pytest.mark.parametrize("step", ["under way", "in"])
def test_nothing_that_was_typed_or_drawn_lies_readable(deps: Deps, step: str) -> None:
    zola = invited_by(deps, RUTH, "Zolaquin")
    joining = zola.ready()
    if step == "in":
        zola.finish(joining)

    stored = repr(all_rows(deps))

    for word in ("Zolaquin", zola.code, zola.code.lower(), OWN, joining.sign_in_name or "no name"):
        assert repr(word.encode())[2:-1] not in stored


def test_a_finished_joining_leaves_neither_name_nor_hash_behind(deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)
    zola.finish(zola.ready())
    [row] = all_rows(deps)["joinings"]
    assert not [value for value in row if isinstance(value, bytes) or str(value).startswith("$argon2")]

    timepiece.move(CODE_WORKS_FOR)
    clear_ended_invites(deps)

    assert all_rows(deps)["invites"] == all_rows(deps)["joinings"] == frozenset()


def test_her_key_outlives_her_invite(deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)
    joining = zola.ready()
    zola.finish(joining)
    timepiece.move(CODE_WORKS_FOR)
    clear_ended_invites(deps)

    deps.key_ring.key_for(joining.invite_id)


def test_an_invited_person_is_nobody_yet(deps: Deps) -> None:
    invited: Invited = invited_by(deps, IMANI)
    invited.ready()

    assert "Zola" not in {waiting.person.name for waiting in people_without_advocate(deps)}
