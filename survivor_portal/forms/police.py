"""Her choice about the police, her answers to what they ask, and how an advocate writes down what they ask."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from survivor_portal.domain.consent import PoliceAnswer
from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.typed import showable
from survivor_portal.texts.fields import FIELD_LABELS
from survivor_portal.texts.police import CHOICE_LABELS

_LONGEST_TOKEN = 64
_LONGEST_ASKER = 80
_LONGEST_ASKED = 200


class PoliceChoiceForm(FlaskForm):
    """Seven choices of the same weight. None is picked beforehand, not even the one that stands."""

    choice = RadioField(
        FIELD_LABELS["choice"],
        [MayStayOpen()],
        choices=[SelectChoice(choice.value, label) for choice, label in CHOICE_LABELS.items()],
        default=None,
    )


class PoliceAnswerForm(FlaskForm):
    """One press of one of three buttons beside what the police ask."""

    answer = StringField(validators=[AnyOf([answer.value for answer in PoliceAnswer])])


class PoliceRequestForm(DraftedForm):
    """Who asks and for what, as it will be put before the person. `token` makes a doubled press one."""

    token = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])
    asker = StringField(
        FIELD_LABELS["asker"],
        [
            InputRequired(lazy_gettext("Write which office asks.")),
            Length(max=_LONGEST_ASKER, message=lazy_gettext("That name is too long. Check it and try again.")),
        ],
        filters=[showable],
    )
    asked = StringField(
        FIELD_LABELS["asked"],
        [
            InputRequired(lazy_gettext("Write what they ask for.")),
            Length(max=_LONGEST_ASKED, message=lazy_gettext("That is too long. Use 200 letters or fewer.")),
        ],
        filters=[showable],
    )
