"""Words about approving a statement, for the office."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.actions.statements import ApprovalRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

APPROVAL_REFUSALS: "Final[Mapping[ApprovalRefusal, LazyString]]" = MappingProxyType(
    {
        ApprovalRefusal.NO_NAME: lazy_gettext("Write the name of the qualified person."),
        ApprovalRefusal.NO_PROFESSION: lazy_gettext("Write the profession of the qualified person."),
        ApprovalRefusal.NOT_YET: lazy_gettext("That day has not come yet. Pick the day of the approval."),
    }
)

WRITTEN_BEFORE: "Final[LazyString]" = lazy_gettext(
    "You recorded an approval from this page before, and it stands. What is here now is not the same. "
    "Press Record it to record this too. If the first one is wrong, say above that it no longer counts."
)
"""The same form was sent a second time with other words: neither approval may get lost."""

CHANGED_SINCE_SHOWN: "Final[LazyString]" = lazy_gettext(
    "The words have changed since you opened this page. Nothing was recorded. Please read them again."
)
