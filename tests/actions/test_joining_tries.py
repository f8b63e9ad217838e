"""Whoever has a code may try as slowly as anyone: picking and typing a passphrase count."""

from datetime import timedelta

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.joining import drawn_seal, pick_drawn_passphrase, pick_own_passphrase
from survivor_portal.actions.sessions import OpenedSession
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.invites import JoiningRefusal
from survivor_portal.domain.throttling import FREE_ATTEMPTS
from tests.cast import RUTH
from tests.invited import OWN, invited_by
from tests.stored import all_rows
from tests.timepiece import Timepiece


def test_picking_again_and_again_with_one_code_waits_in_whichever_browser(deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)
    for _ in range(FREE_ATTEMPTS):
        zola.ready()
    joining = zola.under_way(zola.begin())
    drawn = "2417 0938 5526 7741 0385"

    assert pick_own_passphrase(deps, joining, OWN, known=()) == Wait(2)
    assert pick_drawn_passphrase(deps, joining, drawn, drawn_seal(deps, joining, drawn)) == Wait(2)
    timepiece.move(timedelta(seconds=2))
    assert pick_own_passphrase(deps, joining, OWN, known=()) is None


def test_typing_it_wrong_again_and_again_waits(deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)
    joining = zola.ready()
    for _ in range(FREE_ATTEMPTS):
        assert zola.finish(joining, "not what was picked") is JoiningRefusal.NOT_THE_SAME

    assert zola.finish(joining) == Wait(2)
    timepiece.move(timedelta(seconds=2))
    assert isinstance(zola.finish(joining), OpenedSession)
    assert all_rows(deps)["throttles"] == frozenset()
