"""What an advocate asks a person to agree to, of their own or from a paper. Nothing on it is picked beforehand."""

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length

from survivor_portal.actions.consents import HERS_TO_BEGIN
from survivor_portal.domain.consent import OFFERED_LENGTHS, USUAL_LENGTH, DataItem, Problem
from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.forms.ticks import TickList
from survivor_portal.texts.consent.labels import METHOD_LABELS
from survivor_portal.texts.consent.problems import PROBLEM_WORDS
from survivor_portal.texts.desk import ITEMS_AT_DESK, PURPOSES_AT_DESK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ONCE: Final = "once"
_LENGTHS: "Final[Mapping[str, timedelta]]" = MappingProxyType(
    {_ONCE: USUAL_LENGTH, **{str(length.days): length for length in OFFERED_LENGTHS}}
)
"""More than 30 days is for the person alone to pick, with a reason."""
_LONGEST_TOKEN: Final = 64


class ProposalForm(DraftedForm):
    """Who, why, what, how and how long. `token` makes a doubled press one draft; `paper` says that one is signed."""

    token = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])
    # A place gets a reference of its own when it is first chosen, so the one on an open page may be its former one.
    recipient = SelectField(
        lazy_gettext("Who may be told"),
        [InputRequired(PROBLEM_WORDS[Problem.NO_RECIPIENT])],
        choices=(),
        validate_choice=False,
    )
    purpose = SelectField(
        lazy_gettext("What for"),
        [InputRequired(lazy_gettext("Choose what it is for."))],
        choices=[
            SelectChoice("", lazy_gettext("Choose one")),
            *(SelectChoice(each.value, label) for each, label in PURPOSES_AT_DESK.items() if each not in HERS_TO_BEGIN),
        ],
    )
    items = TickList(
        lazy_gettext("What may be told"),
        [InputRequired(lazy_gettext("Pick what may be told."))],
        choices=[
            SelectChoice(item.value, label)
            for item, label in ITEMS_AT_DESK.items()
            if item is not DataItem.CONSENT_STOPPED
        ],
    )
    methods = TickList(
        lazy_gettext("How it may be told"),
        [InputRequired(lazy_gettext("Pick how it may be told."))],
        choices=[SelectChoice(method.value, label) for method, label in METHOD_LABELS.items()],
    )
    length = RadioField(
        lazy_gettext("How long"),
        [InputRequired(lazy_gettext("Pick how long."))],
        choices=[SelectChoice(key, key) for key in _LENGTHS],
        default=None,
    )
    paper = BooleanField(lazy_gettext("This stands on a paper that the person has signed."))

    def offer(self, recipients: "Iterable[tuple[str, str]]") -> None:
        """Offer these recipients by reference and name, and the lengths in the reader's language."""
        self.recipient.choices = [
            SelectChoice("", gettext("Choose one place")),
            *(SelectChoice(ref, name) for ref, name in recipients),
        ]
        self.length.choices = [SelectChoice(key, _length_label(key)) for key in _LENGTHS]

    @property
    def picked_length(self) -> timedelta:
        """How long it is to last from the signature on."""
        return _LENGTHS[self.length.data]

    @property
    def is_once(self) -> bool:
        """Whether it ends with its first use."""
        return bool(self.length.data == _ONCE)


def _length_label(key: str) -> str:
    days = ngettext("%(num)d day", "%(num)d days", _LENGTHS[key].days)
    return gettext("One time only, within %(length)s", length=days) if key == _ONCE else days
