"""However an intruder with her passphrase signs in, comes and goes: the word of the first time stays for her."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.devices import call_shared, end_on_device, sign_out_everywhere
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.notices import note_seen_up_to, notices_for
from survivor_portal.actions.passphrases import PassphraseChange, change_passphrase
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.sessions import OpenedSession, Viewer, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.security.tokens import new_ref
from tests.timepiece import Timepiece

PASSPHRASE = "slow trains cross the wide plain"
on_sqlite_alone = pytest.mark.parametrize("config", ["SQLite"], indirect=True)

BROWSERS = st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sign in"), BROWSERS, st.booleans()),
        st.tuples(st.just("clear"), BROWSERS, st.integers(0, 3)),
        st.tuples(st.sampled_from(["leave", "call shared", "change passphrase"]), BROWSERS, st.none()),
        st.tuples(st.just("sign out everywhere"), BROWSERS, st.booleans()),
        st.tuples(st.just("move the clock"), st.integers(-100_000, 100_000), st.none()),
    ),
    max_size=14,
)


@dataclass
class Intruder:
    """Somebody with her passphrase and three browsers, none of which was ever hers."""

    deps: Deps
    attempt: SurvivorAttempt
    devices: dict[int, str | None] = field(default_factory=dict)
    sessions: dict[int, OpenedSession] = field(default_factory=dict)

    def sign_in(self, browser: int, *, is_hers: bool) -> None:
        attempt = replace(self.attempt, phone_is_hers=is_hers, known_device=self.devices.get(browser))
        opened = sign_in_survivor(self.deps, attempt)
        assert isinstance(opened, OpenedSession)
        self.devices[browser], self.sessions[browser] = opened.known_device, opened

    def viewer(self, browser: int) -> Viewer | None:
        opened = self.sessions.get(browser)
        return None if opened is None else find_viewer(self.deps, desk=False, sid=opened.sid, k=opened.k)

    def clear(self, viewer: Viewer, which: int) -> None:
        for notice in notices_for(self.deps, viewer)[which:]:
            try:
                note_seen_up_to(self.deps, viewer, notice.ref)
            except NotFoundError:
                assert not notice.may_be_cleared
            else:
                assert notice.may_be_cleared

    def change_passphrase(self, browser: int, viewer: Viewer) -> None:
        new = f"{self.attempt.passphrase} and on"[-100:]
        opened = change_passphrase(self.deps, viewer, PassphraseChange(self.attempt.passphrase, new))
        if isinstance(opened, OpenedSession):
            self.attempt = replace(self.attempt, passphrase=new)
            self.sessions[browser] = opened


def known(deps: Deps, opened: Any) -> Viewer:  # noqa: ANN401 (whatever signing in gave)
    assert isinstance(opened, OpenedSession)
    viewer = find_viewer(deps, desk=False, sid=opened.sid, k=opened.k)
    assert viewer is not None
    return viewer


@on_sqlite_alone
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_an_intruder_does_clears_the_notice_of_their_first_sign_in(
    deps: Deps, timepiece: Timepiece, steps: list[tuple[str, int, Any]]
) -> None:
    name = new_ref(deps.chance)
    add_survivor(deps, NewSurvivor("Zola", name, PASSPHRASE))
    attempt = SurvivorAttempt(name, PASSPHRASE, phone_is_hers=True)
    hers = known(deps, sign_in_survivor(deps, attempt))
    intruder = Intruder(deps, attempt)
    intruder.sign_in(0, is_hers=True)
    (first,) = notices_for(deps, hers)
    assert (first.kind, first.may_be_cleared) == (NoticeKind.NEW_SIGN_IN, True)
    began_at = timepiece()

    for step, number, extra in steps:
        if step == "move the clock":
            timepiece.move(timedelta(seconds=number))
            continue
        if step == "sign in":
            intruder.sign_in(number, is_hers=extra)
            continue
        viewer = intruder.viewer(number)
        if viewer is None:
            continue
        if step == "clear":
            intruder.clear(viewer, extra)
        elif step == "leave":
            end_on_device(deps, viewer, viewer.session_ref)
        elif step == "call shared":
            call_shared(deps, viewer)
        elif step == "change passphrase":
            intruder.change_passphrase(number, viewer)
        else:
            sign_out_everywhere(deps, viewer, keep_this=extra)

    timepiece.move(began_at - timepiece())
    later = known(deps, sign_in_survivor(deps, replace(intruder.attempt, phone_is_hers=None)))
    assert first.ref in [notice.ref for notice in notices_for(deps, later)]
