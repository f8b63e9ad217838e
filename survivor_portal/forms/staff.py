"""What staff type about their own accounts, and a supervisor about others'."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import AnyOf, EqualTo, InputRequired, Length, Optional

from survivor_portal.domain.people import Role
from survivor_portal.forms.signing_in import OnceOnlyField
from survivor_portal.security.passkeys import LONGEST_ANSWER
from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.fields import FIELD_LABELS
from survivor_portal.texts.staff import ROLE_LABELS

_LONGEST_NAME = 80
_LONGEST_CODE = 40
_LONGEST_LIST = 1000
_LONGEST_SEAL = 64

_numbers_are_there = InputRequired(lazy_gettext("Write the 6 numbers from your app."))
_code_is_short = Length(max=_LONGEST_CODE, message=lazy_gettext("That code is too long. Check it and try again."))
_passphrase_is_short = Length(
    max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again.")
)
_name_is_short = Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again."))


class PasskeyForm(FlaskForm):
    """What the browser says for a passkey, which our script puts in."""

    credential = HiddenField(validators=[Optional(), Length(max=LONGEST_ANSWER)])


class SetUpForm(FlaskForm):
    """The set-up code, typed or put in by our script, and twice the passphrase to be. What that may be, rules say.

    The code stays when something else is wrong: it is long, and whoever sees the page was given it.
    """

    set_up_code = StringField(
        FIELD_LABELS["set_up_code"], [InputRequired(lazy_gettext("Write your set-up code.")), _code_is_short]
    )
    new_passphrase = PasswordField(
        FIELD_LABELS["new_passphrase"],
        [
            InputRequired(lazy_gettext("Write the new passphrase.")),
            _passphrase_is_short,
        ],
    )
    new_passphrase_again = PasswordField(
        FIELD_LABELS["new_passphrase_again"],
        [
            InputRequired(lazy_gettext("Write the new passphrase once more.")),
            _passphrase_is_short,
            EqualTo("new_passphrase", lazy_gettext("The two are not the same. Write the new passphrase twice.")),
        ],
    )


class ConfirmAppForm(FlaskForm):
    """The first code from an app, for the account that the set-up code is for, and the seal of what was begun."""

    set_up_code = HiddenField(validators=[InputRequired(), _code_is_short])
    begun = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_SEAL)])
    code = OnceOnlyField(FIELD_LABELS["code"], [_numbers_are_there, _code_is_short])


class StepUpForm(FlaskForm):
    """A factor shown again: the app's code of the moment, or what the browser says for a passkey."""

    step_up_code = OnceOnlyField(FIELD_LABELS["code"], [Optional(), _code_is_short])
    step_up_passkey = HiddenField(validators=[Optional(), Length(max=LONGEST_ANSWER)])
    place = HiddenField()


class NewStaffForm(FlaskForm):
    """Somebody new: how colleagues call them, how they sign in, and what they do."""

    staff_name = StringField(FIELD_LABELS["staff_name"], [InputRequired(lazy_gettext("Write a name.")), _name_is_short])
    staff_sign_in_name = StringField(
        FIELD_LABELS["staff_sign_in_name"], [InputRequired(lazy_gettext("Write a sign-in name.")), _name_is_short]
    )
    role = RadioField(
        FIELD_LABELS["role"],
        [InputRequired(lazy_gettext("Pick what this person does."))],
        choices=[SelectChoice(role.value, label) for role, label in ROLE_LABELS.items()],
        default=None,
    )


class SeenForm(FlaskForm):
    """The numbers of the lines that were shown, with spaces between them."""

    seen = HiddenField(validators=[Length(max=_LONGEST_LIST)])
    place = HiddenField()


class RoleForm(FlaskForm):
    """One press beside one name."""

    role = StringField(validators=[AnyOf([role.value for role in Role])])
