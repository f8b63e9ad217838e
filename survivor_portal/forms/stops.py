"""What staff write down about ends of consents: a spoken stop, and a signature that does not count."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext, to_user_timezone
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.ticks import TickList
from survivor_portal.forms.typed import is_of_our_time, moment_told
from survivor_portal.texts.fields import FIELD_LABELS
from survivor_portal.texts.stops import INVALIDATION_LABELS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_LONGEST_NAME = 80
_LONGEST_MOMENT = 40
_MINUTE = "%Y-%m-%dT%H:%M"

_WRITE_TIME = lazy_gettext("Write the day and the time.")


class SpokenStopForm(FlaskForm):
    """What a person said stop to, and when. The time stands there as it is now: usually nothing is to be changed."""

    stopped = TickList(lazy_gettext("Stop telling"), [MayStayOpen()], choices=())
    said_at = DateTimeLocalField(FIELD_LABELS["said_at"], [InputRequired(_WRITE_TIME)], format=_MINUTE)
    opened_at = HiddenField(validators=[Length(max=_LONGEST_MOMENT)])
    """The very moment the page was opened, which the line above tells to the minute only."""

    def offer(self, consents: "Iterable[tuple[str, str]]", known: "Collection[str]", now: datetime) -> None:
        """Offer these consents by reference and name. `known` are all there ever were, which are read but not shown.

        One that ended since the page was opened is read all the same: stopping it twice equals once.
        """
        shown = dict(consents)
        self.stopped.choices = [SelectChoice(ref, shown.get(ref, "")) for ref in {**dict.fromkeys(known), **shown}]
        if not self.is_submitted():
            self.said_at.data = to_user_timezone(now).replace(tzinfo=None)
            self.opened_at.data = now.isoformat()

    def show_only(self, refs: "Collection[str]") -> None:
        """Show no boxes but these."""
        self.stopped.choices = [choice for choice in self.stopped.choices if choice.value in refs]

    def validate(self, extra_validators: "Mapping[str, Any] | None" = None) -> bool:
        """Say whether the form is whole; a time that is none is asked for in our own words."""
        is_valid = bool(super().validate(extra_validators))
        if is_valid and not is_of_our_time(self.said_at.data):
            self.said_at.errors, is_valid = [_WRITE_TIME], False
        if self.said_at.errors:
            self.said_at.errors = [_WRITE_TIME]
        return is_valid

    @property
    def moment(self) -> datetime:
        """When it was said, as the organisation's clock told it; left as it stood, when the page was opened.

        Cut to the minute, that would be too early: what was told in the seconds before would look like our mistake.
        """
        opened_at = _moment_in(self.opened_at.data)
        if opened_at and to_user_timezone(opened_at).replace(second=0, microsecond=0, tzinfo=None) == self.said_at.data:
            return opened_at
        # In an hour that comes twice the earlier moment counts: her stop is never put off.
        return moment_told(self.said_at.data, is_first=True)


def _moment_in(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is UTC and is_of_our_time(moment) else None


class InvalidationForm(FlaskForm):
    """Why a signature does not count."""

    reason = RadioField(
        lazy_gettext("Why it does not count"),
        [InputRequired(lazy_gettext("Pick a reason."))],
        choices=[SelectChoice(reason.value, label) for reason, label in INVALIDATION_LABELS.items()],
        default=None,
    )


class FindingForm(FlaskForm):
    """What a person is called, or signs in with."""

    called = StringField(
        FIELD_LABELS["called"],
        [
            InputRequired(lazy_gettext("Write a name.")),
            Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again.")),
        ],
    )
