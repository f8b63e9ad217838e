"""Words of the totals."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import format_date, gettext, lazy_gettext

from survivor_portal.domain.totals import ConsentTold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

    from survivor_portal.domain.totals import Quarter

NEW_LABEL: "Final[LazyString]" = lazy_gettext("New in this quarter")

CONSENT_TOLD_LABELS: "Final[Mapping[ConsentTold, LazyString]]" = MappingProxyType(
    {
        ConsentTold.GIVEN: lazy_gettext("People who signed a consent"),
        ConsentTold.STOPPED: lazy_gettext("People who stopped a consent"),
        ConsentTold.SHARED: lazy_gettext("People about whom something was told"),
    }
)

WITHHELD: "Final[LazyString]" = lazy_gettext("Not told")


def quarter_label(quarter: "Quarter") -> str:
    """Name a quarter by its first and last month: "April to June 2026"."""
    last = quarter.first_day.replace(month=quarter.first_day.month + 2)
    return gettext(
        "%(first)s to %(last)s",
        first=format_date(quarter.first_day, "LLLL"),
        last=format_date(last, "LLLL yyyy"),
    )
