"""What is typed to invite someone, and to join. Nothing here asks for more than a name of one's own choosing."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.signing_in import OnceOnlyField
from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.fields import FIELD_LABELS

_LONGEST_CODE = 60
_LONGEST_TOKEN = 64
_LONGEST_TYPED_NAME = 200

_passphrase_is_short = Length(
    max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again.")
)


class InviteForm(FlaskForm):
    """A chosen name, and the token of the one invite it becomes. What a name may be is for the domain to say."""

    chosen_name = StringField(
        FIELD_LABELS["chosen_name"],
        [
            InputRequired(lazy_gettext("Write a name. Any name they like will do.")),
            Length(max=_LONGEST_TYPED_NAME, message=lazy_gettext("That name is too long. Use 60 letters or fewer.")),
        ],
    )
    token = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])


class AdvocateForm(FlaskForm):
    """Which advocate somebody is given to. Who may be picked is set when the form is made."""

    advocate = SelectField(FIELD_LABELS["advocate"], [InputRequired()])


class CodeForm(FlaskForm):
    """The code someone was given, however it was grouped."""

    invite_code = OnceOnlyField(
        FIELD_LABELS["invite_code"],
        [
            InputRequired(lazy_gettext("Write your code.")),
            Length(max=_LONGEST_CODE, message=lazy_gettext("The code has 12 letters and numbers. Try again.")),
        ],
    )


class DrawnPassphraseForm(FlaskForm):
    """A passphrase we drew and showed, and our proof of it."""

    drawn = HiddenField(validators=[InputRequired(), Length(max=LONGEST_PASSPHRASE)])
    seal = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])


class OwnPassphraseForm(FlaskForm):
    """A passphrase of her own. What it may be is for the rules to say."""

    own_passphrase = PasswordField(
        FIELD_LABELS["own_passphrase"],
        [InputRequired(lazy_gettext("Write the passphrase you want.")), _passphrase_is_short],
    )


class KeptPassphraseForm(FlaskForm):
    """The passphrase once again, and whose phone this is. Leaving the question out counts as a shared phone."""

    passphrase = PasswordField(
        FIELD_LABELS["passphrase"], [InputRequired(lazy_gettext("Write your passphrase.")), _passphrase_is_short]
    )
    phone_is_hers = RadioField(
        FIELD_LABELS["phone_is_hers"],
        [MayStayOpen()],
        choices=[
            SelectChoice("yes", lazy_gettext("Yes, only mine")),
            SelectChoice("no", lazy_gettext("No, others use it")),
        ],
        default=None,
    )
