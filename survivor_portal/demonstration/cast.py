"""The invented cast, which tests and documentation rely on. None of these people exists."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from survivor_portal.actions.people import NewStaff, NewSurvivor
from survivor_portal.domain.people import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

AMARA: Final = NewSurvivor(
    chosen_name="Amara",
    sign_in_name="maple river 41",
    passphrase="copper lantern walks beside window",  # noqa: S106 (an invented person's, in throw-away folders only)
    language="en",
)
LUCIA: Final = NewSurvivor(
    chosen_name="Lucía",
    sign_in_name="olive stone 27",
    passphrase="mesa azul camina hasta mañana",  # noqa: S106 (as above)
    language="es",
)
NOUR: Final = NewSurvivor(
    chosen_name="نور",
    sign_in_name="cedar cloud 63",
    passphrase="باب أخضر قرب البحر الهادئ",  # noqa: S106 (as above)
    language="ar",
)
BELA: Final = NewSurvivor(
    chosen_name="Bela",
    sign_in_name="amber field 85",
    passphrase="quiet morning paper kettle garden",  # noqa: S106 (as above)
)

RUTH: Final = NewStaff(
    name="Ruth",
    role=Role.ADVOCATE,
    sign_in_name="ruth",
    passphrase="seven green umbrellas drying slowly",  # noqa: S106 (as above)
    totp_secret="KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLD",  # noqa: S106 (as above)
    language="en",
)
TOM: Final = NewStaff(
    name="Tom",
    role=Role.ADVOCATE,
    sign_in_name="tom",
    passphrase="harbour bicycle rings before breakfast",  # noqa: S106 (as above)
    totp_secret="JBQWY3DPFQQFO33SNRSCCIDBNZSCATLP",  # noqa: S106 (as above)
    language="en",
)
IMANI: Final = NewStaff(
    name="Imani",
    role=Role.SUPERVISOR,
    sign_in_name="imani",
    passphrase="patient orchard counts every lantern",  # noqa: S106 (as above)
    totp_secret="MFZWIZTHNBVGW3DPMFZWIZTHNBVGW3DP",  # noqa: S106 (as above)
    language="en",
)

SURVIVORS: Final = (AMARA, LUCIA, NOUR, BELA)
STAFF: Final = (RUTH, TOM, IMANI)


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one member of the cast signs in, as `demo --print-sign-ins` prints it."""

    role: str
    name: str
    sign_in_name: str
    passphrase: str
    totp_secret: str | None


def sign_ins() -> "Mapping[str, SignIn]":
    """Give everyone's sign-in by name, survivors first."""
    survivors = [
        SignIn("survivor", person.chosen_name, person.sign_in_name, person.passphrase, None) for person in SURVIVORS
    ]
    staff = [
        SignIn(person.role, person.name, person.sign_in_name, person.passphrase, person.totp_secret) for person in STAFF
    ]
    return MappingProxyType({entry.name: entry for entry in (*survivors, *staff)})
