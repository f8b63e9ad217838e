"""Words about staff accounts: what people do, where an account stands, and why it cannot be changed."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffRefusal, StaffState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

ROLE_LABELS: "Final[Mapping[Role, LazyString]]" = MappingProxyType(
    {
        Role.ADVOCATE: lazy_gettext("Advocate"),
        Role.SUPERVISOR: lazy_gettext("Supervisor"),
    }
)

STATE_LABELS: "Final[Mapping[StaffState, LazyString]]" = MappingProxyType(
    {
        StaffState.TO_SET_UP: lazy_gettext("Not set up yet"),
        StaffState.ACTIVE: lazy_gettext("Can sign in"),
        StaffState.LEFT: lazy_gettext("Account ended"),
    }
)

STAFF_REFUSALS: "Final[Mapping[StaffRefusal, LazyString]]" = MappingProxyType(
    {
        StaffRefusal.OWN_ACCOUNT: lazy_gettext("This is your own account. Another supervisor can change it."),
        StaffRefusal.ACTING_NO_MORE: lazy_gettext("Your own account has changed meanwhile. Nothing was done."),
        StaffRefusal.NAME_TAKEN: lazy_gettext("Somebody has this sign-in name already. Pick another one."),
    }
)

SET_UP_NOT_RECOGNISED: "Final[LazyString]" = lazy_gettext(
    "This code does not work. It may be used already, or a day old. Ask your supervisor for a new one."
)

APP_CODE_WRONG: "Final[LazyString]" = lazy_gettext("These numbers do not fit. Wait for the next ones and try again.")

PASSKEY_NOT_ADDED: "Final[LazyString]" = lazy_gettext("The passkey was not added. Please try again.")

NOT_RECOGNISED: "Final[LazyString]" = lazy_gettext("We could not confirm that. Wait for a new code and try again.")
