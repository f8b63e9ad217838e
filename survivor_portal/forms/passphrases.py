"""The form she changes her passphrase with."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.fields import FIELD_LABELS

_is_short = Length(max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again."))


class PassphraseChangeForm(FlaskForm):
    """The passphrase she has, and twice the one she wants. What that may be is for the rules to say."""

    present_passphrase = PasswordField(
        FIELD_LABELS["present_passphrase"], [InputRequired(lazy_gettext("Write your passphrase.")), _is_short]
    )
    new_passphrase = PasswordField(
        FIELD_LABELS["new_passphrase"], [InputRequired(lazy_gettext("Write the new passphrase.")), _is_short]
    )
    new_passphrase_again = PasswordField(
        FIELD_LABELS["new_passphrase_again"],
        [
            InputRequired(lazy_gettext("Write the new passphrase once more.")),
            _is_short,
            EqualTo("new_passphrase", lazy_gettext("The two are not the same. Write the new passphrase twice.")),
        ],
    )
