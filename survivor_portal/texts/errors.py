"""What each error page says: what happened, and what to do."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString


@dataclass(frozen=True, slots=True)
class Explanation:
    """A heading, and what to do."""

    heading: "LazyString"
    advice: "LazyString"


_TROUBLE: Final = Explanation(
    lazy_gettext("Something went wrong on our side"),
    lazy_gettext("You did nothing wrong. Nothing was changed. Please try again in a minute."),
)

_EXPLANATIONS: "Final[Mapping[int, Explanation]]" = MappingProxyType(
    {
        400: Explanation(
            lazy_gettext("We could not read that"),
            lazy_gettext("Nothing was changed. Go back to the page and try again."),
        ),
        403: Explanation(
            lazy_gettext("That did not come from this site"),
            lazy_gettext("Nothing was changed. Open the page here and try again."),
        ),
        404: Explanation(
            lazy_gettext("There is no page here"),
            lazy_gettext("The address may be old. You can start again from the first page."),
        ),
        405: Explanation(
            lazy_gettext("This address cannot do that"),
            lazy_gettext("Nothing was changed. Open the page here and try again."),
        ),
        413: Explanation(
            lazy_gettext("That was too much at once"),
            lazy_gettext("Nothing was changed. Please make the text shorter and send it again."),
        ),
        503: Explanation(
            lazy_gettext("We are very busy right now"),
            lazy_gettext("You did nothing wrong. Nothing was changed. Please wait half a minute and try again."),
        ),
    }
)


def explanation(status: int) -> Explanation:
    """Give the words for an HTTP status, or plain words for one we have none for."""
    return _EXPLANATIONS.get(status, _TROUBLE)
