"""Adding the people who sign in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from survivor_portal.actions.places import place_of
from survivor_portal.models import Staff, Survivor
from survivor_portal.security.tokens import Ref, new_ref

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.domain.people import Role


@dataclass(frozen=True, slots=True, repr=False)
class NewSurvivor:
    """A survivor to add: what she is called, how she signs in, and the language she reads."""

    chosen_name: str
    sign_in_name: str
    passphrase: str
    language: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class NewStaff:
    """A staff member to add, with the secret an authenticator app holds."""

    name: str
    role: "Role"
    sign_in_name: str
    passphrase: str
    totp_secret: str
    language: str | None = None


def add_survivor(deps: "Deps", new: NewSurvivor) -> Ref:
    """Add a survivor and give her reference.

    Her key is stored before her row, so that no row ever waits for a key. Raises `sqlalchemy.exc.IntegrityError` when
    the sign-in name is taken.
    """
    survivor_id = new_ref(deps.chance)
    passphrase_hash = deps.hasher.hash(new.passphrase)
    deps.key_ring.make(survivor_id)
    survivor = Survivor(
        id=survivor_id,
        sign_in_digest=deps.sign_in_digest(new.sign_in_name),
        passphrase_hash=passphrase_hash,
        chosen_name=deps.vault.seal(place_of(Survivor.chosen_name, survivor_id, survivor_id), new.chosen_name),
        language=new.language,
        created_at=deps.clock(),
    )
    with deps.storage.write() as session:
        session.add(survivor)
        session.commit()
    return survivor_id


def add_staff(deps: "Deps", new: NewStaff) -> Ref:
    """Add a staff member and give their reference. Raises `sqlalchemy.exc.IntegrityError` when the name is taken."""
    staff_id = new_ref(deps.chance)
    passphrase_hash = deps.hasher.hash(new.passphrase)
    deps.key_ring.make(staff_id)
    staff = Staff(
        id=staff_id,
        sign_in_digest=deps.sign_in_digest(new.sign_in_name),
        passphrase_hash=passphrase_hash,
        name=deps.vault.seal(place_of(Staff.name, staff_id, staff_id), new.name),
        role=new.role,
        totp_secret=deps.vault.seal(place_of(Staff.totp_secret, staff_id, staff_id), new.totp_secret),
        totp_used_step=0,
        language=new.language,
        created_at=deps.clock(),
    )
    with deps.storage.write() as session:
        session.add(staff)
        session.commit()
    return staff_id
