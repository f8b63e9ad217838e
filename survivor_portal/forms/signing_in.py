"""The two sign-in forms."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.typed import showable
from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.fields import FIELD_LABELS

_LONGEST_NAME = 80
_LONGEST_CODE = 40

_name_is_there = InputRequired(lazy_gettext("Write your sign-in name."))
_name_is_short = Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again."))
_passphrase_is_there = InputRequired(lazy_gettext("Write your passphrase."))
_passphrase_is_short = Length(
    max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again.")
)


class SurvivorSignInForm(FlaskForm):
    """Name, passphrase, and whose phone this is. Leaving the question out counts as a shared phone.

    `written` is what was sent after its session had ended: it stands there to be copied, and is used for nothing.
    """

    sign_in_name = StringField(FIELD_LABELS["sign_in_name"], [_name_is_there, _name_is_short])
    passphrase = PasswordField(FIELD_LABELS["passphrase"], [_passphrase_is_there, _passphrase_is_short])
    phone_is_hers = RadioField(
        FIELD_LABELS["phone_is_hers"],
        [MayStayOpen()],
        choices=[
            SelectChoice("yes", lazy_gettext("Yes, only mine")),
            SelectChoice("no", lazy_gettext("No, others use it")),
        ],
        default=None,
    )
    place = HiddenField()
    written = TextAreaField(FIELD_LABELS["written"], filters=[showable])


class OnceOnlyField(StringField):
    """A line whose content is good once: shown empty again, since it has to be written anew."""

    def _value(self) -> str:
        return ""


class StaffSignInForm(FlaskForm):
    """Name, passphrase and the code of the moment, or a recovery code in its place.

    `written` as in `SurvivorSignInForm`.
    """

    sign_in_name = StringField(FIELD_LABELS["sign_in_name"], [_name_is_there, _name_is_short])
    passphrase = PasswordField(FIELD_LABELS["passphrase"], [_passphrase_is_there, _passphrase_is_short])
    code = OnceOnlyField(
        FIELD_LABELS["code"],
        [
            InputRequired(lazy_gettext("Write the 6 numbers from your app.")),
            Length(max=_LONGEST_CODE, message=lazy_gettext("The code has 6 numbers. Check it and try again.")),
        ],
    )
    place = HiddenField()
    written = TextAreaField(FIELD_LABELS["written"], filters=[showable])
