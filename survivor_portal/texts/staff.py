"""Words about staff accounts: what people do, where an account stands, and why it cannot be changed."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import gettext, lazy_gettext

from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffEventKind, StaffRefusal, StaffState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

    from survivor_portal.actions.staff import StaffEventLine

ROLE_LABELS: "Final[Mapping[Role, LazyString]]" = MappingProxyType(
    {
        Role.ADVOCATE: lazy_gettext("Advocate"),
        Role.SUPERVISOR: lazy_gettext("Supervisor"),
    }
)

STATE_LABELS: "Final[Mapping[StaffState, LazyString]]" = MappingProxyType(
    {
        StaffState.TO_SET_UP: lazy_gettext("Not set up yet"),
        StaffState.TO_CONFIRM: lazy_gettext("Waits for a colleague to confirm"),
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

SET_UP_BEGUN_ANEW: "Final[LazyString]" = lazy_gettext(
    "Somebody began again with this code after you. Please begin again here. "
    "If it was not you, tell your team or whoever runs the portal."
)

APP_CODE_WRONG: "Final[LazyString]" = lazy_gettext("These numbers do not fit. Wait for the next ones and try again.")

PASSKEY_NOT_ADDED: "Final[LazyString]" = lazy_gettext("The passkey was not added. Please try again.")

NOT_RECOGNISED: "Final[LazyString]" = lazy_gettext("We could not confirm that. Wait for a new code and try again.")


def event_words(line: "StaffEventLine") -> str:
    """Say what happened to a staff account or to a legal hold, or into whose caseload somebody looked, and by whom."""
    about, by = line.about_name or "", line.by_name or gettext("Whoever runs the portal")
    sentences = {
        StaffEventKind.MADE: gettext("%(by)s made an account for %(about)s.", by=by, about=about),
        StaffEventKind.EMPTIED: gettext(
            "%(by)s gave %(about)s a new set-up code. What signed in before works no more.", by=by, about=about
        ),
        StaffEventKind.SET_UP: gettext("The account of %(about)s was set up.", about=about),
        StaffEventKind.CONFIRMED: gettext("%(by)s confirmed who set up the account of %(about)s.", by=by, about=about),
        StaffEventKind.ROLE_CHANGED: gettext("%(by)s made %(about)s a supervisor.", by=by, about=about)
        if line.role is Role.SUPERVISOR
        else gettext("%(by)s made %(about)s an advocate.", by=by, about=about),
        StaffEventKind.ENDED: gettext("%(by)s ended the account of %(about)s.", by=by, about=about),
        StaffEventKind.PASSKEY_ADDED: gettext("%(about)s added a passkey.", about=about),
        StaffEventKind.PASSKEY_REMOVED: gettext("%(about)s took a passkey away.", about=about),
        StaffEventKind.CODES_RENEWED: gettext("%(about)s made new recovery codes.", about=about),
        StaffEventKind.HOLD_WRITTEN: gettext("%(by)s wrote a legal hold.", by=by),
        StaffEventKind.HOLD_LIFTED: gettext("%(by)s lifted a legal hold.", by=by),
        StaffEventKind.LOOKED_AT: gettext(
            "%(by)s looked at what someone on the caseload of %(about)s shares.", by=by, about=about
        )
        if about
        else gettext("%(by)s looked at what someone shares.", by=by),
    }
    return sentences[line.kind]
