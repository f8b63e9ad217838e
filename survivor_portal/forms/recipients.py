"""What a supervisor sets about who may be told: one place more, and why a place is blocked."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from survivor_portal.domain.consent import LONGEST_RECIPIENT_NAME, NameProblem
from survivor_portal.forms.typed import showable
from survivor_portal.texts.fields import FIELD_LABELS
from survivor_portal.texts.recipients import BLOCK_REASONS, NAME_PROBLEMS

_LONGEST_TOKEN = 64


def _within_its_spaces(text: str) -> str:
    return text.strip()


class RecipientForm(FlaskForm):
    """What a place or a person is called who may be told from now on."""

    token = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])
    place_name = StringField(
        FIELD_LABELS["place_name"],
        [
            InputRequired(NAME_PROBLEMS[NameProblem.MISSING]),
            Length(max=LONGEST_RECIPIENT_NAME, message=NAME_PROBLEMS[NameProblem.TOO_LONG]),
        ],
        filters=[showable, _within_its_spaces],
    )


class BlockForm(FlaskForm):
    """Why nothing may go to a place."""

    reason = RadioField(
        lazy_gettext("Why nothing may be told to them"),
        [InputRequired(lazy_gettext("Pick a reason."))],
        choices=[SelectChoice(reason.value, label) for reason, label in BLOCK_REASONS.items()],
        default=None,
    )
