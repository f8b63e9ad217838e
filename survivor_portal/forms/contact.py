"""How she may be reached outside the portal. Nothing on it is picked beforehand but what she has set herself."""

from datetime import time
from typing import TYPE_CHECKING, Final

from babel.dates import format_time, get_day_names
from flask_babel import get_locale, lazy_gettext
from wtforms import PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import Length, Optional

from survivor_portal.domain.consent import Channel, SafeHour
from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.ticks import TickList
from survivor_portal.forms.typed import showable
from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.contact import EVERY_HOUR
from survivor_portal.texts.fields import FIELD_LABELS

if TYPE_CHECKING:
    from survivor_portal.domain.consent import ContactRule

_LONGEST_NAME: Final = 80
_DAYS: Final = range(7)
_HOURS: Final = range(24)

WITHOUT_HOURS: Final = frozenset({Channel.LETTER})
"""A letter comes when it comes."""


class ContactForm(DraftedForm):
    """Days and hours that suit, whether a message may be left, and the name to use. All of that can be left open.

    Without a day or an hour the channel is not used: leaving them open marks nothing. Her passphrase keeps
    whoever else holds her phone from saying how she is to be reached; to be reached less, she needs none.
    """

    days = TickList(FIELD_LABELS["days"], [MayStayOpen()], choices=[SelectChoice(str(day), "") for day in _DAYS])
    hours = TickList(FIELD_LABELS["hours"], [MayStayOpen()], choices=[SelectChoice(str(hour), "") for hour in _HOURS])
    voicemail = RadioField(
        FIELD_LABELS["voicemail"],
        [MayStayOpen()],
        choices=[SelectChoice("yes", lazy_gettext("Yes")), SelectChoice("no", lazy_gettext("No"))],
        default=None,
    )
    ask_for = StringField(
        FIELD_LABELS["ask_for"],
        [
            Optional(strip_whitespace=True),
            Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again.")),
        ],
        filters=[showable],
    )
    signature = PasswordField(
        FIELD_LABELS["passphrase"],
        [
            Optional(),
            Length(
                max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again.")
            ),
        ],
    )

    def name_choices(self) -> None:
        """Name days and hours in the language of whoever reads the page."""
        locale = get_locale()
        names = get_day_names("wide", locale=locale)
        self.days.choices = [SelectChoice(str(day), names[day]) for day in _DAYS]
        self.hours.choices = [
            SelectChoice(str(hour), format_time(time(hour), "short", locale=locale)) for hour in _HOURS
        ]

    def show(self, rule: "ContactRule") -> None:
        """Fill in what she set before."""
        self.days.data = sorted({str(at.weekday) for at in rule.safe_hours})
        self.hours.data = sorted({str(at.hour) for at in rule.safe_hours})
        self.voicemail.data = "yes" if rule.voicemail_allowed else "no"
        self.ask_for.data = rule.name_to_ask_for

    def safe_hours(self, channel: Channel) -> frozenset[SafeHour]:
        """Give every hour that is picked, on every day that is picked."""
        if channel in WITHOUT_HOURS:
            return EVERY_HOUR
        return frozenset(SafeHour(int(day), int(hour)) for day in self.days.data for hour in self.hours.data)
