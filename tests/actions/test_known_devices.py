"""A phone she said is hers is known, until she says otherwise; on any other nothing is remembered."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.devices import call_shared, end_on_device, sign_out_everywhere, signed_in_devices
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import OpenedSession, Viewer, find_viewer
from survivor_portal.actions.sign_in import SignInRefusal, SurvivorAttempt, sign_in_survivor
from survivor_portal.domain.devices import DeviceLook, look_of
from survivor_portal.models import KnownDevice, SignedInSession, Survivor
from survivor_portal.security.passphrases import PassphraseHash, PassphraseHasher
from survivor_portal.security.tokens import digest
from tests.cast import AMARA, BELA, LUCIA
from tests.security.counting import CountingArgon2
from tests.stored import all_rows
from tests.timepiece import Timepiece

ANDROID = look_of("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36")
AMARAS = SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True, look=ANDROID)
A_MINUTE = timedelta(minutes=1)


def sign_in(deps: Deps, attempt: SurvivorAttempt = AMARAS) -> OpenedSession:
    opened = sign_in_survivor(deps, attempt)
    assert isinstance(opened, OpenedSession)
    return opened


def viewer_of(deps: Deps, opened: OpenedSession) -> Viewer:
    viewer = find_viewer(deps, desk=False, sid=opened.sid, k=opened.k)
    assert viewer is not None
    return viewer


def is_signed_in(deps: Deps, opened: OpenedSession) -> bool:
    return find_viewer(deps, desk=False, sid=opened.sid, k=opened.k) is not None


def known_digests(deps: Deps) -> set[str]:
    with deps.storage.read() as connection:
        return set(connection.execute(select(KnownDevice.token_digest)).scalars())


def test_of_a_phone_that_is_hers_only_a_digest_is_stored(deps: Deps) -> None:
    opened = sign_in(deps)

    assert opened.known_device is not None
    assert known_digests(deps) == {digest(opened.known_device)}
    assert opened.known_device not in {value for row in all_rows(deps)["known_devices"] for value in row}


@pytest.mark.parametrize("answer", [False, None])
def test_nothing_is_remembered_on_a_phone_that_others_use(deps: Deps, *, answer: bool | None) -> None:
    opened = sign_in(deps, replace(AMARAS, phone_is_hers=answer))

    assert opened.known_device is None
    assert known_digests(deps) == set()
    assert viewer_of(deps, opened).is_on_shared_device


def test_a_phone_that_is_known_stays_the_same_one(deps: Deps, timepiece: Timepiece) -> None:
    first = sign_in(deps)
    timepiece.move(A_MINUTE)
    again = sign_in(deps, replace(AMARAS, known_device=first.known_device))

    assert again.known_device == first.known_device
    with deps.storage.read() as connection:
        assert connection.execute(select(KnownDevice.used_at)).scalar_one() == timepiece()


@pytest.mark.parametrize("answer", [False, None])
def test_a_known_phone_is_forgotten_once_she_no_longer_says_it_is_only_hers(deps: Deps, *, answer: bool | None) -> None:
    held = sign_in(deps).known_device

    assert sign_in(deps, replace(AMARAS, known_device=held, phone_is_hers=answer)).known_device is None
    assert known_digests(deps) == set()


def test_a_phone_that_someone_else_calls_theirs_is_no_longer_hers(deps: Deps) -> None:
    held = sign_in(deps).known_device
    theirs = SurvivorAttempt(BELA.sign_in_name, BELA.passphrase, phone_is_hers=True, known_device=held)
    opened = sign_in(deps, theirs)

    assert opened.known_device not in {None, held}
    with deps.storage.read() as connection:
        owner = connection.execute(select(KnownDevice.survivor_id)).scalar_one()
    assert owner == viewer_of(deps, opened).id


def test_a_phone_not_used_for_a_year_is_known_no_more(deps: Deps, timepiece: Timepiece) -> None:
    held = sign_in(deps).known_device
    timepiece.move(timedelta(days=365))
    again = sign_in(deps, replace(AMARAS, known_device=held))

    assert again.known_device != held
    assert len(known_digests(deps)) == 1


def test_she_sees_where_she_is_signed_in_this_one_first(deps: Deps, timepiece: Timepiece) -> None:
    began = timepiece()
    shared = sign_in(deps, replace(AMARAS, phone_is_hers=False, look=DeviceLook()))
    timepiece.move(A_MINUTE)
    hers = sign_in(deps)
    timepiece.move(A_MINUTE)
    viewer_of(deps, shared)
    sign_in(deps, SurvivorAttempt(LUCIA.sign_in_name, LUCIA.passphrase, phone_is_hers=False))

    this, other = signed_in_devices(deps, viewer_of(deps, hers))

    assert (this.is_this, this.look, this.is_shared, this.signed_in_at) == (True, ANDROID, False, began + A_MINUTE)
    assert (other.is_this, other.look, other.is_shared, other.signed_in_at) == (False, DeviceLook(), True, began)
    assert other.last_used_at == timepiece()


def test_a_session_that_ran_out_is_not_listed(deps: Deps, timepiece: Timepiece) -> None:
    sign_in(deps, replace(AMARAS, phone_is_hers=False))
    timepiece.move(timedelta(minutes=5))

    assert len(signed_in_devices(deps, viewer_of(deps, sign_in(deps)))) == 1


def test_what_her_browser_said_is_stored_nowhere(deps: Deps) -> None:
    sign_in(deps)

    everything = str(all_rows(deps))
    assert "phone/android/chrome" in everything
    assert "Mozilla" not in everything
    assert "126" not in {value for table in ("sessions", "notices") for row in all_rows(deps)[table] for value in row}


def test_ending_one_device_ends_it_at_once_and_forgets_it(deps: Deps) -> None:
    lost, hers = sign_in(deps), sign_in(deps)
    viewer = viewer_of(deps, hers)

    end_on_device(deps, viewer, viewer_of(deps, lost).session_ref)

    assert not is_signed_in(deps, lost)
    assert is_signed_in(deps, hers)
    assert known_digests(deps) == {digest(hers.known_device or "")}
    with pytest.raises(NotFoundError):
        end_on_device(deps, viewer, "a" * 26)


def test_nobody_ends_a_session_of_someone_else(deps: Deps) -> None:
    hers = sign_in(deps)
    stranger = viewer_of(deps, sign_in(deps, SurvivorAttempt(BELA.sign_in_name, BELA.passphrase, phone_is_hers=True)))

    with pytest.raises(NotFoundError):
        end_on_device(deps, stranger, viewer_of(deps, hers).session_ref)

    assert is_signed_in(deps, hers)
    assert len(known_digests(deps)) == 2


@pytest.mark.parametrize("keep_this", [True, False])
def test_signing_out_everywhere_ends_every_session_but_one_if_she_likes(deps: Deps, *, keep_this: bool) -> None:
    others = [sign_in(deps), sign_in(deps, replace(AMARAS, phone_is_hers=False))]
    hers = sign_in(deps)
    strangers = sign_in(deps, SurvivorAttempt(BELA.sign_in_name, BELA.passphrase, phone_is_hers=True))

    sign_out_everywhere(deps, viewer_of(deps, hers), keep_this=keep_this)

    assert [is_signed_in(deps, session) for session in others] == [False, False]
    assert is_signed_in(deps, hers) is keep_this
    assert is_signed_in(deps, strangers)
    kept = {strangers.known_device, hers.known_device} if keep_this else {strangers.known_device}
    assert known_digests(deps) == {digest(token or "") for token in kept}


def test_a_phone_she_calls_shared_is_forgotten_and_signs_her_out_sooner(deps: Deps, timepiece: Timepiece) -> None:
    opened = sign_in(deps)

    call_shared(deps, viewer_of(deps, opened))

    assert viewer_of(deps, opened).is_on_shared_device
    assert known_digests(deps) == set()
    with deps.storage.read() as connection:
        assert connection.execute(select(SignedInSession.ends_at)).scalar_one() == timepiece() + timedelta(hours=1)
    timepiece.move(timedelta(minutes=5))
    assert not is_signed_in(deps, opened)


def test_calling_a_phone_shared_never_makes_a_session_last_longer(deps: Deps, timepiece: Timepiece) -> None:
    opened = sign_in(deps, replace(AMARAS, phone_is_hers=False))
    timepiece.move(timedelta(minutes=4))
    viewer = viewer_of(deps, opened)

    call_shared(deps, viewer)

    with deps.storage.read() as connection:
        ends_at = connection.execute(select(SignedInSession.ends_at)).scalar_one()
    assert ends_at == timepiece() + timedelta(minutes=56)


def test_who_is_removed_takes_their_known_phones_along(deps: Deps) -> None:
    sign_in(deps)
    with deps.storage.write() as session:
        session.delete(session.scalars(select(Survivor).join(KnownDevice)).one())
        session.commit()

    assert known_digests(deps) == set()


class ChangingArgon2(CountingArgon2):
    """Argon2 in whose turn somebody changes the passphrase, from another device."""

    def __init__(self, deps: Deps, changed_to: PassphraseHash) -> None:
        super().__init__()
        self._deps, self._changed_to = deps, changed_to

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
        with self._deps.storage.write() as session:
            session.execute(update(Survivor).values(passphrase_hash=self._changed_to))
            session.commit()
        return super().verify(hash, password)


def test_a_passphrase_changed_while_it_is_checked_signs_nobody_in(deps: Deps) -> None:
    argon2 = ChangingArgon2(deps, deps.hasher.hash("another one altogether"))

    assert sign_in_survivor(replace(deps, hasher=PassphraseHasher(argon2)), AMARAS) is SignInRefusal.NOT_RECOGNISED

    with deps.storage.read() as connection:
        assert connection.scalar(select(func.count()).select_from(SignedInSession)) == 0
