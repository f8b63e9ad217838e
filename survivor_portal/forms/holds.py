"""What a supervisor types to write a legal hold."""

from typing import TYPE_CHECKING, Any, Final

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from survivor_portal.domain.departures import LONGEST_ASKER, LONGEST_BASIS, HoldRefusal
from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.texts.departures import HOLD_REFUSALS
from survivor_portal.texts.fields import FIELD_LABELS

if TYPE_CHECKING:
    from wtforms import Field

_LONGEST_NAME: Final = 200
_YEARS: Final = range(2000, 2201)
"""Years a hold may end in: a calendar day beyond can be no moment everywhere."""


class DayField(DateField):
    """A day out of the calendar, or none. What is no day gets a sentence of ours."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(lazy_gettext("Write the day like 2026-12-31.")) from None


def _is_near(_form: FlaskForm, field: "Field") -> None:
    if field.data is not None and field.data.year not in _YEARS:
        raise StopValidation(HOLD_REFUSALS[HoldRefusal.ENDS_BEFORE])


class HeldPersonForm(FlaskForm):
    """The whole name of whoever is looked for."""

    held_name = StringField(
        FIELD_LABELS["held_name"],
        [
            InputRequired(lazy_gettext("Write a name.")),
            Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again.")),
        ],
    )


class HoldForm(DraftedForm):
    """On what basis, who asked, until when, and whether the person may be told. What that may be, the domain says."""

    basis = StringField(
        FIELD_LABELS["basis"],
        [
            InputRequired(HOLD_REFUSALS[HoldRefusal.NO_BASIS]),
            Length(max=LONGEST_BASIS, message=HOLD_REFUSALS[HoldRefusal.BASIS_TOO_LONG]),
        ],
    )
    asked_by = StringField(
        FIELD_LABELS["asked_by"],
        [
            InputRequired(HOLD_REFUSALS[HoldRefusal.NOBODY_ASKED]),
            Length(max=LONGEST_ASKER, message=HOLD_REFUSALS[HoldRefusal.ASKER_TOO_LONG]),
        ],
    )
    kept_until = DayField(FIELD_LABELS["kept_until"], [Optional(), _is_near])
    told = RadioField(
        FIELD_LABELS["told"],
        [InputRequired(lazy_gettext("Pick whether the person can read of it."))],
        choices=[
            SelectChoice("yes", lazy_gettext("Yes, the person can read of it")),
            SelectChoice("no", lazy_gettext("No, a court does not allow it")),
        ],
        default=None,
    )

    def give_back(self, why: HoldRefusal) -> None:
        """Say at the right line why no hold was written."""
        lines = {
            HoldRefusal.NO_BASIS: self.basis,
            HoldRefusal.BASIS_TOO_LONG: self.basis,
            HoldRefusal.NOBODY_ASKED: self.asked_by,
            HoldRefusal.ASKER_TOO_LONG: self.asked_by,
        }
        lines.get(why, self.kept_until).errors = [HOLD_REFUSALS[why]]
