"""People are added with their key first, and nobody takes anybody's sign-in name."""

import base64
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.actions.places import place_of
from survivor_portal.domain.people import Role
from survivor_portal.models import Staff, Survivor
from survivor_portal.security.keyring import KeyGoneError, WrappedKey
from tests.cast import AMARA, RUTH
from tests.stored import all_rows

ZOLA = NewSurvivor(
    chosen_name="Zola",
    sign_in_name="birch meadow 12",
    passphrase="nine quiet boats at anchor",
    language="ar",
)
OMAR = NewStaff(
    name="Omar",
    role=Role.SUPERVISOR,
    sign_in_name="omar",
    passphrase="slow trains cross the plain",
    totp_secret="ON2XE5TJOZXXELLQN5ZHIYLMFV2GK43U",
)


def owners_of_keys(deps: Deps) -> set[str]:
    with deps.key_ring.storage.read() as connection:
        return set(connection.execute(select(WrappedKey.owner_id)).scalars())


def people(deps: Deps) -> set[str]:
    with deps.storage.read() as connection:
        return {*connection.execute(select(Survivor.id)).scalars(), *connection.execute(select(Staff.id)).scalars()}


def test_a_survivor_is_stored_as_she_was_added(deps: Deps) -> None:
    survivor_id = add_survivor(deps, ZOLA)

    with deps.storage.read() as connection:
        row = connection.execute(select(Survivor.__table__).where(Survivor.id == survivor_id)).one()
    assert deps.vault.open(place_of(Survivor.chosen_name, survivor_id, survivor_id), row.chosen_name) == "Zola"
    assert (row.language, row.created_at) == ("ar", deps.clock())
    assert row.sign_in_digest == deps.sign_in_digest("birch meadow 12")
    assert deps.hasher.matches(row.passphrase_hash, "nine quiet boats at anchor")


def test_a_staff_member_is_stored_as_they_were_added(deps: Deps) -> None:
    staff_id = add_staff(deps, OMAR)

    with deps.storage.read() as connection:
        row = connection.execute(select(Staff.__table__).where(Staff.id == staff_id)).one()
    assert deps.vault.open(place_of(Staff.name, staff_id, staff_id), row.name) == "Omar"
    assert deps.vault.open(place_of(Staff.totp_secret, staff_id, staff_id), row.totp_secret) == OMAR.totp_secret
    assert (row.role, row.language, row.totp_used_step) == ("supervisor", None, 0)
    assert deps.hasher.matches(row.passphrase_hash, "slow trains cross the plain")


def test_every_person_has_a_key_of_their_own(deps: Deps) -> None:
    assert len(people(deps)) == 7
    assert owners_of_keys(deps) == people(deps)


@pytest.mark.parametrize("typed", ["maple river 41", "MAPLE River 41", " mapleriver41 ", "maple\u00a0river\t41"])
def test_a_taken_sign_in_name_is_refused_however_it_is_written_and_nothing_anyone_had_changes(
    deps: Deps, typed: str
) -> None:
    before = all_rows(deps)

    with pytest.raises(IntegrityError) as caught:
        add_survivor(deps, replace(ZOLA, sign_in_name=typed))

    after = all_rows(deps)
    assert after["survivors"] == before["survivors"]
    # The key was stored first; one that no row uses opens nothing.
    assert after["data_keys"] > before["data_keys"]
    assert people(deps) < owners_of_keys(deps)
    assert not any(word in str(caught.value) for word in ("Zola", "maple", "mapleriver41"))


def test_a_taken_staff_name_is_refused_and_nothing_anyone_had_changes(deps: Deps) -> None:
    before = all_rows(deps)

    with pytest.raises(IntegrityError):
        add_staff(deps, replace(OMAR, sign_in_name=RUTH.sign_in_name))

    assert all_rows(deps)["staff"] == before["staff"]


def test_without_a_key_there_is_no_row(deps: Deps) -> None:
    before = all_rows(deps)
    # Drawing the same reference again makes the key's own row impossible.
    taken = next(iter(people(deps)))
    drawn = _raw(taken)

    with pytest.raises(IntegrityError):
        add_survivor(replace(deps, chance=lambda count: drawn[:count]), ZOLA)

    assert all_rows(deps) == before


@pytest.mark.parametrize("passphrase", ["x" * 129, "x" * 100_000])
def test_a_passphrase_too_long_to_be_typed_again_adds_nobody(deps: Deps, passphrase: str) -> None:
    before = all_rows(deps)

    with pytest.raises(ValueError, match="at most 128"):
        add_survivor(deps, replace(ZOLA, passphrase=passphrase))

    assert all_rows(deps) == before


def test_a_survivor_and_a_staff_member_may_have_the_same_sign_in_name(deps: Deps) -> None:
    assert add_staff(deps, replace(OMAR, sign_in_name=AMARA.sign_in_name)) in people(deps)


def test_what_she_is_called_cannot_be_read_once_her_key_is_destroyed(deps: Deps) -> None:
    survivor_id = add_survivor(deps, ZOLA)
    with deps.storage.read() as connection:
        sealed = connection.execute(select(Survivor.chosen_name).where(Survivor.id == survivor_id)).scalar_one()

    deps.key_ring.destroy(survivor_id)

    with pytest.raises(KeyGoneError):
        deps.vault.open(place_of(Survivor.chosen_name, survivor_id, survivor_id), sealed)


def _raw(ref: str) -> bytes:
    """Give the bytes a reference was drawn from."""
    return base64.b32decode(ref.upper() + "=" * 6)
