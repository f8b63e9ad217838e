"""The label of every need and of what is left over, and their places in a list."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.taxonomy import Need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

NEED_LABELS: "Final[Mapping[Need, LazyString]]" = MappingProxyType(
    {
        Need.CRISIS: lazy_gettext("Crisis help and planning"),
        Need.EMERGENCY_SHELTER: lazy_gettext("A place to stay right now"),
        Need.HOUSING: lazy_gettext("Housing"),
        Need.FOOD_CLOTHING: lazy_gettext("Food and clothing"),
        Need.MEDICAL: lazy_gettext("Doctor and health"),
        Need.DENTAL: lazy_gettext("Dentist"),
        Need.MENTAL_HEALTH: lazy_gettext("Counseling and mental health"),
        Need.SUBSTANCE_USE: lazy_gettext("Help with alcohol or drugs"),
        Need.LEGAL_IMMIGRATION: lazy_gettext("Lawyer: immigration"),
        Need.LEGAL_VICTIM_RIGHTS: lazy_gettext("Lawyer: your rights in court"),
        Need.LEGAL_RECORD_RELIEF: lazy_gettext("Lawyer: clearing a record"),
        Need.LEGAL_WAGES: lazy_gettext("Lawyer: unpaid wages"),
        Need.LEGAL_COMPENSATION: lazy_gettext("Lawyer: being paid for harm"),
        Need.LEGAL_FAMILY: lazy_gettext("Lawyer: family and children"),
        Need.LEGAL_CIVIL: lazy_gettext("Lawyer: other legal help"),
        Need.HHS_CERTIFICATION: lazy_gettext("A letter that opens public benefits"),
        Need.INTERPRETING: lazy_gettext("Interpreter"),
        Need.TRANSPORT: lazy_gettext("Getting there"),
        Need.CHILD_CARE: lazy_gettext("Child care"),
        Need.EDUCATION: lazy_gettext("School and classes"),
        Need.EMPLOYMENT: lazy_gettext("Work"),
        Need.MONEY_BENEFITS: lazy_gettext("Money and benefits"),
        Need.DOCUMENTS: lazy_gettext("Papers and documents"),
        Need.FAMILY_REUNIFICATION: lazy_gettext("Being with family again, or going home"),
        Need.SUPPORT_GROUPS: lazy_gettext("Groups"),
        Need.PEER_MENTOR: lazy_gettext("Someone who has been there"),
        Need.ADVOCACY: lazy_gettext("Someone at your side"),
    }
)

OTHER_HELP: "Final[LazyString]" = lazy_gettext("Other help")
"""For services whose need is not known."""


NEEDS_BY_PLACE: "Final[Mapping[int, Need | None]]" = MappingProxyType({0: None, **dict(enumerate(Need, start=1))})
"""Needs by their place in the list, so that an address says nothing of what was looked for."""


def place_of_need(need: Need | None) -> int:
    """Give the place of a need in the list."""
    return 0 if need is None else list(Need).index(need) + 1


def need_label(need: Need | None) -> "LazyString":
    """Give the label of a need, or of what is left over."""
    return OTHER_HELP if need is None else NEED_LABELS[need]
